"""What the layout of a level consists of."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.graph.levels import Link

Point = tuple[float, float]
Key = int | str


@dataclass(slots=True)
class Ref:
    """A small stand-in beside its reader. `more` others are meant by it too."""

    key: str
    label: str
    node: str
    x: float
    y: float
    w: float
    h: float
    reader: int


@dataclass(slots=True)
class Way:
    """A route of the level; an end is a part's number, or the key of a port at the border.

    `continued`: its target is an open container in which another route goes on from its end.
    """

    source: Key
    target: Key
    points: list[Point]
    link: Link
    reversed: bool
    label: str = ""
    label_at: Point | None = None
    continued: bool = False


@dataclass(slots=True)
class LevelLayout:
    """Places within a level; the corner of its content is (0, 0).

    Attributes:
        places: top left corner of each part's box, by number.
        sizes: of each part's box.
        ways: routes between them and to the ports.
        refs: small references.
        ports: offset along the border from the content's left (top, if it flows to the right) of each port, by
            `in:` or `out:` and the key of the thing outside.
        width: of the content.
        height: of the content.
        aside: rectangle (x, y, w, h) of what is put aside, if anything is.
    """

    places: dict[int, Point] = field(default_factory=dict)
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)
    ports: dict[str, float] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0
    aside: tuple[float, float, float, float] | None = None

    def move(self, x: float, y: float) -> None:
        """Move the boxes, the references, the routes and their labels; the ports stay."""

        def moved(point: Point) -> Point:
            return point[0] + x, point[1] + y

        self.places = {number: moved(place) for number, place in self.places.items()}
        for ref in self.refs:
            ref.x, ref.y = moved((ref.x, ref.y))
        for way in self.ways:
            way.points = [moved(point) for point in way.points]
            way.label_at = None if way.label_at is None else moved(way.label_at)

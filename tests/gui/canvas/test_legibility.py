"""What makes a picture legible, checked on real models: no text cut, nothing overlaps, no line through a stranger."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from core.graph.view import GraphView
from core.layout.picture import Box, Picture
from core.opening import open_model
from gui.canvas import words
from gui.canvas.box_painter import STRIP
from gui.canvas.curves import curve, leaves_sideways
from gui.canvas.fonts import fonts
from gui.canvas.labels import static_text
from gui.canvas.scene import label_place

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample_model"
NAMES = ["", "mtcnn_pnet", "heart_estimator_steps", "deepmd_cu_frozen", "edgetpu_frozen", "puzzle15", "v1_lenet300",
         "sm_keras_lstm", "sm_mlnet_mnist_lr_model", "inception_v3_meta"]  # fmt: skip
"""The sample (`""`) and shared models."""

Rect = tuple[float, float, float, float]
SLACK = 1.5
"""Scene units by which a curve may touch what it passes."""


@pytest.fixture(params=NAMES, ids=lambda name: name or "sample")
def view(request: pytest.FixtureRequest, qapp: object) -> GraphView:
    folder = request.getfixturevalue("models") / request.param if request.param else SAMPLE
    model = open_model(folder)
    assert model.graph is not None
    return GraphView(model.graph, model)


def _pictures(view: GraphView) -> list[Picture]:
    """Closed, opened as far as one may look at, with its functions in place, and flowing to the right."""
    measure = fonts().measure
    pictures = [view.picture(measure)]
    view.expand_all(limit=250)
    pictures.append(view.picture(measure))
    for key in [key for key in pictures[0].boxes if view.can_inline(key)]:
        view.inline(key)
    view.set_direction("LR")
    pictures.append(view.picture(measure))
    return pictures


def test_nothing_is_cut_and_nothing_covers_anything_else(view: GraphView):
    for picture in _pictures(view):
        assert _cut(picture) == []
        assert _overlaps(picture) == []
        assert _outside(picture) == []


def test_no_line_and_no_label_crosses_a_box_that_it_does_not_belong_to(view: GraphView):
    for picture in _pictures(view):
        assert _through(picture) == []
        assert _covered_labels(picture) == []


def test_the_checks_see_what_is_wrong(qapp: object, picture: Callable[..., Picture]):
    bad = picture()
    boxes = bad.boxes
    boxes["step"].x, boxes["step"].y = boxes["MaxPool"].x + 40, boxes["MaxPool"].y - 16  # on the line into MaxPool
    boxes["conv2"].label = "a name that no box of this width has room for"
    boxes["conv1/PReLU"].y += 40
    assert ("MaxPool", "step") in _overlaps(bad)
    assert "conv2" in _cut(bad)
    assert _outside(bad) == ["conv1/PReLU"]
    assert ("conv1/PReLU", "MaxPool", "step") in _through(bad)
    assert ("256×10×10×10", "step") in _covered_labels(bad)


def _rect(box: Box) -> Rect:
    return box.x, box.y, box.x + box.w, box.y + box.h


def _meet(a: Rect, b: Rect, slack: float = 0.5) -> bool:
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def _cut(picture: Picture) -> list[str]:
    """Texts that have less room than they take."""
    width = fonts().width
    found = []
    for box in picture.boxes.values():
        counts = width(words.counts(box), "detail")
        if box.kind == "op":
            room, need = box.w - STRIP - 12, width(box.label, "label")
        elif box.kind == "ref":
            room, need = box.w - 17, width(box.label, "chip")
        elif box.expanded and box.kind != "aside":
            room, need = box.w - 46, width(box.label, "label") + counts + 16
        else:
            room, need = box.w - 38, max(width(box.label, "label"), counts)
        chips = [f"{chip.label} {chip.shape}".strip() for chip in box.chips]
        if need > room or any(width(text, "chip") > box.w - 26 for text in chips):
            found.append(box.key)
    return found


def _overlaps(picture: Picture) -> list[tuple[str, str]]:
    siblings: dict[str, list[Box]] = {}
    for box in picture.boxes.values():
        siblings.setdefault(box.parent, []).append(box)
    return [
        (a.key, b.key) for boxes in siblings.values() for a, b in combinations(boxes, 2) if _meet(_rect(a), _rect(b))
    ]


def _outside(picture: Picture) -> list[str]:
    """Boxes that stick out of the one around them."""
    found = []
    for box in picture.boxes.values():
        around = picture.boxes.get(box.parent)
        if around is not None:
            (a, b, c, d), (e, f, g, h) = _rect(box), _rect(around)
            if a < e - 0.5 or b < f - 0.5 or c > g + 0.5 or d > h + 0.5:
                found.append(box.key)
    return found


def _strangers(picture: Picture, source: str, target: str) -> list[Box]:
    """Boxes that a line from one box to another has nothing to do with: neither end, nor around one."""
    own = set()
    for key in (source, target):
        while key:
            own.add(key)
            key = picture.boxes[key].parent if key in picture.boxes else ""
    return [box for box in picture.boxes.values() if box.key not in own and box.kind != "aside"]


def _through(picture: Picture) -> list[tuple[str, str, str]]:
    found = []
    for route in picture.routes:
        path, _ = curve(
            route.points,
            start_sideways=leaves_sideways(picture.boxes.get(route.source), route.points[0]),
            end_sideways=leaves_sideways(picture.boxes.get(route.target), route.points[-1]),
        )
        steps = min(max(8, int(path.length() / 8)), 1000)
        points = np.array([path.pointAtPercent(i / steps).toTuple() for i in range(steps + 1)])
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        for box in _strangers(picture, route.source, route.target):
            a, b, c, d = _rect(box)
            if not _meet((a, b, c, d), (left - 1, top - 1, right + 1, bottom + 1)):
                continue
            inside = (points > (a + SLACK, b + SLACK)) & (points < (c - SLACK, d - SLACK))
            if inside.all(axis=1).any():
                found.append((route.source, route.target, box.key))
    return found


def _covered_labels(picture: Picture) -> list[tuple[str, str]]:
    """Shapes beside lines that lie on a closed box or on one another."""
    labels: list[tuple[str, Rect]] = []
    for route in picture.routes:
        if route.label:
            x, y = label_place(route)
            _, width, height = static_text(route.label, "chip", 0)
            labels.append((route.label, (x, y - height / 2 + 2, x + width, y + height / 2 - 2)))
    closed = [(box.key, _rect(box)) for box in picture.boxes.values() if not box.expanded and box.kind != "aside"]
    found = [(text, key) for text, rect in labels for key, other in closed if _meet(rect, other, 1.0)]
    return found + [(a, b) for (a, rect), (b, other) in combinations(labels, 2) if _meet(rect, other, 0.0)]

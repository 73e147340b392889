"""Whether the stored values are what was written: checksums, sizes, and places that overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import FormatError, Problem, Text, counted
from core.formats.checkpoint import Checkpoint
from core.formats.sliced import SlicedTensor
from core.formats.tensor import TensorSource, element_count
from core.progress import Progress
from core.variables.comparison import Described

_AGAIN = Text("Copy or download the file again.")


@dataclass(slots=True)
class IntegrityReport:
    """What was checked.

    Attributes:
        checked: names whose checksum was computed and compared.
        damaged: names whose checksum is wrong, or that can't be read.
        without: names for which the format stores no checksum.
        problems: a sentence for each damaged one, with shard and offset.
    """

    checked: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged and not any(problem.severity == "error" for problem in self.problems)


def verify(variables: Iterable[Described], *, progress: Progress | None = None) -> IntegrityReport:
    """Check the checksum of each variable; one damaged one doesn't stop the others.

    Args:
        variables: one, the selected ones, or all.
        progress: told by bytes.
    """
    progress = progress or Progress()
    progress.stage(Text("Checking the values"))
    chosen = list(variables)
    total = sum(variable.nbytes for variable in chosen) or 1
    done = 0
    report = IntegrityReport()
    for variable in chosen:
        progress.tick(done / total)
        done += variable.nbytes
        try:
            source = variable.source
            found = source.verify(tick=progress.check)
        except FormatError as error:
            report.damaged.append(variable.name)
            report.problems.append(
                Problem("error", Text("{name} can't be read: {reason}", name=variable.name, reason=error.text),
                        where=str(error.path), remedy=error.remedy or _AGAIN)
            )  # fmt: skip
            continue
        if found is None:
            report.without.append(variable.name)
            continue
        report.checked.append(variable.name)
        if not found:
            report.damaged.append(variable.name)
            report.problems += [_damage(part, variable.name, progress) for part in _damaged_parts(source, progress)]
    return report


def _damaged_parts(source: TensorSource, progress: Progress) -> list[TensorSource]:
    """Of a partitioned variable the slices that are damaged; else the variable."""
    if isinstance(source, SlicedTensor):
        return [part.source for part in source.parts if part.source.verify(tick=progress.check) is False]
    return [source]


def _damage(source: TensorSource, name: str, progress: Progress) -> Problem:
    progress.check()
    if source.path is None or source.offset is None:
        return Problem("error", Text("The checksum of {name} is wrong: its values are damaged.", name=name),
                       where=name, remedy=_AGAIN)  # fmt: skip
    return Problem(
        "error",
        Text(
            "The checksum of {name} is wrong: its {size} bytes from byte {offset} of {file} are damaged.",
            name=name, size=f"{source.nbytes:,}", offset=f"{source.offset:,}", file=source.path.name,
        ),
        where=str(source.path),
        remedy=_AGAIN,
    )  # fmt: skip


def check_layout(checkpoint: Checkpoint, *, progress: Progress | None = None) -> list[Problem]:
    """Sizes that don't fit the shapes, values beyond the end of their shard, and values that overlap.

    No value is read. What the directory itself complains about is in `checkpoint.problems` already.
    """
    progress = progress or Progress()
    problems: list[Problem] = []
    places: dict[Path, list[tuple[int, int, str]]] = {}
    for number, name in enumerate(checkpoint.entries):
        if number % 256 == 0:
            progress.check()
        try:
            source = checkpoint.tensor(name)
        except FormatError as error:
            problems.append(Problem("error", error.text, where=name, remedy=error.remedy))
            continue
        for part in [part.source for part in source.parts] if isinstance(source, SlicedTensor) else [source]:
            problem = _wrong_size(part, name)
            if problem is not None:
                problems.append(problem)
            if part.path is not None and part.offset is not None and part.nbytes:
                places.setdefault(part.path, []).append((part.offset, part.offset + part.nbytes, name))
    for path, ranges in places.items():
        problems += _overlaps(path, sorted(ranges))
        problems += _beyond(path, ranges)
    return problems


def _wrong_size(source: TensorSource, name: str) -> Problem | None:
    needed = element_count(source.shape) * source.dtype.itemsize
    # Only where the bytes are the elements: a V1 checkpoint's are packed, and have no single place.
    if not source.dtype.itemsize or source.offset is None or needed == source.nbytes:
        return None
    return Problem(
        "error",
        Text("{name} takes {stored} bytes, and its shape needs {needed}.", name=name, stored=f"{source.nbytes:,}",
             needed=f"{needed:,}"),
        where=str(source.path or name),
    )  # fmt: skip


def _overlaps(path: Path, ranges: Sequence[tuple[int, int, str]]) -> list[Problem]:
    """Neighbours in a shard that share bytes; TensorFlow never writes such."""
    problems = []
    reach, owner = 0, ""
    for start, end, name in ranges:
        if start < reach:
            problems.append(
                Problem(
                    "error",
                    counted(
                        min(end, reach) - start,
                        Text(
                            "{first} and {second} share one byte of {file}, byte {offset}.",
                            first=owner,
                            second=name,
                            file=path.name,
                            offset=f"{start:,}",
                        ),
                        Text(
                            "{first} and {second} share {count} bytes of {file}, from byte {offset}.",
                            first=owner,
                            second=name,
                            count=f"{min(end, reach) - start:,}",
                            file=path.name,
                            offset=f"{start:,}",
                        ),
                    ),
                    where=str(path),
                )
            )
        if end > reach:
            reach, owner = end, name
    return problems


def _beyond(path: Path, ranges: Sequence[tuple[int, int, str]]) -> list[Problem]:
    """Values that the file ends before; a file that is absent is the directory's complaint."""
    try:
        size = path.stat().st_size
    except OSError:
        return []
    cut = [name for _, end, name in ranges if end > size]
    if not cut:
        return []
    shown = ", ".join(cut[:5]) + (", …" if len(cut) > 5 else "")
    return [
        Problem(
            "error",
            counted(
                len(cut),
                Text("{file} ends before the values of one variable: {names}.", file=path.name, names=shown),
                Text(
                    "{file} ends before the values of {count} variables: {names}.",
                    file=path.name,
                    count=len(cut),
                    names=shown,
                ),
            ),
            where=str(path),
            remedy=_AGAIN,
        )
    ]

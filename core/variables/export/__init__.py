"""Values into files that other programs read: `.npy`, `.npz`, `.safetensors`, `.csv`, `.h5`.

Every format is written in bounded pieces, so that a value larger than memory can be exported, and atomically: on an
error or on cancelling nothing is left. Types that a format has no name for are written as the next wider one that
holds them exactly (bfloat16 and float8 as float32, int4 as int8), which the report says; what a format can't hold
at all is left out, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Text, UsageError, counted
from core.files import AtomicFile, atomic_folder, atomic_path, check_destination
from core.formats.tensor import Index, TensorSource, Tick
from core.progress import Progress
from core.variables.export import hdf5_file, safetensors_file
from core.variables.export.csv_file import write_csv
from core.variables.export.naming import safe_names
from core.variables.export.numpy_files import write_npy, write_npz
from core.variables.export.window import Advance, Writable, has_values, is_text, storable, windowed

SUFFIXES = (".npy", ".npz", ".safetensors", ".csv", ".h5")

_SINGLE: dict[str, Callable[[TensorSource, Writable, Advance], None]] = {".npy": write_npy, ".csv": write_csv}
_ALIASES = {".hdf5": ".h5"}


@dataclass(slots=True)
class ExportReport:
    """What was written.

    Attributes:
        destination: the file, or the folder of one file per variable.
        written: the names of the variables in it.
        widened: name → (its type, the type it was written as), where they differ.
        left_out: name → why it is not there.
        nbytes: of the files together.
    """

    destination: Path
    written: list[str] = field(default_factory=list)
    widened: dict[str, tuple[str, str]] = field(default_factory=dict)
    left_out: dict[str, Text] = field(default_factory=dict)
    nbytes: int = 0


def write_tensor(source: TensorSource, path: Path, *, index: Index | None = None, tick: Tick = None) -> None:
    """Write one value, or a slice of it, in the format that the suffix names. See `write_tensors`."""
    write_tensors([source], path, index=index, tick=tick)


def write_tensors(
    sources: Sequence[TensorSource], path: Path, *, index: Index | None = None, tick: Tick = None
) -> None:
    """Write several values into one file, all or none; an existing one is replaced.

    Raises:
        UsageError: the suffix is none of `SUFFIXES`, or a value has no form in that format.
        FormatError: the values can't be read.
        WriteError: the file can't be written.
    """
    suffix = _suffix(path)
    windows = [windowed(source, index) for source in sources]
    if len(windows) != 1 and suffix in _SINGLE:
        raise UsageError(
            Text("{name}: only .npz, .safetensors and .h5 hold several variables.", name=path.name or str(path))
        )
    for source in windows:
        reason = refusal(source, suffix)
        if reason is not None:
            raise UsageError(Text("{name} can't be written to {file}: {reason}.", name=source.name, file=path.name,
                                  reason=reason))  # fmt: skip
    _write(windows, path, suffix, lambda _: tick() if tick is not None else None, overwrite=True)


def export_variables(
    sources: Sequence[TensorSource],
    destination: Path,
    *,
    form: str | None = None,
    overwrite: bool = True,
    progress: Progress | None = None,
) -> ExportReport:
    """Write variables as far as the format can hold them, and say what it can't.

    Args:
        sources: the variables, or slices of them.
        destination: a file; for several as `.npy` or `.csv` a folder, which is made (with `variables.json` in it,
            which says what each file is).
        form: one of `SUFFIXES`; by default the destination's suffix.
        overwrite: whether an existing file may be replaced (a folder must be absent or empty).
        progress: told by bytes; cancelling leaves nothing.

    Raises:
        UsageError: no such format, or nothing is left to write.
        FormatError: a value can't be read.
        WriteError: it can't be written.
    """
    progress = progress or Progress()
    suffix = form if form is not None else _suffix(destination)
    if suffix not in SUFFIXES:
        raise UsageError(_unknown(destination))
    report = ExportReport(destination)
    kept = []
    for source in sources:
        progress.check()
        reason = refusal(source, suffix)
        if reason is None:
            kept.append(source)
        else:
            report.left_out[source.name] = reason
    if not kept:
        raise UsageError(Text("There is nothing that {suffix} can hold.", suffix=suffix))
    progress.stage(
        counted(len(kept), Text("Writing one variable"), Text("Writing {count} variables", count=f"{len(kept):,}"))
    )
    total, done = sum(source.nbytes for source in kept) or 1, 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress.tick(min(1.0, done / total))

    if suffix in _SINGLE and (len(kept) > 1 or destination.suffix.lower() != suffix):
        _write_folder(kept, destination, suffix, advance)
        report.nbytes = sum(file.stat().st_size for file in destination.iterdir())
    else:
        _write(kept, destination, suffix, advance, overwrite=overwrite)
        report.nbytes = destination.stat().st_size
    for source in kept:
        report.written.append(source.name)
        stored = stored_type(source, suffix)
        if stored != source.dtype.name:
            report.widened[source.name] = (source.dtype.name, stored)
    return report


def refusal(source: TensorSource, suffix: str) -> Text | None:
    """Why a format can't hold a value; None if it can. Known beforehand, so that a dialog can say it."""
    if suffix == ".safetensors":
        return safetensors_file.refusal(source)
    if suffix == ".h5":
        return hdf5_file.refusal(source)
    if not has_values(source):
        return Text("{dtype} has no values", dtype=source.dtype.name)
    if suffix in (".npy", ".npz") and is_text(source) and any(item.endswith(b"\0") for item in source.read().flat):
        return Text("its strings end with zero bytes, which numpy's files can't hold")
    return None


def stored_type(source: TensorSource, suffix: str) -> str:
    """The type that a value has in a format: its own name where that is kept."""
    kind = source.dtype.numpy
    if kind is None or is_text(source) or suffix == ".csv":
        return source.dtype.name
    wanted = safetensors_file.stored_as(source) if suffix == ".safetensors" else storable(kind)
    return source.dtype.name if wanted is None or wanted == kind else wanted.name


def _suffix(path: Path) -> str:
    suffix = _ALIASES.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in SUFFIXES:
        raise UsageError(_unknown(path))
    return suffix


def _unknown(path: Path) -> Text:
    return Text(
        "{name}: values are written as .npy, .npz, .safetensors, .csv or .h5.",
        name=path.name or str(path),
    )


def _write(sources: Sequence[TensorSource], path: Path, suffix: str, advance: Advance, *, overwrite: bool) -> None:
    check_destination(path, overwrite=overwrite)
    if suffix == ".h5":
        # h5py goes back and forth in the file, so that it needs a name.
        with atomic_path(path, overwrite=overwrite) as temporary:
            hdf5_file.write_hdf5(sources, temporary, advance)
        return
    with AtomicFile(path, overwrite=overwrite) as file:
        if suffix in _SINGLE:
            _SINGLE[suffix](sources[0], file, advance)
        elif suffix == ".npz":
            write_npz(sources, file, advance)
        else:
            safetensors_file.write_safetensors(sources, file, advance)
        file.commit()


def _write_folder(sources: Sequence[TensorSource], destination: Path, suffix: str, advance: Advance) -> None:
    write = _SINGLE[suffix]
    contents = {}
    with atomic_folder(destination) as folder:
        for source, name in zip(sources, safe_names([source.name for source in sources], suffix), strict=True):
            with (folder / name).open("wb") as file:
                write(source, file, advance)
            contents[name] = {"name": source.name, "dtype": source.dtype.name, "shape": list(source.shape)}
        text = json.dumps(contents, indent=1, ensure_ascii=False)
        (folder / "variables.json").write_text(text + "\n", encoding="utf-8")

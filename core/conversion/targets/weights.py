"""The values alone: `.npz`, `.npy`, `.safetensors`, `.h5`, `.csv`."""

from __future__ import annotations

import fnmatch
import importlib.util
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.conversion.target import Option, Outcome, Preflight, Request, Target
from core.conversion.work import Work
from core.errors import CryographError, Severity, Text, UsageError, counted
from core.freezing.findings import Finding

if TYPE_CHECKING:
    from core.model import Model
    from core.variables.catalogue import Variable
    from core.variables.export import ExportReport

_WHICH = Option(
    "which", "choice", Text("&Variables"), Text("All of them, or only what predicts."), "all",
    choices=(("all", Text("All")), ("model", Text("The model's own")), ("optimizer", Text("The optimiser's")),
             ("average", Text("Moving averages"))),
)  # fmt: skip
_MATCH = Option(
    "match", "text", Text("&Names like"),
    Text("Only variables of these names, as patterns with * and ?, separated by commas."), "",
)  # fmt: skip


def _refusal(model: Model) -> Text | None:
    return None if model.variables() else Text("There are no values here.")


def _no_h5py() -> Text | None:
    if importlib.util.find_spec("h5py") is not None:
        return None
    return Text("HDF5 files need the package h5py, which is not installed.")


def chosen(model: Model, request: Request) -> list[Variable]:
    """The variables that are asked for.

    Raises:
        UsageError: there is none.
    """
    which = request.options.get("which", _WHICH.default)
    from core.formats.object_graph import OBJECT_GRAPH_KEY

    patterns = [word.strip() for word in str(request.options.get("match", "")).split(",") if word.strip()]
    found = [
        variable
        for variable in model.variables()
        if (variable.name != OBJECT_GRAPH_KEY or patterns)  # the bookkeeping of an object-based checkpoint is no weight
        and (which == "all" or variable.group == which)
        and (not patterns or any(fnmatch.fnmatchcase(variable.name, pattern) for pattern in patterns))
    ]
    if not found:
        raise UsageError(
            Text("{name} has no variables like that.", name=model.title),
            Text("Choose other names, or all variables."),
        )
    return found


def _preflight(model: Model, request: Request, *, suffix: str) -> Preflight:
    from core.variables.export import refusal, stored_type

    result = Preflight()
    try:
        variables = chosen(model, request)
    except CryographError as error:
        result.findings.append(Finding("error", error.text, "", error.remedy))
        return result
    result.predicted_bytes = _predicted(variables, suffix)
    result.findings.append(
        Finding(
            "info",
            counted(
                len(variables),
                Text("The values of one variable are written."),
                Text("The values of {count} variables are written.", count=f"{len(variables):,}"),
            ),
        )
    )
    left_out = {}
    for variable in variables:
        # Strings are judged by their values, and nothing is read here.
        if variable.dtype.name != "string" and (reason := refusal(variable.source, suffix)) is not None:
            left_out[variable.name] = reason
    wider = {
        (variable.dtype.name, stored)
        for variable in variables
        if variable.name not in left_out and (stored := stored_type(variable.source, suffix)) != variable.dtype.name
    }
    if left_out:
        severity: Severity = "error" if len(left_out) == len(variables) else "warning"
        result.findings.append(Finding(severity, _left_out(left_out), next(iter(left_out))))
    if wider:
        result.findings.append(Finding("info", _widened(wider)))
    return result


def _predicted(variables: Sequence[Variable], suffix: str) -> int:
    raw = sum(variable.nbytes for variable in variables)
    return raw * 3 if suffix == ".csv" else raw + 300 * len(variables)


def _left_out(reasons: dict[str, Text]) -> Text:
    name, reason = next(iter(reasons.items()))
    return counted(
        len(reasons),
        Text("{name} is left out: {reason}.", name=name, reason=reason),
        Text(
            "{count} variables are left out; {name}, for one: {reason}.",
            count=f"{len(reasons):,}",
            name=name,
            reason=reason,
        ),
    )


def _widened(types: Iterable[tuple[str, str]]) -> Text:
    listed = ", ".join(f"{one} → {other}" for one, other in sorted(types))
    return Text(
        "Types that the format lacks are written as wider ones, which keep each value exactly: {types}.", types=listed
    )


def _convert(model: Model, request: Request, work: Work, *, suffix: str) -> Outcome:
    from core.conversion.values_check import check_values
    from core.variables.export import export_variables

    sources = [variable.source for variable in chosen(model, request)]
    overwrite = request.overwrite or request.force
    report = export_variables(sources, request.destination, form=suffix, overwrite=overwrite, progress=work.progress)
    work.progress.stage(Text("Checking"))
    return Outcome(report.nbytes, [check_values(sources, report, suffix, work.progress)], _notes(report))


def _notes(report: ExportReport) -> list[Text]:
    notes = []
    if report.left_out:
        notes.append(_left_out(report.left_out))
    if report.widened:
        notes.append(_widened(set(report.widened.values())))
    return notes


def _target(name: str, suffix: str, title: Text, line: Text, **more: object) -> Target:
    return Target(
        name=name, title=title, line=line, group="values", suffixes=(suffix,), refusal=_refusal,
        preflight=partial(_preflight, suffix=suffix), convert=partial(_convert, suffix=suffix),
        options=(_WHICH, _MATCH), **more,  # type: ignore[arg-type]
    )  # fmt: skip


TARGETS = (
    _target("npz", ".npz", Text("Weights (.npz)"), Text("All values in one file for numpy")),
    _target(
        "npy", ".npy", Text("Weights (.npy files)"), Text("A folder with one numpy file per variable"), folder=True,
    ),
    _target(
        "safetensors", ".safetensors", Text("Weights (.safetensors)"),
        Text("All values in one file, as models are shared"),
    ),
    _target(
        "hdf5", ".h5", Text("Weights (HDF5)"), Text("All values in one file, scopes as groups"), missing=_no_h5py,
    ),
    _target("csv", ".csv", Text("Weights (.csv files)"), Text("A folder with one table per variable"), folder=True),
)  # fmt: skip

"""`cryograph run`: feeds in words, one session run, and what it gave."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.output import clean, format_shape, note, number_of, print_json, say, sentences, value_json
from core.errors import Text, UsageError

if TYPE_CHECKING:
    from core.model import Model
    from core.running.images import PictureOptions
    from core.running.plan import RunPlan
    from core.running.result import RunResult
    from core.running.run import RunOptions

SHOWN = 1000
"""The most elements of an output that are printed."""


@dataclass(frozen=True, slots=True)
class RunWords:
    """The command line's words.

    Attributes:
        feeds: `NAME=VALUE`; a name may come several times, for a batch.
        output, profile: files to write.
        labels: a file with one label per line.
    """

    feeds: Sequence[str] = ()
    fetches: Sequence[str] = ()
    signature: str | None = None
    output: Path | None = None
    profile: Path | None = None
    labels: Path | None = None
    force: bool = False
    pictures: dict[str, Any] = field(default_factory=dict)


def run_model(path: Path, words: RunWords, options: RunOptions, *, step: int | None, as_json: bool) -> None:
    """Run, print what it gave, and write the files asked for.

    Raises:
        UsageError: a name, a value or an option is wrong, or ops reach outside and nobody allowed it.
        SessionError: TensorFlow could not run it.
    """
    from core.cli.terminal import watched_progress
    from core.files import check_destination
    from core.opening import open_model
    from core.running.plan import default_fetches, named_fetches
    from core.running.run import run
    from core.session.client import SessionClient

    for file, suffix in ((words.output, ".npz"), (words.profile, ".json")):
        if file is not None:
            if file.suffix.lower() != suffix:
                raise UsageError(Text("{path} should end in {suffix}.", path=file, suffix=suffix))
            check_destination(file, overwrite=words.force)
    labels = _labels(words.labels)
    with ExitStack() as stack:
        progress = stack.enter_context(watched_progress())
        model = open_model(path, step=step, progress=progress)
        suggested = not words.fetches
        fetches = (default_fetches(model, words.signature) if suggested
                   else named_fetches(model, words.fetches, words.signature))  # fmt: skip
        plan = _plan(model, words, fetches, options)
        if plan.error is None and not (plan.risks and not options.allow_risky):
            client = stack.enter_context(SessionClient())
            client.start()
            result = run(model, plan, options, client, progress)
        else:
            for finding in plan.findings:
                if finding.severity == "error" and plan.error is not None and finding.what is not plan.error.text:
                    note(f"error: {sentences(finding.what, finding.remedy)}")
            for risk in plan.risks:
                note(f"warning: {risk.text}")
            raise _refusal(plan)
    _write(words, result)
    if as_json:
        print_json(result_json(result))
    else:
        _show(result, plan, labels, suggested=suggested)
    for text in result.notes:
        note(f"warning: {text}")


def result_json(result: RunResult) -> dict[str, Any]:
    """As `run --json` prints it."""
    outputs: dict[str, Any] = {}
    for name, value in result.outputs.items():
        outputs[name] = {
            "dtype": _dtype(value),
            "shape": list(value.shape),
            "values": value_json(value.tolist()) if value.size <= SHOWN else None,
        }
    outputs |= {name: {"dtype": None, "shape": None, "values": None} for name in result.operations}
    return {
        "outputs": outputs,
        "device": result.device,
        "placed": result.placed,
        "seconds": result.median,
        "runs": result.seconds,
        "spread": result.spread,
        "feeds": result.fed,
        "warnings": [str(text) for text in result.notes],
    }


def picture_options(
    scale: str | None, colour: str | None, layout: str | None, mean: str | None, std: str | None, *, invert: bool
) -> PictureOptions:
    """The options about pictures.

    Raises:
        UsageError: figures that are none.
    """
    from core.running.images import IMAGENET_MEAN, IMAGENET_STD, PictureOptions, figures

    chosen: Any = {"scale": scale or ("mean-std" if mean or std else "auto"), "colour": colour or "auto",
                   "layout": layout or "auto"}  # fmt: skip
    mean_of, std_of = figures(mean or "", IMAGENET_MEAN), figures(std or "", IMAGENET_STD)
    return PictureOptions(**chosen, invert=invert, mean=mean_of, std=std_of)


def _plan(model: Model, words: RunWords, fetches: Any, options: RunOptions) -> RunPlan:
    from core.running.feeds import parse_batch
    from core.running.plan import feed_target, plan_run

    given: dict[str, list[str]] = {}
    for each in words.feeds:
        name, equals, value = each.partition("=")
        if not equals or not name or not value:
            raise UsageError(Text("A feed is NAME=VALUE, and not {words}.", words=each))
        given.setdefault(name, []).append(value)
    pictures = picture_options(**words.pictures) if words.pictures else None
    feeds = {
        name: parse_batch(values, feed_target(model, name, words.signature), pictures) for name, values in given.items()
    }
    return plan_run(model, feeds, fetches, signature=words.signature, has_libraries=bool(options.op_libraries))


def _refusal(plan: RunPlan) -> Exception:
    if plan.error is not None:
        return plan.error
    return UsageError(
        Text("The graph does more than compute."), Text("If that is what you want, allow it: --allow-risky.")
    )


def _write(words: RunWords, result: RunResult) -> None:
    if words.output is not None:
        from core.running.saving import save_npz

        save_npz(result.outputs, words.output)
    if words.profile is not None:
        from core.running.trace import write_trace

        write_trace(result.times, words.profile)


def _show(result: RunResult, plan: RunPlan, labels: list[str], *, suggested: bool) -> None:
    from core.running.looking import top_classes

    for name, value in result.outputs.items():
        hint = "  (suggested; choose with --fetch)" if suggested and len(plan.fetches) == 1 else ""
        say(f"{name}  {_dtype(value)} {format_shape(value.shape)}{hint}")
        rows = top_classes(value, labels)
        if rows is not None:
            for row in rows:
                say("  " + "   ".join(f"{each.label}: {each.value:.4g}" for each in row))
        else:
            say("  " + _numbers(value).replace("\n", "\n  ")) if value.size else say("  (empty)")
    for name in result.operations:
        say(f"{name}  ran (an operation without a value)")
    placed = ", ".join(f"{number_of(count, 'op')} on {device}" for device, count in result.placed.items())
    took = f"{result.median * 1000:,.2f} ms"
    if len(result.seconds) > 1:
        took += f" (median of {len(result.seconds)} runs; spread {result.spread * 1000:,.2f} ms)"
    say()
    for name, what in result.fed.items():
        say(f"  fed     {name}: {what}")
    say(f"  placed  {placed}")
    say(f"  time    {took}")


def _numbers(value: Any) -> str:
    import numpy as np

    text = np.array2string(value, threshold=SHOWN, edgeitems=3, max_line_width=100)
    return "\n".join(clean(line) for line in text.splitlines())


def _dtype(value: Any) -> str:
    return "string" if value.dtype.kind in "OSU" else str(value.dtype.name)


def _labels(path: Path | None) -> list[str]:
    if path is None:
        return []
    from core.running.looking import read_labels

    return read_labels(path)

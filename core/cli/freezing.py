"""`cryograph freeze`: from options in words to a written, proven `.pb` and its report."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.output import format_bytes, note, number_of, print_json, say, sentences
from core.errors import FreezeError, Text, UsageError

if TYPE_CHECKING:
    from core.freezing.options import Engine, FreezeOptions
    from core.freezing.plan import Plan
    from core.freezing.report import FreezeReport
    from core.model import Model


def freeze_options(
    *,
    outputs: str | None,
    inputs: str | None,
    signature: str | None,
    tags: str | None,
    engine: Engine | None,
    device: str | None,
    strict_placement: bool,
    verify: bool,
    feeds: list[str],
    time_limit: float | None,
    ema: bool,
    as_tensorflow: bool,
    keep_devices: bool,
    op_libraries: list[Path],
    force: bool,
) -> FreezeOptions:
    """The command line's words as options.

    Raises:
        UsageError: a feed that can't be read.
    """
    from core.freezing.options import FreezeOptions

    return FreezeOptions(
        outputs=names_from(outputs),
        inputs=names_from(inputs),
        engine=engine,
        device=device,
        strict_placement=strict_placement,
        verify=verify,
        feeds=feeds_from(feeds),
        feed_words=tuple(feeds),
        time_limit=time_limit,
        ema=ema,
        as_tensorflow=as_tensorflow,
        keep_devices=keep_devices,
        op_libraries=tuple(library.resolve() for library in op_libraries),
        force=force,
        signature=signature,
        tags=names_from(tags),
    )


def freeze_model(
    path: Path, output: Path | None, options: FreezeOptions, *, step: int | None, dry_run: bool, as_json: bool
) -> int:
    """Freeze `path` into `output`, or say what that would do; print the report.

    Returns:
        The exit status.

    Raises:
        CryographError: it can't be done (after a dry run, too), or the proof is wrong.
    """
    if output is None and not dry_run:
        raise UsageError(Text("Where should it go? Say so with -o OUT.pb (or ask for --dry-run)."))
    from core.cli.terminal import watched_progress
    from core.freezing.plan import preflight
    from core.opening import open_model

    with ExitStack() as stack:
        progress = stack.enter_context(watched_progress())
        model = open_model(path, step=step, progress=progress)
        if dry_run:
            began = time.perf_counter()
            plan = preflight(model, options)
            _show_plan(plan, model, options, seconds=time.perf_counter() - began, as_json=as_json)
            if plan.error is not None:
                raise plan.error
            return 0
        from core.freezing.freeze import freeze

        assert output is not None
        report = freeze(model, output, options, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        _show_report(report)
    proof = report.verified
    if as_json and proof is not None and proof.ok is None:  # people read it in the report
        note(f"warning: the proof could not be run. {proof.reason or ''}".rstrip())
    if proof is not None and proof.ok is False:
        wrong = ", ".join(one.name for one in proof.outputs if one.equal is False)
        raise FreezeError(Text("The frozen graph does not compute the same: {outputs}.", outputs=wrong))
    return 0


def names_from(words: str | None) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(word.strip() for word in (words or "").split(",") if word.strip())


def feeds_from(words: list[str]) -> dict[str, Any]:
    """Each `x=VALUE` as a name and an array.

    Raises:
        UsageError: one can't be read.
    """
    return dict(_feed(each) for each in words)


def _feed(words: str) -> tuple[str, Any]:
    """`x=VALUE` as a name and an array."""
    import json

    import numpy as np

    name, equals, value = words.partition("=")
    if not equals or not name or not value:
        raise UsageError(Text("A feed is NAME=VALUE, and not {words}.", words=words))
    try:
        if value.endswith(".npy"):
            return name, np.load(value, allow_pickle=False)
        return name, np.asarray(json.loads(value))
    except (ValueError, OSError) as error:
        raise UsageError(
            Text("The value for {name} can't be read: {reason}.", name=name, reason=error),
            Text("A value is a .npy file, a number or a nested list."),
        ) from error


def _show_plan(plan: Plan, model: Model, options: FreezeOptions, *, seconds: float, as_json: bool) -> None:
    """What a freeze would do, with the keys that its report would have."""
    if as_json:
        print_json(
            {
                "engine": options.chosen_engine,
                "device": options.device,
                "placed": None,
                "outputs": plan.outputs,
                "inputs": plan.inputs,
                "nodes_before": plan.nodes_before,
                "nodes_after": plan.nodes_after,
                "variables_frozen": len(plan.variables),
                "bytes": plan.predicted_bytes,
                "seconds": seconds,
                "repairs": [str(text) for text in plan.repairs],
                "warnings": [str(one.what) for one in plan.findings if one.severity == "warning"],
                "verified": None,
                "findings": [finding.to_json() for finding in plan.findings],
            }
        )
        return
    say(f"{model.title} would be frozen to {', '.join(plan.outputs) or 'nothing'}")
    for name, value in (
        ("inputs", ", ".join(plan.inputs)),
        ("ops", f"{plan.nodes_before:,} → {plan.nodes_after:,}"),
        ("variables", f"{len(plan.variables):,}"),
        ("size", format_bytes(plan.predicted_bytes)),
    ):
        say(f"  {name:<10} {value}")
    for finding in plan.findings:
        where = f" ({finding.where})" if finding.where and finding.where not in str(finding.what) else ""
        say(f"  {finding.severity:<10} {sentences(f'{finding.what}{where}', finding.remedy)}")


def _show_report(report: FreezeReport) -> None:
    say(f"{report.output}  {format_bytes(report.bytes)}")
    placed = ", ".join(f"{number_of(count, 'op')} on {device}" for device, count in (report.placed or {}).items())
    rows = [
        ("inputs", ", ".join(report.inputs)),
        ("outputs", ", ".join(report.outputs)),
        ("ops", f"{report.nodes_before:,} → {report.nodes_after:,}"),
        ("variables", f"{report.variables_frozen:,} frozen"),
        ("engine", report.engine + (f" on {report.device}" if report.device else "")),
        ("placed", placed),
        ("time", f"{report.seconds:.1f} s  " + ", ".join(f"{k} {v:.1f} s" for k, v in report.stage_seconds.items())),
    ]
    for name, value in rows:
        if value:
            say(f"  {name:<10} {value}")
    for finding in report.findings:
        if finding.severity == "info":
            say(f"  note       {sentences(str(finding.what), finding.remedy)}")
    for text in report.repairs:
        say(f"  repaired   {text}")
    if report.verified is not None:
        _show_proof(report.verified)
    remedies = {str(finding.what): finding.remedy for finding in report.findings}
    for text in report.warnings:
        note(f"warning: {sentences(text, remedies.get(str(text)))}")


def _show_proof(proof: Any) -> None:
    word = {True: "the same", False: "NOT the same", None: "could not be run"}
    say(f"  proof      original and frozen graph on the same feeds: {word[proof.ok]}")
    for name, what in proof.feeds.items():
        say(f"             fed {name}: {what}")
    for one in proof.outputs:
        distance = f", largest difference {one.max_abs_diff:.3g}" if one.max_abs_diff is not None else ""
        say(f"             {one.name}: {word[one.equal]}{distance} {one.reason or ''}".rstrip())

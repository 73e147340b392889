"""A freeze in words: stages, options as the dialog calls them, the report's verdict, rows and facts, its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import Text
from core.freezing.options import FreezeOptions
from gui.dialogs.widgets.cards import Severity
from gui.dialogs.widgets.folders import writable_folder
from gui.dialogs.widgets.labels import without_mnemonic
from gui.formatting import format_count, format_shape
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.freezing.report import FreezeReport
    from core.model import Model


FEEDS_SHOWN = 6
"""Feeds that are named one by one; a graph may have hundreds."""


translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return QCoreApplication.translate("FreezeReport", text)


SUFFIX = ".pb"


def default_destination(model: Model) -> Path:
    """`PNet-18.frozen.pb` beside the model, or in the person's documents where the model can't be written to."""
    # A title may come from inside a file: nothing of it may lead to another folder.
    stem = re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", model.title).strip(". ") or "model"
    stem = re.sub(r"\.(pb|pbtxt|meta|index|ckpt)$", "", stem)
    return writable_folder(model.folder) / f"{stem}.frozen{SUFFIX}"


def expected_stages(options: FreezeOptions) -> list[Text]:
    """The stages that a freeze with `options` reports, in order, in core's own words."""
    session = options.chosen_engine == "session"
    stages = [Text("Starting TensorFlow"), Text("Restoring"), Text("Converting")] if session else []
    stages.append(Text("Writing"))
    if options.verify:
        if not session:
            stages.append(Text("Starting TensorFlow"))
        stages.append(Text("Checking"))
    return stages


_OPTION = re.compile(
    r"--(outputs|inputs|ema|op-library|as-tensorflow|strict-placement|device|force)\b( (NAME(,NAME)*|FILE\.so))?"
)


def in_dialog_words(sentence: str) -> str:
    """A sentence of core with the command line's options as this dialog calls them: `--ema` as “Moving averages”."""
    names = {
        "outputs": translate("FreezeForm", "&Outputs"),
        "device": translate("FreezeForm", "&Device"),
        "inputs": translate("MoreOptions", "C&ut the graph at"),
        "ema": translate("MoreOptions", "Moving a&verages"),
        "op-library": translate("MoreOptions", "O&p libraries"),
        "as-tensorflow": translate("MoreOptions", "Exactl&y as TensorFlow does"),
        "strict-placement": translate("MoreOptions", "Strict pla&cement"),
        "force": translate("MoreOptions", "Keep it even if &wrong"),
    }
    return _OPTION.sub(lambda found: f"“{without_mnemonic(names[found[1]])}”", sentence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proof says, in one word and one sentence."""

    severity: Severity
    headline: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One line of the outputs' table, ready to be shown; `kind` is the colour of `state`."""

    name: str
    shape: str
    difference: str
    state: str
    kind: str
    reason: str = ""


def verdict_of(report: FreezeReport) -> Verdict:
    """Never says proven without a proof that ran and was right."""
    proof = report.verified
    if proof is None:
        return Verdict(
            "warning",
            _tr("Not checked."),
            _tr("The frozen graph was written; nobody asked for a check."),
        )
    device = ", ".join(short_device(name) for name in proof.placed or {}) or proof.device or "TensorFlow"
    if proof.ok:
        return Verdict(
            "good",
            _tr("Proven."),
            _tr("On {device} the frozen graph gives what the original gives, for the same input.").format(
                device=device
            ),
        )
    if proof.ok is None:
        reason = text_of(proof.reason) if proof.reason else ""
        if not reason:
            reason = next((text_of(output.reason) for output in proof.outputs if output.reason), "")
        return Verdict(
            "warning",
            _tr("Not proven."),
            reason or _tr("The two graphs could not be compared."),
        )
    return Verdict(
        "error",
        _tr("Wrong."),
        _tr(
            "On {device} the frozen graph does not give what the original gives. It was kept because you asked.",
        ).format(device=device),
    )


def output_rows(report: FreezeReport) -> list[OutputRow]:
    """One row per output, in the report's order."""
    proof = report.verified
    if proof is None:
        return [OutputRow(name, "", "", "", "quiet") for name in report.outputs]
    rows = []
    for output in proof.outputs:
        if output.equal is None:
            state, kind = _tr("not compared"), "warning"
        elif output.equal:
            state, kind = _tr("equal"), "good"
        else:
            state, kind = _tr("differs"), "error"
        rows.append(
            OutputRow(
                output.name,
                format_shape(output.shape) if output.shape is not None else "",
                format_difference(output.max_abs_diff),
                state,
                kind,
                text_of(output.reason) if output.reason else "",
            )
        )
    return rows


def format_difference(difference: float | None) -> str:
    """`0`, `4.2e-07`; empty where there is no distance to speak of."""
    if difference is None:
        return ""
    return "0" if difference == 0 else f"{difference:.2g}"


def short_device(name: str) -> str:
    """`/job:localhost/replica:0/task:0/device:CPU:0` as `CPU:0`."""
    return name.rpartition("device:")[2] or name


def facts_of(report: FreezeReport) -> list[tuple[str, str]]:
    """What is worth knowing about the result: (name, value)."""
    facts = [
        (
            _tr("Ops"),
            f"{format_count(report.nodes_before)} → {format_count(report.nodes_after)}",
        ),
        (
            _tr("Variables made constant"),
            format_count(report.variables_frozen),
        ),
    ]
    if report.output is not None:
        facts.append(
            (
                _tr("File"),
                _tr("{name}, {count} bytes").format(name=report.output.name, count=format_count(report.bytes)),
            )
        )
    source = (
        _tr("read straight from the files") if report.engine == "direct" else _tr("restored in a TensorFlow session")
    )
    facts.append((_tr("Values"), source))
    placed = report.placed or (report.verified.placed if report.verified else None)
    if placed:
        total = sum(placed.values())
        shares = [
            (_tr("{device} (1 op)") if total == 1 else _tr("{device} ({count} of {total} ops)")).format(
                device=short_device(name), count=format_count(count), total=format_count(total)
            )
            for name, count in placed.items()
        ]
        facts.append((_tr("Ran on"), " · ".join(shares)))
    if report.verified is not None and report.verified.feeds:
        feeds = [f"{name} {_feed_words(what)}" for name, what in report.verified.feeds.items()]
        if len(feeds) > FEEDS_SHOWN:
            feeds[FEEDS_SHOWN:] = [_tr("… and {count} more").format(count=len(feeds) - FEEDS_SHOWN)]
        facts.append((_tr("Checked with"), "\n".join(feeds)))
    if report.mapping:
        renamed = [f"{asked} → {found}" for asked, found in report.mapping.items()]
        facts.append((_tr("Names in the graph"), "\n".join(renamed)))
    # What took no time worth the name (a plan, a worker that was warm) would only hide the rest.
    times = [
        _tr("{stage}\u00a0{seconds}\u00a0s").format(stage=stage_name(stage), seconds=f"{seconds:.2f}")
        for stage, seconds in report.stage_seconds.items()
        if seconds >= 0.005 or stage not in ("plan", "start")
    ]
    if times:
        facts.append((_tr("Time"), " · ".join(times)))
    return facts


def _feed_words(what: str) -> str:
    """What was fed, as the report's JSON says it (`float32 1×2, random`), in the person's language."""
    plain = what.removesuffix(", random")
    return plain if plain == what else _tr("{value}, random").format(value=plain)


def stage_name(stage: str) -> str:
    """A key of `FreezeReport.stage_seconds` in a word."""
    words = {
        "start": _tr("start"),
        "plan": _tr("plan"),
        "restore": _tr("restore"),
        "convert": _tr("convert"),
        "write": _tr("write"),
        "check": _tr("check"),
    }
    return words.get(stage, stage)


def report_text(title: str, report: FreezeReport) -> str:
    """All of the report as plain text, for a message or an issue."""
    verdict = verdict_of(report)
    lines = [title, f"{verdict.headline} {verdict.sentence}", ""]
    for row in output_rows(report):
        parts = (row.name, row.shape, row.difference, row.state, row.reason)
        lines.append("  ".join(part for part in parts if part))
    lines.append("")
    lines += [f"{name}: {value}" for name, value in facts_of(report)]
    if report.output is not None:
        lines.append(str(report.output))
    lines += [text_of(text) for text in (*report.repairs, *report.warnings)]
    for code in (report.command, report.python):
        if code:
            lines += ["", code]
    return "\n".join(lines) + "\n"

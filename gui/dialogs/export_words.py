"""An export in words: the verdict, the facts, all of it as text, and options as the dialog calls them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.dialogs.widgets.cards import Severity
from gui.dialogs.widgets.labels import without_mnemonic
from gui.formatting import format_count
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.convert import Conversion
    from core.conversion.target import Target

NAMED = 6
"""Inputs or outputs that are named one by one; a graph may have hundreds."""

_FLAG = re.compile(r"--(no-)?([a-z][a-z0-9-]*)(?: (?:NAME(?:,NAME)*|FILE(?:\.\w+)?|SECONDS|[A-Z]{3,}))?")

translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return translate("ExportReport", text)


def in_dialog_words(sentence: str, target: Target | None) -> str:
    """A sentence of core with the command line's options as this dialog calls them: `--opset` as “Opset”."""
    names = {
        "outputs": translate("ExportForm", "&Outputs"),
        "device": translate("ExportForm", "&Device"),
        "signature": translate("ExportForm", "S&ignature"),
        "inputs": translate("ExportForm", "C&ut the graph at"),
        "ema": translate("ExportForm", "Moving avera&ges"),
        "op-library": translate("ExportForm", "O&p libraries"),
        "time-limit": translate("ExportForm", "Time &limit"),
        "verify": translate("ExportForm", "Check"),
        "force": translate("ExportForm", "Keep it even if &wrong"),
    }
    names |= {option.name: text_of(option.label) for option in (target.options if target is not None else ())}

    def said(found: re.Match[str]) -> str:
        name = names.get(found[2])
        return found[0] if name is None else f"“{without_mnemonic(name)}”"

    return _FLAG.sub(said, sentence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say, in one word and one sentence."""

    severity: Severity
    headline: str
    sentence: str


def verdict_of(result: Conversion) -> Verdict:
    """Says checked only where something was, and all of it was right."""
    checks = result.checks
    if any(check.ok is False for check in checks):
        return Verdict(
            "error", _tr("Wrong."), _tr("A check of the result failed. It was kept because you asked for that.")
        )
    if any(check.ok is None for check in checks):
        return Verdict(
            "warning", _tr("Written, not fully checked."), _tr("Something could not be checked; the reason is below.")
        )
    if checks:
        return Verdict("good", _tr("Written and checked."), _tr("All that was checked of the result is right."))
    return Verdict("good", _tr("Written."), "")


def check_words(ok: bool | None) -> tuple[str, str]:
    """A check's verdict and the kind of label that has its colour."""
    if ok is None:
        return _tr("could not be checked"), "warning"
    return (_tr("yes"), "good") if ok else (_tr("no"), "error")


def facts_of(result: Conversion, target: Target) -> list[tuple[str, str]]:
    """What is worth knowing about a result: (name, value)."""
    outcome = result.outcome
    if outcome is None:
        return []
    size = _tr("{name}, {count} bytes").format(name=result.output.name, count=format_count(outcome.nbytes))
    facts = [(_tr("Folder") if target.folder else _tr("File"), size)]
    for name, tensors in ((_tr("Inputs"), outcome.inputs), (_tr("Outputs"), outcome.outputs)):
        if tensors:
            facts.append((name, _tensors(tensors)))
    if outcome.placed:
        total = sum(outcome.placed.values())
        facts.append(
            (
                _tr("Ran on"),
                " · ".join(
                    (_tr("{device} (1 op)") if total == 1 else _tr("{device} ({count} of {total} ops)")).format(
                        device=device.rpartition("device:")[2] or device,
                        count=format_count(count),
                        total=format_count(total),
                    )
                    for device, count in outcome.placed.items()
                ),
            )
        )
    facts.append((_tr("Time"), _tr("{seconds} s").format(seconds=f"{result.seconds:.2f}")))
    return facts


def _tensors(tensors: dict[str, str]) -> str:
    """`image ← input_image:0`, one a line; what is called as in the model stands for itself."""
    lines = [
        name if tensor.removesuffix(":0") == name.removesuffix(":0") else f"{name} ← {tensor}"
        for name, tensor in tensors.items()
    ]
    if len(lines) > NAMED:
        lines[NAMED:] = [_tr("… and {count} more").format(count=format_count(len(lines) - NAMED))]
    return "\n".join(lines)


def report_text(title: str, result: Conversion, target: Target) -> str:
    """All of the report as plain text, for a message or an issue."""
    verdict = verdict_of(result)
    lines = [title, f"{verdict.headline} {verdict.sentence}".strip(), ""]
    for check in result.checks:
        detail = f" ({text_of(check.detail)})" if check.detail else ""
        lines.append(f"{text_of(check.what)} {check_words(check.ok)[0]}{detail}")
    lines += [f"{name}: {value}" for name, value in facts_of(result, target)]
    lines.append(str(result.output))
    lines += [text_of(note) for note in (result.outcome.notes if result.outcome is not None else [])]
    lines += ["", result.command]
    return "\n".join(lines) + "\n"


def totals(results: Sequence[Conversion], asked: int) -> Verdict:
    """What became of several."""
    written = sum(result.outcome is not None for result in results)
    sure = all(result.ok for result in results) and written == asked
    sentence = _tr("{written} of {count} were exported.").format(
        written=format_count(written), count=format_count(asked)
    )
    if sure:
        return Verdict("good", _tr("Done."), sentence)
    return Verdict("error" if not written else "warning", _tr("Not all."), sentence)

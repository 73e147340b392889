"""The parts of the export dialog: options as fields, what the report says, what is remembered, the list of formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from core.conversion.convert import Conversion
from core.conversion.target import Check, Option, Outcome, Preflight, Target
from core.errors import FormatError, Text
from gui.dialogs.export import can_open
from gui.dialogs.export_options import OptionFields
from gui.dialogs.export_report import ExportReportPage
from gui.dialogs.export_targets import TargetList
from gui.dialogs.export_words import facts_of, in_dialog_words, report_text, totals, verdict_of
from gui.dialogs.widgets.labels import mnemonic_of, with_free_mnemonic
from gui.settings import Settings

OPTIONS = (
    Option("clear", "switch", Text("&Clear"), Text("Clears."), True),
    Option("form", "choice", Text("&Form"), Text(""), "a", (("a", Text("first")), ("b", Text("second")))),
    Option("opset", "integer", Text("&Opset"), Text("Which."), 17, least=7, most=21),
    Option("depth", "integer", Text("Depth"), Text(""), None, least=0, most=9),
    Option("tolerance", "number", Text("&Tolerance"), Text(""), 1e-5, least=0, most=1),
    Option("scale", "number", Text("Scale"), Text(""), None, least=0.1, most=8),
    Option("pattern", "text", Text("Pattern"), Text(""), ""),
    Option("samples", "file", Text("Samples"), Text(""), None),
)
CHOSEN: dict[str, Any] = {
    "clear": False, "form": "b", "opset": 9, "depth": 0, "tolerance": 0.25, "scale": 2.0, "pattern": "conv*",
    "samples": Path("/a/x.npy"),
}  # fmt: skip


def made(name: str = "made", **more: Any) -> Target:
    def convert(*_: object) -> Outcome:
        raise AssertionError("nothing is converted here")

    return Target(
        name, Text("Made up"), Text("for a test"), "graph", (".made",), lambda _: None, lambda *_: Preflight(), convert,
        **more,
    )  # fmt: skip


def conversion(tmp_path: Path, *checks: Check) -> Conversion:
    outcome = Outcome(
        1234,
        list(checks),
        [Text("One thing was lost.")],
        {"image": "x:0"},
        {"out": "out:0"},
        {"/job:localhost/replica:0/task:0/device:CPU:0": 65},
    )
    return Conversion(
        tmp_path / "in.pb", tmp_path / "out.made", "made", None, outcome, 1.5, "cryograph convert in.pb out.made",
        list(checks),
    )  # fmt: skip


# Options.


@pytest.fixture
def fields(qtbot: QtBot) -> OptionFields:
    widget = OptionFields(OPTIONS, {"c"})
    qtbot.addWidget(widget)
    return widget


def test_every_kind_of_option_has_a_field_with_its_default(fields: OptionFields) -> None:
    assert {name: field.get() for name, field in fields.fields.items()} == {o.name: o.default for o in OPTIONS}
    assert fields.values() == {}
    assert fields.fault() == ""


def test_only_what_differs_from_the_defaults_is_a_value(fields: OptionFields, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fields.options_changed):
        fields.set_values(CHOSEN)
    assert fields.values() == CHOSEN
    fields.set_values({})
    assert fields.values() == {}


@pytest.mark.parametrize("name", [option.name for option in OPTIONS])
def test_what_was_remembered_and_makes_no_sense_counts_as_the_default(name: str, fields: OptionFields) -> None:
    for nonsense in ([], {}, "nonsense", 10**12):
        fields.set_values({name: nonsense})
        value = fields.fields[name].get()
        option = fields.fields[name].option
        if option.kind in ("text", "file", "switch"):
            continue  # any text is a text; anything is on or off
        allowed = [value for value, _ in option.choices]
        assert (
            value == option.default
            or value in allowed
            or (option.least is not None and option.most is not None and option.least <= value <= option.most)
            or fields.fault()
        )


def test_a_number_out_of_bounds_or_none_at_all_is_told(fields: OptionFields) -> None:
    edits = fields.findChildren(QLabel)
    assert any(label.text() == "Which." for label in edits)
    tolerance = next(edit for edit in _edits(fields) if edit.text() == "1e-05")
    for typed in ("2", "-1", "much", "nan"):
        tolerance.setText(typed)
        assert fields.fault() == "“Tolerance” is a number from 0 to 1."
    tolerance.setText("0.5")
    assert fields.fault() == ""


def test_an_integer_keeps_its_bounds_and_can_be_left_open(fields: OptionFields) -> None:
    opset, depth = fields.findChildren(QSpinBox)
    assert (opset.minimum(), opset.maximum()) == (7, 21)
    assert depth.text() == "automatic"
    depth.setValue(0)
    assert fields.values() == {"depth": 0}


def _edits(fields: OptionFields) -> list[Any]:
    from PySide6.QtWidgets import QLineEdit

    return fields.findChildren(QLineEdit)


def test_a_taken_mnemonic_gives_way_to_a_free_one() -> None:
    taken = {"c"}
    assert with_free_mnemonic("&Clear", taken) == "C&lear"
    assert with_free_mnemonic("Clear &devices", taken) == "Clear &devices"
    assert with_free_mnemonic("清除(&C)", taken) == "清除(&Q)"
    assert taken == {"c", "l", "d", "q"}
    assert with_free_mnemonic("cd", taken) == "cd"
    assert with_free_mnemonic("检查", set("abcdefghijklmnopqrstuvwxyz1")) == "检查(&2)"
    assert mnemonic_of("Save && &quit") == "q"


# The list.


def test_formats_are_grouped_and_the_remembered_one_is_chosen(qtbot: QtBot) -> None:
    targets = TargetList()
    qtbot.addWidget(targets)
    listed = [(made("a"), None), (made("b"), Text("Not here.")), (made("c"), None)]
    with qtbot.waitSignal(targets.target_chosen) as chosen:
        targets.set_targets(listed, "c")
    assert chosen.args[0].name == "c"
    assert targets.item(0).text() == "The graph"
    assert targets.reason("b") == "Not here."
    assert targets.reason("a") is None
    targets.set_targets(listed, "b")
    target = targets.target()
    assert target is not None
    assert target.name == "a"


# The report.


def test_checked_is_said_only_where_something_was_checked_and_right(tmp_path: Path) -> None:
    good, bad, open_ = (Check(Text("It is so."), ok, Text("because")) for ok in (True, False, None))
    assert verdict_of(conversion(tmp_path)).headline == "Written."
    assert verdict_of(conversion(tmp_path, good)).headline == "Written and checked."
    assert verdict_of(conversion(tmp_path, good, open_)).severity == "warning"
    assert verdict_of(conversion(tmp_path, good, open_, bad)).severity == "error"


def test_the_report_holds_each_check_with_its_verdict_notes_size_time_place_and_command(
    qtbot: QtBot, tmp_path: Path
) -> None:
    result = conversion(tmp_path, Check(Text("It is <b>so</b>."), None, Text("nobody knows")))
    page = ExportReportPage(result, made())
    qtbot.addWidget(page)
    texts = [label.text() for label in page.findChildren(QLabel)]
    for part in (
        "It is <b>so</b>.", "could not be checked", "nobody knows", "out.made, 1,234 bytes", "image ← x:0", "out",
        "CPU:0 (65 of 65 ops)", "1.50 s", "One thing was lost.",
    ):  # fmt: skip
        assert part in texts
    assert page.command.code == "cryograph convert in.pb out.made"
    text = report_text("in is exported", result, made())
    for part in ("in is exported", "could not be checked (nobody knows)", str(tmp_path / "out.made"), "One thing"):
        assert part in text


def test_many_outputs_are_counted_not_listed(tmp_path: Path) -> None:
    result = conversion(tmp_path)
    assert result.outcome is not None
    result.outcome.outputs = {f"out_{index}": f"y_{index}:0" for index in range(30)}
    lines = dict(facts_of(result, made()))["Outputs"].splitlines()
    assert lines[-1] == "… and 24 more"


def test_several_are_counted(tmp_path: Path) -> None:
    right = conversion(tmp_path)
    failed = Conversion(tmp_path, tmp_path, "made", FormatError(tmp_path / "a", Text("it is broken")))
    assert totals([right, right], 2).severity == "good"
    assert totals([right, failed], 2).sentence == "1 of 2 were exported."
    assert totals([right], 2).severity == "warning"
    assert totals([failed], 2).severity == "error"


def test_a_remedy_speaks_of_the_dialogs_fields_not_of_the_command_lines() -> None:
    target = made(options=OPTIONS)
    assert in_dialog_words("Try --opset 13 or --no-clear.", target) == "Try “Opset” 13 or “Clear”."
    assert in_dialog_words("Name one: --outputs NAME.", target) == "Name one: “Outputs”."
    assert in_dialog_words("Give it --op-library FILE.so, or --unheard-of.", None) == (
        "Give it “Op libraries”, or --unheard-of."
    )


# What is remembered, what can be opened.


def test_options_are_remembered_per_format(settings: Settings) -> None:
    settings.set_export_options("made", {"opset": 9, "samples": Path("/a/x.npy"), "clear": False})
    assert settings.export_options("made") == {"opset": 9, "samples": "/a/x.npy", "clear": False}
    assert settings.export_options("other") == {}
    settings._store.setValue("export/options/made", "[broken")
    assert settings.export_options("made") == {}
    assert settings.export_folder is None
    settings.export_folder = Path("/a")
    assert settings.export_folder == Path("/a")
    settings.export_target = "made"
    assert settings.export_target == "made"


def test_open_here_is_offered_for_what_this_program_opens(sample: Path, tmp_path: Path) -> None:
    assert can_open(sample)
    assert can_open(sample / "digits-2000")
    assert can_open(sample / "digits-2000.meta")
    picture = tmp_path / "x.svg"
    picture.write_text("<svg/>")
    assert not can_open(picture)
    assert not can_open(tmp_path / "nothing")
    assert not can_open(tmp_path)

"""The parts of the freeze dialog: destination, stages, the report in words."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.errors import Text
from core.freezing.findings import Finding
from core.freezing.options import FreezeOptions
from core.freezing.report import FreezeReport, OutputProof, Proof
from gui.dialogs.freeze_report import ReportPage
from gui.dialogs.freeze_words import (
    default_destination,
    expected_stages,
    facts_of,
    format_difference,
    in_dialog_words,
    output_rows,
    report_text,
    verdict_of,
)
from gui.dialogs.widgets import CodeBlock
from gui.dialogs.widgets.destination import DestinationField
from gui.dialogs.widgets.findings import FindingsList
from gui.dialogs.widgets.progress import DONE, RUNNING, WAITING, ProgressPage


def model(folder: Path, title: str) -> Any:
    return cast(Any, SimpleNamespace(folder=folder, title=title))


# Destination.


def test_the_file_is_proposed_beside_the_model(tmp_path: Path) -> None:
    assert default_destination(model(tmp_path, "PNet-18")) == tmp_path / "PNet-18.frozen.pb"
    assert default_destination(model(tmp_path, "graph.pb")) == tmp_path / "graph.frozen.pb"


def test_a_title_from_a_file_can_not_lead_elsewhere(tmp_path: Path) -> None:
    assert default_destination(model(tmp_path, "../../etc/x")).parent == tmp_path
    assert default_destination(model(tmp_path, "..")).name == "model.frozen.pb"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_the_file_is_proposed_elsewhere_when_the_models_folder_is_read_only(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    assert default_destination(model(folder, "PNet-18")).parent != folder


def test_a_typed_name_keeps_the_folder_and_gets_the_suffix(qtbot: QtBot, tmp_path: Path) -> None:
    field = DestinationField()
    field.set_form((".pb",), "Save", "Graphs")
    qtbot.addWidget(field)
    field.set_destination(tmp_path / "a.pb")
    field.edit.setText("b")
    assert field.destination() == tmp_path / "b.pb"
    field.edit.setText(str(tmp_path / "sub" / "c.pb"))
    assert field.destination() == tmp_path / "sub" / "c.pb"
    field.edit.setText("  ")
    assert field.destination() is None


def test_the_field_says_the_folder_the_size_and_what_it_replaces(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "PNet_landmark"
    folder.mkdir()
    field = DestinationField()
    field.set_form((".pb",), "Save", "Graphs")
    qtbot.addWidget(field)
    field.set_destination(folder / "a.pb")
    field.set_predicted_bytes(31_116)
    assert field.about.full_text == "in PNet_landmark · about 31 KB"
    (folder / "a.pb").write_bytes(b"x")
    field.set_predicted_bytes(31_116)
    assert "replaces the one there" in field.about.full_text


def test_where_there_is_no_room_the_field_says_that_it_replaces_and_not_where(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "a-folder-of-a-name-that-is-long"
    folder.mkdir()
    (folder / "a.pb").write_bytes(b"x")
    field = DestinationField()
    field.set_form((".pb",), "Save", "Graphs")
    qtbot.addWidget(field)
    field.resize(1000, 40)
    field.show()
    field.set_destination(folder / "a.pb")
    whole = field.about.full_text
    assert whole.endswith(" · replaces the one there")
    qtbot.waitUntil(lambda: field.about.text() == whole)
    field.about.setFixedWidth(field.about.fontMetrics().horizontalAdvance("replaces the one there") + 10)
    qtbot.waitUntil(lambda: field.about.text() == "replaces the one there")
    assert field.about.toolTip() == whole


# Code.


def test_a_line_of_code_ends_between_words_and_is_copied_as_it_is(qtbot: QtBot) -> None:
    words = ["cryograph", "convert", *(f"/a/b-{number}/c.pb" for number in range(9)), "--outputs", "conv4_1/Softmax"]
    code = CodeBlock("A &terminal", " ".join(words))
    qtbot.addWidget(code)
    code.resize(260, 400)
    code.show()
    layout = code.editor.document().firstBlock().layout()
    qtbot.waitUntil(lambda: layout.lineCount() > 4)
    text = code.editor.toPlainText()
    starts = [layout.lineAt(number).textStart() for number in range(1, layout.lineCount())]
    assert {text[start - 1] for start in starts} == {" "}
    code.copy_button.click()
    assert QGuiApplication.clipboard().text() == code.code == " ".join(words)
    code.editor.selectAll()
    assert code.editor.createMimeDataFromSelection().text() == " ".join(words)


# Findings.


def test_each_finding_is_a_card_of_its_colour_with_the_remedy_and_why_behind_a_button(qtbot: QtBot) -> None:
    findings = FindingsList(in_dialog_words)
    qtbot.addWidget(findings)
    findings.show()
    findings.set_findings(
        [
            Finding("info", Text("All is there.")),
            Finding("warning", Text("A repair."), "a/Switch", why=Text("TensorFlow would write rubbish.")),
            Finding("error", Text("It can't."), remedy=Text("Choose another output.")),
        ]
    )
    assert [card.severity for card in findings.cards] == ["good", "warning", "error"]
    assert findings.sentences() == ["All is there.", "A repair.", "It can't."]
    assert findings.cards[0].why_button is None
    why = findings.cards[1].why_button
    assert why is not None
    assert why.text() == "Why"
    why.click()
    assert why.text() == "Less"
    assert any(text == "a/Switch\nTensorFlow would write rubbish." for text in _texts(findings.cards[1]))
    assert "Choose another output." in _texts(findings.cards[2])


def test_a_remedy_speaks_of_the_dialogs_options_not_of_the_command_lines() -> None:
    assert in_dialog_words("Use the averages: --ema.") == "Use the averages: “Moving averages”."
    assert in_dialog_words("Name one: --outputs NAME.") == "Name one: “Outputs”."
    assert in_dialog_words("Cut it (--inputs conv1), and feed.") == "Cut it (“Cut the graph at” conv1), and feed."
    assert in_dialog_words("Load it: --op-library FILE.so.") == "Load it: “Op libraries”."


def _texts(widget: Any) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


# Stages.


def test_stages_stand_there_from_the_start_and_are_ticked_off(qtbot: QtBot) -> None:
    page = ProgressPage()
    qtbot.addWidget(page)
    page.begin("Freezing PNet-18", expected_stages(FreezeOptions(device="CPU:0")))
    assert [row.state for row in page.rows] == [WAITING] * 5
    page.show_progress(Text("Restoring"), None)
    page.show_progress(Text("Restoring"), 0.5)
    assert [row.state for row in page.rows] == [DONE, RUNNING, WAITING, WAITING, WAITING]
    assert page.running_stage == "Restoring"
    assert page.bar.value() == page.bar.maximum() // 2
    page.show_progress(Text("Converting"), None)
    assert page.rows[1].state == DONE
    assert page.rows[1].time.text().endswith(" s")
    page.end()


def test_a_stage_that_nobody_expected_is_put_where_it_happens(qtbot: QtBot) -> None:
    page = ProgressPage()
    qtbot.addWidget(page)
    page.begin("Freezing", [Text("Converting"), Text("Writing")])
    page.show_progress(Text("Converting"), None)
    page.show_progress(Text("Reading {name}", name="a"), None)
    page.show_progress(Text("Reading {name}", name="b"), None)
    assert [(row.label.text(), row.state) for row in page.rows] == [
        ("Converting", DONE),
        ("Reading b", RUNNING),
        ("Writing", WAITING),
    ]
    page.end()


# The report.


def report(tmp_path: Path, proof: Proof | None) -> FreezeReport:
    return FreezeReport(
        output=tmp_path / "PNet-18.frozen.pb",
        engine="session",
        device="CPU:0",
        placed={"/job:localhost/replica:0/task:0/device:CPU:0": 65},
        outputs=["prob/Softmax"],
        inputs=["input"],
        nodes_before=1061,
        nodes_after=65,
        variables_frozen=13,
        bytes=31_116,
        seconds=0.2,
        repairs=[Text("{node} reads a reference variable; it becomes a plain {op}.", node="a", op="Switch")],
        verified=proof,
        stage_seconds={"restore": 0.04, "check": 0.09},
        command="cryograph freeze PNet_landmark -o PNet-18.frozen.pb",
        python="import tensorflow as tf",
    )


RIGHT = Proof(
    device="CPU:0",
    placed={"/job:localhost/replica:0/task:0/device:CPU:0": 65},
    feeds={"input:0": "float32 1×2, random"},
    outputs=[OutputProof("prob/Softmax", (1, 2), 0.0, True)],
    ok=True,
)


def test_proven_is_said_only_of_a_proof_that_ran_and_was_right(tmp_path: Path) -> None:
    assert verdict_of(report(tmp_path, RIGHT)).headline == "Proven."
    assert "On CPU:0" in verdict_of(report(tmp_path, RIGHT)).sentence
    assert verdict_of(report(tmp_path, None)).headline == "Not checked."
    unrun = replace(RIGHT, ok=None, outputs=[OutputProof("prob/Softmax", reason=Text("a queue waits"))])
    assert verdict_of(report(tmp_path, unrun)) == replace(
        verdict_of(report(tmp_path, unrun)), severity="warning", headline="Not proven.", sentence="a queue waits"
    )
    assert verdict_of(report(tmp_path, replace(RIGHT, ok=False))).severity == "error"


def test_rows_say_equal_differs_or_why_not(tmp_path: Path) -> None:
    outputs = [
        OutputProof("a", (1, 2), 0.0, True),
        OutputProof("b", (), 0.5, False),
        OutputProof("c", reason=Text("a queue waits")),
    ]
    rows = output_rows(report(tmp_path, replace(RIGHT, outputs=outputs)))
    assert [(row.state, row.kind) for row in rows] == [
        ("equal", "good"),
        ("differs", "error"),
        ("not compared", "warning"),
    ]
    assert [row.difference for row in rows] == ["0", "0.5", ""]
    assert rows[2].reason == "a queue waits"
    assert format_difference(4.2345e-07) == "4.2e-07"


def test_facts_hold_what_came_out(tmp_path: Path) -> None:
    facts = dict(facts_of(report(tmp_path, RIGHT)))
    assert facts["Ops"] == "1,061 → 65"
    assert facts["Variables made constant"] == "13"
    assert facts["File"] == "PNet-18.frozen.pb, 31,116 bytes"
    assert facts["Ran on"] == "CPU:0 (65 of 65 ops)"
    assert facts["Time"].replace("\u00a0", " ") == "restore 0.04 s · check 0.09 s"


def test_the_report_as_text_holds_verdict_file_command_and_lines(tmp_path: Path) -> None:
    text = report_text("PNet-18 is frozen", report(tmp_path, RIGHT))
    for part in ("PNet-18 is frozen", "Proven.", "prob/Softmax", str(tmp_path / "PNet-18.frozen.pb"), "import tensor"):
        assert part in text


def test_the_page_shows_repairs_and_code_that_can_be_copied(qtbot: QtBot, tmp_path: Path) -> None:
    result = report(tmp_path, RIGHT)
    result.findings = [Finding("info", Text("All is there.")), Finding("warning", result.repairs[0])]
    page = ReportPage(result)
    qtbot.addWidget(page)
    page.show()
    assert "All is there." not in _texts(page)
    assert "a reads a reference variable; it becomes a plain Switch." in _texts(page)
    assert isinstance(page.command, CodeBlock)
    page.command.copy_button.click()
    assert QGuiApplication.clipboard().text() == "cryograph freeze PNet_landmark -o PNet-18.frozen.pb"


def test_a_long_name_does_not_push_the_page_out_of_its_window(qtbot: QtBot, tmp_path: Path) -> None:
    name = "linear/" * 40 + "weighted_sum"
    page = ReportPage(report(tmp_path, replace(RIGHT, outputs=[OutputProof(name, (128, 1), 0.0, True)])))
    qtbot.addWidget(page)
    page.resize(600, 500)
    page.show()
    qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width(), timeout=2000)


def test_many_feeds_are_counted_not_listed(tmp_path: Path) -> None:
    feeds = {f"queue_{index}:0": "float64 128, random" for index in range(9)}
    lines = dict(facts_of(report(tmp_path, replace(RIGHT, feeds=feeds))))["Checked with"].splitlines()
    assert len(lines) == 7
    assert lines[-1] == "… and 3 more"


def test_names_from_a_file_are_never_taken_as_markup(qtbot: QtBot, tmp_path: Path) -> None:
    evil = replace(RIGHT, ok=None, reason=Text("{name} waits", name="<img src=x>"))
    page = ReportPage(report(tmp_path, evil))
    qtbot.addWidget(page)
    assert "&lt;img src=x&gt; waits" in page.banner.what.text()

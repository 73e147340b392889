"""The export dialog over a real model, with the real conversions and the real TensorFlow in its worker."""

from __future__ import annotations

import re
import shlex
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.conversion.registry import targets
from core.conversion.target import Preflight, Request
from core.errors import Text
from gui import tasks
from gui.dialogs.export import ExportDialog
from gui.dialogs.export_report import BatchReportPage, ExportReportPage
from gui.dialogs.widgets.labels import mnemonic_of
from gui.document import Document
from gui.i18n import install_language
from gui.settings import Settings

pytestmark = pytest.mark.xdist_group("freeze-dialog")
"""In one test process with the freeze dialog's: each worker imports TensorFlow."""

SOON = 20_000
LATE = 120_000
"""Milliseconds for what needs no TensorFlow, and for what does, on a busy machine."""


@pytest.fixture(scope="module")
def folder(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample model twice over, as steps 2000 and 3000 of one run, in a folder that may be written to."""
    target = tmp_path_factory.mktemp("export") / "digits"
    target.mkdir()
    for path in sample.glob("digits-2000.*"):
        for step in ("2000", "3000"):
            shutil.copyfile(path, target / path.name.replace("2000", step))
    return target


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[Document]:
    """One document, so one worker, for the whole module: TensorFlow is imported once."""
    document = Document()
    yield document
    document.shutdown()


@pytest.fixture
def document(shared: Document, folder: Path, qtbot: QtBot) -> Document:
    if shared.model is None or shared.model.folder != folder:
        with qtbot.waitSignal(shared.model_opened, timeout=SOON):
            shared.open_path(folder)
    shared.device = None
    return shared


@pytest.fixture
def dialog(document: Document, settings: Settings, qtbot: QtBot) -> ExportDialog:
    return show(document, settings, qtbot)


def show(document: Document, settings: Settings, qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(document, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        dialog.show()
    return dialog


def choose(dialog: ExportDialog, qtbot: QtBot, name: str) -> None:
    """Choose a format, and wait for what is known of it."""
    if dialog.form.target is not None and dialog.form.target.name == name and dialog.ahead is not None:
        return
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        assert dialog.form.targets.choose(name), dialog.form.targets.reason(name)


def press(dialog: ExportDialog, qtbot: QtBot) -> None:
    """Press Export, and wait until it has ended."""
    assert dialog.export_button is not None
    assert dialog.export_button.isEnabled()
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=LATE)


def texts_of(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


# The form.


def test_the_form_is_filled_so_that_export_can_be_pressed_at_once(dialog: ExportDialog, folder: Path) -> None:
    assert dialog.windowTitle() == "Export digits-3000"
    assert dialog.form.target is not None
    assert dialog.form.target.name == "pb"
    assert dialog.form.outputs.outputs() == ["probabilities"]
    assert dialog.form.destination.destination() == folder / "digits-3000.frozen.pb"
    assert "about" in dialog.form.destination.about.full_text
    assert dialog.form.takes.full_text == "image"
    assert dialog.form.findings.sentences()
    assert dialog.export_button is not None
    assert dialog.export_button.isEnabled()
    assert dialog.export_button.isDefault()


def test_what_is_chosen_is_what_is_asked_for(dialog: ExportDialog, folder: Path) -> None:
    form = dialog.form
    form.verify.setChecked(False)
    form.more.inputs.setText("image, conv1/conv")
    form.more.ema.setChecked(True)
    form.more.keep_wrong.setChecked(True)
    form.more.time_limit.setValue(30)
    form.more.libraries.edit.setText("/a/x.so")
    request = form.request()
    assert request.destination == folder / "digits-3000.frozen.pb"
    assert request.outputs == ("probabilities",)
    assert request.inputs == ("image", "conv1/conv")
    assert request.ema
    assert request.force
    assert not request.verify
    assert request.time_limit == 30
    assert request.op_libraries == (Path("/a/x.so"),)
    assert request.device is None


def test_a_formats_own_options_are_asked_for_only_where_they_differ(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, "optimised")
    assert dialog.form.request().options == {}
    sort = next(box for box in dialog.findChildren(QAbstractButton) if "topologically" in box.text().replace("&", ""))
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        sort.click()
    assert dialog.form.request().options == {"sort": False}


def test_formats_that_do_not_apply_say_why_in_their_row(
    document: Document, settings: Settings, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("digits-2000.index", "digits-2000.data-00000-of-00001"):
        shutil.copyfile(folder / name, tmp_path / name)
    with qtbot.waitSignal(document.model_opened, timeout=SOON):
        document.open_path(tmp_path)
    dialog = ExportDialog(document, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.form.targets.reason("pb") is not None, timeout=SOON)
    assert dialog.form.targets.reason("pb") == "There is no graph here, only values."
    assert not dialog.form.targets.choose("pb")
    assert dialog.form.target is None or dialog.form.target.name != "pb"


def test_a_model_that_no_format_takes_is_told_so(
    document: Document, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = tuple(replace(target, refusal=lambda _: Text("It is too odd.")) for target in targets())
    monkeypatch.setattr("core.conversion.registry.targets", lambda: refused)
    dialog = ExportDialog(document, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.form.findings.sentences()), timeout=SOON)
    assert dialog.form.findings.sentences() == ["This model can't be exported to any format."]
    assert dialog.form.targets.reason("pb") == "It is too odd."
    assert dialog.export_button is not None
    assert not dialog.export_button.isEnabled()


def test_without_an_output_the_dialog_asks_for_one_and_does_not_export(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.form.outputs.choose([])
    qtbot.waitUntil(lambda: "at least one output" in " ".join(dialog.form.findings.sentences()), timeout=SOON)
    assert dialog.export_button is not None
    assert not dialog.export_button.isEnabled()
    assert "at least one output" in dialog._first_word.full_text


def test_what_stands_in_the_way_disables_export_and_is_said(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        dialog.form.more.inputs.setText("no_such_node")
    assert dialog.ahead is not None
    assert dialog.ahead.blocked
    assert dialog.export_button is not None
    assert not dialog.export_button.isEnabled()
    assert "no_such_node" in dialog._first_word.full_text
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        dialog.form.more.inputs.clear()
    assert dialog.export_button.isEnabled()
    assert dialog._first_word.full_text == ""


def test_what_was_known_of_one_format_is_not_said_of_the_next(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        dialog.form.more.inputs.setText("no_such_node")
    assert dialog._first_word.full_text
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        assert dialog.form.targets.choose("json")
        assert dialog.form.findings.sentences() == []
        assert dialog._first_word.full_text == ""
    assert dialog.export_button is not None
    assert dialog.export_button.isEnabled()


def test_a_name_of_ones_own_stays_when_the_format_changes(dialog: ExportDialog, folder: Path, qtbot: QtBot) -> None:
    choose(dialog, qtbot, "optimised")
    assert dialog.form.destination.destination() == folder / "digits-3000.optimised.pb"
    dialog.form.destination.edit.setText("mine")
    choose(dialog, qtbot, "pb")
    assert dialog.form.destination.destination() == folder / "mine.pb"


def test_format_options_and_folder_are_remembered(
    dialog: ExportDialog, document: Document, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog, qtbot, "optimised")
    dialog.form._options["optimised"].set_values({"merge-duplicates": False})
    dialog.form.verify.setChecked(False)
    dialog.form.destination.set_destination(tmp_path / "x.pb")
    press(dialog, qtbot)
    assert dialog.results[0].ok
    again = show(document, settings, qtbot)
    assert again.form.target is not None
    assert again.form.target.name == "optimised"
    assert again.form.request().options == {"merge-duplicates": False}
    assert again.form.destination.destination() == tmp_path / "digits-3000.optimised.pb"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_two_fields_of_a_form_have_the_same_mnemonic_and_each_option_has_one(
    language: str, document: Document, settings: Settings, qapp: QApplication, qtbot: QtBot
) -> None:
    install_language(qapp, language)
    try:
        dialog = show(document, settings, qtbot)
        dialog._toggle_more()
        # What the field of the device offers where a device is missing.
        for offer in (why := dialog.form.device.how, dialog.form.device._row):
            offer.show()
        why.setText("&How to change that")
        for target in targets():
            if not dialog.form.targets.choose(target.name):
                continue
            qtbot.wait(1)
            parts = [*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton)]
            shown = [part for part in parts if part.isVisibleTo(dialog)]
            letters = Counter(letter for part in shown if (letter := mnemonic_of(part.text())))
            assert [letter for letter, count in letters.items() if count > 1] == [], target.name
            fields = dialog.form._options[target.name]
            named = [*fields.findChildren(QCheckBox), *(part for part in fields.findChildren(QLabel) if part.buddy())]
            unmarked = [part.text() for part in named if not mnemonic_of(part.text())]
            # Text in letters goes without one where every letter of its own is taken.
            more = {mnemonic_of(part.text()) for part in dialog.form.sources.findChildren(QAbstractButton)}
            free = set("abcdefghijklmnopqrstuvwxyz") - set(letters) - more - {"g", "x"}
            assert [text for text in unmarked if not text.isascii() or set(text.lower()) & free] == [], target.name
    finally:
        install_language(qapp, "en")


def test_another_format_is_read_from_its_top(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.resize(dialog.minimumSize())
    dialog._toggle_more()
    bar = dialog.form.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=SOON)
    choose(dialog, qtbot, "onnx")
    assert bar.value() == 0


def test_the_first_format_of_a_group_is_shown_with_the_groups_name(dialog: ExportDialog, qtbot: QtBot) -> None:
    formats = dialog.form.targets
    formats.setCurrentRow(formats.count() - 1)
    qtbot.waitUntil(lambda: formats.verticalScrollBar().value() > 0, timeout=SOON)
    formats.setCurrentRow(1)
    assert formats.visualItemRect(formats.item(0)).top() >= 0
    assert formats.item(0).text() == "A model that runs"


def test_a_label_stands_on_the_first_line_of_a_check_box(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, "optimised")
    form = dialog.form
    boxes = [form.verify, form._options["optimised"].findChildren(QCheckBox)[0]]
    for box in boxes:
        (label,) = [
            label for label in form.findChildren(QLabel)
            if label.isVisible() and label.buddy() in (box, box.parentWidget()) and label.text()
        ]  # fmt: skip
        text = label.mapToGlobal(label.contentsRect().topLeft()).y() + label.fontMetrics().height() / 2
        assert abs(text - box.mapToGlobal(box.rect().center()).y()) <= 2, label.text()


def fits(page: QScrollArea) -> bool:
    return page.widget().width() <= page.viewport().width()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_its_least_width_nothing_is_cut_off_in_any_format(
    language: str, document: Document, settings: Settings, qapp: QApplication, qtbot: QtBot
) -> None:
    install_language(qapp, language)
    try:
        dialog = show(document, settings, qtbot)
        dialog._toggle_more()
        for target in targets():
            if not dialog.form.targets.choose(target.name):
                continue
            # What is looked ahead brings rows of its own; wider ones only make the window wider.
            qtbot.waitUntil(lambda: dialog.ahead is not None or bool(dialog.form.fault()), timeout=SOON)
            dialog.resize(dialog.minimumSize())
            qtbot.waitUntil(partial(fits, dialog.form.page), timeout=SOON)
    finally:
        install_language(qapp, "en")


def test_what_lies_ahead_is_looked_at_beside_the_gui_thread_and_the_newest_wins(
    document: Document, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    threads: list[threading.Thread] = []

    def preflight(_: object, request: Request) -> Preflight:
        threads.append(threading.current_thread())
        if request.ema:
            go_on.wait(20)
        return Preflight(predicted_bytes=1 if request.ema else 2)

    (pb,) = [replace(target, preflight=preflight) for target in targets() if target.name == "pb"]
    monkeypatch.setattr("core.conversion.registry.targets", lambda: (pb,))
    dialog = show(document, settings, qtbot)
    dialog.form.more.ema.setChecked(True)
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=SOON)
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON) as ready:
        dialog.form.more.ema.setChecked(False)
    assert ready.args[0].predicted_bytes == 2
    go_on.set()
    qtbot.waitUntil(lambda: not document.tasks._threads, timeout=SOON)
    qtbot.wait(1)
    assert dialog.ahead is not None
    assert dialog.ahead.predicted_bytes == 2
    assert threading.main_thread() not in threads


# The job and its report.


def test_an_export_ends_in_a_checked_file_a_report_and_a_command_that_does_the_same(
    dialog: ExportDialog, document: Document, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from core.cli import main

    target = tmp_path / "out" / "mine.pb"
    target.parent.mkdir()
    dialog.form.destination.set_destination(target)
    press(dialog, qtbot)
    assert dialog.error is None, dialog.error
    (result,) = dialog.results
    assert result.ok
    assert target.stat().st_size == result.outcome.nbytes  # type: ignore[union-attr]
    page = dialog.pages.currentWidget()
    assert isinstance(page, ExportReportPage)
    texts = texts_of(page)
    assert texts[0].startswith("<b>Written and checked.</b>")
    for part in ("The frozen graph gives what the original gives.", "yes", "image", "probabilities"):
        assert part in texts
    assert page.command.code == result.command

    words = shlex.split(page.command.code)
    assert words[:2] == ["cryograph", "convert"]
    exported = target.read_bytes()
    target.unlink()
    assert main(words[1:]) == 0
    assert target.read_bytes() == exported

    assert dialog.open_button is not None
    assert dialog.open_button.text() == "&Open here"
    with qtbot.waitSignal(document.model_opened, timeout=SOON):
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert document.model is not None
    assert document.model.path == target


@pytest.mark.parametrize("name", ["saved-model", "checkpoint", "pbtxt"])
def test_open_here_opens_what_was_written_whatever_files_it_is(
    name: str,
    dialog: ExportDialog,
    document: Document,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr("gui.dialogs.widgets.folders.QDesktopServices.openUrl", shown.append)
    choose(dialog, qtbot, name)
    proposed = dialog.form.destination.destination()
    assert proposed is not None
    dialog.form.destination.set_destination(tmp_path / proposed.name)
    press(dialog, qtbot)
    assert dialog.error is None, dialog.error
    (show_it,) = [each for each in dialog.findChildren(QAbstractButton) if each.text() == "&Show in folder"]
    qtbot.mouseClick(show_it, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path]
    assert dialog.open_button is not None
    with qtbot.waitSignal(document.model_opened, timeout=SOON):
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    model = document.model
    assert model is not None
    assert model.problems == []
    assert tmp_path in model.path.parents
    assert model.graph is not None
    assert (model.checkpoint is None) == (name == "pbtxt")
    assert not dialog.isVisible()


@pytest.mark.parametrize("name", [target.name for target in targets() if not target.uses_tensorflow])
def test_the_command_of_every_format_does_the_same_with_its_options(
    name: str, dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    from core.cli import main
    from gui.rendering import draw_model

    choose(dialog, qtbot, name)
    own = dialog.form._options[name]
    for option in own.fields.values():
        # Another choice each, where that can't be a wrong one.
        if option.option.kind == "switch":
            option.set(not option.option.default)
        elif option.option.kind == "integer":
            option.set(option.option.default + 1)
    chosen = own.values()
    target = dialog.form.destination
    there = target.destination()
    assert there is not None
    target.set_destination(tmp_path / there.name)
    press(dialog, qtbot)
    assert dialog.error is None, dialog.error
    (result,) = dialog.results
    words = shlex.split(result.command)
    for option_name in chosen:
        assert any(word in words for word in (f"--{option_name}", f"--no-{option_name}"))
    written = contents(result.output)
    assert written
    shutil.rmtree(result.output) if result.output.is_dir() else result.output.unlink()
    assert main(words[1:], draw=draw_model) == 0
    assert contents(result.output).keys() == written.keys()


def contents(path: Path) -> dict[str, int]:
    """The files of a result and their sizes, times in names left out."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return {re.sub(r"\d{9,}.*", "", str(each.relative_to(path.parent))): each.stat().st_size for each in files}


class Asker(QObject):
    """Brings a call from the work's thread to the GUI thread."""

    asked = Signal()


def hold_at(stage: str, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], after: int = 1) -> None:
    """Call `act` on the GUI thread when `stage` begins for the n-th time; the work waits for a cancel."""
    asker = Asker()
    asker.asked.connect(act, Qt.ConnectionType.QueuedConnection)
    seen: list[str] = []
    once = threading.Event()
    shown = tasks._Reported.show

    def show_and_hold(self: tasks._Reported, name: Text | None, fraction: float | None) -> None:
        shown(self, name, fraction)
        if name is None or not self._task.commits:
            return
        seen.append(name.template)
        if seen.count(stage) == after and not once.is_set():
            once.set()
            asker.asked.emit()
            until = time.monotonic() + 10
            while not self.cancelled and time.monotonic() < until:
                time.sleep(0.005)

    monkeypatch.setattr(tasks._Reported, "show", show_and_hold)


@pytest.mark.parametrize("stage", ["Writing", "Checking"])
def test_cancel_leaves_nothing_and_brings_the_form_back(
    stage: str, dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "x.pb"
    target.parent.mkdir()
    dialog.form.destination.set_destination(target)
    hold_at(stage, monkeypatch, dialog.cancel_job)
    press(dialog, qtbot)
    assert dialog.results == []
    assert dialog.error is None
    assert list(target.parent.iterdir()) == []
    assert dialog.pages.currentWidget() is dialog.form


def test_a_failure_is_a_sentence_with_a_way_back(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.form.destination.set_destination(tmp_path / "nowhere" / "x.pb")
    press(dialog, qtbot)
    assert dialog.error is not None
    texts = texts_of(dialog.pages.currentWidget())
    assert "digits-3000 could not be exported" in texts
    assert "Nothing was written." in texts
    back = next(button for button in dialog.findChildren(QAbstractButton) if button.text() == "&Back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.form


def test_a_file_that_is_there_is_replaced_only_if_the_person_says_so(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.pb"
    target.write_bytes(b"precious")
    dialog.form.destination.set_destination(target)
    dialog.form.verify.setChecked(False)
    monkeypatch.setattr(dialog, "ask_overwrite", lambda path: False)
    press(dialog, qtbot)
    assert target.read_bytes() == b"precious"
    monkeypatch.setattr(dialog, "ask_overwrite", lambda path: path == target)
    press(dialog, qtbot)
    assert dialog.results[0].ok
    assert target.read_bytes() != b"precious"
    assert "--force" in dialog.results[0].command


# Several.


def add_steps(dialog: ExportDialog, qtbot: QtBot, into: Path) -> None:
    """Export both steps of the folder."""
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        qtbot.mouseClick(dialog.form.sources.all_steps, Qt.MouseButton.LeftButton)
    dialog.form.destination.set_destination(into)
    dialog.form.verify.setChecked(False)


def test_all_steps_of_a_folder_become_a_row_each_and_a_file_each(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    from core.cli import main

    into = tmp_path / "out"
    add_steps(dialog, qtbot, into)
    sources = dialog.form.sources
    assert [source.label for source in sources.sources] == ["digits-2000", "digits-3000"]
    assert sources.table.states() == ["ready", "ready"]
    assert dialog.form.request().outputs == ("probabilities",)
    assert dialog.form.findings.sentences() == ["All 2 can be exported."]
    press(dialog, qtbot)
    page = dialog.pages.currentWidget()
    assert isinstance(page, BatchReportPage)
    assert page.table.states() == ["written", "written"]
    names = sorted(path.name for path in into.iterdir())
    assert names == ["digits-2000.frozen.pb", "digits-3000.frozen.pb"]
    shutil.rmtree(into)
    assert main(shlex.split(page.command.code)[1:]) == 0
    assert sorted(path.name for path in into.iterdir()) == names


def test_one_that_fails_does_not_stop_the_others_and_says_why(
    dialog: ExportDialog, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.pb"
    broken.write_bytes((folder / "digits-2000.meta").read_bytes()[:1000])
    drop(dialog, [broken, folder / "digits-2000.meta"])
    qtbot.waitUntil(lambda: len(dialog.form.sources.sources) == 3, timeout=SOON)
    qtbot.waitUntil(lambda: "unknown" not in dialog.form.sources.table.states(), timeout=SOON)
    states = dict(zip((s.label for s in dialog.form.sources.sources), dialog.form.sources.table.states(), strict=True))
    assert states["digits-3000"] == "ready"
    assert states["broken.pb"] == "refused"
    assert any("broken.pb" in sentence for sentence in dialog.form.findings.sentences())
    assert not dialog.form.named
    dialog.form.destination.set_destination(tmp_path / "out")
    dialog.form.verify.setChecked(False)
    press(dialog, qtbot)
    page = dialog.pages.currentWidget()
    assert isinstance(page, BatchReportPage)
    after = dict(zip(states, page.table.states(), strict=True))
    assert after["digits-3000"] == "written"
    assert after["broken.pb"] == "failed"
    assert [result.error is None for result in dialog.results].count(False) == 1
    assert "<b>Not all.</b> 2 of 3 were exported." in texts_of(page)
    assert len(list((tmp_path / "out").iterdir())) == 2


def drop(dialog: ExportDialog, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(dialog, enter)
    assert enter.isAccepted()
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(dialog, event)
    assert event.isAccepted()


def test_a_keras_file_is_not_loaded_before_its_turn(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    keras = tmp_path / "model.h5"
    keras.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(600))
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON) as ready:
        drop(dialog, [keras])
    assert ready.args[0][1] is None
    assert dialog.form.sources.table.states() == ["ready", "unknown"]
    assert dialog.form.sources.sources[1].text == "Keras loads it when its turn comes"
    assert dialog.export_button is not None
    assert dialog.export_button.isEnabled()


def test_cancelling_several_keeps_what_is_complete(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "out"
    add_steps(dialog, qtbot, into)
    hold_at("Writing", monkeypatch, dialog.cancel_job, after=2)
    press(dialog, qtbot)
    page = dialog.pages.currentWidget()
    assert isinstance(page, BatchReportPage)
    assert page.table.states() == ["written", "cancelled"]
    assert [path.name for path in into.iterdir()] == ["digits-2000.frozen.pb"]


def test_results_that_are_there_stay_unless_the_person_says_otherwise(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "out"
    into.mkdir()
    there = into / "digits-2000.frozen.pb"
    there.write_bytes(b"precious")
    add_steps(dialog, qtbot, into)
    press(dialog, qtbot)
    assert there.read_bytes() == b"precious"
    assert [result.error is None for result in dialog.results] == [False, True]
    dialog.show_form()
    dialog.form.replace_all.setChecked(True)
    press(dialog, qtbot)
    assert [result.error is None for result in dialog.results] == [True, True]
    assert there.read_bytes() != b"precious"


def test_rows_can_be_taken_off_and_only_the_open_model_remains(
    dialog: ExportDialog, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    add_steps(dialog, qtbot, tmp_path)
    table = dialog.form.sources.table
    table.setCurrentItem(table.topLevelItem(0))
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [source.label for source in dialog.form.sources.sources] == ["digits-3000"]
    qtbot.mouseClick(dialog.form.sources.only_open, Qt.MouseButton.LeftButton)
    assert not dialog.form.sources.several
    destination = dialog.form.destination.destination()
    assert destination is not None
    assert destination.name == "digits-3000.frozen.pb"


def test_another_step_is_looked_at_and_named_anew(dialog: ExportDialog, folder: Path, qtbot: QtBot) -> None:
    step = dialog.form.sources.step
    other = next(index for index in range(step.count()) if step.itemData(index).step == 2000)
    with qtbot.waitSignal(dialog.preflight_ready, timeout=SOON):
        step.setCurrentIndex(other)
    assert dialog.form.destination.destination() == folder / "digits-2000.frozen.pb"
    assert dialog.form.outputs.outputs() == ["probabilities"]
    assert dialog.form.sources.only_open.text() == "Onl&y digits-2000"


# In the window.


def test_export_stands_between_freeze_and_run_and_opens_the_dialog(
    window, opened: Callable[[Path], object], sample: Path, qtbot: QtBot
) -> None:
    bar = window.toolbar
    assert not bar.export.isEnabled()
    opened(sample)
    assert bar.export.isEnabled()
    assert bar.freeze.x() < bar.export.x() < bar.run.x()
    assert window.actions_.export.shortcut().toString() == "Ctrl+S"
    qtbot.mouseClick(bar.export, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.ahead is not None, timeout=SOON)
    dialog.reject()


def test_a_format_that_runs_nothing_starts_no_tensorflow(
    folder: Path, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    document = Document()
    try:
        with qtbot.waitSignal(document.model_opened, timeout=SOON):
            document.open_path(folder)
        settings.export_target = "npz"
        dialog = show(document, settings, qtbot)
        dialog.form.destination.set_destination(tmp_path / "x.npz")
        press(dialog, qtbot)
        assert dialog.results[0].ok
        assert document.client.pid is None
    finally:
        document.shutdown()


def test_a_drawing_is_painted_off_the_gui_thread_and_as_shown_leads_to_the_other_dialog(
    window, opened: Callable[[Path], object], sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from gui.dialogs.export_drawing import ExportDrawingDialog

    opened(sample)
    canvas = window.central.canvas
    qtbot.waitUntil(lambda: canvas is not None and canvas.scene is not None, timeout=SOON)
    window.export()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(lambda: dialog.ahead is not None, timeout=SOON)
    choose(dialog, qtbot, "svg")
    assert dialog.form.drawing.isVisible()
    dialog.form.destination.set_destination(tmp_path / "x.svg")
    press(dialog, qtbot)
    assert dialog.error is None, dialog.error
    assert b"<svg" in (tmp_path / "x.svg").read_bytes()
    assert dialog.open_button is None
    dialog.show_form()
    qtbot.mouseClick(dialog.form.drawing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(ExportDrawingDialog) is not None, timeout=SOON)
    assert not dialog.isVisible()
    window.findChild(ExportDrawingDialog).reject()

"""Export…: any model into any format; the form with what lies ahead, the stages while it runs, the report."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from core.conversion.convert import Conversion, convert, convert_each, name_for
from core.errors import CryographError
from core.progress import Progress
from gui.dialogs.export_form import ExportForm
from gui.dialogs.export_looking import Ahead, Looked, look, preflight, preflights, sources_in
from gui.dialogs.export_report import BatchReportPage, ExportReportPage
from gui.dialogs.export_sources import SourcesTable, State, framed
from gui.dialogs.export_words import in_dialog_words, report_text, totals
from gui.dialogs.widgets import Card, ElidedLabel, LinkButton, Severity, set_state
from gui.dialogs.widgets.folders import show_in_folder, writable_folder
from gui.dialogs.widgets.job_dialog import JobDialog
from gui.drops import Drops
from gui.formatting import format_bytes, format_count
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.target import Preflight, Request, Target
    from core.model import Model, StepEntry
    from gui.document import Document
    from gui.settings import Settings

DEBOUNCE = 120
"""Milliseconds without a change before it is looked ahead again."""

REASONS = 5
"""Sources that can't be exported whose reasons are written out; the rows have all."""


class ExportDialog(JobDialog):
    """From the open model, or from several, to a file or a folder of any format.

    Args:
        document: the open model (it must have one), the tasks, the worker.
        settings: the format and its options, as they were chosen last.
    """

    preflight_ready = Signal(object)
    """Preflight of what is chosen now; of several the list of `Ahead`."""
    exported = Signal(object)
    """Conversion."""
    drawing_wanted = Signal()
    """The person wants the canvas as it is shown: that is another dialog's affair."""

    _converted = Signal()

    def __init__(self, document: Document, settings: Settings, parent: QWidget | None = None) -> None:
        if document.model is None:
            raise ValueError("nothing is open that could be exported")
        self.form = ExportForm(document)
        super().__init__(document, self.form, parent)
        self._settings = settings
        self._model: Model = document.model
        self._asked: Request | None = None
        self.ahead: Preflight | None = None
        self.refused = False
        self.results: list[Conversion] = []
        self.openable = False
        self.setWindowTitle(self.tr("Export {name}").format(name=self._model.title))
        self.setMinimumSize(760, 480)
        self.resize(1000, 700)
        self._more_shown = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE)
        self._wait.timeout.connect(self._look_ahead)
        self._drops = Drops(self, self.tr("Drop to export these too"))
        self._drops.dropped.connect(self._take)
        form = self.form
        form.target_chosen.connect(self._change_target)
        form.options_changed.connect(self._changed)
        form.drawing_wanted.connect(self._want_drawing)
        form.sources.files_wanted.connect(self._ask_for_files)
        form.sources.step.step_chosen.connect(self._change_step)
        form.destination.destination_changed.connect(self._allow)
        self._converted.connect(self._count)
        self.show_form()
        # TensorFlow takes seconds to import: that goes on while the person chooses.
        document.client.warm()
        self._look(first=True)

    # What is chosen.

    def _look(self, *, first: bool, entry: StepEntry | None = None) -> None:
        model = self._model
        prefix = entry.prefix if entry is not None else None
        self._document.tasks.run(
            lambda progress: look(model, prefix, progress),
            title="",
            done=lambda looked: self._looked(looked, first=first),
            failed=self._not_known,
            slot="export-look",
            owner=self,
        )

    def _looked(self, looked: Looked, *, first: bool) -> None:
        self._model = looked.model
        folder = self._settings.export_folder
        if folder is None or not folder.is_dir():
            folder = writable_folder(looked.model.folder)
        self.form.set_model(looked, folder, first=first)
        wanted = self.form.target.name if self.form.target is not None else self._settings.export_target
        self.form.targets.set_targets(looked.targets, wanted)
        if first:
            self.form.targets.setFocus()
        if self.form.target is None:
            self.form.findings.set_sentence("error", self.tr("This model can't be exported to any format."))
        self._changed()

    def _change_step(self, entry: StepEntry) -> None:
        self.form.findings.set_busy()
        self._look(first=False, entry=entry)

    def _change_target(self, target: Target) -> None:
        self.ahead, self.refused = None, False
        remembered = self._settings.export_options(target.name)
        self.form.set_target(target, name_for(self._model, target), remembered)
        self._more.setVisible(self.form.has_more)
        self._changed()

    def _ask_for_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Export these too"), str(self._model.folder))
        self._take([Path(name) for name in names])

    def _take(self, paths: list[Path]) -> None:
        """Find the models that files and folders stand for, and export them too."""
        if not paths or self.pages.currentWidget() is not self.form:
            return

        self._document.tasks.run(
            lambda progress: sources_in(paths, progress),
            title="",
            done=self.form.sources.add,
            failed=self._not_known,
            slot="export-take",
            owner=self,
        )

    def _want_drawing(self) -> None:
        self.drawing_wanted.emit()
        self.reject()

    # What lies ahead.

    def _changed(self) -> None:
        self._allow()
        self._wait.start()

    def _look_ahead(self) -> None:
        """Find out what is known of what is chosen now; the newest wins."""
        target, form = self.form.target, self.form
        if target is None:
            return
        self.ahead, self.refused = None, False
        fault = form.fault()
        if fault:
            self._document.tasks.drop("export-ahead")
            form.destination.set_predicted_bytes(0)
            form.findings.set_sentence("warning", fault)
            self._allow()
            return
        request, model, client = form.request(), self._model, self._document.client
        form.findings.set_busy()
        if form.sources.several:
            form.sources.begin()
            paths = form.sources.paths()
            self._document.tasks.run(
                lambda progress: preflights(paths, target, request, client, progress),
                title="",
                done=self._known_of_several,
                failed=self._not_known,
                slot="export-ahead",
                owner=self,
            )
            return
        self._document.tasks.run(
            lambda progress: preflight(model, target, request, progress),
            title="",
            done=lambda ahead: self._known(ahead, request),
            failed=self._not_known,
            slot="export-ahead",
            owner=self,
        )

    def _known(self, ahead: Preflight, request: Request) -> None:
        self.ahead, self._asked = ahead, request
        self.form.show_preflight(ahead)
        self._allow()
        self.preflight_ready.emit(ahead)

    def _known_of_several(self, ahead: list[Ahead]) -> None:
        sources = self.form.sources
        for row, one in enumerate(ahead):
            if one.reason is not None:
                sources.tell(row, "refused", text_of(one.reason))
            else:
                told = self.tr("{name}, {count} to know").format(name=one.name, count=format_count(one.warnings))
                sources.tell(row, "ready", told if one.warnings else one.name)
        refused = [(row, one.reason) for row, one in enumerate(ahead) if one.reason is not None]
        self.refused = len(refused) == len(sources.sources)
        words = {"refused": format_count(len(refused)), "count": format_count(len(ahead))}
        severity: Severity = "error" if self.refused else "warning" if refused else "good"
        if self.refused:
            sentence = self.tr("None of them can be exported.")
        elif refused:
            sentence = self.tr("{refused} of {count} can't be exported; the others can.").format(**words)
        else:
            sentence = self.tr("All {count} can be exported.").format(**words)
        more = []
        if self.form.target is not None and self.form.target.chooses_tensors and not self.form.named:
            more.append(self.tr("Each model gives its own outputs: its signature's, else the likeliest one."))
        if len(sources.sources) > len(ahead):
            rest = format_count(len(sources.sources) - len(ahead))
            more.append(self.tr("{count} more are looked at when their turn comes.").format(count=rest))
        cards = [Card(severity, sentence, " ".join(more))]
        for row, reason in refused[:REASONS]:
            cards.append(Card("warning", f"{sources.sources[row].label}: {text_of(reason)}"))
        self.form.findings.set_cards(cards)
        self.form.destination.set_predicted_bytes(0)
        self._allow()
        self.preflight_ready.emit(ahead)

    def _not_known(self, error: CryographError) -> None:
        self.ahead = None
        remedy = self.in_words(text_of(error.remedy)) if error.remedy else ""
        self.form.findings.set_sentence("error", text_of(error.text), remedy)
        self._allow()

    def _allow(self) -> None:
        """Export can be pressed when nothing known stands in the way."""
        if self.export_button is None:
            return
        form = self.form
        blocked = self.refused or (self.ahead is not None and self.ahead.blocked and not form.sources.several)
        ready = form.target is not None and not form.fault() and form.destination.destination() is not None
        self.export_button.setEnabled(ready and not blocked)
        self._tell_first(form.fault())

    def _tell_first(self, fault: str) -> None:
        """What stands in the way, else the first thing to know, also when its card is scrolled out of view."""
        cards = self.form.findings.cards
        card = next((card for kind in ("error", "warning") for card in cards if card.severity == kind), None)
        set_state(self._first_word, "kind", "warning" if fault or card is None else card.severity)
        self._first_word.set_full_text(fault or (card.what.text() if card is not None else ""))

    # The form's buttons.

    export_button: QPushButton | None = None
    open_button: QPushButton | None = None

    def clear_buttons(self) -> None:
        self.export_button = self.open_button = None
        super().clear_buttons()

    def show_form(self) -> None:
        self.clear_buttons()
        self._more = LinkButton(self._more_text())
        self._more.clicked.connect(self._toggle_more)
        self.footer.add(self._more)
        self._more.setVisible(self.form.has_more)
        self._first_word = ElidedLabel()
        self.footer.add_wide(self._first_word)
        self.cancel_button = self.footer.add_button(self.tr("Cancel"), self.reject)
        self.export_button = self.footer.add_button(self.tr("&Export"), self._start, primary=True)
        self.pages.setCurrentWidget(self.form)
        self.setWindowTitle(self.tr("Export {name}").format(name=self._model.title))
        if self.form.target is not None:
            # After a job the world may have changed: what stands there is looked at again.
            self._changed()
        self._allow()

    def _more_text(self) -> str:
        return self.tr("Few&er options ▴") if self._more_shown else self.tr("&More options ▾")

    def _toggle_more(self) -> None:
        self._more_shown = not self._more_shown
        self._more.setText(self._more_text())
        self.form.show_more(self._more_shown)

    def in_words(self, sentence: str) -> str:
        return in_dialog_words(sentence, self.form.target)

    def stop_question(self) -> tuple[str, str, str]:
        more = (
            self.tr("What is complete by now stays; nothing half-written is left.")
            if self.form.sources.several
            else self.tr("If it stops now, nothing is written.")
        )
        return self.tr("Stop exporting?"), self.tr("The export is still running."), more

    # The job.

    def _start(self) -> None:
        target, form = self.form.target, self.form
        destination = form.destination.destination()
        if target is None or destination is None:
            return
        request = form.request()
        if form.sources.several:
            self._remember(target, destination)
            self._export_several(target, request)
            return
        if destination.exists():
            if not form.destination.agreed_to_overwrite() and not self.ask_overwrite(destination):
                return
            request = replace(request, overwrite=True)
        self._remember(target, destination.parent)
        self.export_to(target, request)

    def _remember(self, target: Target, folder: Path) -> None:
        """Keep the choices; the folder only if it is not the model's own, which is proposed anyway."""
        self._settings.export_target = target.name
        self._settings.set_export_options(target.name, self.form.own_values())
        if not self.form.sources.several:
            self._settings.export_folder = folder if folder != self._model.folder else None

    def export_to(self, target: Target, request: Request) -> None:
        """Export the open model and show how it goes."""
        model, client = self._model, self._document.client

        def work(progress: Progress) -> tuple[Conversion, bool]:
            from core.conversion.work import Work
            from gui.rendering import draw_model

            with Work.beginning(progress, client=client, draw=draw_model) as at_hand:
                result = convert(model, target, request, at_hand)
            return result, can_open(result.output)

        self.results = []
        title = self.tr("Exporting {name}").format(name=model.title)
        self.progress.show_below(None)
        self.run_job(
            title,
            (),
            work,
            done=lambda ended: self._done_one(target, *ended),
            failed=lambda error: self.show_failure(
                self.tr("{name} could not be exported").format(name=model.title),
                error,
                self.tr("Nothing was written."),
            ),
        )

    def _done_one(self, target: Target, result: Conversion, openable: bool) -> None:
        self.results, self.openable = [result], openable
        self.exported.emit(result)
        title = self.tr("{name} is exported").format(name=self._model.title)
        self.setWindowTitle(title)
        self.show_last(ExportReportPage(result, target))
        self.clear_buttons()
        self.footer.add_button(self.tr("&Show in folder"), lambda: show_in_folder(result.output))
        self.footer.add_button(
            self.tr("Copy &report"),
            lambda: QGuiApplication.clipboard().setText(report_text(title, result, target)),
        )
        self._end_buttons(lambda: self._open(result.output) if openable else None, openable)

    def _end_buttons(self, opening: object, openable: bool) -> None:
        self.footer.add_space()
        self.footer.add_button(self.tr("Export &more…"), self.show_form)
        close = self.footer.add_button(self.tr("Close"), self.accept, primary=not openable)
        if openable and callable(opening):
            self.open_button = self.footer.add_button(self.tr("&Open here"), opening, primary=True)
        (self.open_button or close).setFocus()

    def _open(self, path: Path) -> None:
        self._document.open_path(path)
        self.accept()

    # Several.

    def _export_several(self, target: Target, request: Request) -> None:
        sources, client, folder = self.form.sources, self._document.client, request.destination
        paths = sources.paths()
        ended: list[Conversion] = []
        self.results = ended
        sources.begin()
        sources.tell(0, "running")
        table = SourcesTable()
        table.set_sources(sources.sources)
        self._running = table

        def told(result: Conversion) -> None:
            ended.append(result)
            # The dialog may be gone when the last one ends.
            with contextlib.suppress(RuntimeError):
                self._converted.emit()

        def work(progress: Progress) -> None:
            from core.conversion.sources import opened
            from core.conversion.work import Work
            from gui.rendering import draw_model

            with Work.beginning(progress, client=client, draw=draw_model) as at_hand:
                convert_each(
                    paths, target, folder, request, at_hand,
                    open_source=lambda path: opened(path, at_hand), told=told,
                )  # fmt: skip

        self._batch = (target, request)
        self.run_job(
            self.tr("Exporting {count} models").format(count=format_count(len(paths))),
            (),
            work,
            done=lambda _: self._done_several(),
            failed=lambda error: self.show_failure(
                self.tr("The models could not be exported"), error, self.tr("Nothing was written.")
            ),
            one_line=True,
        )
        self.progress.show_below(framed(table))

    def _count(self) -> None:
        """One of several has ended; the next is running. The job's end may be told before this is."""
        if self._job is not None:
            self._tell_results()
            self.form.sources.tell(len(self.results), "running")
            self._running.set_sources(self.form.sources.sources)

    def _tell_results(self) -> None:
        for row, result in enumerate(list(self.results)):
            self.form.sources.tell(row, *_told(result))

    def ended_by_cancel(self) -> None:
        """Of several, those that are complete are shown; else the form comes back."""
        if self.form.sources.several and self.results:
            self._done_several()
        else:
            super().ended_by_cancel()

    def _done_several(self) -> None:
        from core.conversion.command import command_of_several

        target, request = self._batch
        sources = self.form.sources
        self._tell_results()
        for row in range(len(self.results), len(sources.sources)):
            sources.tell(row, "cancelled")
        self.progress.show_below(None)
        self.setWindowTitle(self.tr("Exported"))
        verdict = totals(self.results, len(sources.sources))
        command = command_of_several(sources.paths(), target, request.destination, request)
        self.show_last(BatchReportPage(verdict, sources.sources, command))
        self.clear_buttons()
        written = next((result.output for result in self.results if result.outcome is not None), None)
        if written is not None:
            self.footer.add_button(self.tr("&Show in folder"), lambda: show_in_folder(written))
        self._end_buttons(None, False)


def _told(result: Conversion) -> tuple[State, str]:
    """The state of a source and what its row says of it."""
    if result.error is not None:
        return "failed", text_of(result.error.text)
    text = result.output.name
    if result.outcome is not None:
        text += f" · {format_bytes(result.outcome.nbytes)}"
    if not result.ok:
        return "wrong", text
    return ("unsure" if any(check.ok is None for check in result.checks) else "written"), text


def can_open(path: Path) -> bool:
    """Whether this program opens what was written."""
    from core.opening import find_models

    if not path.exists():
        return path.with_name(path.name + ".index").is_file()
    try:
        return bool(find_models(path))
    except CryographError:
        return False

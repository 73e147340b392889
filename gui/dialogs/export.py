"""Export…: any model into any format; the form with what lies ahead, the stages while it runs, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from core.conversion.convert import Conversion, convert, name_for
from core.errors import CryographError
from core.progress import Progress
from gui.dialogs.export_batch import Batch, tell_ahead
from gui.dialogs.export_form import ExportForm
from gui.dialogs.export_looking import Ahead, Looked, look, preflight, preflights, sources_in
from gui.dialogs.export_report import ExportReportPage
from gui.dialogs.export_sources import framed
from gui.dialogs.export_words import in_dialog_words, report_text
from gui.dialogs.widgets import ElidedLabel, LinkButton, set_state
from gui.dialogs.widgets.folders import show_in_folder, writable_folder
from gui.dialogs.widgets.job_dialog import JobDialog
from gui.drops import Drops
from gui.formatting import format_count
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.conversion.target import Preflight, Request, Target
    from core.model import Model, StepEntry
    from gui.document import Document
    from gui.settings import Settings

DEBOUNCE = 120
"""Milliseconds without a change before it is looked ahead again."""


class ExportDialog(JobDialog):
    """From the open model, or from several, to a file or a folder of any format.

    Args:
        document: the open model (it must have one), the tasks, the worker.
        settings: the format and its options, as they were chosen last.
        shown: name scopes that the canvas shows open.
    """

    preflight_ready = Signal(object)
    """Preflight of what is chosen now; of several a list, an `Ahead` for each that was looked at."""
    exported = Signal(object)
    """Conversion."""
    drawing_wanted = Signal()
    """The person wants the canvas as it is shown: that is another dialog's affair."""

    def __init__(
        self, document: Document, settings: Settings, parent: QWidget | None = None, *, shown: Sequence[str] = ()
    ) -> None:
        if document.model is None:
            raise ValueError("nothing is open that could be exported")
        self.form = ExportForm(document)
        super().__init__(document, self.form, parent)
        self._settings = settings
        self._shown = ",".join(shown)
        self._model: Model = document.model
        self.ahead: Preflight | None = None
        self.refused = False
        self.results: list[Conversion] = []
        self.batch: Batch | None = None
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
        self.show_form()
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
        # What was known of another format says nothing of this one.
        self.form.findings.set_cards([])
        self.form.destination.set_predicted_bytes(0)
        remembered = dict(self._settings.export_options(target.name))
        if any(option.name == "expand" for option in target.options):
            # What is open on the canvas now, and not what was the last time.
            remembered["expand"] = self._shown
        self.form.set_target(target, name_for(self._model, target), remembered)
        self._more.setVisible(self.form.has_more)
        if target.uses_tensorflow:
            # It takes seconds to import: that goes on while the person chooses.
            self._document.client.warm()
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
        request, model = form.request(), self._model
        form.findings.set_busy()
        if form.sources.several:
            form.sources.begin()
            paths = form.sources.paths()
            self._document.tasks.run(
                lambda progress: preflights(paths, target, request, progress),
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
        self.ahead = ahead
        self.form.show_preflight(ahead)
        self._allow()
        self.preflight_ready.emit(ahead)

    def _known_of_several(self, ahead: list[Ahead | None]) -> None:
        target = self.form.target
        own_outputs = target is not None and target.chooses_tensors and not self.form.named
        cards = tell_ahead(self.form.sources, ahead, own_outputs=own_outputs)
        self.refused = cards[0].severity == "error"
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
        return self.tr("&More options ▴") if self._more_shown else self.tr("&More options ▾")

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

        self.batch, self.results = None, []
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
        self.results = [result]
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
        self._end_buttons(result.output if openable else None)

    def _end_buttons(self, openable: Path | None) -> None:
        """Export more, Close, and Open here for what this program opens."""
        self.footer.add_space()
        self.footer.add_button(self.tr("Export &more…"), self.show_form)
        close = self.footer.add_button(self.tr("Close"), self.accept, primary=openable is None)
        if openable is not None:
            self.open_button = self.footer.add_button(self.tr("&Open here"), lambda: self._open(openable), primary=True)
        (self.open_button or close).setFocus()

    def _open(self, path: Path) -> None:
        self._document.open_path(path)
        self.accept()

    # Several.

    def _export_several(self, target: Target, request: Request) -> None:
        batch = Batch(self.form.sources, target, request, self._document.client, self)
        self.batch, self.results = batch, batch.results
        self.run_job(
            self.tr("Exporting {count} models").format(count=format_count(len(self.form.sources.sources))),
            (),
            batch.work,
            done=lambda _: self._done_several(batch),
            failed=lambda error: self._failed_several(batch, error),
            one_line=True,
        )
        self.progress.show_below(framed(batch.table))

    def ended_by_cancel(self) -> None:
        """Of several, those that are complete are shown; else the form comes back."""
        if self.batch is not None and self.batch.results:
            self._done_several(self.batch)
        else:
            super().ended_by_cancel()

    def _failed_several(self, batch: Batch, error: CryographError) -> None:
        if batch.results:
            self._done_several(batch, error)
        else:
            self.show_failure(self.tr("The models could not be exported"), error, self.tr("Nothing was written."))

    def _done_several(self, batch: Batch, error: CryographError | None = None) -> None:
        self.setWindowTitle(self.tr("Exported"))
        self.progress.show_below(None)
        self.show_last(batch.report(error))
        self.clear_buttons()
        written = batch.written
        if written is not None:
            self.footer.add_button(self.tr("&Show in folder"), lambda: show_in_folder(written))
        self._end_buttons(None)


def can_open(path: Path) -> bool:
    """Whether this program opens what was written."""
    from core.opening import find_models

    if not path.exists():
        return path.with_name(path.name + ".index").is_file()
    try:
        return bool(find_models(path))
    except CryographError:
        return False

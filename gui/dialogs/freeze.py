"""Freeze…: the form with its preflight, the stages while it runs, the report; one dialog from choice to proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError, SessionError
from core.freezing.options import FreezeOptions
from core.progress import Progress
from gui.dialogs.freeze_findings import in_dialog_words
from gui.dialogs.freeze_form import FreezeForm
from gui.dialogs.freeze_progress import ProgressPage, expected_stages
from gui.dialogs.freeze_report import ReportPage
from gui.dialogs.freeze_words import report_text
from gui.dialogs.widgets import Card, LinkButton, follow_theme, quiet_label
from gui.dialogs.widgets.completion import NodeNames
from gui.dialogs.widgets.footer import Footer, ask
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.freezing.plan import Plan
    from core.freezing.report import FreezeReport
    from core.graph.outputs import OutputSuggestion
    from core.model import Model, StepEntry
    from gui.document import Document
    from gui.tasks import Task

DEBOUNCE = 120
"""Milliseconds without a change before the preflight is made again."""

Looked = tuple["Model", NodeNames, list["OutputSuggestion"]]


class FreezeDialog(QDialog):
    """From the open model to a `.pb`.

    Args:
        document: the open model (it must have one), the tasks, the worker.
    """

    plan_ready = Signal(object)
    """Plan of what is chosen now."""
    frozen = Signal(object)
    """FreezeReport."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if document.model is None:
            raise ValueError("nothing is open that could be frozen")
        self._document = document
        self._model: Model = document.model
        self._job: Task | None = None
        self._planned: FreezeOptions | None = None
        self._closing = False
        self.plan: Plan | None = None
        self.report: FreezeReport | None = None
        self.error: CryographError | None = None
        self.setWindowTitle(self.tr("Freeze {name} to a .pb").format(name=self._model.title))
        self.setMinimumSize(560, 420)
        self.resize(760, 640)
        follow_theme(self)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.pages = QStackedWidget()
        outer.addWidget(self.pages, 1)
        self.form = FreezeForm(document)
        self.progress = ProgressPage()
        self.pages.addWidget(self.form)
        self.pages.addWidget(self.progress)
        self._footer = Footer()
        outer.addWidget(self._footer)

        self._more_shown = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE)
        self._wait.timeout.connect(self._plan)
        self.form.options_changed.connect(self._changed)
        self.form.step_chosen.connect(self._change_step)
        self.form.destination.destination_changed.connect(self._allow)
        self._show_form()
        # TensorFlow takes seconds to import: that goes on while the person chooses.
        document.client.warm()
        self._look(first=True)

    # The form.

    def _look(self, *, first: bool, entry: StepEntry | None = None) -> None:
        """Find the outputs of the model (of step `entry`, read first) in the background."""
        model = self._model

        def work(progress: Progress) -> Looked:
            from core.graph.outputs import suggest_outputs

            chosen = model
            if entry is not None:
                from core.opening import open_model

                chosen = open_model(entry.prefix, progress=progress)
            if chosen.graph is None:
                return chosen, NodeNames(), []
            suggestions = suggest_outputs(chosen.graph, signatures=chosen.signatures)
            progress.check()
            return chosen, NodeNames(node.name for node in chosen.graph.nodes), suggestions

        self._document.tasks.run(
            work,
            title="",
            done=lambda looked: self._looked(*looked, first=first),
            failed=self._not_looked,
            slot="freeze-look",
            owner=self,
        )

    def _looked(self, model: Model, names: NodeNames, suggestions: list[OutputSuggestion], *, first: bool) -> None:
        self._model = model
        self.form.set_model(model, names, suggestions, first=first)
        if first:
            self.form.outputs.list.setFocus()
        self._changed()

    def _not_looked(self, error: CryographError) -> None:
        self.form.outputs.set_graph(NodeNames(), [])
        self._wait.stop()
        self.plan = None
        self.form.findings.set_sentence(
            "error", text_of(error.text), in_dialog_words(text_of(error.remedy)) if error.remedy else ""
        )
        self._allow()

    def _change_step(self, entry: StepEntry) -> None:
        self.form.findings.set_busy()
        self._look(first=False, entry=entry)

    def _changed(self) -> None:
        self._allow()
        self._wait.start()

    def _plan(self) -> None:
        """Make the preflight of what is chosen now; the newest wins."""
        options = self.form.options()
        if not options.outputs and not options.signature and self._model.graph is not None:
            self.plan = None
            self.form.destination.set_predicted_bytes(0)
            self.form.findings.set_sentence(
                "warning",
                self.tr("Choose at least one output: what the frozen graph is to compute."),
            )
            self._allow()
            return
        model = self._model
        self.form.findings.set_busy()

        def work(progress: Progress) -> Plan:
            from core.freezing.plan import preflight

            progress.check()
            return preflight(model, options)

        self._document.tasks.run(
            work,
            title="",
            done=lambda plan: self._planned_done(plan, options),
            failed=self._not_planned,
            slot="freeze-plan",
            owner=self,
        )

    def _planned_done(self, plan: Plan, options: FreezeOptions) -> None:
        self.plan, self._planned = plan, options
        self.form.findings.set_findings(plan.findings)
        self.form.destination.set_predicted_bytes(0 if plan.blocked else plan.predicted_bytes)
        self._allow()
        self.plan_ready.emit(plan)

    def _not_planned(self, error: CryographError) -> None:
        self.plan = None
        self.form.findings.set_sentence(
            "error", text_of(error.text), in_dialog_words(text_of(error.remedy)) if error.remedy else ""
        )
        self._allow()

    def _allow(self) -> None:
        """Freeze can be pressed when something is chosen and nothing known stands in the way."""
        if self.freeze_button is None:
            return
        options = self.form.options()
        blocked = self.plan is not None and self.plan.blocked and self._planned == options
        ready = bool(options.outputs or options.signature) and self.form.destination.destination() is not None
        self.freeze_button.setEnabled(ready and not blocked)

    # The three pages' buttons.

    freeze_button: QPushButton | None = None
    cancel_button: QPushButton | None = None
    open_button: QPushButton | None = None

    def _clear_buttons(self) -> None:
        self.freeze_button = self.cancel_button = self.open_button = None
        self._footer.clear()

    def _show_form(self) -> None:
        self._clear_buttons()
        more = LinkButton(self._more_text())
        more.clicked.connect(lambda: self._toggle_more(more))
        self._footer.add(more)
        self._footer.add_space()
        self.cancel_button = self._footer.add_button(self.tr("Cancel"), self.reject)
        self.freeze_button = self._footer.add_button(self.tr("&Freeze"), self._start, primary=True)
        self.pages.setCurrentWidget(self.form)
        self._allow()

    def _more_text(self) -> str:
        return self.tr("Few&er options ▴") if self._more_shown else self.tr("&More options ▾")

    def _toggle_more(self, button: LinkButton) -> None:
        self._more_shown = not self._more_shown
        button.setText(self._more_text())
        self.form.show_more(self._more_shown)

    # The job.

    def _start(self) -> None:
        destination = self.form.destination.destination()
        if destination is None:
            return
        options = self.form.options()
        if destination.exists():
            if not self.form.destination.agreed_to_overwrite() and not self._ask_overwrite(destination):
                return
            options = replace(options, overwrite=True)
        self.freeze_to(destination, options)

    def _ask_overwrite(self, destination: Path) -> bool:
        return ask(
            self,
            self.tr("Replace the file?"),
            self.tr("{name} is there already.").format(name=destination.name),
            self.tr("It stays as it is until the new one is complete and checked; then it is replaced."),
            yes=self.tr("&Replace"),
            no=self.tr("&Keep"),
        )

    def freeze_to(self, destination: Path, options: FreezeOptions) -> None:
        """Freeze into `destination` and show how it goes."""
        from core.freezing.freeze import freeze

        model, client = self._model, self._document.client
        self.error = self.report = None
        self.progress.begin(self.tr("Freezing {name}").format(name=model.title), expected_stages(options))
        self._clear_buttons()
        self._footer.add_space()
        self.cancel_button = self._footer.add_button(self.tr("Cancel"), self.cancel_job)
        self.pages.setCurrentWidget(self.progress)
        self.cancel_button.setFocus()
        self._job = self._document.tasks.run(
            lambda progress: freeze(model, destination, options, client=client, progress=progress),
            title=self.tr("Freezing {name}").format(name=model.title),
            done=self._done,
            failed=self._failed,
            cancelled=self._was_cancelled,
            progressed=self.progress.show_progress,
            commits=True,
            owner=self,
        )

    def cancel_job(self) -> None:
        """End the job; the form comes back when it has ended."""
        if self._job is not None and self._job.running:
            if self.cancel_button is not None:
                self.cancel_button.setEnabled(False)
            self.progress.set_cancelling()
            self._job.cancel()

    def _ended(self) -> bool:
        """The job has ended; False if the dialog was only waiting for that to close."""
        self._job = None
        self.progress.end()
        if self._closing:
            super().reject()
            return False
        return True

    def _was_cancelled(self) -> None:
        if self._ended():
            self._show_form()

    def _failed(self, error: CryographError) -> None:
        self.error = error
        if not self._ended():
            return
        page = QWidget()
        page.setProperty("kind", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(12)
        title = QLabel(self.tr("{name} could not be frozen").format(name=self._model.title))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("kind", "title")
        layout.addWidget(title)
        remedy = in_dialog_words(text_of(error.remedy)) if error.remedy else ""
        # What TensorFlow said itself is for those who ask.
        detail = error.detail.strip() if isinstance(error, SessionError) else ""
        layout.addWidget(Card("error", text_of(error.text), remedy, detail))
        layout.addWidget(quiet_label(self.tr("No file was written.")))
        layout.addStretch(1)
        self._replace_last(page)
        self._clear_buttons()
        self._footer.add_space()
        self._footer.add_button(self.tr("Close"), self.reject)
        back = self._footer.add_button(self.tr("&Back"), self._back, primary=True)
        back.setFocus()

    def _back(self) -> None:
        self._show_form()
        self._changed()

    def _done(self, report: FreezeReport) -> None:
        self.report = report
        self._job = None
        self.progress.end()
        self.frozen.emit(report)
        self.setWindowTitle(self.tr("{name} is frozen").format(name=self._model.title))
        self._replace_last(ReportPage(report))
        self._clear_buttons()
        self._footer.add_button(self.tr("&Show in folder"), self._show_in_folder)
        self._footer.add_button(self.tr("Copy &report"), self._copy_report)
        self._footer.add_space()
        self._footer.add_button(self.tr("Close"), self.accept)
        self.open_button = self._footer.add_button(self.tr("&Open the frozen graph"), self._open, primary=True)
        self.open_button.setFocus()
        # A cancel that came too late: the file is there, so it is shown; closing goes on as asked.
        if self._closing:
            super().reject()

    def _replace_last(self, page: QWidget) -> None:
        old = self.pages.widget(2)
        if old is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    # After it.

    def _show_in_folder(self) -> None:
        if self.report is not None and self.report.output is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.report.output.parent)))

    def _copy_report(self) -> None:
        if self.report is not None:
            QGuiApplication.clipboard().setText(report_text(self.windowTitle(), self.report))

    def _open(self) -> None:
        if self.report is not None and self.report.output is not None:
            self._document.open_path(self.report.output)
        self.accept()

    def event(self, event: QEvent) -> bool:
        # The least width is a set one, which beats the layout's own: it has to follow the form's by hand.
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self.setMinimumWidth(max(self.minimumWidth(), self.form.minimumSizeHint().width()))
        return super().event(event)

    # Closing.

    def reject(self) -> None:
        """Esc, Cancel, or the window's own button: a job that runs is asked about first."""
        job = self._job
        if job is None or not job.running:
            super().reject()
            return
        if self._closing or not self._ask_stop():
            return
        # If it ended while the question stood there, its page is what the person wants to see.
        if job.running:
            self._closing = True
            self.cancel_job()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None and self._job.running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def _ask_stop(self) -> bool:
        return ask(
            self,
            self.tr("Stop freezing?"),
            self.tr("The freeze is still running."),
            self.tr("If it stops now, no file is written."),
            yes=self.tr("&Stop"),
            no=self.tr("&Go on"),
        )

"""Freeze…: the form with its preflight, the stages while it runs, the report; one dialog from choice to proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from core.errors import CryographError
from core.freezing.options import FreezeOptions
from core.progress import Progress
from gui.dialogs.freeze_form import FreezeForm
from gui.dialogs.freeze_report import ReportPage
from gui.dialogs.freeze_words import expected_stages, in_dialog_words, report_text
from gui.dialogs.widgets import LinkButton
from gui.dialogs.widgets.completion import NodeNames
from gui.dialogs.widgets.folders import show_in_folder
from gui.dialogs.widgets.job_dialog import JobDialog
from gui.i18n import text_of

if TYPE_CHECKING:
    from core.freezing.plan import Plan
    from core.freezing.report import FreezeReport
    from core.graph.outputs import OutputSuggestion
    from core.model import Model, StepEntry
    from gui.document import Document

DEBOUNCE = 120
"""Milliseconds without a change before the preflight is made again."""

Looked = tuple["Model", NodeNames, list["OutputSuggestion"]]


class FreezeDialog(JobDialog):
    """From the open model to a `.pb`.

    Args:
        document: the open model (it must have one), the tasks, the worker.
    """

    plan_ready = Signal(object)
    """Plan of what is chosen now."""
    frozen = Signal(object)
    """FreezeReport."""
    run_wanted = Signal(object)
    """Path of the frozen graph that the person wants to run."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        if document.model is None:
            raise ValueError("nothing is open that could be frozen")
        self.form = FreezeForm(document)
        super().__init__(document, self.form, parent)
        self._model: Model = document.model
        self._planned: FreezeOptions | None = None
        self.plan: Plan | None = None
        self.report: FreezeReport | None = None
        self.setWindowTitle(self.tr("Freeze {name} to a .pb").format(name=self._model.title))
        self.setMinimumSize(560, 420)
        self.resize(760, 640)
        self._more_shown = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE)
        self._wait.timeout.connect(self._plan)
        self.form.options_changed.connect(self._changed)
        self.form.step_chosen.connect(self._change_step)
        self.form.destination.destination_changed.connect(self._allow)
        self.show_form()
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
            suggestions = suggest_outputs(chosen.graph, signatures=chosen.signatures, tick=progress.check)
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
        ready = ready and not self.form.device.pending
        self.freeze_button.setEnabled(ready and not blocked)

    # The form's buttons.

    freeze_button: QPushButton | None = None
    open_button: QPushButton | None = None

    def clear_buttons(self) -> None:
        self.freeze_button = self.open_button = None
        super().clear_buttons()

    def show_form(self) -> None:
        self.clear_buttons()
        more = LinkButton(self._more_text())
        more.clicked.connect(lambda: self._toggle_more(more))
        self.footer.add(more)
        self.footer.add_space()
        self.cancel_button = self.footer.add_button(self.tr("Cancel"), self.reject)
        self.freeze_button = self.footer.add_button(self.tr("&Freeze"), self._start, primary=True)
        self.pages.setCurrentWidget(self.form)
        if self.plan is not None:
            # After a job the world may have changed: what stands there is looked at again.
            self._changed()
        self._allow()

    def _more_text(self) -> str:
        return self.tr("&More options ▴") if self._more_shown else self.tr("&More options ▾")

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
            if not self.form.destination.agreed_to_overwrite() and not self.ask_overwrite(destination):
                return
            options = replace(options, overwrite=True)
        self.freeze_to(destination, options)

    def freeze_to(self, destination: Path, options: FreezeOptions) -> None:
        """Freeze into `destination` and show how it goes."""
        from core.freezing.freeze import freeze

        model, client = self._model, self._document.client
        self.report = None
        self.run_job(
            self.tr("Freezing {name}").format(name=model.title),
            expected_stages(options),
            lambda progress: freeze(model, destination, options, client=client, progress=progress),
            done=self._frozen,
            failed=lambda error: self.show_failure(
                self.tr("{name} could not be frozen").format(name=model.title),
                error,
                self.tr("No file was written."),
            ),
        )

    def in_words(self, sentence: str) -> str:
        return in_dialog_words(sentence)

    def stop_question(self) -> tuple[str, str, str]:
        return (
            self.tr("Stop freezing?"),
            self.tr("The freeze is still running."),
            self.tr("If it stops now, no file is written."),
        )

    def _frozen(self, report: FreezeReport) -> None:
        self.report = report
        self.frozen.emit(report)
        self.setWindowTitle(self.tr("{name} is frozen").format(name=self._model.title))
        self.show_last(ReportPage(report))
        self.clear_buttons()
        self.footer.add_button(self.tr("&Show in folder"), self._show_in_folder)
        self.footer.add_button(self.tr("Copy &report"), self._copy_report)
        self.footer.add_space()
        self.footer.add_button(self.tr("Close"), self.accept)
        self.footer.add_button(self.tr("Run &it…"), self._run)
        self.open_button = self.footer.add_button(self.tr("&Open the frozen graph"), self._open, primary=True)
        self.open_button.setFocus()

    # After it.

    def _show_in_folder(self) -> None:
        if self.report is not None and self.report.output is not None:
            show_in_folder(self.report.output)

    def _copy_report(self) -> None:
        if self.report is not None:
            QGuiApplication.clipboard().setText(report_text(self.windowTitle(), self.report))

    def _run(self) -> None:
        if self.report is not None and self.report.output is not None:
            self.run_wanted.emit(self.report.output)
        self.accept()

    def _open(self) -> None:
        if self.report is not None and self.report.output is not None:
            self._document.open_path(self.report.output)
        self.accept()

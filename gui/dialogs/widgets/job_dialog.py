"""A dialog around one job that writes something: its form, the stages while it runs, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.errors import CryographError, SessionError, Text
from core.progress import Progress
from gui.dialogs.widgets.cards import Card
from gui.dialogs.widgets.footer import Footer, ask
from gui.dialogs.widgets.labels import quiet_label
from gui.dialogs.widgets.progress import ProgressPage
from gui.dialogs.widgets.style import follow_theme
from gui.i18n import text_of

if TYPE_CHECKING:
    from gui.document import Document
    from gui.tasks import Task

T = TypeVar("T")


class JobDialog(QDialog):
    """Pages and a footer whose buttons are each page's own. What is asked and said belongs to those who derive.

    Args:
        document: the tasks that it runs in.
        form: the first page.
    """

    def __init__(self, document: Document, form: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._job: Task | None = None
        self._closing = False
        self.error: CryographError | None = None
        self.cancel_button: QPushButton | None = None
        follow_theme(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.pages = QStackedWidget()
        outer.addWidget(self.pages, 1)
        self._first = form
        self._last: QWidget | None = None
        self.progress = ProgressPage()
        self.pages.addWidget(form)
        self.pages.addWidget(self.progress)
        self.footer = Footer()
        outer.addWidget(self.footer)

    # For those who derive.

    def show_form(self) -> None:
        """The first page with its buttons."""
        raise NotImplementedError

    def in_words(self, sentence: str) -> str:
        """A remedy of core, with the command line's options as this dialog calls them."""
        return sentence

    def stop_question(self) -> tuple[str, str, str]:
        """Title, question and what happens, when the dialog is closed while the job runs."""
        raise NotImplementedError

    def clear_buttons(self) -> None:
        self.cancel_button = None
        self.footer.clear()

    def run_job(
        self,
        title: str,
        stages: Sequence[Text],
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[CryographError], None],
        one_line: bool = False,
    ) -> None:
        """Run `work` and show how it goes; when it was cancelled the form comes back.

        Args:
            title: what it does, here and in the status bar.
            stages: those expected, in order.
            work: leaves something behind, so its end says what really happened.
            done: gets what came of it.
            failed: gets why nothing did.
            one_line: only the stage that runs is shown.
        """
        self.error = None
        self.progress.begin(title, stages, one_line=one_line)
        self.clear_buttons()
        self.footer.add_space()
        self.cancel_button = self.footer.add_button(self.tr("Cancel"), self.cancel_job)
        self.pages.setCurrentWidget(self.progress)
        self.cancel_button.setFocus()
        self._job = self._document.tasks.run(
            work,
            title=title,
            done=lambda result: self._done(done, result),
            failed=lambda error: self._failed(failed, error),
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

    def ended_by_cancel(self) -> None:
        """The job was cancelled, and has stopped."""
        self.show_form()

    def show_last(self, page: QWidget) -> None:
        """Show the page that says what came of it."""
        if self._last is not None:
            self.pages.removeWidget(self._last)
            self._last.deleteLater()
        self._last = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def show_failure(self, title: str, error: CryographError, nothing: str) -> None:
        """Say that there is no result: why, what to do; `nothing`: what was left behind."""
        page = QWidget()
        page.setProperty("kind", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(12)
        heading = QLabel(title)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        heading.setProperty("kind", "title")
        layout.addWidget(heading)
        remedy = self.in_words(text_of(error.remedy)) if error.remedy else ""
        # What TensorFlow said itself is for those who ask.
        detail = error.detail.strip() if isinstance(error, SessionError) else ""
        layout.addWidget(Card("error", text_of(error.text), remedy, detail))
        layout.addWidget(quiet_label(nothing))
        layout.addStretch(1)
        self.show_last(page)
        self.clear_buttons()
        self.footer.add_space()
        self.footer.add_button(self.tr("Close"), self.reject)
        self.footer.add_button(self.tr("&Back"), self.show_form, primary=True).setFocus()

    def ask_overwrite(self, destination: Path) -> bool:
        """Whether what is there may be replaced."""
        folder = destination.is_dir()
        return ask(
            self,
            self.tr("Replace the folder?") if folder else self.tr("Replace the file?"),
            self.tr("{name} is there already.").format(name=destination.name),
            self.tr("It stays as it is until the new one is complete and checked; then it is replaced."),
            yes=self.tr("&Replace"),
            no=self.tr("&Keep"),
        )

    # The job's three ends.

    def _ended(self) -> bool:
        """The job has ended; False if the dialog was only waiting for that to close."""
        self._job = None
        self.progress.end()
        if self._closing:
            super().reject()
            return False
        return True

    def _done(self, done: Callable[[T], None], result: T) -> None:
        self._job = None
        self.progress.end()
        done(result)
        # A cancel that came too late: the result is there, so it is told; closing goes on as asked.
        if self._closing:
            super().reject()

    def _failed(self, failed: Callable[[CryographError], None], error: CryographError) -> None:
        self.error = error
        if self._ended():
            failed(error)

    def _was_cancelled(self) -> None:
        if self._ended():
            self.ended_by_cancel()

    # Closing.

    def reject(self) -> None:
        """Esc, Cancel, or the window's own button: a job that runs is asked about first."""
        job = self._job
        if job is None or not job.running:
            super().reject()
            return
        if self._closing or not self.ask_stop():
            return
        # If it ended while the question stood there, its page is what the person wants to see.
        if job.running:
            self._closing = True
            self.cancel_job()

    def ask_stop(self) -> bool:
        """Whether the job that runs may be ended."""
        title, text, more = self.stop_question()
        return ask(self, title, text, more, yes=self.tr("&Stop"), no=self.tr("&Go on"))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None and self._job.running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        # The least width is a set one, which beats the layout's own: it has to follow the form's by hand.
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self.setMinimumWidth(max(self.minimumWidth(), self._first.minimumSizeHint().width()))
        return super().event(event)

"""The Run tab: the form, the device, Run and Cancel, and what came out. TensorFlow runs in the worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError, UsageError
from core.running.history import History
from core.running.run import DEFAULT_TIME_LIMIT, RunOptions
from gui.document import Document, Selection
from gui.i18n import text_of
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.run_device import DeviceField
from gui.panels.run_feeds import files_to_feed
from gui.panels.run_form import RunForm, RunWords
from gui.panels.run_results import RunResults
from gui.panels.widgets import label
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress
    from core.running.plan import RunPlan
    from core.running.result import RunResult
    from gui.tasks import Task


@dataclass(slots=True)
class _Answer:
    """How a run ended.

    Attributes:
        fed: {input: fingerprint of its value}.
        wrong: {input: what is wrong with its value}; nothing ran if there is any.
        plan: what would run; without a result something is in the way, or its risks have to be asked about first.
    """

    fed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, CryographError] = field(default_factory=dict)
    plan: RunPlan | None = None
    result: RunResult | None = None


class RunPanel(QWidget):
    """Runs what is open."""

    ran = Signal(object)
    """Record: a run has ended well."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.history = History()
        self.task: Task | None = None
        self._model: Model | None = None
        self._allowed: Model | None = None
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        outer.addWidget(splitter)
        self.form = RunForm(document)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        scroll.setMinimumWidth(360)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        splitter.addWidget(left)
        self.results = RunResults(document)
        splitter.addWidget(self.results)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([430, 900])
        self._fill_footer(column)
        self.form.failed.connect(self._tell)
        self.form.run_wanted.connect(self.press)
        self.form.labels_chosen.connect(self.set_labels)
        self.device.failed.connect(self._tell)
        self.results.failed.connect(self._tell)
        self.results.node_wanted.connect(self._select)
        document.model_opened.connect(self._opened)
        document.model_closed.connect(lambda: self._opened(None))
        self.retranslate()
        self._opened(document.model)

    def _fill_footer(self, column: QVBoxLayout) -> None:
        self.message = label("", "error", wrap=True, selectable=True)
        self.message.setContentsMargins(14, 4, 12, 4)
        self.message.hide()
        column.addWidget(self.message)
        footer = QHBoxLayout()
        footer.setContentsMargins(14, 6, 12, 8)
        footer.setSpacing(8)
        self.device = DeviceField(self._document)
        self.runs = QSpinBox()
        self.runs.setRange(1, 10_000)
        self.limit = QSpinBox()
        self.limit.setRange(1, 86_400)
        self.limit.setValue(int(DEFAULT_TIME_LIMIT))
        for spin in (self.runs, self.limit):
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.clicked.connect(self.press)
        for widget, stretch in ((self.device, 1), (self.runs, 0), (self.limit, 0), (self.button, 0)):
            set_role(widget, "primary" if widget is self.button else "compact")
            widget.setFixedHeight(32)
            footer.addWidget(widget, stretch)
        column.addLayout(footer)

    def _opened(self, model: Model | None) -> None:
        self._model = model
        if self.task is not None:
            self.task.cancel()
        self._say("")
        self.setEnabled(model is not None and model.graph is not None)
        self.form.show_model(model)

    def take_focus(self) -> None:
        """The keyboard goes to the first value that is still empty, else to the button."""
        if not self.form.take_focus():
            self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.form.rows and files_to_feed(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window opens it

    def dropEvent(self, event: QDropEvent) -> None:
        files = files_to_feed(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.form.take_files(files)

    # Running.

    def press(self) -> None:
        """Run; or, while it runs, cancel."""
        if self.task is not None and self.task.running:
            self.task.cancel()
            return
        self.start(allow_risky=self._allowed is not None and self._allowed is self._model)

    def start(self, *, allow_risky: bool = False) -> None:
        """Run what the form says."""
        model = self._model
        if model is None:
            return
        self._say("")
        self.form.complain({})
        try:
            words = self.form.words()
        except UsageError as error:
            self._tell(error)
            return
        options = RunOptions(device=self.device.name(), time_limit=float(self.limit.value()), runs=self.runs.value(),
                             op_libraries=words.libraries, allow_risky=allow_risky)  # fmt: skip
        client = self._document.client
        self.task = self._document.tasks.run(
            lambda progress: _run(model, words, options, client, progress),
            title=self.tr("Running {name}").format(name=model.title),
            done=lambda answer: self._done(model, answer),
            failed=self._failed,
            cancelled=self._ended,
            progressed=lambda stage, _: self.button.setToolTip(text_of(stage) if stage is not None else ""),
            slot="run",
            owner=self,
        )
        self._ended()

    def _done(self, model: Model, answer: _Answer) -> None:
        self._ended()
        if answer.wrong:
            self.form.complain({name: self._words_of(error) for name, error in answer.wrong.items()})
        elif answer.plan is not None and answer.plan.error is not None:
            self._refuse(answer.plan)
        elif answer.plan is not None and answer.result is None:
            self._ask(model, answer.plan)
        elif answer.result is not None:
            record = self.history.add(model.title, answer.fed, answer.result)
            self.results.show_records(self.history.records)
            self._say("\n".join(text_of(note) for note in answer.result.notes), "warning")
            self.ran.emit(record)

    def _refuse(self, plan: RunPlan) -> None:
        """What has no value gets a row to give it one; whatever else is in the way is said."""
        nodes = {target.tensor.partition(":")[0]: target for target in plan.missing}
        errors = [each for each in plan.findings if each.severity == "error"]
        self.form.ask_for(plan.missing)
        self.form.complain({nodes[each.where].name: sentence(each.what) for each in errors if each.where in nodes})
        others = [each for each in errors if each.where not in nodes]
        if others:
            self._tell(UsageError(others[0].what, others[0].remedy))

    def _ask(self, model: Model, plan: RunPlan) -> None:
        """The graph would reach outside: name what, and ask."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Run"))
        box.setText(self.tr("This graph does more than compute. Run it all the same?"))
        box.setInformativeText("\n".join(text_of(risk.text) for risk in plan.risks))
        yes = box.addButton(self.tr("Run it"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if box.clickedButton() is yes and self._model is model:
            self._allowed = model
            self.start(allow_risky=True)

    def _failed(self, error: CryographError) -> None:
        self._ended()
        self._tell(error)

    def _ended(self) -> None:
        running = self.task is not None and self.task.running
        self.button.setText(self.tr("&Cancel") if running else self.tr("&Run"))
        set_role(self.button, "" if running else "primary")

    def _tell(self, error: CryographError) -> None:
        self._say(self._words_of(error))

    def _words_of(self, error: CryographError) -> str:
        remedy = remedy_of(error).replace("--op-library FILE.so", f"“{self.form.library_words}”")
        if isinstance(error, UsageError) and "--" in remedy:
            remedy = ""  # it is about the command line
        return f"{sentence(error.text)} {remedy}".strip()

    def _say(self, text: str, role: str = "error") -> None:
        set_role(self.message, role)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _select(self, name: str) -> None:
        if name and self._model is not None and self._model.graph is not None and name in self._model.graph:
            self._document.select(Selection("node", name), self)

    def set_labels(self, path: Path) -> None:
        """Name the classes after the lines of a file."""
        from core.running.looking import read_labels

        try:
            self.results.set_labels(read_labels(path))
        except CryographError as error:
            self._tell(error)
            return
        self.form.labels.setToolTip(str(path))

    # Language.

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.runs.setPrefix(self.tr("runs: "))
        self.runs.setToolTip(self.tr("More than one: the median and the spread of their times, after one to warm up"))
        self.limit.setPrefix(self.tr("at most "))
        self.limit.setSuffix(self.tr(" s"))
        for spin in (self.runs, self.limit):
            # Wide enough for what is usual: the results need the room.
            usual = f"{spin.prefix()}0000{spin.suffix()}"
            spin.setFixedWidth(spin.fontMetrics().horizontalAdvance(usual) + 30)
        self._ended()


def _run(model: Model, words: RunWords, options: RunOptions, client: Any, progress: Progress) -> _Answer:
    """In a task's thread."""
    from core.running.feeds import parse_batch
    from core.running.history import fingerprint
    from core.running.plan import default_fetches, feed_target, named_fetches, plan_run
    from core.running.run import run

    signature = words.signature
    fetches = (named_fetches(model, words.fetches, signature) if words.fetches
               else default_fetches(model, signature))  # fmt: skip
    answer = _Answer()
    feeds = {}
    for name, values in words.feeds.items():
        try:
            feeds[name] = parse_batch(values, feed_target(model, name, signature), words.picture)
        except CryographError as error:
            answer.wrong[name] = error
    if answer.wrong:
        return answer
    answer.plan = plan_run(model, feeds, fetches, signature=signature, has_libraries=bool(words.libraries))
    if answer.plan.error is not None or (answer.plan.risks and not options.allow_risky):
        return answer
    answer.result = run(model, answer.plan, options, client, progress)
    answer.fed = {name: fingerprint(value) for name, value in feeds.items()}
    return answer

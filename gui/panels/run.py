"""The Run tab: feeds, fetches, device; Run and Cancel; what came out. TensorFlow runs in the worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
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
from gui.panels.run_feeds import FeedRow, PictureForm
from gui.panels.run_results import RunResults
from gui.panels.widgets import clear, label, section
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress
    from core.running.feeds import FeedTarget
    from core.running.images import PictureOptions
    from core.running.plan import RunPlan
    from core.running.result import RunResult
    from gui.tasks import Task


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the form says, taken at the press of Run."""

    words: Mapping[str, list[str]]
    fetches: list[str]
    picture: PictureOptions
    options: RunOptions


class RunPanel(QWidget):
    """Runs what is open."""

    ran = Signal(object)
    """Record: a run has ended well."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.history = History()
        self.task: Task | None = None
        self.rows: list[FeedRow] = []
        self._model: Model | None = None
        self._allowed: Model | None = None
        self._server = ""
        self._offered = False
        self._later: list[Callable[[], None]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        outer.addWidget(splitter)
        form = QWidget()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        scroll.setMinimumWidth(380)
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
        self._fill_form(form)
        self._fill_footer(column)
        self.results.failed.connect(self._tell)
        self.results.node_wanted.connect(self._select)
        document.model_opened.connect(self._opened)
        document.model_closed.connect(lambda: self._opened(None))
        document.device_changed.connect(self._follow_device)
        document.devices_found.connect(lambda _: self._fill_devices())
        self.retranslate()
        self._opened(document.model)

    def _fill_form(self, form: QWidget) -> None:
        column = QVBoxLayout(form)
        column.setContentsMargins(14, 10, 12, 12)
        column.setSpacing(8)
        self._inputs = section("")
        column.addWidget(self._inputs)
        self._feeds = QVBoxLayout()
        self._feeds.setSpacing(10)
        column.addLayout(self._feeds)
        self.picture = PictureForm()
        self.picture.hide()
        column.addWidget(self.picture)
        self._outputs = section("")
        column.addWidget(self._outputs)
        fetch = QHBoxLayout()
        fetch.setSpacing(6)
        self.fetches = QComboBox()
        self.fetches.setEditable(True)
        self.fetches.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        _line(self.fetches).setAcceptDrops(False)
        fetch.addWidget(self.fetches, 1)
        self.labels = QPushButton()
        set_role(self.labels, "quiet")
        self.labels.clicked.connect(self._choose_labels)
        fetch.addWidget(self.labels)
        column.addLayout(fetch)
        more = QHBoxLayout()
        self.other = QLineEdit()
        set_role(self.other, "compact")
        self.other.returnPressed.connect(self._feed_other)
        more.addWidget(self.other, 1)
        column.addLayout(more)
        column.addStretch(1)

    def _fill_footer(self, column: QVBoxLayout) -> None:
        self.message = label("", "error", wrap=True, selectable=True)
        self.message.setContentsMargins(14, 4, 12, 4)
        self.message.hide()
        column.addWidget(self.message)
        footer = QHBoxLayout()
        footer.setContentsMargins(14, 6, 12, 8)
        footer.setSpacing(8)
        self.device = QComboBox()
        self.device.setEditable(True)
        self.device.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        _line(self.device).setAcceptDrops(False)
        self.device.setMinimumWidth(120)
        self.device.activated.connect(lambda _: self._device_chosen())
        _line(self.device).editingFinished.connect(self._device_chosen)
        self.runs = QSpinBox()
        self.runs.setRange(1, 10_000)
        self.limit = QSpinBox()
        self.limit.setRange(1, 86_400)
        self.limit.setValue(int(DEFAULT_TIME_LIMIT))
        for spin in (self.runs, self.limit):
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        set_role(self.button, "primary")
        self.button.clicked.connect(self.press)
        for widget, stretch in ((self.device, 1), (self.runs, 0), (self.limit, 0), (self.button, 0)):
            set_role(widget, "primary" if widget is self.button else "compact")
            widget.setFixedHeight(32)
            footer.addWidget(widget, stretch)
        column.addLayout(footer)

    # The model.

    def _opened(self, model: Model | None) -> None:
        self._model = model
        if self.task is not None:
            self.task.cancel()
        self._offered = False
        self._later.clear()
        self._say("")
        self._set_rows([])
        self.fetches.clear()
        self.setEnabled(model is not None and model.graph is not None)
        if model is None or model.graph is None:
            return
        # What a large graph suggests takes a while: off the GUI thread, like all reading.
        self._document.tasks.run(
            lambda _: _ends_of(model), title="", done=self._offer, failed=lambda _: None, slot="run-ends", owner=self,
        )  # fmt: skip

    def _offer(self, ends: tuple[list[FeedTarget], list[str], str]) -> None:
        targets, suggestions, chosen = ends
        self._set_rows(targets)
        self.fetches.clear()
        self.fetches.addItems(suggestions)
        self.fetches.setEditText(chosen)
        self._offered = True
        for act in self._later:
            act()
        self._later.clear()

    def _set_rows(self, targets: list[FeedTarget]) -> None:
        clear(self._feeds)
        self.rows = []
        for target in targets:
            self.add_row(target)
        self._update()

    def add_row(self, target: FeedTarget) -> FeedRow:
        """A further input."""
        row = FeedRow(target)
        row.changed.connect(self._update)
        self.rows.append(row)
        self._feeds.addWidget(row)
        return row

    def take_focus(self) -> None:
        """The keyboard goes to the first value that is still empty, else to the button."""
        empty = next((row.field for row in self.rows if not row.words()), None)
        (empty or self.button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def feed_here(self, name: str) -> None:
        """Feed any tensor of the graph."""
        from core.running.plan import feed_target

        if self._model is None:
            return
        if not self._offered:
            self._later.append(lambda: self.feed_here(name))
            return
        try:
            target = feed_target(self._model, name)
        except CryographError as error:
            self._tell(error)
            return
        if all(row.target.tensor != target.tensor for row in self.rows):
            self.add_row(target).field.setFocus()

    def fetch_here(self, name: str) -> None:
        """Fetch this one, beside what is fetched already."""
        if not self._offered:
            self._later.append(lambda: self.fetch_here(name))
            return
        names = _names(self.fetches.currentText())
        if name not in names:
            self.fetches.setEditText(", ".join([*names, name]))

    def _feed_other(self) -> None:
        name = self.other.text().strip()
        if name:
            self._say("")
            self.feed_here(name)
            self.other.clear()

    def _update(self) -> None:
        self.picture.setVisible(any(row.is_picture for row in self.rows))

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
        for row in self.rows:
            row.complain("")
        device = self._device_name()
        options = RunOptions(device=device, time_limit=float(self.limit.value()), runs=self.runs.value(),
                             allow_risky=allow_risky)  # fmt: skip
        words = {row.target.name: row.words() for row in self.rows if row.words()}
        wish = _Wish(words, _names(self.fetches.currentText()), self.picture.options(), options)
        client = self._document.client
        self.task = self._document.tasks.run(
            lambda progress: _run(model, wish, client, progress),
            title=self.tr("Running {name}").format(name=model.title),
            done=lambda answer: self._done(model, answer),
            failed=self._failed,
            cancelled=self._ended,
            progressed=lambda stage, _: self.button.setToolTip(text_of(stage) if stage is not None else ""),
            slot="run",
            owner=self,
        )
        self._ended()

    def _done(self, model: Model, answer: tuple[dict[str, Any], RunPlan, RunResult | None]) -> None:
        feeds, plan, result = answer
        self._ended()
        if result is None:
            self._ask(model, plan)
            return
        record = self.history.add(model.title, feeds, result)
        self.results.show_records(self.history.records)
        notes = [text_of(note) for note in result.notes]
        self._say("\n".join(notes), "warning")
        self.ran.emit(record)

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
        self.button.setText(self.tr("Cancel") if running else self.tr("Run"))
        set_role(self.button, "" if running else "primary")

    def _tell(self, error: CryographError) -> None:
        text = sentence(error.text)
        remedy = remedy_of(error)
        if not isinstance(error, UsageError) or "--" not in remedy:
            text = f"{text} {remedy}".strip()
        self._say(text)

    def _say(self, text: str, role: str = "error") -> None:
        set_role(self.message, role)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _select(self, name: str) -> None:
        if name and self._model is not None and self._model.graph is not None and name in self._model.graph:
            self._document.select(Selection("node", name), self)

    def _choose_labels(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Names of the classes, one per line"))
        if path:
            self.set_labels(Path(path))

    def set_labels(self, path: Path) -> None:
        """Name the classes after the lines of a file."""
        from core.running.looking import read_labels

        try:
            self.results.labels = read_labels(path)
        except CryographError as error:
            self._tell(error)
            return
        self.labels.setToolTip(str(path))
        self.results.show_records(self.history.records)

    # Device and language.

    def _fill_devices(self) -> None:
        typed = self.device.currentText().strip()
        text = typed if "://" in typed else self._document.device or ""
        blocked = self.device.blockSignals(True)
        self.device.clear()
        self.device.addItem(self.tr("Automatic"), None)
        names = [device.name for device in self._document.devices or [] if device.available]
        for name in dict.fromkeys([*(names or ["CPU:0"]), "CPU:1"]):
            self.device.addItem(name, name)
        self.device.setEditText(text or self.tr("Automatic"))
        self.device.blockSignals(blocked)

    def _follow_device(self, name: str | None) -> None:
        self.device.setEditText(name or self.tr("Automatic"))

    def _device_chosen(self) -> None:
        name = self._device_name()
        if name is None or "://" not in name:
            self._document.device = name
            return
        # A server's address is this tab's own; what it has is listed as soon as it is named.
        server = "/".join(name.split("/")[:3])
        if server != self._server:
            self._server = server
            client = self._document.client
            self._document.tasks.run(
                lambda progress: _devices_there(client, server, progress), title=self.tr("Finding devices"),
                done=self._list_there, failed=self._server_failed, slot="run-devices", owner=self,
            )  # fmt: skip

    def _list_there(self, names: list[str]) -> None:
        for name in names:
            if self.device.findText(name) < 0:
                self.device.addItem(name, name)

    def _server_failed(self, error: CryographError) -> None:
        self._server = ""
        self._tell(error)

    def _device_name(self) -> str | None:
        text = self.device.currentText().strip()
        return None if text in ("", self.device.itemText(0)) else text

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self._inputs.setText(self.tr("Inputs").upper())
        self._outputs.setText(self.tr("Outputs").upper())
        self.other.setPlaceholderText(self.tr("Feed another tensor: its name, then Enter"))
        _line(self.fetches).setPlaceholderText(self.tr("Names of ops or tensors"))
        self.labels.setText(self.tr("Labels…"))
        self.runs.setPrefix(self.tr("runs: "))
        self.runs.setToolTip(self.tr("More than one: the median and the spread of their times, after one to warm up"))
        self.limit.setPrefix(self.tr("at most "))
        self.limit.setSuffix(self.tr(" s"))
        self.device.setToolTip(self.tr("CPU:0, GPU:0, or a TensorFlow server: grpc://host:2222/CPU:0"))
        for row in self.rows:
            row.retranslate()
        self._fill_devices()
        self._ended()


def _ends_of(model: Model) -> tuple[list[FeedTarget], list[str], str]:
    """Rows of the form, outputs to suggest, and those that are fetched unless the person says otherwise."""
    from core.graph.outputs import suggest_outputs
    from core.running.plan import default_fetches, graph_of, plan_run, signature_feeds

    targets = signature_feeds(model)
    suggestions = [each.name for each in suggest_outputs(graph_of(model), signatures=model.signatures)]
    try:
        fetches = default_fetches(model)
    except CryographError:
        return targets, suggestions, ""  # the form says what it lacks when Run is pressed
    needed = plan_run(model, {}, fetches).missing
    if needed:
        # What only training reads (labels, a keep probability) need not be filled in.
        wanted = {target.tensor for target in needed}
        targets = [target for target in targets if target.tensor in wanted] or list(needed)
        targets += [target for target in needed if target.tensor not in {each.tensor for each in targets}]
    chosen = ", ".join(output.name for output in fetches)
    return targets, list(dict.fromkeys([chosen, *suggestions])), chosen


def _run(model: Model, wish: _Wish, client: Any, progress: Progress
         ) -> tuple[dict[str, Any], RunPlan, RunResult | None]:  # fmt: skip
    """In a task's thread. Without a result if somebody has to be asked first."""
    from core.running.feeds import parse_batch
    from core.running.plan import default_fetches, feed_target, named_fetches, plan_run
    from core.running.run import run

    fetches = named_fetches(model, wish.fetches) if wish.fetches else default_fetches(model)
    feeds = {name: parse_batch(words, feed_target(model, name), wish.picture) for name, words in wish.words.items()}
    plan = plan_run(model, feeds, fetches)
    if plan.error is None and plan.risks and not wish.options.allow_risky:
        return feeds, plan, None
    return feeds, plan, run(model, plan, replace(wish.options), client, progress)


def _devices_there(client: Any, server: str, progress: Progress) -> list[str]:
    from core.session.devices import list_remote_devices

    return [device.name for device in list_remote_devices(client, server, progress)]


def _line(combo: QComboBox) -> QLineEdit:
    field = combo.lineEdit()
    assert field is not None
    return field


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[,\s]+", text.strip()) if name]

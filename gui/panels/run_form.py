"""The form of the Run tab: the signature, a row for each input, how pictures are read, what is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import CryographError
from core.running.images import SUFFIXES
from gui.dialogs.widgets.labels import without_mnemonic
from gui.panels.run_feeds import FeedRow
from gui.panels.run_picture import PictureForm
from gui.panels.widgets import clear, label, section
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress
    from core.running.ends import RunEnds
    from core.running.feeds import FeedTarget
    from core.running.images import PictureOptions
    from gui.document import Document


@dataclass(frozen=True, slots=True)
class RunWords:
    """What the form says.

    Attributes:
        feeds: {name: values as written}; several are a batch.
        fetches: names; none: those that suggest themselves.
        picture: how pictures become numbers.
        signature: whose keys the names may be.
        libraries: `.so` files with custom ops.
    """

    feeds: Mapping[str, list[str]]
    fetches: list[str]
    picture: PictureOptions
    signature: str | None
    libraries: list[Path]


class RunForm(QWidget):
    """What to run. Reads the model in a task, like all reading."""

    failed = Signal(object)
    """CryographError: a name that doesn't exist, a model without a graph."""
    run_wanted = Signal()
    """Enter was pressed in a value."""
    labels_chosen = Signal(object)
    """Path of a file with the names of the classes."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._model: Model | None = None
        self._filled = False
        self._later: list[Callable[[], None]] = []
        self._examples: Sequence[Path] = ()
        self.rows: list[FeedRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 12)
        column.setSpacing(8)
        self.signature = QComboBox()
        self.signature.activated.connect(lambda _: self._look(self.signature.currentText()))
        self._signature_row = QWidget()
        line = QHBoxLayout(self._signature_row)
        line.setContentsMargins(0, 0, 0, 0)
        self._signature_label = label("", "quiet")
        self._signature_label.setBuddy(self.signature)
        line.addWidget(self._signature_label)
        line.addWidget(self.signature, 1)
        column.addWidget(self._signature_row)
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
        line = QHBoxLayout()
        line.setSpacing(6)
        self.fetches = QComboBox()
        self.fetches.setEditable(True)
        self.fetches.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for combo in (self.signature, self.fetches):
            # A long name is no reason to widen the form.
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.addWidget(self.fetches, 1)
        self.labels = QPushButton()
        set_role(self.labels, "quiet")
        self.labels.clicked.connect(self._choose_labels)
        line.addWidget(self.labels)
        column.addLayout(line)
        self.other = QLineEdit()
        set_role(self.other, "compact")
        self.other.returnPressed.connect(self._feed_other)
        self.libraries: list[Path] = []
        self.library = QPushButton()
        set_role(self.library, "quiet")
        self.library.clicked.connect(self._choose_libraries)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.other, 1)
        line.addWidget(self.library)
        column.addLayout(line)
        for field in (self._fetch_field, self.other):
            field.setAcceptDrops(False)
        column.addStretch(1)
        self.retranslate()
        self.show_model(None)

    # The model.

    def show_model(self, model: Model | None) -> None:
        """Show the inputs and outputs of `model`; values whose input it has too stay as they are."""
        self._model = model if model is not None and model.graph is not None else None
        self._later.clear()
        if self._model is None:
            self._filled = False
            self._set_rows([])
            self.fetches.clear()
            self._show_signatures([], "")
        else:
            self._look("")

    def _look(self, signature: str) -> None:
        """Find where the graph begins and ends: in a large one that takes a while."""
        model = self._model
        assert model is not None
        self._filled = False

        def work(progress: Progress) -> RunEnds:
            from core.running.ends import find_ends

            return find_ends(model, signature, tick=progress.check)

        self._document.tasks.run(
            work, title="", done=self._fill, failed=self.failed.emit, slot="run-ends", owner=self
        )  # fmt: skip

    def _fill(self, ends: RunEnds) -> None:
        self._examples = ends.examples
        self._set_rows(ends.targets)
        self._show_signatures(ends.signatures, ends.signature)
        self.fetches.clear()
        self.fetches.addItems(ends.suggestions)
        self.fetches.setCurrentIndex(0)
        self._filled = True
        for act in self._later:
            act()
        self._later.clear()

    def _show_signatures(self, names: list[str], chosen: str) -> None:
        """Only a SavedModel has some that it is run by."""
        self.signature.clear()
        self.signature.addItems(names if chosen else [])
        self.signature.setCurrentText(chosen)
        self._signature_row.setVisible(self.signature.count() > 0)
        self.signature.setEnabled(self.signature.count() > 1)

    def _set_rows(self, targets: Sequence[FeedTarget]) -> None:
        # The same input again, as after freezing or in another step: its value needn't be given again.
        before = {row.target: row.words() for row in self.rows}
        clear(self._feeds)
        self.rows = []
        for target in targets:
            row = self._add_row(target)
            row.set_words(before.get(target, []))
        self._update()

    def _add_row(self, target: FeedTarget) -> FeedRow:
        row = FeedRow(target)
        row.offer(self._examples if row.takes_pictures else ())
        row.changed.connect(self._update)
        row.field.returnPressed.connect(self.run_wanted)
        self.rows.append(row)
        self._feeds.addWidget(row)
        return row

    def _update(self) -> None:
        self.picture.setVisible(any(row.is_picture for row in self.rows))

    # What it says.

    def words(self) -> RunWords:
        """As filled in.

        Raises:
            UsageError: figures that are none.
        """
        feeds = {row.target.name: row.words() for row in self.rows if row.words()}
        return RunWords(feeds, _names(self.fetches.currentText()), self.picture.options(),
                        self.signature.currentText() or None, self.libraries)  # fmt: skip

    def complain(self, complaints: Mapping[str, str]) -> None:
        """Say under each input what is wrong with its value; nothing under the others."""
        for row in self.rows:
            row.complain(complaints.get(row.target.name, ""))

    def ask_for(self, targets: Sequence[FeedTarget]) -> None:
        """Rows for these, where there are none yet."""
        there = {row.target.tensor for row in self.rows}
        for target in targets:
            if target.tensor not in there:
                self._add_row(target)

    # Asked for from elsewhere.

    def take_focus(self) -> bool:
        """The keyboard goes to the first value that is still empty; False if there is none."""
        empty = next((row.field for row in self.rows if not row.words()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return empty is not None

    def take_files(self, files: Sequence[str]) -> None:
        """Files dropped beside the inputs: for the first that has no value yet, else the first that takes such."""
        pictures = Path(files[0]).suffix.lower() in SUFFIXES
        fitting = [row for row in self.rows if row.takes_pictures or not pictures] or self.rows
        row = next((row for row in fitting if not row.words()), fitting[0] if fitting else None)
        if row is not None:
            row.set_files(files)

    def feed_here(self, name: str) -> None:
        """Feed any tensor of the graph."""
        from core.running.plan import feed_target

        if self._model is None:
            return
        if not self._filled:
            self._later.append(lambda: self.feed_here(name))
            return
        try:
            target = feed_target(self._model, name, self.signature.currentText() or None)
        except CryographError as error:
            self.failed.emit(error)
            return
        row = next((row for row in self.rows if row.target.tensor == target.tensor), None) or self._add_row(target)
        row.field.setFocus()

    def fetch_here(self, name: str) -> None:
        """Fetch this one, beside what is fetched already."""
        if not self._filled:
            self._later.append(lambda: self.fetch_here(name))
            return
        names = _names(self.fetches.currentText())
        if name not in names:
            self.fetches.setEditText(", ".join([*names, name]))

    def _feed_other(self) -> None:
        name = self.other.text().strip()
        if name:
            self.feed_here(name)
            self.other.clear()

    def _choose_labels(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Names of the classes, one per line"))
        if path:
            self.labels_chosen.emit(Path(path))

    def _choose_libraries(self) -> None:
        """None chosen: none are loaded."""
        title = self.tr("Libraries with custom ops")
        found, _ = QFileDialog.getOpenFileNames(self, title, "", self.tr("Libraries") + " (*.so)")
        self.libraries = [Path(name) for name in found]
        self.retranslate()

    @property
    def library_words(self) -> str:
        """How the button is called that loads custom ops."""
        return without_mnemonic(self.tr("&Op library…"))

    @property
    def _fetch_field(self) -> QLineEdit:
        field = self.fetches.lineEdit()
        assert field is not None
        return field

    # Language.

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self._signature_label.setText(self.tr("Signature"))
        self.signature.setAccessibleName(self.tr("Signature"))
        self._inputs.setText(self.tr("Inputs").upper())
        self._outputs.setText(self.tr("Outputs").upper())
        self.fetches.setAccessibleName(self.tr("Outputs"))
        self.other.setPlaceholderText(self.tr("Feed another tensor: its name, then Enter"))
        self._fetch_field.setPlaceholderText(self.tr("Names of ops or tensors"))
        self.labels.setText(self.tr("&Labels…"))
        self.labels.setToolTip(self.tr("A file with the names of the classes, one per line"))
        names = ", ".join(path.name for path in self.libraries)
        self.library.setText(names or self.tr("&Op library…"))
        self.library.setToolTip(self.tr("A library (.so) with the ops that are not part of TensorFlow"))
        for row in self.rows:
            row.retranslate()


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[,\s]+", text.strip()) if name]

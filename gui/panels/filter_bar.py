"""What stands at the right of the Variables tab: totals, the filter, and the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QToolButton,
    QWidget,
)

from gui.formatting import format_bytes, format_count
from gui.models.filtering import FilterError
from gui.models.variables_model import VariablesModel
from gui.panels.widgets import HintedEdit, label
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.variables.catalogue import Variable


class _FilterField(HintedEdit):
    """As wide as its hint where there is room, narrower before the tabs beside it are cut."""

    def sizeHint(self) -> QSize:
        return QSize(262, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(90, super().minimumSizeHint().height())


class FilterBar(QWidget):
    """What is shown in all, and the field that filters while one types."""

    applied = Signal()

    def __init__(self, model: VariablesModel, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(12)
        self.totals = label("", "small")
        self.field = _FilterField()
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)
        self.field.setMaximumWidth(262)
        set_role(self.field, "compact")
        layout.addWidget(self.totals)
        layout.addWidget(self.field)
        self.more = QToolButton()
        set_role(self.more, "tiny")
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout.addWidget(self.more)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self.apply)
        self.field.textChanged.connect(lambda _: self._timer.start())
        self.field.returnPressed.connect(self.apply)
        model.shown_changed.connect(self._show_totals)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def apply(self) -> None:
        """Filter by what is in the field; what makes no sense colours the field and says why."""
        self._timer.stop()
        text = self.field.text()
        problem = ""
        if text != self._model.filter:
            try:
                self._model.set_filter(text)
            except FilterError as error:
                problem = str(error)
            else:
                self.applied.emit()
        self.field.setProperty("bad", "true" if problem else "false")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setToolTip(problem or self._help)

    def _retranslate(self) -> None:
        self.field.set_hints(self.tr("Filter: name, dtype:float32, size:>1K"), self.tr("Filter"))
        self._help = self.tr(
            "Part of a name, or a pattern with * and ?\n"
            "dtype:float32   group:model   shape:3x3x*\n"
            "size:>1M   elements:<=100   -word: without"
        )
        self.field.setToolTip(self._help)
        self.more.setText(self.tr("More") + " ▾")
        self._show_totals()

    def show_selected(self, rows: int, chosen: Callable[[], list[Variable]]) -> None:
        """Say what is selected, where it is more than one row."""
        if rows < 2:
            self._show_totals()
            return
        variables = chosen()
        text = self.tr("{count} selected").format(count=format_count(len(variables)))
        self.totals.setText(f"{text} · {format_bytes(sum(variable.nbytes for variable in variables))}")

    def _show_totals(self) -> None:
        rows, elements, size = self._model.totals()
        if rows == self._model.total:
            self.totals.setText("" if not rows else format_bytes(size))
        else:
            shown = self.tr("{rows} of {total}").format(rows=format_count(rows), total=format_count(self._model.total))
            self.totals.setText(f"{shown} · {format_bytes(size)}")
        what = self.tr("1 value, {size}") if elements == 1 else self.tr("{count} values, {size}")
        self.totals.setToolTip(what.format(count=format_count(elements), size=format_bytes(size)))

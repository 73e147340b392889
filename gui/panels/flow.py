"""A layout that goes on in the next row where a row is full, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets side by side at their natural size, as many rows as the width needs.

    Its minimum width is that of its widest widget, so a panel with many controls stays narrow where room is scarce.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 12, row_spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._row_spacing = row_spacing
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        widths = [item.sizeHint().width() for item in self._items]
        width = sum(widths) + self.spacing() * max(len(widths) - 1, 0) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        if not self._items:
            return QSize()
        margins = self.contentsMargins()
        widest = max(item.minimumSize().width() for item in self._items)
        height = max(item.minimumSize().height() for item in self._items)
        return QSize(widest + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items in `rect`, or only find the height that they take; none take none."""
        inner = rect.marginsRemoved(self.contentsMargins())
        x, y = inner.x(), inner.y()
        row: list[tuple[QLayoutItem, int, QSize]] = []
        for item in self._items:
            size = item.sizeHint()
            if row and x + size.width() > inner.right() + 1:
                y += self._place(row, y, move=move) + self._row_spacing
                x, row = inner.x(), []
            row.append((item, x, size))
            x += size.width() + self.spacing()
        height = self._place(row, y, move=move)
        return y + height - rect.y() + self.contentsMargins().bottom() if self._items else 0

    def _place(self, row: list[tuple[QLayoutItem, int, QSize]], y: int, *, move: bool) -> int:
        """One row, its items on one middle line; gives its height."""
        height = max((size.height() for _, _, size in row), default=0)
        for item, x, size in row if move else []:
            item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
        return height

"""Small parts that the panels are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from gui.stylesheet import set_role
from gui.theme import theme

SAME_END = "/.ATTRIBUTES/VARIABLE_VALUE"
"""How all names of a TensorFlow 2 checkpoint's variables end."""
UNBROKEN = 20
"""Letters that stay together in a narrow panel."""


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label with a look by name."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        set_role(result, role)
    result.setWordWrap(wrap)
    if selectable:
        result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        result.setCursor(Qt.CursorShape.IBeamCursor)
    return result


def copyable(widget: QWidget, text: str) -> None:
    """A context menu that copies `text` as it is: what is shown may be elided, or have invisible places to wrap."""
    action = QAction(QCoreApplication.translate("widgets", "Copy"), widget)
    action.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
    widget.addAction(action)
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def section(text: str) -> QLabel:
    """A quiet heading: small capitals with air between them."""
    result = label(text.upper(), "section")
    font = QFont(result.font())
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    result.setFont(font)
    return result


KEY_WIDTH = 104
"""Of the quiet column of names, at the ordinary size of text."""


def key_label(text: str) -> QLabel:
    """A name in the left column of a list of facts; long ones wrap, so that the values stand in one line."""
    result = label(breakable(text), "quiet", wrap=True)
    result.setFixedWidth(round(KEY_WIDTH * max(result.fontMetrics().height() / 15, 1)))
    result.setAlignment(Qt.AlignmentFlag.AlignTop)
    return result


def rule() -> QFrame:
    """A thin line across."""
    result = QFrame()
    result.setProperty("role", "rule")
    return result


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Column(QScrollArea):
    """A panel's content: parts below each other, scrolled when they don't fit, never sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        # Not aligned to the top by a flag: a layout that is aligned does not give wrapped text its height.
        outer = QVBoxLayout(self._body)
        outer.setContentsMargins(0, 0, 0, 14)
        outer.setSpacing(0)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        outer.addLayout(self.column)
        outer.addStretch(1)
        self.setWidget(self._body)


class Elided(QWidget):
    """One line of text that gives up its middle where it doesn't fit; the whole is in its tooltip.

    Args:
        text: the line.
        role: its look.
        shorter: the same in fewer words, for where there is no room for all.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None, *, shorter: str = "") -> None:
        super().__init__(parent)
        self._shorter = shorter or text
        self._label = label(text, role)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._text = text
        self.setToolTip(text)
        copyable(self, text)
        self._fit()

    @property
    def text(self) -> str:
        return self._text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        self._label.ensurePolished()
        metrics = QFontMetrics(self._label.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, self._label.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(30, self._label.sizeHint().height())

    def _fit(self) -> None:
        metrics = QFontMetrics(self._label.font())
        text = self._text if metrics.horizontalAdvance(self._text) <= self.width() else self._shorter
        self._label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(self.width(), 1)))


class HintedEdit(QLineEdit):
    """A line edit that shows the longest of its hints that fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[str, ...] = ()

    def set_hints(self, *hints: str) -> None:
        """What stands there while it is empty, the longest first."""
        self._hints = hints
        self._hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def _hint(self) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        # The editor keeps two pixels free at each side, and one for the cursor.
        room = inside.width() - 5
        fitting = (hint for hint in self._hints if self.fontMetrics().horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fitting, self._hints[-1] if self._hints else ""))


class Link(QLabel):
    """A text that is followed by a click or with Enter; elided in the middle when there is no room."""

    followed = Signal()

    def __init__(self, text: str, follow: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.linkActivated.connect(lambda _: follow())
        copyable(self, text)
        self._fit()

    @property
    def full_text(self) -> str:
        return self._text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, room = QFontMetrics(self.font()), max(self.width() - 2, 40)
        text = self._text
        if text.endswith(SAME_END) and metrics.horizontalAdvance(text) > room:
            # What tells it from others is before that.
            text = text.removesuffix(SAME_END) + "/…"
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        self.setText(f'<a href="#" style="text-decoration:none">{escape(shown)}</a>')


class Card(QFrame):
    """A sentence in a box with a coloured left edge. `severity`: info, warning, error, good."""

    def __init__(self, severity: str, html: str, remedy: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", f"card-{severity}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(3)
        what = QLabel(html)
        what.setTextFormat(Qt.TextFormat.RichText)
        what.setWordWrap(True)
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(what)
        if remedy:
            layout.addWidget(label(remedy, "small", wrap=True, selectable=True))


class Slider(QSlider):
    """A thin line with a disc on it; the style's own doesn't go with the rest."""

    DISC = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setPageStep(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, room = self.height() / 2, self.width() - self.DISC - 2
        span = max(self.maximum() - self.minimum(), 1)
        x = 1 + self.DISC / 2 + room * (self.value() - self.minimum()) / span
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.colour("line_strong"))
        painter.drawRoundedRect(QRectF(1, middle - 1.5, self.width() - 2, 3), 1.5, 1.5)
        painter.setBrush(palette.colour("accent" if self.isEnabled() else "line_strong"))
        painter.drawRoundedRect(QRectF(1, middle - 1.5, x, 3), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(palette.colour("text"), 1.5))
        painter.drawEllipse(QPointF(x, middle), self.DISC / 2 - 0.5, self.DISC / 2 - 0.5)
        painter.end()


class Dot(QWidget):
    """A small disc in one of the palette's colours."""

    def __init__(self, role: str, size: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.setFixedSize(size, size)

    def set_role(self, role: str) -> None:
        self._role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().palette.colour(self._role))
        painter.drawEllipse(self.rect())
        painter.end()


def breakable(text: str) -> str:
    """`text` with invisible places to wrap, so that nothing long widens a panel: after `/`, `.`, `-` and `_`, and after
    so many letters that have no place.
    """
    result = re.sub(r"[/._-]", "\\g<0>\u200b", text)
    return re.sub(rf"[^\s\u200b]{{{UNBROKEN}}}(?=[^\s\u200b])", "\\g<0>\u200b", result)

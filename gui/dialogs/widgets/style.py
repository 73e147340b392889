"""The dialogs' style sheet, made from the palette in force.

Widgets say what they are through dynamic properties (`kind="field"`, `severity="warning"`); colours
stand only here, so that a change of theme is one new style sheet.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.theme import Palette, theme


def dialog_style(palette: Palette) -> str:
    """The style sheet of a dialog in the colours of `palette`."""
    p = palette
    return f"""
    QDialog, QScrollArea, QWidget[kind="page"] {{ background: {p.panel}; color: {p.text}; }}
    QScrollArea {{ border: none; }}
    QLabel {{ color: {p.text}; background: transparent; }}
    QLabel[kind="quiet"], QCheckBox[kind="quiet"] {{ color: {p.quiet}; }}
    QLabel[kind="good"] {{ color: {p.good}; }}
    QLabel[kind="warning"] {{ color: {p.warning}; }}
    QLabel[kind="error"] {{ color: {p.error}; }}
    QLabel[kind="running"] {{ color: {p.accent}; }}
    QLabel[kind="title"] {{ font-weight: 600; font-size: 15px; }}
    QLabel[kind="heading"] {{ font-weight: 600; }}

    QFrame[kind="field"] {{ background: {p.canvas}; border: 1px solid {p.line}; border-radius: 6px; }}
    QFrame[kind="field"][focused="true"] {{ border-color: {p.accent}; }}
    QFrame[kind="field"] QLineEdit {{ background: transparent; border: none; padding: 5px 10px; min-height: 18px;
        color: {p.text}; }}
    QFrame[kind="field"] QListWidget {{ background: transparent; border: none; outline: none; }}
    QFrame[kind="field"] QTreeWidget {{ background: transparent; border: none; outline: none; color: {p.text}; }}
    QFrame[kind="field"] QTreeWidget::item {{ min-height: 24px; padding: 0 6px; }}
    QFrame[kind="field"] QTreeWidget::item:selected {{ background: {p.selection}; color: {p.text}; }}
    QFrame[kind="field"] QHeaderView::section {{ background: transparent; color: {p.quiet}; border: none;
        border-bottom: 1px solid {p.line}; padding: 4px 9px; }}
    QListWidget[kind="side"] {{ background: {p.canvas}; border: none; outline: none; padding: 2px 0 8px 0; }}
    QFrame[kind="rule"] {{ background: {p.line}; border: none; }}

    QLineEdit[kind="plain"], QPlainTextEdit[kind="plain"], QSpinBox {{
        background: {p.canvas}; border: 1px solid {p.line}; border-radius: 6px; padding: 5px 8px; color: {p.text};
        selection-background-color: {p.selection}; selection-color: {p.text};
    }}
    QComboBox QAbstractItemView {{ background: {p.panel}; border: 1px solid {p.line_strong}; padding: 4px;
        outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 8px; color: {p.text}; border-radius: 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {p.selection}; color: {p.text}; }}
    QComboBox QAbstractItemView::item:disabled {{ color: {p.quiet}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
    QSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 6px; color: {p.text}; }}
    QLineEdit[kind="plain"]:focus, QSpinBox:focus {{ border-color: {p.accent}; }}
    QLineEdit[kind="plain"][wrong="true"] {{ border-color: {p.error}; }}

    QFrame[kind="card"] {{ background: {p.canvas}; border: none; border-left: 3px solid {p.line_strong};
        border-top-left-radius: 2px; border-bottom-left-radius: 2px; }}
    QFrame[kind="card"][severity="good"] {{ border-left-color: {p.good}; }}
    QFrame[kind="card"][severity="warning"] {{ border-left-color: {p.warning}; }}
    QFrame[kind="card"][severity="error"] {{ border-left-color: {p.error}; }}
    QFrame[kind="card"][severity="busy"] {{ border-left-color: {p.accent}; }}

    QFrame[kind="code"] {{ background: {p.canvas}; border: 1px solid {p.line}; border-radius: 4px; }}
    QFrame[kind="code"] QPlainTextEdit {{ background: transparent; border: none; padding: 0; color: {p.text};
        selection-background-color: {p.selection}; selection-color: {p.text}; }}

    QFrame[kind="footer"] {{ background: {p.panel}; border: none; border-top: 1px solid {p.line}; }}
    QPushButton {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.line}; border-radius: 6px;
        padding: 6px 14px; min-height: 16px; }}
    QPushButton:hover {{ background: {p.hover}; }}
    QPushButton:pressed {{ background: {p.selection}; }}
    QPushButton:focus {{ border-color: {p.accent}; }}
    QPushButton:disabled {{ color: {p.quiet}; background: {p.window}; }}
    QPushButton[kind="primary"] {{ background: {p.accent}; color: {p.on_accent}; border-color: {p.accent};
        font-weight: 600; }}
    QPushButton[kind="primary"]:focus {{ border-color: {p.text}; }}
    QPushButton[kind="primary"]:disabled {{ background: {p.line}; color: {p.quiet}; border-color: {p.line}; }}
    QPushButton[kind="link"] {{ background: transparent; border: none; padding: 0; color: {p.quiet};
        text-align: left; min-height: 0; }}
    QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus {{ color: {p.accent};
        text-decoration: underline; }}

    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {p.line_strong}; border-radius: 3px; min-height: 28px; margin: 2px; }}
    QScrollBar::handle:vertical:hover {{ background: {p.quiet}; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}

    QProgressBar {{ background: {p.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
    """


def list_style(palette: Palette) -> str:
    """The style sheet of a list that pops up under a field; it is a window of its own, which inherits nothing."""
    p = palette
    return f"""
    QListView {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.line_strong}; padding: 4px;
        outline: none; }}
    QListView::item {{ min-height: 24px; padding: 0 6px; border-radius: 4px; }}
    QListView::item:hover {{ background: {p.hover}; }}
    QListView::item:selected {{ background: {p.selection}; color: {p.text}; }}
    """


class _Follower(QObject):
    """Restyles its parent; as the parent's child it is disconnected with it, for the theme outlives every dialog."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        theme().changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        self._widget.setStyleSheet(dialog_style(theme().palette))


def follow_theme(widget: QWidget) -> None:
    """Keep `widget`'s style sheet in the colours of the theme for as long as the widget lives."""
    _Follower(widget)


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set the dynamic property `name` and have the style sheet looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)

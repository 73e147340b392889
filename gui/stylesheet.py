"""The look of every widget, as one style sheet made from a palette: flat, thin lines, quiet headers.

Sizes are in Qt's pixels, which are device independent. `base` is the height of ordinary text; everything
else follows from it. Widgets take part by object name or by the dynamic property `role`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

from gui.settings import DEFAULT_FONT_SIZE
from gui.theme import Palette, qt_palette, theme

_ARROW = (Path(str(files("resources"))) / "icons" / "arrow-down.svg").as_posix()
"""Grey enough for both themes: a style sheet takes pictures from files only."""

CJK = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei")
"""Fonts for Chinese, the best first."""


def small(base: int) -> int:
    """Height of the second line of text under a first one."""
    return max(10, base - 2)


def title(base: int) -> int:
    """Height of a panel's title."""
    return base + 4


def apply(app: QApplication, base: int = DEFAULT_FONT_SIZE) -> None:
    """Put the theme's palette and the style sheet in force for the whole application."""
    font = QFont(app.font())
    # The desktop's font by its real name: an alias such as "Sans Serif" would lose against the names after it.
    own = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    chinese = QLocale().language() is QLocale.Language.Chinese
    there = set(QFontDatabase.families()) if chinese else set()
    # A Chinese font that only fills in for a Latin one may come in the wrong weight, so it leads where it is read.
    font.setFamilies([*(family for family in CJK if family in there), own])
    font.setPixelSize(base)
    app.setFont(font)
    app.setPalette(qt_palette(theme().palette))
    app.setStyleSheet(stylesheet(theme().palette, base))


def set_role(widget: QWidget, role: str) -> None:
    """Give `widget` a look by name (`quiet`, `small`, `primary`, …), also when it is shown already."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def digits_font(font: QFont) -> QFont:
    """`font` with figures of one width, so that columns of numbers stand straight."""
    result = QFont(font)
    result.setFeature(QFont.Tag.fromString("tnum"), 1)
    return result


def stylesheet(p: Palette, base: int = DEFAULT_FONT_SIZE) -> str:
    """The style sheet for palette `p`."""
    return "\n".join(part(p, base) for part in (_text, _frames, _buttons, _fields, _lists, _tabs, _bars, _menus))


def _text(p: Palette, base: int) -> str:
    return f"""
QLabel {{ color: {p.text}; background: transparent; }}
QLabel[role="quiet"] {{ color: {p.quiet}; }}
QLabel[role="small"] {{ color: {p.quiet}; font-size: {small(base)}px; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="section"] {{ color: {p.quiet}; font-size: {small(base)}px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title(base)}px; font-weight: 700; }}
QLabel[role="headline"] {{ font-size: {base + 9}px; font-weight: 600; }}
QLabel[role="error"] {{ color: {p.error}; }}
QLabel[role="warning"] {{ color: {p.warning}; }}
QLabel[role="good"] {{ color: {p.good}; }}
QLabel[role="tab-count"] {{ color: {p.quiet}; }}
QLabel[role="tab-warning"] {{ color: {p.warning}; font-weight: 600; }}
QLabel[role="tab-error"] {{ color: {p.error}; font-weight: 600; }}
QLabel:disabled {{ color: {p.quiet}; }}
QToolTip {{ color: {p.text}; background: {p.panel}; border: 1px solid {p.line_strong}; padding: 4px 6px; }}
"""


def _frames(p: Palette, base: int) -> str:
    return f"""
QMainWindow, QDialog {{ background: {p.panel}; }}
QMainWindow::separator {{ background: {p.line}; width: 1px; height: 1px; margin: 0; }}
QMainWindow::separator:hover {{ background: {p.accent}; }}
QDockWidget {{ border: none; }}
QDockWidget > QWidget {{ background: {p.panel}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {p.panel}; border: none; }}
QSplitter::handle {{ background: {p.line}; }}
QFrame[role="rule"] {{ background: {p.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="column"] {{ background: {p.line}; border: none; max-width: 1px; min-width: 1px; }}
QFrame[role="row"] {{ background: {p.panel}; border: none; border-bottom: 1px solid {p.line}; }}
QFrame[role="card"], QFrame[role="card-warning"], QFrame[role="card-error"], QFrame[role="card-info"],
QFrame[role="card-good"] {{
    background: {p.panel}; border: 1px solid {p.line}; border-left: 3px solid {p.line_strong};
    border-top-right-radius: 4px; border-bottom-right-radius: 4px; }}
QFrame[role="card-warning"] {{ border-left-color: {p.warning}; }}
QFrame[role="card-error"] {{ border-left-color: {p.error}; }}
QFrame[role="card-info"] {{ border-left-color: {p.accent}; }}
QFrame[role="card-good"] {{ border-left-color: {p.good}; }}
QFrame[role="page"], QWidget[role="page"] {{ background: {p.canvas}; }}
QFrame[role="popup"] {{ background: {p.panel}; border: 1px solid {p.line_strong}; border-radius: 6px; }}
QFrame[role="message"] {{ background: {p.selection}; border: none; border-bottom: 1px solid {p.line}; }}
QGroupBox {{ border: none; margin-top: {base + 12}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; color: {p.quiet}; }}
"""


def _buttons(p: Palette, base: int) -> str:
    pad = f"padding: {base // 2 - 1}px {base + 1}px; min-height: {base + 4}px;"
    return f"""
QPushButton {{ {pad} color: {p.text}; background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px;
    outline: none; }}
QPushButton:hover {{ background: {p.hover}; border-color: {p.line_strong}; }}
QPushButton:pressed {{ background: {p.selection}; }}
QPushButton:focus {{ border-color: {p.accent}; }}
QPushButton:disabled {{ color: {p.quiet}; background: {p.window}; }}
QPushButton[role="primary"] {{ {pad} color: {p.on_accent}; background: {p.accent}; border: 1px solid {p.accent};
    font-weight: 600; }}
QPushButton[role="primary"]:hover {{ background: {_mix(p.accent, p.text, 0.12)}; }}
QPushButton[role="primary"]:pressed {{ background: {_mix(p.accent, p.text, 0.25)}; }}
QPushButton[role="primary"]:focus {{ border-color: {p.text}; }}
QPushButton[role="primary"]:disabled {{ color: {p.quiet}; background: {p.window}; border-color: {p.line}; }}
QPushButton[role="link"], QToolButton[role="link"] {{ color: {p.accent}; background: transparent; border: none;
    padding: 1px 2px; min-height: 0; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ text-decoration: underline; }}
QPushButton[role="link"]:disabled {{ color: {p.quiet}; }}
QPushButton[role="quiet"] {{ color: {p.quiet}; background: transparent; border: 1px solid transparent;
    padding: 1px 6px; min-height: 0; border-radius: 4px; }}
QPushButton[role="quiet"]:hover {{ color: {p.text}; background: {p.hover}; }}
QPushButton[role="quiet"]:focus {{ border-color: {p.accent}; }}
QToolButton {{ color: {p.text}; background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: {base // 2 - 2}px {base - 2}px; }}
QToolButton:hover, QToolButton:open {{ background: {p.hover}; }}
QToolButton:focus {{ border-color: {p.accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton[role="boxed"] {{ border: 1px solid {p.line}; background: {p.panel}; padding: 5px 10px; }}
QToolButton[role="boxed"]:hover, QToolButton[role="boxed"]:open {{ border-color: {p.line_strong};
    background: {p.hover}; }}
QToolButton[role="boxed"]:focus {{ border-color: {p.accent}; }}
QToolButton[role="compact"] {{ border: 1px solid {p.line}; background: {p.canvas}; border-radius: 5px;
    padding: 1px 10px; min-height: {base + 4}px; }}
QToolButton[role="compact"]:hover, QToolButton[role="compact"]:open {{ border-color: {p.line_strong}; }}
QToolButton[role="compact"]:focus {{ border-color: {p.accent}; }}
QToolButton[role="tiny"] {{ padding: 2px; border-radius: 4px; }}
"""


def _fields(p: Palette, base: int) -> str:
    return f"""
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit {{
    color: {p.text}; background: {p.canvas}; border: 1px solid {p.line}; border-radius: 6px;
    padding: 4px 9px; min-height: {base + 5}px;
    selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; height: 0; border: none; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 8px; min-height: 0; }}
QComboBox QLineEdit {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {p.quiet}; }}
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover {{ border-color: {p.line_strong}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus {{
    border-color: {p.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {{
    color: {p.quiet}; background: {p.window}; }}
QLineEdit[role="compact"], QSpinBox[role="compact"], QComboBox[role="compact"] {{
    padding: 1px 8px; min-height: {base + 7}px; border-radius: 5px; }}
QPlainTextEdit[role="page"] {{ background: {p.panel}; border: none; border-radius: 0; padding: 8px 10px; }}
QLineEdit[bad="true"] {{ border-color: {p.error}; }}
QComboBox::drop-down {{ border: none; width: {base + 9}px; }}
QComboBox::down-arrow {{ image: url("{_ARROW}"); width: {base}px; height: {base}px; }}
QComboBox QAbstractItemView {{ background: {p.panel}; border: 1px solid {p.line_strong}; outline: none;
    selection-background-color: {p.selection}; selection-color: {p.text}; padding: 4px; }}
QCheckBox, QRadioButton {{ color: {p.text}; spacing: 8px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {p.quiet}; }}
"""


def _lists(p: Palette, base: int) -> str:
    return f"""
QAbstractItemView {{ color: {p.text}; background: {p.panel}; border: none; outline: none;
    selection-background-color: {p.selection}; selection-color: {p.text}; alternate-background-color: {p.panel}; }}
QTableView {{ gridline-color: {p.line}; }}
QTableView::item {{ border: none; padding: 0 12px; }}
QTableView[role="lined"]::item {{ border-bottom: 1px solid {p.line}; }}
QTreeView::item, QListView::item {{ border: none; padding: 4px 6px; }}
QTreeView::item {{ padding: 0; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {p.selection};
    color: {p.text}; }}
QTreeView::item:hover:!selected, QListView::item:hover:!selected {{ background: {p.hover}; }}
QHeaderView {{ background: {p.panel}; border: none; }}
QHeaderView::section {{ color: {p.quiet}; background: {p.panel}; border: none; border-bottom: 1px solid {p.line};
    padding: 3px 15px; font-size: {small(base) + 1}px; font-weight: 400; min-height: {base + 5}px; }}
QHeaderView::section:vertical {{ border-bottom: none; border-right: 1px solid {p.line}; padding: 0 8px; }}
QHeaderView::section:hover {{ color: {p.text}; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ width: 0; height: 0; }}
QTableCornerButton::section {{ background: {p.panel}; border: none; border-bottom: 1px solid {p.line};
    border-right: 1px solid {p.line}; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {p.line_strong}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {p.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QAbstractScrollArea::corner {{ background: {p.panel}; border: none; }}
"""


def _tabs(p: Palette, base: int) -> str:
    return f"""
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{ color: {p.quiet}; background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: {base // 2 + 1}px 0 {base // 2 - 1}px {base + 1}px; margin: 0; }}
QTabBar::tab:hover {{ color: {p.text}; }}
QTabBar::tab:selected {{ color: {p.text}; font-weight: 600; border-bottom-color: {p.accent}; }}
QTabBar::tab:focus {{ color: {p.accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {p.line}; }}
"""


def _bars(p: Palette, base: int) -> str:
    return f"""
QToolBar {{ background: {p.panel}; border: none; border-bottom: 1px solid {p.line}; padding: 4px 12px 6px 12px;
    spacing: 8px; }}
QToolBar::separator {{ background: transparent; width: 4px; }}
QStatusBar {{ background: {p.panel}; border-top: 1px solid {p.line}; color: {p.quiet}; min-height: {base + 15}px; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {p.quiet}; font-size: {base - 1}px; }}
QStatusBar QSizeGrip {{ width: 0; height: 0; }}
QProgressBar {{ background: {p.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
"""


def _menus(p: Palette, base: int) -> str:
    return f"""
QMenuBar {{ background: {p.panel}; color: {p.text}; border: none; padding: 1px 8px 0 8px; spacing: 0; }}
QMenuBar::item {{ padding: 3px 9px; border-radius: 4px; background: transparent; color: {p.quiet};
    font-size: {base - 1}px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {p.hover}; color: {p.text}; }}
QMenu {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.line_strong}; padding: 5px; }}
QMenu::item {{ padding: 5px {base * 2}px 5px {base * 2}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.selection}; }}
QMenu::item:disabled {{ color: {p.quiet}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 5px 8px; }}
"""


def _mix(first: str, second: str, part: float) -> str:
    """`first` with `part` of `second` in it; both `#rrggbb`."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)

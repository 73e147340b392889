"""The bar above the graph: where one is, and how it is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from gui.theme import theme

SEPARATOR = "›"
SIDE = 8
"""Pixels left free at both ends."""
LENGTHS = (40, 28, 20, 14, 10, 6)
"""Characters of a label, the most that fit."""


class Breadcrumbs(QWidget):
    """Title › scope › … at the left; fit, zoom, colours and weights at the right.

    Signals:
        crumb_clicked: key of the container, `""` for the whole graph.
        fit_clicked: show everything.
        full_size_clicked: the zoom was clicked: back to 100 %.
        fold_chosen: weights folded into their ops, or as nodes.
        colour_chosen: what the strips show.
        function_chosen: name of a function to show.
        depth_chosen: open everything to a depth; −1: everything, 0: close everything.
    """

    crumb_clicked = Signal(str)
    fit_clicked = Signal()
    full_size_clicked = Signal()
    fold_chosen = Signal(bool)
    colour_chosen = Signal(str)
    depth_chosen = Signal(int)
    function_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumbs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._graphs: list[tuple[str, str]] = []
        self._functions: list[str] = []
        self._path: list[tuple[str, str]] = []
        self._folded = True
        self._colour = "category"
        self._ran = False
        self._zoom_value = 1.0
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 2, SIDE, 2)
        row.setSpacing(0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # a long path must not widen the window
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(0)
        row.addLayout(self._crumbs)
        row.addStretch(1)
        self.functions_button = _button(self, menu=True)
        row.addWidget(self.functions_button)
        self.open_button = _button(self, menu=True)
        self.fit_button = _button(self)
        self.zoom_button = _button(self)
        self.colour_button = _button(self, menu=True)
        self.weights_button = _button(self, menu=True)
        self._dots: list[QLabel] = []
        buttons = (self.open_button, self.fit_button, self.zoom_button, self.colour_button, self.weights_button)
        for i, button in enumerate(buttons):
            if i not in (0, 2):
                self._dots.append(QLabel("·", self))
                row.addWidget(self._dots[-1])
            row.addWidget(button)
        self.fit_button.clicked.connect(self.fit_clicked)
        self.zoom_button.clicked.connect(self.full_size_clicked)
        self._view_buttons = buttons
        self.setMinimumWidth(200)
        self.retranslate()
        self.show_path([], [])
        self.show_functions([])
        self._restyle()
        theme().changed.connect(self._restyle)

    # What it shows.

    def show_path(self, graphs: list[tuple[str, str]], path: list[tuple[str, str]]) -> None:
        """Show `graph › label › label`; (key, label) outermost first; an empty path is the whole graph.

        Args:
            graphs: the model's graph, and those that were opened from it, e.g. a function's.
            path: containers in the last of them.
        """
        if (graphs, path) == (self._graphs, self._path) and self._crumbs.count():
            return
        self._graphs, self._path = graphs, path
        while (item := self._crumbs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        parts = [*graphs, *path] if path else [*graphs, ("", self.tr("all"))]
        if len(parts) > 7:
            parts = [*parts[:3], (parts[-4][0], "…"), *parts[-3:]]
        labels = [label for _, label in parts]
        # Where one is comes before how it is shown, which the menus tell as well.
        self._name_buttons(brief=False)
        if not self._fits(labels, LENGTHS[0]):
            self._name_buttons(brief=True)
        longest = next((longest for longest in LENGTHS if self._fits(labels, longest)), LENGTHS[-1])
        for i, (key, label) in enumerate(parts):
            if i:
                self._crumbs.addWidget(QLabel(SEPARATOR, self))
            last = i == len(parts) - 1
            crumb = _button(self)
            crumb.setText(_shortened(label, longest).replace("&", "&&"))
            crumb.setProperty("last", last)
            crumb.setToolTip(key if key in dict(path) else label)
            crumb.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            crumb.clicked.connect(lambda _=False, key=key: self.crumb_clicked.emit(key))
            self._crumbs.addWidget(crumb)

    def _fits(self, labels: list[str], longest: int) -> bool:
        """Whether labels of at most so many characters stand beside the buttons at the right."""
        rest = (*self._view_buttons, self.functions_button, *self._dots)
        room = self.width() - 2 * SIDE - sum(part.sizeHint().width() for part in rest if not part.isHidden())
        metrics = self.fit_button.fontMetrics()
        around = self.fit_button.sizeHint().width() - metrics.horizontalAdvance(self.fit_button.text())
        between = self._dots[0].sizeHint().width() + metrics.horizontalAdvance(SEPARATOR)
        words = sum(metrics.horizontalAdvance(_shortened(label, longest)) for label in labels)
        return words + around * len(labels) + between * (len(labels) - 1) <= room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show_path_anew()

    def _show_path_anew(self) -> None:
        """Words or width have changed."""
        path, self._path = self._path, [("?", "?")]
        self.show_path(self._graphs, path)

    def show_functions(self, names: list[str]) -> None:
        """Offer the functions of the model's library."""
        self._functions = names
        self.functions_button.setVisible(bool(names))
        self._show_path_anew()
        menu = self._menu(self.functions_button)
        for name in names:
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, name=name: self.function_chosen.emit(name)
            )

    def show_zoom(self, scale: float) -> None:
        """Show the scale in percent."""
        self._zoom_value = scale
        percent = scale * 100
        text = f"{percent:.0f}" if percent >= 1 else f"{percent:.1g}"
        self.zoom_button.setText(self.tr("{percent} %").format(percent=text))

    def show_folded(self, folded: bool) -> None:
        """Show whether weights are folded."""
        self._folded = folded
        self.retranslate()

    def offer_run(self, there: bool) -> None:
        """Whether there is a run whose times and places can be shown."""
        if there != self._ran:
            self._ran = there
            self.retranslate()

    def show_colour(self, colour: str) -> None:
        """Show what the strips show."""
        self._colour = colour
        self.retranslate()

    def enable_view(self, enabled: bool) -> None:
        """Without a graph there is nothing to fit or fold: the buttons are not there."""
        for widget in (*self._view_buttons, *self._dots):
            widget.setVisible(enabled)

    # Language and colours.

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the texts in the language in force."""
        self.setAccessibleName(self.tr("Where you are in the graph"))
        self.fit_button.setText(self.tr("Fit"))
        self.fit_button.setToolTip(self.tr("Show the whole graph (F)"))
        self.zoom_button.setToolTip(self.tr("Back to 100 % (0)"))
        self.open_button.setText(self.tr("Scopes ▾"))
        self.open_button.setToolTip(self.tr("Open or close many name scopes at once"))
        self.functions_button.setText(self.tr("Functions ▾"))
        self.functions_button.setToolTip(self.tr("Show the body of a function of this model"))
        colours = self._colours()
        self.colour_button.setToolTip(self.tr("What the strip at the left of an op shows"))
        self.weights_button.setToolTip(self.tr("Weights inside the op that reads them, or as nodes of their own"))
        self.show_zoom(self._zoom_value)
        self._make_menus(colours)
        self._show_path_anew()

    def _colours(self) -> dict[str, str]:
        """What the strips can show, in words."""
        colours = {
            "category": self.tr("category"),
            "device": self.tr("device"),
            "dtype": self.tr("dtype"),
            "scope": self.tr("name scope"),
            "parameters": self.tr("parameter bytes"),
        }
        if self._ran:
            colours |= {"time": self.tr("time in the last run"), "ran": self.tr("device of the last run")}
        return colours

    def _name_buttons(self, *, brief: bool) -> None:
        """Name the buttons that tell what is chosen; `brief`: without telling it."""
        by = self._colours()[self._colour]
        state = self.tr("folded") if self._folded else self.tr("as nodes")
        self.colour_button.setText(self.tr("Colour ▾") if brief else self.tr("Colour: {by} ▾").format(by=by))
        self.weights_button.setText(
            self.tr("Weights ▾") if brief else self.tr("Weights: {state} ▾").format(state=state)
        )

    def _make_menus(self, colours: dict[str, str]) -> None:
        weights = self._menu(self.weights_button)
        for folded, text in ((True, self.tr("&Folded into the op that reads them")), (False, self.tr("As &nodes"))):
            self._choice(weights, text, folded == self._folded, lambda f=folded: self.fold_chosen.emit(f))
        colour = self._menu(self.colour_button)
        for name, text in colours.items():
            self._choice(colour, text, name == self._colour, lambda n=name: self.colour_chosen.emit(n))
        depths = self._menu(self.open_button)
        for depth, text in (
            (-1, self.tr("Open &all")),
            (1, self.tr("Open &one level")),
            (2, self.tr("Open &two levels")),
            (3, self.tr("Open t&hree levels")),
            (0, self.tr("&Close all")),
        ):
            depths.addAction(text).triggered.connect(lambda _=False, d=depth: self.depth_chosen.emit(d))

    def _menu(self, button: QToolButton) -> QMenu:
        old = button.menu()
        menu = QMenu(button)
        QActionGroup(menu)
        button.setMenu(menu)
        if old is not None:
            old.deleteLater()
        return menu

    def _choice(self, menu: QMenu, text: str, checked: bool, chosen: object) -> None:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(checked)
        group = menu.findChild(QActionGroup)
        if group is not None:
            group.addAction(action)
        action.triggered.connect(lambda _=False: chosen())  # type: ignore[operator]
        menu.addAction(action)

    def _restyle(self) -> None:
        palette = theme().palette
        self.setStyleSheet(
            f"#breadcrumbs {{ background: {palette.canvas}; border: none; border-bottom: 1px solid {palette.line}; }}"
            f"#breadcrumbs QLabel {{ color: {palette.quiet}; background: transparent; padding: 0 2px; }}"
            f"#breadcrumbs QToolButton {{ color: {palette.quiet}; background: transparent; border: none;"
            " border-radius: 4px; padding: 5px 5px; }"
            f'#breadcrumbs QToolButton[last="true"] {{ color: {palette.text}; }}'
            f"#breadcrumbs QToolButton:hover {{ color: {palette.text}; background: {palette.hover}; }}"
            f"#breadcrumbs QToolButton:focus {{ border: 1px solid {palette.accent}; padding: 4px 4px; }}"
            "#breadcrumbs QToolButton::menu-indicator { image: none; width: 0; }"
        )


def _shortened(label: str, longest: int) -> str:
    """A label without its middle, if it has more than so many characters."""
    if len(label) <= longest:
        return label
    return f"{label[: longest // 2 - 1]}…{label[-(longest - longest // 2) :]}"


def _button(parent: QWidget, *, menu: bool = False) -> QToolButton:
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if menu:
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button

"""Every command of the window with its shortcut, and the menus that hold them. What they do is the window's affair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.formatting import elide_middle

Keys = QKeySequence.StandardKey


class Actions(QObject):
    """The commands, as attributes. Texts are set by `retranslate`, so that the language can change."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open_file = self._new(Keys.Open)
        self.open_folder = self._new("Ctrl+Shift+O")
        self.reopen = self._new("F5")
        self.freeze = self._new("Ctrl+E")
        self.export = self._new("Ctrl+S")
        self.run = self._new("Ctrl+R")
        self.export_drawing = self._new("Ctrl+Shift+D")
        self.print_drawing = self._new(Keys.Print)
        self.close_model = self._new("Ctrl+W")
        self.settings = self._new("Ctrl+,", QAction.MenuRole.PreferencesRole)
        self.quit = self._new("Ctrl+Q", QAction.MenuRole.QuitRole)
        self.fit = self._new("Ctrl+9")
        self.zoom_in = self._new(Keys.ZoomIn)
        self.zoom_out = self._new(Keys.ZoomOut)
        self.zoom_100 = self._new("Ctrl+0")
        self.expand_all = self._new("Ctrl+Shift+E")
        self.collapse_all = self._new("Ctrl+Shift+C")
        self.find = self._new(Keys.Find)
        self.filter = self._new("Ctrl+L")
        self.next_hit = self._new("F3")
        self.previous_hit = self._new("Shift+F3")
        self.back = self._new("Alt+Left")
        self.forward = self._new("Alt+Right")
        self.show_variables = self._new("Alt+1")
        self.show_values = self._new("Alt+2")
        self.show_compare = self._new("Alt+3")
        self.show_problems = self._new("Alt+4")
        self.to_graph = self._new("Alt+0")
        self.about = self._new("", QAction.MenuRole.AboutRole)
        self.recent_menu = QMenu()
        self._recent: Callable[[], list[Path]] = list
        self._open_recent: Callable[[Path], None] = lambda _: None
        self._forget_recent: Callable[[], None] = lambda: None
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        self._menus: list[QMenu] = []

    def set_recent(
        self, recent: Callable[[], list[Path]], open_recent: Callable[[Path], None], forget: Callable[[], None]
    ) -> None:
        """Where the menu of recent paths gets them from, and what its entries do."""
        self._recent, self._open_recent, self._forget_recent = recent, open_recent, forget

    def fill(self, bar: QMenuBar, panels: list[QAction]) -> None:
        """Put the menus into `bar`. `panels`: the actions that show and hide the docks."""
        file, view, go, help_ = (bar.addMenu("") for _ in range(4))
        file.addActions([self.open_file, self.open_folder])
        file.addMenu(self.recent_menu)
        file.addActions([self.reopen, self.close_model])
        file.addSeparator()
        file.addActions([self.freeze, self.export, self.run])
        file.addSeparator()
        file.addActions([self.export_drawing, self.print_drawing])
        file.addSeparator()
        file.addAction(self.settings)
        file.addSeparator()
        file.addAction(self.quit)
        view.addActions([self.fit, self.zoom_in, self.zoom_out, self.zoom_100])
        view.addSeparator()
        view.addActions([self.expand_all, self.collapse_all])
        view.addSeparator()
        view.addActions(panels)
        go.addActions([self.find, self.next_hit, self.previous_hit])
        go.addSeparator()
        go.addActions([self.back, self.forward])
        go.addSeparator()
        go.addActions(
            [self.to_graph, self.show_variables, self.show_values, self.show_compare, self.show_problems, self.filter]
        )
        help_.addAction(self.about)
        self._menus = [file, view, go, help_]
        self.retranslate()

    def retranslate(self) -> None:
        """All texts in the language that is in force."""
        titles = (self.tr("&File"), self.tr("&View"), self.tr("&Go"), self.tr("&Help"))
        for menu, title in zip(self._menus, titles, strict=bool(self._menus)):
            menu.setTitle(title)
        self.recent_menu.setTitle(self.tr("Open &recent"))
        for action, text in (
            (self.open_file, self.tr("&Open file…")),
            (self.open_folder, self.tr("Open &folder…")),
            (self.reopen, self.tr("R&ead again")),
            (self.freeze, self.tr("Free&ze…")),
            (self.export, self.tr("E&xport…")),
            (self.run, self.tr("R&un…")),
            (self.export_drawing, self.tr("Export &drawing…")),
            (self.print_drawing, self.tr("&Print drawing…")),
            (self.close_model, self.tr("&Close")),
            (self.settings, self.tr("&Settings…")),
            (self.quit, self.tr("&Quit")),
            (self.fit, self.tr("&Fit in window")),
            (self.zoom_in, self.tr("Zoom &in")),
            (self.zoom_out, self.tr("Zoom &out")),
            (self.zoom_100, self.tr("&100 %")),
            (self.expand_all, self.tr("&Expand all scopes")),
            (self.collapse_all, self.tr("&Collapse all scopes")),
            (self.find, self.tr("&Search…")),
            (self.filter, self.tr("&Filter variables")),
            (self.next_hit, self.tr("&Next hit")),
            (self.previous_hit, self.tr("&Previous hit")),
            (self.back, self.tr("&Back")),
            (self.forward, self.tr("For&ward")),
            (self.to_graph, self.tr("&Graph")),
            (self.show_variables, self.tr("&Variables")),
            (self.show_values, self.tr("V&alues")),
            (self.show_compare, self.tr("Co&mpare")),
            (self.show_problems, self.tr("P&roblems")),
            (self.about, self.tr("&About Cryograph")),
        ):
            action.setText(text)

    def _new(self, keys: QKeySequence.StandardKey | str, role: QAction.MenuRole = QAction.MenuRole.NoRole) -> QAction:
        action = QAction(self)
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(QKeySequence.keyBindings(keys))
        elif keys:
            action.setShortcut(QKeySequence(keys))
        action.setMenuRole(role)
        return action

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        paths = self._recent()
        for number, path in enumerate(paths, 1):
            name = elide_middle(str(path), 70).replace("&", "&&")
            mnemonic = f"&{number}  " if number < 10 else "    "
            entry = self.recent_menu.addAction(mnemonic + name)
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _=False, path=path: self._open_recent(path))
        if paths:
            self.recent_menu.addSeparator()
            self.recent_menu.addAction(self.tr("&Forget these"), self._forget_recent)
        else:
            self.recent_menu.addAction(self.tr("Nothing yet")).setEnabled(False)

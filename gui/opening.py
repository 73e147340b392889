"""The ways to a model: paths dropped or named, the two dialogs, recent ones, the sample, a choice of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QFileDialog

from core.errors import CryographError
from gui.central import Central
from gui.document import Document
from gui.settings import Settings

if TYPE_CHECKING:
    from core.opening import Found

_translate = QCoreApplication.translate


class Opening(QObject):
    """Asks, chooses and opens; says in `central` what could not be opened, and remembers what could."""

    def __init__(self, document: Document, settings: Settings, central: Central) -> None:
        super().__init__(central)
        self._document, self._settings, self._central = document, settings, central
        document.open_failed.connect(self._failed)
        document.model_opened.connect(self._remember)
        # The page is seen again when the model is closed; while one opens there is better to do than build it anew.
        document.model_closed.connect(lambda: central.welcome.set_recent(settings.recent))
        central.welcome.set_sample(sample_model().is_dir())
        central.welcome.set_recent(settings.recent)

    def open_then(self, path: Path, then: Callable[[], object]) -> None:
        """Open a model and go on with `then`, if it is this one that opens next."""
        self._document.model_opened.connect(
            lambda _: then() if self._document.path == path.absolute() else None,
            Qt.ConnectionType.SingleShotConnection,
        )
        self._document.open_path(path)

    def open_paths(self, paths: list[Path]) -> None:
        """One path is opened at once; several stand for models to choose from."""
        if len(paths) == 1:
            self._document.open_path(paths[0])
        elif paths:
            from gui.choosing import candidates  # reads folders, so not needed for one path

            self._document.tasks.run(
                lambda progress: candidates(paths, progress),
                title=_translate("MainWindow", "Looking for models"),
                done=self._choose,
                slot="open",
            )

    def ask_for_files(self) -> None:
        """The dialog for files."""
        filters = ";;".join(
            (
                _translate("MainWindow", "TensorFlow files")
                + " (checkpoint *.index *.meta *.data-* *.ckpt* *.pb *.pbtxt)",
                _translate("MainWindow", "All files") + " (*)",
            )
        )
        title = _translate("MainWindow", "Open file")
        paths, _ = QFileDialog.getOpenFileNames(self._central.window(), title, str(self._start_folder()), filters)
        self.open_paths([Path(path) for path in paths])

    def ask_for_folder(self) -> None:
        """The dialog for a folder."""
        title = _translate("MainWindow", "Open folder")
        path = QFileDialog.getExistingDirectory(self._central.window(), title, str(self._start_folder()))
        if path:
            self.open_paths([Path(path)])

    def open_sample(self) -> None:
        """The model that comes with the program."""
        self._document.open_path(sample_model(), remember=False)

    def read_again(self) -> None:
        """What is open, or what could not be opened, once more from the disk."""
        path = self._document.path or self._document.failed_path
        if path is not None:
            self._document.open_path(path, remember=False)

    def forget_recent(self) -> None:
        """Empty the list of recent paths."""
        self._settings.forget_recent()
        self._central.welcome.set_recent([])

    def _start_folder(self) -> Path:
        model = self._document.model
        if model is not None:
            return model.folder
        recent = [path for path in self._settings.recent if path.exists()]
        return recent[0].parent if recent else Path.home()

    def _remember(self) -> None:
        path = self._document.path
        if self._document.remember and path is not None:
            self._settings.add_recent(path)

    def _failed(self, error: CryographError) -> None:
        found: Sequence[Found] = getattr(error, "found", ())
        if found:
            self._choose(found)
        else:
            self._central.show_error(error, self._document.failed_path)

    def _choose(self, found: Sequence[Found]) -> None:
        if len(found) == 1:
            self._document.open_path(found[0].path)
            return
        from gui.dialogs.model_chooser import ModelChooser

        if self._document.model is None:
            self._central.show_welcome()
        dialog = ModelChooser(list(found), self._central.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._document.open_path(dialog.chosen) if dialog.chosen else None)
        dialog.open()


def sample_model() -> Path:
    """Where the sample model is, if the program brought it along."""
    return Path(str(files("resources"))) / "sample_model"

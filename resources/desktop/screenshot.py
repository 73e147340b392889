#!/usr/bin/env python3
"""Makes the README's picture: the real window on the sample model, painted without a display.

usage: screenshot.py [FOLDER] [--theme light|dark] [--language CODE]     (writes FOLDER/screenshot.png)
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "sample_model"
SIZE = (1600, 1000)
SELECTED = "conv1/conv"
"""The op whose weights the inspector shows."""

PATIENCE = 30_000
"""Milliseconds until it is given up."""


def main() -> None:
    """Open the sample, open a scope, select an op, and save what the window shows."""
    parser = argparse.ArgumentParser(description="Make the README's picture.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"))
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", default="en")
    arguments = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        # Nobody's own settings, and no recent files, in a picture for everybody.
        os.environ.update({f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "CACHE", "STATE")})
        take(arguments.folder / "screenshot.png", arguments.theme, arguments.language)


def take(target: Path, look: str, language: str) -> None:
    """Show the window, and write its picture to `target`."""
    from PySide6.QtCore import QTimer

    from gui import stylesheet
    from gui.app import make_app
    from gui.document import Selection
    from gui.i18n import install_language
    from gui.main_window import MainWindow
    from gui.settings import Settings
    from gui.theme import theme

    app = make_app()
    settings = Settings()
    install_language(app, language)
    theme().choose(look)  # type: ignore[arg-type]  # argparse checked it
    stylesheet.apply(app, settings.font_size)
    window = MainWindow(settings)
    window.resize(*SIZE)
    window.show()

    def select() -> None:
        canvas = window.central.canvas
        assert canvas is not None
        canvas.reveal(SELECTED)
        window.document.select(Selection("node", SELECTED), None)
        QTimer.singleShot(3000, save)

    def save() -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not window.grab().save(str(target)):
            sys.exit(f"error: {target} could not be written")
        print(target)
        window.close()
        app.quit()

    def made() -> None:
        assert window.central.canvas is not None
        window.central.canvas.first_painted.connect(lambda: QTimer.singleShot(1000, select))

    window.canvas_made.connect(made)
    QTimer.singleShot(PATIENCE, lambda: sys.exit("error: the window did not paint the sample"))
    window.start([SAMPLE])
    app.exec()
    window.document.shutdown()


if __name__ == "__main__":
    main()

"""The program's entry point: a command, or the window.

The first word that is not an option decides: if it is a command's name, that command runs, else it is a path to open
(so `./inspect` opens a folder of that name). Qt is imported only where a window or a drawing is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import COMMANDS
from core.cli import main as run_command

if TYPE_CHECKING:
    from core.cli.drawing import DrawingOptions
    from core.model import Model
    from core.progress import Progress

WINDOW_OPTIONS = ("--timings", "--quit-after-paint", "--debug")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    first = next((word for word in words if not word.startswith("-")), None)
    if first in COMMANDS:
        return run_command(words, render=_render, draw=_draw)
    options = words[: words.index("--")] if "--" in words else words
    strangers = [word for word in options if word.startswith("-") and word not in WINDOW_OPTIONS]
    if strangers:
        # --help and --version, or an option that doesn't exist: the command line has the words for both.
        return run_command(strangers)
    paths = [Path(word) for word in options if not word.startswith("-")] + [
        Path(word) for word in words[len(options) + 1 :]
    ]
    from gui.app import run_app

    return run_app(
        paths,
        timings="--timings" in options,
        quit_after_paint="--quit-after-paint" in options,
        debug="--debug" in options,
    )


def _render(path: Path, output: Path, options: DrawingOptions, *, step: int | None, force: bool) -> None:
    from gui.rendering import render_file

    render_file(path, output, options, step=step, force=force)


def _draw(model: Model, suffix: str, *, depth: int, scale: float | None, progress: Progress) -> bytes:
    from gui.rendering import draw_model

    return draw_model(model, suffix, depth=depth, scale=scale, progress=progress)


if __name__ == "__main__":
    sys.exit(main())

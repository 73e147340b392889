"""The commands of `cryograph` that need no window.

`main` runs one; nothing heavy is imported before it is known which.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.cli.drawing import Renderer
    from core.conversion.work import Drawer

COMMANDS = ("inspect", "variables", "values", "freeze", "convert", "run", "diff", "render", "devices", "scan")
"""The words that are commands; any other first word is a path to open in the app."""


def main(arguments: Sequence[str], *, render: Renderer | None = None, draw: Drawer | None = None) -> int:
    """Run the command line without the program's name; returns the exit status.

    0 done; 1 the input or the work failed; 2 wrong usage; 130 cancelled with Ctrl-C.
    `render` and `draw` put a model's graph into a file; the window's side gives them.
    """
    # A command is short, and what it makes it needs: looking for cycles in a hundred thousand rows finds none.
    gc.disable()
    # Nor would the interpreter's own last look, when the program ends.
    atexit.register(gc.freeze)
    try:
        from core.cli.program import Given, run_program

        return run_program(list(arguments), Given(render, draw))
    finally:
        gc.enable()

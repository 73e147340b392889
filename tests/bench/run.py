"""Runs the benches: all, or those named.   usage: run.py [open] [variables] [parse] [window] [canvas] [opening] …"""

from __future__ import annotations

import importlib
import os
import platform
import sys

BENCHES = (
    "open", "variables", "parse", "window", "canvas", "opening", "layout", "values", "figures", "freeze", "convert",
)  # fmt: skip


def main() -> None:
    """Run them one after the other; one that fails is told, and the others still run."""
    wanted = sys.argv[1:] or BENCHES
    strangers = set(wanted) - set(BENCHES)
    if strangers:
        sys.exit(f"error: there are the benches {', '.join(BENCHES)}, and no {', '.join(sorted(strangers))}")
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    failed = []
    for name in wanted:
        try:
            importlib.import_module(f"bench_{name}").bench()
        except (RuntimeError, KeyError, ImportError, AttributeError) as error:
            failed.append(name)
            print(f"  {name} could not be measured: {type(error).__name__}: {error}", file=sys.stderr)
    if failed:
        sys.exit(f"error: not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()

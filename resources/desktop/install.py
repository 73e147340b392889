#!/usr/bin/env python3
"""Installs Cryograph for the current user as desktops expect it, and takes it away again.

- `~/.local/bin/cryograph`, a link to the program in the virtual environment that runs this script
- the menu entry, the icon and the file types below `$XDG_DATA_HOME` (`~/.local/share` if unset)

usage: install.py install|uninstall      (needs nothing beside Python)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = Path.home() / ".local" / "bin"


def data_home() -> Path:
    """Where the current user's menu entries, icons and file types are."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def targets() -> dict[str, Path]:
    """What is put where, by kind."""
    data = data_home()
    return {
        "program": BIN / "cryograph",
        "entry": data / "applications" / "cryograph.desktop",
        "icon": data / "icons" / "hicolor" / "scalable" / "apps" / "cryograph.svg",
        "types": data / "mime" / "packages" / "cryograph.xml",
    }


def install(program: Path) -> None:
    """Put everything in its place; what an earlier installation put there is replaced."""
    if not program.is_file():
        sys.exit(f"error: {program} is not there; run `make setup` first")
    where = targets()
    if where["program"].exists() and not where["program"].is_symlink():
        sys.exit(f"error: {where['program']} is somebody else's file; move it away first")
    for path in where.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    where["program"].unlink(missing_ok=True)
    where["program"].symlink_to(program)
    # The menu starts programs with a PATH of its own, which may lack ~/.local/bin: so the entry has the whole path.
    entry = (HERE / "cryograph.desktop").read_text("utf-8")
    quoted = '"' + "".join(f"\\{c}" if c in '"`$\\' else c for c in str(where["program"])).replace("%", "%%") + '"'
    entry = entry.replace("Exec=cryograph", f"Exec={quoted}", 1).replace("TryExec=cryograph", f"TryExec={program}", 1)
    where["entry"].write_text(entry, "utf-8")
    shutil.copyfile(HERE.parent / "icons" / "cryograph.svg", where["icon"])
    shutil.copyfile(HERE / "cryograph.xml", where["types"])
    refresh()
    print("Cryograph is installed for you: in the menu, for its file types, and as", where["program"])
    if str(BIN) not in os.environ.get("PATH", "").split(os.pathsep):
        print(f"note: {BIN} is not on your PATH; most systems add it at the next login, once it exists")


def uninstall() -> None:
    """Take away what `install` put there, and nothing else."""
    where = targets()
    if where["program"].is_symlink():
        where["program"].unlink()
    for kind in ("entry", "icon", "types"):
        where[kind].unlink(missing_ok=True)
    refresh()
    print("Cryograph is no longer installed for you.")


def refresh() -> None:
    """Tell the desktop, where it has the tools for that; without them it notices at the next login."""
    data = data_home()
    for tool, *arguments in (
        ("update-desktop-database", data / "applications"),
        ("update-mime-database", data / "mime"),
        ("gtk-update-icon-cache", "--force", "--ignore-theme-index", data / "icons" / "hicolor"),
    ):
        found = shutil.which(tool)
        if found:
            subprocess.run([found, *map(str, arguments)], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Do what the one word says."""
    if sys.argv[1:] == ["install"]:
        install(Path(sys.executable).parent / "cryograph")
    elif sys.argv[1:] == ["uninstall"]:
        uninstall()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

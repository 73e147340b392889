"""Installing for the current user, in a home of the test's own."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "resources" / "desktop" / "install.py"
PROGRAM = Path(sys.executable).parent / "cryograph"


def install(word: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data folder")}
    return subprocess.run(
        [sys.executable, str(SCRIPT), word], env=environment, capture_output=True, text=True, check=False
    )


def ours(home: Path) -> list[Path]:
    return [path for path in home.rglob("cryograph*") if not path.is_dir()]


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not PROGRAM.is_file():
        pytest.skip(f"{PROGRAM} is not installed in this environment")


def test_it_can_be_installed_twice_and_taken_away_again(tmp_path: Path) -> None:
    for _ in range(2):
        done = install("install", tmp_path)
        assert done.returncode == 0, done.stderr
    assert len(ours(tmp_path)) == 4
    program = tmp_path / ".local" / "bin" / "cryograph"
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("cryograph ")
    done = install("uninstall", tmp_path)
    assert done.returncode == 0, done.stderr
    assert ours(tmp_path) == []
    assert install("uninstall", tmp_path).returncode == 0


def test_the_menu_entry_names_the_program_and_the_file_types_that_are_declared(tmp_path: Path) -> None:
    assert install("install", tmp_path).returncode == 0
    data = tmp_path / "data folder"
    entry = configparser.ConfigParser(interpolation=None, delimiters="=")
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    entry.read(data / "applications" / "cryograph.desktop", "utf-8")
    values = entry["Desktop Entry"]
    assert values["Exec"] == f'"{tmp_path / ".local" / "bin" / "cryograph"}" %F'
    assert (data / "icons" / "hicolor" / "scalable" / "apps" / f"{values['Icon']}.svg").is_file()
    types = ET.parse(data / "mime" / "packages" / "cryograph.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    declared = {one.get("type"): one.find(f"{space}glob") for one in types}
    assert set(values["MimeType"].strip(";").split(";")) == set(declared)
    globs = {glob.get("pattern") for glob in declared.values() if glob is not None}
    assert globs == {"*.pb", "*.pbtxt", "*.meta", "*.index"}


def test_somebody_elses_program_of_that_name_stays(tmp_path: Path) -> None:
    other = tmp_path / ".local" / "bin" / "cryograph"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert install("install", tmp_path).returncode == 1
    assert install("uninstall", tmp_path).returncode == 0
    assert other.read_text() == "mine"

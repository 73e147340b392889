"""Drawings through the formats' list: opened by readers of their formats."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import CryographError, UsageError
from core.opening import open_model
from core.progress import Progress
from gui.rendering import draw_model


def run(source: Path, destination: Path, draw: Any = draw_model, **options: Any) -> Conversion:
    with Work.beginning(Progress(), draw=draw) as work:
        request = Request(destination, options=options)
        return convert(open_model(source), target_named(destination.suffix[1:]), request, work)


def test_depth_opens_scopes(sample: Path, tmp_path: Path) -> None:
    run(sample, tmp_path / "a.svg")
    run(sample, tmp_path / "b.svg", depth=2)
    closed, opened = (ET.parse(tmp_path / name).getroot() for name in ("a.svg", "b.svg"))
    assert closed.tag.endswith("svg")
    assert len(list(opened.iter())) > 1.5 * len(list(closed.iter()))


def test_scale_makes_more_pixels(sample: Path, tmp_path: Path) -> None:
    run(sample, tmp_path / "a.png", scale=1.0)
    run(sample, tmp_path / "b.png", scale=3.0)
    with Image.open(tmp_path / "a.png") as small, Image.open(tmp_path / "b.png") as large:
        assert large.width == pytest.approx(3 * small.width, abs=3)


def test_a_pdf_is_one(sample: Path, tmp_path: Path) -> None:
    assert run(sample, tmp_path / "a.pdf").ok
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_without_the_windows_side_it_is_a_sentence(suffix: str, sample: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="window's part"):
        run(sample, tmp_path / f"a{suffix}", draw=None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_a_drawing_that_is_cut_off_is_not_kept(suffix: str, sample: Path, tmp_path: Path) -> None:
    def cut(*arguments: Any, **options: Any) -> bytes:
        return draw_model(*arguments, **options)[:-40]

    with pytest.raises(CryographError, match="can't be opened"):
        run(sample, tmp_path / f"a{suffix}", draw=cut)
    assert list(tmp_path.iterdir()) == []


def test_an_svg_names_fonts_that_are_everywhere(sample: Path, tmp_path: Path) -> None:
    run(sample, tmp_path / "a.svg")
    families = re.findall(r'font-family="([^"]*)"', (tmp_path / "a.svg").read_text("utf-8"))
    assert families
    assert all(family.endswith(", sans-serif") for family in families)

"""The report: one page that needs nothing else, says what is true, and trusts no name."""

from __future__ import annotations

import base64
import re
import shutil
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tensorboard.compat.proto import graph_pb2

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.report.page import LONGEST, words
from core.conversion.targets.html_report import _Reader
from core.conversion.work import Work
from core.errors import CryographError
from core.opening import open_model
from core.progress import Progress
from gui.rendering import draw_model

CORPUS = Path(__file__).parents[2] / "corpus"
HOSTILE = [
    "</code><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<svg/onload=alert(1)>", "a&lt;b&amp;",
    "</style></title><h1>", "<!--", "]]>", "javascript:alert(1)", "\x00\x1b[31m\u202egnp.exe", "x" * 100_000, "😀/图",
]  # fmt: skip


def run(source: Path, destination: Path, draw: Any = draw_model, **options: Any) -> Conversion:
    from core.conversion.target import Request

    with Work.beginning(Progress(), draw=draw) as work:
        return convert(open_model(source), target_named("html"), Request(destination, options=options), work)


class Tables(HTMLParser):
    """The page's text, and the cells of its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.text = ""
        self.tags: set[str] = set()
        self._cell = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag != "td"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._cell:
            self.rows[-1][-1] += data

    def row(self, first: str) -> list[str]:
        return next(row for row in self.rows if row and row[0] == first)


def read(path: Path) -> Tables:
    tables = Tables()
    tables.feed(path.read_text("utf-8"))
    return tables


def of_constants(tmp_path: Path, names: list[str]) -> Path:
    graph = graph_pb2.GraphDef()
    for name in names:
        tensor = graph.node.add(name=name.encode("utf-8", "replace").decode(), op="Const").attr["value"].tensor
        tensor.dtype = 1
        tensor.tensor_shape.dim.add(size=2)
        tensor.tensor_content = b"\0\0\x80?\0\0\0@"
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    return tmp_path / "a.pb"


class TestWhatItSays:
    def test_figures_are_those_of_numpy(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html")
        name, dtype, shape, _, low, high, mean, std, odd, _ = read(tmp_path / "a.html").row("dense1/weights")
        values = open_model(sample).tensor("dense1/weights").read().astype(np.float64)
        assert (name, dtype, shape, odd) == ("dense1/weights", "float32", "784×32", "0")
        told = [float(text.replace("−", "-")) for text in (low, high, mean, std)]
        assert told == pytest.approx([values.min(), values.max(), values.mean(), values.std()], rel=1e-3)

    def test_the_parts_that_a_colleague_asks_for(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html")
        page = read(tmp_path / "a.html")
        assert page.row("image")[1:3] == ["float32", "?×28×28×1"]
        assert page.row("probabilities")[3] == "a Softmax at the end"
        assert page.row("Const")[1] == "63"
        assert "The checksums of 27 values are right." in page.text
        assert "digits-2000.index" in page.text
        source = (tmp_path / "a.html").read_text("utf-8")
        assert source.count('class="histogram"') > 20
        assert source.count("data:image/svg+xml;base64,") == 1

    @pytest.mark.parametrize("source", ["saved_model_tf2", "v2_dtypes", "v1_sliced", "object_based", "graph_text"])
    def test_every_kind_of_model_has_one(self, source: str, tmp_path: Path) -> None:
        result = run(CORPUS / source, tmp_path / "a.html")
        assert [check.ok for check in result.checks] == [True]
        if source == "saved_model_tf2":
            assert "Signatures" in read(tmp_path / "a.html").text

    def test_a_damaged_value_is_told_and_the_others_are_shown(self, sample: Path, tmp_path: Path) -> None:
        folder = tmp_path / "copy"
        shutil.copytree(sample, folder)
        shard = next(folder.glob("*.data-*"))
        data = bytearray(shard.read_bytes())
        offset = open_model(sample).variable("conv1/weights").offset
        assert offset is not None
        data[offset + 1] ^= 0x40
        shard.write_bytes(data)
        result = run(folder, tmp_path / "a.html")
        page = read(tmp_path / "a.html")
        assert "The checksum of conv1/weights is wrong" in page.text
        assert "1 of 27 values with a checksum are damaged." in page.text
        assert page.row("dense1/weights")[4]
        assert result.outcome is not None
        assert "checksum of one variable is wrong" in str(result.outcome.notes)

    def test_values_that_cannot_be_read_have_a_reason_in_their_row(self, sample: Path, tmp_path: Path) -> None:
        folder = tmp_path / "copy"
        shutil.copytree(sample, folder)
        shard = next(folder.glob("*.data-*"))
        shard.write_bytes(shard.read_bytes()[:2_000])
        run(folder, tmp_path / "a.html")
        page = read(tmp_path / "a.html")
        assert "file ends before" in page.row("dense1/weights")[4]

    def test_without_a_drawing_it_says_why(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html", draw=None)
        assert "There is no drawing" in read(tmp_path / "a.html").text

    def test_the_persons_folders_are_not_in_it(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html")
        assert str(sample.parent) not in (tmp_path / "a.html").read_text("utf-8")


class TestNamesOfStrangers:
    def test_nothing_of_them_is_obeyed(self, tmp_path: Path) -> None:
        run(of_constants(tmp_path, HOSTILE), tmp_path / "a.html")
        page = read(tmp_path / "a.html")
        assert page.tags.isdisjoint({"script", "iframe", "object", "link", "form", "a"})
        source = (tmp_path / "a.html").read_text("utf-8")
        assert not re.search(r"<[^>]+\son\w+=", source)
        assert source.count("<h1>") == 1
        assert "</code><script>alert(1)</script>" in page.text  # as letters

    def test_the_drawing_opens_whatever_is_in_them(self, tmp_path: Path) -> None:
        run(of_constants(tmp_path, HOSTILE[:9]), tmp_path / "a.html")
        found = re.search(r"svg\+xml;base64,([^\"]*)", (tmp_path / "a.html").read_text("utf-8"))
        assert found is not None
        assert ET.fromstring(base64.b64decode(found[1])).tag.endswith("svg")

    def test_a_drawing_that_does_not_open_stays_out(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html", draw=lambda *_, **__: b"<svg>\x00</svg>")
        assert "The drawing can't be shown." in read(tmp_path / "a.html").text

    def test_no_name_fills_the_page(self, tmp_path: Path) -> None:
        run(of_constants(tmp_path, ["a", "x" * 100_000]), tmp_path / "a.html", draw=None)
        assert (tmp_path / "a.html").stat().st_size < 30_000

    def test_letters_that_steer_a_screen_are_replaced(self) -> None:
        assert (
            words("a\x00\x1b\u202eb") == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b"
        )
        assert len(words("x" * 10_000)) <= LONGEST + 1

    def test_the_page_forbids_itself_to_load_anything(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html")
        source = (tmp_path / "a.html").read_text("utf-8")
        assert "default-src 'none'" in source
        assert not re.search(r"(src|href)=\"(?!data:image/svg)", source)
        assert "http" not in re.sub(r"base64,[^\"]*", "", source).replace('http-equiv="Content-Security-Policy"', "")

    @pytest.mark.parametrize(
        ("page", "ok"),
        [("<p>a</p>", True), ("<p>a", False), ("a</p>", False), ("<script></script>", False),
         ('<p onclick="x">a</p>', False), ('<img src="x.png">', False),
         ('<img src="data:image/svg+xml;base64,">', True)],
    )  # fmt: skip
    def test_the_check_finds_what_is_open_or_outside(self, page: str, ok: bool) -> None:
        reader = _Reader()
        reader.feed(page)
        reader.close()
        assert (not reader.open and not reader.outside) == ok


class TestBounds:
    def test_many_variables_make_no_endless_page(self, tmp_path: Path) -> None:
        source = of_constants(tmp_path, [f"scope/c{number}" for number in range(3_000)])
        result = run(source, tmp_path / "a.html", draw=None, variables=100, histograms=10)
        page = read(tmp_path / "a.html")
        assert len([row for row in page.rows if row and row[0].startswith("scope/")]) == 100
        assert "The 100 largest of 3,000 are listed." in page.text
        assert (tmp_path / "a.html").read_text("utf-8").count('class="histogram"') == 10
        assert result.outcome is not None
        assert "100 largest" in str(result.outcome.notes)

    def test_figures_can_be_left_out(self, sample: Path, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.html", statistics=False, checksums=False)
        page = read(tmp_path / "a.html")
        assert "checksums" not in page.text
        assert page.row("dense1/weights")[4] == ""

    def test_a_page_that_is_not_complete_is_not_kept(self, sample: Path, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr("core.conversion.report.page._files", lambda facts: iter(["<section>"]))
        with pytest.raises(CryographError, match="not complete"):
            run(sample, tmp_path / "a.html")
        assert list(tmp_path.iterdir()) == []

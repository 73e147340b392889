"""Exporting the drawing: every format, at any size, whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from core.errors import CryographError
from core.layout.picture import Box, Picture
from core.progress import Progress
from gui.canvas.graph_view import GraphCanvas
from gui.canvas.scene import Scene
from gui.dialogs.export_drawing import ExportDrawingDialog, paint_page
from gui.document import Document
from gui.rendering import MARGIN, TILE, paint_image, png_size, render_bytes
from gui.theme import LIGHT

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample_model"


@pytest.fixture
def document(qtbot: QtBot) -> Iterator[Document]:
    document = Document()
    yield document
    document.shutdown()


@pytest.fixture
def canvas(qtbot: QtBot, document: Document) -> GraphCanvas:
    canvas = GraphCanvas(document)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    with qtbot.waitSignal(canvas.first_painted, timeout=20_000):
        document.open_path(SAMPLE)
    return canvas


@pytest.mark.parametrize(
    ("row", "suffix", "start"), [(0, ".svg", b"<?xml"), (1, ".pdf", b"%PDF"), (2, ".png", b"\x89PNG")]
)
def test_each_format_is_written_whole(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, tmp_path: Path, row: int, suffix: str, start: bytes
):
    dialog = ExportDrawingDialog(document, canvas)
    qtbot.addWidget(dialog)
    dialog.format.setCurrentIndex(row)
    assert dialog.suffix == suffix
    assert dialog.scale.isEnabled() == (suffix == ".png")
    path = tmp_path / f"drawing{suffix}"
    with qtbot.waitSignal(canvas.message_changed, timeout=20_000) as told:
        dialog.write(path)
    assert path.name in told.args[0]
    assert path.read_bytes().startswith(start)
    if suffix == ".svg":
        assert b"conv1" in path.read_bytes()


def test_the_scale_decides_how_many_pixels_a_png_has(
    qtbot: QtBot, document: Document, canvas: GraphCanvas, tmp_path: Path
):
    dialog = ExportDrawingDialog(document, canvas)
    qtbot.addWidget(dialog)
    dialog.format.setCurrentIndex(2)
    dialog.scale.setValue(0.5)
    scene = canvas.scene
    assert scene is not None
    width, height = png_size(scene, 0.5)
    assert f"{width:,} × {height:,}" in dialog.note.text()
    with qtbot.waitSignal(canvas.message_changed, timeout=20_000):
        dialog.write(tmp_path / "half.png")
    image = QImage(str(tmp_path / "half.png"))
    assert (image.width(), image.height()) == (width, height)


def _long_picture(width: float) -> Picture:
    picture = Picture(width=width, height=40)
    for key, x in (("first", 0.0), ("last", width - 100)):
        picture.boxes[key] = Box(key, "op", key, category="nn", x=x, y=0, w=100, h=40)
        picture.roots.append(key)
    return picture


def test_nothing_is_cut_beyond_what_qts_painter_reaches(qtbot: QtBot):
    image = paint_image(_long_picture(40_000), LIGHT, 1.0, {}, Progress())
    assert image.width() == 40_000 + 2 * MARGIN
    strips = [image.pixelColor(x, round(MARGIN) + 20) for x in (round(MARGIN) + 3, 40_000 + round(MARGIN) - 97)]
    assert strips[0] == strips[1] == LIGHT.colour("nn")


def test_tiles_join_without_a_seam(qtbot: QtBot):
    picture = Picture(width=2 * TILE, height=60)
    picture.boxes["wide"] = Box("wide", "op", "wide", category="nn", x=0, y=0, w=2 * TILE, h=60)
    picture.roots.append("wide")
    image = paint_image(picture, LIGHT, 1.0, {}, Progress())
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    row = pixels[round(MARGIN) + 10].reshape(-1, 4)
    assert (row[TILE - 30 : TILE + 30] == row[TILE - 30]).all()


def test_a_png_too_large_for_any_memory_is_refused_in_words(qtbot: QtBot):
    picture = Picture(width=1_000_000, height=1_000_000)
    with pytest.raises(CryographError, match="too large"):
        render_bytes(picture, LIGHT, ".png", title="", progress=Progress(), scale=8.0)


def test_the_page_of_a_large_pdf_stays_within_what_readers_accept(qtbot: QtBot):
    data = render_bytes(_long_picture(100_000), LIGHT, ".pdf", title="", progress=Progress())
    assert b"/MediaBox [0 0 14400" in data


def test_a_drawing_is_printed_on_one_page(qtbot: QtBot, canvas: GraphCanvas, tmp_path: Path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    scene = canvas.scene
    assert isinstance(scene, Scene)
    paint_page(printer, scene, {}, Progress())
    data = (tmp_path / "print.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/Count 1" in data

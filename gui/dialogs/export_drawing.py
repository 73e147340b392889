"""Export drawing…: the picture that the canvas shows as an SVG, PDF or PNG. And printing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPageLayout, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.progress import Progress
from gui.document import Document
from gui.panels.widgets import label
from gui.stylesheet import set_role
from gui.theme import DARK, LIGHT, Palette, theme

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gui.canvas.graph_view import GraphCanvas
    from gui.canvas.scene import Scene


class ExportDrawingDialog(QDialog):
    """Format, scale and colours; then the file dialog. The painting runs in a task.

    Args:
        document: the model that is drawn.
        canvas: what is drawn of it.
    """

    def __init__(self, document: Document, canvas: GraphCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self.setWindowTitle(self.tr("Export drawing"))
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(16)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        self.format = QComboBox()
        for text, suffix in (
            (self.tr("SVG: sharp at any size, for the web and for editing"), ".svg"),
            (self.tr("PDF: sharp at any size, for documents"), ".pdf"),
            (self.tr("PNG: pixels"), ".png"),
        ):
            self.format.addItem(text, suffix)
        self.scale = QDoubleSpinBox(minimum=0.1, maximum=8.0, singleStep=0.5, value=2.0, decimals=1)
        self.scale.setSuffix(" ×")
        # The style sheet's padding does not reach the editor inside.
        self.scale.lineEdit().setTextMargins(7, 0, 0, 0)
        self.colours = QComboBox()
        self.colours.addItem(self.tr("Light"), LIGHT)
        self.colours.addItem(self.tr("Dark"), DARK)
        self.colours.setCurrentIndex(0 if theme().palette is LIGHT else 1)
        rows = (
            (self.tr("&Format"), self.format),
            (self.tr("&Scale"), self.scale),
            (self.tr("&Colours"), self.colours),
        )
        for title, field in rows:
            name = QLabel(title)
            set_role(name, "quiet")
            name.setBuddy(field)
            form.addRow(name, field)
        column.addLayout(form)
        self.note = label("", "small", wrap=True)
        column.addWidget(self.note)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("&Export…"))
        set_role(self.save, "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._choose)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self.format.currentIndexChanged.connect(self._tell)
        self.scale.valueChanged.connect(self._tell)
        self._tell()

    @property
    def suffix(self) -> str:
        """`.svg`, `.pdf` or `.png`."""
        return str(self.format.currentData())

    def _tell(self) -> None:
        """How large it will be."""
        from gui.rendering import png_size

        scene = self._canvas.scene
        pixels = self.suffix == ".png"
        self.scale.setEnabled(pixels)
        self.save.setEnabled(scene is not None)
        if scene is None:
            return
        width, height = png_size(scene, self.scale.value() if pixels else 1.0)
        text = self.tr("{width} × {height} pixels.") if pixels else self.tr("{width} × {height} points.")
        text = text.format(width=f"{width:,}", height=f"{height:,}")
        self.note.setText(self.tr("What is open on the canvas is drawn, all of it.") + " " + text)

    def _choose(self) -> None:
        model = self._document.model
        if model is None:
            return
        suffix = self.suffix
        kind = suffix[1:].upper()
        start = model.folder / f"{model.title}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), str(start), f"{kind} (*{suffix})")
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    def write(self, path: Path) -> None:
        """Paint and write in a task; the dialog closes. An older file of that name is replaced."""
        canvas, model = self._canvas, self._document.model
        scene = canvas.scene
        if scene is None or model is None:
            return
        palette: Palette = self.colours.currentData()
        suffix, title, scale, strip = self.suffix, model.title, self.scale.value(), dict(canvas.viewport.style_.strip)
        saying = self.tr("The drawing is in {name}.").format(name=path.name)
        replace = path.exists()  # the file dialog has asked

        def paint(progress: Progress) -> None:
            from core.files import AtomicFile
            from gui.rendering import render_bytes

            data = render_bytes(
                scene, palette, suffix, title=title, progress=progress, scale=scale if suffix == ".png" else None,
                strip=strip,
            )  # fmt: skip
            with AtomicFile(path, overwrite=replace) as file:
                file.write(data)
                file.commit()

        self._document.tasks.run(
            paint,
            title=self.tr("Exporting the drawing"),
            done=lambda _: canvas.message_changed.emit(saying),
            slot="export drawing",
        )
        self.accept()


def print_drawing(document: Document, canvas: GraphCanvas, parent: QWidget) -> None:
    """Ask for a printer, then print the whole drawing on one page, in a task."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # nothing else needs it

    scene, model = canvas.scene, document.model
    if scene is None or model is None:
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(model.title)
    wide = scene.width > scene.height
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    strip = dict(canvas.viewport.style_.strip)

    def accepted() -> None:
        document.tasks.run(
            lambda progress: paint_page(printer, scene, strip, progress),
            title=_translate("ExportDrawingDialog", "Printing the drawing"),
            slot="print drawing",
        )

    dialog.accepted.connect(accepted)
    dialog.setModal(True)
    dialog.show()


def paint_page(printer: QPrinter, scene: Scene, strip: dict[str, QColor], progress: Progress) -> None:
    """Paint the whole drawing as large as it fits on a page; light colours, no background.

    Raises:
        CryographError: the printer can't be painted on.
    """
    from core.errors import CryographError, Text
    from gui.canvas.painting import render_picture

    painter = QPainter()
    if not painter.begin(printer):
        raise CryographError(Text("The printer does not answer."))
    try:
        page = printer.pageRect(printer.Unit.DevicePixel)
        page.moveTo(0, 0)
        # No larger than on the screen at 100 %: a graph of three ops is no poster.
        most = printer.resolution() / 96
        width, height = min(page.width(), scene.width * most), min(page.height(), scene.height * most)
        page.setRect((page.width() - width) / 2, 0, width, height)
        render_picture(painter, scene, LIGHT, page, background=False, strip=strip, tick=progress.check)
    finally:
        painter.end()


_translate = QCoreApplication.translate

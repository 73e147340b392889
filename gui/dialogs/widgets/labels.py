"""Labels: quiet ones, ones that shorten their text in the middle, and text that is pressed like a link."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget


def smaller(font: QFont, step: int = 2) -> QFont:
    """`font`, smaller by `step` pixels; the program's fonts are set in pixels, a bare test's in points."""
    result = QFont(font)
    if font.pixelSize() > 0:
        result.setPixelSize(max(font.pixelSize() - step, 8))
    else:
        result.setPointSizeF(max(font.pointSizeF() - 0.75 * step, 6.0))
    return result


def without_mnemonic(text: str) -> str:
    """`More &options` as `More options`, and `设备(&D)` as `设备`."""
    return re.sub(r"\(&.\)", "", text).replace("&", "")


def mnemonic_of(text: str) -> str:
    """The letter after the ampersand, in lower case; empty if there is none."""
    found = re.search(r"&([^&\s])", text.replace("&&", ""))
    return found[1].lower() if found else ""


def with_free_mnemonic(text: str, taken: set[str]) -> str:
    """`text` with a mnemonic that is not in `taken`, which gets it; its own if that is free, none if none is.

    A letter from the text itself, best the first of a word; a text that isn't Latin gets it in brackets, `批次(&B)`, or
    a digit once the letters are taken.
    """
    own = mnemonic_of(text)
    if own and own not in taken:
        taken.add(own)
        return text
    plain = without_mnemonic(text)
    starts = [found.start() for found in re.finditer(r"\b[A-Za-z]", plain)]
    inside = [index for index, letter in enumerate(plain) if letter.isascii() and letter.isalpha()]
    if not plain.isascii():
        letter = next((letter for letter in "qwertyuiopasdfghjklzxcvbnm123456789" if letter not in taken), "")
        if letter:
            taken.add(letter)
        return f"{plain}(&{letter.upper()})" if letter else plain
    for index in (*starts, *inside):
        if plain[index].lower() not in taken:
            taken.add(plain[index].lower())
            return f"{plain[:index]}&{plain[index:]}"
    return plain


def quiet_label(text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label in the quiet colour, plain text."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "quiet")
    label.setWordWrap(wrap)
    return label


class LinkButton(QPushButton):
    """Text that is pressed: reached with Tab, has a mnemonic, looks like a quiet link."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "link")
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class ElidedLabel(QLabel):
    """One line that loses its middle instead of making its window wider; the whole text is the tool tip.

    Where it can be said in fewer words, those are shown before anything is left out.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""
        self._shorter: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_full_text(text)

    @property
    def full_text(self) -> str:
        return self._full

    def set_full_text(self, text: str, *shorter: str) -> None:
        """Show `text`, or the first of `shorter` that fits where it does not."""
        self._full, self._shorter = text, shorter
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room, metrics = max(self.width(), 40), self.fontMetrics()
        wording = next((text for text in (self._full, *self._shorter) if metrics.horizontalAdvance(text) <= room), None)
        last = self._shorter[-1] if self._shorter else self._full
        shown = wording if wording is not None else metrics.elidedText(last, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")

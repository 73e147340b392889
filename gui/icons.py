"""Icons: small single-colour SVGs in `resources/icons`, painted in the theme's colours.

The files are drawn in black; black is replaced by the wanted colour. An icon set through `set_icon`
follows the theme for as long as its target lives.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import theme


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon, /) -> None: ...


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=256)
def tinted(name: str, colour: str) -> QIcon:
    """The icon called `name` in `colour` (`#rrggbb`), sharp at scales 1 to 3."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("#000", colour).encode()))
    icon = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        icon.addPixmap(_render(renderer, size))
    return icon


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One picture of an icon: `size` device independent pixels high and wide."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("#000", colour).encode()))
    result = _render(renderer, round(size * ratio))
    result.setDevicePixelRatio(ratio)
    return result


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    renderer = QSvgRenderer(QByteArray(_source("cryograph").encode()))
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_render(renderer, size))
    return icon


def app_pixmap(size: int, ratio: float = 1.0) -> QPixmap:
    """The program's own icon as a picture."""
    result = _render(QSvgRenderer(QByteArray(_source("cryograph").encode())), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    return result


def set_icon(target: _HasIcon, name: str, role: str = "quiet") -> None:
    """Give `target` the icon `name` in the palette's colour `role`, and keep it in step with the theme."""

    def paint() -> None:
        target.setIcon(tinted(name, theme().palette.colour(role).name()))

    follow_theme(target, paint)


def follow_theme(owner: object, update: Callable[[], None]) -> None:
    """Call `update` now and on every change of theme, until the Qt object `owner` is gone."""

    def run() -> None:
        if shiboken6.isValid(owner):
            update()
        else:
            theme().changed.disconnect(run)

    update()
    theme().changed.connect(run)
    assert isinstance(owner, QObject)


def _render(renderer: QSvgRenderer, size: int) -> QPixmap:
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result

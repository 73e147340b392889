"""Numbers, sizes and shapes as the window writes them. Pure functions; a true minus sign, digits in groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

MINUS = "\u2212"
TIMES = "\u00d7"


def format_count(number: int) -> str:
    """`1061` as `1,061`."""
    return f"{number:,}"


def format_bytes(number: int) -> str:
    """A size for people, in powers of 1,000: `40 B`, `1.1 KB`, `56 KB`, `553 MB`."""
    if number < 1000:
        return f"{number} B"
    value = float(number)
    for unit in ("KB", "MB", "GB", "TB", "PB"):
        value /= 1000
        if value < 9.95:
            return f"{value:.1f} {unit}"
        if value < 999.5:
            return f"{value:.0f} {unit}"
    return f"{value:,.0f} PB"


def format_shape(shape: Sequence[int | None] | None) -> str:
    """`(3, 3, 3, 10)` as `3×3×3×10`; an unknown dimension (None or -1) as `?`."""
    if shape is None:
        return "?"
    if not shape:
        return QCoreApplication.translate("formatting", "scalar")
    return TIMES.join("?" if size is None or size < 0 else str(size) for size in shape)


def format_kind(form: str) -> str:
    """What a model is, by its format's name: `checkpoint-v1` as `checkpoint (V1)`."""
    translate = QCoreApplication.translate
    names = {
        "checkpoint-v2": translate("formatting", "checkpoint"),
        "checkpoint-v1": translate("formatting", "checkpoint (V1)"),
        "checkpoint-object": translate("formatting", "checkpoint (TF 2)"),
        "graphdef": translate("formatting", "graph"),
        "graphdef-text": translate("formatting", "graph as text"),
        "metagraph": translate("formatting", "meta graph"),
        "saved-model": "SavedModel",
    }
    return names.get(form, form)


def format_number(value: float, *, signed: bool = False, digits: int = 4) -> str:
    """A real number with about `digits` figures: `+0.0531`, `−0.8131`, `1.2e−05`, `NaN`, `∞`."""
    if math.isnan(value):
        return "NaN"
    sign = MINUS if value < 0 or (value == 0 and math.copysign(1, value) < 0) else "+" if signed and value else ""
    size = abs(value)
    if math.isinf(size):
        return sign + "\u221e"
    if size == 0:
        text = "0"
    elif size >= 10 ** (digits + 3) or size < 10.0**-digits:
        mantissa, _, exponent = f"{size:.{max(digits - 2, 1)}e}".partition("e")
        text = f"{mantissa}e{exponent.replace('-', MINUS).replace('+', '')}"
    else:
        decimals = max(0, digits - max(0, math.floor(math.log10(size))))
        text = f"{size:,.{decimals}f}"
    return sign + text


def elide_middle(text: str, length: int) -> str:
    """`text` in at most `length` characters, its middle replaced by `…`."""
    if len(text) <= length:
        return text
    head = (length - 1) // 2
    tail = length - 1 - head
    return f"{text[:head]}…{text[len(text) - tail :]}"

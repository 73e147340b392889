"""How large the boxes of the canvas are, in pixels at 100 %."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from core.layout.picture import Chip

TextKind = Literal["label", "detail", "chip"]
Measure = Callable[[str, TextKind], float]

OP_HEIGHT = 32.0
OP_WIDTH = 92.0
SCOPE_HEIGHT = 52.0
SCOPE_WIDTH = 120.0
CHIP_HEIGHT = 17.0
CHIP_GAP = 4.0
HEADER = 34.0
PADDING = 16.0
CARD = 4.0
"""How far the cards behind a closed container stand out below it and at its right, each one further."""
REF_HEIGHT = 20.0
MOST_CHIPS = 5
MARGIN = 24.0
OTHER_WORDS = 18.0
"""So much wider may the counts be in another language."""

MOST_BODY = 220.0
"""Room that a function's name gets at most in the title bar of its body."""

_WIDE = {"label": 8.0, "detail": 6.3, "chip": 6.4}


def default_measure(text: str, kind: TextKind) -> float:
    """Widths of a common sans serif face, for when nobody can measure the real one: a table by kinds of letters."""
    unit = _WIDE[kind]
    width = 0.0
    for letter in text:
        if letter in "iljI.,:;'|!()[]ftr/ ":
            width += 0.55
        elif letter in "mwMW@%":
            width += 1.45
        elif letter.isupper() or letter in "_×#":
            width += 1.15
        elif ord(letter) > 0x2E7F:
            width += 1.9
        else:
            width += 1.0
    return width * unit


def op_size(label: str, chips: list[Chip], measure: Measure) -> tuple[float, float]:
    """Width and height of an op's box: strip, label, and its chips below each other."""
    width = max(OP_WIDTH, measure(label, "label") + 34.0)
    for chip in chips:
        width = max(width, measure(chip_text(chip), "chip") + 42.0)
    height = OP_HEIGHT
    if chips:
        height += len(chips) * (CHIP_HEIGHT + CHIP_GAP)
    return _even(width), height


def chip_text(chip: Chip) -> str:
    """What stands in a chip."""
    return f"{chip.label} {chip.shape}".strip()


def scope_size(label: str, ops: int, parameters: int, measure: Measure) -> tuple[float, float]:
    """Width and height of a closed container: label, and a line that counts."""
    detail = f"{ops:,} ops · {parameters:,} parameters" if parameters else f"{ops:,} ops"
    width = max(SCOPE_WIDTH, measure(label, "label") + 56.0, measure(detail, "detail") + 56.0)
    return _even(width), SCOPE_HEIGHT


def header_width(label: str, ops: int, parameters: int, measure: Measure) -> float:
    """Width that an open container's title bar needs: label at the left, counts at the right in any language."""
    detail = f"{ops:,} ops · {parameters:,} parameters" if parameters else f"{ops:,} ops"
    return _even(measure(label, "label") + measure(detail, "detail") + OTHER_WORDS + 68.0)


def body_width(function: str, measure: Measure) -> float:
    """Width that the name of the function takes in the title bar of its body; 0 for what is none."""
    return min(measure(f"ƒ {function}", "detail"), MOST_BODY) + 30.0 if function else 0.0


def ref_size(label: str, measure: Measure) -> tuple[float, float]:
    """Width and height of a small reference."""
    return _even(measure(label, "chip") + 20.0), REF_HEIGHT


def _even(value: float) -> float:
    return float(2 * -(-value // 2))

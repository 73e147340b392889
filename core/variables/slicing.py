"""Slices in words: `0,:,3:5` as a person writes them, as an index that a tensor takes."""

from __future__ import annotations

from core.errors import Text, UsageError


def parse_slice(words: str, shape: tuple[int, ...]) -> tuple[int | slice, ...]:
    """An index for a tensor of `shape` from Python's own notation.

    `...` stands for all the axes that are not named; axes that are left out at the end are taken whole. Brackets
    around the whole are allowed. Whether the figures fit the shape is found by whoever reads.

    Raises:
        UsageError: it can't be read, or names more axes than there are.
    """
    text = words.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if len(parts) > 1 and parts[-1] == "":
        parts.pop()
    if parts.count("...") > 1:
        raise UsageError(Text("A slice has one “...” at most, and not {words}.", words=words))
    if "..." in parts:
        at = parts.index("...")
        parts[at : at + 1] = [":"] * (len(shape) - len(parts) + 1)
    if len(parts) > len(shape):
        raise UsageError(
            Text(
                "The slice {words} is for more axes ({given}) than there are ({axes}).",
                words=words,
                given=len(parts),
                axes=len(shape),
            )
        )
    return tuple(_axis(part, words) for part in parts)


def _axis(part: str, words: str) -> int | slice:
    pieces = part.split(":")
    try:
        if len(pieces) == 1:
            return int(pieces[0])
        if len(pieces) <= 3:
            return slice(*(int(piece) if piece.strip() else None for piece in pieces))
    except ValueError:
        pass  # said below, in words
    raise UsageError(
        Text("“{part}” in the slice {words} is no index.", part=part, words=words),
        Text("Write it as in Python, for example 0,:,3:5."),
    )

"""The binary form of a text file, read as a file is, though it is nowhere in one piece.

Long strings (the contents of constants) stay in the text, and are made bytes when somebody reads them. Everything
else is in memory, or in a scratch file where memory must not grow with the text.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Protocol, TypeAlias

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.reader import ByteSource
from core.formats.text_tokens import Meaning

APART = 16 << 10
"""Bytes from which on a string stays in the text."""

GATHERED = 64 << 10
"""Bytes of small things that are put together before they are kept."""


class Scratch(Protocol):
    """A file for what is needed only on the way."""

    def append(self, data: bytes, /) -> int:
        """Write bytes and return where they are."""

    def read(self, offset: int, length: int, /) -> bytes:
        """Exactly `length` bytes at `offset`."""


class InText:
    """A part of a string that stayed in the text.

    Args:
        start: where in the file it begins.
        end: where it ends.
        size: bytes that it says.
        meaning: makes bytes of it.
    """

    __slots__ = ("_meaning", "_size", "end", "start")

    def __init__(self, start: int, end: int, size: int, meaning: Meaning) -> None:
        self.start = start
        self.end = end
        self._size = size
        self._meaning = meaning

    def __len__(self) -> int:
        return self._size

    def read(self, text: ByteSource) -> bytes:
        """What it says."""
        return self._meaning(text.read(self.start, self.end - self.start))


class InScratch:
    """Bytes that are in the scratch file."""

    __slots__ = ("_size", "offset")

    def __init__(self, offset: int, size: int) -> None:
        self.offset = offset
        self._size = size

    def __len__(self) -> int:
        return self._size


Segment: TypeAlias = bytes | InText | InScratch


class Parts:
    """What a message holds so far, in order."""

    __slots__ = ("is_plain", "parts", "settled")

    def __init__(self) -> None:
        self.parts: list[Segment] = []
        self.is_plain = True
        """Whether all are bytes, few enough to be joined."""
        self.settled = 0
        """Parts at the beginning that are as they will stay."""

    def settle(self, scratch: Scratch | None) -> None:
        """Put small things together, so that a million values don't wait as a million objects."""
        kept, small, size = list[Segment](), list[bytes](), 0

        def gather() -> None:
            if small:
                kept.append(_kept(b"".join(small), scratch))
                small.clear()

        for part in self.parts[self.settled :]:
            if isinstance(part, bytes):
                small.append(part)
                size += len(part)
                if size < GATHERED:
                    continue
                gather()
            else:
                gather()
                kept.append(part)
            size = 0
        self.parts[self.settled :] = kept
        self.settled = len(self.parts)
        if kept:
            self.is_plain = False
        if small:
            self.parts.append(b"".join(small))


def _kept(data: bytes, scratch: Scratch | None) -> Segment:
    if scratch is None or len(data) < GATHERED >> 2:
        return data
    return InScratch(scratch.append(data), len(data))


class BinaryForm:
    """A text file's binary form: a `ByteSource`. Safe to share between threads.

    Args:
        text: the text file.
        segments: what the binary form consists of.
        scratch: the file in which some of them are.
    """

    __slots__ = ("_last", "_scratch", "_segments", "_starts", "_text", "path", "size")

    def __init__(self, text: ByteSource, segments: list[Segment], scratch: Scratch | None) -> None:
        self.path: Path = text.path
        self._text = text
        self._segments = segments
        self._scratch = scratch
        self._starts: list[int] = []
        self._last: tuple[InText, bytes] | None = None
        position = 0
        for segment in segments:
            self._starts.append(position)
            position += len(segment)
        self.size = position

    def check_unchanged(self) -> None:
        """Raises `FormatError` if the text was written to since it was opened."""
        self._text.check_unchanged()

    def check(self, offset: int, length: int) -> None:
        """Raises `FormatError` unless there are `length` bytes at `offset`."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise FormatError(self.path, Text("a part of the file ends before it should"))

    def read(self, offset: int, length: int, *, limit: int = limits.READ_AT_ONCE) -> bytes:
        """Exactly `length` bytes at `offset`.

        Raises:
            FormatError: there are fewer.
            LimitExceeded: more than `limit` was asked for.
        """
        self.check(offset, length)
        if length > limit:
            raise LimitExceeded(
                self.path,
                Text(
                    "{length} bytes in one piece are more than the {limit} allowed",
                    length=f"{length:,}",
                    limit=f"{limit:,}",
                ),
            )
        found: list[bytes] = []
        index = bisect_right(self._starts, offset) - 1
        while length > 0:
            segment, begin = self._segments[index], offset - self._starts[index]
            count = min(length, len(segment) - begin)
            found.append(self._part(segment, begin, count))
            offset += count
            length -= count
            index += 1
        return found[0] if len(found) == 1 else b"".join(found)

    def _part(self, segment: Segment, begin: int, count: int) -> bytes:
        if isinstance(segment, bytes):
            return segment[begin : begin + count]
        if isinstance(segment, InScratch):
            assert self._scratch is not None
            return self._scratch.read(segment.offset + begin, count)
        last = self._last  # one assignment, so that another thread's can't mix with it
        if last is None or last[0] is not segment:
            last = self._last = (segment, segment.read(self._text))
        return last[1][begin : begin + count]

r"""The words of protocol buffer text format, read from a file in pieces.

Source: https://protobuf.dev/reference/protobuf/textformat-spec/ (2024). A line is mostly one match of one regular
expression (`FIELD`, in a list `ELEMENT`); it says `slow` where the piece at hand ends too soon to be sure, and then
the words are taken one by one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from core.errors import FormatError, Text
from core.formats.reader import ByteSource
from core.formats.tensor import Tick

PIECE = 256 << 10
"""Bytes of text that are read at once, and the longest name or number."""

_WIDEST_ESCAPE = 10
"""Letters of the longest escape, `\\UXXXXXXXX`."""

# Possessive throughout (`*+`, `++`): nothing here is ever tried another way, and what the engine keeps in order to
# go back would be two hundred bytes for each escape of a long string.
_LITERAL = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|' + rb"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
# Spaces of other scripts are spaces to protobuf's Python parser, and come in when text is copied from a page.
_WIDE = rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
_GAP = rb"(?:[\s\x1c-\x1f]++|\#[^\n]*+\n|%b)*+" % _WIDE
_STRINGS = rb"(?:%b)(?:%b(?:%b))*+" % (_LITERAL, _GAP, _LITERAL)
_VALUE = rb"-?\s*+[+.\w][-+.\w]*+"
_NAME = rb"[A-Za-z_]\w*+|\[[\w./%+~-]++\]"
# A value goes on as far as it can, and so do strings beside each other: only what follows tells that one is complete.
_SURE_STRINGS = rb"(?P<string>%b)(?=\s*+[!$-&(-~])" % _STRINGS
_SURE_VALUE = rb"(?P<value>%b)(?=.)" % _VALUE

FIELD = re.compile(
    rb"(?:[\s,;\x1c-\x1f]++|\#[^\n]*+\n|%b)*+"
    rb"(?:(?P<name>%b)%b"
    rb"(?::?\s*+(?P<open>[{<])"
    rb"|:?\s*+(?P<list>\[)"
    rb"|:%b%b"
    rb"|:%b%b)"
    rb"|(?P<close>[}>])"
    rb"|(?P<slow>))" % (_WIDE, _NAME, _GAP, _GAP, _SURE_STRINGS, _GAP, _SURE_VALUE),
    re.DOTALL,
)
"""What separates two fields, then a field's beginning or the whole of it, or a message's end."""

ELEMENT = re.compile(
    rb"(?:[\s,\x1c-\x1f]++|\#[^\n]*+\n|%b)*+"
    rb"(?:(?P<open>[{<])|(?P<close>\])|%b|%b|(?P<slow>))" % (_WIDE, _SURE_STRINGS, _SURE_VALUE),
    re.DOTALL,
)
"""The same in a list in brackets."""

NAME = re.compile(_NAME)
VALUE = re.compile(_VALUE)
BETWEEN_FIELDS = re.compile(rb"(?:[\s,;\x1c-\x1f]++|%b)*+" % _WIDE)
BETWEEN_ELEMENTS = re.compile(rb"(?:[\s,\x1c-\x1f]++|%b)*+" % _WIDE)
WITHIN = re.compile(rb"(?:[\s\x1c-\x1f]++|%b)*+" % _WIDE)

_ALL_STRINGS = re.compile(_STRINGS, re.DOTALL)
# A remark between two literals may hold quotes: it is read past as a whole.
_REMARK_OR_LITERAL = re.compile(rb"\#[^\n]*+\n|(?P<literal>%b)" % _LITERAL, re.DOTALL)
QUOTES = (b'"', b"'")
_BODY = {quote: re.compile(rb"[^%b\\\n]*+(?:\\.[^%b\\\n]*+)*+" % (quote, quote), re.DOTALL) for quote in QUOTES}
# What Python's own decoder reads as protobuf does: from its beginning, so that in `\\\\477` no `\\477` is seen.
_USUAL = re.compile(
    rb"(?:[^\\]++|\\(?:[0-3][0-7]{0,2}+|[4-7][0-7]?+(?![0-7])|x[0-9a-fA-F]{2}|[nrtabfv\\'\"]))*+", re.DOTALL
)
_ANY_ESCAPE = re.compile(
    rb"\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL
)
_PLAIN = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


class TextFeed:
    """A text file through a window that moves forward over it.

    Args:
        source: the file; a byte order mark at its beginning is no part of the text.
        tick: called at each piece; may raise to cancel.

    Attributes:
        data: what is at hand.
        base: where in the file that begins.
        at: how far in `data` it was read.
    """

    __slots__ = ("_decoder", "_tick", "at", "base", "data", "source")

    def __init__(self, source: ByteSource, tick: Tick = None) -> None:
        self.source = source
        self.data = b""
        self.base = 3 if source.size >= 3 and source.read(0, 3) == codecs.BOM_UTF8 else 0
        self.at = 0
        self._tick = tick
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    @property
    def ended(self) -> bool:
        """Whether what is at hand reaches to the end of the file."""
        return self.base + len(self.data) >= self.source.size

    @property
    def place(self) -> int:
        """How far the file was read, in bytes."""
        return self.base + self.at

    def fill(self) -> bool:
        """Have at least `PIECE` bytes at hand from `at`, or all that is left.

        Returns:
            Whether anything was read for it.

        Raises:
            FormatError: it is no UTF-8.
        """
        if len(self.data) - self.at >= PIECE or self.ended:
            return False
        end = self.base + len(self.data)
        piece = self.source.read(end, min(PIECE, self.source.size - end))
        self._check(piece, end)
        self.data = self.data[self.at :] + piece
        self.base += self.at
        self.at = 0
        if self._tick is not None:
            self._tick()
        return True

    def _check(self, piece: bytes, start: int) -> None:
        waiting = len(self._decoder.getstate()[0])
        final = start + len(piece) == self.source.size
        if piece.isascii() and not waiting:
            return
        try:
            self._decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            raise FormatError(
                self.source.path,
                Text("this text holds bytes that are no text"),
                offset=start - waiting + error.start,
            ) from None

    def next(self, separators: re.Pattern[bytes]) -> bytes:
        """The next letter after separators and remarks; empty at the end. With it, `PIECE` or all that is left."""
        while True:
            self.fill()
            found = separators.match(self.data, self.at)
            assert found is not None
            self.at = found.end()
            if self.data[self.at : self.at + 1] == b"#":
                self._skip_remark()
            elif not self.fill():
                return self.data[self.at : self.at + 1]

    def _skip_remark(self) -> None:
        while (end := self.data.find(b"\n", self.at)) < 0:
            self.at = len(self.data)
            if not self.fill():
                return
        self.at = end

    def word(self, form: re.Pattern[bytes], field: int) -> bytes:
        """The name or number at `at`.

        Raises:
            FormatError: there is none, or it is longer than any is. It is said to be where the field begins.
        """
        found = form.match(self.data, self.at)
        if found is None or (found.end() == len(self.data) and not self.ended):
            raise self.error(field)
        self.at = found.end()
        return found[0]

    def strings(self, field: int) -> Iterator[tuple[int, bytes, bool]]:
        """String literals beside each other, from `at` to the last.

        Args:
            field: where their field begins, for the error of a first literal without an end.

        Yields:
            Where in the file a part of them begins, the part, and whether it holds whole literals with their quotes;
            else it is cut out between two letters of a long one.

        Raises:
            FormatError: a literal has no end.
        """
        place = field
        while True:
            self.fill()
            found = _ALL_STRINGS.match(self.data, self.at)
            if found is not None:
                start, self.at = self.place, found.end()
                yield start, found[0], True
            else:
                yield from self._parts(place)
            if self.next(WITHIN) not in QUOTES:
                return
            place = self.place

    def _parts(self, place: int) -> Iterator[tuple[int, bytes, bool]]:
        """A literal that is longer than what is at hand."""
        quote = self.data[self.at : self.at + 1]
        self.at += 1
        while True:
            self.fill()
            found = _BODY[quote].match(self.data, self.at)
            assert found is not None
            end = found.end()
            is_end = self.data[end : end + 1] == quote
            if not is_end:
                if self.ended or end < len(self.data) - 1:
                    raise self.error(place)
                end = self._between_letters()
            start, part = self.place, self.data[self.at : end]
            self.at = end + is_end
            yield start, part, False
            if is_end:
                return

    def _between_letters(self) -> int:
        """A place near the end of what is at hand that is not in an escape, if `at` isn't."""
        end = len(self.data) - _WIDEST_ESCAPE
        last = self.data.rfind(b"\\", self.at, end)
        before = self.data[self.at : last + 1]
        is_escape = (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
        return last if is_escape and last + _WIDEST_ESCAPE > end else end

    def error(self, place: int, what: bytes | None = None) -> FormatError:
        """The error for what can't be read at a place of the file, which is shown if it is not given."""
        if what is None:
            what = self.source.read(place, min(80, self.source.size - place))
            shown = what.decode(errors="replace")[:20]
        else:
            shown = what[:160].decode(errors="replace")[:40]
        line = self._line(place)
        return FormatError(
            self.source.path, Text("line {line} can't be read: {text}", line=f"{line:,}", text=repr(shown))
        )

    def _line(self, place: int) -> int:
        pieces = (self.source.read(at, min(PIECE, place - at)) for at in range(0, place, PIECE))
        return 1 + sum(piece.count(b"\n") for piece in pieces)


Meaning: TypeAlias = Callable[[bytes], bytes]


def meaning(raw: bytes, is_quoted: bool) -> Meaning:
    """What makes bytes of a part of `TextFeed.strings`: the quickest that is right for it.

    It raises ValueError for an escape that is none.
    """
    if is_quoted:
        is_single = raw.count(raw[:1]) == 2 and raw[-1:] == raw[:1]
        return _usual_literal if is_single and _USUAL.fullmatch(raw) else _literals
    return _usual if _USUAL.fullmatch(raw) else _any


def _usual(raw: bytes) -> bytes:
    return codecs.escape_decode(raw)[0]


def _usual_literal(raw: bytes) -> bytes:
    return codecs.escape_decode(raw[1:-1])[0]


def _literals(raw: bytes) -> bytes:
    insides = (found["literal"][1:-1] for found in _REMARK_OR_LITERAL.finditer(raw) if found["literal"])
    return b"".join(meaning(inside, False)(inside) for inside in insides)


def _any(raw: bytes) -> bytes:
    return _ANY_ESCAPE.sub(_one, raw)


def _one(found: re.Match[bytes]) -> bytes:
    octal, hexadecimal, short, long, letter = found.groups()
    if octal:
        return bytes([int(octal, 8)])  # ValueError above 255
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if short or long:
        return chr(int(short or long, 16)).encode()
    return _PLAIN.get(letter, letter)

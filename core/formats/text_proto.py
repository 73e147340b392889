r"""Protocol buffer text format, translated into the binary form that the other readers take.

Source: https://protobuf.dev/reference/protobuf/textformat-spec/ (2024). Field names and types are those of the
descriptors in `tensorboard.compat.proto` (`text_schema`). protobuf's own text parser does 3 MB/s, wants the whole text
in memory, holds on to the interpreter and can't be cancelled; this one takes a line at a time from one regular
expression over a piece of the text (`text_tokens`), keeps a stack instead of recursing, and leaves long strings where
they are (`text_form`).

Extensions and `Any` in brackets are read past, as fields that the message doesn't have. Limits: `MESSAGE_DEPTH`
of nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core import limits
from core.errors import FormatError, LimitExceeded, Text
from core.formats.reader import ByteSource
from core.formats.tensor import Tick
from core.formats.text_form import APART, BinaryForm, InText, Parts, Scratch
from core.formats.text_schema import REFUSED, Known, Schema, schema_of
from core.formats.text_tokens import (
    BETWEEN_ELEMENTS,
    BETWEEN_FIELDS,
    ELEMENT,
    FIELD,
    NAME,
    QUOTES,
    VALUE,
    WITHIN,
    TextFeed,
    meaning,
)
from core.formats.wire import encode_varint

_MOST_UNKNOWN = 100
"""Names of unknown fields that are remembered."""

_SHORT = re.compile(rb'"[^"\\]{0,127}+"')
"""The string of most fields: a name."""

_ONE_BYTE = [encode_varint(size) for size in range(0x80)]


def translate(
    source: ByteSource, schema: Schema, *, scratch: Scratch | None = None, tick: Tick = None
) -> tuple[BinaryForm, list[str]]:
    """A message in text form as its binary form.

    Args:
        source: the text, which must stay as it is for as long as the binary form is read.
        schema: of the message.
        scratch: takes what would else be in memory: all but long strings.
        tick: called at each piece of the text; may raise to cancel.

    Returns:
        The binary form, and the names of fields that the message doesn't have; these were left out.

    Raises:
        FormatError: it is no such text; says where.
        LimitExceeded: it is nested too deeply.
    """
    translator = _Translator(source, schema, scratch, tick)
    return translator.run(), [name.decode() for name in translator.unknown]


class _Level(Parts):
    """A message that is open.

    Attributes:
        schema: of it; None where nothing is known of it.
        tag: of the field that it is in.
        listed: the name of that field, if it is in a list in brackets.
        packed: the field whose values came last, if these share one; they are in `run`.
    """

    __slots__ = ("listed", "packed", "run", "schema", "tag")

    def __init__(self, schema: Schema | None, tag: bytes = b"", listed: bytes | None = None) -> None:
        super().__init__()
        self.schema = schema
        self.tag = tag
        self.listed = listed
        self.packed: Known | None = None
        self.run: Parts | None = None

    def put_value(self, field: Known, payload: bytes) -> None:
        """Append a number."""
        if field.packed:
            if self.packed is not field or self.run is None:
                self.end_run()
                self.packed, self.run = field, Parts()
            self.run.parts.append(payload)
        else:
            self.end_run()
            self.parts.append(field.tag + payload)

    def end_run(self) -> None:
        """Something else follows."""
        if self.packed is not None and self.run is not None:
            self.put(self.packed.tag, self.run)
            self.packed = self.run = None

    def put(self, tag: bytes, content: Parts) -> None:
        """Append a field whose content is complete."""
        if content.is_plain:
            data = b"".join(content.parts)  # type: ignore[arg-type]  # all are bytes
            size = len(data)
            self.parts.append(tag + (_ONE_BYTE[size] if size < 0x80 else encode_varint(size)) + data)
        else:
            self.parts.append(tag + encode_varint(sum(map(len, content.parts))))
            self.parts += content.parts
            self.is_plain = False


class _Translator:
    def __init__(self, source: ByteSource, schema: Schema, scratch: Scratch | None, tick: Tick) -> None:
        self.unknown: dict[bytes, None] = {}
        self._level = _Level(schema)
        self._stack: list[_Level] = []
        self._source = source
        self._scratch = scratch
        self._tick = tick
        self._feed = TextFeed(source, self._between)

    def run(self) -> BinaryForm:
        """Go through the text."""
        while self._fields() or self._slow_field():
            pass
        self._level.end_run()
        self._level.settle(self._scratch)
        return BinaryForm(self._source, self._level.parts, self._scratch)

    def _between(self) -> None:
        """Between two pieces of the text."""
        if self._tick is not None:
            self._tick()
        for level in (*self._stack, self._level):
            level.settle(self._scratch)
            if level.run is not None:
                level.run.settle(self._scratch)

    def _fields(self) -> bool:
        """Take fields until there is a list, or one that is not at hand as a whole (then False)."""
        feed = self._feed
        base = feed.base
        level = self._level
        for found in FIELD.finditer(feed.data, feed.at):
            group = found.lastgroup
            if group == "value":
                field = self._known(level, found["name"])
                if field is None:
                    continue
                try:
                    payload = field.encode(found["value"])
                except REFUSED:
                    raise feed.error(base + found.start("name"), found["value"]) from None
                if level.packed is field and level.run is not None:  # as in `put_value`: a long constant's lines
                    level.run.parts.append(payload)
                else:
                    level.put_value(field, payload)
            elif group == "string":
                field, raw = self._known(level, found["name"]), found["string"]
                if field is not None and field.is_bytes and _SHORT.fullmatch(raw):
                    if level.packed is not None:
                        level.end_run()
                    level.parts.append(field.tag + _ONE_BYTE[len(raw) - 2] + raw[1:-1])
                    continue
                strings = ((base + found.start("string"), raw, True),)
                self._put_strings(field, strings, base + found.start("name"))
            elif group == "close":
                feed.at = found.end()
                listed = self._close(base + found.start("close"))
                if listed is not None:
                    self._elements(listed)
                    return True
                level = self._level
            elif group == "open":
                self._open(found["name"], base + found.start("name"))
                level = self._level
            elif group == "list":
                feed.at = found.end()
                self._elements(found["name"])
                return True
            else:
                feed.at = found.start("slow")
                break
        return False

    def _slow_field(self) -> bool:
        """Take one field or the end of a message, word by word; False at the end of the text."""
        feed = self._feed
        letter, place = feed.next(BETWEEN_FIELDS), feed.place
        if not letter:
            if self._stack:
                raise self._cut_off()
            return False
        if letter in b"}>":
            feed.at += 1
            listed = self._close(place)
            if listed is not None:
                self._elements(listed)
            return True
        name = feed.word(NAME, place)
        letter = feed.next(WITHIN)
        is_value = letter == b":"
        if is_value:
            feed.at += 1
            letter = feed.next(WITHIN)
        if not letter:
            raise feed.error(place)
        if letter in b"{<":
            feed.at += 1
            self._open(name, place)
        elif letter == b"[":
            feed.at += 1
            self._elements(name)
        elif is_value:
            self._slow_value(name, letter, place)
        else:
            raise feed.error(place)
        return True

    def _slow_value(self, name: bytes, letter: bytes, place: int) -> None:
        feed = self._feed
        field = self._known(self._level, name)
        if letter in QUOTES:
            self._put_strings(field, feed.strings(place), place)
            return
        value = feed.word(VALUE, place)
        if field is not None:
            try:
                self._level.put_value(field, field.encode(value))
            except REFUSED:
                raise feed.error(place, value) from None

    def _elements(self, name: bytes) -> None:
        """Take elements of a list in brackets, to its end or into a message in it."""
        feed, level = self._feed, self._level
        field = self._known(level, name)
        while True:
            base = feed.base
            for found in ELEMENT.finditer(feed.data, feed.at):
                group = found.lastgroup
                if group == "value":
                    if field is None:
                        continue
                    try:
                        level.put_value(field, field.encode(found["value"]))
                    except REFUSED:
                        raise feed.error(base + found.start("value"), found["value"]) from None
                elif group == "string":
                    place = base + found.start("string")
                    self._put_strings(field, ((place, found["string"], True),), place)
                else:
                    feed.at = found.start(group or 0)
                    break
            letter, place = feed.next(BETWEEN_ELEMENTS), feed.place
            if not letter:
                raise self._cut_off()
            if letter in b"{<]":
                feed.at += 1
                if letter != b"]":
                    self._open(name, place, listed=name)
                return
            self._slow_value(name, letter, place)

    def _known(self, level: _Level, name: bytes) -> Known | None:
        """The field of that name; None where it is skipped."""
        if level.schema is None:
            return None
        field = level.schema.get(name)
        if field is None and len(self.unknown) < _MOST_UNKNOWN:
            self.unknown[name] = None
        return field

    def _put_strings(self, field: Known | None, strings: Iterable[tuple[int, bytes, bool]], place: int) -> None:
        """Append strings as `TextFeed.strings` gives them; what is long stays in the text."""
        content = Parts()
        shown = b""
        for start, raw, is_quoted in strings:
            if field is None:
                continue
            shown = shown or (raw if is_quoted else self._source.read(start - 1, 1) + raw)
            try:
                if not field.is_bytes:
                    raise ValueError
                decode = meaning(raw, is_quoted)
                data = decode(raw)
            except REFUSED:
                raise self._feed.error(place, shown) from None
            if len(data) < APART:
                content.parts.append(data)
            else:
                content.parts.append(InText(start, start + len(raw), len(data), decode))
                content.is_plain = False
        if field is not None:
            self._level.end_run()
            self._level.put(field.tag, content)

    def _open(self, name: bytes, place: int, listed: bytes | None = None) -> None:
        """A message begins."""
        if len(self._stack) >= limits.MESSAGE_DEPTH:
            what = Text("the text is nested more than {limit} deep", limit=limits.MESSAGE_DEPTH)
            raise LimitExceeded(self._source.path, what, offset=place)
        level = self._level
        field = self._known(level, name)
        if field is not None and field.message is None:
            raise self._feed.error(place, name)
        self._stack.append(level)
        if field is None:
            self._level = _Level(None, b"", listed)
        else:
            level.end_run()
            self._level = _Level(schema_of(field.message), field.tag, listed)

    def _close(self, place: int) -> bytes | None:
        """A message ends; in which list it was, if it was in one."""
        if not self._stack:
            raise self._feed.error(place, self._source.read(place, 1))
        closed = self._level
        closed.end_run()
        self._level = self._stack.pop()
        if closed.schema is not None:
            self._level.put(closed.tag, closed)
        return closed.listed

    def _cut_off(self) -> FormatError:
        return FormatError(
            self._source.path,
            Text("the text ends in the middle of a message"),
            offset=self._source.size,
            remedy=Text("The file is cut off: copy or download it again."),
        )

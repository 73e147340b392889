"""Random GraphDefs, and all the ways to write one as text: for tests that hold a reader against protobuf's own."""

from __future__ import annotations

import random
from typing import Any

from tensorboard.compat.proto import graph_pb2

_GAPS = (" ", "\n", "\t", "  ", "\r\n", " # a remark: {\"'\n", "\n#\n", "\u00a0")
_NUMBERS = (5, 3, 4, 13)  # google.protobuf.descriptor.FieldDescriptor.TYPE_*: int32, int64, uint64, uint32
_REALS, _BOOL, _STRING, _MESSAGE, _BYTES, _ENUM = (1, 2), 8, 9, 11, 12, 14


def random_graph(seed: int) -> Any:
    """A GraphDef with something of everything."""
    chance = random.Random(seed)
    graph = graph_pb2.GraphDef()
    for _ in range(chance.randrange(4)):
        _node(graph.node.add(), chance)
    if chance.random() < 0.5:
        function = graph.library.function.add()
        function.signature.name = _name(chance)
        function.ret["out"] = "n:0"
        _node(function.node_def.add(), chance)
    if chance.random() < 0.5:
        graph.versions.producer = chance.randrange(2000)
        graph.versions.bad_consumers.extend(chance.randrange(-5, 900) for _ in range(chance.randrange(5)))
    return graph


def _node(node: Any, chance: random.Random) -> None:
    node.name, node.op = _name(chance), "Const"
    node.input.extend(_name(chance) for _ in range(chance.randrange(3)))
    for _ in range(chance.randrange(5)):
        _value(node.attr[_name(chance)], chance)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices("abc/_xyz09üß中\u2028 \"'\\#{}:", k=chance.randrange(1, 9)))


def _bytes(chance: random.Random) -> bytes:
    return bytes(chance.choices(chance.choice((range(256), b"01237\\\"'\n?", b"ab")), k=chance.randrange(120)))


def _value(value: Any, chance: random.Random) -> None:
    kind = chance.randrange(8)
    if kind == 0:
        value.s = _bytes(chance)
    elif kind == 1:
        value.i = chance.choice((0, -1, 8, 2**63 - 1, -(2**63), chance.randrange(-(10**6), 10**6)))
    elif kind == 2:
        value.f = _real(chance)
    elif kind == 3:
        value.b = chance.random() < 0.5
    elif kind == 4:
        value.type = chance.choice((0, 1, 3, 7, 101))
    elif kind == 5:
        value.list.i.extend(chance.randrange(-9, 99) for _ in range(chance.randrange(4)))
        value.list.s.extend(_bytes(chance) for _ in range(chance.randrange(3)))
        value.list.type.extend(chance.choices((1, 2, 9), k=chance.randrange(3)))
        value.list.b.extend(chance.choices((True, False), k=chance.randrange(3)))
        if chance.random() < 0.3:
            value.list.shape.add().dim.add(size=-1)
    elif kind == 6:
        value.func.name = _name(chance)
        _value(value.func.attr["deeper"], chance)
    else:
        _tensor(value.tensor, chance)


def _real(chance: random.Random) -> float:
    return chance.choice((0.0, -0.0, 1.5, 1e-40, 3e38, float("inf"), float("-inf"), float("nan"), chance.random(), 7.0))


def _tensor(tensor: Any, chance: random.Random) -> None:
    tensor.dtype = 1
    tensor.tensor_shape.dim.add(size=chance.randrange(9))
    if chance.random() < 0.5:
        tensor.tensor_content = _bytes(chance)
    tensor.float_val.extend(_real(chance) for _ in range(chance.randrange(30)))
    tensor.double_val.extend(_real(chance) for _ in range(chance.randrange(3)))
    tensor.int_val.extend(chance.choices((-(2**31), 2**31 - 1, 0, 5), k=chance.randrange(4)))
    tensor.uint64_val.extend(chance.choices((2**64 - 1, 0, 9), k=chance.randrange(3)))
    tensor.string_val.extend(_bytes(chance) for _ in range(chance.randrange(3)))
    tensor.bool_val.extend(chance.choices((True, False), k=chance.randrange(3)))


def as_text(message: Any, seed: int) -> str:
    """The message as text, in a way of writing it that depends on the seed."""
    return _Printer(random.Random(seed)).message(message)


class _Printer:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def gap(self) -> str:
        return "".join(self.chance.choices(_GAPS, k=self.chance.choice((0, 0, 1, 1, 3))))

    def message(self, message: Any) -> str:
        parts = [self.gap()]
        fields = message.ListFields()
        for field, value in fields:
            if field.message_type is not None and field.message_type.GetOptions().map_entry:
                entry = field.message_type.fields_by_name
                for key in value:
                    inner = [(entry["key"], key), (entry["value"], value[key])]
                    self.chance.shuffle(inner)
                    body = "".join(self.field(each, one) for each, one in inner)
                    parts.append(self.field(field, None, self.braces(body)))
            elif isinstance(value, (str, bytes)) or not hasattr(value, "__len__"):
                parts.append(self.field(field, value))
            elif self.chance.random() < 0.4:
                middle = f"{self.gap()},{self.gap()}"
                items = middle.join(self.value(field, each) for each in value)
                colon = self.chance.choice((":", "")) if field.type == _MESSAGE else ":"
                parts.append(f"{field.name}{self.gap()}{colon} [{self.gap()}{items}{self.gap()}]{self.end()}")
            else:
                parts += [self.field(field, each) for each in value]
        return "".join(parts)

    def end(self) -> str:
        return self.chance.choice((" ", "\n", ",", ";", " ; ", "\n  ")) + self.gap()

    def field(self, field: Any, value: Any, text: str | None = None) -> str:
        shown = self.value(field, value) if text is None else text
        colon = self.chance.choice((":", "")) if field.type == _MESSAGE else ":"
        return f"{field.name}{self.gap()}{colon}{self.gap()}{shown}{self.end()}"

    def braces(self, body: str) -> str:
        begin, end = self.chance.choice(("{}", "<>"))
        return f"{begin}{self.gap()}{body}{end}"

    def value(self, field: Any, value: Any) -> str:
        choice = self.chance.choice
        if field.type == _MESSAGE:
            return self.braces(self.message(value))
        if field.type in (_STRING, _BYTES):
            return self.string(value)
        if field.type == _ENUM:
            name = field.enum_type.values_by_number[value].name
            return choice((name, str(value)))
        if field.type == _BOOL:
            return choice(("true", "True", "t", "1") if value else ("false", "False", "f", "0"))
        if field.type in _REALS:
            return self.real(value)
        assert field.type in _NUMBERS
        sign = "-" if value < 0 else ""
        return choice((str(value), f"{sign}0x{abs(value):x}", f"{sign}0X{abs(value):X}", f"{sign}0{abs(value):o}"))

    def real(self, value: float) -> str:
        choice = self.chance.choice
        if value != value:
            return choice(("nan", "NaN", "nanf"))
        if value in (float("inf"), float("-inf")):
            return ("-" if value < 0 else "") + choice(("inf", "Infinity", "inff", "1e999"))
        text = repr(value)
        return choice((text, text + "f", text + "F", f"{value:.60f}", f"{value:.17e}"))

    def string(self, value: str | bytes) -> str:
        data = value.encode() if isinstance(value, str) else value
        cuts = sorted(self.chance.choices(range(len(data) + 1), k=self.chance.choice((0, 0, 0, 1, 3))))
        if isinstance(value, str):
            cuts = []
        pieces = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        return self.gap().join(self.literal(piece) for piece in pieces)

    def literal(self, data: bytes) -> str:
        quote = self.chance.choice("\"'")
        letters = []
        for at, byte in enumerate(data):
            letter = chr(byte)
            if letter in "\\\n" or letter == quote:
                letters.append({"\n": "\\n"}.get(letter, "\\" + letter))
            elif 32 <= byte < 127 and self.chance.random() < 0.8:
                letters.append(letter)
            else:
                digit_follows = data[at + 1 : at + 2].isdigit()
                short = f"\\{byte:o}" if not digit_follows else f"\\{byte:03o}"
                letters.append(self.chance.choice((f"\\{byte:03o}", f"\\x{byte:02x}", short)))
        return f"{quote}{''.join(letters)}{quote}"

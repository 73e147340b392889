"""Variables become constants, and every op that handled a variable becomes one that handles its value.

What each op becomes is what TensorFlow's `convert_to_constants.py` (v2.21.0) makes of it; where that leaves an
invalid graph, this makes a valid one and says so, unless TensorFlow's own result was asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core.errors import Text
from core.freezing.body import Body, copy_of
from core.freezing.findings import Finding
from core.freezing.handles import HANDLE_READERS
from core.freezing.values import HANDLE, Value

if TYPE_CHECKING:
    from core.freezing.functions import Library

VARIABLES = frozenset({"Variable", "VariableV2", "VarHandleOp"})
_PASS_ON = frozenset({"Enter", "Exit", "Identity", "NextIteration", "Switch", "_SwitchN"})
_REF_TO_PLAIN = {
    "RefSwitch": "Switch",
    "RefEnter": "Enter",
    "RefExit": "Exit",
    "RefMerge": "Merge",
    "RefIdentity": "Identity",
    "RefNextIteration": "NextIteration",
}
_CALLERS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    # op: (first input that is an argument, attr with the arguments' types, attrs that name functions)
    "PartitionedCall": (0, "Tin", ("f",)),
    "StatefulPartitionedCall": (0, "Tin", ("f",)),
    "If": (1, "Tin", ("then_branch", "else_branch")),
    "StatelessIf": (1, "Tin", ("then_branch", "else_branch")),
    "Case": (1, "Tin", ("branches",)),
    "StatelessCase": (1, "Tin", ("branches",)),
    "While": (0, "T", ("body", "cond")),
    "StatelessWhile": (0, "T", ("body", "cond")),
}
_UPDATES = re.compile(
    r"Assign(Add|Sub)?|Assign\w*VariableOp|Scatter(Nd)?(Update|Add|Sub|Mul|Div|Min|Max|NonAliasingAdd)"
    r"|Resource(Scatter|Apply|SparseApply|StridedSliceAssign|CountUpTo|AccumulatorApply|ConditionalAccumulator)\w*"
    r"|(Sparse)?Apply[A-Z]\w*|StridedSliceAssign|CountUpTo|DestroyResourceOp"
)


class Rewriter:
    """Propagates values through one body, and through the functions that it calls.

    Attributes:
        has_frames: whether the main graph has loops of TensorFlow 1 (Enter), whose inputs must be of one frame.
        repairs: what TensorFlow would have left invalid.
        refused: findings of severity error.
        updates: (body, node, variable) for each op that writes a variable, to be dropped or refused by whoever
            knows the outputs.
    """

    def __init__(self, library: Library, *, as_tensorflow: bool) -> None:
        self.library = library
        self.as_tensorflow = as_tensorflow
        self.has_frames = False
        self.repairs: list[tuple[str, Text]] = []
        self.refused: list[Finding] = []
        self.updates: list[tuple[Body, str, str]] = []

    def convert(self, body: Body, sources: dict[str, Value]) -> dict[str, Value]:
        """Propagate each source's value to all that it feeds.

        Args:
            body: edited in place.
            sources: by node, or `ARGUMENT` and an argument's name.

        Returns:
            every source of the body that now gives a value where it gave a handle; `node:number` for the outputs of
            calls.
        """
        run = _Run(self, body)
        for source, value in sources.items():
            run.spread(source, value)
        run.settle()
        return run.converted

    def where(self, body: Body, name: str) -> str:
        """A node's name, with its function's."""
        return f"{name} in {body.name}" if body.name else name

    def repaired(self, where: str, text: Text) -> None:
        """Note a repair, once."""
        if (where, text) not in self.repairs:
            self.repairs.append((where, text))

    def refuse(self, text: Text, where: str, remedy: Text | None = None) -> None:
        """Note something that stands in the way; TensorFlow's way does not look."""
        finding = Finding("warning" if self.as_tensorflow else "error", text, where, remedy)
        if finding not in self.refused:
            self.refused.append(finding)


class _Run:
    """One propagation through one body."""

    def __init__(self, rewriter: Rewriter, body: Body) -> None:
        self.rewriter = rewriter
        self.body = body
        self.converted: dict[str, Value] = {}
        self._seen: set[tuple[str, int]] = set()
        self._waiting: list[tuple[str, int, Value]] = []
        self._calls: dict[str, None] = {}
        self._arguments: dict[str, dict[int, Value]] = {}
        self._originals: dict[str, Any] = {}

    def spread(self, source: str, value: Value) -> None:
        """The source gives a value now; its readers follow."""
        if value.handle:
            self.converted[source] = value
        self._waiting.extend((name, place, value) for name, place in self.body.readers(source))

    def settle(self) -> None:
        """Work until nothing changes; calls last, when their arguments are known."""
        while self._waiting or self._calls:
            while self._waiting:
                name, place, value = self._waiting.pop()
                if (name, place) not in self._seen:
                    self._seen.add((name, place))
                    self._reader(name, place, value)
            if self._calls:
                name = next(iter(self._calls))
                del self._calls[name]
                self._call(name)

    def _reader(self, name: str, place: int, value: Value) -> None:
        op = self.body.nodes[name].op
        where = self.rewriter.where(self.body, name)
        if op in _PASS_ON:
            self._pass_on(name, place, value)
        elif op == "Merge":
            self._merge(name, value)
        elif op in _CALLERS or op in self.rewriter.library.functions:
            self._arguments.setdefault(name, {})[place] = value
            self._calls[name] = None
        elif op in HANDLE_READERS and value.handle:
            HANDLE_READERS[op](self.rewriter, self.body, name, value)
        elif op in _REF_TO_PLAIN and value.ref:
            self._plain(name, op, place, value)
        elif _UPDATES.fullmatch(op) and (value.handle or (value.ref and place == 0)):
            self.rewriter.updates.append((self.body, name, value.variable))
        elif op == "IsVariableInitialized" and value.ref and not self.rewriter.as_tensorflow:
            HANDLE_READERS["VarIsInitializedOp"](self.rewriter, self.body, name, value)
        elif value.handle:
            self.rewriter.refuse(
                Text(
                    "{node} ({op}) works on the variable {variable} itself, not on its value.",
                    node=where,
                    op=op,
                    variable=value.variable,
                ),
                name,
                Text("Choose outputs that don't need it."),
            )

    def _pass_on(self, name: str, place: int, value: Value) -> None:
        if place:
            return  # the predicate of a Switch is read as a value, whatever it is
        node = self.body.edit(name)
        node.attr["T"].type = value.dtype
        if "_output_shapes" in node.attr:
            del node.attr["_output_shapes"]
        # Further on nothing is a reference any more: Identity and its like give values.
        self.spread(name, Value(value.dtype, value.shape, value.handle, False, value.variable))

    def _merge(self, name: str, value: Value) -> None:
        if not value.handle or self.rewriter.as_tensorflow:
            return
        node = self.body.edit(name)
        if node.attr["T"].type == HANDLE:
            node.attr["T"].type = value.dtype
            node.attr.pop("_output_shapes", None)
            self.rewriter.repaired(
                name,
                Text(
                    "{node} merges variables; it becomes a merge of their values.",
                    node=self.rewriter.where(self.body, name),
                ),
            )
        self.spread(name, value)

    def _plain(self, name: str, op: str, place: int, value: Value) -> None:
        where = self.rewriter.where(self.body, name)
        if self.rewriter.as_tensorflow:
            self.rewriter.refuse(
                Text(
                    "{node} ({op}) needs a reference variable: TensorFlow can't import the result.", node=where, op=op
                ),
                name,
            )
            return
        plain = _REF_TO_PLAIN[op]
        node = self.body.edit(name)
        node.op = plain
        node.attr.pop("_output_shapes", None)
        self.rewriter.repaired(
            name, Text("{node} reads a reference variable; it becomes a plain {op}.", node=where, op=plain)
        )
        if place == 0 or plain == "Merge":
            self.spread(name, value)

    def _call(self, name: str) -> None:
        """A caller's arguments became values: so do its functions', and what these pass through."""
        edited = self.body.edit(name)
        original = self._originals.setdefault(name, copy_of(edited))
        inputs = list(edited.input)  # may have been renamed since
        edited.CopyFrom(original)
        edited.input[:] = inputs
        if self.body.function is None or not self.rewriter.as_tensorflow:
            edited.attr.pop("_output_shapes", None)  # of what was a handle and is a value now, among others
        first, types, attrs = _CALLERS.get(edited.op, (0, "", ()))
        arguments = {place - first: value for place, value in self._arguments[name].items() if place >= first}
        if types:
            for index, value in arguments.items():
                if index < len(edited.attr[types].list.type):
                    edited.attr[types].list.type[index] = value.dtype
        results: dict[int, Value] = {}
        if not attrs:  # called as an op of its own, as TensorFlow 1 did
            edited.op, results = self.rewriter.library.convert(edited.op, arguments, self.rewriter)
        for attr in attrs:
            call = edited.attr[attr]
            for function in [call.func] if call.HasField("func") else call.list.func:
                function.name, found = self.rewriter.library.convert(function.name, arguments, self.rewriter)
                results.update(found if attr != "cond" else {})
        if types == "T":
            shapes = edited.attr["output_shapes"].list.shape if "output_shapes" in edited.attr else ()
            for index, value in arguments.items():
                if index < len(shapes) and value.shape is not None:
                    shapes[index].Clear()
                    for size in value.shape:
                        shapes[index].dim.add(size=size)
        for index, value in results.items():
            if "Tout" in edited.attr and index < len(edited.attr["Tout"].list.type):
                edited.attr["Tout"].list.type[index] = value.dtype
            self.converted[f"{name}:{index}"] = value
            for reader, place in self.body.readers(name):
                number = self.body.nodes[reader].input[place].rpartition(":")[2]
                if (int(number) if number.isdecimal() else 0) == index:
                    self._waiting.append((reader, place, value))

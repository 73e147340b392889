"""The function library of a graph that is being frozen: functions whose arguments become values are converted.

A converted function is named `<base>_frozen_<n>`, as TensorFlow names it; its counter is per process, ours starts
anew with each freeze, so that the same input gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.freezing.body import ARGUMENT, Body, copy_of
from core.freezing.updates import drop_updates
from core.freezing.values import HANDLE, STRING, Value

if TYPE_CHECKING:
    from core.freezing.rewrite import Rewriter
    from core.graph.op_graph import OpGraph


class Library:
    """The functions, and what became of them.

    Args:
        proto: the FunctionDefLibrary; not changed.
        as_tensorflow: a converted function takes the original's place, even if something still names it.
    """

    def __init__(self, proto: Any, *, as_tensorflow: bool) -> None:
        self.functions: dict[str, Any] = {function.signature.name: function for function in proto.function}
        self.gradients = list(proto.gradient)
        self._as_tensorflow = as_tensorflow
        self._converted: dict[tuple[str, tuple[tuple[int, int], ...]], tuple[Any, dict[int, Value]]] = {}
        self._names: dict[str, str] = {}
        self._count = 0

    def convert(self, name: str, arguments: dict[int, Value], rewriter: Rewriter) -> tuple[str, dict[int, Value]]:
        """Give values to some arguments of a function.

        Args:
            name: the original function's.
            arguments: by number.
            rewriter: rewrites its body.

        Returns:
            the converted function's name, and which of its results are values now that were handles.
        """
        original = self.functions.get(name)
        if original is None:
            return name, {}
        arguments = {index: value for index, value in arguments.items() if index < len(original.signature.input_arg)}
        key = (name, tuple(sorted((index, value.dtype) for index, value in arguments.items())))
        if key not in self._converted:
            function = copy_of(original)
            self._converted[key] = function, {}  # before its body is looked at: it may call itself
            function.signature.name = self._new_name(name)
            self._converted[key] = function, self._convert(function, arguments, rewriter)
        function, results = self._converted[key]
        return function.signature.name, results

    def result(self, roots: Any, *, reachable_only: bool) -> list[Any]:
        """The functions of the frozen graph, in the file's order, converted ones in their originals' places.

        Args:
            roots: the main graph's nodes.
            reachable_only: leave out what no node calls.
        """
        by_original: dict[str, list[Any]] = {}
        for (name, _), (function, _results) in self._converted.items():
            by_original.setdefault(name, []).append(function)
        everything = {**self.functions}
        everything.update({item.signature.name: item for items in by_original.values() for item in items})
        called = called_functions(roots, everything)
        others = [function for name, function in self.functions.items() if name not in by_original]
        named_by_others = called_functions([node for function in others for node in function.node_def], everything)
        result = []
        for name, function in self.functions.items():
            converted = by_original.get(name, [])
            if not converted:
                keep = name in called or not reachable_only
            else:
                keep = not self._as_tensorflow and (name in called or (name in named_by_others and not reachable_only))
            result.extend([function] if keep else [])
            result.extend(item for item in converted if item.signature.name in called or self._as_tensorflow)
        return result if self._as_tensorflow else _without_left_over(result, called)

    def gradients_of(self, functions: list[Any]) -> list[Any]:
        """The library's gradients, as far as their functions are still there."""
        names = {function.signature.name for function in functions}
        return [
            item for item in self.gradients if self._as_tensorflow or {item.function_name, item.gradient_func} <= names
        ]

    def _new_name(self, name: str) -> str:
        if not self._names:
            parsed = []
            for each in self.functions:
                base, _, number = each.rpartition("_")
                parsed.append((int(number), base, each) if base and number.isdecimal() else (-1, each, each))
            self._names = {each: f"{base}_frozen_{count}" for count, (_, base, each) in enumerate(sorted(parsed))}
            self._count = len(self._names)
        new = self._names.get(name, "")
        taken = {function.signature.name for function, _ in self._converted.values()} | self.functions.keys()
        while not new or new in taken:
            # A second version, for callers that give values to other arguments.
            new = f"{self._names[name].rpartition('_')[0]}_{self._count}"
            self._count += 1
        return new

    def _convert(self, function: Any, arguments: dict[int, Value], rewriter: Rewriter) -> dict[int, Value]:
        body = Body(function.node_def, function)
        signature = function.signature
        before = len(rewriter.updates)
        converted = rewriter.convert(
            body, {ARGUMENT + signature.input_arg[index].name: value for index, value in arguments.items()}
        )
        for index, value in arguments.items():
            signature.input_arg[index].type = value.dtype
            _forget_shape(function.attr.get("_input_shapes"), index)
            _forget_shape(function.arg_attr[index].attr.get("_output_shapes"), 0)
        results = {}
        for index, output in enumerate(signature.output_arg):
            text = function.ret.get(output.name, "")
            number = text.rpartition(":")[2]
            source = body.source_of(text)
            found = converted.get(source) or converted.get(f"{source}:{number if number.isdecimal() else 0}")
            if found is not None and output.type == HANDLE:
                output.type = found.dtype
                results[index] = found
        mine = [(name, variable) for owner, name, variable in rewriter.updates[before:] if owner is body]
        rewriter.updates[before:] = [item for item in rewriter.updates[before:] if item[0] is not body]
        drop_updates(rewriter, body, [body.source_of(text) for text in function.ret.values()], dict(mine))
        del function.node_def[:]
        function.node_def.extend(body.nodes.values())
        return results


def _without_left_over(functions: list[Any], called: set[str]) -> list[Any]:
    """Functions but those of training that nothing calls any more, and that work on variables' handles."""
    by_name = {function.signature.name: function for function in functions}
    gone = {
        name
        for name, function in by_name.items()
        if name not in called and any(argument.type == HANDLE for argument in function.signature.input_arg)
    }
    gone |= {
        name
        for name, function in by_name.items()
        if name not in called and gone & called_functions(function.node_def, by_name)
    }
    return [function for name, function in by_name.items() if name not in gone]


def whole_functions(graph: OpGraph) -> Any:
    """The library with the large constants of its functions back in them, which opening the graph left in the file.

    Functions are written as they are, so these are in memory while a graph is frozen; weights are rarely among them.
    """
    if not graph.function_tensors:
        return graph.library
    library = copy_of(graph.library)
    for function in library.function:
        sources = graph.function_tensors.get(function.signature.name, {})
        for node in function.node_def:
            source = sources.get(node.name)
            if source is None:
                continue
            tensor = node.attr["value"].tensor
            if source.dtype.enum == STRING:
                tensor.string_val.extend(bytes(item) for item in source.read().ravel())
            else:
                tensor.tensor_content = b"".join(bytes(piece) for piece in source.pieces())
    return library


def _forget_shape(attr: Any, index: int) -> None:
    """What the shape of a handle was is not that of the value."""
    if attr is not None and index < len(attr.list.shape):
        attr.list.shape[index].unknown_rank = True
        del attr.list.shape[index].dim[:]


def called_functions(nodes: Any, library: Any) -> set[str]:
    """The functions that nodes call or name, directly or through others.

    Args:
        nodes: NodeDefs.
        library: FunctionDefs, or these by name.
    """
    functions = library if isinstance(library, dict) else {each.signature.name: each for each in library}
    found: set[str] = set()
    waiting = list(nodes) if functions else []  # a large graph without functions need not be looked through
    while waiting:
        node = waiting.pop()
        names = [node.op] if node.op in functions else []
        for attr in node.attr.values():
            names.extend([attr.func.name] if attr.HasField("func") else [func.name for func in attr.list.func])
            if attr.HasField("func"):
                names.extend(inner.func.name for inner in attr.func.attr.values() if inner.HasField("func"))
        for name in names:
            if name in functions and name not in found:
                found.add(name)
                waiting.extend(functions[name].node_def)
    return found

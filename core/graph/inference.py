"""Shapes inferred where the file doesn't tell them: enough rules for the labels on the edges.

Every rule follows the op's shape function in TensorFlow for the plain cases; where a case isn't plain, the shape
stays unknown. Nothing is executed and no tensor is read beyond small constants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.graph.shapes import Shape, output_shapes
from core.graph.values import small_value

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph, OpNode

Known = Shape | None
_STEPS = 4_096
"""Steps of a walk between two ticks."""

Rule = Callable[["ShapeFinder", "OpNode", list[Known]], Known]


class ShapeFinder:
    """Shapes of a graph's tensors, found on demand and remembered.

    Args:
        graph: the graph.
        tick: called often while shapes are looked for far upstream.
    """

    def __init__(self, graph: OpGraph, tick: Callable[[], None] | None = None) -> None:
        self.graph = graph
        self._tick = tick
        self._steps = 0
        self._known: dict[tuple[str, int], Known] = {}

    def shape(self, node: str, output: int = 0) -> Known:
        """The shape of a tensor, -1 where a dimension is unknown; None if the rank is.

        Walks upstream without recursion as far as it must; a loop ends in None.
        """
        stack = [(node, output)]
        open_: set[tuple[str, int]] = set()
        while stack:
            self._steps += 1
            if self._tick is not None and not self._steps % _STEPS:
                self._tick()
            key = stack[-1]
            if key in self._known or key[0] not in self.graph:
                stack.pop()
                continue
            op_node = self.graph.node(key[0])
            told = output_shapes(op_node)
            if key[1] < len(told) and (told[key[1]] is not None or key[1] > 0):
                self._known[key] = told[key[1]]
                stack.pop()
                continue
            rule = _RULES.get(op_node.op)
            if rule is None or (key[1] and op_node.op not in _SAME_FOR_ALL):
                self._known[key] = None
                stack.pop()
                continue
            inputs = _inputs(op_node)
            missing = [k for k in inputs if k not in self._known and k not in open_ and k[0] in self.graph]
            if missing and key not in open_:
                open_.add(key)
                stack.extend(missing)
                continue
            open_.discard(key)
            self._known[key] = rule(self, op_node, [self._known.get(k) for k in inputs])
            stack.pop()
        return self._known.get((node, output))

    def constant(self, node: OpNode, place: int) -> list[Any] | None:
        """The small constant at an input of `node`, seen through Identity; of a Pack, -1 where it isn't constant."""
        inputs = _inputs(node)
        for _ in range(4):
            if place >= len(inputs) or inputs[place][0] not in self.graph:
                return None
            source = self.graph.node(inputs[place][0])
            if source.op == "Pack":  # a shape put together: what isn't constant is unknown
                parts = [self.constant(source, i) for i in range(len(_inputs(source)))] if len(inputs) < 9 else []
                return [part[0] if part else -1 for part in parts] or None
            if source.op != "Identity":
                return small_value(source)
            inputs, place = _inputs(source), 0
        return None


def _inputs(node: OpNode) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for text in node.inputs:
        if text.startswith("^"):
            continue
        name, _, rest = text.partition(":")
        number = rest.rpartition(":")[2]
        found.append((name, int(number) if number.isdecimal() else 0))
    return found


def _first(_finder: ShapeFinder, _node: OpNode, inputs: list[Known]) -> Known:
    return inputs[0] if inputs else None


def _broadcast(_finder: ShapeFinder, _node: OpNode, inputs: list[Known]) -> Known:
    if not inputs or any(shape is None for shape in inputs):
        return None
    result: list[int] = []
    rank = max(len(shape) for shape in inputs if shape is not None)
    for axis in range(rank):
        sizes = [s[axis - rank + len(s)] for s in inputs if s is not None and axis - rank + len(s) >= 0]
        fixed = [size for size in sizes if size > 1]
        result.append(fixed[0] if fixed else -1 if -1 in sizes else 1)
    return tuple(result)


def _window(
    spatial: Sequence[int], kernel: Sequence[int], strides: Sequence[int], dilations: Sequence[int], padding: str
) -> list[int]:
    """Sizes after a sliding window, by TensorFlow's rules for SAME and VALID."""
    result = []
    for size, k, stride, dilation in zip(spatial, kernel, strides, dilations, strict=False):
        if size < 0 or k < 0 or stride < 1 or padding not in ("SAME", "VALID"):
            result.append(-1)
        elif padding == "SAME":
            result.append(-(-size // stride))
        else:
            result.append(max(0, -(-(size - (k - 1) * dilation) // stride)))
    return result


def _text(node: OpNode, key: str, default: str) -> str:
    return node.attr[key].s.decode("ascii", "replace") if key in node.attr else default


def _ints(node: OpNode, key: str, default: list[int]) -> list[int]:
    return list(node.attr[key].list.i) or default if key in node.attr else default


def _by_format(node: OpNode, shape: Shape) -> tuple[int, list[int], bool]:
    """(batch, spatial sizes, channels first?) of an image-like shape."""
    first = _text(node, "data_format", "NHWC").startswith("NC")
    return shape[0], list(shape[2:] if first else shape[1:-1]), first


def _pick(values: list[int], first: bool) -> list[int]:
    return values[2:] if first else values[1:-1]


def _conv(_finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    if len(inputs) < 2 or inputs[0] is None or inputs[1] is None or len(inputs[0]) != len(inputs[1]):
        return None
    image, kernel = inputs[0], inputs[1]
    rank = len(image)
    batch, spatial, first = _by_format(node, image)
    strides = _pick(_ints(node, "strides", [1] * rank), first)
    dilations = _pick(_ints(node, "dilations", [1] * rank), first)
    sizes = _window(spatial, kernel[:-2], strides, dilations, _text(node, "padding", "?"))
    depthwise = node.op.startswith("Depthwise")
    channels = kernel[-1] * kernel[-2] if depthwise and kernel[-1] > 0 and kernel[-2] > 0 else kernel[-1]
    return (batch, channels, *sizes) if first else (batch, *sizes, channels)


def _pool(_finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    image = inputs[0] if inputs else None
    if image is None or len(image) < 3:
        return None
    batch, spatial, first = _by_format(node, image)
    kernel = _pick(_ints(node, "ksize", []), first)
    strides = _pick(_ints(node, "strides", []), first)
    if len(kernel) != len(spatial) or len(strides) != len(spatial):
        return None
    sizes = _window(spatial, kernel, strides, [1] * len(spatial), _text(node, "padding", "?"))
    channels = image[1] if first else image[-1]
    return (batch, channels, *sizes) if first else (batch, *sizes, channels)


def _matmul(_finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    if len(inputs) < 2 or inputs[0] is None or inputs[1] is None or min(len(inputs[0]), len(inputs[1])) < 2:
        return None
    left, right = inputs[0], inputs[1]
    swap_left = any(k in node.attr and node.attr[k].b for k in ("transpose_a", "adj_x"))
    swap_right = any(k in node.attr and node.attr[k].b for k in ("transpose_b", "adj_y"))
    rows = left[-1] if swap_left else left[-2]
    columns = right[-2] if swap_right else right[-1]
    return (*left[:-2], rows, columns)


def _reshape(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    wanted = finder.constant(node, 1)
    if wanted is None:
        rank = inputs[1] if len(inputs) > 1 else None
        return (-1,) * rank[0] if rank is not None and len(rank) == 1 and 0 <= rank[0] < 20 else None
    sizes = [int(value) for value in wanted]
    whole = inputs[0] if inputs else None
    if sizes.count(-1) == 1 and whole is not None and -1 not in whole:
        known = 1
        for size in sizes:
            known *= size if size != -1 else 1
        total = 1
        for size in whole:
            total *= size
        if known > 0 and total % known == 0:
            sizes[sizes.index(-1)] = total // known
    return tuple(sizes)


def _squeeze(_finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    if shape is None:
        return None
    axes = [a % len(shape) for a in _ints(node, "squeeze_dims", _ints(node, "axis", []))] if shape else []
    if axes:
        return tuple(size for axis, size in enumerate(shape) if axis not in axes)
    return None if -1 in shape else tuple(size for size in shape if size != 1)


def _expand_dims(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    axis = finder.constant(node, 1)
    shape = inputs[0] if inputs else None
    if shape is None or not axis:
        return None
    at = int(axis[0])
    at = at + len(shape) + 1 if at < 0 else at
    return (*shape[:at], 1, *shape[at:])


def _transpose(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    order = finder.constant(node, 1)
    shape = inputs[0] if inputs else None
    if shape is None:
        return None
    if order is None or len(order) != len(shape) or any(not 0 <= int(a) < len(shape) for a in order):
        return (-1,) * len(shape)
    return tuple(shape[int(axis)] for axis in order)


def _concat(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    last = len(inputs) - 1
    place = 0 if node.op == "Concat" else last
    axis = finder.constant(node, place)
    parts = inputs[1:] if node.op == "Concat" else inputs[:-1]
    if not axis or not parts or any(p is None or len(p) != len(parts[0] or ()) for p in parts):
        return None
    shapes = [p for p in parts if p is not None]
    if not shapes[0]:
        return None
    at = int(axis[0]) % len(shapes[0])
    sizes = [shape[at] for shape in shapes]
    result = list(shapes[0])
    for shape in shapes:
        result = [a if a >= 0 else b for a, b in zip(result, shape, strict=True)]
    result[at] = -1 if -1 in sizes else sum(sizes)
    return tuple(result)


def _reduce(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    axes = finder.constant(node, 1)
    keep = any(k in node.attr and node.attr[k].b for k in ("keep_dims", "keepdims"))
    if shape is None or axes is None:
        return None
    gone = {int(axis) % len(shape) for axis in axes} if shape else set()
    if keep:
        return tuple(1 if axis in gone else size for axis, size in enumerate(shape))
    return tuple(size for axis, size in enumerate(shape) if axis not in gone)


def _arg(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    axis = finder.constant(node, 1)
    if not shape or not axis:
        return None
    gone = int(axis[0]) % len(shape)
    return tuple(size for at, size in enumerate(shape) if at != gone)


def _pad(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    amounts = finder.constant(node, 1)
    if shape is None:
        return None
    if amounts is None or len(amounts) != 2 * len(shape):
        return (-1,) * len(shape)
    return tuple(
        size + int(amounts[2 * axis]) + int(amounts[2 * axis + 1]) if size >= 0 else -1
        for axis, size in enumerate(shape)
    )


def _pack(_finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    if shape is None:
        return None
    axis = int(node.attr["axis"].i) if "axis" in node.attr else 0
    at = axis + len(shape) + 1 if axis < 0 else axis
    return (*shape[:at], len(inputs), *shape[at:])


def _gather(finder: ShapeFinder, node: OpNode, inputs: list[Known]) -> Known:
    if len(inputs) < 2 or inputs[0] is None or inputs[1] is None or not inputs[0]:
        return None
    axis = finder.constant(node, 2) if len(inputs) > 2 else [0]
    if not axis:
        return None
    at = int(axis[0]) % len(inputs[0])
    return (*inputs[0][:at], *inputs[1], *inputs[0][at + 1 :])


def _fill(finder: ShapeFinder, node: OpNode, _: list[Known]) -> Known:
    sizes = finder.constant(node, 0)
    return None if sizes is None else tuple(int(size) for size in sizes)


def _rank_of(_finder: ShapeFinder, _node: OpNode, inputs: list[Known]) -> Known:
    shape = inputs[0] if inputs else None
    return None if shape is None else (len(shape),)


def _scalar(_finder: ShapeFinder, _node: OpNode, _inputs: list[Known]) -> Known:
    return ()


_SAME_FOR_ALL = frozenset(("Switch", "RefSwitch", "IdentityN"))

_FIRST = """
Identity ReadVariableOp Relu Relu6 Elu Selu LeakyRelu Softplus Softsign Sigmoid Tanh Softmax LogSoftmax BiasAdd
BiasAddV1 Abs Neg Sqrt Rsqrt Square Exp Log Log1p Expm1 Sign Reciprocal Floor Ceil Round Rint Sin Cos Tan Erf Cast
FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 LRN StopGradient CheckNumerics ZerosLike OnesLike
FakeQuantWithMinMaxVars FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVarsPerChannel LogicalNot Snapshot Print
PreventGradient Switch RefSwitch RefIdentity Enter Exit NextIteration Dequantize ClipByValue PlaceholderWithDefault
BatchNormWithGlobalNormalization Reverse ReverseV2 Cumsum Cumprod QuantizeAndDequantizeV2
"""
_BROADCAST = """
Add AddV2 Sub Mul Div RealDiv FloorDiv FloorMod Mod Pow Maximum Minimum SquaredDifference Equal NotEqual Less
LessEqual Greater GreaterEqual LogicalAnd LogicalOr AddN DivNoNan Select SelectV2 Merge Xdivy
"""
_RULES: dict[str, Rule] = {
    op: rule
    for rule, ops in (
        (_first, _FIRST),
        (_broadcast, _BROADCAST),
        (_conv, "Conv2D Conv3D DepthwiseConv2dNative"),
        (_pool, "MaxPool AvgPool MaxPool3D AvgPool3D"),
        (_matmul, "MatMul BatchMatMul BatchMatMulV2 BatchMatMulV3 SparseMatMul"),
        (_reshape, "Reshape"),
        (_squeeze, "Squeeze"),
        (_expand_dims, "ExpandDims"),
        (_transpose, "Transpose"),
        (_concat, "ConcatV2 Concat"),
        (_reduce, "Sum Mean Prod Max Min All Any"),
        (_arg, "ArgMax ArgMin"),
        (_pad, "Pad PadV2 MirrorPad"),
        (_pack, "Pack"),
        (_gather, "GatherV2 Gather ResourceGather"),
        (_fill, "Fill"),
        (_rank_of, "Shape"),
        (_scalar, "Rank Size L2Loss LoopCond"),
    )
    for op in ops.split()
}

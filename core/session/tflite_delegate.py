"""Worker side: the ops of a TensorFlow Lite model that are TensorFlow's own, run by the TensorFlow that is here.

A model with select ops needs the interpreter to have TFLite's Flex delegate, which TensorFlow's own package left out
when the interpreter moved to another. This does the same through the interpreter's C interface for delegates: the
interpreter runs the file, and gives each run of neighbouring `Flex…` ops here, where their NodeDefs, which the file
holds, become a TensorFlow function.

Lists of tensors and resources can't be bytes of an interpreter's tensor: they stay here, and it carries their number.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.session import tflite_layout as layout
from core.session.tflite_layout import Context, Node, Tensor

PREFIX = b"Flex"
_HELD = ("resource", "variant")
_NUMBER = 8
"""Bytes of the number that a held value goes by."""


@dataclass(frozen=True, slots=True)
class _Kernel:
    """A TensorFlow function in the place of some ops, and the numbers of the tensors that it takes and gives."""

    function: Callable[..., Any]
    inputs: list[int]
    outputs: list[int]


class TensorFlowDelegate:
    """Give it to an interpreter as one of `experimental_delegates`; it must live as long, and be used eagerly.

    Attributes:
        error: what went wrong in here; an interpreter only says that something did.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None
        self._kernels: dict[int, _Kernel] = {}
        self._held: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        # The interpreter takes over what it is given to resize with, and frees it as C does.
        self._c = ctypes.CDLL(None)
        self._c.realloc.restype = ctypes.c_void_p
        self._c.realloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
        self._registration = layout.Registration(
            init=layout.Init(self._init), prepare=self._step(self._make_dynamic), invoke=self._step(self._invoke),
            custom_name=b"TensorFlow", version=1,
        )  # fmt: skip
        self._delegate = layout.Delegate(prepare=self._step(self._take_over), flags=layout.ALLOW_DYNAMIC_TENSORS)

    def _get_native_delegate_pointer(self) -> int:
        return ctypes.addressof(self._delegate)

    def _step(self, function: Callable[[Context, int], None]) -> Any:
        def step(context: int, other: int) -> int:
            try:
                function(Context.from_address(context), other)
            except Exception as error:  # C has no exceptions: whatever TensorFlow raises is kept for the caller
                self.error = self.error or error
            return layout.OK if self.error is None else layout.FAILED

        return layout.Step(step)

    def _take_over(self, context: Context, delegate: int) -> None:
        plan = ctypes.POINTER(layout.IntArray)()
        _ensure(context.get_plan(ctypes.addressof(context), plan))
        mine = [number for number in plan.contents.numbers() if _node(context, number)[1].startswith(PREFIX)]
        if mine:
            nodes = layout.int_array(mine)
            _ensure(
                context.replace(
                    ctypes.addressof(context), self._registration, ctypes.addressof(nodes), ctypes.c_void_p(delegate)
                )
            )

    def _init(self, context: int, part: int, _size: int) -> int:
        number = next(self._numbers)
        try:
            self._kernels[number] = _kernel(Context.from_address(context), layout.Part.from_address(part))
        except Exception as error:  # as in `_step`; the next step fails
            self.error = self.error or error
        return number

    def _make_dynamic(self, context: Context, node: int) -> None:
        for number in self._kernels[Node.from_address(node).user_data].outputs:
            tensor = context.tensors[number]
            if tensor.allocation_type != layout.DYNAMIC:
                tensor.allocation_type, tensor.data = layout.DYNAMIC, None

    def _invoke(self, context: Context, node: int) -> None:
        kernel = self._kernels[Node.from_address(node).user_data]
        values = kernel.function(*[self._read(context.tensors[number]) for number in kernel.inputs])
        for number, value in zip(kernel.outputs, values, strict=True):
            self._write(context, context.tensors[number], value)

    def _read(self, tensor: Tensor) -> Any:
        from core.session.tf_runtime import tf

        dtype = layout.type_name(tensor)
        data = ctypes.string_at(tensor.data, tensor.bytes) if tensor.bytes else b""
        if dtype in _HELD:
            return self._held[int.from_bytes(data, "little")]
        shape = tensor.dims.contents.numbers()
        if dtype == "string":
            return tf.constant(_unpacked(data), tf.string, shape)
        return tf.constant(np.frombuffer(data, tf.as_dtype(dtype).as_numpy_dtype).reshape(shape))

    def _write(self, context: Context, tensor: Tensor, value: Any) -> None:
        dtype = layout.type_name(tensor)
        if value.dtype.name != dtype:
            raise TypeError(f"{tensor.name.decode()} is {dtype}, and TensorFlow gives {value.dtype.name}")
        shape: list[int] = []
        if dtype in _HELD:
            number = next(self._numbers)
            self._held[number] = value
            data = number.to_bytes(_NUMBER, "little")
        else:
            array = np.asarray(value.numpy(), object if dtype == "string" else None)
            shape = list(array.shape)
            data = _packed(list(array.ravel())) if dtype == "string" else array.tobytes()
        numbers = bytes(layout.int_array([len(shape), *shape]))[ctypes.sizeof(ctypes.c_int) :]
        dims = self._c.realloc(None, len(numbers))
        ctypes.memmove(dims, numbers, len(numbers))
        _ensure(context.resize(ctypes.addressof(context), ctypes.addressof(tensor), dims))
        if dtype in (*_HELD, "string"):  # of those the shape doesn't say the size
            tensor.data, tensor.bytes = self._c.realloc(tensor.data, len(data)), len(data)
        ctypes.memmove(tensor.data, data, len(data))


def _ensure(status: int) -> None:
    if status != layout.OK:
        raise RuntimeError(f"the interpreter gives status {status}")


def _node(context: Context, number: int) -> tuple[Node, bytes]:
    """A node, and the name of its op if it is none of TFLite's."""
    node, registration = ctypes.POINTER(Node)(), ctypes.POINTER(layout.Registration)()
    _ensure(context.get_node(ctypes.addressof(context), number, node, registration))
    return node.contents, registration.contents.custom_name or b""


def _kernel(context: Context, part: layout.Part) -> _Kernel:
    """The function that does what the ops of a part do."""
    from flatbuffers import flexbuffers

    from core.session.tf_runtime import tf, tf1

    inputs, outputs = part.inputs.contents.numbers(), part.outputs.contents.numbers()
    graph_def = tf1.GraphDef()
    graph_def.versions.producer = tf.version.GRAPH_DEF_VERSION
    names = {tensor: f"given_{tensor}" for tensor in inputs}
    for number in part.nodes.contents.numbers():
        node, _ = _node(context, number)
        _, written = flexbuffers.GetRoot(bytearray(ctypes.string_at(node.custom_data, node.custom_size))).AsVector
        made = graph_def.node.add()
        made.MergeFromString(written.AsStringBytes)
        made.name, made.device = f"node_{number}", ""
        made.ClearField("input")
        made.input.extend(names[tensor] for tensor in node.inputs.contents.numbers())
        names |= {tensor: f"{made.name}:{at}" for at, tensor in enumerate(node.outputs.contents.numbers())}

    def body(*given: Any) -> list[Any]:
        with tf.device("/cpu:0"):
            values: list[Any] = tf.import_graph_def(
                graph_def, {names[tensor]: value for tensor, value in zip(inputs, given, strict=True)},
                [names[tensor] for tensor in outputs], name="",
            )  # fmt: skip
        return values

    taken = [tf.TensorSpec(None, layout.type_name(context.tensors[tensor])) for tensor in inputs]
    return _Kernel(tf1.wrap_function(body, taken), inputs, outputs)


def _packed(strings: list[bytes]) -> bytes:
    """Strings as TFLite has them: their number, where each begins and the last ends, and they."""
    first = 4 * (len(strings) + 2)
    ends = np.cumsum([first, *map(len, strings)]).astype("<i4")
    return len(strings).to_bytes(4, "little") + ends.tobytes() + b"".join(strings)


def _unpacked(data: bytes) -> list[bytes]:
    """The opposite of `_packed`."""
    count = int.from_bytes(data[:4], "little")
    ends = np.frombuffer(data, "<i4", count + 1, 4).tolist() if data else [0]
    return [data[one:other] for one, other in itertools.pairwise(ends)]

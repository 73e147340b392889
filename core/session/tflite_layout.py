"""How TensorFlow Lite lays out in memory what an interpreter and a delegate say to each other.

These are the structures of its C header `common.h`, which promises to add fields only at the end. Here are the fields
up to the last one that is needed, and of a structure that is an element of an array, all of them.
"""

from __future__ import annotations

import ctypes
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char_p,
    c_float,
    c_int,
    c_int32,
    c_int64,
    c_size_t,
    c_uint64,
    c_void_p,
)
from typing import Any

OK, FAILED = 0, 1
DYNAMIC = 4
"""The allocation of a tensor whose memory comes from malloc, while the model runs."""

ALLOW_DYNAMIC_TENSORS = 1

TYPES = {
    1: "float32", 2: "int32", 3: "uint8", 4: "int64", 5: "string", 6: "bool", 7: "int16", 8: "complex64", 9: "int8",
    10: "float16", 11: "float64", 12: "complex128", 13: "uint64", 14: "resource", 15: "variant", 16: "uint32",
    17: "uint16", 19: "bfloat16",
}  # fmt: skip
"""{number: name, as TensorFlow has it}."""


class IntArray(Structure):
    """A count, and as many numbers."""

    _fields_ = (("size", c_int), ("first", c_int * 0))

    def numbers(self) -> list[int]:
        """The numbers."""
        at = ctypes.addressof(self) + IntArray.first.offset
        return list((c_int * self.size).from_address(at))


class Tensor(Structure):
    """A tensor of a subgraph."""

    _fields_ = (
        ("type", c_int), ("data", c_void_p), ("dims", POINTER(IntArray)), ("scale", c_float), ("zero_point", c_int32),
        ("allocation_type", c_int), ("bytes", c_size_t), ("allocation", c_void_p), ("name", c_char_p),
        ("delegate", c_void_p), ("buffer_handle", c_int), ("data_is_stale", c_bool), ("is_variable", c_bool),
        ("quantization_type", c_int), ("quantization", c_void_p), ("sparsity", c_void_p), ("dims_signature", c_void_p),
    )  # fmt: skip


def type_name(tensor: Tensor) -> str:
    """The type of a tensor's elements, as TensorFlow calls it.

    Raises:
        TypeError: it is one that TensorFlow's ops don't have.
    """
    if tensor.type not in TYPES:
        raise TypeError(f"{(tensor.name or b'').decode()} has elements of a type ({tensor.type}) that TensorFlow lacks")
    return TYPES[tensor.type]


class Node(Structure):
    """An op of a subgraph, or what a delegate put in the place of some."""

    _fields_ = (
        ("inputs", POINTER(IntArray)), ("outputs", POINTER(IntArray)), ("intermediates", c_void_p),
        ("temporaries", c_void_p), ("user_data", c_void_p), ("builtin_data", c_void_p), ("custom_data", c_void_p),
        ("custom_size", c_int),
    )  # fmt: skip


Init = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t)
Step = CFUNCTYPE(c_int, c_void_p, c_void_p)
"""A function of a context, and a node or a delegate, that gives `OK` or `FAILED`."""


class Registration(Structure):
    """The functions that an op is made of."""

    _fields_ = (
        ("init", Init), ("free", c_void_p), ("prepare", Step), ("invoke", Step), ("profiling_string", c_void_p),
        ("builtin_code", c_int32), ("custom_name", c_char_p), ("version", c_int), ("external", c_void_p),
        ("async_kernel", c_void_p), ("inplace_operator", c_uint64),
    )  # fmt: skip


class Part(Structure):
    """The neighbouring ops that one node of a delegate takes the place of."""

    _fields_ = (
        ("delegate", c_void_p), ("nodes", POINTER(IntArray)), ("inputs", POINTER(IntArray)),
        ("outputs", POINTER(IntArray)),
    )  # fmt: skip


class Context(Structure):
    """A subgraph as its ops see it: its tensors, and what can be asked of the interpreter."""

    _fields_ = (
        ("tensors_size", c_size_t), ("get_plan", CFUNCTYPE(c_int, c_void_p, POINTER(POINTER(IntArray)))),
        ("tensors", POINTER(Tensor)), ("implementation", c_void_p),
        ("resize", CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)), ("report", c_void_p), ("add_tensors", c_void_p),
        ("get_node",
         CFUNCTYPE(c_int, c_void_p, c_int, POINTER(POINTER(Node)), POINTER(POINTER(Registration)))),
        ("replace", CFUNCTYPE(c_int, c_void_p, Registration, c_void_p, c_void_p)),
    )  # fmt: skip


class Delegate(Structure):
    """Runs ops in an interpreter's place."""

    _fields_ = (
        ("data", c_void_p), ("prepare", Step), ("copy_from", c_void_p), ("copy_to", c_void_p), ("free", c_void_p),
        ("flags", c_int64), ("builder", c_void_p),
    )  # fmt: skip


def int_array(numbers: list[int]) -> Any:
    """An `IntArray` of these numbers, in memory that Python frees."""
    return (c_int * (1 + len(numbers)))(len(numbers), *numbers)

"""Graphs of many kinds in both runtimes: what either gives for them is what TensorFlow gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from runtime_oracle import converted, interpreter, near, original

from core.conversion.registry import target_named
from core.conversion.target import Request
from core.errors import SessionError
from core.opening import open_model

onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
RANDOM = np.random.default_rng(41)
Build = Callable[[Any], None]


def _x(tf: Any, *shape: int | None, name: str = "x", dtype: Any = None) -> Any:
    return tf.compat.v1.placeholder(dtype or tf.float32, shape, name)


def _w(tf: Any, *shape: int) -> Any:
    return tf.constant(np.random.default_rng(5).normal(size=shape, scale=0.3).astype("f"))


def nested_loops(tf: Any) -> None:
    """The bodies are functions with the same names in them."""
    weight = _w(tf, 4, 4)

    def outer(at: Any, value: Any) -> Any:
        _, value = tf.while_loop(
            lambda inner, _: inner < 2, lambda inner, one: (inner + 1, tf.tanh(tf.matmul(one, weight))), [0, value]
        )
        return at + 1, tf.cond(at < 1, lambda: value * 2.0, lambda: value + 1.0)

    tf.identity(tf.while_loop(lambda at, _: at < 3, outer, [0, _x(tf, None, 4)])[1], "y")


def a_name_in_a_body_and_around_it(tf: Any) -> None:
    weight = _w(tf, 4, 4)
    before = tf.matmul(_x(tf, None, 4), weight)
    _, after = tf.while_loop(lambda at, _: at < 3, lambda at, one: (at + 1, tf.matmul(one, weight)), [0, before])
    tf.matmul(after, weight, name="y")


def map_and_scan(tf: Any) -> None:
    x, weight = _x(tf, None, 4), _w(tf, 4, 4)
    tf.identity(tf.map_fn(lambda row: tf.linalg.matvec(weight, row), x), "mapped")
    tf.identity(tf.scan(lambda total, row: total + row, x, tf.zeros([4])), "y")


def gelus(tf: Any) -> None:
    x = _x(tf, None, 4)
    tf.identity(tf.nn.gelu(x) + tf.nn.gelu(x * 2.0), "y")


def a_gelu_in_a_loop(tf: Any) -> None:
    x = _x(tf, None, 4)
    tf.identity(tf.while_loop(lambda at, _: at < 2, lambda at, one: (at + 1, tf.nn.gelu(one) + x), [0, x])[1], "y")


def attention(tf: Any) -> None:
    query, key = _x(tf, None, 6, 16), _x(tf, None, 6, 16, name="key")
    scores = tf.nn.softmax(tf.einsum("bij,bkj->bik", query, key) / 4.0)
    tf.identity(tf.einsum("bij,jhk->bihk", tf.matmul(scores, query), _w(tf, 16, 2, 8)), "y")


def any_size_of_picture(tf: Any) -> None:
    x = _x(tf, 1, None, None, 3)
    twice = tf.image.resize(x, tf.shape(x)[1:3] * 2)
    near = tf.image.resize(x, [9, 9], "nearest")
    tf.identity(tf.nn.conv2d(twice, _w(tf, 3, 3, 3, 4), 1, "SAME"), "y")
    tf.identity(near, "near")


def batch_norm_in_training(tf: Any) -> None:
    convolved = tf.nn.conv2d(_x(tf, 4, 8, 8, 3), _w(tf, 3, 3, 3, 8), 1, "SAME")
    tf.nn.relu(tf.compat.v1.nn.fused_batch_norm(convolved, _w(tf, 8), _w(tf, 8), is_training=True)[0], "y")


def lookups_by_int64(tf: Any) -> None:
    ids = _x(tf, None, 5, name="ids", dtype=tf.int64)
    tf.reduce_mean(tf.gather(_w(tf, 50, 8), ids), 1, name="y")
    tf.identity(tf.math.top_k(_x(tf, None, 20), 3)[1], "best")


KINDS: dict[Build, tuple[dict[str, tuple[int, ...]], list[str]]] = {
    nested_loops: ({"x": (2, 4)}, ["y"]),
    a_name_in_a_body_and_around_it: ({"x": (2, 4)}, ["y"]),
    map_and_scan: ({"x": (3, 4)}, ["mapped", "y"]),
    gelus: ({"x": (3, 4)}, ["y"]),
    a_gelu_in_a_loop: ({"x": (3, 4)}, ["y"]),
    attention: ({"x": (2, 6, 16), "key": (2, 6, 16)}, ["y"]),
    any_size_of_picture: ({"x": (1, 7, 5, 3)}, ["y", "near"]),
    batch_norm_in_training: ({"x": (4, 8, 8, 3)}, ["y"]),
    lookups_by_int64: ({"x": (2, 20), "ids": (2, 5)}, ["y", "best"]),
}


def _written(tf: Any, path: Path, build: Build, *, control_flow: str = "v2") -> Path:
    tf1 = tf.compat.v1
    before = tf1.control_flow_v2_enabled()
    (tf1.disable_control_flow_v2 if control_flow == "v1" else tf1.enable_control_flow_v2)()
    try:
        with tf.Graph().as_default() as graph:
            build(tf)
            path.write_bytes(graph.as_graph_def().SerializeToString())
    finally:
        (tf1.enable_control_flow_v2 if before else tf1.disable_control_flow_v2)()
    return path


@pytest.mark.parametrize("target", ["onnx", "tflite"])
@pytest.mark.parametrize(
    ("build", "control_flow"),
    [*((build, "v2") for build in KINDS), (a_gelu_in_a_loop, "v1")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_it_gives_what_tensorflow_gives(
    build: Build, control_flow: str, target: str, tf: Any, client: Any, tmp_path: Path
) -> None:
    source, path = _written(tf, tmp_path / "source.pb", build, control_flow=control_flow), tmp_path / f"a.{target}"
    shapes, outputs = KINDS[build]
    result = converted(source, target, path, client, outputs=tuple(outputs))
    assert {check.ok for check in result.checks} == {True}
    feeds: dict[str, Any] = {
        name: RANDOM.integers(0, 50, shape) if name == "ids" else RANDOM.random(shape, np.float32)
        for name, shape in shapes.items()
    }
    expected = original(tf, source, feeds, outputs)
    if target == "onnx":
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        mine = dict(zip(outputs, session.run(outputs, feeds), strict=True))
    elif b"Flex" in path.read_bytes():
        return  # the interpreter of this process can't; that the worker's did is the check
    else:
        mine = interpreter(tf, path)(**feeds)
    for name, value in zip(outputs, expected, strict=True):
        near(value, mine[name], 1e-4)


def test_the_op_that_stopped_the_conversion_is_named(tf: Any, client: Any, tmp_path: Path) -> None:
    def build(tf: Any) -> None:
        tf.abs(tf.signal.fft(tf.cast(_x(tf, None, 16), tf.complex64), name="waves"), "y")

    source = _written(tf, tmp_path / "source.pb", build)
    with pytest.raises(SessionError, match="tf2onnx can't convert waves: ") as refused:
        converted(source, "onnx", tmp_path / "a.onnx", client)
    assert "--inputs waves" in str(refused.value.remedy)
    assert [path.name for path in tmp_path.iterdir()] == ["source.pb"]


@pytest.mark.parametrize("dtype", ["complex64", "bfloat16"])
def test_inputs_of_types_that_onnx_hardly_knows_are_warned_of(dtype: str, tf: Any, tmp_path: Path) -> None:
    def build(tf: Any) -> None:
        x = _x(tf, None, 4, dtype=tf.as_dtype(dtype))
        tf.multiply(x, x, "y")

    source = _written(tf, tmp_path / "source.pb", build)
    ahead = target_named("onnx").preflight(open_model(source), Request(tmp_path / "a.onnx"))
    assert f"x takes {dtype}" in " ".join(str(finding.what) for finding in ahead.findings)


def test_bfloat16_runs_in_tensorflows_code(tf: Any, client: Any, tmp_path: Path) -> None:
    def build(tf: Any) -> None:
        x = _x(tf, None, 8, dtype=tf.bfloat16)
        tf.nn.relu(tf.matmul(x, tf.cast(_w(tf, 8, 8), tf.bfloat16)), "y")

    result = converted(_written(tf, tmp_path / "source.pb", build), "tflite", tmp_path / "a.tflite", client)
    assert [check.ok for check in result.checks] == [True]

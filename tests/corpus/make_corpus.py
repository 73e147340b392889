"""Make the small models of this folder, with TensorFlow: `python make_corpus.py [NAME…]` (all if none is named).

Each is as TensorFlow itself writes it, and small. `tests/core/formats` compares what the readers say of them with
what TensorFlow says; `tests/fuzz` damages them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import ml_dtypes
import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
HERE = Path(__file__).resolve().parent

DTYPES = (
    "float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
    "uint64", "bool", "complex64", "complex128", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz",
    "float8_e4m3b11fnuz", "float8_e5m2fnuz", "int4", "uint4", "int2", "uint2", "float4_e2m1fn",
)  # fmt: skip
QUANTISED = ("qint8", "quint8", "qint16", "quint16", "qint32")


def tensors() -> dict[str, tf.Tensor]:
    """One tensor of every dtype that this TensorFlow can save, and odd shapes."""
    made: dict[str, tf.Tensor] = {}
    generator = np.random.default_rng(7)
    for name in DTYPES:
        numpy_dtype = np.dtype(getattr(ml_dtypes, name, None) or name)
        values = generator.integers(0, 2 if name in ("bool", "int2") else 4, (3, 5)).astype(numpy_dtype)
        try:
            made[f"dtype/{name}"] = tf.constant(values)
        except (TypeError, ValueError, tf.errors.OpError) as error:
            sys.stdout.write(f"no tensor of {name}: {type(error).__name__}\n")
    for name in QUANTISED:
        dtype = getattr(tf, name)
        made[f"dtype/{name}"] = tf.bitcast(
            tf.constant(
                generator.integers(0, 99, (2, 3)),
                {
                    "qint8": tf.int8,
                    "quint8": tf.uint8,
                    "qint16": tf.int16,
                    "quint16": tf.uint16,
                    "qint32": tf.int32,
                }[name],
            ),
            dtype,
        )
    made["dtype/string"] = tf.constant([["", "a"], ["ü" * 40, b"\x00\xff" * 100]])
    made["shape/scalar"] = tf.constant(3.5)
    made["shape/empty"] = tf.zeros([0, 4])
    made["shape/empty_string"] = tf.constant([], tf.string)
    made["shape/six"] = tf.reshape(tf.range(64.0), [2, 2, 2, 2, 2, 2])
    made["shape/long"] = tf.range(3000, dtype=tf.int32)
    return made


def v2_dtypes(folder: Path) -> None:
    made = tensors()
    saved = []
    for name, tensor in made.items():  # which of them can be saved, only trying tells
        try:
            tf.raw_ops.SaveV2(prefix=str(folder / "try"), tensor_names=[name], shape_and_slices=[""], tensors=[tensor])
            saved.append(name)
        except tf.errors.OpError as error:
            sys.stdout.write(f"not saved: {name}: {error.message[:80]}\n")
    for path in folder.iterdir():
        path.unlink()
    tf.raw_ops.SaveV2(
        prefix=str(folder / "model.ckpt"),
        tensor_names=saved,
        shape_and_slices=[""] * len(saved),
        tensors=[made[name] for name in saved],
    )


def v2_sharded(folder: Path) -> None:
    parts = []
    for i in range(3):
        parts.append(str(folder / f"part-{i}"))
        tf.raw_ops.SaveV2(
            prefix=parts[-1],
            tensor_names=[f"block_{i}/kernel", f"block_{i}/bias"],
            shape_and_slices=["", ""],
            tensors=[tf.reshape(tf.range(24.0) + i, [4, 6]), tf.range(4) * i],
        )
    tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=parts, destination_prefix=str(folder / "wide.ckpt"))


def partitioned(write_version: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        with tf.Graph().as_default():
            for axis in (0, 1):
                tf1.get_variable(
                    f"axis{axis}/w",
                    [7, 5],
                    partitioner=tf1.fixed_size_partitioner(3, axis=axis),
                    initializer=tf1.random_normal_initializer(seed=axis),
                    use_resource=bool(axis),
                )
            tf1.get_variable("plain/w", [2, 3], initializer=tf1.random_normal_initializer(seed=9))
            tf1.get_variable("count", [], tf.int64, initializer=tf1.constant_initializer(11), trainable=False)
            tf1.get_variable("words", [3], tf.string, initializer=tf1.constant_initializer("word"), trainable=False)
            tf1.get_variable("half", [4], tf.float16, initializer=tf1.constant_initializer(1.5), trainable=False)
            tf1.get_variable("flags", [4], tf.bool, initializer=tf1.constant_initializer(True), trainable=False)
            tf1.get_variable(
                "phase",
                [2],
                tf.complex64,
                trainable=False,
                initializer=lambda *a, **k: tf.constant([1 + 2j, 3 - 4j], tf.complex64),
            )
            renamed = tf1.get_variable("renamed", [2], initializer=tf1.constant_initializer(4.0))
            variables = [v for v in tf1.global_variables() if v is not renamed]
            names: dict[str, object] = {"other/key": renamed}
            for v in variables:
                info = v._get_save_slice_info()
                if info is None:
                    names[v.op.name] = v
            for scope in ("axis0/w", "axis1/w"):
                names[scope] = [v for v in variables if v.op.name.startswith(scope + "/part_")]
            with tf1.Session() as session:
                session.run(tf1.global_variables_initializer())
                saver = tf1.train.Saver(names, write_version=write_version, save_relative_paths=True)
                saver.save(session, str(folder / "model.ckpt"), global_step=5)

    return make


def v1_sharded(folder: Path) -> None:
    whole = np.arange(30, dtype=np.float32).reshape(5, 6)
    for i, (first, count) in enumerate([(0, 2), (2, 3)]):
        tf.raw_ops.SaveSlices(
            filename=str(folder / f"export-{i:05d}-of-00002"),
            tensor_names=["w", f"only_{i}"],
            shapes_and_slices=[f"5 6 {first},{count}:-", ""],
            data=[tf.constant(whole[first : first + count]), tf.constant([i, i + 1])],
        )


def object_based(folder: Path) -> None:
    class Dense(tf.Module):
        def __init__(self, width: int, name: str) -> None:
            super().__init__(name=name)
            self.kernel = tf.Variable(tf.ones([2, width]) * width, name="kernel")
            self.bias = tf.Variable(tf.zeros([width]), name="bias")

    model = tf.Module(name="model")
    model.layers = [Dense(3, "a"), Dense(4, "b")]
    optimizer = tf1.train.AdamOptimizer(0.1)
    with tf.GradientTape() as tape:
        loss = tf.add_n([tf.reduce_sum(v) for layer in model.layers for v in (layer.kernel, layer.bias)])
    variables = [v for layer in model.layers for v in (layer.kernel, layer.bias)]
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=tf.Variable(3, dtype=tf.int64))
    tf.train.CheckpointManager(checkpoint, str(folder), 2, checkpoint_name="ckpt").save()
    tf.train.CheckpointManager(checkpoint, str(folder), 2, checkpoint_name="ckpt").save()


def saved_model_tf1(folder: Path) -> None:
    folder.rmdir()
    builder = tf1.saved_model.Builder(str(folder))
    for tags in (["train"], ["serve", "cpu"]):
        with tf.Graph().as_default(), tf1.Session() as session:
            x = tf1.placeholder(tf.float32, [None, 3], "x")
            w = tf1.get_variable("w", [3, 2], initializer=tf1.ones_initializer(), use_resource=False)
            y = tf.matmul(x, w, name="y")
            session.run(tf1.global_variables_initializer())
            signature = {"serving_default": tf1.saved_model.predict_signature_def({"x": x}, {"y": y})}
            if tags == ["train"]:
                builder.add_meta_graph_and_variables(session, tags, signature)
            else:
                builder.add_meta_graph(tags, signature)
    builder.save()


def saved_model_tf2(folder: Path) -> None:
    class Model(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.w = tf.Variable(tf.ones([4, 2]), name="w")

        @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32, "x")])
        def __call__(self, x: tf.Tensor) -> dict[str, tf.Tensor]:
            large = tf.constant(np.arange(2000, dtype=np.float32).reshape(2, 1000))
            loop = tf.while_loop(lambda i, v: i < 3, lambda i, v: (i + 1, v * 0.5), (0, x @ self.w @ large))
            return {"y": loop[1]}

    model = Model()
    tf.saved_model.save(model, str(folder), signatures=model.__call__)


def graph_def() -> tf1.GraphDef:
    with tf.Graph().as_default() as graph:
        tf1.disable_control_flow_v2()
        x = tf1.placeholder(tf.float32, [None, 40], "x")
        big = tf.constant(np.arange(40 * 40, dtype=np.float32).reshape(40, 40) / 7, name="big")
        h = tf.nn.relu(x @ big, name="relu")
        tf1.while_loop(lambda i, v: i < 3, lambda i, v: (i + 1, v * 2.0), (tf.constant(0), h), name="loop")
        with tf.control_dependencies([h]):
            tf.identity(h, "y")
        for name in DTYPES[:15]:
            numpy_dtype = np.dtype(getattr(ml_dtypes, name, None) or name)
            tf.constant(np.arange(6).astype(numpy_dtype), name=f"const/{name}")
            tf.constant(np.ones([], numpy_dtype), shape=[4], name=f"filled/{name}")
        tf.constant([["a", "ü"], ['\n"\\', "d"]], name="const/string")
        tf.constant(b"word" * 2000, name="const/long_string")
        tf.constant("same", shape=[3], name="filled/string")
        made = graph.as_graph_def()
    for size, name in ((3000, "typed/float32"), (3000, "typed/int32")):
        node = made.node.add(name=name, op="Const")
        kind = tf.float32 if name.endswith("float32") else tf.int32
        node.attr["dtype"].type = kind.as_datatype_enum
        tensor = node.attr["value"].tensor
        tensor.dtype = kind.as_datatype_enum
        tensor.tensor_shape.dim.add(size=size)
        if kind == tf.float32:
            tensor.float_val.extend(range(size))
        else:
            tensor.int_val.extend(range(-100, size - 200))
    return made


def graph_binary(folder: Path) -> None:
    (folder / "graph.pb").write_bytes(graph_def().SerializeToString(deterministic=True))


def graph_text(folder: Path) -> None:
    tf.io.write_graph(graph_def(), str(folder), "graph.pbtxt", as_text=True)


KINDS: dict[str, Callable[[Path], None]] = {
    "v2_dtypes": v2_dtypes,
    "v2_sharded": v2_sharded,
    "v2_sliced": partitioned(2),
    "v1_sliced": partitioned(1),
    "v1_sharded": v1_sharded,
    "object_based": object_based,
    "saved_model_tf1": saved_model_tf1,
    "saved_model_tf2": saved_model_tf2,
    "graph_binary": graph_binary,
    "graph_text": graph_text,
}

if __name__ == "__main__":
    for kind in sys.argv[1:] or KINDS:
        shutil.rmtree(HERE / kind, ignore_errors=True)
        (HERE / kind).mkdir()
        KINDS[kind](HERE / kind)
        size = sum(path.stat().st_size for path in (HERE / kind).rglob("*") if path.is_file())
        sys.stdout.write(f"{kind}: {size} bytes\n")

"""Makes the models that the benches read, once; they are kept in `build/bench`. Run as a script: needs TensorFlow.

usage: models.py KIND OUT [SIZE]
  network    OUT/net-1.*     a VGG-like network; SIZE is the width in sixty-fourths (64: 553 MB, 6: some 5 MB)
  variables  OUT/many-1.*    SIZE small variables, no graph
  nested     OUT.pb          SIZE ops in name scopes, in a chain with short cuts
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from measure import BUILD

OUTPUT = "prob"
"""The network's output."""


def network(size: int) -> Path:
    """The prefix of a network of this width."""
    return _made("network", f"network-{size}", size) / "net-1"


def variables(count: int) -> Path:
    """The prefix of a checkpoint of many variables."""
    return _made("variables", f"variables-{count}", count) / "many-1"


def large(mebibytes: int) -> Path:
    """The prefix of a checkpoint of a few large variables, of this size together."""
    return _made("large", f"large-{mebibytes}", mebibytes) / "large-1"


def later(mebibytes: int) -> Path:
    """The same variables with other values."""
    return _made("later", f"later-{mebibytes}", mebibytes) / "large-1"


def nested(count: int) -> Path:
    """A graph of this many ops, binary."""
    return _made("nested", f"nested-{count}.pb", count)


def flat(count: int) -> Path:
    """The same without a single name scope."""
    return _made("flat", f"flat-{count}.pb", count)


def _made(kind: str, name: str, size: int) -> Path:
    target = BUILD / name
    if not target.exists():
        print(f"  (making {name})", flush=True)
        BUILD.mkdir(parents=True, exist_ok=True)
        unfinished = BUILD / f"unfinished-{name}"
        subprocess.run([sys.executable, __file__, kind, str(unfinished), str(size)], check=True, stderr=subprocess.PIPE)
        unfinished.rename(target)
    return target


def _make_network(folder: Path, size: int) -> None:
    import tensorflow as tf

    tf1 = tf.compat.v1
    tf1.disable_v2_behavior()

    def wide(channels: int) -> int:
        return max(1, channels * size // 64)

    value = tf1.placeholder(tf.float32, [None, 224, 224, 3], name="input")

    def layer(scope: str, shape: list[int], apply: object) -> tf.Tensor:
        with tf1.variable_scope(scope):
            weights = tf1.get_variable("weights", shape)
            biases = tf1.get_variable("biases", shape[-1:], initializer=tf1.zeros_initializer())
            return apply(weights, biases)  # type: ignore[operator]

    for block, (repeats, channels) in enumerate([(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], 1):
        for i in range(1, repeats + 1):

            def convolve(weights: tf.Tensor, biases: tf.Tensor, value: tf.Tensor = value) -> tf.Tensor:
                return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(value, weights, 1, "SAME"), biases))

            value = layer(f"conv{block}/conv{block}_{i}", [3, 3, value.shape[-1], wide(channels)], convolve)
        value = tf.nn.max_pool2d(value, 2, 2, "SAME")
    value = tf.reshape(value, [-1, 49 * wide(512)])
    for i, width in ((6, 4096), (7, 4096), (8, 1000)):

        def multiply(weights: tf.Tensor, biases: tf.Tensor, value: tf.Tensor = value) -> tf.Tensor:
            return tf.matmul(value, weights) + biases

        value = layer(f"fc{i}", [value.shape[1], wide(width) if i < 8 else width], multiply)
        value = tf.nn.relu(value) if i < 8 else value
    tf.nn.softmax(value, name=OUTPUT)
    folder.mkdir(parents=True)
    saver = tf1.train.Saver(save_relative_paths=True)
    with tf1.Session() as session:
        session.run(tf1.global_variables_initializer())
        saver.save(session, str(folder / "net"), global_step=1)


def _make_variables(folder: Path, count: int) -> None:
    import numpy as np
    import tensorflow as tf

    folder.mkdir(parents=True)
    tf.raw_ops.SaveV2(
        prefix=str(folder / "many-1"),
        tensor_names=[f"part_{i // 200:04d}/layer_{i % 200:03d}/weights" for i in range(count)],
        shape_and_slices=[""] * count,
        tensors=[tf.constant(np.full((4, 4), i, np.float32)) for i in range(count)],
    )


def _make_later(folder: Path, mebibytes: int) -> None:
    _make_large(folder, mebibytes, seed=1)


def _make_large(folder: Path, mebibytes: int, seed: int = 0) -> None:
    import numpy as np
    import tensorflow as tf

    folder.mkdir(parents=True)
    parts = 4
    rows = mebibytes * (1 << 20) // parts // 4096 // 4
    random = np.random.default_rng(seed)
    tf.raw_ops.SaveV2(
        prefix=str(folder / "large-1"),
        tensor_names=[f"fc{part}/weights" for part in range(parts)],
        shape_and_slices=[""] * parts,
        tensors=[tf.constant(random.standard_normal((rows, 4096), np.float32)) for _ in range(parts)],
    )


def _make_flat(path: Path, count: int) -> None:
    _make_nested(path, count, name="op_{i}")


def _make_nested(path: Path, count: int, name: str = "stage_{stage}/block_{block}/{op}_{i}") -> None:
    from tensorboard.compat.proto import graph_pb2

    graph = graph_pb2.GraphDef()
    graph.node.add(name="input", op="Placeholder").attr["dtype"].type = 1
    names = ["input"]
    for i in range(count - 1):
        op = ("Conv2D", "BiasAdd", "Relu", "AddV2")[i % 4]
        node = graph.node.add(name=name.format(stage=i // 2000, block=i // 100 % 20, op=op, i=i), op=op)
        node.input.append(names[-1])
        if op == "AddV2":
            node.input.append(names[max(0, len(names) - 6)])
        node.attr["T"].type = 1
        names.append(node.name)
    path.write_bytes(graph.SerializeToString(deterministic=True))


if __name__ == "__main__":
    kinds = {
        "network": _make_network,
        "variables": _make_variables,
        "nested": _make_nested,
        "flat": _make_flat,
        "large": _make_large,
        "later": _make_later,
    }
    kinds[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))

"""Small models for each row of what a freeze must rewrite, made and saved by TensorFlow itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np


@dataclass
class Made:
    """A saved model and what TensorFlow's own session gives for its outputs."""

    prefix: Path
    outputs: list[str]
    feeds: dict[str, Any]
    expected: list[Any]
    frozen_by_tensorflow: Any = None
    refused: str = ""
    notes: dict[str, Any] = field(default_factory=dict)


Build = Callable[[Any, Any], dict[str, Any]]
BUILDS: dict[str, Build] = {}


def build(function: Build) -> Build:
    BUILDS[function.__name__] = function
    return function


def make(tf: Any, name: str, folder: Path) -> Made:
    """Build, initialise, save, and ask TensorFlow for the outputs and for its own frozen graph."""
    tf1 = tf.compat.v1
    with tf.Graph().as_default():
        tf1.set_random_seed(3)
        made = BUILDS[name](tf, tf1)
        saver = tf1.train.Saver(made.get("saver"), max_to_keep=1)
        outputs = made["outputs"]
        feeds = made.get("feeds", {})
        with tf1.Session() as session:
            # First those that others start from: an average's initialiser reads its variable as soon as that one
            # says that it is initialised, and in one and the same run that can be a moment too early.
            trained = tf1.trainable_variables()
            session.run(tf1.variables_initializer(trained))
            others = [v for v in tf1.global_variables() if not any(v is each for each in trained)]
            session.run([tf1.variables_initializer(others), tf1.tables_initializer()])
            for step, fed in made.get("before_save", []):
                session.run(step, fed)
            prefix = Path(saver.save(session, str(folder / "model.ckpt"), global_step=made.get("step", 3)))
            expected = None
            if not made.get("blocks"):
                expected = session.run(
                    [f"{o}:0" if ":" not in o else o for o in outputs],
                    {f"{k}:0" if ":" not in k else k: v for k, v in feeds.items()},
                )
            theirs = None
        if made.get("tensorflow_can", True):
            with tf1.Session(graph=tf.Graph()) as session:
                tf1.train.import_meta_graph(f"{prefix}.meta", clear_devices=True).restore(session, str(prefix))
                theirs = tf1.graph_util.convert_variables_to_constants(
                    session, session.graph.as_graph_def(), [o.partition(":")[0] for o in outputs]
                )
    return Made(prefix, outputs, feeds, expected, theirs, made.get("refused", ""), made.get("notes", {}))


def dense(tf1: Any, x: Any, width: int, name: str, *, resource: bool) -> Any:
    with tf1.variable_scope(name, use_resource=resource):
        w = tf1.get_variable("w", [x.shape[-1], width])
        b = tf1.get_variable("b", [width], initializer=tf1.random_normal_initializer())
        return x @ w + b


X = np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)


@build
def ref_variables(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 4], "x")
    tf.nn.softmax(dense(tf1, tf.nn.relu(dense(tf1, x, 5, "one", resource=False)), 3, "two", resource=False), name="y")
    loss = tf.reduce_mean(tf1.get_default_graph().get_tensor_by_name("y:0"))
    tf1.train.AdamOptimizer().minimize(loss)
    return {"outputs": ["y"], "feeds": {"x": X}}


@build
def resource_variables(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 4], "x")
    tf.nn.softmax(dense(tf1, tf.nn.relu(dense(tf1, x, 5, "one", resource=True)), 3, "two", resource=True), name="y")
    return {"outputs": ["y"], "feeds": {"x": X}}


@build
def several_outputs(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 4], "x")
    h = dense(tf1, x, 5, "one", resource=True)
    tf.nn.softmax(h, name="p")
    tf.argmax(h, 1, name="c")
    tf.nn.top_k(h, 2, name="top")
    return {"outputs": ["p", "c", "top:1"], "feeds": {"x": X}}


@build
def cond_and_while_of_tensorflow_1(tf: Any, tf1: Any) -> dict[str, Any]:
    tf1.disable_control_flow_v2()
    x = tf1.placeholder(tf.float32, [], "x")
    v = tf1.get_variable("v", [], initializer=tf1.constant_initializer(2.5), use_resource=True)
    r = tf1.get_variable("r", [], initializer=tf1.constant_initializer(1.5), use_resource=False)
    c = tf1.cond(x > 0, lambda: v * x, lambda: r - x)
    tf1.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a * v + r), [0, c], name="loop")
    exits = [op for op in tf1.get_default_graph().get_operations() if op.type == "Exit"]
    tf.identity(exits[-1].outputs[0], name="y")
    return {"outputs": ["y"], "feeds": {"x": np.float32(0.7)}}


@build
def control_flow_of_tensorflow_2(tf: Any, tf1: Any) -> dict[str, Any]:
    tf1.enable_control_flow_v2()
    try:
        x = tf1.placeholder(tf.float32, [], "x")
        v = tf1.get_variable("v", [], initializer=tf1.constant_initializer(2.5), use_resource=True)
        w = tf1.get_variable("w", [], initializer=tf1.constant_initializer(1.5), use_resource=True)
        c = tf1.cond(x > 0, lambda: tf1.cond(x > 10, lambda: w * 1.0, lambda: v * x), lambda: w - x)
        _, a = tf1.while_loop(lambda i, a: tf.cast(i, tf.float32) < 3 + w, lambda i, a: (i + 1, a * v + w), [0, c])
        tf.identity(a, name="y")
    finally:
        tf1.disable_control_flow_v2()
    return {"outputs": ["y"], "feeds": {"x": np.float32(0.7)}}


@build
def functions_that_capture_variables(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [3, 4], "x")
    v = tf1.get_variable("v", [4, 4], use_resource=True)
    w = tf1.get_variable("w", [4], use_resource=True)

    @tf.function
    def inner(a: Any) -> Any:
        return a @ v

    @tf.function
    def outer(a: Any) -> Any:
        return tf.nn.relu(inner(a) + w) + inner(a)

    tf.identity(outer(x), name="y")
    return {"outputs": ["y"], "feeds": {"x": X}}


@build
def large_constants_everywhere(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [3, 4], "x")
    v = tf1.get_variable("v", [4, 1500], use_resource=True)
    outside = tf.constant(np.random.default_rng(0).normal(size=(1, 1500)).astype(np.float32))
    words = tf.constant([b"word %d" % number * 20 for number in range(100)])

    @tf.function
    def inner(a: Any) -> Any:
        return a @ v + tf.constant(np.random.default_rng(1).normal(size=(1, 1500)).astype(np.float32))

    lengths = tf.cast(tf.reduce_sum(tf.strings.length(words)), tf.float32)
    tf.identity(inner(x) * outside + lengths, name="y")
    return {"outputs": ["y"], "feeds": {"x": X}}


@build
def one_function_with_two_variables(tf: Any, tf1: Any) -> dict[str, Any]:
    from tensorflow.python.framework import function as defun

    x = tf1.placeholder(tf.float32, [3, 4], "x")
    v = tf1.get_variable("v", [4, 4], use_resource=True)
    w = tf1.get_variable("w", [4, 4], use_resource=True)

    @defun.Defun(tf.float32, tf.resource, func_name="multiply")
    def multiply(a: Any, handle: Any) -> Any:
        value = tf.raw_ops.ReadVariableOp(resource=handle, dtype=tf.float32)
        return a @ tf.reshape(value, [4, 4])

    tf.add(multiply(x, v.handle), multiply(x, w.handle), name="y")
    return {"outputs": ["y"], "feeds": {"x": X}, "tensorflow_can": False}


@build
def embeddings(tf: Any, tf1: Any) -> dict[str, Any]:
    i = tf1.placeholder(tf.int32, [None], "i")
    table = tf1.get_variable("table", [7, 3], use_resource=True)
    reference = tf1.get_variable("reference", [7, 3], use_resource=False)
    found = tf.raw_ops.ResourceGatherNd(resource=table.handle, indices=i[:, None], dtype=tf.float32)
    tf.add_n([tf.nn.embedding_lookup(table, i), tf.nn.embedding_lookup(reference, i), found], name="y")
    return {"outputs": ["y"], "feeds": {"i": np.array([0, 6, 2], np.int32)}}


@build
def embeddings_inside_a_function(tf: Any, tf1: Any) -> dict[str, Any]:
    i = tf1.placeholder(tf.int64, [None], "i")
    table = tf1.get_variable("table", [7, 3], use_resource=True)

    @tf.function
    def look(a: Any) -> Any:
        return tf.nn.embedding_lookup(table, a)

    tf.identity(look(i), name="y")
    return {"outputs": ["y"], "feeds": {"i": np.array([0, 6, 2])}, "tensorflow_can": False}


@build
def embeddings_inside_a_loop(tf: Any, tf1: Any) -> dict[str, Any]:
    tf1.disable_control_flow_v2()
    i = tf1.placeholder(tf.int32, [2], "i")
    table = tf1.get_variable("table", [7, 3], use_resource=True)
    _, total = tf1.while_loop(
        lambda n, a: n < 3, lambda n, a: (n + 1, a + tf.nn.embedding_lookup(table, i + n)), [0, tf.zeros([2, 3])]
    )
    tf.identity(total, name="y")
    return {"outputs": ["y"], "feeds": {"i": np.array([0, 3], np.int32)}, "tensorflow_can": False}


@build
def batched_gather(tf: Any, tf1: Any) -> dict[str, Any]:
    i = tf1.placeholder(tf.int32, [2, 3], "i")
    table = tf1.get_variable("table", [2, 7, 3], use_resource=True)
    tf.raw_ops.ResourceGather(resource=table.handle, indices=i, dtype=tf.float32, batch_dims=1, name="y")
    return {"outputs": ["y"], "feeds": {"i": np.array([[0, 6, 2], [1, 1, 0]], np.int32)}, "tensorflow_can": False}


@build
def quantised(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 4], "x")
    low = tf1.get_variable("low", [], initializer=tf1.constant_initializer(-3.0), use_resource=False)
    high = tf1.get_variable("high", [], initializer=tf1.constant_initializer(3.0), use_resource=True)
    h = dense(tf1, x, 5, "one", resource=True)
    tf.quantization.fake_quant_with_min_max_vars(h, low, high, name="y")
    return {"outputs": ["y"], "feeds": {"x": X}}


@build
def batch_norm_in_training_form(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [3, 4], "x")
    mean = tf1.get_variable("mean", [4], initializer=tf1.zeros_initializer(), use_resource=False)
    scale = tf1.get_variable("scale", [4], initializer=tf1.ones_initializer(), use_resource=True)
    now = tf.reduce_mean(x, 0)
    updates = [tf1.assign_sub(mean, 0.1 * (mean - now)), tf1.assign_add(scale, now).op]
    with tf1.control_dependencies(updates):
        tf.identity((x - now) * 2.0, name="normalised")
    tf.add(tf1.get_default_graph().get_tensor_by_name("normalised:0"), dense(tf1, x, 4, "d", resource=False), name="y")
    return {"outputs": ["y"], "feeds": {"x": X}, "tensorflow_can": False}


@build
def moving_averages_inside_a_branch(tf: Any, tf1: Any) -> dict[str, Any]:
    from tensorflow.python.training.moving_averages import assign_moving_average

    tf1.disable_control_flow_v2()
    x = tf1.placeholder(tf.float32, [3, 4], "x")
    training = tf1.placeholder(tf.bool, [], "training")
    kept = [
        tf1.get_variable(name, [4], initializer=tf1.zeros_initializer(), trainable=False, use_resource=resource)
        for name, resource in (("mean", False), ("variance", True))
    ]
    now = tf1.nn.moments(dense(tf1, x, 4, "d", resource=False), [0])

    def update() -> Any:
        # Unbiased: one update reads what another has written.
        with tf1.control_dependencies([assign_moving_average(v, new, 0.9) for v, new in zip(kept, now, strict=True)]):
            return [tf.identity(new) for new in now]

    mean, variance = tf1.cond(training, update, lambda: [tf.identity(v) for v in kept])
    tf.multiply(x - mean, variance + 1.0, name="y")
    return {"outputs": ["y"], "feeds": {"x": X, "training": False}, "tensorflow_can": False}


@build
def a_loop_in_a_branch_in_a_loop(tf: Any, tf1: Any) -> dict[str, Any]:
    tf1.enable_control_flow_v2()
    try:
        x = tf1.placeholder(tf.float32, [], "x")
        v = tf1.get_variable("v", [], use_resource=True)
        e = tf1.get_variable("e", [5, 2], use_resource=True)

        def body(i: Any, a: Any) -> Any:
            branch = tf1.cond(a > 0, lambda: a * v + tf.reduce_sum(tf.nn.embedding_lookup(e, i)), lambda: a - v)
            _, inner = tf1.while_loop(
                lambda j, _: j < 2, lambda j, q: (j + 1, q + v * tf.cast(i, tf.float32)), [0, branch]
            )
            return i + 1, inner

        _, result = tf1.while_loop(lambda i, _: i < 3, body, [0, x])
    finally:
        tf1.disable_control_flow_v2()
    tf1.train.GradientDescentOptimizer(0.1).minimize(result)
    tf.identity(result, name="y")
    return {"outputs": ["y"], "feeds": {"x": np.float32(0.3)}, "tensorflow_can": False}


@build
def a_recurrent_network(tf: Any, tf1: Any) -> dict[str, Any]:
    from tensorflow.python.ops import rnn

    class Cell(tf.Module):
        output_size, state_size = 6, (6, 6)

        def zero_state(self, batch: Any, dtype: Any) -> Any:
            return tf.zeros([batch, 6], dtype), tf.zeros([batch, 6], dtype)

        def __call__(self, x: Any, state: Any, scope: Any = None) -> Any:
            with tf1.variable_scope("cell", reuse=tf1.AUTO_REUSE):
                kernel = tf1.get_variable("kernel", [x.shape[-1] + 6, 24], use_resource=False)
                bias = tf1.get_variable("bias", [24], use_resource=True)
            i, j, f, o = tf.split(tf.concat([x, state[1]], 1) @ kernel + bias, 4, 1)
            c = tf.sigmoid(f + 1) * state[0] + tf.sigmoid(i) * tf.tanh(j)
            return tf.sigmoid(o) * tf.tanh(c), (c, tf.sigmoid(o) * tf.tanh(c))

    tf1.disable_control_flow_v2()
    x = tf1.placeholder(tf.float32, [2, 5, 4], "x")
    n = tf1.placeholder(tf.int32, [2], "n")
    y, _ = rnn.dynamic_rnn(Cell(), x, sequence_length=n, dtype=tf.float32)
    labels = tf1.placeholder(tf.float32, [2, 5, 6], "labels")
    tf1.train.AdamOptimizer().minimize(tf.reduce_mean((y - labels) ** 2))
    tf.identity(y, name="y")
    return {"outputs": ["y"], "feeds": {"x": np.ones((2, 5, 4), np.float32), "n": np.array([2, 5], np.int32)}}


@build
def partitioned_embeddings(tf: Any, tf1: Any) -> dict[str, Any]:
    i = tf1.placeholder(tf.int64, [None], "i")
    with tf1.variable_scope("e", partitioner=tf1.fixed_size_partitioner(3)):
        table = tf1.get_variable("table", [10, 4], use_resource=False)
        other = tf1.get_variable("other", [10, 4], use_resource=True)
    found = [tf1.nn.embedding_lookup(table, i, partition_strategy="div"), tf1.nn.embedding_lookup(other, i)]
    tf.concat(found, -1, name="y")
    return {"outputs": ["y"], "feeds": {"i": np.array([0, 9, 4])}, "tensorflow_can": False}


@build
def an_output_that_writes(tf: Any, tf1: Any) -> dict[str, Any]:
    v = tf1.get_variable("v", [3], use_resource=False)
    tf.multiply(tf1.assign_add(v, tf.ones([3])), 2.0, name="y")
    return {
        "outputs": ["y"],
        "tensorflow_can": False,
        "refused": "An output needs what AssignAdd (AssignAdd) writes into v",
    }


@build
def a_read_after_a_write(tf: Any, tf1: Any) -> dict[str, Any]:
    v = tf1.get_variable("v", [3], use_resource=True)
    with tf1.control_dependencies([tf1.assign_add(v, tf.ones([3])).op]):
        tf.multiply(v.read_value(), 2.0, name="y")
    return {"outputs": ["y"], "tensorflow_can": False, "refused": "after"}


@build
def references_through_control_flow(tf: Any, tf1: Any) -> dict[str, Any]:
    p = tf1.placeholder(tf.bool, [], "p")
    v = tf1.get_variable("v", [3], use_resource=False)
    f, t = tf.raw_ops.RefSwitch(data=v._ref(), pred=p)
    tf.raw_ops.Merge(inputs=[tf.identity(f) * 2.0, tf.identity(t) + 1.0], name="y")
    return {"outputs": ["y"], "feeds": {"p": True}, "tensorflow_can": False}


@build
def questions_about_a_variable(tf: Any, tf1: Any) -> dict[str, Any]:
    v = tf1.get_variable("v", [3, 2], use_resource=True)
    r = tf1.get_variable("r", [3], use_resource=False)
    shape = tf.raw_ops.VariableShape(input=v.handle, name="shape")
    there = tf.logical_and(
        tf.raw_ops.VarIsInitializedOp(resource=v.handle), tf.raw_ops.IsVariableInitialized(ref=r._ref())
    )
    tf.add(tf.cast(shape, tf.float32), tf.cast(there, tf.float32), name="y")
    return {"outputs": ["y"], "tensorflow_can": False}


@build
def partitioned(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 10], "x")
    with tf1.variable_scope("p", partitioner=tf1.fixed_size_partitioner(3)):
        w = tf1.get_variable("w", [10, 4], use_resource=False)
        r = tf1.get_variable("r", [10, 4], use_resource=True)
    tf.matmul(x, tf.convert_to_tensor(w) + tf.convert_to_tensor(r), name="y")
    return {"outputs": ["y"], "feeds": {"x": np.ones((2, 10), np.float32)}}


@build
def averaged(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [None, 4], "x")
    y = tf.identity(dense(tf1, x, 3, "one", resource=False), name="y")
    average = tf1.train.ExponentialMovingAverage(0.5)
    loss = tf.reduce_sum(y)
    with tf1.control_dependencies([tf1.train.GradientDescentOptimizer(0.1).minimize(loss)]):
        apply = average.apply(tf1.trainable_variables())
    return {"outputs": ["y"], "feeds": {"x": X}, "before_save": [(apply, {"x:0": X})]}


@build
def other_types(tf: Any, tf1: Any) -> dict[str, Any]:
    values = {
        "string": (tf.string, [b"a", b"", b"\xff\x00long" * 9]),
        "int32": (tf.int32, [1, -2, 3]),
        "int64": (tf.int64, -7),
        "bool": (tf.bool, [True, False]),
        "one_bool": (tf.bool, True),
        "half": (tf.float16, [1.5, -2]),
        "one_half": (tf.float16, 1.5),
        "bfloat16": (tf.bfloat16, [1.5, -2]),
        "one_bfloat16": (tf.bfloat16, 3.0),
        "double": (tf.float64, 1e300),
        "complex": (tf.complex64, [1 + 2j, 3]),
        "one_complex": (tf.complex128, 1 - 2j),
        "uint8": (tf.uint8, [255, 0]),
        "int8": (tf.int8, -5),
        "uint16": (tf.uint16, 65535),
        "int16": (tf.int16, [-3, 4]),
        "empty": (tf.float32, []),
        "nan": (tf.float32, [float("nan"), float("inf")]),
    }
    for name, (dtype, value) in values.items():
        v = tf1.Variable(tf.constant(value, dtype), name=name, use_resource=name.startswith("one"))
        tf.identity(v, name=f"{name}_y")
    return {"outputs": [f"{name}_y" for name in values]}


@build
def a_single_string(tf: Any, tf1: Any) -> dict[str, Any]:
    tf.identity(tf1.Variable(tf.constant(b"alone"), name="v", use_resource=True), name="y")
    return {"outputs": ["y"], "tensorflow_can": False}  # it asks the bytes for their shape


@build
def saved_under_other_names(tf: Any, tf1: Any) -> dict[str, Any]:
    a = tf1.get_variable("a/w", [3], use_resource=False)
    b = tf1.get_variable("b/w", [3], use_resource=True)
    tf.subtract(a * 1.0, b * 2.0, name="y")
    # Crossed: the key of one is the name of the other.
    return {"outputs": ["y"], "saver": {"b/w": a, "other/key": b}}


@build
def a_hash_table(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.string, [None], "x")
    table = tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(tf.constant(["a", "b"]), tf.constant([1.0, 2.0])), -1.0
    )
    w = tf1.get_variable("w", [], use_resource=True)
    tf.multiply(table.lookup(x), w, name="y")
    return {"outputs": ["y"], "feeds": {"x": np.array([b"a", b"zz"], object)}, "tensorflow_can": False}


@build
def an_iterator(tf: Any, tf1: Any) -> dict[str, Any]:
    data = tf1.data.Dataset.from_tensor_slices((X, np.arange(3, dtype=np.int64))).batch(2)
    iterator = tf1.data.make_initializable_iterator(data)
    features, numbers = iterator.get_next()
    tf.add(dense(tf1, features, 3, "one", resource=True), tf.cast(numbers, tf.float32)[:, None], name="y")
    return {
        "outputs": ["y"],
        "blocks": True,
        "tensorflow_can": False,
        "notes": {"features": features.name, "numbers": numbers.name},
    }


@build
def a_queue(tf: Any, tf1: Any) -> dict[str, Any]:
    queue = tf1.FIFOQueue(8, tf.float32, [[4]])
    x = tf1.placeholder_with_default(queue.dequeue_many(3), [None, 4], "x")
    tf.identity(dense(tf1, x, 3, "one", resource=False), name="y")
    return {"outputs": ["y"], "blocks": True, "tensorflow_can": False}


@build
def a_python_function(tf: Any, tf1: Any) -> dict[str, Any]:
    x = tf1.placeholder(tf.float32, [3, 4], "x")
    h = tf.identity(dense(tf1, x, 3, "one", resource=False), name="h")
    y = tf1.py_func(lambda a: a + 1, [h], tf.float32, name="call")
    tf.identity(y, name="y")
    return {
        "outputs": ["y"],
        "feeds": {"x": X},
        "tensorflow_can": False,
        "refused": "call calls a Python function that is not in the graph",
    }

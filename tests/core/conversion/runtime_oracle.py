"""What the tests of ONNX and TensorFlow Lite share: models, conversions, TensorFlow's own values."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.opening import open_model
from core.progress import Progress

SHARED = (
    # folder or file, input, its shape, output, what may differ
    ("mtcnn_pnet", "input_image", (256, 12, 12, 3), "conv4_1/Softmax", 1e-4),
    ("v1_lenet300", "Placeholder", (5, 784), "ArgMax", 0),
    ("sm_mlnet_mnist_lr_model", "Features", (4, 784), "Prediction", 1e-4),
    ("edgetpu_frozen/frozen_model.pb", "flatten_input", (3, 28, 28), "dense_1/Softmax", 0.02),
)


def converted(source: Path, target: str, destination: Path, client: Any, **asked: Any) -> Conversion:
    progress = asked.pop("progress", Progress())
    with Work.beginning(progress, client=client) as work:
        return convert(open_model(source), target_named(target), Request(destination, **asked), work)


def original(tf: Any, source: Path, feeds: dict[str, Any], fetches: list[str]) -> list[Any]:
    """TensorFlow's values of the source itself, read by its own loader of such files."""
    tf1 = tf.compat.v1
    model = open_model(source)
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        if model.format == "saved-model":
            tf1.saved_model.load(session, model.tags[0], str(model.folder))
        elif model.checkpoint is not None:
            tf1.train.import_meta_graph(str(model.meta_path), clear_devices=True).restore(
                session, str(model.checkpoint.prefix)
            )
        else:
            tf.import_graph_def(tf1.GraphDef.FromString(source.read_bytes()), name="")
        return list(session.run([f"{name}:0" for name in fetches], {f"{name}:0": v for name, v in feeds.items()}))


def frozen_graph(tf: Any, path: Path, what: str) -> Path:
    """A frozen graph: `several` outputs of several kinds, one `lacking` an op, one of `strings`."""
    tf1 = tf.compat.v1
    rng = np.random.default_rng(7)
    with tf.Graph().as_default() as graph:
        x = tf1.placeholder(tf.float32, [None, 6, 6, 2], name="x")
        if what == "several":
            kernel = tf.constant(rng.normal(size=(3, 3, 2, 4)).astype("f"))
            y = tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME"), name="y")
            flag = tf1.placeholder(tf.float32, [], name="scale")
            tf.identity(y * flag, name="scaled")
            tf.argmax(tf.reduce_sum(y, [1, 2]), 1, name="best")
            tf.reduce_sum(y, [1, 2, 3], name="sums")
        elif what == "lacking":
            tf.identity(tf.raw_ops.Erfinv(x=tf.sigmoid(x) * 0.5, name="lacks"), name="y")
        else:
            tf.identity(
                tf.strings.to_hash_bucket_fast(tf.strings.as_string(x, name="said"), 9, name="hashed"), name="y"
            )
        path.write_bytes(graph.as_graph_def().SerializeToString())
    return path


def interpreter(tf: Any, path: Path) -> Any:
    """TFLite's runner of the file's signature."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it moves to another package
        return tf.lite.Interpreter(model_path=str(path)).get_signature_runner()


def near(one: Any, other: Any, part: float) -> None:
    """Same dtype and shape, and within a part of the largest value."""
    one, other = np.asarray(one), np.asarray(other)
    assert (one.dtype, one.shape) == (other.dtype, other.shape)
    if one.dtype.kind in "iu":
        np.testing.assert_array_equal(one, other)
    else:
        np.testing.assert_allclose(other, one, rtol=0, atol=part * float(np.abs(one).max()) + 1e-6)

"""What the readers say of a model is what TensorFlow says of it: over this project's corpus and real models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.formats.dtypes import dtype_of
from core.graph.op_graph import OpGraph
from core.model import Model
from core.opening import open_model

CORPUS = (
    "v2_dtypes/model.ckpt", "v2_sharded/wide.ckpt", "v2_sliced/model.ckpt-5", "v1_sliced/model.ckpt-5",
    "object_based/ckpt-2", "saved_model_tf1/variables/variables", "saved_model_tf2/variables/variables",
)  # fmt: skip
REAL = (
    "mtcnn_pnet/PNet_landmark/PNet-18", "heart_estimator_steps/train/model.ckpt-9000",
    "puzzle15/modeldir/model.ckpt", "mnistcnn_sharded/model/model.ckpt", "keras_cp_steps/training_2/cp-0035.ckpt",
    "v1_lenet300/tmp/model.ckpt", "sm_keras_lstm/lstm_from_sequential/variables/variables",
    "sm_mlnet_mnist_lr_model/mnist_lr_model/variables/variables",
    "tfmodels_resnet_ref_nometa/batch-size-32_bottleneck_projection_version-1_width-8_channels-4/model.ckpt",
)  # fmt: skip


@pytest.mark.parametrize("prefix", CORPUS)
def test_a_checkpoint_is_what_tensorflow_reads(tf: Any, oracle: Any, corpus: Path, prefix: str) -> None:
    oracle.check_checkpoint(tf, corpus / prefix)


@pytest.mark.parametrize("prefix", REAL)
def test_a_real_checkpoint_is_what_tensorflow_reads(tf: Any, oracle: Any, models: Path, prefix: str) -> None:
    oracle.check_checkpoint(tf, models / prefix)


def test_a_sharded_old_checkpoint_is_one(corpus: Path) -> None:
    model = open_model(corpus / "v1_sharded")
    assert model.format == "checkpoint-v1"
    whole = np.arange(30, dtype=np.float32).reshape(5, 6)
    assert [(v.name, v.shape, v.parts) for v in model.variables()] == [
        ("only_0", (2,), 1), ("only_1", (2,), 1), ("w", (5, 6), 2)]  # fmt: skip
    source = model.tensor("w")
    assert source.read().tolist() == whole.tolist()
    assert source.read((slice(4, 0, -2), 3)).tolist() == whole[4:0:-2, 3].tolist()
    assert source.verify() is True


def check_graph(theirs: Any, graph: OpGraph) -> None:
    assert [node.name for node in graph.nodes] == [node.name for node in theirs.node]
    assert [node.op for node in graph.nodes] == [node.op for node in theirs.node]
    assert [list(node.inputs) for node in graph.nodes] == [list(node.input) for node in theirs.node]
    assert len(graph.functions) == len(theirs.library.function)
    assert graph.function_nodes == sum(len(function.node_def) for function in theirs.library.function)
    assert graph.versions.producer == theirs.versions.producer


def check_constants(tf: Any, oracle: Any, nodes: Any, graph: OpGraph) -> int:
    checked = 0
    for node in nodes:
        if node.op != "Const":
            continue
        source = graph.tensor_of(node.name)
        assert source is not None
        if source.dtype.numpy is None:
            continue
        assert oracle.same(source.read(), tf.make_ndarray(node.attr["value"].tensor)), node.name
        assert dtype_of(node.attr["dtype"].type) == source.dtype
        checked += 1
    return checked


def graph_def_of(tf: Any, path: Path, kind: str) -> Any:
    data = path.read_bytes()
    if kind == "graphdef":
        return tf.compat.v1.GraphDef.FromString(data)
    if kind == "graphdef-text":
        from google.protobuf import text_format

        return text_format.Parse(data.decode("utf-8-sig"), tf.compat.v1.GraphDef())
    if kind == "metagraph":
        return tf.compat.v1.MetaGraphDef.FromString(data).graph_def
    from tensorflow.core.protobuf import saved_model_pb2

    return saved_model_pb2.SavedModel.FromString(data).meta_graphs[0].graph_def


def check_file(tf: Any, oracle: Any, path: Path, kind: str) -> Model:
    model = open_model(path)
    assert model.graph is not None
    theirs = graph_def_of(tf, path, kind)
    check_graph(theirs, model.graph)
    check_constants(tf, oracle, theirs.node, model.graph)
    for function in theirs.library.function:
        body = model.graph.function(function.signature.name)
        assert not body.problems, body.problems
        check_constants(tf, oracle, function.node_def, body)
    return model


@pytest.mark.parametrize(("path", "kind"), [
    ("graph_binary/graph.pb", "graphdef"), ("graph_text/graph.pbtxt", "graphdef-text"),
    ("v2_sliced/model.ckpt-5.meta", "metagraph"), ("v1_sliced/model.ckpt-5.meta", "metagraph"),
    ("saved_model_tf1/saved_model.pb", "saved-model"), ("saved_model_tf2/saved_model.pb", "saved-model"),
])  # fmt: skip
def test_a_graph_and_its_constants_are_what_tensorflow_parses(
    tf: Any, oracle: Any, corpus: Path, path: str, kind: str
) -> None:
    check_file(tf, oracle, corpus / path, kind)


@pytest.mark.parametrize(("path", "kind"), [
    ("mtcnn_pnet/PNet_landmark/PNet-18.meta", "metagraph"), ("edgetpu_frozen/frozen_model.pb", "graphdef"),
    ("deepmd_cu_frozen/frozen_model.pb", "graphdef"), ("dl4j_gru_dynamic_pbtxt/frozen_graph.pbtxt", "graphdef-text"),
    ("heart_estimator_steps/train/graph.pbtxt", "graphdef-text"), ("inception_v3_meta/InceptionV3.meta", "metagraph"),
    ("sm_keras_lstm/lstm_from_sequential/saved_model.pb", "saved-model"),
    ("sm_mlnet_mnist_lr_model/mnist_lr_model/saved_model.pb", "saved-model"),
])  # fmt: skip
def test_a_real_graph_and_its_constants_are_what_tensorflow_parses(
    tf: Any, oracle: Any, models: Path, path: str, kind: str
) -> None:
    check_file(tf, oracle, models / path, kind)


def test_every_shared_model_is_as_the_manifest_says(models: Path, manifest: dict[str, dict[str, Any]]) -> None:
    for name, entry in manifest.items():
        if name.startswith(("broken", "lfs")):
            continue
        model = open_model(models / name)
        expected = entry["graph"]
        if expected is not None:
            assert model.graph is not None
            assert len(model.graph) == expected["nodes"], name
            assert len(model.graph.functions) == expected["library_functions"]
            assert model.graph.function_nodes == expected["library_nodes"]
            assert len({node.op for node in model.graph.nodes}) <= expected["op_types"]
        if entry["checkpoint"] is not None:
            assert model.checkpoint is not None
            assert model.checkpoint.totals()[:2] == (
                entry["checkpoint"]["n_variables"], entry["checkpoint"]["n_elements"])  # fmt: skip

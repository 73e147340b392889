"""Real models of other people, all of them: what is said of each is what TensorFlow says, loaded in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.cli.inspecting import describe
from core.errors import FormatError, NotAModel
from core.opening import open_model

IDS = (
    "mtcnn_pnet", "edgetpu_frozen", "heart_estimator_steps", "puzzle15", "mnistcnn_sharded", "keras_cp_steps",
    "v1_lenet300", "sm_keras_lstm", "sm_mlnet_mnist_lr_model", "deepmd_cu_frozen", "dl4j_gru_dynamic_pbtxt",
    "tfmodels_resnet_ref_nometa", "inception_v3_meta", "broken_truncated_index", "lfs_f1_frozen",
)  # fmt: skip
KEYS = {"path", "format", "graph", "checkpoint", "signatures", "warnings"}
GRAPH_KEYS = {"nodes", "ops", "functions", "function_nodes", "inputs", "outputs"}
CHECKPOINT_KEYS = {"prefix", "step", "steps", "shards", "variables", "parameters", "bytes"}
FORMATS = {
    "ckpt_v2_with_meta": "checkpoint-v2", "ckpt_v2_no_meta": "checkpoint-v2", "ckpt_v1": "checkpoint-v1",
    "object_ckpt": "checkpoint-object", "graphdef_pb": "graphdef", "graphdef_pbtxt": "graphdef-text",
    "saved_model_tf1": "saved-model", "saved_model_tf2": "saved-model", "metagraph": "metagraph",
}  # fmt: skip


def test_every_shared_model_is_tested(manifest: dict[str, dict[str, Any]]) -> None:
    assert sorted(IDS) == sorted(manifest)


@pytest.mark.parametrize("name", IDS)
def test_inspect_says_what_the_manifest_says(models: Path, manifest: dict[str, dict[str, Any]], name: str) -> None:
    entry = manifest[name]
    if entry["kind"].startswith("broken"):
        with pytest.raises(FormatError) as caught:
            open_model(models / name)
        assert caught.value.remedy is not None
        return
    said = describe(open_model(models / name))
    assert said.keys() >= KEYS
    assert said["format"] == FORMATS[entry["kind"]]
    graph, expected = said["graph"], entry["graph"]
    assert (graph is None) == (expected is None)
    if expected is not None:
        assert graph.keys() >= GRAPH_KEYS
        assert (graph["nodes"], graph["functions"], graph["function_nodes"]) == (
            expected["nodes"], expected["library_functions"], expected["library_nodes"])  # fmt: skip
        assert sum(graph["ops"].values()) == graph["nodes"]
        assert all(type(count) is int for count in graph["ops"].values())
        inputs = {one["name"]: one for one in graph["inputs"]}
        for one in expected["placeholders"]:
            ours = inputs.get(one["name"])
            if ours is None:  # a saver's, or a variable's handle: nothing to feed
                assert one["dtype"] in ("string", "resource"), one
            else:
                assert ours["dtype"] == one["dtype"]
                # Old graphs say `[]` where the shape is unknown; then it is the one noted for the output.
                assert ours["shape"] == one["shape"] or not one["shape"], one
        scores = [one["score"] for one in graph["outputs"]]
        assert scores == sorted(scores, reverse=True)
        assert {one["name"] for one in graph["outputs"]} <= {node.name for node in open_model(models / name).graph}
    checkpoint, expected = said["checkpoint"], entry["checkpoint"]
    assert (checkpoint is None) == (expected is None)
    if expected is not None:
        assert checkpoint.keys() >= CHECKPOINT_KEYS
        assert (checkpoint["variables"], checkpoint["parameters"]) == (
            expected["n_variables"], expected["n_elements"])  # fmt: skip


def test_a_model_of_which_half_is_broken_opens_by_its_other_half(
    models: Path, manifest: dict[str, dict[str, Any]]
) -> None:
    meta = next((models / "broken_truncated_index").rglob("*.meta"))
    model = open_model(meta)
    assert model.format == "metagraph"
    assert model.graph is not None
    assert len(model.graph) == manifest["broken_truncated_index"]["graph"]["nodes"]
    assert any(problem.severity == "error" for problem in model.problems)


def test_a_pointer_is_explained(models: Path) -> None:
    with pytest.raises(NotAModel, match="git-lfs"):
        open_model(models / "lfs_f1_frozen")


def graph_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a model that holds a graph, and what it is."""
    for path in sorted(folder.rglob("*")):
        if path.name == "saved_model.pb":
            yield path, "saved-model"
        elif path.suffix == ".meta":
            yield path, "metagraph"
        elif path.suffix == ".pbtxt":
            yield path, "graphdef-text"
        elif path.suffix == ".pb" and path.name not in ("keras_metadata.pb", "fingerprint.pb"):
            yield path, "graphdef"


def graph_def_of(tf: Any, path: Path, kind: str) -> Any:
    if kind == "graphdef":
        return tf.compat.v1.GraphDef.FromString(path.read_bytes())
    if kind == "metagraph":
        return tf.compat.v1.MetaGraphDef.FromString(path.read_bytes()).graph_def
    from google.protobuf import text_format

    return text_format.Parse(path.read_text("utf-8-sig"), tf.compat.v1.GraphDef())


@pytest.mark.parametrize("name", IDS)
def test_every_graph_is_what_tensorflow_imports(
    tf: Any, oracle: Any, models: Path, manifest: dict[str, dict[str, Any]], name: str
) -> None:
    checked = 0
    for path, kind in graph_files(models / name):
        if kind == "saved-model":
            continue  # the next test
        if path.read_bytes()[:7] == b"version":
            continue  # a git-lfs pointer in a graph's place
        model = open_model(path)
        assert model.graph is not None
        with tf.Graph().as_default() as theirs:
            try:
                tf.import_graph_def(graph_def_of(tf, path, kind), name="")
            except (tf.errors.NotFoundError, ValueError):
                assert manifest[name]["import"]["ok"] is not True
                assert len(model.graph) > 0  # ours opens what TensorFlow can't
                continue
        oracle.check_imported(theirs, model.graph)
        checked += 1
    if not checked:
        pytest.skip("it has no graph that TensorFlow can import")


@pytest.mark.parametrize("name", ["sm_keras_lstm", "sm_mlnet_mnist_lr_model"])
def test_a_saved_model_is_what_tensorflow_loads(tf: Any, oracle: Any, models: Path, name: str) -> None:
    folder = next((models / name).rglob("saved_model.pb")).parent
    model = open_model(folder)
    assert model.graph is not None
    tags = model.tags[0]
    with tf.Graph().as_default() as theirs, tf.compat.v1.Session() as session:
        meta = tf.compat.v1.saved_model.load(session, tags, str(folder))
        oracle.check_imported(theirs, model.graph)
        ours = {signature.name: signature for signature in model.signatures}
        assert ours.keys() == set(meta.signature_def) - {"__saved_model_init_op"}
        for key, signature in meta.signature_def.items():
            if key in ours:
                assert {k: v[0] for k, v in ours[key].inputs.items()} == {
                    k: v.name for k, v in signature.inputs.items()
                }
                assert {k: v[0] for k, v in ours[key].outputs.items()} == {
                    k: v.name for k, v in signature.outputs.items()
                }
        oracle.check_values(tf, session, model)

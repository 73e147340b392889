"""Real checkpoints of other people: the graph that TensorFlow gives, byte-equal engines, outputs that agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import freezing_oracle as oracle
import numpy as np
import pytest

from core.errors import FreezeError
from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from core.opening import open_model

WITH_META = ["mtcnn_pnet", "puzzle15", "v1_lenet300", "heart_estimator_steps"]
SAVED_MODELS = ["sm_mlnet_mnist_lr_model", "sm_keras_lstm"]


@pytest.mark.parametrize("name", WITH_META)
def test_as_tensorflow_gives_tensorflows_graph(name: str, models: Path, manifest: Any, tf: Any, tmp_path: Path) -> None:
    outputs = tuple(manifest[name]["freeze"]["output_nodes"])
    report = freeze(
        open_model(models / name), tmp_path / "f.pb", FreezeOptions(outputs=outputs, as_tensorflow=True, verify=False)
    )
    assert report.nodes_after == manifest[name]["freeze"]["nodes"]
    ours = oracle.imported(tf, oracle.load(tf, tmp_path / "f.pb"))
    theirs = oracle.imported(tf, oracle.load(tf, models / "frozen_by_tensorflow" / f"{name}.pb"))
    assert oracle.differences(tf, ours, theirs) == []


@pytest.mark.parametrize("name", WITH_META + SAVED_MODELS)
def test_both_engines_agree_and_are_proven(name: str, models: Path, manifest: Any, client: Any, tmp_path: Path) -> None:
    outputs = tuple(manifest[name]["freeze"].get("output_nodes", ()))
    model = open_model(models / name)
    session = freeze(model, tmp_path / "s.pb", FreezeOptions(outputs=outputs, device="CPU:0"), client=client)
    direct = freeze(model, tmp_path / "d.pb", FreezeOptions(outputs=outputs), client=client)
    assert (session.engine, direct.engine) == ("session", "direct")
    for report in (session, direct):
        assert report.verified is not None
        assert report.verified.ok is True
        assert sum((report.placed or {}).values()) > 0
    assert (tmp_path / "s.pb").read_bytes() == (tmp_path / "d.pb").read_bytes()


@pytest.mark.parametrize("name", SAVED_MODELS)
def test_a_saved_model_gives_what_tensorflows_own_frozen_one_gives(
    name: str, models: Path, manifest: Any, tf: Any, tmp_path: Path
) -> None:
    report = freeze(open_model(models / name), tmp_path / "f.pb", FreezeOptions(verify=False))
    known = manifest[name]["freeze"]
    shape = next(item["shape"] for item in manifest[name]["graph"]["placeholders"] if item["name"] == report.inputs[0])
    value = np.random.default_rng(1).random([2 if size < 0 else size for size in shape], np.float32)

    def run(path: Path, feed: str, fetch: str) -> Any:
        with tf.Graph().as_default() as graph:
            tf.import_graph_def(oracle.load(tf, path), name="")
            with tf.compat.v1.Session(graph=graph) as session:
                return session.run(fetch, {feed: value})

    mine = run(tmp_path / "f.pb", f"{report.inputs[0]}:0", f"{report.outputs[0]}:0")
    theirs = run(models / "frozen_by_tensorflow" / f"{name}.pb", known["inputs"][0], known["outputs"][0])
    np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)


def test_a_session_on_a_logical_cpu_shows_the_ops_there(models: Path, client: Any, tmp_path: Path) -> None:
    report = freeze(
        open_model(models / "mtcnn_pnet"),
        tmp_path / "f.pb",
        FreezeOptions(outputs=("conv4_1/Softmax",), device="CPU:1", strict_placement=True),
        client=client,
    )
    assert report.placed is not None
    assert set(report.placed) == {"CPU:1"}
    assert report.placed["CPU:1"] > 50


def test_an_older_step_is_frozen_with_its_own_values(models: Path, tf: Any, tmp_path: Path) -> None:
    prefix = models / "heart_estimator_steps" / "train" / "model.ckpt-8000"
    output = "linear/linear_model/linear/linear_model/linear/linear_model/weighted_sum"
    model = open_model(models / "heart_estimator_steps", step=8000)
    report = freeze(model, tmp_path / "f.pb", FreezeOptions(outputs=(output,), verify=False))
    assert "--step 8000" in report.command
    reader = tf.compat.v1.train.load_checkpoint(str(prefix))
    nodes = {node.name: node for node in oracle.load(tf, tmp_path / "f.pb").node}
    for key in model.checkpoint.entries:
        if key in nodes and nodes[key].op == "Const":
            assert np.array_equal(tf.make_ndarray(nodes[key].attr["value"].tensor), reader.get_tensor(key))


def test_values_without_a_graph_say_what_is_missing(models: Path, tmp_path: Path) -> None:
    with pytest.raises(FreezeError, match="no graph to freeze") as error:
        freeze(open_model(models / "tfmodels_resnet_ref_nometa"), tmp_path / "f.pb", FreezeOptions())
    assert ".meta" in str(error.value.remedy)


def test_what_is_frozen_already_is_said_and_no_error(models: Path, client: Any, tmp_path: Path) -> None:
    report = freeze(
        open_model(models / "frozen_by_tensorflow" / "mtcnn_pnet.pb"),
        tmp_path / "f.pb",
        FreezeOptions(outputs=("conv4_1/Softmax",)),
        client=client,
    )
    assert any("nothing to freeze" in str(finding.what) for finding in report.findings)
    assert report.verified is not None
    assert report.verified.ok is True

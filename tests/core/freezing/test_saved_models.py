"""SavedModels of TensorFlow 2, made here: equal names, control flow, embeddings in functions, tables, signatures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import freezing_oracle as oracle
import numpy as np
import pytest

from core.errors import UsageError
from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from core.freezing.plan import preflight
from core.opening import open_model

PROGRAM = """
import sys
import numpy as np
import tensorflow as tf

class Model(tf.Module):
    def __init__(self):
        rng = np.random.default_rng(0)
        self.a = tf.Variable(rng.normal(size=(3, 3)).astype("f"), name="kernel")
        self.b = tf.Variable(rng.normal(size=(3, 3)).astype("f"), name="kernel")
        self.e = tf.Variable(rng.normal(size=(7, 3)).astype("f"), name="embedding")
        self.table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(
            tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64)), 0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int32, name="ids")])
    def predict(self, ids):
        x = tf.nn.embedding_lookup(self.e, ids) @ self.a
        if tf.reduce_sum(x) > 0:
            x = x @ self.b
        else:
            x = x - 1.0
        i = 0
        while i < 3:
            x = tf.nn.tanh(x @ self.b)
            i += 1
        return {"scores": x, "best": tf.nn.top_k(x, 2).indices}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="words")])
    def look(self, words):
        return {"ids": self.table.lookup(words)}

model = Model()
tf.saved_model.save(model, sys.argv[1], signatures={"serving_default": model.predict, "look": model.look})
loaded = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
results = {f"{k}{n}": v.numpy() for n, ids in enumerate(([3, 1, 5], [0, 6])) for k, v in
           loaded(ids=tf.constant(ids, tf.int32)).items()}
np.savez(sys.argv[2], **results)
"""
IDS = ([3, 1, 5], [0, 6])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The folder, and what TensorFlow's own loader gives for `IDS`."""
    folder = tmp_path_factory.mktemp("saved")
    program = folder / "program.py"
    program.write_text(PROGRAM)  # control flow is converted from the source, which has to be in a file
    subprocess.run(
        [sys.executable, str(program), str(folder / "model"), str(folder / "results.npz")],
        check=True,
        capture_output=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return folder / "model", np.load(folder / "results.npz")


@pytest.mark.parametrize("inline", [True, False])
def test_the_frozen_signature_gives_what_the_loaded_one_gives(
    inline: bool, saved: Any, tf: Any, client: Any, tmp_path: Path
) -> None:
    folder, expected = saved
    report = freeze(open_model(folder), tmp_path / "f.pb", FreezeOptions(inline=inline), client=client)
    assert report.outputs == ["best", "scores"]
    assert report.mapping["ids"] == "serving_default_ids:0"
    assert report.verified is not None
    assert report.verified.ok is True
    graph_def = oracle.load(tf, tmp_path / "f.pb")
    assert any(node.op.endswith("PartitionedCall") for node in graph_def.node) is not inline
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")
        with tf.compat.v1.Session(graph=graph) as session:
            for number, ids in enumerate(IDS):
                scores, best = session.run(["scores:0", "best:0"], {"serving_default_ids:0": ids})
                np.testing.assert_allclose(scores, expected[f"scores{number}"], rtol=1e-5, atol=1e-6)
                assert np.array_equal(best, expected[f"best{number}"])


def test_both_engines_give_the_same_bytes(saved: Any, client: Any, tmp_path: Path) -> None:
    model = open_model(saved[0])
    freeze(model, tmp_path / "d.pb", FreezeOptions(verify=False))
    freeze(model, tmp_path / "s.pb", FreezeOptions(engine="session", verify=False), client=client)
    assert (tmp_path / "d.pb").read_bytes() == (tmp_path / "s.pb").read_bytes()


@pytest.mark.parametrize("inline", [True, False])
def test_what_fills_a_table_is_kept_and_proven(inline: bool, saved: Any, tf: Any, client: Any, tmp_path: Path) -> None:
    options = FreezeOptions(signature="look", inline=inline)
    report = freeze(open_model(saved[0]), tmp_path / "f.pb", options, client=client)
    assert any("run it once, before the rest" in str(text) for text in report.warnings)
    assert report.verified is not None
    assert report.verified.ok is True, report.verified
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(oracle.load(tf, tmp_path / "f.pb"), name="")
        with tf.compat.v1.Session(graph=graph) as session:
            session.run(report.initialisers)
            words = np.array([b"a", b"b", b"nobody"], object)
            ids = session.run("ids:0", {report.mapping["words"]: words})
    assert ids[0] != ids[1] != ids[2]


def test_a_signature_or_tags_that_are_not_there_list_those_that_are(saved: Any) -> None:
    model = open_model(saved[0])
    plan = preflight(model, FreezeOptions(signature="nope"))
    assert isinstance(plan.error, UsageError)
    assert "There are: " in str(plan.error)
    assert "serving_default" in str(plan.error)
    assert "serve" in str(preflight(model, FreezeOptions(tags=("gpu",))).error)

"""Runs against TensorFlow's own session in this process: checkpoint and frozen, on two CPUs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import SessionError, UsageError
from core.opening import open_model
from core.progress import Progress
from core.running.feeds import random_value
from core.running.plan import default_fetches, feed_target, named_fetches, plan_run
from core.running.result import by_op, by_scope, op_seconds, totals
from core.running.run import RunOptions, run
from core.running.trace import chrome_trace

DEVICES = ["CPU:0", "CPU:1"]


def made_up(model: Any, fetches: Any, **chosen: Any) -> dict[str, np.ndarray]:
    """A value for each placeholder that the fetches need."""
    missing = plan_run(model, {}, fetches).missing
    return {target.name: random_value(target) for target in missing} | chosen


def tensorflows(tf: Any, path: Path, feeds: dict[str, Any], fetches: list[str]) -> list[np.ndarray]:
    """What TensorFlow's own session gives: for a checkpoint by its saver, for a .pb as it is."""
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph, tf1.Session() as session:
        if path.suffix == ".pb":
            definition = tf1.GraphDef.FromString(path.read_bytes())
            tf.import_graph_def(definition, name="")
        else:
            tf1.train.import_meta_graph(f"{path}.meta", clear_devices=True).restore(session, str(path))
        return session.run(
            [graph.get_tensor_by_name(name) for name in fetches],
            {graph.get_tensor_by_name(name): value for name, value in feeds.items()},
        )


def run_and_compare(tf: Any, client: Any, path: Path, device: str, fetch: list[str], model: Any = None) -> None:
    model = model or open_model(path)
    fetches = named_fetches(model, fetch) if fetch else default_fetches(model)
    feeds = made_up(model, fetches)
    plan = plan_run(model, feeds, fetches)
    assert plan.error is None, [str(finding.what) for finding in plan.findings]
    result = run(model, plan, RunOptions(device=device, strict=False), client, Progress())
    source = path if path.suffix == ".pb" else model.checkpoint.prefix
    tensors = [f"{output.node}:{output.output}" for output in fetches]
    named = {feed_target(model, name).tensor: value for name, value in feeds.items()}
    for name, theirs in zip(result.outputs, tensorflows(tf, source, named, tensors), strict=True):
        mine = result.outputs[name]
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
    assert set(result.placed) == {device}


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(
    ("name", "fetch"),
    [("mtcnn_pnet", []), ("heart_estimator_steps", []), ("puzzle15", []), ("v1_lenet300", [])],
)
def test_a_checkpoint_gives_what_tensorflows_session_gives(tf, client, models, name, fetch, device) -> None:
    run_and_compare(tf, client, models / name, device, fetch)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", ["mtcnn_pnet", "v1_lenet300", "puzzle15"])
def test_a_frozen_graph_gives_what_tensorflows_session_gives(tf, client, models, tmp_path, name, device) -> None:
    from core.freezing.freeze import freeze
    from core.freezing.options import FreezeOptions

    path = tmp_path / "frozen.pb"
    report = freeze(open_model(models / name), path, FreezeOptions(verify=False))
    run_and_compare(tf, client, path, device, list(report.outputs))


@pytest.mark.parametrize("device", DEVICES)
def test_the_sample_reads_its_digits(tf, client, sample, device) -> None:
    from core.running.feeds import parse_batch

    model = open_model(sample)
    fetches = default_fetches(model)
    feeds = {
        "image": parse_batch(
            [str(sample / "inputs" / f"{digit}.png") for digit in range(10)], feed_target(model, "image")
        )
    }
    result = run(model, plan_run(model, feeds, fetches), RunOptions(device=device), client, Progress())
    assert result.outputs["probabilities"].argmax(1).tolist() == list(range(10))
    (theirs,) = tensorflows(tf, model.checkpoint.prefix, {"image:0": feeds["image"]}, ["probabilities:0"])
    np.testing.assert_allclose(result.outputs["probabilities"], theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("device", DEVICES)
def test_a_saved_models_signature_gives_what_tensorflow_gives(tf, client, models, device) -> None:
    for name in ("sm_keras_lstm", "sm_mlnet_mnist_lr_model"):
        model = open_model(models / name)
        fetches = default_fetches(model)
        feeds = made_up(model, fetches)
        plan = plan_run(model, feeds, fetches)
        result = run(model, plan, RunOptions(device=device), client, Progress())
        tf1 = tf.compat.v1
        with tf.Graph().as_default() as graph, tf1.Session() as session:
            tf1.saved_model.load(session, list(model.tags[0]), str(model.folder))
            for output in fetches:
                theirs = session.run(
                    graph.get_tensor_by_name(f"{output.node}:{output.output}"),
                    {feed_target(model, key).tensor: value for key, value in feeds.items()},
                )
                np.testing.assert_allclose(result.outputs[output.name], theirs, rtol=1e-5, atol=1e-6)
        assert set(result.placed) == {device}


def test_any_tensor_can_be_fed_and_any_fetched_and_only_the_part_between_runs(client, sample) -> None:
    model = open_model(sample)
    width = feed_target(model, "flat").shape
    value = np.random.default_rng(1).random((2, width[-1])).astype(np.float32)
    plan = plan_run(
        model, {"flat": value}, named_fetches(model, ["logits"] if "logits" in model.graph else ["probabilities"])
    )
    assert not [node for node in plan.graph.nodes if node.op == "Conv2D"]
    assert {content.key.partition("/")[0] for content in plan.restored} == {"dense1", "dense2"}
    result = run(model, plan, RunOptions(), client, Progress())
    names = {row.name for row in result.times}
    assert not any(name.startswith("conv") for name in names)
    whole = plan_run(model, {"flat:0": value}, named_fetches(model, ["flat:0"]))
    assert run(model, whole, RunOptions(), client, Progress()).outputs["flat:0"].tolist() == value.tolist()


def test_an_operation_without_a_value_runs(client, sample) -> None:
    model = open_model(sample)
    name = next(node.name for node in model.graph.nodes if node.op == "NoOp" and "init" in node.name)
    result = run(model, plan_run(model, {}, named_fetches(model, [name])), RunOptions(), client, Progress())
    assert result.operations == [name]
    assert not result.outputs


def test_times_and_places_are_those_of_the_runs_own_statistics(client, sample) -> None:
    model = open_model(sample)
    fetches = default_fetches(model)
    plan = plan_run(model, made_up(model, fetches), fetches)
    result = run(model, plan, RunOptions(device="CPU:1", runs=5, warm_up=2), client, Progress())
    assert len(result.seconds) == 5
    assert min(result.seconds) <= result.median <= max(result.seconds)
    assert result.spread >= 0
    assert {row.device for row in result.times} == {"CPU:1"}
    assert {row.name for row in result.times} <= {node.name for node in plan.graph.nodes}
    assert {"Conv2D", "Softmax", "VariableV2"} <= {row.op for row in result.times} | {
        plan_node.op for plan_node in plan.graph.nodes
    }
    assert sum(total.share for total in totals(result.times, by_op)) == pytest.approx(1)
    assert sum(total.seconds for total in totals(result.times, by_scope)) == pytest.approx(
        sum(op_seconds(result.times).values())
    )
    document = json.loads(json.dumps(chrome_trace(result.times)))
    complete = [event for event in document["traceEvents"] if event["ph"] == "X"]
    assert len(complete) == len(result.times)
    assert all(event["dur"] >= 0 and event["ts"] >= 0 for event in complete)
    assert {event["args"]["name"] for event in document["traceEvents"] if event["name"] == "process_name"} == {"CPU:1"}


def test_tables_are_filled_before_the_run(tf, client, tmp_path) -> None:
    tf1 = tf.compat.v1
    with tf.Graph().as_default(), tf1.Session() as session:
        words = tf1.placeholder(tf.string, [None], "words")
        table = tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(["cat", "dog"], tf.constant([4, 7], tf.int64)), -1
        )
        weight = tf1.get_variable("weight", [], initializer=tf1.constant_initializer(2.0))
        tf.multiply(tf.cast(table.lookup(words), tf.float32), weight, name="number")
        session.run(tf1.global_variables_initializer())
        prefix = Path(tf1.train.Saver().save(session, str(tmp_path / "model.ckpt")))
    model = open_model(prefix)
    plan = plan_run(model, {"words": np.array([b"dog", b"cat", b"cow"], object)}, named_fetches(model, ["number"]))
    result = run(model, plan, RunOptions(), client, Progress())
    assert result.outputs["number"].tolist() == [14, 8, -2]


def test_a_saved_models_assets_fill_its_tables(tf, client, tmp_path) -> None:
    tf1 = tf.compat.v1
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_text("zero\none\ntwo\n")
    with tf.Graph().as_default(), tf1.Session() as session:
        words = tf1.placeholder(tf.string, [None], "words")
        table = tf.lookup.StaticVocabularyTable(
            tf.lookup.TextFileInitializer(
                str(vocabulary),
                tf.string,
                tf.lookup.TextFileIndex.WHOLE_LINE,
                tf.int64,
                tf.lookup.TextFileIndex.LINE_NUMBER,
            ),
            1,
        )
        found = tf.identity(table.lookup(words), name="found")
        session.run(tf1.tables_initializer())
        tf1.saved_model.simple_save(
            session,
            str(tmp_path / "saved"),
            {"words": words},
            {"found": found},
            legacy_init_op=tf1.tables_initializer(),
        )
    vocabulary.unlink()
    model = open_model(tmp_path / "saved")
    plan = plan_run(model, {"words": np.array([b"two", b"zero"], object)}, default_fetches(model))
    assert not plan.risks
    result = run(model, plan, RunOptions(), client, Progress())
    assert result.outputs["found"].tolist() == [2, 0]


def test_a_job_that_takes_too_long_or_is_cancelled_ends(client, sample) -> None:
    model = open_model(sample)
    fetches = default_fetches(model)
    plan = plan_run(model, made_up(model, fetches), fetches)
    with pytest.raises(SessionError, match=r"time limit of 0\.2 seconds"):
        run(model, plan, RunOptions(runs=1_000_000, time_limit=0.2), client, Progress())
    with pytest.raises(UsageError, match="not the name of a device"):
        run(model, plan, RunOptions(device="nowhere"), client, Progress())
    with pytest.raises(SessionError, match="no device GPU:7"):
        run(model, plan, RunOptions(device="GPU:7"), client, Progress())

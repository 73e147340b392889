"""Runs of the sample, and of models made here: parts of a graph, tables, times, limits."""

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


def made_up(model: Any, fetches: Any, **chosen: Any) -> dict[str, np.ndarray]:
    """A value for each placeholder that the fetches need."""
    missing = plan_run(model, {}, fetches).missing
    return {target.name: random_value(target) for target in missing} | chosen


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


def test_a_table_that_nothing_fills_is_said_before_the_run_and_after_it(tf, client, tmp_path) -> None:
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph:
        words = tf1.placeholder(tf.string, [None], "words")
        table = tf.raw_ops.HashTableV2(key_dtype=tf.string, value_dtype=tf.int64, name="table")
        tf.raw_ops.LookupTableFindV2(
            table_handle=table, keys=words, default_value=tf.constant(-1, tf.int64), name="look"
        )
    (tmp_path / "graph.pb").write_bytes(graph.as_graph_def().SerializeToString())
    model = open_model(tmp_path / "graph.pb")
    plan = plan_run(model, {"words": np.array([b"x"], object)}, named_fetches(model, ["look"]))
    assert [str(finding.what) for finding in plan.findings] == ["look looks into the table table, which nothing fills."]
    with pytest.raises(SessionError, match="lookup table behind look is filled by an initialiser"):
        run(model, plan, RunOptions(), client, Progress())


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

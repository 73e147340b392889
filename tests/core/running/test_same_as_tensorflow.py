"""Whatever runs gives what TensorFlow's own session gives in this process: seven models, from their checkpoint and
frozen, on two CPUs here and on two tasks of a server; where each op ran and how long is what `RunMetadata` says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.freezing.freeze import freeze
from core.freezing.options import FreezeOptions
from core.opening import open_model
from core.progress import Progress
from core.running.feeds import parse_batch
from core.running.plan import default_fetches, feed_target, named_fetches, plan_run
from core.running.result import RunResult, times_of
from core.running.run import RunOptions, run
from core.running.trace import chrome_trace
from core.session.run_job import _times

pytestmark = pytest.mark.xdist_group("same-as-tensorflow")
"""In one test process: what TensorFlow gives is kept from one test to the next."""

MODELS = ["sample", "mtcnn_pnet", "heart_estimator_steps", "puzzle15", "v1_lenet300", "sm_keras_lstm",
          "sm_mlnet_mnist_lr_model"]  # fmt: skip
PLACES = ["CPU:0", "CPU:1", "task:0/CPU:0", "task:1/CPU:1"]


@dataclass
class Case:
    """One model in one form, and what TensorFlow's own session makes of it.

    Attributes:
        feeds, fetches: as for our run.
        expected: {fetch: value}.
    """

    model: Any
    feeds: dict[str, np.ndarray]
    fetches: Any
    expected: dict[str, np.ndarray]

    def tensors(self) -> dict[str, np.ndarray]:
        return {feed_target(self.model, name).tensor: value for name, value in self.feeds.items()}

    def run(self, client: Any, device: str) -> RunResult:
        plan = plan_run(self.model, self.feeds, self.fetches)
        assert plan.error is None, [str(finding.what) for finding in plan.findings]
        return run(self.model, plan, RunOptions(device=device), client, Progress())


def values_for(model: Any, fetches: Any) -> dict[str, np.ndarray]:
    """Seeded values for each input, two where the batch is open; for the sample its own pictures."""
    targets = sorted(plan_run(model, {}, fetches).missing, key=lambda target: target.name)
    pictures = model.folder / "inputs"
    if pictures.is_dir():
        return {targets[0].name: parse_batch([str(path) for path in sorted(pictures.iterdir())], targets[0])}
    random = np.random.default_rng(8)
    found = {}
    for target in targets:
        assert target.shape is not None
        assert target.dtype is not None
        shape = [2 if size < 0 else size for size in target.shape]
        whole = target.dtype.name.startswith(("int", "uint"))
        found[target.name] = (random.integers(0, 2, shape) if whole else random.random(shape)).astype(
            target.dtype.numpy
        )
    return found


def load(tf: Any, model: Any, session: Any) -> None:
    """As TensorFlow itself loads it, into a session of this process."""
    tf1 = tf.compat.v1
    if model.format == "saved-model":
        tf1.saved_model.load(session, list(model.tags[0]), str(model.folder))
    elif model.checkpoint is not None:
        prefix = str(model.checkpoint.prefix)
        tf1.train.import_meta_graph(f"{prefix}.meta", clear_devices=True).restore(session, prefix)
    else:
        tf.import_graph_def(tf1.GraphDef.FromString(model.path.read_bytes()), name="")


def make_case(tf: Any, model: Any, fetches: Any, feeds: dict[str, np.ndarray]) -> Case:
    case = Case(model, feeds, fetches, {})
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as session:
        load(tf, model, session)
        wanted = {output.name: graph.get_tensor_by_name(f"{output.node}:{output.output}") for output in fetches}
        fed = {graph.get_tensor_by_name(name): value for name, value in case.tensors().items()}
        case.expected = session.run(wanted, fed)
    return case


@pytest.fixture(scope="module")
def cases(tf: Any, sample: Path, tmp_path_factory: pytest.TempPathFactory, request: Any) -> Callable[[str, str], Case]:
    """`cases("mtcnn_pnet", "frozen")`: made when first asked for."""
    made: dict[tuple[str, str], Case] = {}

    def original(name: str) -> Case:
        model = open_model(sample if name == "sample" else request.getfixturevalue("models") / name)
        fetches = default_fetches(model)
        return make_case(tf, model, fetches, values_for(model, fetches))

    def frozen(name: str) -> Case:
        before = get(name, "checkpoint")
        path = tmp_path_factory.mktemp(name) / "frozen.pb"
        report = freeze(before.model, path, FreezeOptions(verify=False))
        model = open_model(path)
        fetches = named_fetches(model, list(report.outputs))
        wanted = [target.name for target in plan_run(model, {}, fetches).missing]
        # The frozen graph's placeholders are named after the tensors that were fed before.
        given = {tensor.removesuffix(":0").replace(":", "_"): value for tensor, value in before.tensors().items()}
        return make_case(tf, model, fetches, {target: given[target] for target in wanted})

    def get(name: str, form: str) -> Case:
        if (name, form) not in made:
            made[name, form] = original(name) if form == "checkpoint" else frozen(name)
        return made[name, form]

    return get


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("form", ["checkpoint", "frozen"])
@pytest.mark.parametrize("place", PLACES)
def test_a_run_gives_what_tensorflows_own_session_gives(client, cluster, cases, name, form, place) -> None:
    case = cases(name, form)
    there = place.startswith("task")
    result = case.run(client, f"{cluster.addresses[0]}/job:worker/{place}" if there else place)
    assert set(result.outputs) == set(case.expected)
    for output, theirs in case.expected.items():
        mine = result.outputs[output]
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
    assert set(result.placed) == {f"job:worker/{place}" if there else place}


@pytest.mark.parametrize("name", MODELS)
def test_freezing_changes_no_result(cases, name) -> None:
    before, after = cases(name, "checkpoint").expected, cases(name, "frozen").expected
    for one, other in zip(before.values(), after.values(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def own_statistics(tf: Any, case: Case, cpu: int) -> Any:
    """`RunMetadata` of TensorFlow's own session, on the CPU with this number, nothing optimised away."""
    tf1 = tf.compat.v1
    config = tf1.ConfigProto(device_count={"CPU": 2})
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    config.graph_options.optimizer_options.opt_level = tf1.OptimizerOptions.L0
    plan = plan_run(case.model, {}, case.fetches)
    assert plan.graph is not None
    metadata = tf1.RunMetadata()
    with tf.Graph().as_default() as graph, tf1.Session(config=config) as session:
        with tf.device(f"/device:CPU:{cpu}"):
            load(tf, case.model, session)
        session.run(
            {output.name: graph.get_tensor_by_name(f"{output.node}:{output.output}") for output in case.fetches},
            {graph.get_tensor_by_name(name): value for name, value in case.tensors().items()},
            options=tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE),
            run_metadata=metadata,
        )
    return metadata.step_stats


def executed(step_stats: Any) -> Counter[tuple[str, str]]:
    """{(op's name, device): executions} in TensorFlow's statistics; without what it adds to any graph itself."""
    found: Counter[tuple[str, str]] = Counter()
    for device in step_stats.dev_stats:
        for stat in device.node_stats:
            name, _, suffix = stat.node_name.partition(":")
            if not name.startswith("_") and not suffix.startswith("_"):
                found[name, device.device.rpartition("device:")[2]] += 1
    return found


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("cpu", [0, 1])
def test_what_ran_where_and_how_often_is_what_an_own_sessions_statistics_say(client, tf, cases, name, cpu) -> None:
    case = cases(name, "frozen")
    result = case.run(client, f"CPU:{cpu}")
    mine = Counter((row.name, row.device) for row in result.times)
    theirs = executed(own_statistics(tf, case, cpu))
    assert mine == theirs
    assert result.placed == {f"CPU:{cpu}": len(theirs)}


@pytest.mark.parametrize("name", ["sample", "sm_keras_lstm"])
def test_times_are_those_of_the_statistics_and_the_trace_that_of_tensorflows_timeline(tf, cases, name) -> None:
    from tensorflow.python.client.timeline import Timeline

    step_stats = own_statistics(tf, cases(name, "frozen"), 1)
    devices, columns = _times(step_stats)
    rows = times_of(devices, columns, {})
    recorded = Counter(
        (stat.node_name.partition(":")[0], stat.all_start_nanos + stat.op_start_rel_nanos,
         stat.op_end_rel_nanos - stat.op_start_rel_nanos)
        for device in step_stats.dev_stats
        for stat in device.node_stats
    )  # fmt: skip
    first = min(start for name, start, _ in recorded if name in {row.name for row in rows})
    assert rows[0].start == 0
    assert Counter((row.name, first + row.start, row.duration) for row in rows) <= recorded
    timeline = json.loads(Timeline(step_stats).generate_chrome_trace_format(show_dataflow=False))["traceEvents"]
    theirs = Counter((event["args"]["name"], event["args"]["op"]) for event in timeline if event["ph"] == "X")
    trace = chrome_trace(rows)["traceEvents"]
    mine = Counter((event["args"]["name"], event["args"]["op"]) for event in trace if event["ph"] == "X")
    assert mine <= theirs
    assert not [name for name, _ in theirs - mine if not name.startswith("_")]

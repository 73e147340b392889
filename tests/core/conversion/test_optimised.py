"""The optimised graph: each pass on a graph made for it, judged by TensorFlow in the test's own process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.conversion.convert import convert
from core.conversion.optimising.pure import PURE
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import ConversionError
from core.freezing.known_ops import known_ops
from core.opening import open_model
from core.progress import Progress

NOTHING = dict.fromkeys(
    ("strip", "remove-training", "fold-constants", "fold-batch-norm", "merge-duplicates", "clear-devices", "sort"),
    False,
)
Build = Callable[[Any, Any], None]
Optimise = Callable[..., tuple[Any, Any]]


def frozen(tf: Any, build: Build, path: Path) -> None:
    """A graph whose weights are constants already, as TensorFlow writes it."""
    with tf.Graph().as_default() as graph:
        build(tf, tf.compat.v1)
        path.write_bytes(graph.as_graph_def().SerializeToString())


def outputs(tf: Any, path: Path, feeds: dict[str, Any], fetches: list[str]) -> list[Any]:
    definition = tf.compat.v1.GraphDef.FromString(path.read_bytes())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(definition, name="")
        with tf.compat.v1.Session(graph=graph) as session:
            return list(session.run([f"{name}:0" for name in fetches], {f"{k}:0": v for k, v in feeds.items()}))


@pytest.fixture
def optimise(tf: Any, client: Any, tmp_path: Path) -> Optimise:
    """Runs only the named passes; gives {name: node} and the report, after comparing all outputs."""

    def run(
        build: Build, feeds: dict[str, Any], *passes: str, fetches: tuple[str, ...] = ("y",), relative: float = 1e-5
    ) -> tuple[Any, Any]:
        source, result = tmp_path / "source.pb", tmp_path / "result.pb"
        frozen(tf, build, source)
        request = Request(result, outputs=fetches, options={**NOTHING, **dict.fromkeys(passes, True)}, overwrite=True)
        with Work.beginning(Progress(), client=client) as work:
            report = convert(open_model(source), target_named("optimised"), request, work)
        assert [check.ok for check in report.checks] == [True]
        for one, other in zip(
            outputs(tf, source, feeds, list(fetches)), outputs(tf, result, feeds, list(fetches)), strict=True
        ):
            np.testing.assert_allclose(other, one, rtol=relative, atol=relative)
        nodes = {node.name: node for node in tf.compat.v1.GraphDef.FromString(result.read_bytes()).node}
        return nodes, report

    return run


IMAGE = np.random.default_rng(1).normal(size=(2, 6, 6, 3)).astype(np.float32)
ROWS = np.random.default_rng(2).normal(size=(4, 5)).astype(np.float32)


def weights(*shape: int, seed: int = 3) -> Any:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def test_every_pure_op_is_an_op_of_tensorflow() -> None:
    assert set(known_ops()) >= PURE


class TestRemoveTraining:
    def test_what_only_passes_on_goes(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            h = tf.identity(tf.stop_gradient(tf.debugging.check_numerics(x, "wrong")), "kept_no_more")
            tf.identity(tf.nn.relu(h), "y")

        nodes, _ = optimise(build, {"x": ROWS}, "remove-training")
        assert sorted(node.op for node in nodes.values()) == ["Identity", "Placeholder", "Relu"]
        assert nodes["y"].op == "Identity"

    def test_what_something_waits_for_stays(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            first = tf.identity(x, "first")
            with tf.control_dependencies([first]):
                tf.add(x, 1.0, "y")

        nodes, _ = optimise(build, {"x": ROWS}, "remove-training")
        assert "first" in nodes

    def test_branches_of_tensorflow_1_stay_whole(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            tf1.disable_control_flow_v2()
            x = tf1.placeholder(tf.float32, [], "x")
            tf.identity(tf1.cond(x > 0, lambda: x * 2, lambda: x - 1), "y")

        nodes, _ = optimise(
            build, {"x": np.float32(3)}, "remove-training", "fold-constants", "merge-duplicates", "sort"
        )
        assert "Merge" in {node.op for node in nodes.values()}


class TestFoldConstants:
    def test_what_depends_on_constants_alone_is_computed(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            scale = tf.exp(tf.constant(weights(5)) * 0.5) / tf.constant(2.0)
            tf.multiply(x, scale, "y")

        nodes, report = optimise(build, {"x": ROWS}, "fold-constants")
        assert sorted(node.op for node in nodes.values()) == ["Const", "Mul", "Placeholder"]
        assert set(report.outcome.placed) == {"CPU:0"}

    def test_several_outputs_of_one_op(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            one, two, three = tf.split(tf.constant(weights(3, 5)), 3)
            tf.add((x + one) * two, three, "y")

        nodes, _ = optimise(build, {"x": ROWS}, "fold-constants")
        assert "Split" not in {node.op for node in nodes.values()}

    def test_a_small_recipe_of_a_large_value_stays_a_recipe(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [], "x")
            tf.add(tf.fill([300, 300], 0.5), x, "y")

        nodes, _ = optimise(build, {"x": np.float32(1)}, "fold-constants")
        assert "Fill" in {node.op for node in nodes.values()}

    def test_random_numbers_are_not_computed_beforehand(self, tf: Any, client: Any, tmp_path: Path) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [5], "x")
            tf.add(x, tf1.random_uniform([5], seed=4), name="y")

        frozen(tf, build, tmp_path / "source.pb")
        request = Request(tmp_path / "result.pb", outputs=("y",), verify=False)
        with Work.beginning(Progress(), client=client) as work:
            convert(open_model(tmp_path / "source.pb"), target_named("optimised"), request, work)
        definition = tf.compat.v1.GraphDef.FromString((tmp_path / "result.pb").read_bytes())
        assert "RandomUniform" in {node.op for node in definition.node}


class TestFoldBatchNorm:
    @pytest.mark.parametrize("bias", [False, True])
    @pytest.mark.parametrize("kind", ["Conv2D", "DepthwiseConv2dNative"])
    def test_fused_after_a_convolution(self, optimise: Optimise, kind: str, bias: bool) -> None:
        channels = 4 if kind == "Conv2D" else 6

        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 6, 6, 3], "x")
            h = (
                tf.nn.conv2d(x, weights(3, 3, 3, 4), 1, "SAME")
                if kind == "Conv2D"
                else tf1.nn.depthwise_conv2d_native(x, weights(3, 3, 3, 2), [1, 1, 1, 1], "SAME")
            )
            if bias:
                h = tf.nn.bias_add(h, weights(channels, seed=9))
            normal = tf1.nn.fused_batch_norm(
                h, weights(channels), weights(channels, seed=5), weights(channels, seed=6),
                np.abs(weights(channels, seed=7)), epsilon=0.01, is_training=False,
            )[0]  # fmt: skip
            tf.nn.relu(normal, "y")

        nodes, report = optimise(build, {"x": IMAGE}, "fold-batch-norm", relative=1e-4)
        assert sorted(node.op for node in nodes.values()) == ["BiasAdd", "Const", "Const", kind, "Placeholder", "Relu"]
        assert report.outcome.outputs == {"y": "y:0"}

    def test_written_out_in_single_ops(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            h = tf.nn.bias_add(tf.matmul(x, tf.constant(weights(5, 4))), tf.constant(weights(4, seed=8)))
            tf.identity(
                tf.nn.batch_normalization(
                    h, weights(4), np.abs(weights(4, seed=5)), weights(4, seed=6), weights(4, seed=7), 0.001
                ),
                "y",
            )

        every = ("remove-training", "fold-constants", "fold-batch-norm")
        nodes, _ = optimise(build, {"x": ROWS}, *every, relative=1e-4)
        assert "Mul" not in {node.op for node in nodes.values()}

    def test_statistics_of_training_are_left_alone(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 6, 6, 3], "x")
            h = tf.nn.conv2d(x, weights(3, 3, 3, 4), 1, "SAME")
            tf.identity(tf1.nn.fused_batch_norm(h, weights(4), weights(4), is_training=True)[0], "y")

        nodes, _ = optimise(build, {"x": IMAGE}, "fold-batch-norm")
        assert any(node.op.startswith("FusedBatchNorm") for node in nodes.values())

    def test_what_somebody_else_reads_is_left_alone(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            h = tf.matmul(x, tf.constant(weights(5, 4)))
            tf.add(h * tf.constant(weights(4)), h, "y")

        nodes, _ = optimise(build, {"x": ROWS}, "fold-batch-norm")
        assert "Mul" in {node.op for node in nodes.values()}

    def test_shared_weights_stay_as_they_are_for_the_others(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            shared = tf.constant(weights(5, 4))
            one = tf.matmul(x, shared) * tf.constant(weights(4))
            tf.add(one, tf.matmul(x + 1.0, shared), "y")

        nodes, _ = optimise(build, {"x": ROWS}, "fold-batch-norm", relative=1e-4)
        assert "Mul" not in {node.op for node in nodes.values()}


class TestMergeDuplicates:
    def test_constants_and_what_is_computed_of_them(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            one = tf.nn.relu(tf.matmul(x, tf.constant(weights(5, 5))))
            two = tf.nn.relu(tf.matmul(x, tf.constant(weights(5, 5))))
            other = tf.nn.relu(tf.matmul(x, tf.constant(weights(5, 5, seed=4))))
            tf.add_n([one, two, other], "y")

        nodes, _ = optimise(build, {"x": ROWS}, "merge-duplicates")
        assert sorted(node.op for node in nodes.values()) == [
            "AddN", "Const", "Const", "MatMul", "MatMul", "Placeholder", "Relu", "Relu",
        ]  # fmt: skip

    def test_two_outputs_of_the_same_keep_their_names(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            tf.nn.relu(x, "y")
            tf.nn.relu(x, "z")

        nodes, _ = optimise(build, {"x": ROWS}, "merge-duplicates", fetches=("y", "z"))
        assert {"y", "z"} <= set(nodes)

    def test_random_ops_are_not_merged(self, tf: Any, client: Any, tmp_path: Path) -> None:
        def build(tf: Any, tf1: Any) -> None:
            tf.subtract(tf1.random_uniform([5], seed=4), tf1.random_uniform([5], seed=4), name="y")

        frozen(tf, build, tmp_path / "source.pb")
        request = Request(tmp_path / "result.pb", outputs=("y",), verify=False)
        with Work.beginning(Progress(), client=client) as work:
            convert(open_model(tmp_path / "source.pb"), target_named("optimised"), request, work)
        definition = tf.compat.v1.GraphDef.FromString((tmp_path / "result.pb").read_bytes())
        assert [node.op for node in definition.node].count("RandomUniform") == 2


class TestHalfWeights:
    def test_large_weights_are_halved_and_the_file_with_them(self, optimise: Optimise, tmp_path: Path) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            tf.matmul(x, tf.constant(weights(5, 2000)), name="y")

        nodes, _ = optimise(build, {"x": ROWS}, "half-weights", relative=1e-2)
        assert "Cast" in {node.op for node in nodes.values()}
        assert (tmp_path / "result.pb").stat().st_size < 0.55 * (tmp_path / "source.pb").stat().st_size

    def test_a_value_that_would_become_infinite_stays(self, optimise: Optimise) -> None:
        def build(tf: Any, tf1: Any) -> None:
            x = tf1.placeholder(tf.float32, [None, 5], "x")
            large = weights(5, 200)
            large[0, 0] = 1e6
            tf.matmul(x, tf.constant(large, name="large"), name="y")

        nodes, report = optimise(build, {"x": ROWS}, "half-weights")
        assert "Cast" not in {node.op for node in nodes.values()}
        assert any("large" in str(note) for note in report.outcome.notes)


class TestLoops:
    """In a loop of TensorFlow 1, a constant belongs to the frame of the op that it waits for."""

    @staticmethod
    def build(tf: Any, tf1: Any) -> None:
        tf1.disable_control_flow_v2()
        x = tf1.placeholder(tf.float32, [None, 20], "x")

        def step(i: Any, a: Any) -> tuple[Any, Any]:
            factor = tf.constant(weights(20)) * tf.constant(weights(20, seed=4))
            return i + 1, tf.nn.relu(tf.matmul(a, tf.constant(weights(20, 20))) * tf.constant(weights(20))) * factor

        tf.identity(tf1.while_loop(lambda i, _: i < 3, step, [0, x])[1], "y")

    @pytest.mark.parametrize("name", ["fold-constants", "fold-batch-norm", "merge-duplicates", "half-weights"])
    def test_a_pass_leaves_constants_in_their_frame(self, name: str, optimise: Optimise) -> None:
        fed = np.abs(weights(4, 20))
        nodes, _ = optimise(self.build, {"x": fed}, name, relative=1e-2 if name == "half-weights" else 1e-5)
        assert ("Cast" in {node.op for node in nodes.values()}) == (name == "half-weights")


def test_a_factor_with_more_axes_than_what_it_scales_is_not_folded(optimise: Optimise) -> None:
    def build(tf: Any, tf1: Any) -> None:
        x = tf1.placeholder(tf.float32, [None, 5], "x")
        tf.multiply(tf.matmul(x, tf.constant(weights(5, 7))), tf.constant(weights(1, 1, 7)), name="y")

    nodes, _ = optimise(build, {"x": ROWS}, "fold-batch-norm")
    assert nodes["y"].op == "Mul"


def test_only_what_can_come_earlier_is_said_to_be_sorted(optimise: Optimise) -> None:
    _, report = optimise(TestLoops.build, {"x": np.abs(weights(4, 20))}, "sort")
    assert not any("nodes stood before" in str(note) for note in report.outcome.notes)


def test_sorted_nodes_come_after_what_they_read(tf: Any, client: Any, tmp_path: Path) -> None:
    def build(tf: Any, tf1: Any) -> None:
        x = tf1.placeholder(tf.float32, [None, 5], "x")
        tf.identity(tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a + 1.0), [0, x])[1], "y")

    with tf.Graph().as_default() as graph:
        tf.compat.v1.disable_control_flow_v2()
        build(tf, tf.compat.v1)
        definition = graph.as_graph_def()
    backwards = tf.compat.v1.GraphDef(versions=definition.versions, node=reversed(definition.node))
    (tmp_path / "source.pb").write_bytes(backwards.SerializeToString())
    request = Request(tmp_path / "result.pb", outputs=("y",), options={**NOTHING, "sort": True})
    with Work.beginning(Progress(), client=client) as work:
        report = convert(open_model(tmp_path / "source.pb"), target_named("optimised"), request, work)
    assert report.ok
    seen: set[str] = set()
    for node in tf.compat.v1.GraphDef.FromString((tmp_path / "result.pb").read_bytes()).node:
        sources = {text.removeprefix("^").partition(":")[0] for text in node.input}
        assert node.op == "Merge" or sources <= seen
        seen.add(node.name)


def test_nothing_is_stripped_where_that_is_not_wanted(tf: Any, client: Any, tmp_path: Path) -> None:
    def build(tf: Any, tf1: Any) -> None:
        x = tf1.placeholder(tf.float32, [None, 5], "x")
        tf.nn.relu(x, "y")
        tf.nn.tanh(x, "beside")

    frozen(tf, build, tmp_path / "source.pb")
    for strip in (True, False):
        request = Request(tmp_path / f"{strip}.pb", outputs=("y",), options={"strip": strip})
        with Work.beginning(Progress(), client=client) as work:
            assert convert(open_model(tmp_path / "source.pb"), target_named("optimised"), request, work).ok
        names = {n.name for n in tf.compat.v1.GraphDef.FromString((tmp_path / f"{strip}.pb").read_bytes()).node}
        assert ("beside" in names) is not strip


def test_the_preflight_says_what_each_pass_would_do_and_reads_nothing(tf: Any, tmp_path: Path) -> None:
    def build(tf: Any, tf1: Any) -> None:
        x = tf1.placeholder(tf.float32, [None, 5], "x")
        tf.multiply(tf.identity(x), tf.exp(tf.constant(weights(5))), "y")

    frozen(tf, build, tmp_path / "source.pb")
    found = target_named("optimised").preflight(
        open_model(tmp_path / "source.pb"), Request(tmp_path / "result.pb", outputs=("y",))
    )
    said = [str(finding.what) for finding in found.findings]
    assert any("One op that only passes a value on" in text for text in said)
    assert any("way for a constant" in text or "way for constants" in text for text in said)
    assert not found.blocked


def test_a_checkpoint_becomes_an_optimised_graph(tf: Any, client: Any, tmp_path: Path) -> None:
    model = open_model(Path("resources/sample_model"))
    result = tmp_path / "digits.pb"
    with Work.beginning(Progress(), client=client) as work:
        report = convert(model, target_named("optimised"), Request(result), work)
    assert report.ok
    image = np.random.default_rng(0).uniform(size=(1, 28, 28, 1)).astype(np.float32)
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        saver = tf.compat.v1.train.import_meta_graph("resources/sample_model/digits-2000.meta")
        saver.restore(session, "resources/sample_model/digits-2000")
        expected = session.run("probabilities:0", {"image:0": image})
    np.testing.assert_allclose(outputs(tf, result, {"image": image}, ["probabilities"])[0], expected, rtol=1e-4)


def test_a_model_without_a_graph_is_refused(tmp_path: Path) -> None:
    model = open_model(Path("tests/corpus/v2_sharded"))
    with Work.beginning(Progress()) as work, pytest.raises(ConversionError, match="no graph"):
        convert(model, target_named("optimised"), Request(tmp_path / "x.pb"), work)
    assert list(tmp_path.iterdir()) == []

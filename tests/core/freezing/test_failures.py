"""Each failure that people meet: our sentence before anything is written, or our success."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from freezing_models import X, dense
from tensorboard.compat.proto import graph_pb2, meta_graph_pb2

import core
from core import limits
from core.errors import Cancelled, FormatError, FreezeError, SessionError, Text, UsageError
from core.freezing.freeze import dry_run, freeze
from core.freezing.options import FreezeOptions
from core.freezing.plan import preflight
from core.opening import open_model
from core.progress import Progress

PNET = "mtcnn_pnet"
SOFTMAX = FreezeOptions(outputs=("conv4_1/Softmax",))


@pytest.fixture
def simple(made: Any) -> Path:
    prefix: Path = made("ref_variables").prefix
    return prefix


def edited(prefix: Path, folder: Path, change: Any) -> Path:
    """A copy of a checkpoint whose graph was changed."""
    for file in prefix.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    meta_path = folder / f"{prefix.name}.meta"
    meta = meta_graph_pb2.MetaGraphDef.FromString(meta_path.read_bytes())
    change(meta)
    meta_path.write_bytes(meta.SerializeToString())
    return folder / prefix.name


class TestNames:
    def test_a_trailing_zero_is_stripped(self, simple: Path, tmp_path: Path) -> None:
        report = freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y:0",), verify=False))
        assert report.outputs == ["y"]

    def test_a_typo_suggests_the_nearest(self, models: Path, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"no op conv4_1/softmax in the graph\. Did you mean conv4_1/Softmax"):
            freeze(open_model(models / PNET), tmp_path / "f.pb", FreezeOptions(outputs=("conv4_1/softmax",)))

    def test_a_scopes_name_suggests_its_ops(self, models: Path) -> None:
        plan = preflight(open_model(models / PNET), FreezeOptions(outputs=("conv4_1",)))
        assert plan.blocked
        assert "conv4_1 is a scope; its ops are" in str(plan.error)
        assert "conv4_1/Softmax" in str(plan.error)

    def test_an_input_that_is_not_there_is_said(self, simple: Path) -> None:
        plan = preflight(open_model(simple), FreezeOptions(outputs=("y",), inputs=("nowhere",)))
        assert "no op nowhere to take as an input" in str(plan.error)


class TestVariables:
    def test_missing_ones_are_named_with_the_outputs_that_need_them(self, tf: Any, tmp_path: Path) -> None:
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            x = tf1.placeholder(tf.float32, [None, 4], "x")
            tf.identity(dense(tf1, x, 3, "kept", resource=False), name="fine")
            tf.identity(dense(tf1, x, 3, "lost", resource=True), name="bad")
            session.run(tf1.global_variables_initializer())
            saver = tf1.train.Saver([v for v in tf1.global_variables() if "kept" in v.name])
            prefix = saver.save(session, str(tmp_path / "m.ckpt"))
        plan = preflight(open_model(Path(prefix)), FreezeOptions(outputs=("fine", "bad")))
        assert str(plan.error).startswith("The checkpoint lacks 2 of the 4 variables that bad needs: lost/w, lost/b.")
        assert preflight(open_model(Path(prefix)), FreezeOptions(outputs=("fine",))).error is None

    def test_a_shape_of_another_model_is_said(self, simple: Path, tmp_path: Path) -> None:
        def change(meta: Any) -> None:
            node = next(node for node in meta.graph_def.node if node.name == "one/w")
            node.attr["shape"].shape.dim[0].size = 9

        plan = preflight(open_model(edited(simple, tmp_path, change)), FreezeOptions(outputs=("y",)))
        assert "one/w has the shape 9×5 in the graph and 4×5 in the checkpoint" in str(plan.error)

    @pytest.mark.parametrize("engine", ["direct", "session"])
    def test_a_flipped_bit_names_variable_shard_and_offset(
        self, engine: Any, simple: Path, client: Any, tmp_path: Path
    ) -> None:
        prefix = edited(simple, tmp_path, lambda meta: None)
        data = prefix.with_name(prefix.name + ".data-00000-of-00001")
        variable = next(v for v in open_model(prefix).variables() if v.name == "one/w")
        assert variable.offset is not None
        content = bytearray(data.read_bytes())
        content[variable.offset + 5] ^= 4
        data.write_bytes(content)
        (tmp_path / "out").mkdir()
        with pytest.raises(FormatError) as error:
            freeze(
                open_model(prefix),
                tmp_path / "out" / "f.pb",
                FreezeOptions(outputs=("y",), engine=engine),
                client=client,
            )
        assert "one/w" in str(error.value)
        assert data.name in str(error.value)
        assert error.value.offset == variable.offset
        assert list((tmp_path / "out").iterdir()) == []


class TestOps:
    def with_custom_op(self, simple: Path, folder: Path) -> Path:
        def change(meta: Any) -> None:
            node = meta.graph_def.node.add(name="custom", op="MyCustomOp", input=["y"])
            node.attr["T"].type = 1
            meta.graph_def.node.add(name="after", op="Identity", input=["custom"]).attr["T"].type = 1

        return edited(simple, folder, change)

    def test_one_that_no_output_needs_does_not_matter(self, simple: Path, client: Any, tmp_path: Path) -> None:
        prefix = self.with_custom_op(simple, tmp_path)
        report = freeze(open_model(prefix), tmp_path / "f.pb", FreezeOptions(outputs=("y",)), client=client)
        assert report.verified is not None
        assert report.verified.ok is True

    @pytest.mark.parametrize("engine", ["direct", "session"])
    def test_one_in_reach_is_frozen_and_the_proof_says_that_it_could_not_run(
        self, engine: Any, simple: Path, client: Any, tmp_path: Path
    ) -> None:
        prefix = self.with_custom_op(simple, tmp_path)
        report = freeze(
            open_model(prefix), tmp_path / "f.pb", FreezeOptions(outputs=("after",), engine=engine), client=client
        )
        assert report.verified is not None
        assert report.verified.ok is None
        assert "MyCustomOp is not part of this TensorFlow" in str(report.verified.reason)
        found = next(f for f in report.findings if "MyCustomOp" in str(f.what))
        assert "--op-library" in str(found.remedy)

    def test_a_saved_gpu_placement_is_cleared(self, simple: Path, client: Any, tmp_path: Path) -> None:
        def change(meta: Any) -> None:
            for node in meta.graph_def.node:
                node.device = "/job:worker/replica:0/task:3/device:GPU:5"

        prefix = edited(simple, tmp_path, change)
        report = freeze(
            open_model(prefix), tmp_path / "f.pb", FreezeOptions(outputs=("y",), device="CPU:0"), client=client
        )
        assert report.verified is not None
        assert report.verified.ok is True
        assert not any(node.device for node in graph_pb2.GraphDef.FromString((tmp_path / "f.pb").read_bytes()).node)

    def test_attributes_of_a_newer_tensorflow_at_their_default_are_dropped(
        self, simple: Path, client: Any, tmp_path: Path
    ) -> None:
        def change(meta: Any) -> None:
            for node in meta.graph_def.node:
                if node.op == "Softmax":
                    node.attr["from_the_future"].b = False
            op = next(op for op in meta.meta_info_def.stripped_op_list.op if op.name == "Softmax")
            attr = op.attr.add(name="from_the_future", type="bool")
            attr.default_value.b = False

        report = freeze(
            open_model(edited(simple, tmp_path, change)),
            tmp_path / "f.pb",
            FreezeOptions(outputs=("y",)),
            client=client,
        )
        assert report.verified is not None
        assert report.verified.ok is True, report.verified

    def test_a_colocation_with_an_absent_node_is_dropped(self, simple: Path, client: Any, tmp_path: Path) -> None:
        def change(meta: Any) -> None:
            node = next(node for node in meta.graph_def.node if node.name == "y")
            node.attr["_class"].list.s.append(b"loc:@nobody")

        report = freeze(
            open_model(edited(simple, tmp_path, change)),
            tmp_path / "f.pb",
            FreezeOptions(outputs=("y",)),
            client=client,
        )
        assert any("nobody, which is not in the graph" in str(text) for text in report.repairs)
        assert report.verified is not None
        assert report.verified.ok is True

    def test_a_dangling_input_is_said(self, simple: Path, tmp_path: Path) -> None:
        def change(meta: Any) -> None:
            next(node for node in meta.graph_def.node if node.name == "y").input[0] = "nobody"

        plan = preflight(open_model(edited(simple, tmp_path, change)), FreezeOptions(outputs=("y",)))
        assert "y reads nobody, which is not in the graph" in str(plan.error)


class TestPlan:
    def test_it_reads_as_people_talk(self, models: Path) -> None:
        plan = preflight(open_model(models / PNET), SOFTMAX)
        assert [str(finding.what) for finding in plan.findings] == [
            "65 of 1,061 ops are needed; 996 for training, saving and summaries are left out.",
            "All 11 variables that the output needs are in the checkpoint.",
        ]
        assert (plan.outputs, plan.inputs, plan.nodes_after) == (["conv4_1/Softmax"], ["input_image"], 65)

    def test_more_than_two_gigabytes_are_refused_before(self, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "FROZEN_GRAPH", 20_000)
        plan = preflight(open_model(models / PNET), SOFTMAX)
        assert "can't be larger than 2 GB" in str(plan.error)
        assert "SavedModel" in str(plan.error)

    def test_a_dry_run_has_findings_and_no_output(self, models: Path) -> None:
        report = json.loads(json.dumps(dry_run(open_model(models / PNET), SOFTMAX).to_json(), allow_nan=False))
        assert report["output"] is None
        assert {"severity", "what", "where", "remedy"} <= report["findings"][0].keys()

    def test_a_cut_at_an_input_puts_a_placeholder_there(self, models: Path, client: Any, tmp_path: Path) -> None:
        report = freeze(
            open_model(models / PNET),
            tmp_path / "f.pb",
            FreezeOptions(outputs=("conv4_1/Softmax",), inputs=("pool1/MaxPool",)),
            client=client,
        )
        assert report.inputs == ["pool1/MaxPool"]
        assert report.repairs == []
        assert report.verified is not None
        assert report.verified.ok is True
        nodes = {n.name: n for n in graph_pb2.GraphDef.FromString((tmp_path / "f.pb").read_bytes()).node}
        assert nodes["pool1/MaxPool"].op == "Placeholder"
        assert "conv1/weights" not in nodes


class TestProof:
    def test_a_persons_feed_is_used(self, simple: Path, client: Any, tmp_path: Path) -> None:
        report = freeze(
            open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), feeds={"x": X}), client=client
        )
        assert report.verified is not None
        assert report.verified.feeds == {"x:0": "float32 3×4, given"}

    def test_a_feed_that_does_not_fit_is_a_usage_error(self, simple: Path, client: Any, tmp_path: Path) -> None:
        for feeds in ({"x": np.zeros((3, 5))}, {"nowhere": X}):
            with pytest.raises(UsageError):
                freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), feeds=feeds), client=client)
        assert list(tmp_path.iterdir()) == []

    def test_a_wrong_result_leaves_no_file_unless_insisted_on(
        self, simple: Path, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from core.freezing.values import Content

        right = Content.pieces

        def wrong(self: Content, **options: Any) -> Any:
            for piece in right(self, **options):
                yield bytes(np.frombuffer(piece, np.float32) + np.float32(0.5)) if self.node == "one/b" else piece

        monkeypatch.setattr(Content, "pieces", wrong)
        with pytest.raises(FreezeError, match="The proof failed, and no file was written: y differ"):
            freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",)), client=client)
        assert list(tmp_path.iterdir()) == []
        report = freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), force=True), client=client)
        assert report.verified is not None
        assert report.verified.ok is False
        assert (report.verified.outputs[0].max_abs_diff or 0) > 1e-3
        assert (tmp_path / "f.pb").exists()

    def test_a_wrong_reading_of_the_saver_is_no_proof_of_itself(
        self, made: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = open_model(made("saved_under_other_names").prefix)
        right = model.binding.by_node
        assert {name: bound.key for name, bound in right.items()} == {"a/w": "b/w", "b/w": "other/key"}
        report = freeze(model, tmp_path / "right.pb", FreezeOptions(outputs=("y",)), client=client)
        assert report.verified is not None
        assert (report.verified.ok, report.verified.restored_by) == (True, "saver")
        crossed = {"a/w": right["b/w"], "b/w": right["a/w"]}
        monkeypatch.setattr(model.binding, "by_node", crossed)
        for engine in ("direct", "session"):
            with pytest.raises(FreezeError, match="The proof failed, and no file was written: y differ"):
                freeze(model, tmp_path / "f.pb", FreezeOptions(outputs=("y",), engine=engine), client=client)
        assert [path.name for path in tmp_path.iterdir()] == ["right.pb"]

    def test_a_saver_that_restores_more_than_there_is_does_without(
        self, made: Any, client: Any, tmp_path: Path
    ) -> None:
        def change(meta: Any) -> None:
            node = next(node for node in meta.graph_def.node if node.name == "save/RestoreV2/tensor_names")
            names = node.attr["value"].tensor.string_val
            names[list(names).index(b"beta1_power")] = b"gone"

        prefix = edited(made("ref_variables").prefix, tmp_path, change)
        report = freeze(open_model(prefix), tmp_path / "f.pb", FreezeOptions(outputs=("y",)), client=client)
        assert report.verified is not None
        assert (report.verified.ok, report.verified.restored_by) == (True, "names")

    def test_unseeded_random_ops_are_not_comparable(self, tf: Any, client: Any, tmp_path: Path) -> None:
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            v = tf1.get_variable("v", [3], use_resource=True)
            tf.add(v, tf.random.uniform([3]), name="y")
            session.run(tf1.global_variables_initializer())
            prefix = tf1.train.Saver().save(session, str(tmp_path / "m.ckpt"))
        report = freeze(open_model(Path(prefix)), tmp_path / "f.pb", FreezeOptions(outputs=("y",)), client=client)
        assert report.verified is not None
        assert report.verified.ok is None
        assert "random numbers without a seed" in str(report.verified.reason)
        assert any("could not be checked" in str(text) for text in report.warnings)

    def test_a_graph_that_blocks_ends_by_the_time_limit_with_a_reason(
        self, tf: Any, client: Any, tmp_path: Path
    ) -> None:
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            v = tf1.get_variable("v", [3], use_resource=True)
            tf.add(v, tf1.FIFOQueue(3, tf.float32, [[3]]).dequeue(), name="y")
            session.run(tf1.global_variables_initializer())
            prefix = tf1.train.Saver().save(session, str(tmp_path / "m.ckpt"))
        report = freeze(
            open_model(Path(prefix)),
            tmp_path / "f.pb",
            FreezeOptions(outputs=("y",), as_tensorflow=True, time_limit=2),
            client=client,
        )
        assert report.verified is not None
        assert report.verified.ok is None
        assert "time limit of 2 seconds" in str(report.verified.reason)

    def test_a_device_that_is_not_there_is_refused_and_leaves_nothing(
        self, simple: Path, client: Any, tmp_path: Path
    ) -> None:
        with pytest.raises(SessionError, match="no device GPU:9"):
            freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), device="GPU:9"), client=client)
        with pytest.raises(UsageError, match="not the name of a device"):
            freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), device="moon"), client=client)
        assert list(tmp_path.iterdir()) == []


class TestDeathDuringTheProof:
    """A graph that blocks, so that the proof is still running when the blow falls."""

    @pytest.fixture
    def blocking(self, tf: Any, tmp_path: Path) -> Path:
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            v = tf1.get_variable("v", [3], use_resource=True)
            tf.add(v, tf1.FIFOQueue(3, tf.float32, [[3]]).dequeue(), name="y")
            session.run(tf1.global_variables_initializer())
            return Path(tf1.train.Saver().save(session, str(tmp_path / "m.ckpt")))

    def test_a_worker_that_is_killed_is_no_pass(self, blocking: Path, client: Any, tmp_path: Path) -> None:
        import threading

        def kill() -> None:
            while client.state != "busy":
                time.sleep(0.01)
            time.sleep(0.3)
            os.kill(client.pid, signal.SIGKILL)

        client.wait_until_ready(Progress())
        killer = threading.Thread(target=kill)
        killer.start()
        report = freeze(open_model(blocking), tmp_path / "f.pb", FreezeOptions(outputs=("y",), as_tensorflow=True),
                        client=client)  # fmt: skip
        killer.join()
        assert report.verified is not None
        assert report.verified.ok is None
        assert "was killed" in str(report.verified.reason)

    def test_a_program_that_is_killed_leaves_no_file_and_no_worker(self, blocking: Path, tmp_path: Path) -> None:
        import psutil

        (tmp_path / "out").mkdir()
        words = ["freeze", blocking, "--outputs", "y", "--as-tensorflow", "-o", tmp_path / "out" / "f.pb"]
        program = psutil.Popen([sys.executable, "-P", "-m", "gui", *map(str, words)], stderr=subprocess.DEVNULL,
                               cwd=Path(core.__file__).parents[1])  # fmt: skip
        while not (workers := program.children()):
            time.sleep(0.05)
        time.sleep(1.5)
        program.kill()
        program.wait()
        psutil.wait_procs(workers, 20)
        assert not any(worker.is_running() for worker in workers)
        assert list((tmp_path / "out").iterdir()) == []


class CancelAt(Progress):
    """Cancels itself when a stage begins."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self.at = stage

    def show(self, stage: Text | None, fraction: float | None) -> None:
        if stage is not None and str(stage) == self.at:
            self.cancel()


class TestNothingHalfWritten:
    @pytest.mark.parametrize("stage", ["Starting TensorFlow", "Restoring", "Converting", "Writing", "Checking"])
    def test_cancelling_at_any_stage_leaves_no_file(self, stage: str, models: Path, tmp_path: Path) -> None:
        with pytest.raises(Cancelled):
            freeze(
                open_model(models / PNET),
                tmp_path / "f.pb",
                FreezeOptions(outputs=("conv4_1/Softmax",), engine="session"),
                progress=CancelAt(stage),
            )
        assert list(tmp_path.iterdir()) == []

    def test_an_existing_file_is_kept_unless_forced(self, simple: Path, tmp_path: Path) -> None:
        (tmp_path / "f.pb").write_bytes(b"precious")
        options = FreezeOptions(outputs=("y",), verify=False)
        with pytest.raises(UsageError):
            freeze(open_model(simple), tmp_path / "f.pb", options)
        assert (tmp_path / "f.pb").read_bytes() == b"precious"
        freeze(open_model(simple), tmp_path / "f.pb", FreezeOptions(outputs=("y",), verify=False, force=True))
        assert len(graph_pb2.GraphDef.FromString((tmp_path / "f.pb").read_bytes()).node) > 5
        assert [path.name for path in tmp_path.iterdir()] == ["f.pb"]

    @pytest.mark.slow
    def test_killing_the_process_at_any_moment_leaves_the_whole_file_or_none(self, tf: Any, tmp_path: Path) -> None:
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            parts = [tf1.get_variable(f"v{i}", [512, 512], use_resource=True) for i in range(24)]
            tf.add_n(parts, name="y")
            session.run(tf1.global_variables_initializer())
            prefix = tf1.train.Saver().save(session, str(tmp_path / "m.ckpt"))
        program = (
            "import sys\nfrom pathlib import Path\n"
            "from core.opening import open_model\nfrom core.freezing.freeze import freeze\n"
            "from core.freezing.options import FreezeOptions\n"
            "model = open_model(Path(sys.argv[1]))\nprint('go', flush=True)\n"
            "freeze(model, Path(sys.argv[2]), FreezeOptions(outputs=('y',), verify=False))\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(core.__file__).parent.parent)}
        whole = tmp_path / "whole.pb"
        took = time.perf_counter()
        freeze(open_model(Path(prefix)), whole, FreezeOptions(outputs=("y",), verify=False))
        took = time.perf_counter() - took
        picked = random.Random(1)
        seen = set()
        for number in range(25):
            folder = tmp_path / f"out{number}"
            folder.mkdir()
            process = subprocess.Popen(
                [sys.executable, "-c", program, str(prefix), str(folder / "f.pb")],
                stdout=subprocess.PIPE,
                env=environment,
            )
            assert process.stdout is not None
            with process.stdout:
                process.stdout.readline()
                time.sleep(picked.random() * 2.5 * took)
                process.send_signal(signal.SIGKILL)
            process.wait()
            left = [path.name for path in folder.iterdir()]
            assert left in ([], ["f.pb"])
            if left:
                assert (folder / "f.pb").read_bytes() == whole.read_bytes()
            seen.add(bool(left))
        assert False in seen

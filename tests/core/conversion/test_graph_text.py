"""GraphDefs as bytes and as text, both ways, judged by TensorFlow's own messages and protobuf's own parser of text."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from google.protobuf import text_format
from tensorboard.compat.proto import graph_pb2

from core.cli import main
from core.conversion.convert import Conversion, convert
from core.conversion.graph_files import text_findings
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import Cancelled, Text
from core.files import WriteError
from core.opening import open_model
from core.progress import Progress

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module", name="tf")
def tensorflow() -> Any:
    """TensorFlow in the test's own process: the oracle."""
    import tensorflow as tf

    return tf


def run(source: Path, destination: Path, **fields: Any) -> Conversion:
    with Work.beginning(Progress()) as work:
        request = Request(destination, verify=False, **fields)
        return convert(open_model(source), target_named(destination.suffix[1:]), request, work)


def parsed(tf: Any, path: Path) -> Any:
    """As TensorFlow reads it."""
    if path.suffix == ".pbtxt":
        return text_format.Parse(path.read_text("utf-8"), tf.compat.v1.GraphDef())
    return tf.compat.v1.GraphDef.FromString(path.read_bytes())


class TestWholeGraphs:
    @pytest.mark.parametrize(
        "name",
        ["deepmd_cu_frozen/frozen_model.pb", "edgetpu_frozen/frozen_model.pb",
         *(f"frozen_by_tensorflow/{each}.pb" for each in ("mtcnn_pnet", "sm_keras_lstm", "heart_estimator_steps"))],
    )  # fmt: skip
    def test_to_text_and_back_is_the_source(self, name: str, models: Path, tf: Any, tmp_path: Path) -> None:
        source = models / name
        result = run(source, tmp_path / "a.pbtxt")
        assert [check.ok for check in result.checks] == [True]
        assert parsed(tf, tmp_path / "a.pbtxt") == parsed(tf, source)
        run(tmp_path / "a.pbtxt", tmp_path / "b.pb")
        assert parsed(tf, tmp_path / "b.pb") == parsed(tf, source)

    def test_a_text_of_somebody_elses_to_bytes(self, models: Path, tf: Any, tmp_path: Path) -> None:
        source = models / "dl4j_gru_dynamic_pbtxt" / "frozen_graph.pbtxt"
        run(source, tmp_path / "a.pb")
        assert parsed(tf, tmp_path / "a.pb") == parsed(tf, source)
        run(source, tmp_path / "b.pbtxt")
        assert parsed(tf, tmp_path / "b.pbtxt") == parsed(tf, source)

    def test_bytes_stay_the_bytes(self, tmp_path: Path) -> None:
        graph = a_graph()
        (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
        result = run(tmp_path / "a.pb", tmp_path / "b.pb")
        assert (tmp_path / "b.pb").read_bytes() == (tmp_path / "a.pb").read_bytes()
        assert result.outcome is not None
        assert result.outcome.nbytes == (tmp_path / "a.pb").stat().st_size

    def test_order_library_and_old_fields_are_kept(self, tf: Any, tmp_path: Path) -> None:
        graph = a_graph()
        (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
        run(tmp_path / "a.pb", tmp_path / "a.pbtxt")
        back = parsed(tf, tmp_path / "a.pbtxt")
        assert [node.name for node in back.node] == ["late", "early", "unused"]
        assert back.library.function[0].signature.name == "f"
        assert back.version == 7
        assert back.SerializeToString(deterministic=True) == graph.SerializeToString(deterministic=True)

    def test_the_graph_of_a_meta_graph_as_it_is(self, sample: Path, tf: Any, tmp_path: Path) -> None:
        meta = tf.compat.v1.MetaGraphDef.FromString(next(sample.glob("*.meta")).read_bytes())
        for suffix in (".pb", ".pbtxt"):
            run(sample, tmp_path / f"a{suffix}", options={"contents": "whole"})
            assert parsed(tf, tmp_path / f"a{suffix}") == meta.graph_def

    @pytest.mark.parametrize("folder", ["saved_model_tf1", "saved_model_tf2"])
    def test_the_graph_of_a_saved_model_as_it_is(self, folder: str, tf: Any, tmp_path: Path) -> None:
        from tensorflow.core.protobuf import saved_model_pb2

        saved = saved_model_pb2.SavedModel.FromString((CORPUS / folder / "saved_model.pb").read_bytes())
        serving = next(each for each in saved.meta_graphs if "serve" in each.meta_info_def.tags)
        run(CORPUS / folder, tmp_path / "a.pbtxt", options={"contents": "whole"})
        assert parsed(tf, tmp_path / "a.pbtxt") == serving.graph_def

    def test_variables_without_values_are_told_before(self, models: Path) -> None:
        model = open_model(models / "inception_v3_meta")
        target = target_named("pbtxt")
        blocked = target.preflight(model, Request(Path("x.pbtxt")))
        assert blocked.blocked
        whole = target.preflight(model, Request(Path("x.pbtxt"), options={"contents": "whole"}))
        assert not whole.blocked
        assert "can't predict alone" in str([finding.what for finding in whole.findings])
        assert whole.predicted_bytes

    def test_a_graph_with_variables_and_nothing_beside_it_is_only_written_anew(self, tf: Any, tmp_path: Path) -> None:
        with tf.Graph().as_default() as graph:
            weights = tf.compat.v1.get_variable("w", [4, 3])
            tf.identity(tf.matmul(tf.compat.v1.placeholder(tf.float32, [None, 4], name="x"), weights), name="y")
        (tmp_path / "a.pb").write_bytes(graph.as_graph_def().SerializeToString())
        for source, written in (("a.pb", "b.pbtxt"), ("b.pbtxt", "c.pb")):
            path = tmp_path / source
            ahead = target_named(Path(written).suffix[1:]).preflight(open_model(path), Request(tmp_path / written))
            assert not ahead.blocked
            assert "can't predict alone" in str([finding.what for finding in ahead.findings])
            result = run(path, tmp_path / written)
            assert result.outcome is not None
            assert "can't predict alone" in str(result.outcome.notes)
        assert parsed(tf, tmp_path / "c.pb") == graph.as_graph_def()


class TestFrozen:
    @pytest.mark.parametrize("source", ["sample", "saved_model_tf1", "v2_sliced"])
    def test_the_text_is_the_frozen_graph(self, source: str, sample: Path, tf: Any, tmp_path: Path) -> None:
        path = sample if source == "sample" else CORPUS / source
        text = run(path, tmp_path / "a.pbtxt")
        run(path, tmp_path / "a.pb")
        assert parsed(tf, tmp_path / "a.pbtxt") == parsed(tf, tmp_path / "a.pb")
        assert text.outcome is not None
        assert text.outcome.outputs

    def test_the_text_predicts(self, sample: Path, tf: Any, tmp_path: Path) -> None:
        run(sample, tmp_path / "a.pbtxt")
        with tf.Graph().as_default(), tf.compat.v1.Session() as session:
            tf.import_graph_def(parsed(tf, tmp_path / "a.pbtxt"), name="")
            found = session.run("probabilities:0", {"image:0": np.zeros((2, 28, 28, 1), np.float32)})
        assert np.allclose(found.sum(axis=1), 1)

    def test_it_is_proven_like_any_frozen_graph(self, sample: Path, tmp_path: Path, capsys: Any) -> None:
        assert main(["convert", str(sample), str(tmp_path / "a.pbtxt")]) == 0
        told = capsys.readouterr().out
        assert "The frozen graph gives what the original gives. yes" in told
        assert "The file reads back as the same graph. yes" in told

    def test_chosen_outputs_freeze_a_graph_that_has_no_variables(self, models: Path, tf: Any, tmp_path: Path) -> None:
        run(models / "frozen_by_tensorflow" / "mtcnn_pnet.pb", tmp_path / "a.pbtxt", outputs=("conv3/BiasAdd",))
        names = [node.name for node in parsed(tf, tmp_path / "a.pbtxt").node]
        assert "conv3/BiasAdd" in names
        assert "conv4_1/Softmax" not in names


class TestTextToBytes:
    """A text of which most is structure, so that it goes through the scratch file."""

    @pytest.fixture
    def text(self, tmp_path: Path) -> Path:
        path = tmp_path / "source" / "a.pbtxt"
        path.parent.mkdir()
        path.write_text("".join(f'node {{ name: "n{i}" op: "NoOp" input: "^n0" }}\n' for i in range(20_000)))
        return path

    def test_a_text_of_many_pieces_is_what_protobuf_reads(self, text: Path, tmp_path: Path) -> None:
        run(text, tmp_path / "b.pb")
        expected = text_format.Parse(text.read_text(), graph_pb2.GraphDef())
        assert graph_pb2.GraphDef.FromString((tmp_path / "b.pb").read_bytes()) == expected

    @pytest.mark.parametrize("most", [2_000, 300_000])
    def test_a_full_disk_is_a_sentence_and_leaves_nothing(self, text: Path, tmp_path: Path, most: int) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        (tmp_path / "out").mkdir()
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
        try:
            with pytest.raises(WriteError, match=r"b\.pb was not written"):
                run(text, tmp_path / "out" / "b.pb")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert list((tmp_path / "out").iterdir()) == []

    @pytest.mark.parametrize("stage", ["Reading the graph", "Writing", "Checking"])
    def test_cancelling_leaves_nothing(self, text: Path, tmp_path: Path, stage: str) -> None:
        class CancelledAt(Progress):
            def show(self, name: Text | None, fraction: float | None) -> None:
                if str(name) == stage:
                    self.cancel()

        (tmp_path / "out").mkdir()
        with Work.beginning(CancelledAt()) as work, pytest.raises(Cancelled):
            convert(open_model(text), target_named("pb"), Request(tmp_path / "out" / "b.pb", verify=False), work)
        assert list((tmp_path / "out").iterdir()) == []


def test_a_text_that_nobody_could_read_is_told_before() -> None:
    assert text_findings(1 << 20) == []
    assert "2 GiB" in str(text_findings(3 << 30)[0].what)


def a_graph() -> Any:
    graph = graph_pb2.GraphDef(version=7)
    graph.node.add(name="late", op="Identity", input=["early"]).attr["T"].type = 1
    const = graph.node.add(name="early", op="Const")
    const.attr["dtype"].type = 1
    const.attr["value"].tensor.dtype = 1
    const.attr["value"].tensor.tensor_shape.dim.add(size=5_000)
    const.attr["value"].tensor.tensor_content = np.arange(5_000, dtype=np.float32).tobytes()
    graph.node.add(name="unused", op="NoOp", device="/gpu:0")
    function = graph.library.function.add()
    function.signature.name = "f"
    function.node_def.add(name="n", op="NoOp")
    graph.versions.producer = 1000
    return graph

"""Checkpoints written without TensorFlow: TensorFlow reads every value, and its savers restore them."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from saved_oracle import converted, run_graph, run_meta, same, same_values, values

from core.cli import main
from core.errors import Cancelled, ConversionError, UsageError
from core.files import WriteError
from core.formats.bundle import Bundle
from core.formats.bundle_writer import BundleWriter
from core.formats.dtypes import dtype_named
from core.progress import Progress

CORPUS = Path(__file__).parents[2] / "corpus"
MADE = (
    "ref_variables", "resource_variables", "partitioned", "other_types", "cond_and_while_of_tensorflow_1",
    "control_flow_of_tensorflow_2", "functions_that_capture_variables", "large_constants_everywhere", "averaged",
)  # fmt: skip


class TestValues:
    @pytest.mark.parametrize("shards", [1, 3])
    @pytest.mark.parametrize(
        ("name", "prefix"),
        [
            ("v2_sharded", "wide.ckpt"),
            ("v2_sliced", "model.ckpt-5"),
        ],
    )
    def test_all_are_what_tensorflow_reads_in_the_source(
        self, tf: Any, tmp_path: Path, name: str, prefix: str, shards: int
    ) -> None:
        report = converted(CORPUS / name, tmp_path / "out", "checkpoint", shards=shards)
        assert report.ok
        source = CORPUS / name / prefix
        same_values(tf, source, tmp_path / "out" / prefix)
        assert len(list((tmp_path / "out").glob("*.data-*"))) == shards

    @pytest.mark.parametrize(("name", "prefix"), [("v1_sliced", "model.ckpt-5"), ("v1_sharded", "export")])
    def test_slices_of_version_1(self, tf: Any, tmp_path: Path, name: str, prefix: str) -> None:
        from core.opening import open_model  # TensorFlow's reader does not put them together

        converted(CORPUS / name, tmp_path / "out", "checkpoint")
        source = open_model(CORPUS / name)
        found = values(tf, tmp_path / "out" / prefix)
        assert set(found) == set(source.checkpoint.entries)
        for name, value in found.items():
            same(value, source.tensor(name).read())

    def test_every_dtype(self, tmp_path: Path) -> None:
        converted(CORPUS / "v2_dtypes", tmp_path / "out", "checkpoint", shards=2)
        mine, theirs = Bundle(tmp_path / "out" / "model.ckpt"), Bundle(CORPUS / "v2_dtypes" / "model.ckpt")
        assert list(mine.entries) == list(theirs.entries)
        for name in theirs.entries:
            one, other = mine.tensor(name), theirs.tensor(name)
            assert (one.dtype, one.shape, one.verify()) == (other.dtype, other.shape, True)
            if other.dtype.name != "variant":
                same(one.read(), other.read())

    @pytest.mark.parametrize("assemble", [False, True])
    def test_slices_stay_or_are_put_together(self, tf: Any, made: Any, tmp_path: Path, assemble: bool) -> None:
        model = made("partitioned")
        converted(model.prefix, tmp_path / "out", "checkpoint", assemble=assemble)
        written = Bundle(tmp_path / "out" / model.prefix.name)
        assert written.entries["p/w"].parts == (1 if assemble else 3)
        for anew in (False, True):
            found = run_meta(tf, tmp_path / "out" / model.prefix.name, model.outputs, model.feeds, anew=anew)
            same(found[0], model.expected[0])

    def test_an_object_based_one_keeps_its_tree_or_takes_the_variables_names(self, tf: Any, tmp_path: Path) -> None:
        converted(CORPUS / "object_based" / "ckpt-2.index", tmp_path / "same", "checkpoint")
        same_values(tf, CORPUS / "object_based" / "ckpt-2", tmp_path / "same" / "ckpt-2")
        report = converted(CORPUS / "object_based" / "ckpt-2.index", tmp_path / "own", "checkpoint", names="own")
        found = values(tf, tmp_path / "own" / "ckpt-2")
        assert not any(".ATTRIBUTES/VARIABLE_VALUE" in name or name.startswith("_CHECK") for name in found)
        assert any("object tree" in str(note) for note in report.outcome.notes)

    def test_names_are_mapped_by_patterns(self, tf: Any, tmp_path: Path) -> None:
        rename = r"^(.*)$=all/\1;all/(?=.)=some/"
        converted(CORPUS / "v2_sharded", tmp_path / "out", "checkpoint", rename=rename)
        source = CORPUS / "v2_sharded" / "wide.ckpt"
        same_values(tf, source, tmp_path / "out" / "wide.ckpt", lambda name: f"some/{name}")

    @pytest.mark.parametrize(
        ("rename", "what"),
        [
            (".*=one", "would both be called one"),
            ("a", "is no renaming"),
            ("(=x", "is no renaming"),
            (r"a=\3", "no ren"),
            (".*=", "no name"),
        ],
    )
    def test_a_wrong_mapping_is_said_and_writes_nothing(self, tmp_path: Path, rename: str, what: str) -> None:
        with pytest.raises(UsageError, match=what):
            converted(CORPUS / "v2_sharded", tmp_path / "out", "checkpoint", rename=rename)
        assert list(tmp_path.iterdir()) == []


class TestGraph:
    @pytest.mark.parametrize("name", MADE)
    def test_it_restores_what_was_saved(self, tf: Any, made: Any, tmp_path: Path, name: str) -> None:
        model = made(name)
        report = converted(model.prefix, tmp_path / "out", "checkpoint")
        assert report.ok
        prefix = tmp_path / "out" / model.prefix.name
        same_values(tf, model.prefix, prefix)
        for anew in (False, True):
            for one, other in zip(
                run_meta(tf, prefix, model.outputs, model.feeds, anew=anew), model.expected, strict=True
            ):
                same(one, other)
        assert tf.train.latest_checkpoint(str(tmp_path / "out")) == str(prefix)

    def test_the_old_saver_makes_room(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        converted(model.prefix, tmp_path / "out", "checkpoint")
        theirs, mine = tf.compat.v1.MetaGraphDef(), tf.compat.v1.MetaGraphDef()
        theirs.ParseFromString(model.prefix.with_name(f"{model.prefix.name}.meta").read_bytes())
        mine.ParseFromString((tmp_path / "out" / f"{model.prefix.name}.meta").read_bytes())
        assert {node.name for node in mine.graph_def.node} == {node.name for node in theirs.graph_def.node}
        assert mine.saver_def == theirs.saver_def

    def test_what_it_restores_it_can_save_again(self, tf: Any, made: Any, tmp_path: Path) -> None:
        tf1 = tf.compat.v1
        for name in ("partitioned", "resource_variables"):
            model = made(name)
            converted(model.prefix, tmp_path / name, "checkpoint")
            with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
                saver = tf1.train.import_meta_graph(tmp_path / name / f"{model.prefix.name}.meta")
                saver.restore(session, str(tmp_path / name / model.prefix.name))
                again = saver.save(session, str(tmp_path / name / "again"))
            same_values(tf, model.prefix, Path(again))

    def test_other_keys_than_the_ops_names(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("saved_under_other_names")
        report = converted(model.prefix, tmp_path / "out", "checkpoint")
        same(run_meta(tf, tmp_path / "out" / model.prefix.name, ["y"], {})[0], model.expected[0])
        assert any("made anew looks for" in str(note) for note in report.outcome.notes)

    def test_renamed_variables_are_restored_from_their_new_names(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        converted(model.prefix, tmp_path / "out", "checkpoint", rename="^one/=first/")
        prefix = tmp_path / "out" / model.prefix.name
        assert "first/w" in values(tf, prefix)
        same(run_meta(tf, prefix, model.outputs, model.feeds)[0], model.expected[0])

    def test_version_1_becomes_version_2(self, tf: Any, tmp_path: Path) -> None:
        from core.opening import open_model

        converted(CORPUS / "v1_sliced", tmp_path / "out", "checkpoint")
        tf1 = tf.compat.v1
        prefix = tmp_path / "out" / "model.ckpt-5"
        with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
            saver = tf1.train.import_meta_graph(f"{prefix}.meta")
            saver.restore(session, str(prefix))
            assert saver.as_saver_def().version == tf1.train.SaverDef.V2
            for variable in tf1.global_variables():
                whole = values(tf, prefix)[open_model(prefix).binding.by_node[variable.op.name].key]
                assert np.isin(session.run(variable), whole).all()
        assert not {"Save", "SaveSlices", "RestoreSlice"} & {op.type for op in graph.get_operations()}

    def test_without_its_graph(self, made: Any, tmp_path: Path) -> None:
        converted(made("ref_variables").prefix, tmp_path / "out", "checkpoint", graph=False)
        assert not list((tmp_path / "out").glob("*.meta"))

    @pytest.mark.parametrize("name", ["saved_model_tf1", "saved_model_tf2"])
    def test_a_saved_model_gives_what_it_gave(self, tf: Any, tmp_path: Path, name: str) -> None:
        from core.opening import open_model

        converted(CORPUS / name, tmp_path / "out", "checkpoint")
        model = open_model(CORPUS / name)
        signature = next(each for each in model.signatures if each.tags == model.meta_graphs[0].tags)
        feeds, outputs = {}, [tensor for tensor, _, _ in signature.outputs.values()]
        for tensor, dtype, shape in signature.inputs.values():
            feeds[tensor] = np.ones([max(size, 1) for size in shape or ()], dtype.numpy)
        tf1 = tf.compat.v1
        with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
            tf1.saved_model.load(session, signature.tags, str(CORPUS / name))
            expected = session.run(outputs, feeds)
        for one, other in zip(run_meta(tf, tmp_path / "out" / "model.ckpt", outputs, feeds), expected, strict=True):
            same(one, other)


class TestFromConstants:
    @pytest.mark.parametrize("resource", [False, True])
    @pytest.mark.parametrize(
        "name", ["ref_variables", "resource_variables", "cond_and_while_of_tensorflow_1", "embeddings", "partitioned"]
    )
    def test_frozen_thawed_and_frozen_again(
        self, tf: Any, made: Any, tmp_path: Path, name: str, resource: bool
    ) -> None:
        model = made(name)
        outputs = tuple(model.outputs)
        converted(model.prefix, tmp_path / "one.pb", "pb", outputs=outputs)
        expected = run_graph(tf, tmp_path / "one.pb", model.outputs, model.feeds)
        options = {"min_elements": 1, "resource": resource}
        assert converted(tmp_path / "one.pb", tmp_path / "thawed", "checkpoint", **options).ok
        prefix = tmp_path / "thawed" / "model.ckpt"
        for anew in (False, True):
            for one, other in zip(run_meta(tf, prefix, model.outputs, model.feeds, anew=anew), expected, strict=True):
                same(one, other)
        converted(tmp_path / "thawed", tmp_path / "two.pb", "pb", outputs=outputs)
        for one, other in zip(run_graph(tf, tmp_path / "two.pb", model.outputs, model.feeds), expected, strict=True):
            same(one, other)

    def test_the_names_are_those_from_before_the_freeze(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        converted(model.prefix, tmp_path / "one.pb", "pb", outputs=("y",))
        converted(tmp_path / "one.pb", tmp_path / "out", "checkpoint")
        before, after = values(tf, model.prefix), values(tf, tmp_path / "out" / "model.ckpt")
        assert set(after) == {"one/w", "one/b", "two/w", "two/b"}
        for name, value in after.items():
            same(value, before[name])

    def test_chosen_by_pattern_and_size(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        converted(model.prefix, tmp_path / "one.pb", "pb", outputs=("y",))
        converted(tmp_path / "one.pb", tmp_path / "out", "checkpoint", match="*/w, two/b")
        assert set(values(tf, tmp_path / "out" / "model.ckpt")) == {"one/w", "two/w", "two/b"}
        converted(tmp_path / "one.pb", tmp_path / "large", "checkpoint", min_elements=16)
        assert set(values(tf, tmp_path / "large" / "model.ckpt")) == {"one/w"}
        with pytest.raises(UsageError, match="No constant of 2 elements or more fits nothing"):
            converted(tmp_path / "one.pb", tmp_path / "none", "checkpoint", match="nothing")

    def test_strings_and_every_number(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("other_types")
        converted(model.prefix, tmp_path / "one.pb", "pb", outputs=tuple(model.outputs))
        converted(tmp_path / "one.pb", tmp_path / "out", "checkpoint", match="*", min_elements=0)
        found = run_meta(tf, tmp_path / "out" / "model.ckpt", model.outputs, {}, anew=True)
        for one, other in zip(found, model.expected, strict=True):
            same(one, other)

    def test_variables_without_values_are_no_weights(self, made: Any, tmp_path: Path) -> None:
        prefix = made("ref_variables").prefix
        lone = tmp_path / "lone.meta"
        lone.write_bytes(prefix.with_name(f"{prefix.name}.meta").read_bytes())
        with pytest.raises(ConversionError, match="has variables and no values"):
            converted(lone, tmp_path / "out", "checkpoint")


@pytest.mark.parametrize(
    "name",
    ["mtcnn_pnet", "heart_estimator_steps", "puzzle15", "v1_lenet300", "tfmodels_resnet_ref_nometa", "keras_cp_steps"],
)
def test_real_models(tf: Any, models: Path, manifest: Any, tmp_path: Path, name: str) -> None:
    from core.opening import open_model

    source = open_model(models / name)
    report = converted(models / name, tmp_path / "out", "checkpoint", shards=2)
    assert report.ok
    prefix = source.checkpoint.prefix
    same_values(tf, prefix, tmp_path / "out" / prefix.name)
    if source.graph is not None:
        tf1 = tf.compat.v1
        with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
            saver = tf1.train.import_meta_graph(tmp_path / "out" / f"{prefix.name}.meta", clear_devices=True)
            saver.restore(session, str(tmp_path / "out" / prefix.name))
            stored = values(tf, prefix)
            restored = [each for each in tf1.global_variables() if each.op.name in stored]
            assert restored
            for variable, value in zip(restored, session.run(restored), strict=True):
                same(value, stored[variable.op.name])


@pytest.mark.parametrize("name", ["edgetpu_frozen", "dl4j_gru_dynamic_pbtxt", "frozen_by_tensorflow/mtcnn_pnet.pb"])
def test_real_frozen_graphs_give_the_same_once_thawed(tf: Any, models: Path, tmp_path: Path, name: str) -> None:
    from core.formats.dtypes import dtype_of
    from core.graph.outputs import suggest_outputs
    from core.graph.shapes import output_shapes
    from core.opening import open_model

    assert converted(models / name, tmp_path / "thawed", "checkpoint").ok
    converted(tmp_path / "thawed", tmp_path / "again.pb", "pb")
    source = tmp_path / "source.pb"
    converted(models / name, source, "pb", contents="whole")
    graph = open_model(source).graph
    assert graph is not None
    random, feeds = np.random.default_rng(1), {}
    for node in graph.nodes:
        if node.op == "Placeholder":
            shape = [1 if size < 0 else size for size in (output_shapes(node) or [()])[0] or ()]
            feeds[node.name] = random.random(shape).astype(dtype_of(node.attr["dtype"].type).numpy)
    output = suggest_outputs(graph, limit=1)[0].name
    (expected,) = run_graph(tf, source, [output], feeds)
    assert np.ptp(expected) > 0
    for anew in (False, True):
        same(run_meta(tf, tmp_path / "thawed" / "model.ckpt", [output], feeds, anew=anew)[0], expected)
    kept = open_model(tmp_path / "again.pb").graph
    assert kept is not None
    same(run_graph(tf, tmp_path / "again.pb", [output], {n: v for n, v in feeds.items() if n in kept})[0], expected)


class CancelsLater(Progress):
    """Cancels itself after some ticks."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def show(self, stage: Any, fraction: float | None) -> None:
        self.left -= 1
        if self.left == 0:
            self.cancel()


class TestNothingHalfWritten:
    def test_cancelled(self, tmp_path: Path) -> None:
        for after in (2, 5, 9):
            with pytest.raises(Cancelled):
                converted(CORPUS / "v2_sharded", tmp_path / "out", "checkpoint", progress=CancelsLater(after))
            assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("target", ["checkpoint", "saved-model"])
    @pytest.mark.parametrize("most", [1000, 30_000])
    def test_a_full_disk(self, tmp_path: Path, sample: Path, target: str, most: int) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            with pytest.raises(WriteError, match="can't hold a file of this size"):
                converted(sample, tmp_path / "out", target)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(tmp_path.iterdir()) == []

    def test_damaged_values(self, tmp_path: Path) -> None:
        broken = tmp_path / "broken"
        broken.mkdir()
        for path in (CORPUS / "v2_sharded").iterdir():
            data = bytearray(path.read_bytes())
            if path.name.endswith("00001-of-00003"):
                data[3] ^= 255
            (broken / path.name).write_bytes(data)
        with pytest.raises(Exception, match="checksum"):
            converted(broken, tmp_path / "out", "checkpoint")
        assert [path.name for path in tmp_path.iterdir()] == ["broken"]

    def test_killed(self, tmp_path: Path, sample: Path) -> None:
        code = (
            "import os, signal, sys; from core.conversion.restorable import writing; from core.cli import main\n"
            "write = writing.write_meta\n"
            "writing.write_meta = lambda *a, **k: (write(*a, **k), os.kill(os.getpid(), signal.SIGKILL))\n"
            f"main(['convert', {str(sample)!r}, {str(tmp_path / 'out')!r}, '--to', 'checkpoint'])"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False)
        assert ended.returncode == -signal.SIGKILL
        assert not (tmp_path / "out").exists()

    def test_a_name_that_is_no_text_gives_way_to_the_usual_one(self, tmp_path: Path) -> None:
        for path in (CORPUS / "v2_sharded").iterdir():
            shutil.copy(path, tmp_path / os.fsdecode(b"\xff" + os.fsencode(path.name)))
        converted(next(tmp_path.glob("*.index")), tmp_path / "out", "checkpoint")
        assert (tmp_path / "out" / "model.ckpt.index").is_file()
        assert b'"model.ckpt"' in (tmp_path / "out" / "checkpoint").read_bytes()

    def test_no_permission(self, tmp_path: Path) -> None:
        if os.geteuid() == 0:
            pytest.skip("the superuser may write anywhere")
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        with pytest.raises(WriteError, match="may not write"):
            converted(CORPUS / "v2_sharded", closed / "out", "checkpoint")


class TestOverwriting:
    def test_another_checkpoint_makes_way_once_the_new_one_is_complete(self, tf: Any, tmp_path: Path) -> None:
        out = tmp_path / "out"
        converted(CORPUS / "v2_sharded", out, "checkpoint", shards=3)
        with pytest.raises(UsageError, match="not an empty folder"):
            converted(CORPUS / "v2_sliced", out, "checkpoint")
        with pytest.raises(Cancelled):
            converted(CORPUS / "v2_sliced", out, "checkpoint", overwrite=True, progress=CancelsLater(3))
        same_values(tf, CORPUS / "v2_sharded" / "wide.ckpt", out / "wide.ckpt")
        converted(CORPUS / "v2_sliced", out, "checkpoint", overwrite=True)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        assert not list(out.glob("wide*"))

    def test_other_files_and_the_source_itself_are_never_replaced(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        converted(CORPUS / "v2_sliced", out, "checkpoint")
        with pytest.raises(UsageError, match="holds what is converted"):
            converted(out, out, "checkpoint", overwrite=True)
        (out / "thesis.txt").write_text("mine")
        with pytest.raises(UsageError, match="holds other files"):
            converted(CORPUS / "v2_sharded", out, "checkpoint", overwrite=True)
        assert (out / "thesis.txt").read_text() == "mine"


def test_the_command(capsys: Any, tmp_path: Path, sample: Path) -> None:
    words = ["convert", str(sample), str(tmp_path / "out"), "--to", "checkpoint", "--shards", "2", "--json"]
    assert main([*words, "--rename", "^=model/"]) == 0
    result = json.loads(capsys.readouterr().out)["results"][0]
    assert result["ok"]
    assert len(result["checks"]) == 2
    assert all(
        name.startswith("model/") for name in Bundle(next((tmp_path / "out").glob("*.index")).with_suffix("")).entries
    )
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) == result["bytes"]


class Nothing:
    """Takes bytes and keeps none."""

    def write(self, data: Any) -> None:
        pass


@pytest.mark.slow
def test_more_than_two_gigabytes_in_bounded_memory(tf: Any, tmp_path: Path) -> None:
    if shutil.disk_usage(tmp_path).free < 4 << 30:
        pytest.skip("it needs 4 GB of free space")
    tf1 = tf.compat.v1
    (tmp_path / "source").mkdir()
    prefix = tmp_path / "source" / "large.ckpt"
    rows, width = 132_000, 4096  # 2.16 GB of zeros, which take no space in a file with a hole
    with tf.Graph().as_default():
        w = tf1.get_variable("w", [rows, width], use_resource=True)
        i = tf1.placeholder(tf.int32, [None], "i")
        tf.nn.embedding_lookup(w, i, name="y")
        tf1.train.Saver()
        tf1.train.export_meta_graph(f"{prefix}.meta", saver_def=tf1.train.Saver().as_saver_def())
    piece = bytes(width * 4 * 1000)
    writer = BundleWriter(lambda _: Nothing())
    writer.add("w", dtype_named("float32"), (rows, width), (piece for _ in range(rows // 1000)))
    with prefix.with_name("large.ckpt.index").open("wb") as index:
        writer.finish(index)
    with prefix.with_name("large.ckpt.data-00000-of-00001").open("wb") as data:
        data.truncate(rows * width * 4)
    words = ["convert", str(prefix), str(tmp_path / "out"), "--to", "saved-model", "--no-verify", "--shards", "2"]
    code = (  # what getrusage says includes the memory of the process that this one was forked from
        "import sys; from pathlib import Path; from core.cli import main\n"
        f"status = main({words!r})\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True, capture_output=True, text=True
    )
    assert int(ended.stderr.split()[-1]) < 300_000  # KiB, of 2.1 million that it wrote
    written = tmp_path / "out" / "variables" / "variables"
    assert tf.train.load_checkpoint(str(written)).get_variable_to_shape_map() == {"w": [rows, width]}
    assert Bundle(written).tensor("w").verify()
    shutil.rmtree(tmp_path / "out")  # pytest keeps what a test leaves

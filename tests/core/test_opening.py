"""Any way in leads to the model, or to one sentence that says what is there instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import Cancelled, CryographError, FormatError, NotAModel, UsageError
from core.opening import AmbiguousModel, find_models, open_model
from core.progress import Progress

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture
def sharded(tmp_path: Path) -> Path:
    """A writable copy of a checkpoint without a graph."""
    return Path(shutil.copytree(CORPUS / "v2_sharded", tmp_path / "v2_sharded"))


@pytest.fixture
def sliced(tmp_path: Path) -> Path:
    """A writable copy of a checkpoint of all four files."""
    return Path(shutil.copytree(CORPUS / "v2_sliced", tmp_path / "v2_sliced"))


def add_step(folder: Path, step: int) -> None:
    for path in list(folder.glob("model.ckpt-5.*")):
        shutil.copy(path, folder / path.name.replace("-5.", f"-{step}."))


@pytest.mark.parametrize("path", [
    "", "checkpoint", "model.ckpt-5", "model.ckpt-5.index", "model.ckpt-5.meta", "model.ckpt-5.data-00000-of-00001",
])  # fmt: skip
def test_any_way_in_opens_the_same_checkpoint(path: str) -> None:
    model = open_model(CORPUS / "v2_sliced" / path)
    assert model.format == "checkpoint-v2"
    assert model.title == "model.ckpt-5"
    assert model.step == 5
    assert model.graph is not None
    assert len(model.variables()) == 9
    assert [entry.role for entry in model.files] == ["state", "graph", "index", "data"]
    assert all(entry.opened for entry in model.files)
    assert model.problems == []


@pytest.mark.parametrize(("path", "form"), [
    ("v1_sliced", "checkpoint-v1"), ("v1_sliced/model.ckpt-5", "checkpoint-v1"), ("v1_sharded", "checkpoint-v1"),
    ("v1_sliced/model.ckpt-5.meta", "checkpoint-v1"), ("v1_sharded/export", "checkpoint-v1"),
    ("object_based", "checkpoint-object"), ("object_based/ckpt-1", "checkpoint-object"),
    ("saved_model_tf1", "saved-model"), ("saved_model_tf2/saved_model.pb", "saved-model"),
    ("saved_model_tf2/variables", "checkpoint-object"), ("graph_binary", "graphdef"),
    ("graph_binary/graph.pb", "graphdef"), ("graph_text/graph.pbtxt", "graphdef-text"),
])  # fmt: skip
def test_every_format_is_recognised(path: str, form: str) -> None:
    assert open_model(CORPUS / path).format == form


@pytest.mark.parametrize("name", ["graph.pb", "graph.pbtxt", "model", "x.meta", "x.index.bak", "x.data", "graph.txt"])
@pytest.mark.parametrize("source", ["graph_binary/graph.pb", "graph_text/graph.pbtxt"])
def test_content_decides_whatever_the_name(tmp_path: Path, name: str, source: str) -> None:
    shutil.copy(CORPUS / source, tmp_path / name)
    model = open_model(tmp_path / name)
    assert model.format == ("graphdef-text" if source.endswith("txt") else "graphdef")
    assert model.graph is not None
    assert "while" not in model.title


def test_a_saved_model_under_another_name_keeps_its_variables(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CORPUS / "saved_model_tf1", tmp_path / "m"))
    (folder / "saved_model.pb").rename(folder / "model1.pb")
    model = open_model(folder / "model1.pb")
    assert model.format == "saved-model"
    assert [variable.name for variable in model.variables()] == ["w"]
    assert model.tags == [["serve", "cpu"], ["train"]]


def test_text_with_a_mark_and_crlf_is_read(tmp_path: Path) -> None:
    text = (CORPUS / "graph_text" / "graph.pbtxt").read_bytes()
    path = tmp_path / "x.pb"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    plain, windows = open_model(CORPUS / "graph_text"), open_model(path)
    assert plain.graph is not None
    assert windows.graph is not None
    assert [node.proto for node in plain.graph] == [node.proto for node in windows.graph]


def test_a_text_saved_model_and_meta_graph_are_read(tmp_path: Path) -> None:
    from google.protobuf import text_format
    from tensorboard.compat.proto import meta_graph_pb2

    meta = meta_graph_pb2.MetaGraphDef.FromString((CORPUS / "v2_sliced" / "model.ckpt-5.meta").read_bytes())
    text = text_format.MessageToString(meta)
    (tmp_path / "graph.txtpb").write_text(text)
    model = open_model(tmp_path / "graph.txtpb")
    assert model.format == "metagraph"
    assert model.graph is not None
    assert len(model.graph) == len(meta.graph_def.node)
    assert set(model.meta.collection_def) == set(meta.collection_def)
    saved = tmp_path / "saved"
    saved.mkdir()
    indented = "\n".join("  " + line for line in text.splitlines())
    (saved / "saved_model.pbtxt").write_text(f"saved_model_schema_version: 1\nmeta_graphs {{\n{indented}\n}}\n")
    again = open_model(saved)
    assert again.format == "saved-model"
    assert again.graph is not None
    assert len(again.graph) == len(meta.graph_def.node)


def test_a_folder_is_searched_three_levels_down(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    shutil.copytree(CORPUS / "v2_sharded", deep / "c")
    assert open_model(tmp_path).title == "wide.ckpt"
    (tmp_path / "top").mkdir()
    tmp_path.joinpath("a").rename(tmp_path / "top" / "a")
    with pytest.raises(NotAModel):
        open_model(tmp_path)


def test_several_models_are_an_error_that_lists_them(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(CORPUS / "v2_sharded", tmp_path / name)
    shutil.copytree(CORPUS / "saved_model_tf2", tmp_path / "deep" / "three")
    with pytest.raises(AmbiguousModel) as caught:
        open_model(tmp_path)
    assert sorted(found.label for found in caught.value.found) == ["deep/three", "one", "two"]
    assert "one" in str(caught.value)
    assert {found.format for found in find_models(tmp_path)} == {"checkpoint-v2", "saved-model"}


def test_a_state_file_that_names_what_is_gone_is_a_warning(sliced: Path) -> None:
    (sliced / "checkpoint").write_text('model_checkpoint_path: "model.ckpt-30"\n')
    model = open_model(sliced)
    assert [str(problem) for problem in model.problems] == [
        "checkpoint names model.ckpt-30, which is not here. model.ckpt-5 is, and was opened."
    ]


@pytest.mark.parametrize("named", [
    "/home/someone/model/model.ckpt-5", r"D:\\models\\model.ckpt-5", r"D:\models\model.ckpt-5",
    "../../etc/model.ckpt-5",
])  # fmt: skip
def test_a_path_of_another_machine_leads_to_the_file_beside(sliced: Path, named: str) -> None:
    add_step(sliced, 9)
    (sliced / "checkpoint").write_text(f'model_checkpoint_path: "{named}"\n')
    model = open_model(sliced)
    assert model.title == "model.ckpt-5"
    assert "another machine" in str(model.problems[0])


def test_a_state_file_never_leads_out_of_its_folder(sliced: Path) -> None:
    outside = sliced.parent / "outside"
    shutil.copytree(CORPUS / "v2_sharded", outside)
    (sliced / "checkpoint").write_text('model_checkpoint_path: "../outside/wide.ckpt"\n')
    assert open_model(sliced).title == "model.ckpt-5"


def test_without_a_state_file_the_highest_step_opens_and_any_can_be_asked_for(sliced: Path) -> None:
    (sliced / "checkpoint").unlink()
    for step in (40, 300):
        add_step(sliced, step)
    model = open_model(sliced)
    assert [(entry.label, entry.step, entry.current) for entry in model.steps] == [
        ("model.ckpt-5", 5, False), ("model.ckpt-40", 40, False), ("model.ckpt-300", 300, True)]  # fmt: skip
    assert open_model(sliced, step=40).title == "model.ckpt-40"
    with pytest.raises(UsageError, match="5, 40, 300"):
        open_model(sliced, step=7)


def test_both_versions_under_one_name_open_each_by_its_file(sliced: Path) -> None:
    shutil.copy(CORPUS / "v1_sliced" / "model.ckpt-5", sliced / "model.ckpt-5")
    assert open_model(sliced).format == "checkpoint-v2"
    assert open_model(sliced / "model.ckpt-5.index").format == "checkpoint-v2"
    assert open_model(sliced / "model.ckpt-5").format == "checkpoint-v1"


def test_leftovers_are_listed_and_ignored(sliced: Path) -> None:
    names = ["model.ckpt-9.data-00000-of-00001.tempstate1234567", "model.ckpt-9.meta.tmp0123abcd"]
    for name in names:
        (sliced / name).touch()
    model = open_model(sliced)
    assert [entry.path.name for entry in model.files if entry.role == "leftover"] == names
    assert len(model.steps) == 1


def test_the_graph_alone_opens_and_says_what_is_missing(sliced: Path) -> None:
    for path in (*sliced.glob("*.index"), *sliced.glob("*.data*")):
        path.unlink()
    for asked in (sliced, sliced / "model.ckpt-5.meta", sliced / "model.ckpt-5"):
        model = open_model(asked)
        assert model.format == "metagraph"
        assert any("model.ckpt-5.index" in str(problem) for problem in model.problems)


def test_names_alone_open_and_say_what_is_missing(sliced: Path) -> None:
    next(sliced.glob("*.data*")).unlink()
    (sliced / "model.ckpt-5.meta").unlink()
    model = open_model(sliced)
    assert len(model.variables()) == 9
    assert model.graph is None
    assert any("shard is missing" in str(problem) for problem in model.problems)


def test_values_without_names_are_explained(sliced: Path) -> None:
    (sliced / "model.ckpt-5.index").unlink()
    (sliced / "model.ckpt-5.meta").unlink()
    with pytest.raises(NotAModel, match=r"model\.ckpt-5\.index is missing"):
        open_model(sliced / "model.ckpt-5.data-00000-of-00001")


def test_a_damaged_index_is_an_error_and_its_graph_opens_by_itself(sliced: Path) -> None:
    os.truncate(sliced / "model.ckpt-5.index", 300)
    with pytest.raises(FormatError, match="cut off") as caught:
        open_model(sliced)
    assert "model.ckpt-5.meta" in str(caught.value)
    model = open_model(sliced / "model.ckpt-5.meta")
    assert model.graph is not None
    assert model.problems[0].severity == "error"


def test_a_graph_that_can_not_be_read_leaves_the_variables(sliced: Path) -> None:
    (sliced / "model.ckpt-5.meta").write_bytes(b"\x80\x03}q\x00X\x01\x00\x00\x00aq\x01K\x01s.")
    for asked in (sliced, sliced / "model.ckpt-5.meta"):
        model = open_model(asked)
        assert model.graph is None
        assert len(model.variables()) == 9
        assert any("pickle" in str(problem) for problem in model.problems)


def test_a_step_without_a_graph_takes_that_of_another(sliced: Path) -> None:
    add_step(sliced, 6)
    (sliced / "model.ckpt-6.meta").unlink()
    model = open_model(sliced, step=6)
    assert model.graph is not None
    assert model.meta_path == sliced / "model.ckpt-5.meta"
    assert any("model.ckpt-5.meta" in str(problem) for problem in model.problems)


@pytest.mark.parametrize(("content", "said"), [
    (b"", "empty"), (b"\x89HDF\r\n\x1a\n" + bytes(100), "Keras"), (b"PK\x03\x04" + bytes(100), "zip"),
    (b"\x1c\x00\x00\x00TFL3" + bytes(50), "Lite"), (b"item {\n  id: 1\n  name: 'cat'\n}\n", "label map"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12345\n", "12,345 bytes"),
    (b"<!DOCTYPE html><html>", "web page"), (b"\x1f\x8b\x08" + bytes(50), "archive"), (b"hello\n", "no TensorFlow"),
    (bytes(100), "no TensorFlow"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["x.pb", "x.pbtxt", "x.meta", "x"])
def test_what_is_no_model_is_said_in_words(tmp_path: Path, content: bytes, said: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NotAModel, match=said):
        open_model(path)


def test_a_name_that_is_not_there_suggests_what_is(sharded: Path) -> None:
    with pytest.raises(NotAModel, match=r"wide\.ckpt"):
        open_model(sharded / "wide.ckp")
    with pytest.raises(NotAModel, match="no such file"):
        open_model(sharded / "nowhere" / "x")
    with pytest.raises(CryographError):
        open_model("bad\x00name")


def test_special_files_in_a_folder_are_passed_by(sharded: Path) -> None:
    os.mkfifo(sharded / "pipe.pb")
    (sharded / "loop.pb").symlink_to(sharded / "loop.pb")
    (sharded / "up").symlink_to(sharded)
    assert open_model(sharded).title == "wide.ckpt"
    with pytest.raises(FormatError, match="regular file"):
        open_model(sharded / "pipe.pb")
    with pytest.raises(FormatError):
        open_model(sharded / "loop.pb")


def test_opening_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    for name in ("v2_sliced", "graph_text", "saved_model_tf2", "v1_sliced"):
        with pytest.raises(Cancelled):
            open_model(CORPUS / name, progress=progress)


def test_a_name_of_a_tensor_is_found_or_the_nearest_suggested() -> None:
    model = open_model(CORPUS / "v2_sliced")
    assert model.tensor("plain/w").read().shape == (2, 3)
    assert model.tensor("renamed").read().tolist() == [4.0, 4.0]  # the op's name; its key is another
    with pytest.raises(UsageError, match="plain/w"):
        model.tensor("plan/w")
    assert np.isfinite(open_model(CORPUS / "graph_binary").tensor("big:0").read()).all()


def test_the_real_models_that_are_broken_are_explained(models: Path) -> None:
    with pytest.raises(NotAModel, match="git lfs pull"):
        open_model(models / "lfs_f1_frozen")
    with pytest.raises(FormatError, match=r"PNet-18\.index: the file is cut off") as caught:
        open_model(models / "broken_truncated_index")
    assert "PNet-18.meta" in str(caught.value)


def test_the_stale_state_file_of_a_real_model_is_a_warning(models: Path) -> None:
    model = open_model(models / "mtcnn_pnet")
    assert str(model.problems[0]) == "checkpoint names PNet-30, which is not here. PNet-18 is, and was opened."
    lines: list[Any] = [(entry.path.name, str(entry.what)) for entry in model.files]
    assert lines == [
        ("checkpoint", "says which model is the newest"), ("PNet-18.meta", "the graph: 1,061 ops"),
        ("PNet-18.index", "names of 31 variables"), ("PNet-18.data-00000-of-00001", "their values: 54 KB"),
    ]  # fmt: skip


def test_names_of_variables_cost_neither_numpy_nor_protocol_buffers() -> None:
    script = (
        "import sys; from core.opening import open_model; m = open_model(sys.argv[1]); m.variables(); "
        "m.checkpoint.totals(); print([n for n in ('numpy', 'tensorboard', 'google.protobuf', 'networkx') "
        "if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", script, str(CORPUS / "v2_sharded")], capture_output=True,
                          text=True, check=True, env={**os.environ, "PYTHONPATH": str(CORPUS.parents[1])})  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_pattern_of_a_sharded_old_checkpoint_leads_to_it(tmp_path: Path) -> None:
    folder = shutil.copytree(CORPUS / "v1_sharded", tmp_path / "v1")
    assert open_model(folder / "export-?????-of-00002").title == "export"
    (folder / "checkpoint").write_text(f'model_checkpoint_path: "{folder}/export-?????-of-00002"\n')
    model = open_model(folder)
    assert (model.title, model.problems) == ("export", [])


def test_a_state_file_may_name_a_folder_below_its_own(tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "v2_sharded", tmp_path / "run" / "ckpts")
    (tmp_path / "run" / "checkpoint").write_text('model_checkpoint_path: "ckpts/wide.ckpt"\n')
    assert open_model(tmp_path / "run" / "checkpoint").title == "wide.ckpt"
    assert open_model(tmp_path / "run").title == "wide.ckpt"
    (tmp_path / "run" / "checkpoint").write_text('model_checkpoint_path: "../run/ckpts/wide.ckpt"\n')
    with pytest.raises(NotAModel):
        open_model(tmp_path / "run" / "checkpoint")


@pytest.mark.parametrize("name", ["fingerprint.pb", "keras_metadata.pb"])
def test_a_file_beside_a_saved_model_opens_that(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(CORPUS / "saved_model_tf2", tmp_path / "model")
    (folder / name).write_bytes(b"\x0a\x30\x1a\x04root\x22\x11_tf_keras_network")
    assert open_model(folder / name).format == "saved-model"
    (folder / "saved_model.pb").unlink()
    with pytest.raises(NotAModel):
        open_model(folder / name)


def test_a_graph_beside_a_meta_graph_is_for_the_person_to_choose(sliced: Path) -> None:
    for path in (*sliced.glob("*.index"), *sliced.glob("*.data*")):
        path.unlink()
    shutil.copy(CORPUS / "graph_text" / "graph.pbtxt", sliced / "graph.pbtxt")
    assert open_model(sliced).format == "metagraph"  # `tf.train.write_graph` puts it there: it is the same graph
    shutil.copy(CORPUS / "graph_binary" / "graph.pb", sliced / "frozen.pb")
    with pytest.raises(AmbiguousModel) as caught:
        open_model(sliced)
    assert [found.label for found in caught.value.found] == ["model.ckpt-5.meta", "frozen.pb"]

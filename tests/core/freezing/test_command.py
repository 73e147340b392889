"""`cryograph freeze` and each failure that people meet: our sentence, or our success. And its JSON, key by key."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from tensorboard.compat.proto import meta_graph_pb2

from core.cli import main

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))
from damage import table_of, varint

Told = tuple[int, str, str]


@pytest.fixture
def freeze(client: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """`freeze(path, "--outputs", "y")`: exit status, stdout, stderr, with the worker that is warm already."""
    monkeypatch.setattr("core.session.client.SessionClient", lambda: contextlib.nullcontext(client))

    def run(*words: object) -> Told:
        status = main(["freeze", *map(str, words)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert (status == 0) == (not any(line.startswith("error: ") for line in told.err.splitlines()))
        return status, told.out, told.err

    return run


@pytest.fixture
def report(freeze: Any, tmp_path: Path) -> Any:
    """`report(path, …)`: the JSON of a freeze that succeeds."""

    def run(path: Path, *words: object) -> dict[str, Any]:
        status, out, err = freeze(path, "-o", tmp_path / "out.pb", "--force", "--json", *words)
        assert status == 0, err
        return json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is not strict JSON"))

    return run


def copied(prefix: Path, folder: Path) -> Path:
    """A checkpoint's files in another folder."""
    folder.mkdir()
    for file in prefix.parent.iterdir():
        shutil.copy(file, folder)
    return folder / prefix.name


def data_file(prefix: Path) -> Path:
    return next(prefix.parent.glob(f"{prefix.name}.data-*"))


class TestEachFailure:
    """The rows of the table in their order; a name says what TensorFlow says."""

    def test_passed_float_incompatible_with_expected_float_ref(self, made: Any, report: Any) -> None:
        done = report(made("references_through_control_flow").prefix, "--outputs", "y", "--feed", "p=true")
        assert any("becomes a plain Switch" in text for text in done["repairs"])
        assert done["verified"]["ok"] is True

    def test_x_is_not_in_graph(self, made: Any, freeze: Any, report: Any, tmp_path: Path) -> None:
        prefix = made("ref_variables").prefix
        assert report(prefix, "--outputs", "y:0", "--no-verify")["outputs"] == ["y"]
        status, _, err = freeze(prefix, "--outputs", "two/mat_mul", "-o", tmp_path / "f.pb")
        assert (status, err.count("\n")) == (2, 1)
        assert "There is no op two/mat_mul in the graph. Did you mean" in err
        _, _, err = freeze(prefix, "--outputs", "one", "-o", tmp_path / "f.pb")
        assert "one is a scope; its ops are" in err

    def test_attempting_to_use_uninitialized_value(self, made: Any, freeze: Any, tmp_path: Path) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "less")
        kept = [entry for entry in entries(prefix) if not entry[0].startswith(b"two/w")]
        Path(f"{prefix}.index").write_bytes(table_of(kept))
        for words in (("-o", tmp_path / "f.pb"), ("--dry-run",)):
            status, _, err = freeze(prefix, "--outputs", "y", *words)
            assert status == 1
            assert err.startswith("error: The checkpoint lacks two/w, which y needs.")
        assert not (tmp_path / "f.pb").exists()

    def test_op_type_not_registered(self, made: Any, freeze: Any, report: Any, tmp_path: Path) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "custom")
        change(prefix, lambda graph: graph.node.add(name="z", op="NobodyHasThis", input=["y"]))
        assert report(prefix, "--outputs", "y")["verified"]["ok"] is True
        done = report(prefix, "--outputs", "z")
        assert done["verified"]["ok"] is None
        assert "NobodyHasThis is not part of this TensorFlow" in done["verified"]["reason"]
        _, out, _ = freeze(prefix, "--outputs", "z", "--dry-run")
        assert "z: the op NobodyHasThis is not part of TensorFlow" in out
        assert "--op-library FILE.so" in out
        status, _, err = freeze(prefix, "--outputs", "z", "-o", tmp_path / "z.pb")
        assert status == 0
        assert "--op-library FILE.so" in err
        assert err.count("warning: ") == err.count("\n") == 2

    def test_cannot_assign_a_device(self, made: Any, report: Any, tmp_path: Path) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "placed")

        def place(graph: Any) -> None:
            for node in graph.node:
                node.device = "/job:worker/task:7/device:GPU:3"

        change(prefix, place)
        assert report(prefix, "--outputs", "y", "--device", "CPU:0")["verified"]["ok"] is True

    def test_not_an_sstable_bad_magic_number(
        self, made: Any, freeze: Any, report: Any, models: Path, tmp_path: Path
    ) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "files")
        for path in (data_file(prefix), Path(f"{prefix}.index"), Path(f"{prefix}.meta"), prefix.parent, prefix):
            assert report(path, "--outputs", "y", "--no-verify")["variables_frozen"] == 4
        index = Path(f"{prefix}.index")
        whole = index.read_bytes()
        index.write_bytes(whole[:-9])
        status, _, err = freeze(prefix, "-o", tmp_path / "f.pb")
        assert (status, err.count("\n")) == (1, 1)
        assert index.name in err
        assert "sstable" not in err.lower()
        index.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1234\n")
        status, _, err = freeze(prefix, "-o", tmp_path / "f.pb")
        assert status == 1
        assert "git-lfs pointer" in err
        status, _, err = freeze(models / "lfs_f1_frozen", "-o", tmp_path / "f.pb")
        assert status == 1
        assert "git lfs pull" in err
        status, _, err = freeze(models / "broken_truncated_index", "-o", tmp_path / "f.pb")
        assert (status, err.count("\n")) == (1, 1)

    def test_content_is_larger_than_2gb(self, made: Any, freeze: Any, tmp_path: Path) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "large")
        rows = 150_000_000
        nbytes = rows * 4 * 4
        value = b"\x08\x01\x12" + shape(rows, 4) + b"\x20\x00\x28" + varint(nbytes) + b"\x35\x00\x00\x00\x00"
        kept = [(key, value if key == b"one/w" else old) for key, old in entries(prefix)]
        Path(f"{prefix}.index").write_bytes(table_of(kept))
        with data_file(prefix).open("r+b") as file:
            file.truncate(nbytes)  # a hole: it takes no room on the disk

        def enlarge(graph: Any) -> None:
            node = next(node for node in graph.node if node.name == "one/w")
            del node.attr["shape"].shape.dim[:]
            node.attr["shape"].shape.dim.add(size=rows)
            node.attr["shape"].shape.dim.add(size=4)

        change(prefix, enlarge)
        status, _, err = freeze(prefix, "--outputs", "y", "-o", tmp_path / "f.pb")
        assert status == 1
        assert "error: The file would be 2.4 GB: a .pb can't be larger than 2 GB" in err
        assert "SavedModel" in err
        assert not (tmp_path / "f.pb").exists()

    def test_table_not_initialized(self, made: Any, report: Any) -> None:
        done = report(made("a_hash_table").prefix, "--outputs", "y")
        (kept,) = done["initialisers"]
        assert any(f"{kept} fills a table" in text and "run it once" in text for text in done["warnings"])
        assert done["verified"]["ok"] is True

    def test_callback_pyfunc_0_is_not_found(self, made: Any, freeze: Any, report: Any, tmp_path: Path) -> None:
        prefix = made("a_python_function").prefix
        status, _, err = freeze(prefix, "--outputs", "y,h", "-o", tmp_path / "f.pb")
        assert status == 1
        assert "call calls a Python function that is not in the graph; y needs it." in err
        assert "These outputs do without it: h." in err
        assert report(prefix, "--outputs", "h")["verified"]["ok"] is True

    def test_iterator_not_initialized(self, made: Any, report: Any) -> None:
        done = report(made("an_iterator").prefix, "--outputs", "y")
        assert all("stands in for it" in text for text in done["repairs"])
        assert len(done["inputs"]) == 2
        assert done["verified"]["ok"] is True

    def test_partitioned_variables(self, made: Any, report: Any) -> None:
        done = report(made("partitioned").prefix, "--outputs", "y")
        assert done["variables_frozen"] == 6
        assert done["verified"]["ok"] is True

    def test_you_cannot_freeze_a_graph_twice(self, made: Any, report: Any, freeze: Any, tmp_path: Path) -> None:
        report(made("ref_variables").prefix, "--outputs", "y", "--no-verify")
        shutil.copy(tmp_path / "out.pb", tmp_path / "once.pb")
        assert report(tmp_path / "once.pb", "--outputs", "y")["verified"]["ok"] is True
        status, out, _ = freeze(tmp_path / "once.pb", "--outputs", "y", "--dry-run")
        assert status == 0
        assert "There is nothing to freeze" in out
        status, out, _ = freeze(tmp_path / "once.pb", "--outputs", "y", "--no-verify", "-o", tmp_path / "twice.pb")
        assert status == 0
        assert "There is nothing to freeze" in out

    @pytest.mark.parametrize("model", ["ref_variables", "resource_variables"])
    def test_a_variable_can_be_an_output_itself(self, model: str, made: Any, report: Any) -> None:
        proof = report(made(model).prefix, "--outputs", "two/w,y")["verified"]
        assert [one["equal"] for one in proof["outputs"]] == [True, True]

    def test_a_library_of_ops_that_is_not_there_is_wrong_usage(self, made: Any, freeze: Any, tmp_path: Path) -> None:
        out = tmp_path / "out.pb"
        status, _, err = freeze(made("ref_variables").prefix, "-o", out, "--op-library", tmp_path / "ops.so")
        assert status == 2
        assert "ops.so" in err
        assert not out.exists()

    def test_raw_weights_used(self, made: Any, report: Any, freeze: Any, tmp_path: Path) -> None:
        prefix = made("averaged").prefix
        done = report(prefix, "--outputs", "y", "--no-verify")
        assert "moving averages of 2 of these variables; the raw weights are used" in done["warnings"][0]
        assert report(prefix, "--outputs", "y", "--ema")["warnings"] == []
        _, _, err = freeze(prefix, "--outputs", "y", "--no-verify", "-o", tmp_path / "raw.pb")
        assert "--ema" in err

    def test_latest_checkpoint_is_none(
        self, made: Any, report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "moved")
        state = prefix.parent / "checkpoint"
        state.write_text(f'model_checkpoint_path: "/home/somebody/train/{prefix.name}"\n')
        done = report(prefix.parent, "--outputs", "y", "--no-verify")
        assert done["variables_frozen"] == 4
        assert main(["inspect", str(prefix.parent), "--json"]) == 0
        assert any("/home/somebody/train" in text for text in json.loads(capsys.readouterr().out)["warnings"])

    def test_nodedef_mentions_attr_x_not_in_op(self, made: Any, report: Any, tmp_path: Path) -> None:
        prefix = copied(made("ref_variables").prefix, tmp_path / "newer")
        path = Path(f"{prefix}.meta")
        meta = meta_graph_pb2.MetaGraphDef.FromString(path.read_bytes())
        next(node for node in meta.graph_def.node if node.op == "Softmax").attr["tomorrow"].i = 3
        op = next(op for op in meta.meta_info_def.stripped_op_list.op if op.name == "Softmax")
        op.attr.add(name="tomorrow", type="int").default_value.i = 3
        path.write_bytes(meta.SerializeToString())
        assert report(prefix, "--outputs", "y")["verified"]["ok"] is True


KEYS: dict[str, Any] = {
    "output": str, "engine": str, "device": (str, type(None)), "placed": (dict, type(None)), "outputs": list,
    "nodes_before": int, "nodes_after": int, "variables_frozen": int, "bytes": int, "seconds": float, "repairs": list,
    "warnings": list, "verified": (dict, type(None)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mtcnn_pnet", []),
        ("puzzle15", ["--device", "CPU:0"]),
        ("v1_lenet300", ["--no-verify"]),
        ("sm_keras_lstm", []),
        ("heart_estimator_steps", ["--step", "8000", "--engine", "session"]),
        ("edgetpu_frozen", ["--dry-run"]),
        ("mtcnn_pnet", ["--dry-run"]),
    ],
)
def test_the_json_has_its_keys_and_types(name: str, words: list[str], models: Path, report: Any) -> None:
    done = report(models / name, *words)
    wanted = dict(KEYS)
    if "--dry-run" in words:
        del wanted["output"]
        assert "output" not in done
        assert all(each.keys() == {"severity", "what", "where", "remedy"} for each in done["findings"])
    for key, kind in wanted.items():
        assert isinstance(done[key], kind), key
    assert all(isinstance(text, str) for text in [*done["outputs"], *done["repairs"], *done["warnings"]])
    if "--dry-run" in words or "--no-verify" in words:
        assert done["verified"] is None
        return
    proof = done["verified"]
    assert proof["ok"] is True
    assert proof["restored_by"] == "saver"
    assert isinstance(proof["feeds"], dict)
    assert done["placed"]
    for one in proof["outputs"]:
        assert {"name", "max_abs_diff", "equal", "reason"} <= one.keys()


def test_force_keeps_a_wrong_result_and_says_so(made: Any, freeze: Any, tmp_path: Path) -> None:
    prefix, target = made("references_through_control_flow").prefix, tmp_path / "f.pb"
    words = (prefix, "--outputs", "y", "--as-tensorflow", "-o", target)
    status, _, err = freeze(*words)
    assert status == 1
    assert "no file was written" in err
    assert not target.exists()
    status, out, err = freeze(*words, "--force", "--json")
    assert status == 1
    assert json.loads(out)["verified"]["ok"] is False
    assert target.exists()
    assert "error: The frozen graph does not compute the same: y." in err


def test_an_existing_file_and_a_missing_folder_are_told_before_anything_runs(
    made: Any, freeze: Any, tmp_path: Path
) -> None:
    prefix = made("ref_variables").prefix
    (tmp_path / "f.pb").write_bytes(b"precious")
    assert freeze(prefix, "--outputs", "y", "-o", tmp_path / "f.pb")[0] == 2
    assert (tmp_path / "f.pb").read_bytes() == b"precious"
    assert freeze(prefix, "--outputs", "y", "-o", tmp_path / "no" / "f.pb")[0] == 1


def test_strict_placement_is_kept_or_an_error(made: Any, report: Any, freeze: Any, tmp_path: Path) -> None:
    prefix = made("ref_variables").prefix
    done = report(prefix, "--outputs", "y", "--device", "CPU:1", "--strict-placement")
    assert set(done["placed"]) == {"CPU:1"}
    status, _, err = freeze(prefix, "--outputs", "y", "--device", "GPU:5", "-o", tmp_path / "f.pb")
    assert status == 1
    assert "no device GPU:5 here" in err
    assert "CPU:0" in err


def entries(prefix: Path) -> list[tuple[bytes, bytes]]:
    from core.formats.reader import Reader
    from core.formats.table import Table

    return list(zip(*Table(Reader(Path(f"{prefix}.index"))).columns(), strict=True))


def shape(*sizes: int) -> bytes:
    """A TensorShapeProto with its length before it."""
    dims = b"".join(b"\x12" + varint(len(dim)) + dim for dim in (b"\x08" + varint(size) for size in sizes))
    return varint(len(dims)) + dims


def change(prefix: Path, edit: Any) -> None:
    """Edit the graph of a checkpoint."""
    path = Path(f"{prefix}.meta")
    meta = meta_graph_pb2.MetaGraphDef.FromString(path.read_bytes())
    edit(meta.graph_def)
    path.write_bytes(meta.SerializeToString())

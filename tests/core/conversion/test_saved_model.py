"""SavedModels written without TensorFlow: both of its loaders open them, and signatures give what the source gave."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from saved_oracle import converted, run_graph, run_meta, run_saved_model, same, values

from core.cli import main
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.errors import Cancelled, ConversionError, CryographError, UsageError
from core.opening import open_model
from core.progress import Progress

CORPUS = Path(__file__).parents[2] / "corpus"
MADE = (
    "ref_variables", "resource_variables", "partitioned", "saved_under_other_names", "a_hash_table",
    "cond_and_while_of_tensorflow_1", "control_flow_of_tensorflow_2", "functions_that_capture_variables",
    "large_constants_everywhere", "embeddings", "batch_norm_in_training_form",
)  # fmt: skip


def fed(folder: Path, feeds: dict[str, Any]) -> dict[str, Any]:
    """Values by the keys of the signature instead of the tensors' names."""
    (signature,) = open_model(folder).signatures
    by_tensor = {tensor.removesuffix(":0"): key for key, (tensor, _, _) in signature.inputs.items()}
    return {by_tensor[name]: value for name, value in feeds.items()}


Eagerly = Callable[..., dict[str, Any]]
_LOADER = """
import json, sys
import numpy as np, tensorflow as tf
for line in sys.stdin:
    folder, given, result, signature = json.loads(line)
    call = tf.saved_model.load(folder).signatures[signature]
    feeds = {key: tf.constant(value) for key, value in np.load(given).items()}
    np.savez(result, **{key: value.numpy() for key, value in call(**feeds).items()})
    print("done", flush=True)
"""


@pytest.fixture(scope="session")
def run_eagerly() -> Iterator[Eagerly]:
    """Runs a signature with the loader of TensorFlow 2, in a process of its own, where it runs eagerly."""
    with subprocess.Popen(
        [sys.executable, "-c", _LOADER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:

        def run(folder: Path, feeds: dict[str, Any], signature: str = "serving_default") -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            given, result = folder.parent / "feeds.npz", folder.parent / "results.npz"
            np.savez(given, **{key: np.asarray(value) for key, value in feeds.items()})
            process.stdin.write(json.dumps([str(folder), str(given), str(result), signature]) + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"
            return dict(np.load(result))

        yield run
        assert process.stdin is not None
        process.stdin.close()


_SAVER = """
import sys
import tensorflow as tf

class Both(tf.Module):
    def __init__(self):
        self.w = tf.Variable(tf.range(12.0))
        self.table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2]), -1)

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32, name="x")])
    def double(self, x):
        return {"y": 2 * x @ tf.reshape(self.w, [4, 3])}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="word")])
    def look(self, word):
        return {"number": self.table.lookup(word)}

both = Both()
tf.saved_model.save(both, sys.argv[1], signatures={"double": both.double, "look": both.look})
"""


@pytest.fixture(scope="session")
def saved_with_objects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with a variable, a table and two signatures, as TensorFlow 2 saves it."""
    folder = tmp_path_factory.mktemp("objects") / "both"
    subprocess.run([sys.executable, "-c", _SAVER, str(folder)], check=True, capture_output=True, timeout=120)
    return folder


class TestFromACheckpoint:
    @pytest.mark.parametrize("variables", ["keep", "frozen"])
    @pytest.mark.parametrize("name", MADE)
    def test_the_signature_gives_what_the_session_gave(
        self, tf: Any, made: Any, tmp_path: Path, name: str, variables: str
    ) -> None:
        model = made(name)
        folder = tmp_path / "out"
        converted(model.prefix, folder, "saved-model", outputs=tuple(model.outputs), variables=variables)
        found = run_saved_model(tf, folder, fed(folder, model.feeds))
        assert len(found) == len(model.outputs)
        for one, other in zip(found.values(), model.expected, strict=True):
            same(one, other)
        assert (folder / "variables").is_dir() == (variables == "keep")

    @pytest.mark.parametrize("name", ["ref_variables", "resource_variables", "control_flow_of_tensorflow_2"])
    def test_the_loader_of_tensorflow_2_opens_it_too(
        self, made: Any, run_eagerly: Eagerly, tmp_path: Path, name: str
    ) -> None:
        model = made(name)
        converted(model.prefix, tmp_path / "out", "saved-model", outputs=tuple(model.outputs))
        found = run_eagerly(tmp_path / "out", fed(tmp_path / "out", model.feeds))
        np.testing.assert_allclose(next(iter(found.values())), model.expected[0], rtol=1e-6)

    def test_there_and_back_again(self, tf: Any, made: Any, tmp_path: Path) -> None:
        for name in ("ref_variables", "partitioned"):
            model = made(name)
            (tmp_path / name).mkdir()
            converted(model.prefix, tmp_path / name / "model", "saved-model", outputs=("y",))
            converted(tmp_path / name / "model", tmp_path / name / "again", "checkpoint")
            prefix = tmp_path / name / "again" / "model.ckpt"
            for anew in (False, True):
                same(run_meta(tf, prefix, ["y"], model.feeds, anew=anew)[0], model.expected[0])
            found, stored = values(tf, prefix), values(tf, model.prefix)
            for key, value in found.items():
                same(value, stored[key])

    def test_only_what_the_outputs_need(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")  # with Adam's slots and the training ops
        converted(model.prefix, tmp_path / "out", "saved-model", outputs=("y",))
        assert set(values(tf, tmp_path / "out" / "variables" / "variables")) == {"one/w", "one/b", "two/w", "two/b"}
        assert not [node for node in open_model(tmp_path / "out").graph.nodes if "Adam" in node.name]

    def test_averages_instead_of_raw_weights(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("averaged")
        converted(model.prefix, tmp_path / "out", "saved-model", outputs=("y",), ema=True)
        stored = values(tf, model.prefix)
        found = values(tf, tmp_path / "out" / "variables" / "variables")
        same(found["one/w"], stored["one/w/ExponentialMovingAverage"])


class TestSignatures:
    def test_names_types_and_shapes(self, made: Any, run_eagerly: Eagerly, tmp_path: Path) -> None:
        model = made("several_outputs")
        keys = "features=x,probabilities=p,class=c,second=top:1"
        converted(
            model.prefix,
            tmp_path / "out",
            "saved-model",
            outputs=("p", "c", "top:1"),
            keys=keys,
            signature_name="predict",
        )
        (signature,) = open_model(tmp_path / "out").signatures
        assert signature.name == "predict"
        assert signature.method == "tensorflow/serving/predict"
        assert {key: (told[0], told[1].name) for key, told in signature.outputs.items()} == {
            "probabilities": ("p:0", "float32"), "class": ("c:0", "int64"), "second": ("top:1", "int32"),
        }  # fmt: skip
        assert signature.inputs["features"][2] == (-1, 4)
        found = run_eagerly(tmp_path / "out", {"features": model.feeds["x"]}, "predict")
        for key, expected in zip(("probabilities", "class", "second"), model.expected, strict=True):
            np.testing.assert_allclose(found[key], expected, rtol=1e-6)
            assert found[key].dtype == expected.dtype

    @pytest.mark.parametrize(
        ("keys", "what"), [("x", "names no key"), ("a=x,a=y", "there twice"), ("a=nothing", "neither an input nor")]
    )
    def test_wrong_keys_are_said(self, made: Any, tmp_path: Path, keys: str, what: str) -> None:
        with pytest.raises(UsageError, match=what):
            converted(made("ref_variables").prefix, tmp_path / "out", "saved-model", outputs=("y",), keys=keys)
        assert list(tmp_path.iterdir()) == []

    def test_a_graph_that_is_cut_at_chosen_inputs(self, tf: Any, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        hidden = next(node.name for node in open_model(model.prefix).graph.nodes if node.op == "Relu")
        converted(model.prefix, tmp_path / "out", "saved-model", outputs=("y",), inputs=(hidden,), keys=f"h={hidden}")
        value = np.ones((2, 5), np.float32)
        expected = run_meta(tf, model.prefix, ["y"], {hidden: value})[0]
        same(next(iter(run_saved_model(tf, tmp_path / "out", {"h": value}).values())), expected)

    @pytest.mark.parametrize("name", ["saved_model_tf1", "saved_model_tf2"])
    def test_those_of_a_saved_model_stay(self, tf: Any, tmp_path: Path, name: str) -> None:
        report = converted(CORPUS / name, tmp_path / "out", "saved-model")
        source, result = open_model(CORPUS / name), open_model(tmp_path / "out")
        own = [each for each in source.signatures if each.tags == source.meta_graphs[0].tags]
        assert {each.name: (each.inputs, each.outputs) for each in own} == {
            each.name: (each.inputs, each.outputs) for each in result.signatures
        }
        assert any("object tree" in str(note) for note in report.outcome.notes) == (name == "saved_model_tf2")
        tf1 = tf.compat.v1
        for signature in own:
            feeds = {t: np.ones([max(n, 1) for n in shape or ()], d.numpy) for t, d, shape in signature.inputs.values()}
            fetches = [tensor for tensor, _, _ in signature.outputs.values()]
            found = []
            for folder, tags in ((CORPUS / name, signature.tags), (tmp_path / "out", ["serve"])):
                with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
                    tf1.saved_model.load(session, tags, str(folder))
                    found.append(session.run(fetches, feeds))
            for one, other in zip(*found, strict=True):
                same(one, other)

    @pytest.mark.parametrize("variables", ["keep", "frozen"])
    def test_one_with_objects_opens_with_the_loader_of_tensorflow_2(
        self, saved_with_objects: Path, run_eagerly: Eagerly, tmp_path: Path, variables: str
    ) -> None:
        """The objects name functions and values that the result has under other names, or not at all."""
        converted(saved_with_objects, tmp_path / "out", "saved-model", signature="double", variables=variables)
        feeds = {"x": np.arange(8, dtype=np.float32).reshape(2, 4)}
        found = run_eagerly(tmp_path / "out", feeds, "double")
        expected = run_eagerly(saved_with_objects, feeds, "double")
        assert found.keys() == expected.keys() == {"y"}
        np.testing.assert_allclose(found["y"], expected["y"], rtol=1e-6)

    def test_the_preflight_tells_ends_and_size(self, made: Any, tmp_path: Path) -> None:
        model = made("ref_variables")
        request = Request(tmp_path / "out", outputs=("y",))
        told = target_named("saved-model").preflight(open_model(model.prefix), request)
        assert (told.inputs, told.outputs, told.blocked) == (["x"], ["y"], False)
        report = converted(model.prefix, tmp_path / "out", "saved-model", outputs=("y",))
        assert told.predicted_bytes == pytest.approx(report.outcome.nbytes, rel=0.1)


class TestProof:
    @pytest.mark.parametrize("name", ["ref_variables", "partitioned", "a_hash_table", "a_queue"])
    def test_the_worker_loads_it_and_compares(self, made: Any, client: Any, tmp_path: Path, name: str) -> None:
        model = made(name)
        report = converted(model.prefix, tmp_path / "out", "saved-model", client=client, outputs=("y",))
        assert [check.ok for check in report.checks] == [True, True]
        assert report.outcome.placed

    def test_a_server_elsewhere_can_not_check_it(self, made: Any, client: Any, tmp_path: Path) -> None:
        prefix, out = made("ref_variables").prefix, tmp_path / "out"
        device = "grpc://192.0.2.1:2222/CPU:0"
        report = converted(prefix, out, "saved-model", client=client, outputs=("y",), device=device)
        assert [check.ok for check in report.checks] == [True, None]

    def test_a_wrong_one_is_not_kept(
        self, made: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from core.conversion.restorable import writing

        pieces = writing.pieces
        monkeypatch.setattr(writing, "pieces", lambda *given: (bytes(len(piece)) for piece in pieces(*given)))
        with pytest.raises(CryographError, match="A check failed, and nothing was written"):
            converted(made("ref_variables").prefix, tmp_path / "out", "saved-model", client=client, outputs=("y",))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("variables", ["keep", "frozen"])
    @pytest.mark.parametrize(
        "name", ["mtcnn_pnet", "v1_lenet300", "sm_keras_lstm", "sm_mlnet_mnist_lr_model", "dl4j_gru_dynamic_pbtxt"]
    )
    def test_real_models(self, models: Path, client: Any, tmp_path: Path, name: str, variables: str) -> None:
        report = converted(models / name, tmp_path / "out", "saved-model", client=client, variables=variables)
        assert report.checks
        assert all(check.ok for check in report.checks)


class TestTables:
    def words(self, tf: Any, folder: Path) -> None:
        """A SavedModel whose table is filled from a file, saved by TensorFlow."""
        tf1 = tf.compat.v1
        vocabulary = folder.parent / "words.txt"
        vocabulary.write_text("zero\none\ntwo\n")
        with tf.Graph().as_default(), tf1.Session() as session:
            table = tf.lookup.StaticHashTable(
                tf.lookup.TextFileInitializer(
                    str(vocabulary), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64,
                    tf.lookup.TextFileIndex.LINE_NUMBER,
                ),
                -1,
            )  # fmt: skip
            w = tf1.get_variable("w", [3, 2], use_resource=True)
            x = tf1.placeholder(tf.string, [None], "x")
            y = tf.nn.embedding_lookup(w, tf.maximum(table.lookup(x), 0), name="y")
            session.run([tf1.global_variables_initializer(), tf1.tables_initializer()])
            tf1.saved_model.simple_save(
                session, str(folder), {"x": x}, {"y": y}, legacy_init_op=tf1.tables_initializer()
            )
        vocabulary.unlink()

    def test_the_file_comes_along(self, tf: Any, client: Any, tmp_path: Path) -> None:
        self.words(tf, tmp_path / "source")
        feeds = {"x": np.array([b"two", b"one", b"none"], object)}
        expected = run_saved_model(tf, tmp_path / "source", feeds)
        report = converted(tmp_path / "source", tmp_path / "out", "saved-model", client=client)
        assert all(check.ok for check in report.checks)
        shutil.rmtree(tmp_path / "source")
        same(run_saved_model(tf, tmp_path / "out", feeds)["y"], expected["y"])
        assert (tmp_path / "out" / "assets" / "words.txt").read_text() == "zero\none\ntwo\n"

    def test_a_table_that_would_stay_empty_is_said_before(self, tf: Any, tmp_path: Path) -> None:
        self.words(tf, tmp_path / "source")
        with pytest.raises(ConversionError, match="would stay empty"):
            converted(tmp_path / "source", tmp_path / "out", "saved-model", variables="frozen")
        assert not (tmp_path / "out").exists()

    def test_a_checkpoint_says_that_it_has_no_place_for_it(self, tf: Any, tmp_path: Path) -> None:
        self.words(tf, tmp_path / "source")
        report = converted(tmp_path / "source", tmp_path / "out", "checkpoint")
        assert any("no place for the file words.txt" in str(note) for note in report.outcome.notes)

    def test_no_file_from_anywhere_else_is_taken(self, tf: Any, tmp_path: Path) -> None:
        self.words(tf, tmp_path / "source")
        data = (tmp_path / "source" / "saved_model.pb").read_bytes()
        secret = tmp_path / "ecret.txt"  # as long as words.txt, with the way to it
        secret.write_text("mine")
        (tmp_path / "source" / "saved_model.pb").write_bytes(data.replace(b"words.txt", b"../e.text"))
        report = converted(tmp_path / "source", tmp_path / "out", "saved-model")
        assert not (tmp_path / "out" / "assets").exists()
        assert any("is not beside the model" in str(note) for note in report.outcome.notes)


class TestFromConstants:
    def test_frozen_graphs_stay_frozen_or_have_chosen_variables(
        self, tf: Any, made: Any, run_eagerly: Eagerly, tmp_path: Path
    ) -> None:
        model = made("ref_variables")
        converted(model.prefix, tmp_path / "one.pb", "pb", outputs=("y",))
        expected = run_graph(tf, tmp_path / "one.pb", ["y"], model.feeds)[0]
        for number, options in enumerate(({}, {"match": "*/w"}, {"match": "*/w,*/b", "resource": True})):
            folder = tmp_path / f"model{number}"
            converted(tmp_path / "one.pb", folder, "saved-model", outputs=("y",), **options)
            same(run_saved_model(tf, folder, model.feeds)["y"], expected)
            np.testing.assert_allclose(run_eagerly(folder, model.feeds)["y"], expected, rtol=1e-6)
            if options:
                assert "one/w" in values(tf, folder / "variables" / "variables")


def test_python_that_is_not_there_is_said(made: Any, tmp_path: Path) -> None:
    with pytest.raises(CryographError, match="Python function"):
        converted(made("a_python_function").prefix, tmp_path / "out", "saved-model", outputs=("y",))
    assert list(tmp_path.iterdir()) == []


def test_cancelled_leaves_nothing(made: Any, tmp_path: Path) -> None:
    class Later(Progress):
        left = 6

        def show(self, stage: Any, fraction: float | None) -> None:
            self.left -= 1
            if not self.left:
                self.cancel()

    with pytest.raises(Cancelled):
        converted(made("ref_variables").prefix, tmp_path / "out", "saved-model", outputs=("y",), progress=Later())
    assert list(tmp_path.iterdir()) == []


def test_only_another_saved_model_is_replaced(made: Any, tmp_path: Path) -> None:
    prefix, out = made("ref_variables").prefix, tmp_path / "out"
    converted(prefix, out, "saved-model", outputs=("y",))
    converted(prefix, out, "saved-model", outputs=("y",), overwrite=True, shards=2)
    assert len(list((out / "variables").glob("*.data-*"))) == 2
    (out / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        converted(prefix, out, "saved-model", outputs=("y",), overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_command(tf: Any, capsys: Any, tmp_path: Path, sample: Path) -> None:
    words = ["convert", str(sample), str(tmp_path / "out"), "--to", "saved-model", "--no-verify", "--json"]
    assert main([*words, "--keys", "digits=probabilities", "--rename", "^=model/"]) == 0
    result = json.loads(capsys.readouterr().out)["results"][0]
    assert result["ok"]
    assert list(result["outputs"]) == ["digits"]
    names = list(values(tf, tmp_path / "out" / "variables" / "variables"))
    assert names
    assert [name for name in names if not name.startswith("model/")] == []

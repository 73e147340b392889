"""Keras' own files as sources: made by Keras, judged by Keras' own predictions; nothing in them is run as code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.cli import main
from core.conversion.convert import convert_each
from core.conversion.registry import target_named
from core.conversion.sources import opened
from core.conversion.target import Request
from core.conversion.work import Work
from core.errors import Cancelled, NotAModel, SessionError
from core.opening import open_model
from core.progress import Progress
from core.session.client import SessionClient

PROGRAM = """
import sys
from pathlib import Path
import numpy as np
import tensorflow as tf

folder, marker = Path(sys.argv[1]), sys.argv[2]
k = tf.keras
k.utils.set_random_seed(4)
layers = [k.layers.Input((6, 6, 1), name="picture"), k.layers.Conv2D(3, 3), k.layers.BatchNormalization(),
          k.layers.Flatten(), k.layers.Dense(4, activation="softmax")]
model = k.Sequential(layers)
model.save(folder / "whole.keras")
model.save(folder / "whole.h5")
model.save_weights(folder / "only.weights.h5")
value = np.random.default_rng(1).random((3, 6, 6, 1), np.float32)
np.savez(folder / "expected.npz", value=value, gives=model.predict(value, verbose=0))

def evil(x):
    open(marker, "w").close()
    return x

lambdas = k.Sequential([k.layers.Input((4,)), k.layers.Lambda(lambda x, m=marker: (open(m, "w").close(), x)[1],
                        output_shape=(4,), name="evil")])
Path(marker).unlink(missing_ok=True)
lambdas.save(folder / "code.keras")
lambdas.save(folder / "code.h5")

@k.utils.register_keras_serializable()
class Mine(k.layers.Layer):
    def call(self, x):
        return x + 1.0

k.Sequential([k.layers.Input((4,)), Mine()]).save(folder / "mine.keras")
Path(marker).unlink(missing_ok=True)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files by Keras; `evil`, beside them, is what the code in them would write if it were run."""
    folder = tmp_path_factory.mktemp("keras")
    subprocess.run([sys.executable, "-c", PROGRAM, str(folder), str(folder / "evil")], check=True, capture_output=True)
    (folder / "other.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    (folder / "cut.keras").write_bytes((folder / "whole.keras").read_bytes()[:4000])
    (folder / "plain").write_bytes((folder / "whole.h5").read_bytes())
    return folder


@pytest.fixture(scope="module")
def eager() -> Iterator[SessionClient]:
    """A worker as Keras wants it."""
    with SessionClient(eager=True) as client:
        yield client


@pytest.mark.parametrize("name", ["whole.keras", "whole.h5", "plain"])
def test_a_model_becomes_a_frozen_graph_that_predicts_the_same(
    name: str, files: Path, tf: Any, capsys: Any, tmp_path: Path
) -> None:
    path = tmp_path / "out.pb"
    assert main(["convert", str(files / name), str(path), "--json", "--no-verify"]) == 0
    [result] = json.loads(capsys.readouterr().out)["results"]
    assert result["source"] == str(files / name)
    expected = np.load(files / "expected.npz")
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(tf.compat.v1.GraphDef.FromString(path.read_bytes()), name="")
        with tf.compat.v1.Session(graph=graph) as session:
            [given], [gives] = result["inputs"].values(), result["outputs"].values()
            mine = session.run(gives, {given: expected["value"]})
    np.testing.assert_allclose(mine, expected["gives"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("code.keras", "evil: the file holds Python code"),
        ("code.h5", "evil: the file holds Python code"),
        ("mine.keras", "needs Mine, which exists only in the program that made it"),
        ("only.weights.h5", "weights of a Keras model without the model"),
        ("other.h5", "damaged or cut off"),
        ("cut.keras", "damaged"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_words_and_nothing_of_it_is_run(
    name: str, what: str, files: Path, eager: SessionClient, tmp_path: Path
) -> None:
    with pytest.raises(SessionError, match=what):
        eager.request("keras", {"path": str(files / name), "folder": str(tmp_path / "exported")}, progress=Progress())
    assert list(tmp_path.iterdir()) == []
    assert not (files / "evil").exists()


def test_several_sources_one_of_them_refused(files: Path, sample: Path, tmp_path: Path) -> None:
    named = shutil.copy(
        files / "whole.keras", tmp_path / "model.keras.keras"
    )  # as a folder and a link beside it might be
    with Work.beginning(Progress()) as work:
        results = convert_each(
            [files / "only.weights.h5", named, sample], target_named("pb"), tmp_path / "out",
            Request(tmp_path, verify=False), work, open_source=lambda path: opened(path, work),
        )  # fmt: skip
    assert [result.ok for result in results] == [False, True, True]
    assert str(results[0].error).startswith("only.weights.h5: These are the weights")
    assert results[1].output.name == "model.keras.frozen.pb"
    assert str(named) in results[1].command


def test_cancelling_the_load_leaves_nothing(files: Path) -> None:
    class Impatient(Progress):
        def show(self, stage: Any, fraction: float | None) -> None:
            if str(stage) == "Loading the Keras model":
                self.cancel()

    with Work.beginning(Impatient()) as work, pytest.raises(Cancelled), opened(files / "whole.keras", work):
        raise AssertionError("it was opened")


@pytest.mark.parametrize("name", ["whole.keras", "whole.h5", "plain"])
def test_opening_refuses_it_and_says_how_to_convert_it(name: str, files: Path) -> None:
    with pytest.raises(NotAModel, match="can't be looked at without running it") as refused:
        open_model(files / name)
    assert f"cryograph convert {name} FOLDER --to saved-model" in str(refused.value.remedy)

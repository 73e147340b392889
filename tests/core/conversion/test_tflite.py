"""TensorFlow Lite: read by its interpreter in the test's own process, against TensorFlow's values of the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from runtime_oracle import SHARED, converted, frozen_graph, interpreter, near, original

from core.conversion.registry import target_named
from core.conversion.target import Request
from core.errors import Cancelled, ConversionError, FormatError, SessionError, UsageError
from core.opening import open_model
from core.progress import Progress

RANDOM = np.random.default_rng(12)


@pytest.mark.parametrize(
    ("name", "given", "shape", "output", "part"), SHARED, ids=lambda value: str(value).partition("/")[0]
)
def test_shared_models_give_in_the_interpreter_what_tensorflow_gives(
    name: str,
    given: str,
    shape: tuple[int, ...],
    output: str,
    part: float,
    models: Path,
    tf: Any,
    client: Any,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tflite"
    result = converted(models / name, "tflite", path, client)
    assert [check.ok for check in result.checks] == [True]
    value = RANDOM.random(shape, np.float32)
    mine = interpreter(tf, path)(**{given: value})
    near(original(tf, models / name, {given: value}, [output])[0], mine[output], part)


@pytest.mark.parametrize(
    ("quantise", "part", "size"), [("float16", 0.01, 0.6), ("dynamic", 0.05, 0.4), ("int8", 0.1, 0.4)]
)
def test_each_precision_is_as_near_and_as_small_as_it_says(
    quantise: str, part: float, size: float, sample: Path, tf: Any, client: Any, tmp_path: Path
) -> None:
    samples = tmp_path / "samples.npy"
    np.save(samples, RANDOM.random((24, 28, 28, 1), np.float32))
    path, whole = tmp_path / "a.tflite", tmp_path / "whole.tflite"
    options = {"quantise": quantise, **({"samples": samples} if quantise == "int8" else {})}
    result = converted(sample, "tflite", path, client, options=options)
    assert [check.ok for check in result.checks] == [True]
    assert f"{part * 100:g} %" in str(result.checks[0].what)
    assert result.outcome.notes == []
    converted(sample, "tflite", whole, client, verify=False)
    assert path.stat().st_size < size * whole.stat().st_size
    value = np.load(samples)[:3]
    mine = interpreter(tf, path)(image=value)["probabilities"]
    near(original(tf, sample, {"image": value}, ["probabilities"])[0], mine, part)


def test_int8_without_samples_is_warned_of_and_noted(sample: Path, client: Any, tmp_path: Path) -> None:
    options = {"quantise": "int8"}
    ahead = target_named("tflite").preflight(open_model(sample), Request(tmp_path / "a.tflite", options=options))
    assert any(finding.severity == "warning" and "random values" in str(finding.what) for finding in ahead.findings)
    result = converted(sample, "tflite", tmp_path / "a.tflite", client, options=options)
    assert "random values" in str(result.outcome.notes[-1])


def test_int8_is_checked_on_what_it_was_measured_on(sample: Path, client: Any, tmp_path: Path) -> None:
    # Made-up values between 0 and 1 would all fall on one of two steps of such ranges.
    np.save(tmp_path / "bright.npy", 255 * RANDOM.random((24, 28, 28, 1), np.float32))
    options = {"quantise": "int8", "samples": tmp_path / "bright.npy"}
    result = converted(sample, "tflite", tmp_path / "a.tflite", client, options=options)
    assert [check.ok for check in result.checks] == [True]


def test_int8_from_a_folder_of_pictures(sample: Path, client: Any, tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(RANDOM.integers(0, 255, (30, 40), np.uint8)).save(folder / f"{number}.png")
    result = converted(sample, "tflite", tmp_path / "a.tflite", client, options={"quantise": "int8", "samples": folder})
    assert [check.ok for check in result.checks] == [True]


@pytest.mark.parametrize(
    ("name", "content", "error", "what"),
    [
        ("none.npy", None, ConversionError, "no samples at"),
        ("text.npy", b"no array", FormatError, "can't be read as samples"),
        ("cut.npz", b"PK\x03\x04 cut off", FormatError, "can't be read as samples"),
        ("words.npy", np.array([["a"]]), UsageError, "are no numbers"),
        ("wrong.npy", np.zeros((4, 27, 28, 1), np.float32), UsageError, r"4×27×28×1; \?×28×28×1 is needed"),
        ("other.npz", {"other": np.zeros(3)}, UsageError, "nothing for image; it has other"),
    ],
)
def test_samples_that_do_not_fit_are_refused_in_words(
    name: str, content: Any, error: type[Exception], what: str, sample: Path, client: Any, tmp_path: Path
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, dict):
        np.savez(path, **content)
    elif content is not None:
        np.save(path, content)
    with pytest.raises(error, match=what):
        converted(sample, "tflite", tmp_path / "a.tflite", client, options={"quantise": "int8", "samples": path})
    assert not (tmp_path / "a.tflite").exists()


def test_several_inputs_and_outputs_of_several_kinds(tf: Any, client: Any, tmp_path: Path) -> None:
    source, path = frozen_graph(tf, tmp_path / "source.pb", "several"), tmp_path / "a.tflite"
    names = ["scaled", "best", "sums", "y"]
    converted(source, "tflite", path, client, outputs=tuple(names))
    feeds = {"x": RANDOM.normal(size=(3, 6, 6, 2)).astype("f"), "scale": np.asarray(0.5, "f")}
    mine = interpreter(tf, path)(**feeds)
    for name, one in zip(names, original(tf, source, feeds, names), strict=True):
        near(one, mine[name], 1e-4)


def test_an_op_that_tflite_lacks_is_named(tf: Any, client: Any, tmp_path: Path) -> None:
    source = frozen_graph(tf, tmp_path / "source.pb", "lacking")
    with pytest.raises(SessionError, match=r"nothing for Erfinv \(lacks\)"):
        converted(source, "tflite", tmp_path / "a.tflite", client)
    assert [path.name for path in tmp_path.iterdir()] == ["source.pb"]


def test_tensorflows_own_ops_are_used_where_there_is_no_other_way_and_said(
    tf: Any, client: Any, tmp_path: Path
) -> None:
    source, path = frozen_graph(tf, tmp_path / "source.pb", "strings"), tmp_path / "a.tflite"
    result = converted(source, "tflite", path, client)
    assert "AsString, StringToHashBucketFast run in TensorFlow's own code" in str(result.outcome.notes[-1])
    assert b"FlexAsString" in path.read_bytes()
    assert [check.ok for check in result.checks] == [True]
    assert "with TensorFlow running the select ops" in str(result.checks[0].what)
    with pytest.raises(SessionError, match=r"AsString \(said\); StringToHashBucketFast \(hashed\)") as refused:
        converted(source, "tflite", tmp_path / "b.tflite", client, options={"select-ops": "no"})
    assert "--select-ops auto" in str(refused.value.remedy)


def test_a_scope_of_a_name_like_a_select_ops_is_no_select_op(tf: Any, client: Any, tmp_path: Path) -> None:
    with tf.Graph().as_default() as graph, tf.name_scope("FlexDense"):
        words = tf.strings.as_string(tf.compat.v1.placeholder(tf.float32, [2, 2], "x") * tf.constant([[1.5, 2.0]]))
        tf.strings.to_hash_bucket_fast(words, 100, name="y")
    source = tmp_path / "source.pb"
    source.write_bytes(graph.as_graph_def().SerializeToString())
    result = converted(source, "tflite", tmp_path / "a.tflite", client)
    assert b"FlexDense/" in (tmp_path / "a.tflite").read_bytes()
    assert str(result.outcome.notes[-1]).startswith("AsString, StringToHashBucketFast run")


def test_a_single_string_is_what_the_interpreter_gets(tf: Any, client: Any, tmp_path: Path) -> None:
    with tf.Graph().as_default() as graph:
        word = tf.compat.v1.placeholder(tf.string, [], "x")
        tf.strings.to_hash_bucket_fast(word, 1000, name="y")
    source = tmp_path / "source.pb"
    source.write_bytes(graph.as_graph_def().SerializeToString())
    for text in (b"", b"a", b"a longer one\0"):
        feeds = {"x": np.array(text, object)}
        result = converted(source, "tflite", tmp_path / f"{len(text)}.tflite", client, feeds=feeds)
        assert [check.ok for check in result.checks] == [True]


def test_lists_of_a_loop_stay_tensorflows(models: Path, client: Any, tmp_path: Path) -> None:
    result = converted(models / "sm_keras_lstm", "tflite", tmp_path / "a.tflite", client)
    assert "TensorListReserve" in str(result.outcome.notes[-1])
    assert [check.ok for check in result.checks] == [True]


def test_what_is_there_stays_when_it_is_cancelled(sample: Path, client: Any, tmp_path: Path) -> None:
    class Impatient(Progress):
        def show(self, stage: Any, fraction: float | None) -> None:
            if str(stage) == "Checking":
                self.cancel()

    path = tmp_path / "a.tflite"
    path.write_bytes(b"mine")
    with pytest.raises(UsageError, match="there already"):
        converted(sample, "tflite", path, client)
    with pytest.raises(Cancelled):
        converted(sample, "tflite", path, client, overwrite=True, progress=Impatient())
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]

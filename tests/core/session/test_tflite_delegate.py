"""TensorFlow's own ops in TFLite's interpreter: the same values as in TensorFlow, of every kind that it carries."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.session.tflite_delegate import TensorFlowDelegate

RANDOM = np.random.default_rng(31)


@pytest.fixture
def made(tf: Any, tmp_path: Path) -> Any:
    """Make of a Python function a model with select ops; gives the function, an interpreter, and its delegate."""

    def make(function: Any, *specs: Any) -> tuple[Any, Any, TensorFlowDelegate]:
        module = tf.Module()
        module.call = tf.function(function, input_signature=specs)
        folder = str(tmp_path / "saved")
        tf.saved_model.save(module, folder, signatures=module.call)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
        converter._experimental_lower_tensor_list_ops = False
        delegate = TensorFlowDelegate()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the interpreter says that it moves to another package
            interpreter = tf.lite.Interpreter(model_content=converter.convert(), experimental_delegates=[delegate])
        return module.call, interpreter.get_signature_runner(), delegate

    with tf.__internal__.eager_context.eager_mode():
        yield make


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        expected = np.asarray(value)
        assert (expected.dtype, expected.shape) == (other[name].dtype, other[name].shape)
        if expected.dtype.kind in "fc":
            np.testing.assert_allclose(other[name], expected, rtol=1e-5, atol=1e-6)
        else:
            np.testing.assert_array_equal(other[name], expected)


def test_strings_and_numbers_of_many_kinds_and_of_any_size(tf: Any, made: Any) -> None:
    def function(x: Any) -> dict[str, Any]:
        words = tf.strings.as_string(x * 3.0, precision=2)
        square = tf.reduce_sum(x) * tf.eye(4) + tf.ones([4, 4])
        return {
            "words": tf.strings.regex_replace(words, "0.*", ""),  # empty ones too
            "hashes": tf.strings.to_hash_bucket_fast(words, 9),
            "inverse": tf.linalg.inv(square) * 2.0,
            "complex": tf.linalg.inv(tf.complex(square, x[0])),
            "half": tf.nn.softsign(tf.cast(x, tf.float16)),
            "flags": tf.math.is_inf(x),
            "one": tf.linalg.det(square),
        }

    call, runner, delegate = made(function, tf.TensorSpec([None, 4], tf.float32, "x"))
    for rows in (2, 5, 1):
        value = RANDOM.random((rows, 4), np.float32)
        same(call(value), runner(x=value))
    assert delegate.error is None


def test_lists_of_tensors_go_round_in_a_loop(tf: Any, made: Any) -> None:
    def function(x: Any) -> dict[str, Any]:
        states = tf.TensorArray(tf.float32, 5)
        state = tf.zeros([tf.shape(x)[0], 3])
        for step in tf.range(5):
            state = tf.tanh(state + x[:, step])
            states = states.write(step, state)
        return {"states": states.stack()}

    call, runner, _ = made(function, tf.TensorSpec([None, 5, 3], tf.float32, "x"))
    value = RANDOM.random((2, 5, 3), np.float32)
    same(call(value), runner(x=value))
    same(call(value[:1]), runner(x=value[:1]))


def test_what_tensorflow_refuses_is_kept_in_its_words(tf: Any, made: Any) -> None:
    _, runner, delegate = made(lambda x: {"y": tf.linalg.inv(x)}, tf.TensorSpec([3, 3], tf.float32, "x"))
    with pytest.raises(RuntimeError, match="failed to invoke"):
        runner(x=np.zeros((3, 3), np.float32))
    assert "not invertible" in str(delegate.error)

"""What is said of two runtimes' values; that they are compared at all is tested with ONNX and TensorFlow Lite."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from core.session import second_opinion
from core.session.protocol import text_from_json


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        (np.float32([1, 2]), np.float32([1, np.nan]), "infinite or not a number in one of them only"),
        (np.float32([1, np.inf]), np.float32([1, 2]), "infinite or not a number in one of them only"),
        (np.array([b"a"], object), np.array([b"b"], object), "not the same values"),
        (np.array([True]), np.array([False]), "not the same values"),
    ],
)
def test_values_that_have_no_difference_in_numbers_have_one_in_words(
    mine: Any, theirs: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_opinion, "run_frozen", lambda _: ([mine], {}))
    job: Any = SimpleNamespace(params={"outputs": [{"name": "y"}], "tolerance": 1e-4, "random": False})
    [output] = second_opinion.compared(job, {"y": theirs})["outputs"]
    assert output["equal"] is False
    assert str(text_from_json(output["reason"])) == reason
    [output] = second_opinion.compared(job, {"y": mine})["outputs"]
    assert (output["equal"], output["reason"]) == (True, None)


def test_a_draw_that_comes_out_the_same_twice_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([0, 0, 0, 1])
    monkeypatch.setattr(second_opinion, "run_frozen", lambda _: ([np.float32([next(draws)])], {}))
    job: Any = SimpleNamespace(params={"outputs": [{"name": "y"}], "tolerance": 1e-4, "random": True})
    [output] = second_opinion.compared(job, {"y": np.float32([2])})["outputs"]
    assert output["equal"] is None
    assert "random numbers" in str(text_from_json(output["reason"]))


def test_a_wrong_output_beside_a_draw_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "run_frozen", lambda _: ([np.float32([0])], {}))
    job: Any = SimpleNamespace(params={"outputs": [{"name": "y"}], "tolerance": 1e-4, "random": True})
    [output] = second_opinion.compared(job, {"y": np.float32([2])})["outputs"]
    assert output["equal"] is False

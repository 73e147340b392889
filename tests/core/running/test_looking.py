"""How a result is looked at, kept, compared and saved."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from core.errors import FormatError, UsageError
from core.running import history
from core.running.history import History, Record, compare, fingerprint, same_input
from core.running.looking import as_picture, difference_of, differences, is_picture, read_labels, top_classes
from core.running.result import RunResult
from core.running.saving import save_csv, save_npy, save_npz


def result(**outputs: np.ndarray) -> RunResult:
    return RunResult(outputs, None, {}, [0.1])


def record(fed: dict[str, np.ndarray], **outputs: np.ndarray) -> Record:
    return Record(1, "m", {name: fingerprint(value) for name, value in fed.items()}, result(**outputs))


def test_the_likeliest_classes_have_their_labels() -> None:
    rows = top_classes(np.float32([[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]]), ["cat", "dog"], count=2)
    assert [[(each.index, each.label) for each in row] for row in rows] == [
        [(1, "dog"), (2, "2")],
        [(0, "cat"), (1, "dog")],
    ]
    assert rows[0][0].value == pytest.approx(0.7)


@pytest.mark.parametrize(
    "value",
    [
        np.float32(1.0),
        np.float32([1.0]),
        np.float32([0.5, 0.6]),
        np.float32([-0.5, 1.5]),
        np.float32([np.nan, 1]),
        np.int32([0, 1]),
        np.zeros((0, 3), np.float32),
        np.full((1, 2, 2), 0.5, np.float32),
        np.array([b"a", b"b"], object),
    ],
)
def test_what_is_no_row_of_probabilities_has_no_classes(value) -> None:
    assert top_classes(value) is None


def test_a_file_of_labels_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    path.write_bytes("\ufeffcat\r\nHündin\n\nlast".encode())
    assert read_labels(path) == ["cat", "Hündin", "", "last"]
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FormatError, match="no text"):
        read_labels(path)
    with pytest.raises(FormatError, match="can't be read"):
        read_labels(tmp_path / "absent.txt")


def test_tensors_that_look_like_pictures_are_pictures() -> None:
    grey = np.linspace(0, 1, 100, dtype=np.float32).reshape(1, 10, 10, 1)
    assert as_picture(grey).shape == (10, 10)
    assert as_picture(grey).max() == 255
    assert as_picture(np.zeros((2, 10, 10), np.float32)) is None  # a batch of matrices: nobody knows
    assert as_picture(np.zeros((2, 3, 16, 16), np.float32)).shape == (16, 16, 3)
    assert as_picture(np.float32(-1) * np.ones((8, 8, 3), np.float32)).max() == 0
    bytes_ = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    assert (as_picture(bytes_) == bytes_).all()
    assert as_picture(np.full((8, 8), np.nan, np.float32)).tolist() == np.zeros((8, 8)).tolist()
    for other in (np.zeros((1, 10)), np.zeros((7, 7)), np.zeros((1, 1, 8, 8, 3)), np.zeros((9, 9), bool)):
        assert not is_picture(other)


def test_differences_are_the_largest_of_each_output() -> None:
    one = {"a": np.float32([1, 2, np.nan]), "b": np.int64([5]), "c": np.array([b"x"], object), "only": np.zeros(1)}
    other = {"a": np.float32([1, 2.5, np.nan]), "b": np.int64([5]), "c": np.array([b"y"], object)}
    found = {each.name: each for each in differences(one, other)}
    assert (found["a"].equal, found["a"].max_abs_diff) == (False, 0.5)
    assert (found["b"].equal, found["b"].max_abs_diff) == (True, 0.0)
    assert (found["c"].equal, found["c"].max_abs_diff) == (False, None)
    assert "only" not in found
    (shape,) = differences({"a": np.zeros(2)}, {"a": np.zeros(3)})
    assert "same dtype and shape" in str(shape.reason)
    (infinite,) = differences({"a": np.float32([np.inf])}, {"a": np.float32([1])})
    assert "infinite" in str(infinite.reason)


def test_a_difference_is_number_by_number() -> None:
    assert difference_of(np.uint8([1]), np.uint8([3])).tolist() == [-2]
    assert difference_of(np.float32([1.5, np.inf]), np.float32([1, np.inf])).tolist()[0] == 0.5
    assert difference_of(np.complex64([1 + 1j]), np.complex64([1])).tolist() == [1j]
    assert difference_of(np.zeros(2), np.zeros(3)) is None
    assert difference_of(np.array([b"a"], object), np.array([b"a"], object)) is None
    assert difference_of(np.array([True]), np.array([False])) is None


def test_the_same_input_is_told_by_its_values() -> None:
    image = np.arange(4, dtype=np.float32)
    assert same_input(record({"x": image}), record({"x": image.copy()}))
    # A signature's key before freezing, a placeholder after it.
    assert same_input(record({"x": image}), record({"serving_default_x": image}))
    assert not same_input(record({"x": image}), record({"x": image.astype(np.int32)}))
    assert not same_input(record({"x": image}), record({"x": image.reshape(2, 2)}))
    assert not same_input(record({"x": image, "y": image}), record({"x": image, "z": image}))
    texts = np.array([b"ab", b"c"], object), np.array([b"a", b"bc"], object)
    assert not same_input(record({"x": texts[0]}), record({"x": texts[1]}))
    assert not same_input(record({}), record({"x": image}))


def test_single_outputs_are_compared_whatever_their_names() -> None:
    (found,) = compare(record({}, dense=np.ones(2)), record({}, **{"seq/dense/Sigmoid": np.ones(2)}))
    assert (found.name, found.equal) == ("dense", True)


def test_old_runs_make_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 3)
    kept = History()
    for _ in range(5):
        kept.add("m", {}, result(a=np.zeros(2)))
    assert [each.number for each in kept.records] == [3, 4, 5]
    monkeypatch.setattr(history, "KEPT_BYTES", 100)
    kept.add("m", {}, result(a=np.zeros(1000)))
    assert [each.number for each in kept.records] == [6]


def test_results_are_saved_so_that_numpy_reads_them_without_pickle(tmp_path: Path) -> None:
    outputs = {"a/b:0": np.float32([[1, 2], [3, 4]]), "a.b.0": np.int8([1]), "words": np.array([b"x\0y", b"z"], object)}
    outputs |= {"file": np.float32([5]), "allow_pickle": np.float32(6)}  # parameters of numpy's own function
    save_npz(outputs, tmp_path / "all.npz")
    with np.load(tmp_path / "all.npz", allow_pickle=False) as found:
        assert found["a.b.0"].tolist() == [[1, 2], [3, 4]]
        assert found["a.b.0.2"].tolist() == [1]
        assert found["words"].tolist() == [b"x\0y", b"z"]
        assert (found["file"].tolist(), found["allow_pickle"].tolist()) == ([5], 6)
    save_npy(outputs["words"], tmp_path / "one.npy")
    assert np.load(tmp_path / "one.npy", allow_pickle=False).tolist() == [b"x\0y", b"z"]
    save_csv(np.arange(12).reshape(2, 3, 2), tmp_path / "one.csv")
    rows = list(csv.reader((tmp_path / "one.csv").read_text().splitlines()))
    assert rows == [["0", "1"], ["2", "3"], ["4", "5"], ["6", "7"], ["8", "9"], ["10", "11"]]
    save_csv(np.zeros((3, 0)), tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_text() == ""
    with pytest.raises(UsageError):
        save_csv(np.zeros(1), tmp_path / "one.csv", overwrite=False)

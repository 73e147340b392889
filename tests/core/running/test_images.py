"""Pictures as tensors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import FormatError, UsageError
from core.running import images
from core.running.images import PictureOptions, figures, picture_shape, read_picture

FLOAT = np.dtype(np.float32)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """2 × 3: the left column red, the middle grey, the right blue."""
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[:, 0] = [255, 0, 0]
    pixels[:, 1] = [51, 51, 51]
    pixels[:, 2] = [0, 0, 255]
    path = tmp_path / "picture.png"
    Image.fromarray(pixels).save(path)
    return path


def test_channels_scale_and_layout_are_as_chosen(picture: Path) -> None:
    value = read_picture(picture, (-1, -1, -1, 3), FLOAT)
    assert value.shape == (1, 2, 3, 3)
    assert value[0, 0].tolist() == [[1, 0, 0], [pytest.approx(0.2)] * 3, [0, 0, 1]]
    bgr = read_picture(picture, (-1, -1, -1, 3), FLOAT, PictureOptions(colour="bgr", scale="-1..1"))
    assert bgr[0, 0, 0].tolist() == [-1, -1, 1]
    raw = read_picture(picture, (1, 2, 3, 3), np.dtype(np.uint8))
    assert raw[0, 0, 1].tolist() == [51, 51, 51]
    first = read_picture(picture, (-1, 3, 2, 3), FLOAT, PictureOptions(layout="nchw"))
    assert first.shape == (1, 3, 2, 3)
    assert first[0, 2, 0].tolist() == [0, pytest.approx(0.2), 1]
    grey = read_picture(picture, (-1, 2, 3), FLOAT)
    assert grey.shape == (1, 2, 3)
    flat = read_picture(picture, (-1, 16), FLOAT)
    assert flat.shape == (1, 16)
    inverted = read_picture(picture, (-1, -1, -1, 3), FLOAT, PictureOptions(invert=True))
    assert inverted[0, 0, 0].tolist() == [0, 1, 1]


def test_mean_and_deviation_are_those_of_each_channel(picture: Path) -> None:
    options = PictureOptions(scale="mean-std", mean=(0.5, 0.0, 0.25), std=(0.5, 1.0, 0.25))
    value = read_picture(picture, (-1, -1, -1, 3), FLOAT, options)
    assert value[0, 0, 2].tolist() == [-1, 0, 3]
    swapped = read_picture(picture, (-1, -1, -1, 3), FLOAT, replace(options, colour="bgr"))
    assert swapped[0, 0, 2].tolist() == [3, 0, -1]
    with pytest.raises(UsageError, match="figures"):
        read_picture(picture, None, FLOAT, PictureOptions(scale="mean-std", mean=(1.0, 2.0)))
    with pytest.raises(UsageError, match="deviation of 0"):
        read_picture(picture, None, FLOAT, PictureOptions(scale="mean-std", std=(0.0,)))


def test_figures_are_read_or_refused() -> None:
    assert figures("0.5", (1.0,)) == (0.5,)
    assert figures(" 0.485, 0.456,0.406 ", (1.0,)) == (0.485, 0.456, 0.406)
    assert figures("", (1.0,)) == (1.0,)
    for words in ("a", "1,,2", "nan", "1,inf"):
        with pytest.raises(UsageError, match="are no figures"):
            figures(words, (1.0,))


def test_a_picture_is_resized_to_the_tensor(picture: Path) -> None:
    assert read_picture(picture, (-1, 5, 7, 3), FLOAT).shape == (1, 5, 7, 3)


def test_what_is_no_picture_or_does_not_fit_is_said(picture: Path, tmp_path: Path, monkeypatch) -> None:
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(b"not a picture")
    with pytest.raises(FormatError, match="can't be read as a picture"):
        read_picture(wrong, None, FLOAT)
    with pytest.raises(FormatError, match="No such file"):
        read_picture(tmp_path / "absent.png", None, FLOAT)
    cut = tmp_path / "cut.png"
    cut.write_bytes(picture.read_bytes()[:45])
    with pytest.raises(FormatError, match="can't be read as a picture"):
        read_picture(cut, None, FLOAT)
    with pytest.raises(UsageError, match="does not fit"):
        read_picture(picture, (3,), FLOAT)
    with pytest.raises(UsageError, match="the tensor has 10"):
        read_picture(picture, (-1, 8, 8, 10), FLOAT)
    with pytest.raises(UsageError, match="whole numbers"):
        read_picture(picture, None, np.dtype(np.uint8), PictureOptions(scale="0..1"))
    monkeypatch.setattr(images, "PICTURE_PIXELS", 5)
    with pytest.raises(FormatError, match="too large: 3 × 2 pixels"):
        read_picture(picture, None, FLOAT)


def test_shapes_say_how_a_picture_lies_in_them() -> None:
    assert picture_shape((-1, 3, 224, 224)).layout == "nchw"
    assert picture_shape((-1, 224, 224, 3)).layout == "nhwc"
    assert picture_shape((-1, 784)).flat
    assert picture_shape((28, 28)) is not None
    assert picture_shape(()) is None
    assert picture_shape((1, 2, 3, 4, 5)) is None

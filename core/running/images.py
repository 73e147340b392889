"""A picture as the tensor that a graph wants: resized, scaled, its channels ordered and laid out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from core.errors import FormatError, Text, UsageError, counted
from core.limits import PICTURE_PIXELS

Scale = Literal["auto", "0..255", "0..1", "-1..1", "mean-std"]
Colour = Literal["auto", "rgb", "bgr", "grey"]
Layout = Literal["auto", "nhwc", "nchw"]
Array = np.ndarray[Any, np.dtype[Any]]

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """How a picture becomes numbers.

    Attributes:
        scale: what 0 (black) and 255 (white) become; `auto` is 0..1 for floating-point tensors, else 0..255.
        colour: `auto` is grey for one channel, else RGB.
        layout: channels last (`nhwc`) or first (`nchw`); `auto` goes by the tensor's shape.
        mean, std: of red, green and blue (in this order for BGR too), in 0..1, for `mean-std`.
        invert: white becomes black: for paper that the model knows as 0.
    """

    scale: Scale = "auto"
    colour: Colour = "auto"
    layout: Layout = "auto"
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    invert: bool = False


@dataclass(frozen=True, slots=True)
class PictureShape:
    """What a tensor's shape says about the picture in it: -1 where it says nothing.

    Attributes:
        flat: the pixels are one row of numbers.
        channel_axis: whether there is an axis for channels.
        batch: whether there is an axis for several pictures.
    """

    height: int
    width: int
    channels: int
    layout: Literal["nhwc", "nchw"]
    batch: bool = True
    channel_axis: bool = True
    flat: bool = False


def picture_shape(shape: Sequence[int] | None, layout: Layout = "auto") -> PictureShape | None:
    """How a picture fits into a tensor of this shape; None if it doesn't.

    A shape that is not known is taken as batch × height × width × channels.
    """
    if shape is None:
        return PictureShape(-1, -1, -1, "nchw" if layout == "nchw" else "nhwc")
    sizes = tuple(shape)
    several_grey = len(sizes) == 3 and sizes[0] < 0 < sizes[1] and sizes[2] > 0
    if len(sizes) == 4 or (len(sizes) == 3 and not several_grey and (sizes[-1] in (1, 3, 4) or sizes[0] in (1, 3))):
        batch = len(sizes) == 4
        rest = sizes[-3:]
        first = layout == "nchw" or (layout == "auto" and rest[2] not in (1, 3, 4) and rest[0] in (1, 3, 4))
        if first:
            return PictureShape(rest[1], rest[2], rest[0], "nchw", batch)
        return PictureShape(rest[0], rest[1], rest[2], "nhwc", batch)
    if len(sizes) == 3:
        return PictureShape(sizes[1], sizes[2], 1, "nhwc", channel_axis=False)
    if len(sizes) == 2 and sizes[1] > 0:
        for channels in (1, 3):
            side = math.isqrt(sizes[1] // channels)
            if side > 1 and side * side * channels == sizes[1]:
                return PictureShape(side, side, channels, "nhwc", flat=True)
    if len(sizes) == 2 and sizes[0] > 1:
        return PictureShape(sizes[0], sizes[1], 1, "nhwc", batch=False, channel_axis=False)
    return None


def figures(words: str, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    """Figures with commas between them (`0.5` or `0.485, 0.456, 0.406`), one for all channels or one for each.

    Raises:
        UsageError: they are none.
    """
    if not words.strip():
        return otherwise
    try:
        found = tuple(float(each) for each in words.split(","))
    except ValueError as error:
        raise UsageError(Text("{words} are no figures: write 0.5 or 0.485,0.456,0.406.", words=words)) from error
    if not all(math.isfinite(each) for each in found):
        raise UsageError(Text("{words} are no figures: write 0.5 or 0.485,0.456,0.406.", words=words))
    return found


def read_picture(
    path: Path, shape: Sequence[int] | None, dtype: np.dtype[Any], options: PictureOptions | None = None
) -> Array:
    """The picture in a file as a tensor of this shape and dtype, with a batch axis of 1 where the shape has one.

    Args:
        path: PNG, JPEG, BMP, GIF (its first picture), WebP, TIFF, PPM.
        shape: the tensor's, -1 where unknown; the picture is resized to height and width where these are known.
        dtype: the tensor's.
        options: how its pixels become numbers.

    Raises:
        FormatError: the file is no picture, or too large a one.
        UsageError: a picture does not fit into such a tensor.
    """
    from PIL import Image  # only where there is a picture

    options = options or PictureOptions()
    fit = picture_shape(shape, options.layout)
    if fit is None:
        raise UsageError(
            Text("A picture does not fit into a tensor of shape {shape}.", shape=shape_words(shape)),
            Text("Give a .npy file of that shape."),
        )
    channels = _channels(fit, options)
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            if opened.width * opened.height > PICTURE_PIXELS:
                raise FormatError(path, Text("the picture is too large: {width} × {height} pixels",
                                             width=opened.width, height=opened.height))  # fmt: skip
            picture: Image.Image = opened.convert({1: "L", 3: "RGB", 4: "RGBA"}[channels])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else _first_line(error)
        raise FormatError(path, Text("it can't be read as a picture: {reason}", reason=reason)) from error
    width = fit.width if fit.width > 0 else picture.width
    height = fit.height if fit.height > 0 else picture.height
    if (width, height) != picture.size:
        picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    pixels = np.asarray(picture).reshape(height, width, channels)
    values = _scaled(255 - pixels if options.invert else pixels, dtype, options)
    if options.colour == "bgr" and channels >= 3:
        values = values[..., [2, 1, 0, *range(3, channels)]]
    if fit.layout == "nchw":
        values = values.transpose(2, 0, 1)
    if fit.flat:
        values = values.reshape(-1)
    elif not fit.channel_axis:
        values = values[..., 0]
    return np.ascontiguousarray(values[np.newaxis] if fit.batch else values)


def shape_words(shape: Sequence[int] | None) -> str:
    """`?×28×28×1`, `scalar`, or `unknown`."""
    if shape is None:
        return "unknown"
    return "×".join("?" if size < 0 else str(size) for size in shape) or "scalar"


def _channels(fit: PictureShape, options: PictureOptions) -> int:
    wanted = {"grey": 1, "rgb": 3, "bgr": 3, "auto": 3 if fit.channels < 0 else fit.channels}[options.colour]
    if fit.channels >= 0 and wanted != fit.channels:
        raise UsageError(
            counted(
                fit.channels,
                Text("The tensor has one channel, and {colour} has {wanted}.", colour=options.colour, wanted=wanted),
                Text(
                    "The tensor has {channels} channels, and {colour} has {wanted}.",
                    channels=fit.channels,
                    colour=options.colour,
                    wanted=wanted,
                ),
            )
        )
    if wanted not in (1, 3, 4):
        raise UsageError(Text("A picture has 1, 3 or 4 channels; the tensor has {channels}.", channels=wanted))
    return wanted


def _scaled(pixels: Array, dtype: np.dtype[Any], options: PictureOptions) -> Array:
    whole = dtype.kind in "iub" or dtype.name.startswith(("int", "uint"))
    scale = ("0..255" if whole else "0..1") if options.scale == "auto" else options.scale
    if scale == "0..255":
        return pixels.astype(dtype)
    if whole:
        raise UsageError(
            Text("The tensor holds whole numbers ({dtype}): a picture scaled to {scale} would be lost.",
                 dtype=dtype.name, scale=scale), Text("Scale it to 0..255."))  # fmt: skip
    values = pixels.astype(np.float32) / np.float32(255)
    if scale == "-1..1":
        values = values * 2 - 1
    elif scale == "mean-std":
        channels = pixels.shape[-1]
        mean, std = (_per_channel(numbers, channels) for numbers in (options.mean, options.std))
        if not std.all():
            raise UsageError(Text("A deviation of 0 divides by nothing."))
        values = (values - mean) / std
    return values.astype(dtype)


def _per_channel(numbers: Sequence[float], channels: int) -> Array:
    if channels == 1 and len(numbers) > 1:
        return np.asarray([float(np.mean(numbers))], np.float32)
    if len(numbers) not in (1, channels):
        raise UsageError(Text("{count} figures are given for {channels} channels.", count=len(numbers),
                              channels=channels))  # fmt: skip
    return np.asarray(numbers, np.float32)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__

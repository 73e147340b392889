#!/usr/bin/env python3
"""Trains the bundled sample: a small network that reads digits, saved as people saved models with TensorFlow 1.

The digits are drawn here, stroke by stroke, with a different hand for each: slant, size, pen, wobble, noise. So
the sample needs no download and nobody's data. What comes out beside this script: the four checkpoint files
(`checkpoint`, `digits-N.index`, `.data-…`, `.meta`), a few of the test images, and the accuracy, printed.

usage: train.py [FOLDER] [--steps N]      (needs TensorFlow; some two minutes on two cores)
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import itertools

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1

SIZE = 28
"""Width and height of an image, in pixels."""

BATCH = 64

Stroke = list[tuple[float, float]]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Part of an ellipse as a polyline; angles in degrees, clockwise from the right, y pointing down."""
    angles = np.radians(np.linspace(start, end, max(4, round(abs(end - start) / 20))))
    return [(x + rx * float(np.cos(a)), y + ry * float(np.sin(a))) for a in angles]


# Each digit in a unit square, as the ways in which people write it.
WAYS: dict[int, list[list[Stroke]]] = {
    0: [[arc(0.5, 0.5, 0.27, 0.42, -90, 270)]],
    1: [[[(0.5, 0.08), (0.5, 0.92)]], [[(0.33, 0.25), (0.52, 0.08), (0.52, 0.92)]]],
    2: [[[*arc(0.5, 0.3, 0.26, 0.22, 190, 380), (0.24, 0.92), (0.78, 0.92)]]],
    3: [[[*arc(0.46, 0.29, 0.25, 0.21, 200, 440), *arc(0.46, 0.7, 0.28, 0.22, -80, 155)]]],
    4: [
        [[(0.6, 0.92), (0.6, 0.08), (0.2, 0.64), (0.82, 0.64)]],
        [[(0.28, 0.1), (0.24, 0.55), (0.78, 0.55)], [(0.66, 0.12), (0.66, 0.92)]],
    ],
    5: [[[(0.74, 0.1), (0.32, 0.1), (0.28, 0.46), *arc(0.47, 0.66, 0.27, 0.25, -115, 150)]]],
    6: [[[(0.64, 0.08), (0.4, 0.32), (0.28, 0.62), *arc(0.5, 0.68, 0.23, 0.23, 180, -190)]]],
    7: [
        [[(0.22, 0.1), (0.78, 0.1), (0.42, 0.92)]],
        [[(0.22, 0.1), (0.78, 0.1), (0.42, 0.92)], [(0.36, 0.5), (0.72, 0.5)]],
    ],
    8: [[arc(0.5, 0.29, 0.2, 0.2, 90, 450), arc(0.5, 0.7, 0.25, 0.22, -90, 270)]],
    9: [[[*arc(0.5, 0.32, 0.23, 0.23, 0, -360), (0.72, 0.5), (0.62, 0.92)]]],
}


def draw_digit(digit: int, random: np.random.Generator) -> np.ndarray:
    """One digit in one hand: a (SIZE, SIZE) float32 image, 0 is paper and 1 is ink."""
    ways = WAYS[digit]
    strokes = ways[random.integers(len(ways))]
    angle, shear = np.radians(random.normal(0, 7)), random.normal(0, 0.15)
    width, height = random.uniform(0.75, 1.1), random.uniform(0.8, 1.05)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    hand = turn @ np.array([[width, -shear], [0, height]]) * 20
    centre = SIZE / 2 - 0.5 + random.uniform(-2, 2, 2)
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    pixels = np.stack([columns, rows], -1).astype(np.float64)
    distance = np.full((SIZE, SIZE), np.inf)
    for stroke in strokes:
        points = np.array(stroke) - 0.5 + random.normal(0, 0.018, (len(stroke), 2))
        points = points @ hand.T + centre
        for start, end in itertools.pairwise(points):
            along = end - start
            part = ((pixels - start) @ along / max(float(along @ along), 1e-9)).clip(0, 1)
            distance = np.minimum(distance, np.linalg.norm(pixels - start - part[..., None] * along, axis=-1))
    ink = (random.uniform(0.9, 1.9) - distance + 0.5).clip(0, 1) * random.uniform(0.7, 1)
    return (ink + random.normal(0, 0.04, ink.shape)).clip(0, 1).astype(np.float32)


def draw_digits(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` images as (count, SIZE, SIZE, 1) float32, and what they are as (count,) int64."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    return np.stack([draw_digit(int(label), random) for label in labels])[..., None], labels


def convolution(value: tf.Tensor, channels: int, name: str) -> tf.Tensor:
    """3×3 convolution, bias, relu."""
    with tf1.variable_scope(name):
        weights = tf1.get_variable("weights", [3, 3, value.shape[-1], channels])
        biases = tf1.get_variable("biases", [channels], initializer=tf1.zeros_initializer())
        return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(value, weights, 1, "SAME", name="conv"), biases), "relu")


def dense(value: tf.Tensor, width: int, name: str) -> tf.Tensor:
    """A fully connected layer without its activation."""
    with tf1.variable_scope(name):
        weights = tf1.get_variable("weights", [value.shape[-1], width])
        biases = tf1.get_variable("biases", [width], initializer=tf1.zeros_initializer())
        return tf.add(tf.matmul(value, weights), biases, name="sum")


def build() -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
    """The network and what trains it: (image, label, probabilities, train op) in the default graph."""
    image = tf1.placeholder(tf.float32, [None, SIZE, SIZE, 1], name="image")
    value = convolution(image, 8, "conv1")
    value = tf.nn.max_pool2d(value, 2, 2, "SAME", name="pool1")
    value = convolution(value, 16, "conv2")
    value = tf.nn.max_pool2d(value, 2, 2, "SAME", name="pool2")
    value = tf.reshape(value, [-1, SIZE // 4 * (SIZE // 4) * 16], name="flat")
    value = tf.nn.relu(dense(value, 32, "dense1"), name="dense1/relu")
    logits = dense(value, 10, "dense2")
    probabilities = tf.nn.softmax(logits, name="probabilities")
    label = tf1.placeholder(tf.int64, [None], name="label")
    with tf1.name_scope("loss"):
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=label, logits=logits))
    step = tf1.train.get_or_create_global_step()
    return image, label, probabilities, tf1.train.AdamOptimizer(2e-3).minimize(loss, step, name="train")


def main() -> None:
    """Draw the digits, train, save, and say how many test images are read correctly."""
    parser = argparse.ArgumentParser(description="Train the bundled sample model.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--steps", type=int, default=2000)
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    images, labels = draw_digits(20_000, seed=1)
    test_images, test_labels = draw_digits(5_000, seed=2)

    # Variables as TensorFlow 1 made them: reference variables, the ones that most old checkpoints hold.
    tf1.disable_v2_behavior()
    tf1.set_random_seed(3)
    image, label, probabilities, train = build()
    saver = tf1.train.Saver(save_relative_paths=True)
    random = np.random.default_rng(4)
    with tf1.Session() as session:
        session.run(tf1.global_variables_initializer())
        for _ in range(arguments.steps):
            batch = random.integers(0, len(images), BATCH)
            session.run(train, {image: images[batch], label: labels[batch]})
        answers = session.run(probabilities, {image: test_images}).argmax(-1)
        accuracy = float((answers == test_labels).mean())
        saver.save(session, str(folder / "digits"), global_step=arguments.steps)
        (folder / "inputs").mkdir(exist_ok=True)
        for digit in range(10):
            first = test_images[test_labels == digit][0]
            png = session.run(tf.io.encode_png((first * 255).round().astype(np.uint8)))
            (folder / "inputs" / f"{digit}.png").write_bytes(png)
    print(f"{len(test_images):,} test images, {accuracy:.2%} read correctly after {arguments.steps:,} steps")


if __name__ == "__main__":
    main()

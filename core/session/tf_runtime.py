"""The only module of the program that imports TensorFlow. Only the worker process imports it."""

from __future__ import annotations

import os

# Before the import. Memory of a GPU is taken as it is needed: it may be somebody's training run that has the rest.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
# Whatever a person's own Keras is set to: what is loaded here becomes a SavedModel.
os.environ["KERAS_BACKEND"] = "tensorflow"

import tensorflow as tf
from tensorflow.core.framework import graph_pb2, op_def_pb2

tf1 = tf.compat.v1

__all__ = ["graph_pb2", "graphs_only", "op_def_pb2", "tf", "tf1"]


def graphs_only() -> None:
    """Leave eager execution, before anything was executed: graphs and sessions are what nearly all jobs are made of."""
    tf1.disable_eager_execution()

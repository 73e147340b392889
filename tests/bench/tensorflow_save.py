"""How TensorFlow itself writes a checkpoint or a SavedModel of a checkpoint.   usage: … PREFIX OUT OUTPUT [model]"""

from __future__ import annotations

import sys
from pathlib import Path

import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()
prefix, target, output = sys.argv[1:4]

with tf1.Session(graph=tf.Graph()) as session, session.graph.as_default():
    saver = tf1.train.import_meta_graph(f"{prefix}.meta", clear_devices=True)
    saver.restore(session, prefix)
    if "model" in sys.argv[4:]:
        image = next(op for op in session.graph.get_operations() if op.type == "Placeholder")
        ends = {"image": image.outputs[0]}, {output: session.graph.get_tensor_by_name(f"{output}:0")}
        tf1.saved_model.simple_save(session, target, *ends)
    else:
        Path(target).mkdir()
        saver.save(session, f"{target}/net")

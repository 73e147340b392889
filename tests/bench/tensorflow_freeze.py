"""How TensorFlow itself freezes a checkpoint, stage by stage; prints one JSON line.

usage: tensorflow_freeze.py PREFIX OUT.pb OUTPUT[,OUTPUT…]
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path

marks = [("", time.perf_counter())]

import tensorflow as tf  # noqa: E402  # its import is the first stage

marks.append(("import", time.perf_counter()))
tf1 = tf.compat.v1
tf1.disable_eager_execution()
prefix, target, outputs = sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(",")

with tf1.Session(graph=tf.Graph()) as session, session.graph.as_default():
    saver = tf1.train.import_meta_graph(f"{prefix}.meta", clear_devices=True)
    saver.restore(session, prefix)
    marks.append(("restore", time.perf_counter()))
    graph = tf1.graph_util.convert_variables_to_constants(session, session.graph.as_graph_def(), outputs)
    marks.append(("convert", time.perf_counter()))
target.write_bytes(graph.SerializeToString(deterministic=True))
marks.append(("write", time.perf_counter()))

stages = {name: round(at - before, 3) for (_, before), (name, at) in itertools.pairwise(marks)}
print(json.dumps({"stages": stages, "nodes": len(graph.node)}))

"""Whether two graphs are the same in TensorFlow's eyes: both are imported, and compared node by node by name.

usage: same_graph.py A.pb B.pb      (exits with 1 and says where they differ)
"""

from __future__ import annotations

import sys
from pathlib import Path

import tensorflow as tf

tf1 = tf.compat.v1


def imported(path: Path) -> dict[str, bytes]:
    """Each node as TensorFlow writes it after an import."""
    graph_def = tf1.GraphDef.FromString(path.read_bytes())
    with tf.Graph().as_default() as graph:
        tf1.import_graph_def(graph_def, name="")
    return {node.name: node.SerializeToString(deterministic=True) for node in graph.as_graph_def().node}


def main() -> None:
    """Compare the two files named on the command line."""
    ours, theirs = (imported(Path(word)) for word in sys.argv[1:3])
    differing = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    if differing:
        sys.exit(f"{len(differing)} of {len(theirs)} nodes differ: {', '.join(differing[:10])}")


if __name__ == "__main__":
    main()

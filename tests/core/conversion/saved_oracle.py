"""Conversions to checkpoints and SavedModels, and what TensorFlow says of the results in the test's own process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.opening import open_model
from core.progress import Progress


def converted(
    source: Path, destination: Path, to: str, *, client: Any = None, progress: Progress | None = None, **asked: Any
) -> Conversion:
    """One conversion; a worker is used only if one is given."""
    names = {option.name for option in target_named(to).options}
    options = {key.replace("_", "-"): value for key, value in asked.items() if key.replace("_", "-") in names}
    rest = {key: value for key, value in asked.items() if key.replace("_", "-") not in names}
    if client is None and to != "checkpoint":
        rest.setdefault("verify", False)
    with Work.beginning(progress or Progress(), client=client) as work:
        return convert(open_model(source), target_named(to), Request(destination, options=options, **rest), work)


def named(tensor: str) -> str:
    return tensor if ":" in tensor else f"{tensor}:0"


def run_meta(
    tf: Any, prefix: Path, outputs: list[str], feeds: dict[str, Any], *, anew: bool = False, tables: bool = False
) -> list[Any]:
    """import_meta_graph, restore (with a saver that is made anew from the collections, if asked) and run."""
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        saver = tf1.train.import_meta_graph(f"{prefix}.meta", clear_devices=True)
        if anew:
            saver = tf1.train.Saver()
        saver.restore(session, str(prefix))
        if tables:
            session.run(tf1.tables_initializer())
        return list(session.run([named(each) for each in outputs], {named(k): v for k, v in feeds.items()}))


def run_graph(tf: Any, path: Path, outputs: list[str], feeds: dict[str, Any]) -> list[Any]:
    """Import a GraphDef and run it."""
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        tf.import_graph_def(tf1.GraphDef.FromString(path.read_bytes()), name="")
        return list(session.run([named(each) for each in outputs], {named(k): v for k, v in feeds.items()}))


def run_saved_model(
    tf: Any, folder: Path, feeds: dict[str, Any], *, signature: str = "serving_default"
) -> dict[str, Any]:
    """Load with the loader of TensorFlow 1, and run a signature."""
    tf1 = tf.compat.v1
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as session:
        meta = tf1.saved_model.load(session, ["serve"], str(folder))
        told = meta.signature_def[signature]
        fed = {told.inputs[key].name: value for key, value in feeds.items()}
        return dict(session.run({key: info.name for key, info in told.outputs.items()}, fed))


def values(tf: Any, prefix: Path) -> dict[str, Any]:
    """All values of a checkpoint, as TensorFlow reads them."""
    reader = tf.train.load_checkpoint(str(prefix))
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def same(one: Any, other: Any) -> None:
    """Whether values are the same to the bit."""
    one, other = np.asarray(one), np.asarray(other)
    assert one.dtype == other.dtype
    assert one.shape == other.shape
    assert one.tobytes() == other.tobytes() if one.dtype != object else one.tolist() == other.tolist()


def same_values(tf: Any, one: Path, other: Path, names: Any = lambda name: name) -> None:
    """Whether two checkpoints hold the same values, those of the first under the names that `names` gives."""
    mine, theirs = values(tf, one), values(tf, other)
    assert {names(name) for name in mine} == set(theirs)
    for name, value in mine.items():
        same(value, theirs[names(name)])

"""Models of many makes, written by TensorFlow on the spot: what is said of them is what TensorFlow says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.opening import open_model


@pytest.fixture
def tf1(tf: Any) -> Iterator[Any]:
    """TensorFlow 1's names, in a graph of the test's own."""
    with tf.Graph().as_default():
        yield tf.compat.v1


def saved(tf1: Any, path: Path, savers: dict[str, Any]) -> None:
    """Save the graph's variables with each of the savers, under the prefix that is its key."""
    with tf1.Session() as session:
        session.run(tf1.global_variables_initializer())
        for name, saver in savers.items():
            saver.save(session, str(path / name))


def check_values(model: Any, tf1: Any, prefix: Path, names: dict[str, str]) -> None:
    """Nodes have the values of the keys that their saver gave them."""
    reader = tf1.train.load_checkpoint(str(prefix))
    for node, key in names.items():
        variable = model.variable_of_node(node)
        assert variable.name == key
        assert np.array_equal(variable.source.read(), reader.get_tensor(key))


def test_several_savers_in_one_graph_each_have_their_names(tf: Any, oracle: Any, tf1: Any, tmp_path: Path) -> None:
    a, b = tf1.get_variable("a", [3]), tf1.get_variable("scope/b", [2], use_resource=True)
    saved(tf1, tmp_path, {
        "one": tf1.train.Saver({"A": a, "B": b}), "two": tf1.train.Saver({"other/a": a}, name="my/save"),
        "three": tf1.train.Saver([a, b]),
    })  # fmt: skip
    for name in ("one", "two", "three"):
        oracle.check_checkpoint(tf, tmp_path / name)
        with tf.Graph().as_default() as theirs:
            tf1.train.import_meta_graph(str(tmp_path / name) + ".meta")
        model = open_model(tmp_path / name)
        assert model.graph is not None
        oracle.check_imported(theirs, model.graph)
    check_values(open_model(tmp_path / "one"), tf1, tmp_path / "one", {"a": "A", "scope/b": "B"})
    check_values(open_model(tmp_path / "two"), tf1, tmp_path / "two", {"a": "other/a"})
    assert open_model(tmp_path / "two").binding.unbound == ["scope/b"]
    check_values(open_model(tmp_path / "three"), tf1, tmp_path / "three", {"a": "a", "scope/b": "scope/b"})


@pytest.mark.parametrize("version", [1, 2])
def test_loops_and_branches_of_both_kinds_are_graphs(
    tf: Any, oracle: Any, tf1: Any, tmp_path: Path, version: int
) -> None:
    (tf1.enable_control_flow_v2 if version == 2 else tf1.disable_control_flow_v2)()
    try:
        x = tf1.placeholder(tf.float32, [None], "x")
        w = tf1.get_variable("w", [1], use_resource=version == 2)
        y = tf.cond(tf.reduce_sum(x) > 0, lambda: x * w, lambda: x - w)

        def step(i: Any, a: Any) -> Any:
            return i + 1, tf.while_loop(lambda j, b: j < 2, lambda j, b: (j + 1, b * w), (0, a))[1]

        tf.identity(tf.while_loop(lambda i, a: i < 3, step, (0, y))[1], "out")
    finally:
        tf1.disable_control_flow_v2()
    saved(tf1, tmp_path, {"m": tf1.train.Saver()})
    tf.io.write_graph(tf1.get_default_graph(), str(tmp_path), "text", as_text=True)
    for path in (tmp_path / "m", tmp_path / "text"):
        model = open_model(path)
        assert model.graph is not None
        oracle.check_imported(tf1.get_default_graph(), model.graph)
        assert bool(model.graph.functions) == (version == 2)
        for name in model.graph.functions:
            body = model.graph.function(name)
            assert body.edge_count() > 0
            assert body.problems == []


@pytest.mark.parametrize("write_version", [1, 2])
def test_savers_that_shard_by_device_are_one_checkpoint(
    tf: Any, oracle: Any, tf1: Any, tmp_path: Path, write_version: int
) -> None:
    for i in range(4):
        with tf1.device(f"/job:{'ab'[i % 2]}/task:0/cpu:0"):
            tf1.get_variable(f"v{i}", [3, i + 1], initializer=tf1.constant_initializer(i), use_resource=False)
    saver = tf1.train.Saver(sharded=True, write_version=write_version)
    meta = saver.export_meta_graph()
    with tf.Graph().as_default(), tf1.Session() as session:
        tf1.train.import_meta_graph(meta, clear_devices=True)
        session.run(tf1.global_variables_initializer())
        restored = saver.as_saver_def()
        prefix = str(tmp_path / "m")
        path = session.run(restored.save_tensor_name, {restored.filename_tensor_name: prefix})
    model = open_model(path.decode())
    assert len(model.variables()) == 4
    assert all(variable.source.read().tolist() == np.full((3, i + 1), i).tolist()
               for i, variable in enumerate(model.variables()))  # fmt: skip
    assert model.checkpoint is not None
    assert len(model.checkpoint.shards) == 2
    if write_version == 2:
        oracle.check_checkpoint(tf, tmp_path / "m")


def test_shards_of_a_size_are_read(tf: Any, oracle: Any, tmp_path: Path) -> None:
    policy = tf.train.experimental.MaxShardSizePolicy(1000)
    model = tf.Module()
    model.large = tf.Variable(tf.random.normal([100, 30]))
    model.small = tf.Variable(1)
    options = tf.train.CheckpointOptions(experimental_sharding_callback=policy)
    tf.train.Checkpoint(m=model).write(str(tmp_path / "c"), options=options)
    oracle.check_checkpoint(tf, tmp_path / "c")
    opened = open_model(tmp_path / "c")
    assert opened.checkpoint is not None
    assert len(opened.checkpoint.shards) > 5
    large = next(variable for variable in opened.variables() if variable.parts > 1)
    assert (large.full_name or "", large.shape) == ("Variable", (100, 30))


def test_what_an_input_pipeline_saves_is_listed(tf: Any, oracle: Any, tmp_path: Path) -> None:
    iterator = iter(tf.data.Dataset.range(10))
    next(iterator)
    tf.train.Checkpoint(it=iterator, v=tf.Variable(tf.zeros([0, 3])), s=tf.Variable("")).write(str(tmp_path / "it"))
    oracle.check_checkpoint(tf, tmp_path / "it")
    dtypes = {variable.name.partition("/")[0]: variable.dtype.name for variable in open_model(tmp_path).variables()}
    assert dtypes["it"] == "variant"


def test_slices_along_any_axis_are_put_together(tf: Any, oracle: Any, tmp_path: Path) -> None:
    whole = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    specs = ["2 3 4 0,1:-:-", "2 3 4 1,1:0,2:-", "2 3 4 1,1:2,1:-"]
    pieces = [whole[:1], whole[1:, :2], whole[1:, 2:]]
    tf.raw_ops.SaveV2(prefix=str(tmp_path / "new"), tensor_names=["w"] * 3, shape_and_slices=specs, tensors=pieces)
    tf.raw_ops.SaveSlices(filename=str(tmp_path / "old"), tensor_names=["w"] * 3, shapes_and_slices=specs, data=pieces)
    oracle.check_checkpoint(tf, tmp_path / "new")
    oracle.check_checkpoint(tf, tmp_path / "old")
    assert open_model(tmp_path / "new").tensor("w").read((1, slice(None), 2)).tolist() == whole[1, :, 2].tolist()


def test_names_of_any_script_are_names(tf: Any, oracle: Any, tmp_path: Path) -> None:
    tf.raw_ops.SaveV2(
        prefix=str(tmp_path / "имя с пробелом"),
        tensor_names=["ключ", "a b", "z\n", "ключ/2"],
        shape_and_slices=[""] * 4,
        tensors=[tf.zeros(2), tf.ones(3), tf.ones(1), tf.ones(())],
    )
    oracle.check_checkpoint(tf, tmp_path / "имя с пробелом")


def check_saved_model(tf: Any, oracle: Any, folder: Path) -> Any:
    """Graph and values against the loader of TensorFlow 1, which knows every SavedModel."""
    model = open_model(folder)
    assert model.format == "saved-model"
    assert model.problems == []
    with tf.Graph().as_default() as theirs, tf.compat.v1.Session() as session:
        tf.compat.v1.saved_model.load(session, model.tags[0], str(folder))
        oracle.check_imported(theirs, model.graph)
        oracle.check_values(tf, session, model)
    return model


def test_a_keras_saved_model_is_joined_to_its_variables(tf: Any, oracle: Any, tmp_path: Path) -> None:
    keras = tf.keras
    network = keras.Sequential([
        keras.Input((4, 4, 1)), keras.layers.Conv2D(2, 3), keras.layers.BatchNormalization(), keras.layers.Flatten(),
        keras.layers.Dense(3),
    ])  # fmt: skip
    network.compile("adam", "mse")
    network.export(str(tmp_path / "exported"), verbose=False)
    tf.saved_model.save(network, str(tmp_path / "saved"))
    for folder in (tmp_path / "exported", tmp_path / "saved"):
        model = check_saved_model(tf, oracle, folder)
        assert {signature.name for signature in model.signatures} >= {"serving_default"}
        oracle.check_checkpoint(tf, folder / "variables" / "variables")


def test_a_module_with_a_table_and_equal_names_is_joined_by_the_saver(tf: Any, oracle: Any, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("a\nb\n")

    class Model(tf.Module):  # type: ignore[misc, name-defined] # a class of an untyped library
        def __init__(self) -> None:
            super().__init__()
            index = tf.lookup.TextFileIndex
            self.table = tf.lookup.StaticHashTable(
                tf.lookup.TextFileInitializer(str(words), tf.string, index.WHOLE_LINE, tf.int64, index.LINE_NUMBER), -1
            )
            self.values = [tf.Variable([1.0, 2.0], name="same"), tf.Variable([3.0], name="same")]

        @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "x")])  # type: ignore[untyped-decorator]
        def look(self, x: Any) -> Any:
            return tf.cast(self.table.lookup(x), tf.float32) * self.values[1]

    tf.saved_model.save(Model(), str(tmp_path / "model"))
    model = open_model(tmp_path / "model")
    assert model.graph is not None
    values = {variable.node: variable.source.read().tolist() for variable in model.variables() if variable.node}
    assert sorted(values.values()) == [[1.0, 2.0], [3.0]]
    assert all("same" in node for node in values)


def test_the_text_of_a_saved_model_is_the_saved_model(tf: Any, tmp_path: Path) -> None:
    from google.protobuf import text_format
    from tensorflow.core.protobuf import saved_model_pb2

    module = tf.Module()
    module.v = tf.Variable([1.0, 2.0], name="v")
    module.f = tf.function(lambda x: x * module.v, input_signature=[tf.TensorSpec([2], tf.float32, "x")])
    tf.saved_model.save(module, str(tmp_path / "m"))
    binary = open_model(tmp_path / "m")
    message = saved_model_pb2.SavedModel.FromString((tmp_path / "m" / "saved_model.pb").read_bytes())
    (tmp_path / "m" / "saved_model.pb").unlink()
    for options in ({}, {"as_one_line": True}, {"use_short_repeated_primitives": True, "pointy_brackets": True}):
        (tmp_path / "m" / "saved_model.pbtxt").write_text(text_format.MessageToString(message, **options))
        model = open_model(tmp_path / "m")
        assert model.graph is not None
        assert binary.graph is not None
        assert [node.proto for node in model.graph.nodes] == [node.proto for node in binary.graph.nodes]
        assert model.graph.library == binary.graph.library
        assert model.variable_of_node("v").source.read().tolist() == [1.0, 2.0]  # type: ignore[union-attr]

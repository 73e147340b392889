"""A variable op's value is what the saver restores into it, whatever the names."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.opening import open_model

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.mark.parametrize("name", ["v1_sliced", "v2_sliced"])
def test_a_renamed_variable_has_the_value_under_its_key(name: str) -> None:
    model = open_model(CORPUS / name)
    variable = model.variable_of_node("renamed")
    assert variable is not None
    assert variable.name == "other/key"
    assert variable.source.read().tolist() == [4.0, 4.0]
    assert model.variable("other/key").node == "renamed"
    assert model.binding.unbound == []


@pytest.mark.parametrize("name", ["v1_sliced", "v2_sliced"])
def test_an_op_of_a_partitioned_variable_has_its_slice(name: str) -> None:
    model = open_model(CORPUS / name)
    for axis in (0, 1):
        whole = model.tensor(f"axis{axis}/w").read()
        parts = [model.variable_of_node(f"axis{axis}/w/part_{i}") for i in range(3)]
        arrays = [part.source.read() for part in parts if part is not None]
        assert np.array_equal(np.concatenate(arrays, axis), whole)
        assert b"".join(parts[1].source.pieces(check_crc=True)) == arrays[1].tobytes()  # type: ignore[union-attr]


def test_collections_say_what_is_trained() -> None:
    model = open_model(CORPUS / "v2_sliced")
    assert {variable.name for variable in model.variables() if variable.trainable} == {
        "axis0/w", "axis1/w", "plain/w", "other/key"}  # fmt: skip
    assert model.variable("count").group == "step"
    assert model.variable("words").group == "other"


def test_a_collection_says_what_a_name_does_not(sample: Path, tmp_path: Path) -> None:
    from tensorboard.compat.proto.meta_graph_pb2 import MetaGraphDef

    shutil.copytree(sample, tmp_path / "copy")
    [path] = (tmp_path / "copy").glob("*.meta")
    meta = MetaGraphDef.FromString(path.read_bytes())
    for collection, name in (("global_step", "conv1/biases"), ("metric_variables", "conv1/weights")):
        meta.collection_def[collection].Clear()
        meta.collection_def[collection].node_list.value.append(f"{name}:0")
    path.write_bytes(meta.SerializeToString())
    model = open_model(tmp_path / "copy")
    assert model.variable("conv1/biases").group == "step"
    assert model.variable("conv1/weights").group == "other"
    assert open_model(sample).variable("conv1/biases").group == "model"


def test_what_stands_under_an_optimisers_name_is_the_optimisers(models: Path) -> None:
    model = open_model(models / "heart_estimator_steps" / "train")
    groups = {variable.name: variable.group for variable in model.variables()}
    assert groups["training/Ftrl/learning_rate"] == "optimizer"
    assert groups["linear/linear_model/age/weights"] == "model"
    assert {group for name, group in groups.items() if name.startswith("training/Ftrl/")} == {"optimizer"}


def test_slots_of_an_object_based_checkpoint_hang_under_their_variable() -> None:
    model = open_model(CORPUS / "object_based")
    assert model.object_graph is not None
    slot = model.variable("model/layers/0/kernel/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/VARIABLE_VALUE")
    assert (slot.group, slot.slot_of, slot.full_name) == ("optimizer", "kernel", "kernel/Adam")
    kernel = model.variable("model/layers/1/kernel/.ATTRIBUTES/VARIABLE_VALUE")
    assert (kernel.group, kernel.object_path, kernel.full_name) == ("model", "model/layers/1/kernel", "kernel")
    root = model.object_graph.root
    assert [child.name for child in root.children] == ["model", "optimizer", "step", "save_counter"]
    assert model.variable("save_counter/.ATTRIBUTES/VARIABLE_VALUE").group == "step"


def test_a_saved_models_variables_are_joined_through_its_restore_function() -> None:
    model = open_model(CORPUS / "saved_model_tf2")
    variable = model.variable_of_node("w")
    assert variable is not None
    assert variable.name == "w/.ATTRIBUTES/VARIABLE_VALUE"
    assert not model.binding.by_node["w"].by_name


def test_full_names_that_repeat_do_not_mislead(models: Path) -> None:
    model = open_model(models / "sm_keras_lstm")
    assert model.binding.unbound == []
    keys = [bound.key for bound in model.binding.by_node.values()]
    assert len(set(keys)) == len(keys) == 21
    assert model.binding.by_node["count_1"].key == "keras_api/metrics/0/count/.ATTRIBUTES/VARIABLE_VALUE"


def test_variables_of_real_models_are_bound_and_grouped(models: Path) -> None:
    model = open_model(models / "mtcnn_pnet")
    groups = {variable.name: variable.group for variable in model.variables()}
    assert groups["conv1/weights"] == "model"
    assert groups["conv1/weights/Momentum"] == "optimizer"
    assert groups["Variable"] == "step"
    old = open_model(models / "v1_lenet300")
    assert len(old.binding.by_node) == 6
    assert "beta1_power" in old.binding.unbound


def test_a_graph_without_a_checkpoint_lists_its_constants() -> None:
    model = open_model(CORPUS / "graph_binary")
    names = [variable.name for variable in model.variables()]
    assert names == sorted(names)
    assert "big" in names
    assert all(variable.elements > 1 for variable in model.variables())
    found = model.variable_of_node("big")
    assert found is not None
    assert found.source.read().shape == (40, 40)

"""What TensorFlow says, held against what the readers say. Used by the tests of this folder, through a fixture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.graph.op_graph import OpGraph
from core.model import Model
from core.opening import open_model


def same(ours: np.ndarray[Any, Any], theirs: Any) -> bool:
    theirs = np.array(theirs, object) if isinstance(theirs, bytes) else np.asarray(theirs)
    if theirs.dtype.names is not None:  # quantised ones are structured arrays there
        theirs = theirs[theirs.dtype.names[0]]
    return ours.shape == theirs.shape and (
        ours.tolist() == theirs.tolist() if ours.dtype == object else ours.tobytes() == theirs.tobytes()
    )


def check_checkpoint(tf: Any, prefix: Path) -> None:
    model = open_model(prefix)
    checkpoint = model.checkpoint
    assert checkpoint is not None
    reader = tf.train.load_checkpoint(str(prefix))
    shapes, dtypes = reader.get_variable_to_shape_map(), reader.get_variable_to_dtype_map()
    assert list(checkpoint.entries) == sorted(shapes)
    for name, entry in checkpoint.entries.items():
        assert list(entry.shape) == shapes[name], name
        assert entry.dtype.name == dtypes[name].name, name
        source = checkpoint.tensor(name)
        assert source.shape == entry.shape
        assert source.verify() in (True, None), name
        try:
            theirs = reader.get_tensor(name)
        except (TypeError, tf.errors.OpError):  # TensorFlow has no array for it
            if entry.dtype.name != "variant":
                source.read()
            continue
        ours = source.read()
        assert same(ours, theirs), name
        if entry.dtype.name != "string" and ours.ndim:
            assert b"".join(map(bytes, source.pieces(check_crc=True))) == ours.tobytes(), name
            index = tuple(slice(None, None, -2) if axis % 2 else slice(1, None, 2) for axis in range(ours.ndim))
            assert same(source.read(index), np.asarray(ours)[index]), name
            if ours.size:
                assert same(source.read((0,)), ours[0]), name
    assert checkpoint.totals().variables == len(shapes)
    assert checkpoint.totals().elements == sum(int(np.prod(shape)) for shape in shapes.values())


def check_imported(theirs: Any, graph: OpGraph) -> None:
    operations = {operation.name: operation for operation in theirs.get_operations()}
    assert sorted(operations) == sorted(node.name for node in graph.nodes)
    for node in graph.nodes:
        operation = operations[node.name]
        assert operation.type == node.op
        edges = graph.inputs_of(node.index)
        assert [(graph.nodes[edge.source].name, edge.output) for edge in edges if not edge.control] == [
            (tensor.op.name, tensor.value_index) for tensor in operation.inputs
        ]
        assert {graph.nodes[edge.source].name for edge in edges if edge.control} == {
            one.name for one in operation.control_inputs
        }
    library = theirs.as_graph_def().library
    assert sorted(function.signature.name for function in library.function) == sorted(graph.functions)
    assert sum(len(function.node_def) for function in library.function) == graph.function_nodes


def check_values(tf: Any, session: Any, model: Model) -> None:
    """Every variable op that is joined to an entry has that entry's value in the loaded session."""
    joined = 0
    assert model.graph is not None
    for node in model.graph.nodes:
        variable = model.variable_of_node(node.name)
        if variable is None:
            continue
        joined += 1
        tensor = session.graph.get_tensor_by_name(node.name + ":0")
        if node.op == "VarHandleOp":
            tensor = tf.raw_ops.ReadVariableOp(resource=tensor, dtype=tf.as_dtype(node.attr["dtype"].type))
        try:
            theirs = session.run(tensor)
        except tf.errors.FailedPreconditionError:
            continue  # a variable that nothing restores, left over from the making of the graph
        assert np.array_equal(theirs, variable.source.read()), node.name
    assert joined == sum(node.op in ("VariableV2", "VarHandleOp", "Variable") for node in model.graph.nodes)

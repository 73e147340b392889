"""What the signatures of a SavedModel are to be: those that the model has, or one of chosen inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import meta_graph_pb2

from core.assembly import signatures_of
from core.conversion.signatures import (
    DEFAULT,
    METHOD,
    Signed,
    keyed,
    output_dtype,
    tensor_info,
    tensors_of,
    unknown_keys,
)
from core.errors import FreezeError, Text, UsageError
from core.freezing.body import Body
from core.freezing.cuts import FEEDERS, CutTensor, asked_cuts
from core.freezing.names import parse_outputs, signature_ends
from core.graph.inference import ShapeFinder

if TYPE_CHECKING:
    from core.conversion.restorable.graphs import Restorable
    from core.conversion.restorable.model_plan import ModelOptions
    from core.graph.op_graph import OpGraph
    from core.model import Model

_PLACEHOLDERS = ("Placeholder", "PlaceholderV2")


@dataclass(slots=True)
class Wanted:
    """What the signatures need of the graph.

    Attributes:
        roots: ops that must be there, with all that they need.
        cuts: ops where the graph ends.
        asked: the tensors that the person named as inputs.
        finish: makes the signatures, once the graph is pruned and cut.
    """

    roots: list[str]
    finish: Callable[[OpGraph, Body, list[CutTensor]], list[Signed]]
    cuts: set[str] = field(default_factory=set)
    asked: dict[str, set[int]] = field(default_factory=dict)


def wanted_signatures(model: Model, graph: OpGraph, options: ModelOptions, planned: Restorable) -> Wanted:
    """The model's own signatures as they are, as long as nothing of them is asked to be otherwise; else one.

    Raises:
        UsageError: a name is not in the graph, or there are several signatures and one is to be changed.
        FreezeError: no output suggests itself, or a signature names what is not there.
    """
    own = signatures_of(model.meta) if model.format == "saved-model" and not options.outputs else []
    changed = options.inputs or options.keys
    if own and not changed and (options.signature or not options.name or len(own) == 1):
        names = [each.name for each in own]
        if options.signature:
            signature_ends(graph, own, options.signature)  # says what is wrong with it
            names = [options.signature]
        return _as_they_are(model.meta, graph, names, options.name)
    if options.outputs:
        ends = [("", f"{output.node}:{output.output}") for output in parse_outputs(graph, options.outputs)]
        return _made(graph, options, {}, ends, options.name or DEFAULT)
    if own:
        chosen = signature_ends(graph, own, options.signature)
        ends = [(output.key, f"{output.node}:{output.output}") for output in chosen.outputs]
        return _made(graph, options, chosen.inputs, ends, options.name or options.signature or DEFAULT)
    from core.graph.outputs import suggest_outputs  # only where no output is named

    suggested = suggest_outputs(graph, limit=1)
    if not suggested:
        raise FreezeError(Text("No output suggests itself."), Text("Name one: --outputs NAME."))
    first = suggested[0]
    planned.note(
        "info",
        Text("The output is {name}: {reason}.", name=first.name, reason=first.reason),
        first.name,
        Text("Others can be named: --outputs NAME,NAME."),
    )
    ends = [("", first.name if ":" in first.name else f"{first.name}:0")]
    return _made(graph, options, {}, ends, options.name or DEFAULT)


def _as_they_are(meta: Any, graph: OpGraph, names: list[str], new_name: str) -> Wanted:
    """Signatures of the source, copied; a single one may get another name."""
    protos = {name: meta.signature_def[name] for name in names}
    roots = []
    for name, proto in protos.items():
        for tensor in [*tensors_of(proto.inputs), *tensors_of(proto.outputs)]:
            node = tensor.partition(":")[0]
            if node not in graph:
                raise FreezeError(
                    Text("The signature {name} names {tensor}, which is not in the graph.", name=name, tensor=tensor)
                )
            roots.append(node)

    def finish(_graph: OpGraph, _body: Body, _cuts: list[CutTensor]) -> list[Signed]:
        return [
            Signed(
                new_name if new_name and len(names) == 1 else name, _plain(proto.inputs), _plain(proto.outputs), proto
            )
            for name, proto in sorted(protos.items(), key=lambda item: item[0] != DEFAULT)
        ]

    return Wanted(roots, finish)


def _plain(infos: Any) -> dict[str, str]:
    """{key: tensor}; the tensors of a sparse one under their own names."""
    found: dict[str, str] = {}
    for key in sorted(infos):
        if infos[key].name:
            found[key] = infos[key].name
        else:
            found.update({tensor: tensor for tensor in tensors_of({key: infos[key]})})
    return found


def _made(
    graph: OpGraph, options: ModelOptions, inputs: dict[str, str], outputs: list[tuple[str, str]], name: str
) -> Wanted:
    """One signature; placeholders that its outputs need are inputs, besides those that are named."""
    keys = options.keys
    asked = asked_cuts(graph, options.inputs)
    feeders = {node.name for node in graph.nodes if FEEDERS.fullmatch(node.op)}

    def finish(graph: OpGraph, body: Body, cuts: list[CutTensor]) -> list[Signed]:
        stand_ins = {item.tensor: f"{item.placeholder}:0" for item in cuts}
        shapes = ShapeFinder(graph)
        known = {tensor: key for key, tensor in inputs.items()}
        feeds = [
            (known.get(f"{each.name}:0", ""), f"{each.name}:0")
            for each in body.nodes.values()
            if each.op in _PLACEHOLDERS
        ]
        ends = [(key, stand_ins.get(tensor, tensor)) for key, tensor in outputs]
        wrong = unknown_keys(keys, [*feeds, *ends])
        if wrong:
            raise UsageError(
                Text("{name} is neither an input nor an output of the signature.", name=wrong[0]),
                Text("These are: {names}.", names=", ".join(tensor for _, tensor in [*feeds, *ends])),
            )
        proto = meta_graph_pb2.SignatureDef(method_name=METHOD)
        signed = Signed(name, keyed(feeds, keys), keyed(ends, keys), proto)
        told = {f"{item.placeholder}:0": item for item in cuts}
        for infos, tensors in ((proto.inputs, signed.inputs), (proto.outputs, signed.outputs)):
            for key, tensor in tensors.items():
                if tensor in told:
                    info = tensor_info(tensor, told[tensor].dtype, told[tensor].shape)
                else:
                    node, _, number = tensor.partition(":")
                    output = int(number or 0)
                    info = tensor_info(tensor, output_dtype(body.nodes[node], output), shapes.shape(node, output))
                infos[key].CopyFrom(info)
        return [signed]

    roots = [tensor.partition(":")[0] for _, tensor in outputs]
    return Wanted(roots, finish, {*asked, *feeders}, asked)

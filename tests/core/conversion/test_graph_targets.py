"""GraphML, GEXF, DOT and JSON, read back by networkx (DOT through pydot)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tensorboard.compat.proto import graph_pb2

from core.conversion.convert import Conversion, convert
from core.conversion.registry import target_named
from core.conversion.target import Request
from core.conversion.work import Work
from core.opening import open_model
from core.progress import Progress

# pydot asks pyparsing for names that it has given up.
pytestmark = pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")

SUFFIXES = {"graphml": ".graphml", "gexf": ".gexf", "dot": ".dot", "json": ".json"}
every_format = pytest.mark.parametrize("name", SUFFIXES)
HOSTILE = ['a"b', "a\\", 'a\\"b', "<x&y>", "a:b:1", "ä 图", "a->b", "{a|b}", "%s", "a;b", "/", "graph", "tab\there"]


def run(name: str, source: Path, destination: Path, **options: Any) -> Conversion:
    with Work.beginning(Progress()) as work:
        request = Request(destination, options=options)
        return convert(open_model(source), target_named(name), request, work)


def read(name: str, path: Path) -> Any:
    if name == "graphml":
        return nx.read_graphml(path, force_multigraph=True)
    if name == "gexf":
        return nx.read_gexf(path)
    if name == "json":
        return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges")
    return nx.nx_pydot.read_dot(path)


def plain(name: str, text: Any) -> Any:
    """What stands between pydot's quotes."""
    if name != "dot" or not isinstance(text, str):
        return text
    return text.strip('"').replace('\\"', '"').replace("\\\\", "\\")


@pytest.mark.parametrize("model", ["sample", "puzzle15", "sm_keras_lstm", "dl4j_gru_dynamic_pbtxt"])
@every_format
def test_nodes_and_edges_are_the_graphs(
    name: str, model: str, sample: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if name == "dot" and model in ("sample", "dl4j_gru_dynamic_pbtxt"):
        pytest.skip("pydot takes ten seconds for it")
    source = sample if model == "sample" else request.getfixturevalue("models") / model
    run(name, source, tmp_path / f"a{SUFFIXES[name]}")
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    expected = open_model(source).graph
    assert expected is not None
    assert {plain(name, node) for node in found} == set(expected.index)
    edges = sorted((plain(name, a), plain(name, b)) for a, b in found.edges())
    nodes = expected.nodes
    assert edges == sorted((nodes[edge.source].name, nodes[edge.target].name) for edge in expected.edges())


@every_format
def test_attributes_are_kept_with_their_types(name: str, tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    graph.node.add(name="image", op="Placeholder")
    conv = graph.node.add(name="conv1/conv", op="Conv2D", input=["image"], device="/gpu:0")
    conv.attr["T"].type = 1
    conv.attr["strides"].list.i.extend([1, 1, 1, 1])
    conv.attr["use_cudnn_on_gpu"].b = True
    conv.attr["rate"].f = 0.1
    conv.attr["count"].i = -3
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    run(name, tmp_path / "a.pb", tmp_path / f"a{SUFFIXES[name]}")
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    names = {plain(name, node): node for node in found}
    node = found.nodes[names["conv1/conv"]]
    values = {plain(name, key): plain(name, value) for key, value in node.items()}
    assert values["op"] == "Conv2D"
    assert values["category"] == "nn"
    assert values["scope"] == "conv1"
    assert values["attr_T"] == "float32"
    assert values["attr_strides"] == "[1, 1, 1, 1]"
    assert values["device"] == "/gpu:0"
    assert values["attr_rate"] == ("0.1" if name == "dot" else 0.1)
    assert values["attr_count"] == ("-3" if name == "dot" else -3)
    assert values["attr_use_cudnn_on_gpu"] == ("true" if name == "dot" else True)
    edges = found.get_edge_data(names["image"], names["conv1/conv"])
    (edge,) = edges.values() if "output" not in edges and '"output"' not in edges else [edges]
    edge = {plain(name, key): plain(name, value) for key, value in edge.items()}
    assert (edge["output"], edge["input"]) == (("0", "0") if name == "dot" else (0, 0))
    assert edge["control"] == ("false" if name == "dot" else False)


@every_format
def test_control_edges_and_ports(name: str, tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    graph.node.add(name="a", op="Split")
    graph.node.add(name="b", op="Pack", input=["a:1", "a", "^a"])
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    run(name, tmp_path / "a.pb", tmp_path / f"a{SUFFIXES[name]}")
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    edges = []
    for _, _, attributes in found.edges(data=True):
        edge = {plain(name, key): plain(name, value) for key, value in attributes.items()}
        edges.append((int(edge["output"]), int(edge["input"]), str(edge["control"]).lower()))
    assert sorted(edges) == [(-1, -1, "true"), (0, 1, "false"), (1, 0, "false")]


@every_format
def test_names_may_hold_anything(name: str, tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    for each in HOSTILE:
        graph.node.add(name=each, op="NoOp", input=[f"^{HOSTILE[0]}"]).attr["s"].s = each.encode()
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    run(name, tmp_path / "a.pb", tmp_path / f"a{SUFFIXES[name]}")
    found = read(name, tmp_path / f"a{SUFFIXES[name]}")
    names = [each.replace("\t", "\N{REPLACEMENT CHARACTER}") for each in HOSTILE] if name == "dot" else HOSTILE
    assert {plain(name, node) for node in found} == set(names)
    assert found.number_of_edges() == len(HOSTILE)


@every_format
def test_control_characters_do_not_break_the_file(name: str, tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    graph.node.add(name="a\x01\x1b[31m\r\n", op="NoOp").attr["s"].s = bytes(range(256))
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    assert run(name, tmp_path / "a.pb", tmp_path / f"a{SUFFIXES[name]}").ok
    assert read(name, tmp_path / f"a{SUFFIXES[name]}").number_of_nodes() == 1


@every_format
def test_a_name_that_stands_twice_is_two_nodes(name: str, tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    for each in ("a", "a", "a (2)", "b"):
        graph.node.add(name=each, op="NoOp")
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    run(name, tmp_path / "a.pb", tmp_path / f"a{SUFFIXES[name]}")
    assert read(name, tmp_path / f"a{SUFFIXES[name]}").number_of_nodes() == 4


def test_scopes_as_nodes_hold_all_ops_between_them(sample: Path, tmp_path: Path) -> None:
    model = open_model(sample)
    assert model.graph is not None
    run("json", sample, tmp_path / "a.json", detail="scopes")
    found = read("json", tmp_path / "a.json")
    assert "conv1" in found
    assert found.nodes["conv1"]["kind"] == "scope"
    assert found.nodes["conv1"]["parameters"] == 80
    assert sum(found.nodes[node]["ops"] for node in found) == len(model.graph)
    assert found.nodes["image"]["op"] == "Placeholder"
    run("json", sample, tmp_path / "b.json", detail="scopes", depth=2)
    deeper = read("json", tmp_path / "b.json")
    assert len(deeper) > len(found)
    assert "conv1/weights" in deeper
    run("json", sample, tmp_path / "c.json", detail="scopes", expand="conv1, conv1/weights,nobody")
    opened = read("json", tmp_path / "c.json")
    assert "conv1" not in opened
    assert opened.nodes["conv1/weights"]["kind"] == "op"  # the variable, whose scope was called the same
    assert opened.nodes["conv1/weights/Initializer"]["kind"] == "scope"
    assert "conv2" in opened
    assert sum(opened.nodes[node]["ops"] for node in opened) == len(model.graph)


def test_functions_come_along_when_asked(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "corpus" / "saved_model_tf2"
    model = open_model(source)
    assert model.graph is not None
    without = run("json", source, tmp_path / "a.json")
    assert without.outcome is not None
    assert "functions are left out" in str(without.outcome.notes)
    run("json", source, tmp_path / "b.json", functions=True)
    found = read("json", tmp_path / "b.json")
    name, body = next((name, model.graph.function(name)) for name in model.graph.functions)
    assert {f"{name}::{node.name}" for node in body.nodes} <= set(found)


def test_json_is_strict(tmp_path: Path) -> None:
    graph = graph_pb2.GraphDef()
    node = graph.node.add(name="a", op="X")
    node.attr["f"].f = float("nan")
    node.attr["fs"].list.f.extend([float("inf"), 0.1])
    (tmp_path / "a.pb").write_bytes(graph.SerializeToString())
    run("json", tmp_path / "a.pb", tmp_path / "a.json")

    def refuse(word: str) -> None:
        raise AssertionError(word)

    document = json.loads((tmp_path / "a.json").read_text("utf-8"), parse_constant=refuse)
    assert document["nodes"][0]["attr_f"] == "nan"
    assert document["nodes"][0]["attr_fs"] == "[inf, 0.1]"


def test_much_memory_is_told_before(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    monkeypatch.setattr("core.conversion.targets.graphs.MANY", 100)
    told = {
        name: str(target_named(name).preflight(open_model(sample), Request(Path("x"))).findings) for name in SUFFIXES
    }
    assert [name for name, text in told.items() if "through memory" in text] == ["graphml", "gexf"]

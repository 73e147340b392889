"""What the preflight says about a plan, beyond repairs and refusals: each line with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import Text, counted
from core.freezing.body import Body
from core.freezing.functions import called_functions
from core.freezing.known_ops import known_ops
from core.freezing.prune import Reach, needed_by
from core.freezing.rewrite import VARIABLES, Rewriter
from core.freezing.tables import TABLES, table_initialisers

if TYPE_CHECKING:
    from core.freezing.planner import Planner
    from core.graph.op_graph import OpGraph

WHY_REPAIR = Text(
    "TensorFlow's own conversion leaves this as it is, and then can't import its result. "
    "The repaired graph computes the same."
)
_PYTHON = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
_AVERAGE = "/ExponentialMovingAverage"


def all_remarks(
    planner: Planner, graph: OpGraph, body: Body, found: Reach, outputs: list[str], rewriter: Rewriter
) -> None:
    """Everything, most important last."""
    plan = planner.plan
    before, after = plan.nodes_before, len(found.names)
    lines = list(plan.findings)
    plan.findings.clear()
    planner.note(
        "info",
        counted(
            after,
            Text(
                "1 of {before} ops is needed; {dropped} for training, saving and summaries are left out.",
                before=f"{before:,}",
                dropped=f"{before - after:,}",
            ),
            Text(
                "{after} of {before} ops are needed; {dropped} for training, saving and summaries are left out.",
                after=f"{after:,}",
                before=f"{before:,}",
                dropped=f"{before - after:,}",
            ),
        )
        if before > after
        else counted(before, Text("The one op is needed."), Text("All {count} ops are needed.", count=f"{before:,}")),
    )
    _variables(planner, body)
    plan.findings.extend(_together(lines))
    _averages(planner)
    _python(planner, graph, found, outputs)
    _tables(planner, graph, found)
    _held_by_functions(planner)
    _unknown(planner, graph, found, rewriter)


def missing_variables(planner: Planner, missing: list[str], needing: dict[str, list[str]], nodes: list[Any]) -> None:
    """Variables that the checkpoint lacks: said before anything runs."""
    if planner.model.checkpoint is None:
        planner.note(
            "error",
            counted(
                len(missing),
                Text("One variable has no value: there is no checkpoint with this graph."),
                Text("{count} variables have no values: there is no checkpoint with this graph.", count=len(missing)),
            ),
            missing[0],
            Text("Open the checkpoint that was saved with it."),
        )
        return
    names = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
    needers = sorted({output for outputs in needing.values() for output in outputs})
    text = (
        Text("The checkpoint lacks {name}, which {outputs} needs.", name=names, outputs=", ".join(needers))
        if len(missing) == 1
        else Text(
            "The checkpoint lacks {count} of the {all} variables that {outputs} needs: {names}.",
            count=len(missing),
            all=len(nodes),
            outputs=", ".join(needers),
            names=names,
        )
    )
    planner.note(
        "error", text, missing[0], Text("Choose an output before the training ops, or another step of the checkpoint.")
    )


def by_name(planner: Planner, name: str) -> None:
    """A variable that the saver in the graph does not mention."""
    text = Text("The graph's saver does not say where some variables are stored; entries of the same name are taken.")
    if text not in planner.plan.warnings:
        planner.note("warning", text, name)


def _together(lines: list[Any]) -> list[Any]:
    """Many repairs of one kind as one line; findings of different kinds stay apart."""
    by_kind: dict[tuple[str, str], list[Any]] = {}
    for line in lines:
        repair = line.what.values.get("repair")
        kind = repair.template if isinstance(repair, Text) else str(id(line))
        by_kind.setdefault((line.severity, kind), []).append(line)
    result = []
    for group in by_kind.values():
        first = group[0]
        if len(group) > 1:
            what = Text("{count} repairs like this: {repair}", count=len(group), repair=first.what.values["repair"])
            first = type(first)(first.severity, what, first.where, first.remedy, first.why)
        result.append(first)
    return result


def _variables(planner: Planner, body: Body) -> None:
    plan = planner.plan
    count = len(plan.variables)
    if any(line.severity == "error" and "lacks" in line.what.template for line in plan.findings):
        return
    if count == 1:
        planner.note("info", Text("The variable that the output needs is in the checkpoint."))
    elif count:
        planner.note(
            "info", Text("All {count} variables that the output needs are in the checkpoint.", count=f"{count:,}")
        )
    elif not any(node.op in VARIABLES for node in body.nodes.values()):
        planner.note(
            "info",
            Text("There is nothing to freeze: the outputs need no variable (frozen already, perhaps)."),
            "",
            Text("The result is the part of the graph that the outputs need."),
        )


def _averages(planner: Planner) -> None:
    """Moving averages beside the raw weights: the accuracy that was measured may have been theirs."""
    checkpoint = planner.model.checkpoint
    rewritten = planner.plan.rewritten
    if checkpoint is None or rewritten is None:
        return
    frozen = rewritten.frozen.variables()
    if planner.options.ema:
        used = [content for content in frozen if content.key.endswith(_AVERAGE)]
        planner.note(
            "info" if used else "warning",
            counted(
                len(used),
                Text("1 of {all} variables is taken from its moving average.", all=len(frozen)),
                Text(
                    "{count} of {all} variables are taken from their moving averages.", count=len(used), all=len(frozen)
                ),
            ),
        )
        return
    shadows = [
        content
        for content in frozen
        if content.key + _AVERAGE in checkpoint.entries or content.node + _AVERAGE in checkpoint.entries
    ]
    if shadows:
        planner.note(
            "warning",
            Text(
                "The checkpoint also has moving averages of {count} of these variables; the raw weights are used.",
                count=len(shadows),
            ),
            shadows[0].node,
            Text("Use the averages if the model was evaluated with them: --ema."),
            Text(
                "Models trained with ExponentialMovingAverage are usually evaluated with the averages; with the raw "
                "weights they are silently less accurate."
            ),
        )


def _python(planner: Planner, graph: OpGraph, found: Reach, outputs: list[str]) -> None:
    nodes = [name for name in found.names if graph.node(name).op in _PYTHON and name not in found.cut_reads]
    for name in sorted(nodes)[:5]:
        needing = needed_by({node.name: node.proto for node in graph.nodes}, outputs, [name], found.cut_reads)[name]
        others = [output for output in outputs if output not in needing]
        planner.note(
            "warning" if planner.strict else "error",
            Text(
                "{node} calls a Python function that is not in the graph; {outputs} needs it.",
                node=name,
                outputs=", ".join(needing),
            ),
            name,
            Text("These outputs do without it: {outputs}.", outputs=", ".join(others))
            if others
            else Text("Cut the graph after it (--inputs {node}), and feed what it gave.", node=name),
        )


def _tables(planner: Planner, graph: OpGraph, found: Reach) -> None:
    """Tables, which are empty until their initialiser has run."""
    plan = planner.plan
    for name in plan.initialisers:
        planner.note(
            "warning",
            Text(
                "{initialiser} fills a table that the outputs look into. It stays in the graph: run it once, before "
                "the rest.",
                initialiser=name,
            ),
            name,
        )
    if plan.initialisers:
        return
    tables = [
        name for name in sorted(found.names) if TABLES.fullmatch(graph.node(name).op) and name not in found.cut_reads
    ]
    for name in tables[:3]:
        planner.note(
            "warning",
            Text(
                "The table {node} ({op}) can't become a constant: it stays empty until its initialiser runs.",
                node=name,
                op=graph.node(name).op,
            ),
            name,
            Text("Choose outputs before the lookup."),
        )
    fills, _ = table_initialisers(planner.model, graph, tables)
    if any("FromTextFile" in graph.node(name).op for name in fills):
        planner.note("warning", Text("The table's words are in a file beside the model, which is not part of a .pb."))


def _held_by_functions(planner: Planner) -> None:
    """Variables that a function makes for itself: nothing outside says what they are restored from."""
    rewritten = planner.plan.rewritten
    functions = rewritten.frozen.functions if rewritten is not None else []
    called = called_functions(rewritten.frozen.nodes, functions) if rewritten is not None else set()
    for function in functions:
        for node in function.node_def:
            if node.op in VARIABLES and function.signature.name in called:
                planner.note(
                    "warning" if planner.strict else "error",
                    Text(
                        "The function {function} makes the variable {node} for itself; its value can't be told.",
                        function=function.signature.name,
                        node=node.name,
                    ),
                    node.name,
                    Text("Choose outputs that don't call it."),
                )


def _unknown(planner: Planner, graph: OpGraph, found: Reach, rewriter: Rewriter) -> None:
    ops: dict[str, str] = {}
    for name in sorted(found.names):
        op = graph.node(name).op
        if op not in known_ops() and op not in rewriter.library.functions and name not in found.cut_reads:
            ops.setdefault(op, name)
    options = planner.options
    for op, name in ops.items():
        needs_it = options.chosen_engine == "session" or options.verify
        if options.op_libraries:
            continue
        planner.note(
            "warning" if needs_it else "info",
            Text("{node}: the op {op} is not part of TensorFlow.", node=name, op=op),
            name,
            Text("To run it, load its library: --op-library FILE.so. The direct engine freezes without it."),
        )

"""The right panel: what the selected node, scope, variable or edge is, with links to follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from core.errors import CryographError
from gui.document import NOTHING, Document, Selection
from gui.formatting import format_bytes, format_count, format_shape
from gui.models.edge_description import DrawnEdge, EdgeDescription, describe_edge
from gui.models.function_description import FunctionDescription, describe_function
from gui.models.node_description import (
    LinkRow,
    NodeDescription,
    ScopeContent,
    ScopeDescription,
    describe_node,
    describe_scope,
)
from gui.models.variable_columns import group_name
from gui.panels.problem_text import remedy_of, sentence
from gui.panels.weights_view import WeightsView
from gui.panels.widgets import Card, Column, Link, breakable, clear, copyable, key_label, label, section
from gui.stylesheet import set_role

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.graph.op_graph import OpGraph
    from core.model import Model
    from core.progress import Progress
    from core.variables.catalogue import Variable

LINKS_SHOWN = 8
TEXT_SHOWN = 400
CENSUS_SHOWN = 40


def category_name(category: str) -> str:
    """A category of ops in the person's language."""
    translate = QCoreApplication.translate
    names = {
        "nn": translate("categories", "neural network"),
        "activation": translate("categories", "activation"),
        "shape": translate("categories", "pooling and shape"),
        "maths": translate("categories", "maths"),
        "normalisation": translate("categories", "normalisation"),
        "data": translate("categories", "data and control"),
    }
    return names.get(category, category)


class Inspector(Column):
    """Follows the document's selection. What it says is gathered in a task."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.scope: Callable[[str], ScopeContent] | None = None
        """What is in a box of the drawing; without it, all nodes below a name scope."""
        self.edge: Callable[[], DrawnEdge | None] | None = None
        """The edge that is selected in the drawing, if one is."""
        self.setMinimumWidth(240)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(14, 2, 14, 8)
        self._head.setSpacing(2)
        self._rows = QGridLayout()
        self._rows.setContentsMargins(14, 0, 14, 0)
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(5)
        self._rows.setColumnStretch(1, 1)
        self._weights = WeightsView(document)
        self.column.addLayout(self._head)
        self.column.addLayout(self._rows)
        self.column.addWidget(self._weights)
        self._row = 0
        document.selection_changed.connect(self._selected)
        document.model_closed.connect(lambda: self._selected(NOTHING))
        self._selected(NOTHING)

    @property
    def weights(self) -> WeightsView:
        return self._weights

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._selected(self._document.selection)
        super().changeEvent(event)

    def _selected(self, selection: Selection) -> None:
        model = self._document.model
        if model is None or selection.kind == "none":
            self._document.tasks.drop("inspector")  # what was being gathered is stale
            self._show_nothing(model)
            return
        if selection.kind == "variable":
            self._show_variable(model, selection.name)
            return
        work, done = self._job(model, selection)
        self._document.tasks.run(work, title="", done=done, failed=self._failed, slot="inspector", owner=self)

    def _job(self, model: Model, selection: Selection) -> tuple[Callable[[Progress], Any], Callable[[Any], None]]:
        """What gathers the facts about a selection, in a task, and what shows them."""
        name = selection.name
        if selection.kind == "edge":
            drawn = self.edge() if self.edge is not None else None
            if drawn is None:
                source, _, target = name.partition(" -> ")
                drawn = DrawnEdge([((selection.function, source), (selection.function, target))])
            return lambda _: describe_edge(model, drawn), self._show_edge
        if selection.kind == "function":
            return lambda progress: describe_function(model, name, progress), self._show_function
        graph = self._document.graph_of(selection.function)
        if selection.kind == "scope":
            content = self.scope or (lambda scope: ScopeContent(below(graph, selection.function, scope)))
            return lambda _: describe_scope(model, name, content(name)), self._show_scope
        return lambda _: describe_node(model, name, graph), lambda node: self._show_node(model, node)

    # What is shown.

    def _show_nothing(self, model: Model | None) -> None:
        self._start()
        if model is not None:
            text = self.tr("Select a node or a variable to see what it is.")
            self._head.addWidget(label(text, "quiet", wrap=True))
        self._weights.show_tensor(None)

    def _show_node(self, model: Model, description: NodeDescription | None) -> None:
        if description is None:
            self._show_nothing(model)
            return
        self._start()
        self._title(description.name, f"{description.op} · {category_name(description.category)}")
        if description.inputs:
            self._links(self.tr("Inputs"), description.inputs)
        if description.outputs:
            self._links(self.tr("Outputs"), description.outputs)
        for name, value in description.attributes:
            self._text(name, value, tip=description.types.get(name, ""))
        if description.calls:
            self._links(self.tr("Calls"), description.calls, kind="function")
        self._text(self.tr("Device"), description.device or "—")
        source = description.weights[0] if description.weights else None
        self._weights.show_tensor(source, self._variable_of(source))
        others = description.weights[1:]
        if others:
            self._links(self.tr("Also reads"), [_weight_link(other) for other in others])

    def _show_scope(self, description: ScopeDescription) -> None:
        self._start()
        counts = self._ops(description.ops)
        if description.parameters:
            parameters = self.tr("{count} parameters").format(count=format_count(description.parameters))
            parameters = self.tr("1 parameter") if description.parameters == 1 else parameters
            counts = f"{counts} · {parameters}"
        self._title(description.name, counts)
        self._census(description.census)
        if description.variables:
            self._heading(self.tr("Variables"))
            rows = [LinkRow(name, name) for name in description.variables]
            self._links("", rows, kind="variable")
        if description.reads:
            self._heading(self.tr("Also reads"))
            self._links("", [LinkRow(name, name) for name in description.reads], kind="variable")
        self._weights.show_tensor(None)

    def _show_variable(self, model: Model, name: str) -> None:
        variable = self._variable_named(name)
        if variable is None:
            self._show_nothing(model)
            return
        self._start()
        kind = self.tr("constant")
        if model.checkpoint is not None:
            kind = self.tr("variable · {group}").format(group=group_name(variable.group))
        self._title(variable.name, kind)
        self._text("dtype", variable.dtype.name)
        self._text(self.tr("Shape"), format_shape(variable.shape))
        if variable.full_name and variable.full_name != variable.name:
            self._text(self.tr("Full name"), variable.full_name)
        if variable.object_path:
            self._text(self.tr("Object"), variable.object_path)
        if variable.trainable is not None:
            self._text(self.tr("Trainable"), self.tr("yes") if variable.trainable else self.tr("no"))
        if variable.node:
            self._links(self.tr("Node"), [LinkRow(variable.node, variable.node)])
        try:
            source = variable.source
        except CryographError as error:
            self._say(error)
            return
        self._weights.show_tensor(source, variable)

    def _show_edge(self, description: EdgeDescription) -> None:
        self._start()
        drawn = description.drawn
        said = [self.tr("what flows from one op to another")]
        if drawn.control:
            said = [self.tr("control dependency")]
        if drawn.count > 1:
            said.append(self.tr("{count} edges").format(count=format_count(drawn.count)))
        if drawn.loop:
            said.append(self.tr("runs back (a loop)"))
        if drawn.ref:
            said.append(self.tr("carries a reference to a variable"))
        self._title(self.tr("Edge"), " · ".join(said))
        if drawn.shape:
            self._text(self.tr("Shape"), drawn.shape)
        for source, target in description.rows:
            into = self.tr("input {number}").format(number=target.detail) if target.detail else ""
            self._links(self.tr("From"), [source])
            self._links(self.tr("To"), [replace(target, detail=into)])
        rest = drawn.count - len(description.rows)
        if rest > 0:
            self._text("", self.tr("and {count} more").format(count=format_count(rest)))
        self._weights.show_tensor(None)

    def _show_function(self, description: FunctionDescription | None) -> None:
        if description is None:
            self._show_nothing(self._document.model)
            return
        self._start()
        self._title(description.name, self.tr("function · {ops}").format(ops=self._ops(description.ops)))
        if description.description:
            self._text(self.tr("Description"), description.description)
        if description.stateful:
            self._text(self.tr("Stateful"), self.tr("yes"))
        for heading, rows in (
            (self.tr("Arguments"), description.arguments),
            (self.tr("Results"), description.results),
            (self.tr("Attributes"), description.attributes),
        ):
            if rows:
                self._heading(heading)
            for name, value in rows:
                self._text(name, value)
        if description.callers:
            self._heading(self.tr("Called by"))
            self._links("", description.callers)
        self._census(description.census)
        self._weights.show_tensor(None)

    def _ops(self, count: int) -> str:
        return self.tr("1 op") if count == 1 else self.tr("{count} ops").format(count=format_count(count))

    def _census(self, census: list[tuple[str, int]]) -> None:
        self._heading(self.tr("Ops"))
        for op, count in census[:CENSUS_SHOWN]:
            self._text(op, format_count(count), right=True)
        if len(census) > CENSUS_SHOWN:
            rest = sum(count for _, count in census[CENSUS_SHOWN:])
            self._text(self.tr("others"), format_count(rest), right=True)

    def _failed(self, error: CryographError) -> None:
        self._start()
        self._title(self._document.selection.name, "")
        self._say(error)

    def _say(self, error: CryographError) -> None:
        self._rows.addWidget(Card("error", escape(sentence(error.text)), remedy_of(error)), self._next(), 0, 1, 2)
        self._weights.show_tensor(None)

    # Parts.

    def _start(self) -> None:
        clear(self._head)
        clear(self._rows)
        self._row = 0
        self.verticalScrollBar().setValue(0)

    def _title(self, title: str, subtitle: str) -> None:
        heading = label(breakable(title), "title", wrap=True)
        heading.setToolTip(title)
        copyable(heading, title)
        self._head.addWidget(heading)
        self._head.addWidget(label(subtitle, "quiet", wrap=True))

    def _heading(self, text: str) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 14, 0, 3)
        holder.addWidget(section(text))
        self._rows.addLayout(holder, self._next(), 0, 1, 2)

    def _text(self, name: str, value: str, *, right: bool = False, tip: str = "") -> None:
        row = self._next()
        key = key_label(name)
        key.setToolTip(tip)
        self._rows.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
        shown = value if len(value) <= TEXT_SHOWN else value[:TEXT_SHOWN] + "…"
        broken = breakable(shown) if len(shown) > 24 else shown
        text = label(broken, selectable=broken == value, wrap=True)
        if broken != value:
            copyable(text, value)
        text.setToolTip(tip)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        text.setAlignment(Qt.AlignmentFlag.AlignTop | side)
        self._rows.addWidget(text, row, 1)
        if shown != value:
            more = QPushButton(self.tr("Show all {count} characters").format(count=format_count(len(value))))
            set_role(more, "link")

            def show_all() -> None:
                more.hide()
                text.setText(breakable(value))

            more.clicked.connect(show_all)
            self._rows.addWidget(more, self._next(), 1)

    def _links(self, name: str, rows: list[LinkRow], *, kind: str = "node", limit: int = LINKS_SHOWN) -> None:
        holder = QVBoxLayout()
        holder.setSpacing(1)
        holder.setContentsMargins(0, 0, 0, 2)
        self._add_links(holder, rows[:limit], kind)
        if len(rows) > limit:
            more = QPushButton(self.tr("{count} more").format(count=format_count(len(rows) - limit)))
            set_role(more, "link")

            def show_all() -> None:
                more.hide()
                self._add_links(holder, rows[limit : limit + 500], kind)

            more.clicked.connect(show_all)
            holder.addWidget(more)
        row = self._next()
        if name:
            self._rows.addWidget(key_label(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(holder, row, 1)
        else:
            self._rows.addLayout(holder, row, 0, 1, 2)

    def _add_links(self, holder: QVBoxLayout, rows: list[LinkRow], kind: str) -> None:
        for row in rows:
            if holder.count():
                holder.addSpacing(3)
            if row.target:
                follow = self._follow(kind, row)
                holder.addWidget(Link(row.text, follow))
            else:
                holder.addWidget(label(breakable(row.text), wrap=True))
            if row.detail:
                holder.addWidget(label(row.detail, "small", wrap=True))
            elif row.control:
                holder.addWidget(label(self.tr("control"), "small"))

    def _follow(self, kind: str, row: LinkRow) -> Callable[[], None]:
        # A link leads on in the graph that its node is in.
        function = self._document.selection.function if row.function is None else row.function
        selection = Selection("node", row.target, function)
        if kind == "variable":
            selection = Selection("variable", row.target)
        elif kind == "function":
            selection = Selection("function", row.target, row.target)
        return lambda: self._document.select(selection, self)

    def _next(self) -> int:
        self._row += 1
        return self._row

    def _variable_of(self, source: TensorSource | None) -> Variable | None:
        return self._variable_named(source.name) if source is not None else None

    def _variable_named(self, name: str) -> Variable | None:
        try:
            return self._document.model.variable(name) if self._document.model is not None else None
        except KeyError:
            return None


def below(graph: OpGraph | None, function: str, scope: str) -> list[tuple[str, str]]:
    """All nodes in a name scope and its own node, as (function, name)."""
    if graph is None:
        return []
    start = scope.rstrip("/") + "/"
    return [(function, node.name) for node in graph if node.name.startswith(start) or node.name == scope]


def _weight_link(source: TensorSource) -> LinkRow:
    return LinkRow(
        source.name, source.name, f"{format_shape(source.shape)} {source.dtype.name}, {format_bytes(source.nbytes)}"
    )

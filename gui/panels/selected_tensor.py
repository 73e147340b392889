"""Which tensor the Values tab shows: the one behind the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.progress import Progress
from gui.document import NOTHING, Document, Selection
from gui.models.node_description import weights_of
from gui.models.values_model import first_block

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
    from core.graph.op_graph import OpGraph
    from core.model import Model
    from gui.models.values_model import Blocks
    from gui.panels.values import ValuesPanel


class SelectedTensor(QObject):
    """Has `panel` show what is selected: a variable, a Const, or the weights of an op."""

    def __init__(self, document: Document, panel: ValuesPanel) -> None:
        super().__init__(panel)
        self._document = document
        self._panel = panel
        document.selection_changed.connect(self._selected)
        document.model_opened.connect(lambda _: self._selected(NOTHING))
        document.model_closed.connect(lambda: self._selected(NOTHING))
        self._selected(NOTHING)

    def _selected(self, selection: Selection) -> None:
        model = self._document.model
        if model is None or selection.kind in ("none", "scope", "edge", "function"):
            self._document.tasks.drop("values of")
            self._panel.show_tensor(None)
            return

        graph = self._document.graph_of(selection.function)
        # The first numbers come with the tensor itself: nobody waits for them to be asked for.
        ahead = self._panel.takes_blocks

        def find(progress: Progress) -> tuple[TensorSource | None, Blocks]:
            progress.check()
            source = _source_of(model, selection, graph)
            return source, first_block(source, progress) if ahead and source is not None else {}

        self._document.tasks.run(
            find,
            title="",
            done=lambda found: self._found(*found),
            failed=self._panel.say_failed,
            slot="values of",
            owner=self,
        )

    def _found(self, source: TensorSource | None, blocks: Blocks) -> None:
        shown = self._panel.source
        # An op whose weights are shown already keeps the slice that was chosen.
        if source is None or shown is None or source.name != shown.name:
            self._panel.show_tensor(source, blocks=blocks)


def _source_of(model: Model, selection: Selection, graph: OpGraph | None) -> TensorSource | None:
    if selection.kind == "variable":
        try:
            return model.variable(selection.name).source
        except KeyError:
            return None
    found = weights_of(model, selection.name, graph)
    return found[0] if found else None

"""Which tensor the Values tab shows: the one behind the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.progress import Progress
from gui.document import NOTHING, Document, Selection
from gui.models.node_description import weights_of

if TYPE_CHECKING:
    from core.formats.tensor import TensorSource
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

        def find(progress: Progress) -> TensorSource | None:
            progress.check()
            if selection.kind == "variable":
                try:
                    return model.variable(selection.name).source
                except KeyError:
                    return None
            found = weights_of(model, selection.name, self._document.graph_of(selection.function))
            return found[0] if found else None

        self._document.tasks.run(
            find, title="", done=self._found, failed=self._panel.say_failed, slot="values of", owner=self
        )

    def _found(self, source: TensorSource | None) -> None:
        shown = self._panel.source
        # An op whose weights are shown already keeps the slice that was chosen.
        if source is None or shown is None or source.name != shown.name:
            self._panel.show_tensor(source)

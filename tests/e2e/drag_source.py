"""Another program that a file is dragged from: `python drag_source.py PATH X Y`, a small window at that place."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Source(QLabel):
    """Says when it is on the screen; a drag begins as soon as the mouse moves with its button down."""

    painted = False

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseMove:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
            drag = QDrag(self)
            drag.setMimeData(data)
            say(drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction).name or "")
            return True
        if event.type() is QEvent.Type.Paint and not self.painted:
            self.painted = True
            say("ready")
        return super().event(event)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    source = Source("file")
    source.setWindowFlag(Qt.WindowType.X11BypassWindowManagerHint)
    source.setGeometry(int(sys.argv[2]), int(sys.argv[3]), 100, 40)
    source.show()
    # It lives on after the drop: whoever took it asks for what was dragged.
    app.exec()

"""Two axes of a tensor as a table that reads only what is looked at.

`data()` never reads. What it does not have it shows as `…` and asks for; the blocks asked for in one turn of
the event loop are read by one task, and the newest wish comes first: blocks that scrolled out of sight before
they were read are dropped.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from core.errors import CryographError
from core.progress import Progress
from gui.formatting import format_count, format_number
from gui.models.axes import View, first_view
from gui.tasks import Task, Tasks

if TYPE_CHECKING:
    import numpy as np

    from core.formats.tensor import TensorSource

    Array = np.ndarray[Any, np.dtype[Any]]

Blocks: TypeAlias = "dict[tuple[int, int], Array]"
"""Values that have been read: block row and block column → a part of the table, rows first."""

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()

BLOCK_ROWS = 64
BLOCK_COLUMNS = 16
BLOCKS_KEPT = 400
BLOCKS_WANTED = 24
"""The most that are read for one look; more than a large screen shows."""
ROWS_SHOWN = 1_000_000
COLUMNS_SHOWN = 20_000
"""Qt keeps bookkeeping per row and column; longer axes are shown in parts, see `first_row`."""

PLACEHOLDER = "…"
Style = Literal["short", "plain", "scientific", "hex"]
"""How a number is written; `hex` is for integers."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ValuesModel(QAbstractTableModel):
    """Shows `view` of `source`. Numbers stand right, texts left."""

    failed = Signal(object)
    """CryographError: the values could not be read."""
    arrived = Signal()
    """Values that were waited for are there."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._source: TensorSource | None = None
        self._view = View((), None, None, ())
        self._first_row = 0
        self._blocks: OrderedDict[tuple[int, int], Array] = OrderedDict()
        self._wanted: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._task: Task | None = None
        self._broken = False
        self._style: Style = "short"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read)

    def show_tensor(self, source: TensorSource | None, view: View, first_row: int = 0) -> None:
        """Show another tensor, or the same at another place; what was being read is given up."""
        self.beginResetModel()
        if self._task is not None:
            self._task.cancel()
        self._source, self._view = source, view
        self._first_row = min(max(first_row, 0), max(view.rows - 1, 0))
        self._blocks.clear()
        self._wanted.clear()
        self._broken = False
        self.endResetModel()

    def prefetch(self) -> None:
        """Begin to read the first values without waiting for the table to be painted."""
        if self.rowCount() and self.columnCount() and (0, 0) not in self._blocks:
            self._want(0, 0)
            self._timer.stop()
            self._read()

    @property
    def style(self) -> Style:
        return self._style

    def set_style(self, style: Style) -> None:
        """Write the numbers in another way."""
        self._style = style
        if self.rowCount() and self.columnCount():
            corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), corner, [Qt.ItemDataRole.DisplayRole])

    @property
    def waiting(self) -> bool:
        """Whether something that is shown is still being read."""
        return bool(self._wanted) or (self._task is not None and self._task.running)

    @property
    def textual(self) -> bool:
        return self._source is not None and self._source.dtype.name == "string"

    def value(self, row: int, column: int) -> Any:
        """The numpy scalar at a place of the table, None if it has not been read."""
        key = (row // BLOCK_ROWS, column // BLOCK_COLUMNS)
        block = self._blocks.get(key)
        if block is None:
            return None
        return block[row - key[0] * BLOCK_ROWS, column - key[1] * BLOCK_COLUMNS]

    # Qt's side.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        if parent.isValid() or self._source is None or self._view.empty:
            return 0
        return min(self._view.rows - self._first_row, ROWS_SHOWN)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        if parent.isValid() or self._source is None or self._view.empty:
            return 0
        return min(self._view.columns, COLUMNS_SHOWN)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._source is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if self.textual else _RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        value = self.value(index.row(), index.column())
        if value is None:
            self._want(index.row() // BLOCK_ROWS, index.column() // BLOCK_COLUMNS)
            return PLACEHOLDER if role == Qt.ItemDataRole.DisplayRole else None
        return styled(value, self._style) if role == Qt.ItemDataRole.DisplayRole else value_text(value, exact=True)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if self.textual and orientation is Qt.Orientation.Horizontal else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return format_count(section + self._first_row) if self._view.row_axis is not None else ""
        return format_count(section) if self._view.column_axis is not None else self.tr("value")

    # Reading.

    def _want(self, block_row: int, block_column: int) -> None:
        if self._broken:
            return
        key = (block_row, block_column)
        self._wanted[key] = None
        self._wanted.move_to_end(key)
        while len(self._wanted) > BLOCKS_WANTED:
            self._wanted.popitem(last=False)
        if self._task is None or not self._task.running:
            self._timer.start()

    def _read(self) -> None:
        source, view, first = self._source, self._view, self._first_row
        keys = list(self._wanted)
        self._wanted.clear()
        if source is None or not keys:
            return

        def work(progress: Progress) -> Blocks:
            result = {}
            for key in keys:
                progress.check()
                result[key] = read_block(source, view, first, key, progress)
            return result

        self._task = self._tasks.run(work, title="", done=self.take, failed=self._fail, owner=self)

    def take(self, blocks: Blocks) -> None:
        """Show what has been read of the tensor at hand."""
        rows, columns = self.rowCount(), self.columnCount()
        for (block_row, block_column), block in blocks.items():
            self._blocks[block_row, block_column] = block
            top, left = block_row * BLOCK_ROWS, block_column * BLOCK_COLUMNS
            bottom, right = min(top + BLOCK_ROWS, rows) - 1, min(left + BLOCK_COLUMNS, columns) - 1
            if bottom >= top and right >= left:
                self.dataChanged.emit(self.index(top, left), self.index(bottom, right))
        while len(self._blocks) > BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        if self._wanted:
            self._timer.start()
        self.arrived.emit()

    def _fail(self, error: CryographError) -> None:
        self._broken = True
        self._wanted.clear()
        self.failed.emit(error)


def read_block(source: TensorSource, view: View, first_row: int, key: tuple[int, int], progress: Progress) -> Array:
    """One block of the table, always 2-D and rows first."""
    top = first_row + key[0] * BLOCK_ROWS
    left = key[1] * BLOCK_COLUMNS
    rows = slice(top, min(top + BLOCK_ROWS, view.rows))
    columns = slice(left, min(left + BLOCK_COLUMNS, view.columns))
    values = source.read(view.index(rows, columns), tick=progress.check)
    if view.row_axis is None:
        return values.reshape(1, 1)
    if view.column_axis is None:
        return values.reshape(-1, 1)
    return values.T if view.transposed() else values


def first_block(source: TensorSource, progress: Progress) -> Blocks:
    """The values that a new tensor is shown with; none where they can't be read, which the table will say."""
    view = first_view(source.shape)
    if source.dtype.numpy is None or view.empty or (source.dtype.name == "string" and not source.shape):
        return {}
    try:
        return {(0, 0): read_block(source, view, 0, (0, 0), progress)}
    except CryographError:
        return {}


def value_text(value: Any, *, exact: bool = False) -> str:
    """One element as the table shows it; `exact`: with all its figures, as it is copied."""
    if isinstance(value, bytes):
        return _string_text(value, exact)
    dtype = getattr(value, "dtype", None)
    # The 4-bit integers are of no kind that numpy knows.
    kind = "i" if dtype is not None and dtype.name in ("int4", "uint4", "int2", "uint2") else getattr(dtype, "kind", "")
    if kind == "b":
        return "true" if value else "false"
    if kind in "iu" and kind:
        return str(int(value)) if exact else format_number_int(int(value))
    if kind == "c":
        if exact:
            return str(value)
        real, imaginary = float(value.real), float(value.imag)
        return f"{format_number(real)} {format_number(imaginary, signed=True)}i"
    if exact:
        return str(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return format_number(number)


def is_integer(dtype_name: str) -> bool:
    """Whether hexadecimal figures make sense."""
    return dtype_name.startswith(("int", "uint", "qint", "quint"))


def styled(value: Any, style: Style) -> str:
    """One element in the chosen way; what has no such form (strings, truth values) as ever."""
    dtype = getattr(value, "dtype", None)
    if style == "short" or dtype is None or dtype.kind in "bOS":
        return value_text(value)
    if is_integer(dtype.name):
        number = int(value)
        if style == "hex":
            # As the bits are stored: a negative one in two's complement.
            bits = int(dtype.name[dtype.name.index("t") + 1 :])
            return f"0x{number & (1 << bits) - 1:0{-(-bits // 4)}X}"
        return format_number_int(number) if style == "plain" else _signed(f"{number:.6e}")
    if dtype.kind == "c":
        sign = "" if value.imag < 0 else "+"
        return f"{styled(value.real, style)} {sign}{styled(value.imag, style)}i"
    if style == "scientific":
        digits = 8 if dtype.itemsize == 4 else 16 if dtype.itemsize == 8 else 4
        return _signed(f"{float(value):.{digits}e}")
    return _signed(_plain(value))


def _plain(value: Any) -> str:
    """The shortest digits that are this number, without an exponent."""
    import numpy as np  # there whenever there is a value

    narrow = value if value.dtype.kind == "f" else np.float32(value)  # bfloat16 and float8 are exact as float32
    return str(np.format_float_positional(narrow, trim="-"))


def _signed(text: str) -> str:
    return text.replace("nan", "NaN").replace("inf", "\u221e").replace("-", "\u2212")


def format_number_int(value: int) -> str:
    """An integer with a true minus sign; no groups, so that digits of one place stand below each other."""
    return str(value).replace("-", "\u2212")


def _string_text(value: bytes, exact: bool) -> str:
    limit = 10_000 if exact else 200
    text = value[:limit].decode("utf-8", "backslashreplace")
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return shown + ("…" if len(value) > limit else "")

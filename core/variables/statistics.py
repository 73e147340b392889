"""Figures about a tensor's values in one pass over bounded pieces: memory does not grow with the tensor.

Three ways, by what there is to count:

- Types of one or two bytes: every bit pattern is counted, and everything follows exactly (`codes`).
- Up to `EXACT` elements: the values are at hand, so that median and histogram are exact too.
- Larger: sums block by block (`tally`), and a grid of cells that grows with the range (`histogram`). The
  histogram's counts are exact between its edges. Of the median the cell is certain; within it, it is taken from
  some 65,536 values chosen at random, and `median_error` says how far off it can be at most.

Complex numbers are taken by their magnitude. All figures but the counts are over the finite values.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from core.errors import Text, UsageError
from core.formats.tensor import TensorSource, element_count
from core.variables.blocks import LARGE_BLOCK_BYTES, Advance, Array, blocks, is_numeric, widened
from core.variables.codes import CodeCounts, is_narrow, weighted_median, weighted_sums
from core.variables.histogram import Grid, Histogram, histogram_of
from core.variables.tally import Tally

BINS = 64
"""Bars of the histogram."""

EXACT = 1 << 20
"""Up to so many elements the median is exact for every type."""

SAMPLE = 1 << 16
"""Values that the median of a larger tensor is taken from."""

WAITING = 2
"""Blocks that have been summed and are yet to be counted."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known about the values of a tensor.

    Attributes:
        count: elements, NaN and Inf among them.
        finite: elements that are neither NaN nor Inf. The figures below are over these; None where there are none,
            or where a figure is beyond float64.
        minimum: an int for integer types, exact at 64 bits too.
        median: the middle value, or the mean of the two middle ones.
        median_error: how far off `median` may be at most; 0.0 where it is exact, None where there is no median.
        l2: the root of the sum of squares.
        zeros: elements equal to 0 (-0.0 too).
        histogram: None where none was asked for or there is nothing finite.
        magnitude: whether the figures are over absolute values (complex types).
    """

    count: int
    finite: int = 0
    nans: int = 0
    infs: int = 0
    zeros: int = 0
    minimum: int | float | None = None
    maximum: int | float | None = None
    mean: float | None = None
    std: float | None = None
    median: int | float | None = None
    median_error: float | None = None
    l2: float | None = None
    histogram: Histogram | None = None
    magnitude: bool = False


def can_count(source: TensorSource) -> bool:
    """Whether the tensor holds numbers (or truth values) at all."""
    return is_numeric(source)


def statistics(source: TensorSource, *, bins: int = BINS, tick: Advance = None) -> Statistics:
    """Range, mean, standard deviation, median, norm, NaN, Inf, zeros and a histogram of `source`.

    Args:
        source: the tensor; it is read once, in pieces of at most 4 MiB.
        bins: bars of the histogram, at most; 0: neither histogram nor median.
        tick: called with the fraction that is done; may raise `Cancelled`.

    Raises:
        UsageError: strings, resources and variants have no such figures.
        FormatError: the file does not hold what it says.
    """
    numpy_type = source.dtype.numpy
    if numpy_type is None or not is_numeric(source):
        raise UsageError(Text("{name} holds no numbers.", name=source.name))
    if is_narrow(numpy_type):
        return _narrow(source, bins, tick)
    tally = Tally()
    if not bins:
        for block in blocks(source, tick=tick):
            tally.add(widened(block))
        return _result(source, tally)
    if element_count(source.shape) <= EXACT:
        kept = [tally.add(widened(block)).copy() for block in blocks(source, tick=tick)]
        values = np.concatenate(kept) if kept else np.empty(0)
        return _result(source, tally, median=_exact_median(values), histogram=histogram_of(values, bins))
    return _large(source, tally, bins, tick)


def _large(source: TensorSource, tally: Tally, bins: int, tick: Advance) -> Statistics:
    grid = Grid()
    sample: list[Array] = []
    share = SAMPLE / element_count(source.shape)
    # Seeded: the same file gives the same figures. At random, because values often repeat with a row's length.
    random = np.random.default_rng(0)
    # Counting takes as long as reading and summing. It has a thread of its own; one, so that the order stays the same.
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(1, "counting") as counter:
        for block in blocks(source, tick=tick, block_bytes=LARGE_BLOCK_BYTES):
            before = tally.finite
            finite = tally.add(widened(block))
            if tally.finite > before:
                while len(waiting) >= WAITING:
                    waiting.popleft().result()
                waiting.append(counter.submit(grid.add, finite, *tally.block_range))
                sample.append(finite[random.integers(0, finite.size, max(1, round(share * finite.size)))])
        for each in waiting:
            each.result()
    if not tally.finite:
        return _result(source, tally)
    return _result(source, tally, median=_median(grid, tally, np.concatenate(sample)), histogram=grid.histogram(bins))


def _result(
    source: TensorSource,
    tally: Tally,
    *,
    median: tuple[int | float, float] | None = None,
    histogram: Histogram | None = None,
) -> Statistics:
    return Statistics(
        element_count(source.shape),
        tally.finite,
        tally.nans,
        tally.infs,
        tally.zeros,
        tally.low,
        tally.high,
        tally.mean,
        tally.std,
        median and median[0],
        median and median[1],
        tally.l2,
        histogram,
        magnitude=source.dtype.name.startswith("complex"),
    )


def _narrow(source: TensorSource, bins: int, tick: Advance) -> Statistics:
    codes = CodeCounts(source.dtype)
    for block in blocks(source, tick=tick):
        codes.add(block)
    values, counts = codes.values()
    count = element_count(source.shape)
    finite = np.isfinite(values)
    nans = int(counts[np.isnan(values)].sum())
    infs = int(counts[~finite].sum()) - nans
    values, counts = values[finite], counts[finite]
    if not values.size:
        return Statistics(count, 0, nans, infs)
    mean, std, l2 = weighted_sums(values, counts)
    low, high = float(values.min()), float(values.max())
    whole = source.dtype.numpy is not None and (source.dtype.numpy.kind in "iub" or "int" in source.dtype.name)
    return Statistics(
        count,
        int(counts.sum()),
        nans,
        infs,
        int(counts[values == 0].sum()),
        int(low) if whole else low,
        int(high) if whole else high,
        mean,
        std,
        weighted_median(values, counts) if bins else None,
        0.0 if bins else None,
        l2,
        histogram_of(values, bins, weights=counts) if bins else None,
    )


def _exact_median(values: Array) -> tuple[int | float, float] | None:
    """Of values that may be reordered."""
    if not values.size:
        return None
    if values.dtype.kind == "b":
        values = values.view(np.uint8)
    low, high = (values.size - 1) // 2, values.size // 2
    values = np.partition(values, (low, high))
    # Python's numbers: the sum of two integers must not wrap, and halves first keep the largest floats finite.
    first, second = values[low].item(), values[high].item()
    return (first if first == second else first / 2 + second / 2), 0.0


def _median(grid: Grid, tally: Tally, sample: Array) -> tuple[float, float]:
    """Of the sample's values in the cell that holds the true one, that which stands where the true one does."""
    assert tally.low is not None
    assert tally.high is not None
    first, second = grid.around((tally.finite - 1) // 2), grid.around(tally.finite // 2)
    if first.low == 0 and second.low == 0 and second.place < tally.zeros:
        return 0.0, 0.0  # zeros are the least of their cell
    low, high = max(first.low, float(tally.low)), min(second.high, float(tally.high))
    inside = np.sort(sample[(sample >= first.low) & (sample <= second.high)])
    guess = float(inside[inside.size * first.place // first.count]) if inside.size else low / 2 + high / 2
    median = min(max(guess, low), high)
    return median, max(median - low, high - median)


class StatisticsCache:
    """Figures that were computed before, as long as the file stays what it was. Safe to share between threads."""

    def __init__(self, limit: int = 4096) -> None:
        self._limit = limit
        self._known: OrderedDict[tuple[object, ...], Statistics] = OrderedDict()
        self._lock = threading.Lock()

    def peek(self, source: TensorSource, *, bins: int = BINS) -> Statistics | None:
        """What is known already, at once."""
        key = _identity(source, bins)
        with self._lock:
            found = self._known.get(key) if key else None
            if found is not None and key:
                self._known.move_to_end(key)
            return found

    def get(self, source: TensorSource, *, bins: int = BINS, tick: Advance = None) -> Statistics:
        """Like `statistics`, computed only if it is not known."""
        found = self.peek(source, bins=bins)
        if found is None:
            # Asked for before the reading: if the file changes meanwhile, the figures are kept for what it was.
            key = _identity(source, bins)
            found = statistics(source, bins=bins, tick=tick)
            with self._lock:
                if key:
                    self._known[key] = found
                while len(self._known) > self._limit:
                    self._known.popitem(last=False)
        return found


def _identity(source: TensorSource, bins: int) -> tuple[object, ...] | None:
    """What the figures depend on; None where the value has no single place in a file."""
    if source.path is None or source.offset is None:
        return None
    try:
        status = source.path.stat()
    except OSError:
        return None
    file = (source.path, status.st_size, status.st_mtime_ns)
    return (*file, source.offset, source.name, source.dtype.enum, source.shape, bins)

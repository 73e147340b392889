"""The graph model, against a bare protobuf parse of the same file in the same process."""

from __future__ import annotations

import gc
from pathlib import Path

import models
from measure import heading, median_seconds, ratio


def bench() -> None:
    """Print parse times, and how they grow."""
    from tensorboard.compat.proto import graph_pb2

    from core.opening import open_model

    heading("Parse: ops into the graph model, against ParseFromString")

    def bare(path: Path) -> object:
        return graph_pb2.GraphDef.FromString(path.read_bytes())

    def ours(path: Path) -> object:
        graph = open_model(path).graph
        assert graph is not None
        return len(graph)

    taken = {}
    for count, times in ((100_000, 5), (1_000_000, 2)):
        path = models.nested(count)
        theirs = median_seconds(lambda path=path: bare(path), times=times)
        gc.collect()
        taken[count] = median_seconds(lambda path=path: ours(path), times=times)
        gc.collect()
        ratio(f"{count:,} ops", taken[count], theirs, unit="s", bound=12)
    ratio("1,000,000 ops in units of ten times 100,000", taken[1_000_000], 10 * taken[100_000], unit="s", bound=1.5)


if __name__ == "__main__":
    bench()

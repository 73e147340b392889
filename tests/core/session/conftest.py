"""A job that never ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tensorboard.compat.proto import graph_pb2


@pytest.fixture
def endless(tmp_path: Path) -> dict[str, Any]:
    """Parameters of a job that never ends by itself: it takes from a queue that nobody fills."""
    graph = graph_pb2.GraphDef()
    graph.versions.producer = 27
    queue = graph.node.add(name="queue", op="FIFOQueueV2")
    queue.attr["component_types"].list.type.append(1)
    taken = graph.node.add(name="taken", op="QueueDequeueV2", input=["queue"])
    taken.attr["component_types"].list.type.append(1)
    path = tmp_path / "endless.pb"
    path.write_bytes(graph.SerializeToString())
    return {
        "original": str(path),
        "frozen": str(path),
        "prefix": "",
        "variables": [],
        "feeds": [],
        "initialisers": [],
        "fetches": [{"name": "taken", "original": "taken:0", "frozen": "taken:0"}],
        "device": None,
        "strict": False,
        "op_libraries": [],
        "keep_devices": False,
        "random": False,
    }

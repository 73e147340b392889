"""Event files, judged by TensorBoard's own reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader

from core.errors import FormatError
from core.formats.event_file import EventWriter, read_events
from core.formats.reader import Reader


@pytest.fixture
def path(tmp_path: Path) -> Path:
    result = tmp_path / "events.out.tfevents.1.x"
    with result.open("wb") as file:
        writer = EventWriter(file, 12.5, "somebody")
        writer.graph(b"graph", 7)
        writer.meta_graph(b"meta graph", 7)
    return result


def test_tensorboards_own_reader_takes_it(path: Path) -> None:
    first, graph, meta = LegacyEventFileLoader(str(path)).Load()
    assert first.file_version == "brain.Event:2"
    assert first.source_metadata.writer == "somebody"
    assert (graph.graph_def, graph.step, graph.wall_time) == (b"graph", 7, 12.5)
    assert meta.meta_graph_def == b"meta graph"


def test_our_own_reader_gives_the_same(path: Path) -> None:
    assert list(read_events(Reader(path))) == list(LegacyEventFileLoader(str(path)).Load())


@pytest.mark.parametrize("at", [0, 9, 20, -1])
def test_a_wrong_checksum_is_told(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(FormatError, match="checksum is wrong"):
        list(read_events(Reader(path)))


def test_a_file_that_is_cut_off_is_told(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(FormatError, match="file ends before"):
        list(read_events(Reader(path)))

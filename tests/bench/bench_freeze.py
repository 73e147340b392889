"""Freezing, against TensorFlow's own `convert_variables_to_constants`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import models
from measure import BUILD, MIB, cryograph, figure, heading, median_seconds, python, ratio, side_by_side

HERE = Path(__file__).resolve().parent


def bench() -> None:
    """Print time and memory of the direct and the session engine in units of TensorFlow's own way."""
    heading("Freeze: against TensorFlow's own, in a process each")
    for size, what in ((64, "553 MB"), (6, "5 MB")):
        prefix, ours, theirs = models.network(size), BUILD / "ours.pb", BUILD / "theirs.pb"
        options = ("-o", ours, "--outputs", models.OUTPUT, "--no-verify", "--force", "--json")
        reference, direct, session = side_by_side(
            python(HERE / "tensorflow_freeze.py", prefix, theirs, models.OUTPUT),
            cryograph("freeze", prefix, *options, "--engine", "direct"),
            cryograph("freeze", prefix, *options, "--engine", "session"),
            times=3,
        )
        small = size < 64
        ratio(f"{what}: direct, time", direct.seconds, reference.seconds, unit="s", bound=0.2 if small else 0.1)
        ratio(
            f"{what}: direct, peak memory",
            direct.peak / MIB,
            reference.peak / MIB,
            unit="MiB",
            bound=0.1 if not small else None,
        )
        ratio(f"{what}: session with its start, time", session.seconds, reference.seconds, unit="s")
        stages = json.loads(reference.out)["stages"]
        without_import = sum(seconds for stage, seconds in stages.items() if stage != "import")
        report = json.loads(session.out)
        warm = sum(seconds for stage, seconds in report["stage_seconds"].items() if stage != "start")
        ratio(f"{what}: session without TensorFlow's import, time", warm, without_import, unit="s", bound=1)
        ratio(
            f"{what}: session, peak memory of the larger process",
            session.peak / MIB,
            reference.peak / MIB,
            unit="MiB",
            bound=0.6 if not small else None,
        )
        data = next(prefix.parent.glob(f"{prefix.name}.data-*"))
        copied = median_seconds(lambda data=data: shutil.copyfile(data, BUILD / "copy"), times=3)
        ratio(
            f"{what}: direct in units of a copy of the data file",
            direct.seconds,
            copied,
            unit="s",
            bound=2.5 if not small else None,
        )
        figure(f"{what}: direct, its own work", json.loads(direct.out)["seconds"], unit="s")


if __name__ == "__main__":
    bench()

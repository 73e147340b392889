"""Freezing, against TensorFlow's own `convert_variables_to_constants`."""

from __future__ import annotations

import json
from pathlib import Path

import models
from measure import BUILD, MIB, cryograph, figure, heading, python, ratio, side_by_side

HERE = Path(__file__).resolve().parent


def bench() -> None:
    """Print time and memory of the direct and the session engine in units of TensorFlow's own way."""
    heading("Freeze: against TensorFlow's own, in a process each")
    for size, what in ((64, "553 MB"), (6, "5 MB")):
        prefix = models.network(size)
        small = size < 64
        targets = [BUILD / "ours.pb", BUILD / "theirs.pb", BUILD / "copy"]
        ours, theirs, copy = targets
        data = next(prefix.parent.glob(f"{prefix.name}.data-*"))
        options = ("-o", ours, "--outputs", models.OUTPUT, "--no-verify", "--json")

        def afresh(targets: list[Path] = targets) -> None:
            """Nobody pays for taking an older result away."""
            for target in targets:
                target.unlink(missing_ok=True)

        by_copying = cryograph("freeze", prefix, *options, "--engine", "direct")
        reference, direct, session, warm = side_by_side(
            python(HERE / "tensorflow_freeze.py", prefix, theirs, models.OUTPUT),
            by_copying,
            cryograph("freeze", prefix, *options, "--engine", "session"),
            python(HERE / "warm_session.py", prefix, ours, models.OUTPUT),
            times=3,
            before=afresh,
        )
        # By themselves: a process that gave three gigabytes back a moment ago is still felt by the next one.
        alone, copied = side_by_side(by_copying, ["cp", str(data), str(copy)], times=7, before=afresh)
        ratio(f"{what}: direct, time", direct.seconds, reference.seconds, unit="s", bound=0.2 if small else 0.1)
        bound = None if small else 0.1
        ratio(f"{what}: direct, peak memory", direct.peak / MIB, reference.peak / MIB, unit="MiB", bound=bound)
        bound = None if small else 2.5
        ratio(f"{what}: direct against a copy of the data file", alone.seconds, copied.seconds, unit="s", bound=bound)
        figure(f"{what}: direct, its own work", json.loads(alone.out)["seconds"], unit="s")
        ratio(f"{what}: session with its start, time", session.seconds, reference.seconds, unit="s")
        stages = json.loads(reference.out)["stages"]
        without_import = sum(seconds for stage, seconds in stages.items() if stage != "import")
        found = json.loads(warm.out)
        ratio(
            f"{what}: session in a warm worker against TensorFlow without its import, time",
            found["seconds"],
            without_import,
            unit="s",
            bound=1,
        )
        both = (found["worker"] + found["app"]) / MIB
        bound = None if small else 0.6
        ratio(f"{what}: session, peak memory of worker and app", both, reference.peak / MIB, unit="MiB", bound=bound)


if __name__ == "__main__":
    bench()

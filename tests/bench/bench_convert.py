"""Writing checkpoints and SavedModels, against TensorFlow's own savers."""

from __future__ import annotations

import shutil
from pathlib import Path

import models
from measure import BUILD, MIB, cryograph, heading, python, ratio, side_by_side

HERE = Path(__file__).resolve().parent


def bench() -> None:
    """Print time and memory in units of TensorFlow's own way."""
    heading("Convert: checkpoints and SavedModels, against TensorFlow's own savers")
    prefix = models.network(64)
    ours, theirs = BUILD / "ours", BUILD / "theirs"

    def afresh() -> None:
        """Nobody pays for taking an older result away."""
        for folder in (ours, theirs):
            shutil.rmtree(folder, ignore_errors=True)

    for target, word in (("checkpoint", ()), ("saved-model", ("model",))):
        options = ("--outputs", models.OUTPUT, "--to", target, "--no-verify")
        mine, reference = side_by_side(
            cryograph("convert", prefix, ours, *options),
            python(HERE / "tensorflow_save.py", prefix, theirs, models.OUTPUT, *word),
            times=3,
            before=afresh,
        )
        ratio(f"553 MB to {target}, time", mine.seconds, reference.seconds, unit="s", bound=0.2)
        ratio(f"553 MB to {target}, peak memory", mine.peak / MIB, reference.peak / MIB, unit="MiB", bound=0.2)
    afresh()


if __name__ == "__main__":
    bench()

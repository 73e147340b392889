"""A checkpoint of 100,000 variables, against TensorFlow's own listing with its import."""

from __future__ import annotations

import models
from measure import MIB, cryograph, heading, python, ratio, side_by_side

COUNT = 100_000


def bench() -> None:
    """Print the cost of `inspect` and `variables` in units of `tf.train.list_variables`."""
    heading(f"Variables: {COUNT:,} of them, against tf.train.list_variables with TensorFlow's import")
    prefix = models.variables(COUNT)
    script = "import sys, tensorflow as tf; print(len(tf.train.list_variables(sys.argv[1])))"
    theirs, inspect, listing = side_by_side(
        python("-c", script, prefix),
        cryograph("inspect", prefix, "--json"),
        cryograph("variables", prefix, "--json"),
        times=3,
    )
    assert theirs.out.strip() == str(COUNT)
    ratio("inspect --json: time", inspect.seconds, theirs.seconds, unit="s", bound=0.1)
    ratio("variables --json: time", listing.seconds, theirs.seconds, unit="s", bound=0.25)
    ratio("inspect --json: peak memory", inspect.peak / MIB, theirs.peak / MIB, unit="MiB")


if __name__ == "__main__":
    bench()

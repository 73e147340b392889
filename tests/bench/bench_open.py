"""What opening costs: the structure, not the weights."""

from __future__ import annotations

import models
from measure import BUILD, MIB, cryograph, figure, heading, ratio, run, side_by_side

WIDE, NARROW = 64, 6


def bench() -> None:
    """Print the cost of `inspect` on large and small weights of the same structure."""
    heading("Open: 553 MB of weights against some 5 MB of the same structure")
    pairs = [("checkpoint", models.network(WIDE), models.network(NARROW))]
    frozen = []
    for size in (WIDE, NARROW):
        target = BUILD / f"network-{size}.pb"
        if not target.exists():
            run(cryograph("freeze", models.network(size), "-o", target, "--engine", "direct", "--no-verify",
                          "--outputs", models.OUTPUT))  # fmt: skip
        frozen.append(target)
    pairs.append(("frozen .pb", frozen[0], frozen[1]))
    for what, large, small in pairs:
        ours, theirs = side_by_side(cryograph("inspect", large, "--json"), cryograph("inspect", small, "--json"))
        ratio(f"inspect, {what}: time", ours.seconds, theirs.seconds, unit="s", bound=1.5)
        ratio(f"inspect, {what}: peak memory", ours.peak / MIB, theirs.peak / MIB, unit="MiB", bound=1.5)
        figure(f"inspect, {what}: peak memory, large", ours.peak / MIB, unit="MiB", bound=150)
    [nothing] = side_by_side(cryograph("--version"))
    figure("the program alone (--version)", nothing.seconds, unit="s")


if __name__ == "__main__":
    bench()

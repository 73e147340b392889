"""Damage the corpus many times and report every input that escapes.

    python tests/fuzz/long_run.py [COUNT] [SEED] [NAME]

An escape is any exception but CryographError, a look that takes more than `SLOW` seconds of the processor's time (or
`HANGING` on the clock: a machine that does other things is no fault of the input), or memory beyond `MEMORY`.
Its input is kept in the folder `escapes` of the working directory.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import damage  # noqa: E402 the script's folder is on the path only now

SLOW = 5.0
HANGING = 120.0
MEMORY = 3 << 30


def main(count: int, seed: int, only: str) -> int:
    """Run; returns the number of escapes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    corpus = Path(__file__).resolve().parents[1] / "corpus"
    chosen = [target for target in damage.targets(corpus) if only in str(target)]
    chance = random.Random(seed)
    escapes = 0
    outcomes = {"refused": 0, "opened": 0}
    kinds: dict[str, int] = {}
    started = time.monotonic()
    shm = Path("/dev/shm")  # real files, in memory where there is such a place
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else None) as scratch:
        copies = {target: target.prepare(Path(scratch)) for target in chosen}
        buffers = list(damage.buffers(corpus).items())
        for number in range(count):
            target: object
            if number % 4 and not only:  # three of four through the parsers alone
                target, good = buffers[number % len(buffers)]
                data = damage.damaged(good, chance)
            else:
                target = chosen[number // 4 % len(chosen)]
                data = target.mutate(chance)
            began, worked = time.monotonic(), time.process_time()
            try:
                if isinstance(target, str):
                    outcomes[damage.parse_buffer(target, data)] += 1
                else:
                    outcomes[target.run(copies[target], data)] += 1
                slow = time.process_time() - worked > SLOW or time.monotonic() - began > HANGING
                trouble = "slow" if slow else ""
            except Exception:  # an escape is what is being looked for
                trouble = traceback.format_exc()
            if trouble:
                escapes += 1
                where = trouble.strip().splitlines()
                kind = " | ".join(line.strip() for line in where[-3:])
                kinds[kind] = kinds.get(kind, 0) + 1
                if kinds[kind] == 1:
                    Path("escapes").mkdir(exist_ok=True)
                    kept = Path("escapes") / f"{seed}-{number}-{str(target).replace('/', '-')}"
                    kept.write_bytes(data)
                    sys.stderr.write(f"\n{target} #{number}: {kept}\n{trouble[-1500:]}\n")
            if (number + 1) % 10_000 == 0:
                rate = (number + 1) / (time.monotonic() - started)
                sys.stderr.write(f"{number + 1:,} inputs, {rate:,.0f} a second, {escapes} escapes, {outcomes}\n")
    sys.stdout.write(f"{count:,} inputs, {escapes} escapes, {outcomes}\n")
    for kind, times in kinds.items():
        sys.stdout.write(f"{times} x {kind}\n")
    return escapes


if __name__ == "__main__":
    arguments = [*sys.argv[1:], "", "", ""]
    raise SystemExit(main(int(arguments[0] or 10_000), int(arguments[1] or 1), arguments[2]) != 0)

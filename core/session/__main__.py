"""`python -P -m core.session`: the worker process. It speaks `core.session.protocol` on its stdin and stdout."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Keep the real stdout for the protocol alone, then serve until stdin ends."""
    # TensorFlow, CUDA and op libraries print on fd 1 as they please; from here on that is stderr.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    jobs = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    from core.session.client import EAGER
    from core.session.worker import serve

    serve(jobs, replies, eager=EAGER in sys.argv[1:])


if __name__ == "__main__":
    main()

"""Coverage-guided fuzzing with atheris: `python tests/fuzz/atheris_harness.py [libFuzzer options] [corpus folder]`.

atheris is not a dependency (it needs clang to build); install it beside the project. The first byte chooses the
parser, the rest is the input; every thirteenth goes through a real file and the whole of `open_model`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

with atheris.instrument_imports(include=["core"]):
    import damage

KINDS = ("graph", "meta", "text", "block", "objects", "snappy")
FILES = ("x.pb", "x.meta", "x.index", "checkpoint", "x", "x.pbtxt", "saved_model.pb")
SCRATCH = Path(tempfile.mkdtemp(prefix="fuzz-"))


def test_one_input(data: bytes) -> None:
    """One input; anything but CryographError escapes to libFuzzer."""
    if not data:
        return
    choice, content = data[0], data[1:]
    if choice % 13 == 0:
        path = SCRATCH / FILES[choice // 13 % len(FILES)]
        path.write_bytes(content)
        damage.look_at_everything(path)
        path.unlink()
    else:
        damage.parse_buffer(KINDS[choice % len(KINDS)], content)


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()

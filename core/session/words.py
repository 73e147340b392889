"""TensorFlow's errors, and a worker's death, in words that a person can act on."""

from __future__ import annotations

import re
import signal

from core.errors import Text

_UNKNOWN_OP = re.compile(r"Op type not registered '([^']+)'")
_NO_PLACE = re.compile(r"Cannot assign a device for operation ([^\s:]+)")
_NO_KERNEL = re.compile(
    r"No OpKernel was registered to support Op '([^']+)'|Could not find device for node: \{\{node ([^}]+)"
)
_NOT_FED = re.compile(r"You must feed a value for placeholder tensor '([^']+)'")
_UNINITIALISED = re.compile(r"(?:uninitialized value |Could not find variable )(\S+?)[.\s]*(?:\[|$|This)")
_TABLE = re.compile(r"Table not initialized")
_PYTHON = re.compile(r"callback (pyfunc_\d+) is not found")
_MEMORY = re.compile(r"OOM when allocating tensor with shape\[([\d,]*)\]")
_NOISE = (
    "Graph execution error",
    "Detected at node",
    "<stack traces",
    "[[",
    "File ",
    "Node:",
    "Original stack trace",
    "Traceback",
    "Errors may have originated",
    "Input Source operations",
    "node ",
    "From /job:",
    "=====",
)
_NUMBERED = re.compile(r"^(\d+ root error\(s\) found\.|\(\d+\)\s+[A-Z_]+:|\(\d+\)|[A-Z_]+: (?=From /job:))\s*")
_NODE = re.compile(r"\{\{node ([^}]+)\}\}")


def in_words(error: BaseException) -> tuple[Text, Text | None]:
    """What happened and what to do about it."""
    message = str(error)
    if found := _UNKNOWN_OP.search(message):
        return unknown_op(found[1])
    if found := _NO_PLACE.search(message):
        return (
            Text("The op {node} can't run on the device asked for.", node=found[1]),
            Text("Leave strict placement off, so that TensorFlow may put it elsewhere."),
        )
    if found := _NO_KERNEL.search(message):
        return (
            Text("This TensorFlow has no code that runs {op} on this device.", op=found[1] or found[2]),
            Text("Choose another device, or load the library that has it: --op-library FILE.so."),
        )
    if found := _NOT_FED.search(message):
        return (
            Text("The placeholder {name} needs a value.", name=found[1]),
            Text("Give one: --feed {name}=VALUE.", name=found[1]),
        )
    if _TABLE.search(message):
        node = _NODE.search(message)
        return (
            Text(
                "The lookup table behind {node} is filled by an initialiser, which the outputs don't reach.",
                node=node[1] if node else "?",
            ),
            Text("Choose outputs before the lookup, or feed its result."),
        )
    if found := _PYTHON.search(message):
        return (
            Text("{name} calls a Python function that exists only in the program that made the graph.", name=found[1]),
            Text("Choose outputs that don't need it."),
        )
    if found := _MEMORY.search(message):
        return (
            Text("Not enough memory on the device for a tensor of shape {shape}.", shape=found[1].replace(",", "×")),
            Text("Choose another device, or smaller feeds."),
        )
    if isinstance(error, MemoryError):
        return Text("Not enough memory for the job."), None
    if found := _UNINITIALISED.search(message):
        return Text("The variable {name} has no value: nothing restored it.", name=found[1].strip("'\"")), None
    return Text("TensorFlow says: {message}", message=core_of(message) or type(error).__name__), None


def core_of(message: str) -> str:
    """The line that says something, among the stack traces around it."""
    for line in message.splitlines():
        text = _NUMBERED.sub("", line.strip())
        if text and not text.startswith(_NOISE):
            return text
    return ""


def unknown_op(op: str) -> tuple[Text, Text]:
    """An op that this TensorFlow does not have."""
    return (
        Text("The op {op} is not part of this TensorFlow.", op=op),
        Text("Load the library that has it: --op-library FILE.so. Opening and the direct engine do without it."),
    )


def death_in_words(returncode: int | None, log: str, job: str = "") -> tuple[Text, Text | None]:
    """How a worker ended that was not told to, and what to do instead of its job."""
    if returncode is not None and returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            name = str(-returncode)
        if name == "SIGKILL":
            return (
                Text("The TensorFlow process was killed, most likely for lack of memory."),
                Text("Close other programs, or freeze straight from the files, which needs little memory.")
                if job == "restore"
                else Text("Close other programs, or use a machine with more memory."),
            )
        if name == "SIGILL":
            return Text("TensorFlow uses an instruction that this processor doesn't have (SIGILL)."), None
        if "out of memory" in log.lower() or "bad_alloc" in log:
            return Text("The TensorFlow process ran out of memory ({signal}).", signal=name), None
        return Text("The TensorFlow process crashed ({signal}).", signal=name), _see_log()
    if returncode:
        return Text("The TensorFlow process ended with status {status}.", status=returncode), _see_log()
    return Text("The TensorFlow process ended before the job was done."), _see_log()


def _see_log() -> Text:
    return Text("A new one starts with the next job; TensorFlow's own last words are in the log.")

"""Names of variables as names of files: safe on every system, unique, and still recognisable."""

from __future__ import annotations

import hashlib
import re

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 180
"""Bytes of a name without its suffix; file systems allow 255 of the whole."""


def safe_name(name: str) -> str:
    """One name, e.g. `conv1/weights` → `conv1.weights`; never empty, hidden, a path, or a device of Windows."""
    safe = _FORBIDDEN.sub("_", name.replace("/", ".")).strip(" .") or "variable"
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    encoded = safe.encode("utf-8", "replace")
    if len(encoded) > _LONGEST:
        # The end of a long name says more than its beginning; the digest keeps alike ones apart.
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
        safe = f"{digest}…{encoded[-_LONGEST + 12 :].decode('utf-8', 'ignore')}"
    return safe


def safe_names(names: list[str], suffix: str) -> list[str]:
    """A file name for each, in the same order; different even where upper and lower case are the same."""
    taken: set[str] = set()
    result = []
    for name in names:
        stem = safe_name(name)
        candidate, number = f"{stem}{suffix}", 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{stem}~{number}{suffix}"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result

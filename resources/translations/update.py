"""Brings the translations up to date with the source: `python -m resources.translations.update [--check]`.

Each language's `.ts` gets what is new as unfinished and loses what is gone; then its `.qm` is made by Qt's
own lrelease. With `--check` nothing is written, and the exit status says whether something would be.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from resources.translations.extract import Message, messages_of
from resources.translations.ts_file import Translation, read_ts, write_ts

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
LANGUAGES = {"zh_CN": 1}
"""Code of each language and how many plural forms it has."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%n|%[1-9]")


def placeholders(text: str) -> Counter[str]:
    """What a sentence leaves open: `{name}`, `%n`; a doubled brace is none."""
    return Counter(_PLACEHOLDER.findall(text.replace("{{", "").replace("}}", "")))


def ts_path(language: str) -> Path:
    """The translators' file of `language`."""
    return FOLDER / f"cryograph_{language}.ts"


def qm_path(language: str) -> Path:
    """What the program loads for `language`."""
    return FOLDER / f"cryograph_{language}.qm"


def compile_qm(source: Path, target: Path) -> None:
    """Make `target` (.qm) of `source` (.ts).

    Raises:
        subprocess.CalledProcessError: lrelease refused; its words are in `stderr`.
    """
    import PySide6  # ships lrelease beside its libraries

    program = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run(
        [str(program), "-silent", str(source), "-qm", str(target)],
        check=True,
        capture_output=True,
        text=True,
    )


def faults(messages: set[Message], translations: dict[Message, Translation]) -> list[str]:
    """What is wrong with a language's translations, one line each."""
    lines = []
    for message in sorted(messages):
        translation = translations.get(message)
        where = f"{message.context}: {message.source!r}"
        if translation is None:
            lines.append(f"{where} is not in the .ts")
        elif not translation.finished:
            lines.append(f"{where} has no finished translation")
        else:
            wanted = placeholders(message.source)
            lines.extend(
                f"{where} and {form!r} leave different things open"
                for form in translation.forms
                if placeholders(form) != wanted
            )
    lines.extend(
        f"{message.context}: {message.source!r} is no longer in the source"
        for message in sorted(set(translations) - messages)
    )
    return lines


def is_stale(language: str) -> bool:
    """Whether the `.qm` is not what the `.ts` makes."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.qm"
        compile_qm(ts_path(language), fresh)
        target = qm_path(language)
        return not target.is_file() or target.read_bytes() != fresh.read_bytes()


def main(arguments: list[str] | None = None) -> int:
    """The program; returns its exit status."""
    parser = argparse.ArgumentParser(description="Bring the translations up to date with the source.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if something is not in order")
    asked = parser.parse_args(arguments)
    messages, hidden = messages_of(ROOT)
    report = [str(call) for call in hidden]
    for language, plurals in LANGUAGES.items():
        if not asked.check:
            write_ts(ts_path(language), language, messages, read_ts(ts_path(language)), plurals)
            compile_qm(ts_path(language), qm_path(language))
        report += [f"{language}: {fault}" for fault in faults(messages, read_ts(ts_path(language)))]
        if is_stale(language):
            report.append(f"{language}: the .qm is not what the .ts makes")
    for line in report:
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{len(messages)} sentences, {len(report)} not in order\n")
    return 1 if report else 0


if __name__ == "__main__":
    raise SystemExit(main())

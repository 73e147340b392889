"""`cryograph convert`: any source to any target, the target's own options from the registry."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.output import format_bytes, note, print_json, say, sentences
from core.errors import CryographError, Text, UsageError

if TYPE_CHECKING:
    from core.conversion.convert import Conversion
    from core.conversion.target import Option, Request, Target
    from core.conversion.work import Drawer


@dataclass(frozen=True, slots=True)
class ConvertWords:
    """The command line's words.

    Attributes:
        sources: what to convert.
        destination: a file or a folder; for several sources the folder that takes the results.
        to: the target's name; None goes by the destination's suffix.
        own: the words that only the target knows: `--opset`, `17`, …
    """

    sources: Sequence[Path]
    destination: Path
    to: str | None
    own: Sequence[str]


def convert_models(
    words: ConvertWords, request: Request, *, step: int | None, draw: Drawer | None, as_json: bool
) -> int:
    """Convert, and print a report per source.

    Returns:
        The exit status: 1 if one failed or a check of it is wrong.

    Raises:
        UsageError: the words are wrong.
        CryographError: the only source can't be converted.
    """
    from core.cli.terminal import watched_progress
    from core.conversion.convert import Conversion, convert, convert_each
    from core.conversion.registry import target_for, target_named
    from core.conversion.sources import opened
    from core.conversion.work import Work

    several = len(words.sources) > 1
    if words.to is None and several:
        raise UsageError(Text("Several sources go into a folder: say with --to what they are to become."))
    target = target_named(words.to) if words.to is not None else target_for(words.destination)
    request = replace(request, destination=words.destination, options=own_options(target, words.own))
    told: Callable[[Conversion], None] = (lambda _: None) if as_json else _show
    results: list[Conversion] = []
    with watched_progress() as progress, Work.beginning(progress, draw=draw) as work:
        if several:
            results = convert_each(
                words.sources, target, words.destination, request, work,
                open_source=lambda path: opened(path, work, step=step),
                told=told,
            )  # fmt: skip
        else:
            source = words.sources[0]
            began = time.perf_counter()
            try:
                with opened(source, work, step=step) as model:
                    results = [convert(model, target, request, work)]
                told(results[0])
            except CryographError as error:
                if not as_json or isinstance(error, UsageError):
                    raise
                seconds = time.perf_counter() - began
                results = [Conversion(source, words.destination, target.name, error, seconds=seconds)]
    if as_json:
        print_json({"results": [result.to_json() for result in results]})
    for result in results:
        if result.error is not None:
            note(f"error: {result.source}: {sentences(result.error.text, result.error.remedy)}")
    return 0 if all(result.ok for result in results) else 1


def convert_words(words: Sequence[str], to: str | None) -> ConvertWords:
    """Paths and the targets' own options, in whatever order they stand.

    Raises:
        UsageError: fewer than two paths.
    """
    from core.conversion.registry import targets

    switches = {option.name for target in targets() for option in target.options if option.kind == "switch"}
    paths: list[Path] = []
    own: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            paths.append(Path(word))
            continue
        own.append(word)
        name = word.removeprefix("--")
        if "=" not in name and name not in switches and name.removeprefix("no-") not in switches:
            own += waiting[:1]
            del waiting[:1]
    if len(paths) < 2:
        raise UsageError(Text("Name what to convert, and last where to: cryograph convert SRC DST."))
    return ConvertWords(paths[:-1], paths[-1], to, own)


def own_options(target: Target, words: Sequence[str]) -> dict[str, Any]:
    """The target's own options from `--name value`, `--name=value`, `--switch`, `--no-switch`.

    Raises:
        UsageError: no such option, no value where one is needed, or one that won't do.
    """
    options = {option.name: option for option in target.options}
    values: dict[str, Any] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise UsageError(Text("{word} is neither an option nor belongs to one.", word=word))
        off = options.get(name.removeprefix("no-"))
        if off is not None and off.kind == "switch" and not equals:
            values[off.name] = not name.startswith("no-") or off.name == name
            continue
        option = options.get(name)
        if option is None:
            listed = ", ".join(f"--{each}" for each in options)
            raise UsageError(
                Text("{target} has no option {word}.", target=target.name, word=f"--{name}"),
                Text("It has: {options}.", options=listed) if listed else None,
            )
        if not equals:
            if not waiting:
                raise UsageError(Text("{word} needs a value.", word=word))
            value = waiting.pop(0)
        values[name] = parsed(option, value)
    return values


def parsed(option: Option, value: str) -> Any:
    """An option's value from its word.

    Raises:
        UsageError: it is none of the choices, no number, or out of bounds.
    """
    flag = f"--{option.name}"
    if option.kind == "choice":
        names = [name for name, _ in option.choices]
        if value not in names:
            raise UsageError(Text("{flag} is one of {names}.", flag=flag, names=", ".join(names)))
        return value
    if option.kind in ("integer", "number"):
        try:
            number = int(value) if option.kind == "integer" else float(value)
        except ValueError:
            raise UsageError(Text("{flag} takes a number, and not {value}.", flag=flag, value=value)) from None
        low, high = option.least, option.most
        if (low is not None and not number >= low) or (high is not None and not number <= high):
            raise UsageError(
                Text(
                    "{flag} is a number from {least} to {most}.",
                    flag=flag,
                    least="…" if low is None else f"{low:g}",
                    most="…" if high is None else f"{high:g}",
                )
            )
        return number
    return Path(value) if option.kind == "file" else value


def targets_help() -> str:
    """The targets and their own options, for `convert --help`."""
    from core.conversion.registry import targets

    lines = ["Formats for --to, and their own options:", ""]
    for target in targets():
        lines.append(f"{target.name}  {target.title}: {target.line}")
        for option in target.options:
            if option.kind == "switch":
                flag = f"--{option.name}/--no-{option.name}" if option.default else f"--{option.name}"
            elif option.kind == "choice":
                flag = f"--{option.name} {'|'.join(name for name, _ in option.choices)}"
            else:
                flag = f"--{option.name} {option.kind.upper()}"
            lines.append(f"    {flag}  {option.help}")
    return "\n\n".join(lines)


def _show(result: Conversion) -> None:
    outcome = result.outcome
    if outcome is None:
        return
    say(f"{result.output}  {format_bytes(outcome.nbytes)}  {result.seconds:.1f} s")
    for name, tensors in (("inputs", outcome.inputs), ("outputs", outcome.outputs)):
        if tensors:
            say(f"  {name:<10} {', '.join(tensors)}")
    for text in outcome.notes:
        say(f"  note       {text}")
    for check in outcome.checks:
        verdict = {True: "yes", False: "NO", None: "could not be checked"}[check.ok]
        say(f"  checked    {check.what} {verdict}{f' ({check.detail})' if check.detail else ''}")

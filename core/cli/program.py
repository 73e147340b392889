"""The commands' names, options and help, and what becomes of their errors.

Each command's work is in a module of its own, imported when that command runs: `inspect` pays for nothing that only
`freeze` needs.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from core.cli.output import note, sentences
from core.errors import Cancelled, CryographError, Text, UsageError

if TYPE_CHECKING:
    from core.cli.drawing import Renderer
    from core.conversion.work import Drawer

CANCELLED = 130
"""The exit status of a program that Ctrl-C ended, as shells have it."""

_ABOUT = """See what is in a folder of TensorFlow files, and freeze it into a .pb that predicts.

With paths instead of a command, or with nothing at all, the window opens: cryograph [PATH …]"""

ModelPath = Annotated[
    Path,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="A folder, a checkpoint prefix, any one of a checkpoint's files, a .pb, .pbtxt, or a SavedModel.",
    ),
]
Step = Annotated[int | None, typer.Option("--step", help="Which step's checkpoint; the newest if not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]


def cryograph(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
    _debug: Debug = False,
    _timings: Annotated[
        bool, typer.Option("--timings", help="The window: one JSON line per milestone on stderr.")
    ] = False,
    _quit_after_paint: Annotated[
        bool, typer.Option("--quit-after-paint", help="The window: quit when the model is drawn.")
    ] = False,
) -> None:
    """See what is in a folder of TensorFlow files, and freeze it into a .pb that predicts."""
    if version:
        import core

        typer.echo(f"cryograph {core.__version__}")
        raise typer.Exit


def inspect_command(path: ModelPath, step: Step = None, as_json: AsJson = False, _debug: Debug = False) -> None:
    """Say what it is: format, graph, checkpoint, inputs, outputs, what is wrong with it."""
    from core.cli.inspecting import inspect_model

    inspect_model(path, step=step, as_json=as_json)


def variables_command(
    path: ModelPath,
    step: Step = None,
    match: Annotated[
        str | None, typer.Option(metavar="GLOB", help="Only names that match, e.g. 'conv*/weights'.")
    ] = None,
    sort: Annotated[
        Literal["name", "bytes", "shape"], typer.Option(help="Largest first for bytes and shape.")
    ] = "name",
    stats: Annotated[
        bool, typer.Option("--stats", help="Least, greatest, mean, deviation; reads every value.")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check each variable's crc; reads every value.")] = False,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """List the variables: name, dtype, shape, size, and where each is."""
    from core.cli.listing import list_variables

    list_variables(path, step=step, match=match, sort=sort, stats=stats, verify=verify, as_json=as_json)


def values_command(
    path: ModelPath,
    name: Annotated[
        str, typer.Argument(metavar="NAME", show_default=False, help="A variable, or a Const of the graph.")
    ],
    slice_text: Annotated[
        str | None, typer.Option("--slice", metavar="SLICE", help="Which part, as in Python: '0,:,3:5'.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write them to a .npy, .npz or .csv file.")
    ] = None,
    step: Step = None,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """Show one variable's or Const's values, or a slice of them."""
    from core.cli.values import show_values

    show_values(path, name, slice_text=slice_text, output=output, step=step, as_json=as_json)


def freeze_command(
    path: ModelPath,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.pb", help="The file to write.", show_default=False)
    ] = None,
    step: Step = None,
    outputs: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="The ops to keep; the signature's or the best suggestion if not given."),
    ] = None,
    inputs: Annotated[str | None, typer.Option(metavar="A,B", help="Cut the graph here.")] = None,
    signature: Annotated[str | None, typer.Option(help="A SavedModel's signature.")] = None,
    tags: Annotated[str | None, typer.Option(metavar="A,B", help="A SavedModel's tags.")] = None,
    engine: Annotated[
        Literal["direct", "session"] | None,
        typer.Option(
            help="Where values come from: the file's bytes, or a TensorFlow session.",
            show_default="direct, or session with --device",
        ),
    ] = None,
    device: Annotated[str | None, typer.Option(metavar="CPU:0", help="Where the session runs; see `devices`.")] = None,
    strict_placement: Annotated[
        bool, typer.Option("--strict-placement", help="An op that can't run on the device is an error.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Run both graphs on the same feeds and compare.")
    ] = True,
    feed: Annotated[
        list[str] | None,
        typer.Option(
            "--feed", metavar="NAME=VALUE", help="For the proof: a .npy, a number or a nested list. Repeatable."
        ),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0, help="For each run of the proof.")
    ] = None,
    ema: Annotated[bool, typer.Option("--ema", help="Freeze the moving averages in place of the variables.")] = False,
    as_tensorflow: Annotated[
        bool, typer.Option("--as-tensorflow", help="Do exactly as TensorFlow would, without repairs.")
    ] = False,
    keep_devices: Annotated[bool, typer.Option("--keep-devices", help="Leave each node's device in the file.")] = False,
    op_library: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE.so", exists=True, dir_okay=False, help="A library of custom ops. Repeatable."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the output; keep a result whose proof is wrong.")
    ] = False,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """Freeze a checkpoint into a .pb: CKPT → PB, proven by running both."""
    from core.cli.freezing import freeze_model, freeze_options

    options = freeze_options(
        outputs=outputs, inputs=inputs, signature=signature, tags=tags, engine=engine, device=device,
        strict_placement=strict_placement, verify=verify, feeds=feed or [], time_limit=time_limit, ema=ema,
        as_tensorflow=as_tensorflow, keep_devices=keep_devices, op_libraries=op_library or [], force=force,
    )  # fmt: skip
    raise typer.Exit(freeze_model(path, output, options, step=step, dry_run=dry_run, as_json=as_json))


def run_command(
    path: ModelPath,
    feed: Annotated[
        list[str] | None,
        typer.Option(
            "--feed",
            metavar="NAME=VALUE",
            help="A number, a nested list, a .npy or .npz file, a picture, text, or `random`. Repeatable; a name "
            "that comes several times makes a batch.",
        ),
    ] = None,
    fetch: Annotated[
        list[str] | None,
        typer.Option("--fetch", metavar="NAME", help="What to compute; the best suggestion if not given. Repeatable."),
    ] = None,
    step: Step = None,
    signature: Annotated[str | None, typer.Option(help="A SavedModel's signature.")] = None,
    device: Annotated[
        str | None, typer.Option(metavar="CPU:0", help="Where: CPU:0, GPU:0, grpc://host:2222/CPU:0; see `devices`.")
    ] = None,
    strict_placement: Annotated[
        bool, typer.Option("--strict-placement", help="An op that can't run on the device is an error.")
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.001, help="Give up after this.", show_default="120")
    ] = None,
    runs: Annotated[
        int, typer.Option(min=1, max=100_000, help="Time this many runs, for a median and its spread.")
    ] = 1,
    warm_up: Annotated[int, typer.Option(min=0, max=100_000, help="Runs before the timed ones.")] = 1,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT.npz", help="Write the outputs.")] = None,
    profile: Annotated[
        Path | None, typer.Option(metavar="TRACE.json", help="Write each op's time as a trace for Perfetto.")
    ] = None,
    labels: Annotated[Path | None, typer.Option(metavar="FILE", help="Names of the classes, one per line.")] = None,
    scale: Annotated[
        Literal["auto", "0..255", "0..1", "-1..1", "mean-std"] | None,
        typer.Option(help="What black and white of a picture become.", show_default="auto"),
    ] = None,
    colour: Annotated[
        Literal["auto", "rgb", "bgr", "grey"] | None,
        typer.Option(help="A picture's channels.", show_default="auto"),
    ] = None,
    layout: Annotated[
        Literal["auto", "nhwc", "nchw"] | None,
        typer.Option(help="A picture's channels last or first.", show_default="auto"),
    ] = None,
    mean: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Of red, green and blue, in 0..1, for mean-std.")
    ] = None,
    std: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Of red, green and blue, in 0..1, for mean-std.")
    ] = None,
    invert: Annotated[bool, typer.Option("--invert", help="Make a picture's black white.")] = False,
    op_library: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE.so", exists=True, dir_okay=False, help="A library of custom ops. Repeatable."),
    ] = None,
    allow_risky: Annotated[
        bool, typer.Option("--allow-risky", help="Run ops that read or write files or talk to other machines.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the files to write.")] = False,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """Run the graph: feeds in, fetches out, on the device of your choice."""
    from core.cli.running import RunWords, run_model
    from core.running.run import RunOptions

    words = RunWords(
        feeds=feed or [], fetches=fetch or [], signature=signature, output=output, profile=profile, labels=labels,
        force=force,
        pictures={"scale": scale, "colour": colour, "layout": layout, "mean": mean, "std": std, "invert": invert},
    )  # fmt: skip
    options = RunOptions(
        device=device, strict=strict_placement, time_limit=time_limit, runs=runs, warm_up=warm_up,
        op_libraries=tuple(library.resolve() for library in op_library or []), allow_risky=allow_risky,
    )  # fmt: skip
    run_model(path, words, options, step=step, as_json=as_json)


def devices_command(
    server: Annotated[
        str | None, typer.Option(metavar="grpc://HOST:PORT", help="Those of a TensorFlow server and its cluster.")
    ] = None,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """List where a session can be placed, and why a GPU can't be used."""
    from core.cli.devices import show_devices

    show_devices(server=server, as_json=as_json)


def render_command(
    context: typer.Context,
    path: ModelPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.svg|.png|.pdf", help="The file to write.", show_default=False)
    ],
    expand: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Open this name scope, or the function that this op calls. Repeatable."),
    ] = None,
    depth: Annotated[int, typer.Option(min=0, help="Open every scope down to this level.")] = 0,
    function: Annotated[str, typer.Option(metavar="NAME", help="Draw the body of this function.")] = "",
    weights: Annotated[
        Literal["folded", "nodes"], typer.Option(help="Weights in the ops that read them, or as nodes.")
    ] = "folded",
    flow: Annotated[Literal["down", "right"], typer.Option(help="Where the data goes.")] = "down",
    theme: Annotated[Literal["light", "dark"], typer.Option(help="The colours.")] = "light",
    scale: Annotated[
        float | None, typer.Option(min=0.05, max=20, help="Pixels for one unit, in a PNG; 2 if not given and it fits.")
    ] = None,
    step: Step = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the output.")] = False,
    _debug: Debug = False,
) -> None:
    """Draw the graph into a file, as the window shows it."""
    given: Given = context.find_root().obj
    if given.render is None:
        raise UsageError(Text("Drawing needs the window's part of the program: start it as `cryograph render`."))
    from core.cli.drawing import DrawingOptions

    options = DrawingOptions(expand or [], depth, function, weights, flow, theme, scale)
    given.render(path, output, options, step=step, force=force)


def diff_command(
    first: Annotated[Path, typer.Argument(metavar="A", show_default=False, help="The older model.")],
    second: Annotated[Path, typer.Argument(metavar="B", show_default=False, help="The newer model.")],
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN=REPLACEMENT", help="How names of A are called in B, e.g. 'generator/*=g/*'."),
    ] = None,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """Compare two models: their graphs and their variables."""
    from core.cli.comparing import show_difference

    show_difference(first, second, renamings=rename or [], as_json=as_json)


def convert_command(
    context: typer.Context,
    paths: Annotated[
        list[str],  # and no paths: other words come here too, which would lose a / at their end
        typer.Argument(metavar="SRC … DST", show_default=False, help="What to convert, and last where to."),
    ],
    to: Annotated[
        str | None, typer.Option("--to", metavar="FORMAT", help="The format; else the suffix of DST says it.")
    ] = None,
    step: Step = None,
    outputs: Annotated[
        str | None, typer.Option(metavar="A,B", help="The ops to keep; the signature's or the best suggestion.")
    ] = None,
    inputs: Annotated[str | None, typer.Option(metavar="A,B", help="Cut the graph here.")] = None,
    signature: Annotated[str | None, typer.Option(help="A SavedModel's signature.")] = None,
    tags: Annotated[str | None, typer.Option(metavar="A,B", help="A SavedModel's tags.")] = None,
    device: Annotated[str | None, typer.Option(metavar="CPU:0", help="Where TensorFlow runs; see `devices`.")] = None,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Run source and result on the same feeds and compare.")
    ] = True,
    feed: Annotated[
        list[str] | None,
        typer.Option("--feed", metavar="NAME=VALUE", help="For the check: a .npy, a number or a list. Repeatable."),
    ] = None,
    time_limit: Annotated[float | None, typer.Option(metavar="SECONDS", min=0, help="For each run.")] = None,
    ema: Annotated[bool, typer.Option("--ema", help="Use the moving averages in place of the variables.")] = False,
    op_library: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE.so", exists=True, dir_okay=False, help="A library of custom ops. Repeatable."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite; keep a result whose check is wrong.")] = False,
    as_json: AsJson = False,
    _debug: Debug = False,
) -> None:
    """Convert any model to any format: what each format has of options is listed below."""
    from core.cli.converting import convert_models, convert_words
    from core.cli.freezing import feeds_from, names_from
    from core.conversion.target import Request

    words = convert_words([*paths, *context.args], to)
    request = Request(
        destination=words.destination, outputs=names_from(outputs), inputs=names_from(inputs),
        signature=signature, tags=names_from(tags), feeds=feeds_from(feed or []), feed_words=tuple(feed or []),
        device=device, time_limit=time_limit, verify=verify, ema=ema,
        op_libraries=tuple(library.resolve() for library in op_library or []),
        overwrite=force, force=force,
    )  # fmt: skip
    given: Given = context.find_root().obj
    raise typer.Exit(convert_models(words, request, step=step, draw=given.draw, as_json=as_json))


def scan_command(path: ModelPath, step: Step = None, as_json: AsJson = False, _debug: Debug = False) -> None:
    """Check that it is whole, and say what its graph could do if it were run. Runs nothing; reads every value.

    All steps of a folder are checked, or the one that is given.
    """
    from core.cli.scanning import scan_model

    raise typer.Exit(scan_model(path, step=step, as_json=as_json))


_COMMANDS: dict[str, Callable[..., None]] = {
    "inspect": inspect_command,
    "variables": variables_command,
    "values": values_command,
    "freeze": freeze_command,
    "convert": convert_command,
    "render": render_command,
    "diff": diff_command,
    "devices": devices_command,
    "run": run_command,
    "scan": scan_command,
}


def _program(words: list[str]) -> typer.Typer:
    """The program with the command that is asked for, or with all of them for the overview.

    typer prepares every option of every command that it knows: with one command, that is a tenth of the work.
    """
    program = typer.Typer(
        name="cryograph",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    program.callback(invoke_without_command=True, help=_ABOUT)(cryograph)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for name, command in _COMMANDS.items():
        if wanted == "convert" == name:
            from core.cli.converting import targets_help

            # The formats' own options are the registry's affair: they are listed from it, and parsed by it.
            settings = {"ignore_unknown_options": True, "allow_extra_args": True}
            program.command(name, epilog=targets_help(), context_settings=settings)(command)
        elif wanted in (None, name):
            program.command(name)(command)
    return program


@dataclass(frozen=True, slots=True)
class Given:
    """What the window's side of the program gives to the commands; None where there is no Qt.

    Attributes:
        render: draws a model's file into a file.
        draw: draws an open model into a file's content.
    """

    render: Renderer | None = None
    draw: Drawer | None = None


def run_program(arguments: list[str], given: Given) -> int:
    """Run one command; every error becomes one line on stderr and an exit status.

    Args:
        arguments: the words after the program's name.
        given: what draws.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that is no text in this terminal's encoding must not end the listing.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _program(arguments)(arguments, prog_name="cryograph", standalone_mode=False, obj=given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return _told(error)
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int:
    """Tell the person, in one line; returns the exit status."""
    usage = getattr(error, "format_message", None)  # typer's own errors, whose class moved between its versions
    if isinstance(error, Cancelled | typer.Abort):
        message, status = "cancelled", CANCELLED
    elif isinstance(error, UsageError):
        message, status = sentences(error.text, error.remedy), 2
    elif isinstance(error, CryographError):
        message, status = sentences(error.text, error.remedy), 1
    elif usage is not None:
        message, status = usage(), 2
    elif isinstance(error, OSError) and error.strerror:
        message, status = f"{error.filename}: {error.strerror}" if error.filename else error.strerror, 1
    elif isinstance(error, MemoryError):
        message, status = "There is not enough memory for this.", 1
    else:
        message, status = f"Something unforeseen happened ({type(error).__name__}: {error}); --debug shows where.", 1
    note(f"error: {sentences(message)}")
    return status

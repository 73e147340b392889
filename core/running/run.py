"""One run: from a plan to values, in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import SessionError, Text, UsageError
from core.files import AtomicFile
from core.freezing.values import to_restore
from core.progress import Progress
from core.running.feeds import describe
from core.running.plan import RunPlan
from core.running.result import RunResult, placed_of, times_of
from core.scratch import scratch_folder

if TYPE_CHECKING:
    from core.model import Model
    from core.session.client import SessionClient

DEFAULT_TIME_LIMIT = 120.0
"""Seconds for restoring and all runs together, when nothing else is asked."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    Attributes:
        device: `CPU:1`, `GPU:0`, `grpc://host:port/CPU:0`; None leaves it to TensorFlow.
        strict: an op that can't run there is an error.
        time_limit: seconds; None is `DEFAULT_TIME_LIMIT`.
        runs: how many are timed; more than one are timed after `warm_up` others, and traced in a further one.
        op_libraries: `.so` files with custom ops.
        allow_risky: run ops that read or write files, talk to the network or run Python.
    """

    device: str | None = None
    strict: bool = False
    time_limit: float | None = None
    runs: int = 1
    warm_up: int = 1
    op_libraries: Sequence[Path] = ()
    allow_risky: bool = False


def run(model: Model, plan: RunPlan, options: RunOptions, client: SessionClient, progress: Progress) -> RunResult:
    """Run what was planned.

    Args:
        model: where the values are.
        plan: by `plan_run`.
        options: device, limits, how often.
        client: the worker.
        progress: stages; cancelling it kills the worker.

    Raises:
        UsageError: something is in the way, or ops reach outside and nobody allowed it.
        SessionError: TensorFlow could not run it, the worker died, or the time is over.
        Cancelled: by the person.
    """
    if plan.error is not None:
        raise plan.error
    if plan.risks and not options.allow_risky:
        raise UsageError(
            plan.risks[0].text,
            Text("If that is what you want, allow it: --allow-risky.")
            if len(plan.risks) == 1
            else Text("There are {count} kinds of such ops. If that is what you want, allow it: --allow-risky.",
                      count=len(plan.risks)),
        )  # fmt: skip
    assert plan.graph is not None
    if options.device is not None:
        from core.session.devices import parse_place  # only where a device is named

        parse_place(options.device)
    arrays = {f"feed{number}": value for number, (_, value) in enumerate(plan.feeds)}
    if model.meta is not None and model.meta.meta_info_def.HasField("stripped_op_list"):
        listed = model.meta.meta_info_def.stripped_op_list.SerializeToString()
        arrays["ops"] = np.frombuffer(listed, np.uint8)
    # The worker reads the graph from a file that never has a name.
    with scratch_folder() as folder, AtomicFile(folder / "graph.pb") as file:
        plan.graph.writer(file).finish(tick=progress.check)
        file.flush()
        params = {
            "graph": file.path,
            "prefix": str(model.checkpoint.prefix) if model.checkpoint else "",
            "variables": [to_restore(content) for content in plan.restored],
            "initialisers": plan.initialisers,
            "assets": plan.assets,
            "feeds": [{"array": f"feed{number}", "tensor": tensor} for number, (tensor, _) in enumerate(plan.feeds)],
            "fetches": [{"name": name, "tensor": tensor} for name, tensor in plan.fetches],
            "device": options.device,
            "strict": options.strict,
            "op_libraries": [str(path) for path in options.op_libraries],
            "runs": options.runs,
            "warm_up": options.warm_up,
        }
        answer, given = client.request("run", params, arrays, progress=progress,
                                       time_limit=options.time_limit or DEFAULT_TIME_LIMIT)  # fmt: skip
    times = times_of(answer["devices"], given, {node.name: node.op for node in plan.graph.nodes})
    if not answer["seconds"]:
        raise SessionError(Text("The worker gave no times."))
    return RunResult(
        outputs={name: given[f"output{place}"] for place, (name, _) in enumerate(plan.fetches)
                 if f"output{place}" in given},
        device=options.device,
        placed=placed_of(times),
        seconds=list(answer["seconds"]),
        times=times,
        operations=list(answer["operations"]),
        fed={name.removesuffix(":0"): describe(value) for name, value in plan.feeds},
        notes=[finding.what for finding in plan.findings if finding.severity == "warning"],
    )  # fmt: skip

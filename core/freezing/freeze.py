"""CKPT → PB, from the plan to the report."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import FreezeError, SessionError, Text
from core.files import AtomicFile, check_destination
from core.freezing.command import equivalent_command, python_lines
from core.freezing.frozen import PlannedGraph
from core.freezing.options import DEFAULT_TIME_LIMIT, FreezeOptions
from core.freezing.plan import Plan, preflight
from core.freezing.report import FreezeReport, Proof
from core.freezing.values import to_restore
from core.progress import Progress

if TYPE_CHECKING:
    from core.model import Model
    from core.session.client import SessionClient
    from core.session.protocol import ArrayHeader


def freeze(
    model: Model,
    destination: Path,
    options: FreezeOptions,
    *,
    client: SessionClient | None = None,
    progress: Progress | None = None,
) -> FreezeReport:
    """Freeze `model` into `destination`.

    Args:
        model: as opened by `core.opening.open_model`.
        destination: the `.pb` to write; it appears whole or not at all.
        options: how.
        client: the worker to use; one is started and closed again if None and one is needed.
        progress: stages Starting TensorFlow, Restoring, Converting, Writing, Checking.

    Raises:
        FreezeError: it can't be frozen as asked (the finding's sentence and remedy), or its proof is wrong.
        UsageError: a name that doesn't exist, or the destination exists and `force` is off.
        WriteError: the destination can't be written.
        FormatError: the checkpoint is damaged.
        SessionError: the worker failed.
        Cancelled: by the person; no file is left.
    """
    progress = progress or Progress()
    if options.device is not None:
        from core.session.devices import parse_device  # only where a device is named

        parse_device(options.device)
    check_destination(destination, overwrite=options.force or options.overwrite)
    began = time.perf_counter()
    plan = preflight(model, options)
    if plan.error is not None:
        raise plan.error
    progress.check()
    needs_worker = options.chosen_engine == "session" or options.verify
    with contextlib.ExitStack() as stack:
        if needs_worker and client is None:
            from core.session.client import SessionClient  # a direct freeze without a proof does without

            client = stack.enter_context(SessionClient())
        if client is not None and needs_worker:
            client.start()  # TensorFlow is imported while the file is being written
        return _Freeze(model, destination, options, plan, client, progress, began).run()


def dry_run(model: Model, options: FreezeOptions) -> FreezeReport:
    """The preflight alone, as a report without an output."""
    began = time.perf_counter()
    plan = preflight(model, options)
    report = _report(plan, options)
    report.seconds = time.perf_counter() - began
    report.bytes = plan.predicted_bytes
    return report


class _Freeze:
    """One freeze that is going on."""

    def __init__(
        self,
        model: Model,
        destination: Path,
        options: FreezeOptions,
        plan: Plan,
        client: SessionClient | None,
        progress: Progress,
        began: float,
    ) -> None:
        assert plan.rewritten is not None
        self.model = model
        self.destination = destination
        self.options = options
        self.plan = plan
        self.rewritten = plan.rewritten
        self.client = client
        self.progress = progress
        self.began = began
        self.seconds: dict[str, float] = {"plan": time.perf_counter() - began}
        self.placed: dict[str, int] | None = None

    def run(self) -> FreezeReport:
        overwrite = self.options.force or self.options.overwrite
        with AtomicFile(self.destination, overwrite=overwrite) as file:
            if self.options.chosen_engine == "session":
                self._session(file)
            else:
                self._direct(file)
            file.flush()
            proof = self._check(file) if self.options.verify else None
            self.progress.check()
            with self._timed("write"):
                size = file.size
                file.commit()
        return self._finish(proof, size)

    def _direct(self, file: AtomicFile) -> None:
        """The values go from the checkpoint's bytes to the file's, a few MiB at a time; each crc is checked."""
        graph = self.plan.apart.graph if self.plan.apart is not None else self.rewritten.frozen
        self.progress.stage(Text("Writing"))
        with self._timed("write"):
            total = max(1, self.plan.predicted_bytes)
            graph.writer(file).finish(tick=lambda: self.progress.tick(min(1.0, file.size / total)))

    def _session(self, file: AtomicFile) -> None:
        """The values come from a session in the worker, one variable after the other, in the order of the file."""
        assert self.client is not None
        graph = self.rewritten.frozen
        variables = graph.variables()
        writer = graph.writer(file)
        self._start()
        marks = {"restore": time.perf_counter(), "write": 0.0}

        def take(header: ArrayHeader, pieces: Iterator[bytes]) -> None:
            if "convert" not in marks:
                marks["convert"] = time.perf_counter()
            at = time.perf_counter()
            writer.write_until(header.name, pieces)
            marks["write"] += time.perf_counter() - at

        if variables:
            assert self.model.checkpoint is not None
            params = {
                "prefix": str(self.model.checkpoint.prefix),
                "variables": [to_restore(content) for content in variables],
                "device": self.options.device,
                "strict": self.options.strict_placement,
                "op_libraries": [str(path) for path in self.options.op_libraries],
            }
            with self._naming_damage(graph):
                result, _ = self.client.request(
                    "restore",
                    params,
                    progress=self.progress,
                    on_array=take,
                    time_limit=self.options.time_limit or DEFAULT_TIME_LIMIT,
                )
            self.placed = result["placed"] or None
        ended = time.perf_counter()
        converting = marks.get("convert", ended)
        self.seconds["restore"] = converting - marks["restore"]
        self.seconds["convert"] = max(0.0, ended - converting - marks["write"])
        self.seconds["write"] = marks["write"]
        self.progress.stage(Text("Writing"))
        with self._timed("write"):
            writer.finish(tick=self.progress.check)

    def _start(self) -> None:
        """Wait for the worker, so that its start is not counted as restoring."""
        assert self.client is not None
        with self._timed("start"):
            self.client.wait_until_ready(self.progress)

    def _check(self, file: AtomicFile) -> Proof:
        from core.freezing.proof import prove  # not needed without a proof

        assert self.client is not None
        try:
            self._start()
        except SessionError:
            # The file is right or wrong whatever TensorFlow's state is: the proof says that it could not run.
            if self.options.chosen_engine == "session":
                raise
        self.progress.stage(Text("Checking"))
        with self._timed("check"):
            proof = prove(self.model, self.rewritten, file.path, self.options, self.client, self.progress)
        if proof.ok is False and not self.options.force:
            raise FreezeError(
                Text("The proof failed, and no file was written: {reason}", reason=proof.reason or ""),
                Text("To keep the result all the same: --force."),
            )
        return proof

    @contextlib.contextmanager
    def _naming_damage(self, graph: PlannedGraph) -> Iterator[None]:
        """A wrong crc stops the freeze; the sentence names variable, shard and offset, whichever engine met it."""
        try:
            yield
        except SessionError:
            # Whatever TensorFlow says: if a value is damaged, this is the sentence that helps.
            for content in graph.variables():
                for _ in content.pieces(tick=self.progress.check):
                    pass
            raise

    @contextlib.contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        at = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - at

    def _finish(self, proof: Proof | None, size: int) -> FreezeReport:
        report = _report(self.plan, self.options)
        report.output = self.destination
        report.bytes = size
        report.placed = (proof.placed if proof else None) or self.placed
        report.verified = proof
        report.seconds = time.perf_counter() - self.began
        report.stage_seconds = self.seconds
        report.command = equivalent_command(self.model, self.destination, self.options, self.plan)
        report.python = python_lines(self.destination, self.plan)
        if proof is not None and proof.ok is None:
            report.warnings.append(Text("The result could not be checked: {reason}", reason=proof.reason or ""))
        elif proof is not None and proof.ok is False:
            report.warnings.append(Text("The proof failed: {reason}", reason=proof.reason or ""))
        return report


def _report(plan: Plan, options: FreezeOptions) -> FreezeReport:
    return FreezeReport(
        output=None,
        engine=options.chosen_engine,
        device=options.device,
        placed=None,
        outputs=plan.outputs,
        inputs=plan.inputs,
        nodes_before=plan.nodes_before,
        nodes_after=plan.nodes_after,
        variables_frozen=len(plan.variables),
        bytes=0,
        seconds=0.0,
        repairs=list(plan.repairs),
        warnings=list(plan.warnings),
        findings=list(plan.findings),
        mapping=dict(plan.mapping),
        initialisers=list(plan.initialisers),
    )

"""Worker side: sessions on a chosen device, and where their ops really ran."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from core.errors import SessionError, Text
from core.session.devices import parse_place, shown_name


def warm_up() -> None:
    """Run a variable's session once: a process's first session takes some 30 ms longer than those that follow.

    Not where there is a GPU: its memory is not taken before somebody asks for it.
    """
    from core.session.tf_runtime import tf, tf1

    if tf.config.list_physical_devices("GPU"):
        return
    with tf.Graph().as_default() as graph:
        handle = tf.raw_ops.VarHandleOp(dtype=tf.float32, shape=[])
        assigned = tf.raw_ops.AssignVariableOp(resource=handle, value=tf.constant(0.0))
        read = tf.raw_ops.ReadVariableOp(resource=handle, dtype=tf.float32)
    with open_session(graph, None, strict=False) as session:
        options = tf1.RunOptions(trace_level=tf1.RunOptions.SOFTWARE_TRACE)
        session.run(assigned, options=options, run_metadata=tf1.RunMetadata())
        session.run(read)


def place(device: str | None) -> str | None:
    """TensorFlow's name of the device asked for, which is checked to be there.

    `CPU:n` is always there: a session gets n+1 logical CPUs (the count is a session's own, not the process's).

    Raises:
        SessionError: it is not there; lists those that are.
    """
    from core.session.tf_runtime import tf

    if device is None:
        return None
    asked = parse_place(device)
    if asked.server:
        from core.session.remote import remote_place

        return remote_place(asked)
    kind, index = asked.kind, asked.index
    there = [f"{item.device_type}:{number}" for number, item in _numbered(tf.config.list_physical_devices())]
    if kind != "CPU" and f"{kind}:{index}" not in there:
        raise SessionError(
            Text("There is no device {device} here.", device=device),
            Text("There are: {devices} (and CPU:1, CPU:2, …, as logical devices).", devices=", ".join(there)),
        )
    return f"/device:{kind}:{index}"


def session_config(device: str | None, *, strict: bool, exact: bool = False) -> Any:
    """A ConfigProto for a session on that device.

    Args:
        device: `CPU:1`, `GPU:0`; None leaves the choice to TensorFlow.
        strict: no soft placement.
        exact: run the graph as it is written, with no optimiser folding or merging ops, so that two graphs that
            say the same also compute the same, and the statistics name every op.
    """
    from core.session.tf_runtime import tf1

    config = tf1.ConfigProto(allow_soft_placement=not strict, log_device_placement=False)
    config.gpu_options.allow_growth = True
    if device is not None:
        asked = parse_place(device)
        if asked.server:
            # Variables of the session's own: a server may be in the middle of somebody's training run.
            config.isolate_session_state = True
        elif asked.kind == "CPU":
            config.device_count["CPU"] = asked.index + 1
    if exact:
        config.graph_options.rewrite_options.disable_meta_optimizer = True
        config.graph_options.optimizer_options.opt_level = tf1.OptimizerOptions.L0
    return config


@contextlib.contextmanager
def open_session(graph: Any, device: str | None, *, strict: bool, exact: bool = False) -> Iterator[Any]:
    """A session on that device: in this process, or on the server that the device's name begins with.

    Raises:
        SessionError: the connection to the server is lost.
    """
    from core.session.tf_runtime import tf1

    server = parse_place(device).server if device is not None else ""
    session = tf1.Session(server, graph=graph, config=session_config(device, strict=strict, exact=exact))
    try:
        yield session
    except lost_connection() as error:
        if not server:
            session.close()
            raise
        from core.session.remote import in_words_of

        # Closing waits half a minute for a task that is gone; the person needn't.
        threading.Thread(target=session.close, daemon=True).start()
        raise in_words_of(server, error) from error
    except BaseException:
        session.close()
        raise
    session.close()


def lost_connection() -> tuple[type[Exception], ...]:
    """What a session on a server raises when the server, or a task of its cluster, is gone."""
    from core.session.tf_runtime import tf

    return tf.errors.UnavailableError, tf.errors.AbortedError


def put_on(nodes: Iterable[Any], device: str | None, *, keep: bool = False) -> None:
    """Set every NodeDef's device: to the one asked for, or to none (TensorFlow chooses)."""
    target = place(device) or ""
    for node in nodes:
        if not (keep and node.device):
            node.device = target


def placed(step_stats: Any, names: Collection[str]) -> dict[str, int]:
    """{`CPU:0`, a server's as `job:worker/task:1/CPU:0`: how many of the named ops ran there} from statistics."""
    ran: dict[str, set[str]] = {}
    for device in step_stats.dev_stats:
        if "/stream:" in device.device or "/memcpy" in device.device:
            continue  # the same ops again, as a GPU's streams saw them
        here = ran.setdefault(shown_name(device.device), set())
        for stat in device.node_stats:
            name = stat.node_name.split(":", 1)[0]
            if name in names:
                here.add(name)
    return {device: len(ops) for device, ops in sorted(ran.items()) if ops}


def load_libraries(paths: Iterable[str]) -> None:
    """Load custom ops.

    Raises:
        SessionError: a library can't be loaded; says why.
    """
    from core.session.tf_runtime import tf

    for path in paths:
        try:
            tf.load_op_library(path)
        except (tf.errors.OpError, OSError, RuntimeError) as error:
            first = next(iter(str(error).splitlines()), "")
            raise SessionError(Text("{path} can't be loaded: {message}", path=path, message=first)) from error


def _numbered(devices: Iterable[Any]) -> Iterable[tuple[int, Any]]:
    counts: dict[str, int] = {}
    for device in devices:
        yield counts.get(device.device_type, 0), device
        counts[device.device_type] = counts.get(device.device_type, 0) + 1

"""Worker side: sessions of another machine, through the address of its TensorFlow server (`tf.distribute.Server`)."""

from __future__ import annotations

import socket
from typing import Any

from core.errors import SessionError, Text
from core.session.devices import Device, Place, long_name
from core.session.words import core_of

CONNECT_LIMIT = 5.0
"""Seconds for a connection to be answered."""
SESSION_LIMIT = 15.0
"""Seconds for the server to open a session: it waits for every task of its cluster."""


def list_there(server: str) -> list[Device]:
    """The devices of a server and of its cluster, under the names by which they can be asked for.

    Raises:
        SessionError: it can't be reached, or opens no session.
    """
    return [
        Device(f"{server}/{long_name(found.name)}", found.device_type, long_name(found.name),
               found.memory_limit_bytes or None, True)
        for found in remote_devices(server)
    ]  # fmt: skip


def remote_devices(server: str) -> list[Any]:
    """TensorFlow's own description of the devices that a server's sessions have, its own first.

    Raises:
        SessionError: it can't be reached, or opens no session.
    """
    from core.session.tf_runtime import tf, tf1

    _knock(server)
    config = remote_config()
    config.operation_timeout_in_ms = int(SESSION_LIMIT * 1000)
    try:
        with tf1.Session(server, graph=tf.Graph(), config=config) as session:
            found = session.list_devices()
    except tf.errors.DeadlineExceededError as error:
        raise SessionError(
            Text("{server} answers, but opens no session within {seconds} seconds.", server=server,
                 seconds=f"{SESSION_LIMIT:g}"),
            Text("It waits until all tasks of its cluster run; or it is no TensorFlow server."),
        ) from error  # fmt: skip
    except tf.errors.OpError as error:
        raise in_words_of(server, error) from error
    return [device for device in found if not device.device_type.startswith("XLA_")]


def remote_place(asked: Place) -> str:
    """The full name of the device asked for, which is checked to be there.

    Raises:
        SessionError: it is not; lists those that are.
    """
    devices = [device.name for device in remote_devices(asked.server)]
    task = asked.task or devices[0].partition("/device:")[0]  # a session lists its own server's first
    if "/replica:" not in task:
        job, slash, number = task.partition("/task:")
        task = f"{job}/replica:0{slash}{number}"
    wanted = f"{task}/device:{asked.kind}:{asked.index}"
    if wanted not in devices:
        raise SessionError(
            Text("There is no device {device} at {server}.", device=f"{asked.kind}:{asked.index}", server=asked.server),
            Text("There are: {devices}.", devices=", ".join(long_name(name) for name in devices)),
        )
    return wanted


def remote_config() -> Any:
    """What every session on a server is opened with: variables of its own, not those of somebody's training run."""
    from core.session.tf_runtime import tf1

    return tf1.ConfigProto(isolate_session_state=True, allow_soft_placement=True)


def in_words_of(server: str, error: BaseException) -> SessionError:
    """What went wrong with a server."""
    message = core_of(str(error)) or type(error).__name__
    return SessionError(
        Text("The connection to {server} is lost: {message}", server=server, message=message),
        Text("Look whether the server and all tasks of its cluster still run."),
        detail=str(error),
    )


def _knock(server: str) -> None:
    """Whether anybody listens: TensorFlow itself would go on trying."""
    address = server.partition("://")[2]
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), CONNECT_LIMIT):
            return
    except TimeoutError as error:
        raise SessionError(
            Text("{server} does not answer within {seconds} seconds.", server=server, seconds=f"{CONNECT_LIMIT:g}"),
            Text("Look at the address, and whether a firewall is between."),
        ) from error
    except ConnectionRefusedError as error:
        raise SessionError(
            Text("{server} refuses the connection: no TensorFlow server listens there.", server=server),
            Text("Start one there (tf.distribute.Server), or look at the port."),
        ) from error
    except OSError as error:
        raise SessionError(
            Text("{server} can't be reached: {reason}.", server=server, reason=error.strerror or str(error)),
            Text("Look at the address: grpc://HOST:PORT."),
        ) from error

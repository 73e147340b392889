"""`cryograph devices`: where a session can be placed, as TensorFlow itself reports it."""

from __future__ import annotations

from core.cli.output import format_bytes, print_json, print_table, sentences


def show_devices(*, server: str | None = None, as_json: bool) -> None:
    """Print the devices. Takes as long as TensorFlow's import."""
    from core.cli.terminal import watched_progress
    from core.session.client import SessionClient
    from core.session.devices import list_devices, list_remote_devices

    with watched_progress() as progress, SessionClient() as client:
        devices = list_remote_devices(client, server, progress) if server else list_devices(client, progress)
    if as_json:
        print_json({"devices": [device.to_json() for device in devices]})
        return
    rows = [
        (
            device.name,
            "available" if device.available else "not available",
            format_bytes(device.memory_bytes) if device.memory_bytes else "",
            device.description,
            sentences(device.reason, device.remedy) if device.reason else "",
        )
        for device in devices
    ]
    print_table(("device", "", "memory", "what it is", "why not"), rows, right="llrll")

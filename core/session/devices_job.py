"""Worker side: which devices there are. Lists physical devices, which takes no memory of a GPU."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import Text
from core.session.devices import Device

if TYPE_CHECKING:
    from core.session.worker import Job

GPU_EXTRA = 'pip install "cryograph[gpu]"'


def run(job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Every device, those that can't be used included.

    Params: `server`, the address of a TensorFlow server whose devices are wanted; without it, those of this machine.
    """
    server = job.params.get("server")
    if server:
        from core.session.remote import list_there

        return {"devices": [device.to_message() for device in list_there(server)]}, {}
    return {"devices": [device.to_message() for device in [*_cpus(), *_gpus()]]}, {}


def _cpus() -> list[Device]:
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    memory = None
    with contextlib.suppress(OSError, ValueError):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return [Device("CPU:0", "CPU", f"{name} × {os.cpu_count()}", memory, True)]


def _gpus() -> list[Device]:
    from core.session.tf_runtime import tf

    found = tf.config.list_physical_devices("GPU")
    memory = _gpu_memory()
    devices = []
    for index, device in enumerate(found):
        details = tf.config.experimental.get_device_details(device)
        name = str(details.get("device_name", "GPU"))
        devices.append(Device(f"GPU:{index}", "GPU", name, memory.get(index), True))
    if devices:
        return devices
    reason, remedy = _why_no_gpu(tf)
    return [Device("GPU:0", "GPU", "", None, False, reason, remedy)]


def _why_no_gpu(tf: Any) -> tuple[Text, Text | None]:
    """The first thing in the way, from the outside in."""
    if not (tf.test.is_built_with_cuda() or tf.test.is_built_with_rocm()):
        return Text("this TensorFlow is built for CPU only"), Text("{command}", command=GPU_EXTRA)
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
    if hidden is not None and hidden.strip() in ("", "-1", "none"):
        return Text("CUDA_VISIBLE_DEVICES hides every GPU"), Text("Start Cryograph without it.")
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return Text("no NVIDIA driver on this machine"), Text("Install the driver of the graphics card.")
    count = ctypes.c_int(0)
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)) or not count.value:
        return Text("the NVIDIA driver finds no graphics card"), None
    return Text("libraries that TensorFlow needs for the GPU are missing"), Text("{command}", command=GPU_EXTRA)


def _gpu_memory() -> dict[int, int]:
    """Bytes by index, from the driver's own tool: asking CUDA would take memory of the card."""
    try:
        answer = subprocess.run(
            ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        ).stdout
        return {index: int(line) << 20 for index, line in enumerate(answer.split())}
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}

"""What the person asked of a freeze: the same fields as the command line's options and the dialog's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Engine = Literal["session", "direct"]

DEFAULT_TIME_LIMIT = 600.0
"""Seconds that a proof may take when nothing else is asked (queues and iterators would block for ever)."""


@dataclass(frozen=True, slots=True)
class FreezeOptions:
    """How to freeze.

    Attributes:
        outputs: op names; a `:0` is stripped. Empty: the signature's, else the best suggestion.
        inputs: op or tensor names where the graph is cut; Placeholders stand in. Empty: as the graph has them.
        engine: where the values come from: `session` (restored by TensorFlow on `device`) or `direct` (the bytes
            of the checkpoint). None: `session` if a device is given, else `direct`.
        device: `CPU:0`, `GPU:1`, …; None leaves it to TensorFlow.
        strict_placement: an op that can't run on `device` is an error instead of running elsewhere.
        verify: run the original and the frozen graph on the same feeds and compare.
        feeds: for the proof, by op or tensor name; what is missing is made up.
        feed_words: `NAME=VALUE` for those that were words at first: the command that repeats it has them too.
        time_limit: seconds for each job in the worker; None is `DEFAULT_TIME_LIMIT`.
        ema: use the ExponentialMovingAverage shadows instead of the variables themselves.
        as_tensorflow: do what TensorFlow's `convert_variables_to_constants` does, invalid results included.
        keep_devices: leave the `device` of each node as it is in the file.
        op_libraries: `.so` files with custom ops, loaded in the worker.
        force: overwrite the destination, and keep a result whose proof is wrong.
        overwrite: overwrite the destination, but only with a result that is right.
        signature: a SavedModel's signature; None is `serving_default`, or the only one.
        tags: which MetaGraph of a SavedModel; empty is `serve`, or the only one.
        inline: put functions' bodies in the places of their calls, where that is possible; None does it for
            SavedModels, as TensorFlow does.
        apart: leave the large constants out of the file (`core.freezing.apart`): for converters, which take them from
            elsewhere.
    """

    outputs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    engine: Engine | None = None
    device: str | None = None
    strict_placement: bool = False
    verify: bool = True
    feeds: Mapping[str, np.ndarray] = field(default_factory=dict)
    feed_words: tuple[str, ...] = ()
    time_limit: float | None = None
    ema: bool = False
    as_tensorflow: bool = False
    keep_devices: bool = False
    op_libraries: tuple[Path, ...] = ()
    force: bool = False
    overwrite: bool = False
    signature: str | None = None
    tags: tuple[str, ...] = ()
    inline: bool | None = None
    apart: bool = False

    @property
    def chosen_engine(self) -> Engine:
        """The engine that is used: the one asked for, or the default for the device."""
        return self.engine or ("session" if self.device else "direct")

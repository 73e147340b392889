"""What a variable is for, as its name, its collections and its place in the object tree tell.

The names are those that TensorFlow 1.x and 2.x optimisers give their slots (`tensorflow/python/training/*.py`,
`keras/optimizers`); a name of this kind is only believed when it follows that of another variable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.variables.catalogue import Group, Variable

_SLOT = re.compile(
    r"/(Momentum|Adam|AdamW|AdamWeightDecayOptimizer|adam_[mv]|LAMB|lamb_[mv]|RMSProp|Adagrad|AdagradDA|Adadelta|"
    r"Ftrl|AdaMax|Nadam|SGD|PowerSign|AddSign|GradientDescent|ProximalAdagrad|LARS\w*|Shampoo|Rprop|"
    r"momentum|velocity|accum(ulator)?|accum_grad|accum_var|vhat|ms|rms|mg|square_average)(_\d+)?$"
)
_OPTIMISER = re.compile(
    r"(^|/)(training|train|optimi[sz]er\w*)/(Adam\w*|Nadam|RMS[Pp]rop|SGD|Adagrad|Adadelta|Ftrl|Momentum|LAMB|LARS)(_\d+)?/"
)
_POWER = re.compile(r"(^|/)(beta[12]_power|beta_[12]|decay|learning_rate|lr|rho|epsilon)(_\d+)?$")
_POWER_ONLY = re.compile(r"(^|/)beta[12]_power(_\d+)?$")
_STEP = re.compile(
    r"(^|/)(global_?step|iterations?|iter|num_updates|save_counter|train_step|step)(_\d+)?$", re.IGNORECASE
)
_AVERAGE = re.compile(r"/(ExponentialMovingAverage|EMA|ema|moving_avg|shadow|average)(_\d+)?$")
_BIASED = re.compile(r"/(biased|local_step)(_\d+)?$")
_OBJECT_VALUE = "/.ATTRIBUTES/"


def group_of(variable: Variable) -> Group:
    """The group of a variable; computed when a table asks for it."""
    if variable.dtype.name in ("string", "variant", "resource"):
        return "other"
    if variable.slot_of is not None:
        return "optimizer"
    if variable.collected is not None:
        return variable.collected
    name = variable.full_name or variable.name.partition(_OBJECT_VALUE)[0]
    path = variable.object_path or variable.name
    integer = variable.dtype.name in ("int32", "int64", "uint64")
    if (
        variable.shape == ()
        and integer
        and (_STEP.search(name) or _STEP.search(variable.name.partition(_OBJECT_VALUE)[0]))
    ):
        return "step"
    if path.startswith("keras_api/metrics/"):
        return "other"
    if _AVERAGE.search(name):
        return "average"
    if "/.OPTIMIZER_SLOT/" in variable.name or path.startswith(("optimizer/", "_optimizer/")):
        return "optimizer"
    if variable.trainable:
        return "model"
    if _SLOT.search(name) or _POWER_ONLY.search(name) or _OPTIMISER.search(name):
        return "optimizer"
    if _OBJECT_VALUE in variable.name and "optimizer" in variable.name and _POWER.search(name):
        return "optimizer"
    if _BIASED.search(name):
        return "average"
    if variable.shape == () and integer:
        return "step" if variable.trainable is False else "other"
    return "model"

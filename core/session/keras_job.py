"""Worker side: a Keras model's file as a SavedModel. Wants a worker with eager execution, which Keras builds on.

A model's file may hold Python code (Lambda layers), and name classes to import. Neither is done: what isn't Keras' own
is refused before loading, and Keras loads in its safe mode.
"""

from __future__ import annotations

import importlib
import json
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ConversionError, Text
from core.limits import NODE_STRUCTURE

if TYPE_CHECKING:
    from core.session.worker import Job

_UNKNOWN = re.compile(r"(?:Could not locate|Unknown) (?:class|function|layer|object):? ?'([^']+)'")
_CODE = ("Lambda", "__lambda__")


def run(job: Job) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Load and export.

    Params: `path` (whose suffix is `.keras` or `.h5`, as its content is), `folder` (of the SavedModel; is made).

    Raises:
        ConversionError: it isn't a whole model, needs code of its own, or Keras can't load or export it.
    """
    from core.session.tf_runtime import tf

    path = job.params["path"]
    job.stage(Text("Loading the Keras model"))
    config = _config_of_archive(path) if path.endswith(".keras") else _config_of_hdf5(path)
    code = sorted(set(_with_code(config)))
    if code:
        raise ConversionError(
            Text("{layers}: the file holds Python code for it, which is not run.", layers=", ".join(code)),
            Text("Put a layer of your own in its place, in the program that made the model."),
        )
    try:
        model = tf.keras.models.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises anything for a file that it doesn't understand
        raise _refused(Text("Keras can't load it: {message}", message=_first_line(error)), error) from error
    job.stage(Text("Exporting"))
    try:
        model.export(job.params["folder"], verbose=False)
    except Exception as error:  # whatever building and tracing a model raises
        raise _refused(Text("Keras can't export it: {message}", message=_first_line(error)), error) from error
    return {}, {}


def _config_of_archive(path: str) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > NODE_STRUCTURE:
                raise ConversionError(Text("The model's description is larger than any model's."))
            return json.loads(archive.read("config.json"))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise ConversionError(Text("The archive is damaged: it has no config.json that can be read.")) from error


def _config_of_hdf5(path: str) -> Any:
    h5py = importlib.import_module("h5py")  # Keras brings it

    try:
        with h5py.File(path, "r") as file:
            config = file.attrs.get("model_config")
            weights = "layer_names" in file.attrs or "layers" in file or "model_weights" in file
    except (OSError, RuntimeError) as error:
        raise ConversionError(
            Text("It is damaged or cut off: {message}", message=_first_line(error)), Text("Copy it again.")
        ) from error
    if config is None:
        if weights:
            raise ConversionError(
                Text("These are the weights of a Keras model without the model itself."),
                Text('Build the model in Python, load them into it, and call `model.save("NAME.keras")`.'),
            )
        raise ConversionError(Text("There is no Keras model in this HDF5 file."))
    try:
        return json.loads(config)
    except ValueError as error:
        raise ConversionError(Text("It is damaged: the description of the model can't be read.")) from error


def _with_code(config: Any) -> Iterator[str]:
    """Names of the layers that bring code."""
    waiting: list[tuple[Any, str]] = [(config, "?")]
    while waiting:
        item, name = waiting.pop()
        if isinstance(item, dict):
            own = item.get("config")
            if isinstance(own, dict) and isinstance(own.get("name"), str):
                name = own["name"]
            if item.get("class_name") in _CODE:
                yield name
            else:
                waiting += [(value, name) for value in item.values()]
        elif isinstance(item, list):
            waiting += [(value, name) for value in item]


def _refused(text: Text, error: Exception) -> ConversionError:
    found = _UNKNOWN.search(str(error))
    if found is None:
        return ConversionError(text)
    return ConversionError(
        Text("It needs {name}, which exists only in the program that made it.", name=found[1]),
        Text('In that program call `model.export("FOLDER")`, and convert the folder.'),
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "") or type(error).__name__

"""What the window is about: the open model, the selection, the chosen device. Panels listen to it.

The document knows no widget. It opens models in a task, so reading never runs on the GUI thread, and it
keeps the model that is open until another one has opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import CryographError, Problem
from core.progress import Progress
from gui.tasks import Task, Tasks

if TYPE_CHECKING:
    from core.graph.op_graph import OpGraph
    from core.model import Model
    from core.session.client import SessionClient
    from core.session.devices import Device
    from core.variables.catalogue import Variable

Kind = Literal["none", "node", "scope", "variable", "edge", "function"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected: a node, a scope, a variable or a function by its name; an edge as `source -> target`.

    `function`: the function of the library that the node, scope or edge is in; empty for the main graph.
    """

    kind: Kind = "none"
    name: str = ""
    function: str = ""


NOTHING = Selection()


class Document(QObject):
    """The open model and what the person is doing with it."""

    opening_started = Signal(object)
    """Path that is being read."""
    model_opened = Signal(object)
    """The Model, after `model` and `variables` are set."""
    model_closed = Signal()
    open_failed = Signal(object)
    """CryographError; `failed_path` says of what. The model that was open is still open."""
    open_cancelled = Signal()
    selection_changed = Signal(object)
    """Selection; `selection_origin` says who chose it."""
    problems_changed = Signal()
    device_changed = Signal(object)
    """The chosen device's name, None for automatic."""
    devices_found = Signal(object)
    """list[Device]."""
    devices_failed = Signal(object)
    server_found = Signal(str)
    """Address of a server whose devices are known now."""
    server_failed = Signal(str, object)
    """Address, CryographError."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = Tasks(self)
        self.model: Model | None = None
        self.variables: list[Variable] = []
        self.parameters = 0
        """Elements of all variables but the strings."""
        self.path: Path | None = None
        self.failed_path: Path | None = None
        self.remember = True
        self.selection = NOTHING
        self.selection_origin: object = None
        self.devices: list[Device] | None = None
        self.servers: dict[str, list[Device]] = {}
        """TensorFlow servers that were asked for their devices, by address (`grpc://host:port`)."""
        self._device: str | None = None
        self._client: SessionClient | None = None
        self._problems: list[Problem] = []
        self._finding: Task | None = None

    # Opening.

    def open_path(self, path: Path | str, step: int | None = None, *, remember: bool = True) -> Task:
        """Open what is at `path` (in a task); the newest call wins. `remember`: it belongs to the recent ones."""
        path = Path(path)
        # Absolute, so that neither a later chdir nor the list of recent files points elsewhere; links are kept.
        path = path if path.is_absolute() else Path.cwd() / path
        task = self.tasks.run(
            lambda progress: _read(path, step, progress),
            title=self.tr("Opening {name}").format(name=path.name or str(path)),
            done=lambda result: self._opened(path, remember, result),
            failed=lambda error: self._failed(path, error),
            cancelled=self.open_cancelled.emit,
            slot="open",
        )
        self.opening_started.emit(path)
        return task

    def close_model(self) -> None:
        """Back to the empty window."""
        self.model, self.path = None, None
        self.variables, self._problems = [], []
        self.select(NOTHING, self)
        self.model_closed.emit()

    def _opened(self, path: Path, remember: bool, result: _Read) -> None:
        model = result.model
        self.model, self.variables, self.parameters, self.path = model, result.variables, result.parameters, path
        self.failed_path = None
        self.remember = remember
        self._problems = []
        self.selection, self.selection_origin = NOTHING, self
        self.model_opened.emit(model)
        self.selection_changed.emit(NOTHING)
        self.problems_changed.emit()

    def _failed(self, path: Path, error: CryographError) -> None:
        self.failed_path = path
        self.open_failed.emit(error)

    def graph_of(self, function: str) -> OpGraph | None:
        """The main graph (`""`) or the body of a function; None if there is none such."""
        graph = self.model.graph if self.model is not None else None
        if graph is None or not function:
            return graph
        return graph.function(function) if function in graph.functions else None

    # Selection and problems.

    def select(self, selection: Selection, origin: object = None) -> None:
        """Select something; `origin` is who asks, so that it can ignore its own echo."""
        if selection == self.selection:
            return
        self.selection, self.selection_origin = selection, origin
        self.selection_changed.emit(selection)

    @property
    def problems(self) -> list[Problem]:
        """What was tolerated when the model was opened, then what has been found since."""
        return [*(self.model.problems if self.model is not None else []), *self._problems]

    def add_problem(self, problem: Problem) -> None:
        """Something found later, e.g. NaN among a variable's values. The same one counts once."""
        if problem not in self.problems:
            self._problems.append(problem)
            self.problems_changed.emit()

    # Device and worker.

    @property
    def client(self) -> SessionClient:
        """The TensorFlow worker's client, shared by all; made when first asked for, which starts nothing."""
        if self._client is None:
            from core.session.client import SessionClient  # not on the way to the first picture

            self._client = SessionClient()
        return self._client

    @property
    def device(self) -> str | None:
        """The chosen device (`CPU:0`), None for automatic. Shared by the toolbar and the dialogs."""
        return self._device

    @device.setter
    def device(self, name: str | None) -> None:
        if name != self._device:
            self._device = name
            self.device_changed.emit(name)

    @property
    def finding_devices(self) -> bool:
        return self._finding is not None and self._finding.running

    def find_devices(self) -> None:
        """Ask TensorFlow for its devices, once, in the background; `devices_found` or `devices_failed` follows."""
        if self.devices is not None or self.finding_devices:
            return
        client = self.client

        def work(progress: Progress) -> list[Device]:
            from core.session.devices import list_devices

            return list_devices(client, progress)

        self._finding = self.tasks.run(
            work,
            title=self.tr("Finding devices"),
            done=self._found,
            failed=self.devices_failed.emit,
            slot="devices",
        )

    def _found(self, devices: list[Device]) -> None:
        self.devices = devices
        self.devices_found.emit(devices)

    @property
    def remote_devices(self) -> list[Device]:
        """What the servers have."""
        return [device for found in self.servers.values() for device in found]

    def find_server(self, address: str) -> Task:
        """Ask a TensorFlow server for its devices; `server_found` or `server_failed` follows."""
        client = self.client

        def work(progress: Progress) -> list[Device]:
            from core.session.devices import list_remote_devices

            return list_remote_devices(client, address, progress)

        def found(devices: list[Device]) -> None:
            self.servers[address] = devices
            self.server_found.emit(address)

        return self.tasks.run(
            work,
            title=self.tr("Finding the devices of {server}").format(server=address),
            done=found,
            failed=lambda error: self._server_failed(address, error),
            slot="server",
        )

    def _server_failed(self, address: str, error: CryographError) -> None:
        self.servers.pop(address, None)
        self.server_failed.emit(address, error)

    def shutdown(self) -> None:
        """The program closes: cancel everything, wait, end the worker."""
        self.tasks.shutdown()
        if self._client is not None:
            self._client.close()
            self._client = None


class _Read(NamedTuple):
    model: Model
    variables: list[Variable]
    parameters: int


def _read(path: Path, step: int | None, progress: Progress) -> _Read:
    from core.opening import open_model  # imports protobuf and the formats: not before the window is on screen

    model = open_model(path, step=step, progress=progress)
    progress.check()
    variables = model.variables()
    parameters = sum(variable.elements for variable in variables if variable.dtype.name != "string")
    return _Read(model, variables, parameters)

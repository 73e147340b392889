"""Files that a model's tables are filled from: found beside the model, copied into a SavedModel's `assets`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto import meta_graph_pb2

from core.conversion.restorable.nodes import strings
from core.freezing.body import Body
from core.freezing.tables import assets_of

if TYPE_CHECKING:
    from core.model import Model
    from core.progress import Progress

FOLDER = "assets"
_FROM_FILE = frozenset(("InitializeTableFromTextFile", "InitializeTableFromTextFileV2"))
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        tensor: the tensor of its name in the graph.
        name: in the folder of assets.
        path: where it is; None if it isn't there.
    """

    tensor: str
    name: str
    path: Path | None

    @property
    def node(self) -> str:
        """The op of its name."""
        return self.tensor.partition(":")[0]


def find_assets(model: Model, body: Body) -> list[Asset]:
    """The files that the tables of a graph are filled from.

    Those of a SavedModel are in its folder. Elsewhere a graph names a path of the machine that it was made on: only a
    file of that name beside the model is taken, never one from anywhere else.
    """
    found = {
        tensor: Asset(tensor, Path(path).name, Path(path) if Path(path).is_file() else None)
        for tensor, path in assets_of(model).items()
        if tensor.partition(":")[0] in body.nodes
    }
    for node in list(body.nodes.values()):
        if node.op not in _FROM_FILE or len(node.input) < 2:
            continue
        name = node.input[1].partition(":")[0]
        source = body.nodes.get(name)
        if source is None or source.op != "Const" or f"{name}:0" in found:
            continue
        texts = source.attr["value"].tensor.string_val if "value" in source.attr else []
        said = texts[0].decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2] if len(texts) == 1 else ""
        if said:
            beside = model.folder / said
            found[f"{name}:0"] = Asset(f"{name}:0", said, beside if beside.is_file() else None)
    return list(found.values())


def describe(meta: Any, assets: list[Asset]) -> None:
    """Name the files in the meta graph."""
    meta.ClearField("asset_file_def")
    for asset in assets:
        definition = meta_graph_pb2.AssetFileDef(filename=asset.name)
        definition.tensor_info.name = asset.tensor
        meta.asset_file_def.append(definition)


def with_paths(nodes: list[Any], assets: list[Asset]) -> list[Any]:
    """The nodes, with the names of files as they are on this machine: for running the original."""
    paths = {asset.node: str(asset.path) for asset in assets if asset.path is not None}
    return [strings(node.name, [paths[node.name]], scalar=True) if node.name in paths else node for node in nodes]


def copy_assets(folder: Path, assets: list[Asset], progress: Progress) -> int:
    """Copy the files that are there; gives their bytes.

    Raises:
        OSError: one can't be read or written.
    """
    total = 0
    for name, path in sorted({(asset.name, asset.path) for asset in assets if asset.path is not None}):
        (folder / FOLDER).mkdir(exist_ok=True)
        with path.open("rb") as source, (folder / FOLDER / name).open("wb") as target:
            while piece := source.read(_PIECE):
                total += target.write(piece)
                progress.check()
    return total

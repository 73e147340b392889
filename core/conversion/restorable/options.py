"""The options that checkpoints and SavedModels have in common."""

from __future__ import annotations

from core.conversion.target import Option
from core.errors import Text

SHARDS = Option(
    "shards", "integer", Text("&Data files"), Text("How many files the values are spread over."), 1, least=1, most=512
)
RENAME = Option(
    "rename",
    "text",
    Text("&Rename"),
    Text("OLD=NEW, where OLD is a regular expression; several with ; between them."),
    "",
)
RESOURCE = Option(
    "resource",
    "switch",
    Text("As re&sources"),
    Text("Make resource variables of constants, as TensorFlow 2 does, and not references."),
    False,
)

"""What is gathered at the top level, so that the model is what meets the eye: loose ops of training and feeding."""

from __future__ import annotations

from collections import Counter

import numpy as np

from core.graph.auxiliary import role_of_op
from core.graph.hierarchy import Hierarchy, Items
from core.graph.outputs import doubtful_ends, model_part
from core.graph.series import LEAST, base_name
from core.graph.skeleton import one_by_one

SMALL_SCOPE = 6
"""Nodes in a scope up to which it is judged like the one op that it is mostly made for (`Reshape/shape`)."""

FEW = 5
"""With fewer things at the top level nothing needs to be gathered."""

LOSS_GROUP = "[loss and metrics]"
INPUT_GROUP = "[input pipeline]"
SUMMARY_GROUP = "[summaries]"
TRAINING_GROUP = "[other ops]"

_ROLES = {LOSS_GROUP: "loss", INPUT_GROUP: "input", SUMMARY_GROUP: "summaries", TRAINING_GROUP: "other"}


def gather(hierarchy: Hierarchy, items: Items) -> list[tuple[str, list[int], str]]:
    """Top level ops and scopes that train or feed: gathered, so that the model is what meets the eye."""
    skeleton, tree = hierarchy.skeleton, hierarchy.tree
    if sum(not part.role for part in items.parts) < FEW:
        return []
    model = model_part(skeleton, hierarchy.tick)
    among = np.zeros(len(skeleton), dtype=np.bool_)
    for low, high in zip(one_by_one(items.low), one_by_one(items.high), strict=True):
        if high - low <= SMALL_SCOPE:
            among[tree.at[low:high]] = True
    for node in doubtful_ends(skeleton, model, among):
        model[node] = False
    if model.sum() < 2:
        return []
    within = np.flatnonzero(model)
    feeding = skeleton.reachable(one_by_one(within), backward=True, tick=hierarchy.tick)
    trained = skeleton.reachable(one_by_one(within), tick=hierarchy.tick)
    alike = Counter(base_name(part.label) for part in items.parts)
    names: dict[str, list[int]] = {key: [] for key in _ROLES}
    for item, (part, low, high) in enumerate(
        zip(items.parts, one_by_one(items.low), one_by_one(items.high), strict=True)
    ):
        nodes = tree.at[low:high]
        nodes = nodes[~hierarchy.folding.hidden[nodes]]
        if model[nodes].any():
            if part.role == "input":  # what takes the data out of the pipeline belongs to the model
                part.role = ""
            continue
        if part.kind != "op" and part.role in ("gradients", "save", "optimiser", "summaries", "init", "input"):
            continue
        ops = [skeleton.ops[n] for n in nodes.tolist()]
        label_fed = part.kind == "op" and ops[0].startswith("Placeholder")
        if part.kind == "op" and part.role and alike[base_name(part.label)] >= LEAST:
            continue  # a series of its own
        if part.kind == "op" and (role_of_op(ops[0]) == "summaries" or part.role == "summaries"):
            names[SUMMARY_GROUP].append(item)
            continue
        if any(role_of_op(op) == "input" for op in ops):
            names[INPUT_GROUP].append(item)
        elif feeding[nodes].any():
            continue
        elif trained[nodes].any() or part.role in ("loss", "metrics") or label_fed:
            names[LOSS_GROUP].append(item)
        else:
            names[TRAINING_GROUP].append(item)
    _settle(items, names)
    found = []
    for key, members in names.items():
        if len(members) > 2:
            found.append((key, members, _ROLES[key]))
        for member in members:
            items.parts[member].role = items.parts[member].role or _ROLES[key]
    return found


def _settle(items: Items, names: dict[str, list[int]]) -> None:
    """Loose ops that neither come from the model nor lead to it go where their neighbours are."""
    home = {item: key for key, members in names.items() for item in members}
    for _ in range(6):
        moved = False
        for a, b in zip(one_by_one(items.a), one_by_one(items.b), strict=True):
            for one, other in ((a, b), (b, a)):
                if home.get(one) == TRAINING_GROUP and home.get(other) in (LOSS_GROUP, INPUT_GROUP):
                    home[one] = home[other]
                    moved = True
        if not moved:
            break
    for key in names:
        names[key] = sorted(item for item, of in home.items() if of == key)

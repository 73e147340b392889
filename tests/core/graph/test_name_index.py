"""Names are found whatever the number of nodes; of equal ones the first counts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.graph import name_index as module
from core.graph.name_index import name_index


@given(st.lists(st.text(max_size=3)))
def test_many_names_are_found_as_few_are(names: list[str]) -> None:
    nodes = [SimpleNamespace(name=name, index=index) for index, name in enumerate(names)]
    few = name_index(nodes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LARGE", 0)
        many = name_index(nodes)
    assert isinstance(few, dict)
    assert not isinstance(many, dict)
    assert dict(many) == few == {name: names.index(name) for name in names}
    assert len(many) == len(few)
    assert many.keys() & {"a", "b"} == few.keys() & {"a", "b"}
    assert "not there" not in many
    assert many.get("not there") is None
    with pytest.raises(KeyError):
        many["not there"]

from __future__ import annotations

import gc

import pytest

from gui.canvas.pauses import collector_paused, release


def test_the_collector_is_on_again_after_nested_pauses_and_after_an_error():
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="boom"), collector_paused(keep=True):
        raise ValueError("boom")
    assert gc.isenabled()


def test_what_is_kept_can_be_released():
    release()
    with collector_paused(keep=True):
        pass
    assert gc.get_freeze_count() > 0
    release()
    assert gc.get_freeze_count() == 0

from __future__ import annotations

import pytest

from core.errors import UsageError
from core.session.devices import parse_device, short_name
from core.session.words import core_of, death_in_words, in_words


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Op type not registered 'Foo' in binary running on x.", "The op Foo is not part of this TensorFlow."),
        ("Cannot assign a device for operation a/b: …", "The op a/b can't run on the device asked for."),
        ("You must feed a value for placeholder tensor 'x' with dtype float", "The placeholder x needs a value."),
        ("Table not initialized.\n\t [[{{node look}}]]", "The lookup table behind look is filled by an initialiser"),
        ("callback pyfunc_0 is not found", "pyfunc_0 calls a Python function"),
        ("OOM when allocating tensor with shape[3,4] and type float", "Not enough memory on the device"),
        ("Attempting to use uninitialized value w\n\t [[{{node w/read}}]]", "The variable w has no value"),
    ],
)
def test_tensorflows_errors_are_said_in_words(message: str, said: str) -> None:
    text, _ = in_words(RuntimeError(message))
    assert said in str(text)


def test_only_a_session_that_restores_is_told_of_the_way_without_one() -> None:
    assert "straight from the files" in str(death_in_words(-9, "", "restore")[1])
    assert "freeze" not in str(death_in_words(-9, "", "onnx")[1])


def test_deaths_are_told_by_their_cause() -> None:
    assert "lack of memory" in str(death_in_words(-9, "")[0])
    assert "SIGABRT" in str(death_in_words(-6, "")[0])
    assert "out of memory" in str(death_in_words(-6, "std::bad_alloc")[0])
    assert "status 3" in str(death_in_words(3, "")[0])


@pytest.mark.parametrize(
    "name", ["CPU:1", "cpu:1", "/CPU:1", "/device:CPU:1", "/job:localhost/replica:0/task:0/device:CPU:1"]
)
def test_a_device_may_be_written_in_any_of_tensorflows_ways(name: str) -> None:
    assert parse_device(name) == ("CPU", 1)
    assert short_name(name) == "CPU:1"


@pytest.mark.parametrize("name", ["", "CPU", "CPU:-1", "CPU:1;rm", "🖥:0"])
def test_what_is_no_device_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match="CPU:0, CPU:1 or GPU:0"):
        parse_device(name)


def test_a_lost_task_is_told_by_its_cause_among_grpcs_words() -> None:
    message = """Graph execution error:

2 root error(s) found.
=====================
UNAVAILABLE: From /job:worker/replica:0/task:1:
recvmsg:Connection reset by peer
Additional GRPC error information from remote target /job:worker/replica:0/task:1:
\t [[{{node probabilities_S19}}]]
====================="""
    assert core_of(message) == "recvmsg:Connection reset by peer"

"""Two computations at once give what they give one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from codegen.core.parallel import both

_TRIAL = """
import os
from codegen.core.parallel import both
here = os.getpid()
{body}
"""


def tried(body: str) -> str:
    """Return what a program of one thread prints."""
    command = [sys.executable, "-c", _TRIAL.format(body=body)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("worth", [True, False])
def test_both_values_come_back_in_their_order(*, worth: bool) -> None:
    assert both(lambda: {"a": (1, None)}, lambda: "b", worth=worth) == ({"a": (1, None)}, "b")


def test_what_is_little_to_do_is_done_here() -> None:
    assert tried("print(both(os.getpid, os.getpid, worth=False) == (here, here))") == "True"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_first_is_computed_elsewhere_where_no_other_thread_runs() -> None:
    body = "os.cpu_count = lambda: 2\none, other = both(os.getpid, os.getpid)\nprint(one != here, other == here)"
    assert tried(body) == "True True"


def test_with_another_thread_both_are_computed_here() -> None:
    over = threading.Event()
    waiting = threading.Thread(target=over.wait)
    waiting.start()
    here: list[int] = []
    try:
        both(lambda: here.append(1), lambda: here.append(2))
    finally:
        over.set()
        waiting.join()
    assert here == [1, 2]


@pytest.mark.parametrize("which", ["both(lambda: 1 / 0, lambda: 2)", "both(lambda: 1, lambda: 1 / 0)"])
def test_an_exception_is_raised_whichever_fails(which: str) -> None:
    body = f"try:\n    {which}\nexcept ZeroDivisionError:\n    print('raised')\nelse:\n    print('lost')"
    assert tried(body) == "raised"


def test_what_cannot_be_handed_over_is_computed_here_after_all() -> None:
    assert tried("one, _ = both(lambda: (lambda: here), lambda: 2)\nprint(one() == here)") == "True"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "hindrance",
    [
        "def no(): raise OSError(11, 'no more')\nos.fork = no",
        "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)",
    ],
    ids=["no process to be had", "nobody waits for children"],
)
def test_what_hinders_a_copy_hinders_no_result(hindrance: str) -> None:
    body = f"os.cpu_count = lambda: 2\n{hindrance}\nprint(both(lambda: 1, lambda: 2), len(os.listdir('/proc/self/fd')))"
    assert tried(body).startswith("(1, 2)")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_copy_ends_with_its_parent() -> None:
    body = (
        "os.cpu_count = lambda: 2\nimport signal, sys\n"
        "print(here, flush=True)\n"
        "both(lambda: b'x' * 10_000_000, lambda: os.kill(here, signal.SIGKILL))"
    )
    command = [sys.executable, "-c", _TRIAL.format(body=body)]
    # its output ends when the last process that holds it has ended
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    assert done.returncode == -9

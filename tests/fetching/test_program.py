"""A program's complaint becomes one line that says why and gives nothing away; a program that hangs is ended."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from codegen.fetching import FetchError
from codegen.fetching.program import Program, telling


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("warning: x\nfatal: unable to access 'https://u:p@h/r?k=v': no\nmore\n", "unable to access 'https://h/r': no"),
        ("Warning: x\ngit@h: Permission denied (publickey).\n", "git@h: Permission denied (publickey)"),
        (
            "npm error code EX\nnpm error syscall connect\nnpm error request to http://u:p@h/a failed\nnpm error at x",
            "request to http://h/a failed",
        ),
        ("npm ERR! code EX\nnpm ERR! nothing\n", "nothing"),
        ("fatal: cannot write /tmp/codegen-1/objects", "cannot write …/objects"),
        ("error: \x1b[31mred", "[31mred"),
        ("", "no reason given"),
        ("x" * 500, "x" * 200 + "…"),
    ],
)
def test_the_line_that_says_why_is_told_without_secrets_and_folders(complaint: str, told: str) -> None:
    assert telling(complaint, (Path("/tmp/codegen-1"),)) == told


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    hanging = Program(sys.executable, tmp_path, dict(os.environ), 0.05)
    with pytest.raises(FetchError, match="took longer than 0 seconds"):
        hanging.run("-c", "import threading; threading.Event().wait()")


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    (tmp_path / "git").touch()
    with pytest.raises(FetchError) as caught:
        Program(str(tmp_path / "git"), tmp_path, {}, 1.0).run()
    assert caught.value.message == "git cannot be started: permission denied"

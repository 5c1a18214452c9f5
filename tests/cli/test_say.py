"""What a person sees of diagnostics."""

from __future__ import annotations

import pytest

from codegen.cli.say import diagnose
from codegen.core.diagnostics import Diagnostics
from codegen.core.places import Place


def found() -> Diagnostics:
    result = Diagnostics()
    result.info("one", "first info", Place("a.yaml"))
    result.info("two", "second info", Place("a.yaml"))
    result.warning("three", "a warning", Place("a.yaml"))
    return result


def test_infos_are_counted_in_one_line_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    diagnose(found(), verbose=False)
    told = capsys.readouterr().err
    assert "a warning" in told
    assert "first info" not in told
    assert told.splitlines()[-1] == "2 infos not shown: --verbose prints them"


def test_all_infos_are_printed_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    diagnose(found(), verbose=True)
    told = capsys.readouterr().err
    assert "first info" in told
    assert "second info" in told
    assert "not shown" not in told

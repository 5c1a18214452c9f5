"""Collect what is wrong in one file."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.actions.expressions import Problem
from codegen.actions.sources import Source
from codegen.core.diagnostics import Diagnostics


@dataclass(frozen=True, slots=True)
class Report:
    """A file and where its problems go."""

    source: Source
    diagnostics: Diagnostics

    def error(self, rule: str, message: str, at: str, hint: str = "", *, key: bool = False) -> None:
        """Collect a problem of the value at the pointer `at`, or with `key` of its key."""
        self.diagnostics.error(rule, message, self.source.place(at, key=key), hint)

    def warning(self, rule: str, message: str, at: str, hint: str = "", *, key: bool = False) -> None:
        """Collect what the command survives."""
        self.diagnostics.warning(rule, message, self.source.place(at, key=key), hint)

    def info(self, rule: str, message: str, at: str, hint: str = "") -> None:
        """Collect what is worth knowing."""
        self.diagnostics.info(rule, message, self.source.place(at), hint)

    def inside(self, rule: str, message: str, at: str, text: str, offset: int, hint: str = "") -> None:
        """Collect a problem at the character `offset` of the string `text` that stands at `at`."""
        self.diagnostics.error(rule, message, self.source.within(at, text, offset), hint)

    def problem(self, problem: Problem, at: str, text: str) -> None:
        """Collect why `text` is no expression (`wrong-expression`)."""
        self.inside("wrong-expression", problem.message, at, text, problem.offset, problem.suggestion)

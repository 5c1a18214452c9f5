"""Problems in what people and vendors wrote, as values that travel beside the results of each stage."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from codegen.core.places import Place


class Severity(StrEnum):
    """How much a diagnostic matters: only an error stops a command."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, told so that a person can mend it.

    Attributes:
        rule: stable id in kebab case, such as `unknown-operation`.
        severity: only `Severity.ERROR` fails a command.
        message: what is wrong, in one sentence, without the place.
        place: where, or None where no file is to blame.
        suggestion: what to write instead, in one sentence, or "".
    """

    rule: str
    severity: Severity
    message: str
    place: Place | None = None
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{where}{self.severity}: {self.message}{hint} [{self.rule}]"


class Diagnostics:
    """The collector that a stage adds to while it goes on."""

    def __init__(self) -> None:
        self._items: list[Diagnostic] = []

    def error(self, rule: str, message: str, place: Place | None = None, suggestion: str = "") -> None:
        """Collect a problem that fails the command."""
        self._items.append(Diagnostic(rule, Severity.ERROR, message, place, suggestion))

    def warning(self, rule: str, message: str, place: Place | None = None, suggestion: str = "") -> None:
        """Collect a problem that the command survives."""
        self._items.append(Diagnostic(rule, Severity.WARNING, message, place, suggestion))

    def info(self, rule: str, message: str, place: Place | None = None, suggestion: str = "") -> None:
        """Collect something worth knowing."""
        self._items.append(Diagnostic(rule, Severity.INFO, message, place, suggestion))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Collect what another stage found."""
        self._items.extend(items)

    @property
    def failed(self) -> bool:
        """Whether an error is among the items."""
        return any(item.severity is Severity.ERROR for item in self._items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(dict.fromkeys(self._items), key=_order))

    def __len__(self) -> int:
        return len(self._items)


def _order(item: Diagnostic) -> tuple[str, int, int, str, str]:
    place = item.place or Place("")
    return (place.file, place.line, place.column, item.rule, item.message)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the known name nearest to `name`, or "" where none is near."""
    names = list(known)
    folded = {candidate.lower(): candidate for candidate in names}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return f"did you mean {folded[close[0]]!r}?" if close else ""

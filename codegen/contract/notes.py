"""What the passes found in a slice, gathered so that the same finding in many places is one diagnostic."""

from __future__ import annotations

from codegen.contract.slice import Slice
from codegen.core.diagnostics import Diagnostic, Diagnostics, Severity
from codegen.core.places import Place


class Notes:
    """The findings of the passes over one slice; `report` turns them into diagnostics with places of the document."""

    def __init__(self) -> None:
        self._found: dict[tuple[Severity, str, str, str], list[str]] = {}

    def error(self, rule: str, message: str, at: str, suggestion: str = "") -> None:
        """Note what fails the command; every place is its own diagnostic."""
        self._found.setdefault((Severity.ERROR, rule, message, suggestion), []).append(at)

    def warning(self, rule: str, message: str, at: str, suggestion: str = "") -> None:
        """Note what was mended and may matter to callers."""
        self._found.setdefault((Severity.WARNING, rule, message, suggestion), []).append(at)

    def info(self, rule: str, message: str, at: str) -> None:
        """Note what was mended without any effect on callers."""
        self._found.setdefault((Severity.INFO, rule, message, ""), []).append(at)

    def report(self, origin: Slice, diagnostics: Diagnostics) -> None:
        """Add the findings to `diagnostics`; for warnings and infos the first place stands for all.

        Infos have no line: finding one costs more than it tells.
        """
        for (severity, rule, message, suggestion), places in self._found.items():
            if severity is Severity.ERROR:
                for at in dict.fromkeys(places):
                    diagnostics.error(rule, message, origin.document.place(origin.origin(at)), suggestion)
                continue
            more = f" (and in {len(places) - 1} more places)" if len(places) > 1 else ""
            at = origin.origin(places[0])
            place = Place(origin.document.file, pointer=at)
            if severity is Severity.WARNING:
                place = origin.document.place(at)
            diagnostics.extend([Diagnostic(rule, severity, message + more, place, suggestion)])

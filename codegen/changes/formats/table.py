"""The formats by the names that the command line has for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codegen.changes.formats.json_report import as_json
from codegen.changes.formats.markdown import as_markdown
from codegen.changes.formats.sarif import as_sarif
from codegen.changes.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {"markdown": as_markdown, "json": as_json, "sarif": as_sarif}

"""`[tool.codegen]` of `pyproject.toml`: where a project's services, definitions and handlers are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codegen.core.diagnostics import Diagnostics, nearest
from codegen.core.places import Place

FILE = "pyproject.toml"
TARGETS = ("clients", "actions", "tools", "docs")
_KEYS = (
    "specs", "output", "handlers", "handlers_package", "targets", "hosts", "tests",
    "lint", "tool_tokens", "toolset_tokens", "namespaces",
)  # fmt: skip
_SEVERITIES = ("off", "warning", "error")
_NAMESPACE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_HOST = re.compile(r"([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*")
_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are; every path is absolute and below `root`.

    Attributes:
        handlers: folder of the handlers.
        handlers_package: its dotted name, as generated code imports it.
        targets: what is generated, in this order.
        hosts: which hosts contracts may be fetched from, in lower case, each for one port or for all.
        tests: the folder that tests of actions are scaffolded into.
        lint: how severe a lint is: `off`, `warning` or `error`; a warning where it is not named.
        namespaces: groups of tools: name to `description` and `deferred`, whether a model has to search for them.
        tool_tokens, toolset_tokens: what a tool, and all of them together, may cost an agent in any vendor's file.
    """

    root: Path
    specs: Path
    output: Path
    handlers: Path
    handlers_package: str
    tests: Path
    targets: tuple[str, ...] = TARGETS
    hosts: tuple[str, ...] = ()
    lint: Mapping[str, str] = field(default_factory=dict)
    tool_tokens: int = 800
    toolset_tokens: int = 10_000
    namespaces: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def services(self) -> tuple[Path, ...]:
        """Every `service.yaml`, sorted."""
        return tuple(sorted(self.specs.glob("*/service.yaml")))

    @property
    def definitions(self) -> tuple[Path, ...]:
        """Every action definition, sorted."""
        return tuple(sorted(self.actions.glob("*.yaml")))

    @property
    def actions(self) -> Path:
        """The folder of the action definitions."""
        return self.specs / "actions"

    @property
    def credentials(self) -> Path:
        """`credentials.yaml`, which need not be there."""
        return self.specs / "credentials.yaml"

    @property
    def accepted(self) -> Path:
        """`accepted.yaml`, which need not be there."""
        return self.specs / "accepted.yaml"

    @property
    def patches(self) -> Path:
        """The folder of the kept edits."""
        return self.specs / "patches"


def find(start: Path, diagnostics: Diagnostics | None = None) -> Project | None:
    """Return the project that `start` is in: the nearest folder upwards whose `pyproject.toml` has `[tool.codegen]`.

    Args:
        start: a folder.
        diagnostics: collects `invalid-toml`, `unknown-key`, `wrong-type`, `outside-project`.

    Returns:
        None where there is no project, which is not reported, or where its settings are wrong, which is.
    """
    collected = Diagnostics() if diagnostics is None else diagnostics
    start, before = start.resolve(), len(collected)
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            text, table = _read(folder / FILE, collected)
            if len(collected) > before:
                return None
            if table is not None:
                return _Reader(folder, text, collected).project(table)
    return None


def _read(path: Path, diagnostics: Diagnostics) -> tuple[str, Mapping[str, Any] | None]:
    """Return the text of a `pyproject.toml` and its table; None where it has none."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text).get("tool", {}).get("codegen")
    except (OSError, UnicodeDecodeError) as error:
        diagnostics.error("file-unreadable", f"the file cannot be read: {type(error).__name__}", Place(FILE))
        return "", None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(FILE, int(found[1]), int(found[2])) if found else Place(FILE)
        reason = str(error).partition(" (at")[0]
        diagnostics.error("invalid-toml", f"the file is not TOML: {reason[:1].lower()}{reason[1:]}", place)
        return "", None
    if table is not None and not isinstance(table, dict):
        diagnostics.error("wrong-type", "tool.codegen must be a table", Place(FILE))
        return text, None
    return text, table


class _Reader:
    def __init__(self, root: Path, text: str, diagnostics: Diagnostics) -> None:
        self._root = root
        self._text = text
        self._diagnostics = diagnostics

    def project(self, table: Mapping[str, Any]) -> Project | None:
        before = len(self._diagnostics)
        for key in table:
            if key not in _KEYS:
                self._error("unknown-key", f"[tool.codegen] has no key {key!r}", key, nearest(key, _KEYS))
        specs = self._folder(table, "specs", "specs")
        output = self._folder(table, "output", "generated")
        handlers = self._folder(table, "handlers", f"{specs}/handlers")
        package = self._package(table, handlers)
        tests = self._folder(table, "tests", "tests")
        targets, hosts, lint = self._targets(table), self._hosts(table), self._lint(table)
        tool, toolset = self._count(table, "tool_tokens", 800), self._count(table, "toolset_tokens", 10_000)
        namespaces = self._namespaces(table)
        if len(self._diagnostics) > before:
            return None
        return Project(
            root=self._root,
            specs=self._root / specs,
            output=self._root / output,
            handlers=self._root / handlers,
            handlers_package=package,
            tests=self._root / tests,
            targets=targets,
            hosts=hosts,
            lint=lint,
            tool_tokens=tool,
            toolset_tokens=toolset,
            namespaces=namespaces,
        )

    def _folder(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or not value:
            self._error("wrong-type", f"{key} must be text", key)
            return default
        folder = (self._root / value).resolve()
        if folder == self._root or not folder.is_relative_to(self._root):
            self._error("outside-project", f"{key} must be a folder below the project's root", key)
            return default
        return folder.relative_to(self._root).as_posix()

    def _package(self, table: Mapping[str, Any], handlers: str) -> str:
        value = table.get("handlers_package", handlers.replace("/", "."))
        if not isinstance(value, str) or not _DOTTED.fullmatch(value):
            at = "handlers_package" if "handlers_package" in table else "handlers"
            self._error("wrong-value", "handlers_package must be a dotted name such as acme.rules", at)
            return ""
        return value

    def _targets(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        value = table.get("targets", list(TARGETS))
        if not isinstance(value, list):
            self._error("wrong-type", "targets must be a list", "targets")
            return ()
        for name in value:
            if name not in TARGETS:
                hint = nearest(str(name), TARGETS)
                self._error(
                    "wrong-value", f"there is no target {name!r}", "targets", hint or f"there are {', '.join(TARGETS)}"
                )
        return tuple(name for name in TARGETS if name in value)

    def _hosts(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        value = table.get("hosts", [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._error("wrong-type", "hosts must be a list of host names", "hosts")
            return ()
        for name in value:
            if not _HOST.fullmatch(name.lower()):
                hint = "write the name alone, such as api.example.com or localhost:8080"
                self._error("wrong-value", f"{name!r} is no host name", "hosts", hint)
        return tuple(name.lower() for name in value)

    def _lint(self, table: Mapping[str, Any]) -> Mapping[str, str]:
        value = table.get("lint", {})
        if not isinstance(value, dict):
            self._error("wrong-type", "lint must be a table of lints, each off, warning or error", "lint")
            return {}
        for name, severity in value.items():
            if severity not in _SEVERITIES:
                hint = f"write {', '.join(_SEVERITIES[:-1])} or {_SEVERITIES[-1]}"
                self._error("wrong-value", f"the lint {name} cannot be {severity!r}", "lint", hint)
        return value

    def _namespaces(self, table: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        value = table.get("namespaces", {})
        if not isinstance(value, dict):
            self._error("wrong-type", "namespaces must be a table of groups of tools", "namespaces")
            return {}
        for name, said in value.items():
            if not _NAMESPACE.fullmatch(name) or len(name) > 64:
                hint = "write up to 64 lower-case letters, digits and single _"
                self._error("wrong-value", f"{name!r} is no name of a namespace", "namespaces", hint)
            described = isinstance(said, dict) and isinstance(said.get("description"), str) and said["description"]
            deferred = isinstance(said, dict) and isinstance(said.get("deferred", False), bool)
            if not (described and deferred and set(said) <= {"description", "deferred"}):
                hint = 'write {description = "What its tools are for.", deferred = true}; deferred may be left out'
                self._error("wrong-value", f"the namespace {name} does not say what it is for", "namespaces", hint)
        return value

    def _count(self, table: Mapping[str, Any], key: str, default: int) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self._error("wrong-type", f"{key} must be a whole number above 0", key)
            return default
        return value

    def _error(self, rule: str, message: str, key: str, hint: str = "") -> None:
        self._diagnostics.error(rule, message, self._place(key), hint)

    def _place(self, key: str) -> Place:
        """Return where a key of the table stands."""
        inside = False
        for number, line in enumerate(self._text.splitlines(), 1):
            if line.lstrip().startswith("["):
                inside = line.strip().replace(" ", "") == "[tool.codegen]"
            elif inside and (found := re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line)):
                return Place(FILE, number, len(line) - len(line.lstrip()) + 1, f"/tool/codegen/{key}")
            elif inside and found is None:
                continue
        return Place(FILE, pointer="/tool/codegen")

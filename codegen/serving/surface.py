"""The tools of a project's generated code, each with the action that it invokes."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from codegen.runtime import Action

ELICIT, CLIENT, TOKEN = "elicit", "client", "token"  # the ways to get a person's yes
TOKEN_ARGUMENT = "confirmation_token"  # noqa: S105  # the name of an argument


@dataclass(frozen=True, slots=True)
class AgentTool:
    """A tool as agents see it.

    Attributes:
        definition: the tool as an MCP `tools/list` result shows it.
        package: the dotted name of the generated code.
    """

    definition: Mapping[str, Any]
    package: str

    @property
    def name(self) -> str:
        """What agents call it by."""
        return str(self.definition["name"])

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.definition["title"])

    @property
    def description(self) -> str:
        """What an agent reads of it."""
        return str(self.definition["description"])

    @property
    def ask(self) -> Sequence[str]:
        """The ways to get a person's yes, in the order in which they are tried; empty where no yes is needed."""
        return tuple(self._meta.get("confirm", ()))

    @property
    def was(self) -> Sequence[str]:
        """The names that it had."""
        return tuple(self._meta.get("was", ()))

    @property
    def _meta(self) -> Mapping[str, Any]:
        return dict(self.definition.get("_meta", {}))

    @property
    def optional(self) -> Sequence[str]:
        """The inputs that may be left out."""
        schema = self.definition["inputSchema"]
        return tuple(name for name in schema["properties"] if name not in schema["required"])

    def action(self) -> Action[Any, Any]:
        """Load the action that it invokes.

        Raises:
            ImportError: if it is not generated, or what it imports cannot be loaded.
        """
        module = importlib.import_module(f"{self.package}.actions.{self._meta.get('action', self.name)}")
        found: Action[Any, Any] = module.ACTION
        return found


@dataclass(frozen=True, slots=True)
class Surface:
    """All tools of a project, in the order of their names, from the folder that has them for each vendor."""

    tools: tuple[AgentTool, ...]
    folder: Traversable | None = None

    def __iter__(self) -> Iterator[AgentTool]:
        return iter(self.tools)

    def vendor(self, name: str) -> Any:
        """Return a vendor's file: its tools in that vendor's shape.

        Raises:
            FileNotFoundError: if the folder has no such file.
        """
        if self.folder is None:
            raise FileNotFoundError(f"{name}.json")
        return _json(self.folder / f"{name}.json")

    def find(self, name: str) -> AgentTool | None:
        """Return the tool of that name, or the one that had it; None where there is none."""
        present = next((tool for tool in self.tools if tool.name == name), None)
        return present or next((tool for tool in self.tools if name in tool.was), None)


def read_surface(package: str) -> Surface:
    """Return the tools of generated code.

    Args:
        package: its dotted name, `generated` where nothing else is set; it must be importable.

    Raises:
        ModuleNotFoundError: if there is no such package.
        FileNotFoundError: if it holds no tools.
    """
    folder = files(package) / "tools"
    return Surface(tuple(AgentTool(tool, package) for tool in _json(folder / "mcp.json")["tools"]), folder)


def _json(file: Traversable) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))

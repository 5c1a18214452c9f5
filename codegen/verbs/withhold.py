"""What is written while a conflict holds a part back: that part's last good text, and everything else anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

import orjson

from codegen.actions.link import Link
from codegen.actions.plan import Action, Plan, Tool
from codegen.core.digest import of_text
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.hold import Held
from codegen.sync.lock import Lock
from codegen.sync.site import Site
from codegen.targets.tools import mcp
from codegen.verbs.assemble import Assembly, tree_of

_TOOLS = "tools/mcp.json"
_Value = TypeVar("_Value")


def withhold(
    project: Project, site: Site, assembly: Assembly, held: Held, lock: Lock, disk: Mapping[str, str],
    unedited: Mapping[str, str],
) -> Assembly:  # fmt: skip
    """Return the assembly as far as it may be written.

    Args:
        project: where things are.
        site: likewise.
        assembly: what would be generated without the conflict.
        held: what keeps its last good text.
        lock: of the last run.
        disk: digests of what stands there.
        unedited: files whose kept edits stand there, as they were generated without.
    """
    last = _last_tools(site, unedited.get(_TOOLS))
    plan = replace(
        assembly.plan,
        actions=tuple(_actions(assembly.plan, held, lock, site)),
        tools=tuple(_tools(assembly.plan, held, last)),
    )
    tree = tree_of(plan, project)
    files = {path: text for path, text in tree.items() if not held.holds(path)}
    files |= dict(_last_files(site, tree, held, lock, disk))
    final = Tree(files)
    return Assembly(plan, final, _lock(assembly, final, held, lock, site))


def _actions(plan: Plan, held: Held, lock: Lock, site: Site) -> Iterator[Action]:
    """Yield the actions that there are: of those held back the ones that were there, with a handler if they had one."""
    for action in plan.actions:
        if action.name not in held.actions:
            yield action
        elif _known(action.name, lock):
            module = site.folder / "actions" / f"{action.name}.py"
            yield replace(action, handler=module.is_file() and b"class Handler(" in module.read_bytes())


def _known(action: str, lock: Lock) -> bool:
    return any(link.kind == "action" and link.name == action for link in lock.links)


def _last_tools(site: Site, unedited: str | None) -> dict[str, Tool]:
    try:
        text = (site.folder / _TOOLS).read_bytes() if unedited is None else unedited
        return {tool.name: tool for tool in mcp.read(orjson.loads(text))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # not there, or git's mixture


def _tools(plan: Plan, held: Held, last: Mapping[str, Tool]) -> Iterator[Tool]:
    """Yield the tools that agents see: of an action that is held back the last one, or none if it is new."""
    for tool in plan.tools:
        if tool.action not in held.actions:
            yield tool
        elif tool.name in last:
            yield replace(last[tool.name], action=tool.action)


def _last_files(site: Site, tree: Tree, held: Held, lock: Lock, disk: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the files that keep their text; of one that was edited by hand today's text, so that the edit is told."""
    for path, digest in disk.items():
        if held.holds(path) and digest in lock.outputs.get(f"{site.output}/{path}", frozenset()):
            yield path, (site.folder / path).read_bytes().decode("utf-8", "surrogatepass")
        elif held.holds(path) and path in tree:
            yield path, tree[path]


def _lock(assembly: Assembly, tree: Tree, held: Held, lock: Lock, site: Site) -> Lock:
    """Return the lock for what is written: the old lines for what is held back."""
    fresh = assembly.lock

    def mine(link: Link) -> bool:
        return _holds_link(held, link)

    folders = {
        PurePosixPath(service.file).parent.as_posix()
        for service in assembly.plan.services
        if service.name in held.services
    }
    definitions = {action.file for action in assembly.plan.actions if action.name in held.actions}

    def of_held(file: str) -> bool:
        return file in definitions or any(file.startswith(f"{folder}/") for folder in folders)

    outputs = {f"{site.output}/{path}": frozenset({of_text(text)}) for path, text in tree.items()}
    outputs |= {
        file: digests
        for file, digests in lock.outputs.items()
        if file.startswith(f"{site.output}/") and held.holds(file.removeprefix(f"{site.output}/"))
    }
    return replace(
        fresh,
        contracts=_mixed(fresh.contracts, lock.contracts, held.services.__contains__),
        inputs=_mixed(fresh.inputs, lock.inputs, of_held),
        links=tuple(link for link in fresh.links if not mine(link)) + tuple(link for link in lock.links if mine(link)),
        names=_mixed(fresh.names, lock.names, held.services.__contains__),
        outputs=outputs,
    )


def _holds_link(held: Held, link: Link) -> bool:
    if link.kind == "operation":
        return link.name.partition(".")[0] in held.services
    if link.kind == "tool":
        return any(kind == "action" and name in held.actions for kind, name in link.needs)
    return link.name in held.actions


def _mixed(fresh: Mapping[str, _Value], old: Mapping[str, _Value], of_held: Callable[[str], bool]) -> dict[str, _Value]:
    """Return the new entries, and for what is held back the old ones."""
    kept = {key: value for key, value in old.items() if of_held(key)}
    return {**{key: value for key, value in fresh.items() if not of_held(key)}, **kept}

"""Follow the references of a contract to the files beside it, whatever kind of origin they come from.

It reads references as `codegen.contract.external` does, which brings the same files inside of the document later.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from codegen.contract.external import DATA, leads_outside
from codegen.contract.load import MAX_BYTES, parse
from codegen.core.diagnostics import Diagnostics
from codegen.fetching.failure import FetchError
from codegen.fetching.kinds import Read

MAX_FILES = 5_000  # of one contract; the most split public one known has some 2,000

_NAMES = frozenset(("properties", "schemas", "definitions"))  # below these, keys are names and no keywords


def gather(main: str, read: Read) -> Mapping[str, bytes]:
    """Return the contract `main` and every file that its references reach, by path relative to its folder.

    A file that is neither JSON nor YAML refers to nothing.

    Args:
        main: the name of the contract's file.
        read: returns a file's bytes; see `codegen.fetching.kinds.Opened`.

    Raises:
        FetchError: if a reference leads to the network, out of the contract's folder or to no file, or if there is
            more than a contract can have.
    """
    files = {main: read(main)}
    size, waiting = len(files[main]), [(main, _tree(files[main], main))]
    components = _components(waiting[0][1])
    while waiting:
        name, tree = waiting.pop()
        for target in _targets(tree):
            path = _path(target, name)
            if path in files or target in components:
                continue
            files[path] = _referred(read, path, target, name)
            size += len(files[path])
            if size > MAX_BYTES or len(files) > MAX_FILES:
                raise FetchError(
                    f"the contract refers to more than {MAX_FILES:,} files or {MAX_BYTES >> 20} MiB",
                    "fetch a bundled form of it",
                )
            waiting.append((path, _tree(files[path], path)))
    return dict(sorted(files.items()))


def _referred(read: Read, path: str, target: str, name: str) -> bytes:
    try:
        return read(path)
    except FetchError as problem:
        raise FetchError(
            f"the reference {target!r} of {name} cannot be followed: {problem.message}", problem.suggestion
        ) from None


def _path(target: str, name: str) -> str:
    """Return where a reference of the file `name` leads, relative to the contract's folder."""
    if _leads_to_network(target):
        raise FetchError(
            f"the reference {_shown(target)!r} of {name} leads to the network", "fetch a bundled form of the contract"
        )
    relative = unquote(target.partition("#")[0])
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))
    if path.startswith(("/", "../")) or path in (".", "..") or "\\" in path or not path.isprintable():
        raise FetchError(
            f"the reference {target!r} of {name} leads out of the contract's folder",
            "fetch a bundled form of the contract",
        )
    return path


def _leads_to_network(target: str) -> bool:
    try:
        return bool(urlsplit(target).scheme) or target.startswith("//")
    except ValueError:  # brackets that are no IPv6 address
        return True


def _shown(target: str) -> str:
    """Return a network reference without credentials and query."""
    return re.sub(r"//[^/?#]*@", "//", target.partition("?")[0])


def _tree(content: bytes, name: str) -> Any:
    """Return the value that a file holds, or None where none of its references leads to another file."""
    return parse(content, name, Diagnostics()) if leads_outside(content) else None


def _targets(tree: Any) -> list[str]:
    """Return the references that lead to other files, each once, in the tree's order."""
    return list(dict.fromkeys(target for target in _references(tree) if target and not target.startswith("#")))


def _references(tree: Any) -> Iterator[str]:
    waiting = [(tree, "")]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, list):
            waiting.extend((child, "") for child in reversed(node))
        elif isinstance(node, Mapping):
            if isinstance(target := node.get("$ref"), str):
                yield target
            members = [(child, key) for key, child in node.items() if key not in DATA or at in _NAMES]
            waiting.extend(reversed(members))


def _components(tree: Any) -> frozenset[str]:
    """Return the components that a bare name may mean, as in `$ref: Order`, which old contracts write."""
    if not isinstance(tree, Mapping):
        return frozenset()
    components = tree.get("components")
    schemas = components.get("schemas") if isinstance(components, Mapping) else None
    groups = [group for group in (tree.get("definitions"), schemas) if isinstance(group, Mapping)]
    return frozenset(key for group in groups for key, value in group.items() if value is not None)

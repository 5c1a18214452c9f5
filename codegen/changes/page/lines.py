"""A node of a contract in a few lines of YAML, to be read beside another; not to be read in again: it is cut."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from codegen.contract.model import Json

_MOST = 12  # lines
_LONGEST = 100  # of what stands on one line
_WORDS = 160  # of a text
_FEW = 20
_PLAIN = re.compile(r"[A-Za-z/$_][\w./$ -]*(?<! )\Z", re.ASCII)
_SAID = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})  # words that YAML takes as values

# of an operation what says how it is called comes first, and the words about it are left out
_OPERATION = ("summary", "deprecated", "parameters", "requestBody", "responses", "security")


def lines(node: Json) -> str:
    """Return a node in at most a dozen lines, the last one `…` where there is more."""
    if isinstance(node, Mapping) and "responses" in node:
        node = {name: node[name] for name in _OPERATION if name in node}
    found = list(islice(_block(node, ""), _MOST + 1))
    return "\n".join(found if len(found) <= _MOST else [*found[: _MOST - 1], "…"])


def _block(node: Json, indent: str) -> Iterator[str]:
    if isinstance(node, Mapping) and node:
        for name, child in node.items():
            short = _short(child) if indent or len(node) > 1 else None
            head = f"{indent}{_scalar(str(name))}:"
            yield f"{head} {short}" if short is not None else head
            yield from _block(child, f"{indent}  ") if short is None else ()
    elif isinstance(node, list) and node:
        for child in node:
            short = _short(child)
            block = iter((f"{indent}  {short}",)) if short is not None else _block(child, f"{indent}  ")
            yield f"{indent}- {next(block)[len(indent) + 2 :]}"
            yield from block
    else:
        yield f"{indent}{_scalar(node)}"


def _short(node: Json) -> str | None:
    """Return a node as it stands on one line, None where it is too long for that."""
    if not isinstance(node, Mapping | list):
        return _scalar(node)
    inner = list(node.values()) if isinstance(node, Mapping) else node
    if len(inner) > _FEW or any(isinstance(child, Mapping | list) and len(child) > 1 for child in inner):
        return None
    parts = [_short(child) for child in inner]
    if any(part is None for part in parts):
        return None
    if isinstance(node, Mapping):
        text = f"{{{', '.join(f'{_scalar(str(name))}: {part}' for name, part in zip(node, parts, strict=True))}}}"
    else:
        text = f"[{', '.join(map(str, parts))}]"
    return text if len(text) <= _LONGEST else None


def _scalar(value: Json) -> str:
    """Return a value that holds no others, quoted where YAML would take it for something else."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, default=str)
    text = value if len(value) <= _WORDS else f"{value[:_WORDS]}…"
    plain = _PLAIN.match(text) and text.lower() not in _SAID
    return text if plain else json.dumps(text, ensure_ascii=False)

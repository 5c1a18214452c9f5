"""Reading YAML as JSON values: YAML 1.2's core schema, no tags that make objects, bounded aliases.

Plain `no`, `on` and dates stay text, as in YAML 1.2 and unlike PyYAML's own reading; keys become text as they are
written (`200:` is "200").
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from codegen.core.diagnostics import Diagnostics
from codegen.core.places import Place

MAX_DEPTH = 200  # nested collections; real contracts stay below 40
MAX_GROWTH = 20  # how many times more values there may be with every alias written out …
FREE_NODES = 200_000  # … than there are in the file, once there are more than these

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class Loader(_Base):  # type: ignore[misc]  # the C loader has no types
    """PyYAML's safe loader with the implicit types of YAML 1.2's core schema (section 10.3.2)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML wants a class attribute


def _resolve(tag: str, pattern: str, first: str) -> None:
    characters = [*first, ""] if tag == "null" else [*first]
    Loader.add_implicit_resolver(_TAG + tag, re.compile(f"^(?:{pattern})$"), characters)


_resolve("bool", "true|True|TRUE|false|False|FALSE", "tTfF")
_resolve("null", "~|null|Null|NULL|", "~nN")
_resolve("int", _INTEGER.pattern, "-+0123456789")
_resolve("float", _FLOAT.pattern + r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+.0123456789")
_resolve("merge", "<<", "<")


class _RefusedError(Exception):
    """Stops the reading at the first thing that cannot be a JSON value."""

    def __init__(self, rule: str, message: str, node: yaml.Node) -> None:
        super().__init__(message)
        self.rule = rule
        self.node = node


def read_yaml(text: str | bytes, file: str, diagnostics: Diagnostics) -> Any | None:
    """Return the value that the YAML document `text` holds, made of JSON values only, or None where it holds none.

    Aliased parts are shared, so the value is to be treated as immutable.

    Args:
        text: one YAML document; JSON is one too.
        file: path relative to the project's root, for messages.
        diagnostics: gets one located error (`invalid-yaml`, `yaml-duplicate-key`, `yaml-alias-bomb`, `yaml-too-deep`,
            `yaml-not-json`) where the text is not such a document.
    """
    try:
        node = yaml.compose(text, Loader=Loader)
        return None if node is None else _Reader().read(node)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        reason = problem.problem or problem.context or "not YAML"
        diagnostics.error("invalid-yaml", f"the file is not YAML: {reason}", _place(file, mark))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        reason = " ".join(str(problem).split())
        diagnostics.error("invalid-yaml", f"the file is not YAML: {reason}", Place(file))
    except _RefusedError as refused:
        diagnostics.error(refused.rule, str(refused), _place(file, refused.node.start_mark))
    return None


class _Reader:
    """Turns composed nodes into values, each node once, counting what they would be with their aliases written out."""

    def __init__(self) -> None:
        self._done: dict[yaml.Node, tuple[Any, int]] = {}
        self._open: set[yaml.Node] = set()
        self._nodes = 0

    def read(self, node: yaml.Node) -> Any:
        value, size = self._sized(node, 0)
        if size > max(FREE_NODES, MAX_GROWTH * self._nodes):
            raise _RefusedError("yaml-alias-bomb", f"its aliases blow {self._nodes:,} values up to {size:,}", node)
        return value

    def _sized(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        if node in self._done:
            return self._done[node]
        self._nodes += 1
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node), 1
        if node in self._open:
            raise _RefusedError("yaml-not-json", "an alias stands inside of what it names", node)
        if depth > MAX_DEPTH:
            raise _RefusedError("yaml-too-deep", f"the file nests more than {MAX_DEPTH} levels deep", node)
        self._open.add(node)
        result = self._mapping(node, depth) if isinstance(node, yaml.MappingNode) else self._sequence(node, depth)
        self._open.discard(node)
        self._done[node] = result
        return result

    def _sequence(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        sized = [self._sized(child, depth + 1) for child in node.value]
        return [value for value, _ in sized], 1 + sum(size for _, size in sized)

    def _mapping(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        members: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        total = 1
        for key, child in node.value:
            value, size = self._sized(child, depth + 1)
            total += size
            if key.tag == _TAG + "merge":
                for source in value if isinstance(value, list) else [value]:
                    merged = {**_mergeable(source, child), **merged}
                continue
            name = _key(key)
            if name in members:
                raise _RefusedError("yaml-duplicate-key", f"the key {name!r} stands here twice; keep one", key)
            members[name] = value
        return {**merged, **members} if merged else members, total + len(merged)


def _mergeable(value: Any, node: yaml.Node) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _RefusedError("yaml-not-json", "only a mapping can be merged with `<<`", node)
    return value


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _RefusedError("yaml-not-json", "a key must be text", node)
    return str(node.value)


def _scalar(node: yaml.ScalarNode) -> Any:
    tag, text = node.tag.removeprefix(_TAG), node.value
    if tag in ("str", "timestamp", "merge"):
        return text
    if tag == "null":
        return None
    if tag == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if tag == "int" and _INTEGER.fullmatch(text):
        return _integer(text, node)
    if tag in ("int", "float") and _FLOAT.fullmatch(text):
        return float(text)
    raise _RefusedError("yaml-not-json", f"{text!r} with the type {tag!r} is no JSON value", node)


def _integer(text: str, node: yaml.Node) -> float:
    if len(text) > 300:  # beyond every number format, and slow to read
        raise _RefusedError("yaml-not-json", "a number with more than 300 digits is no JSON value", node)
    number = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return number if -(2**63) <= number < 2**64 else float(number)  # as the JSON reader does


def _place(file: str, mark: Any) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file)

"""The lock: what was generated from what, as text that merges line by line.

One item a line, sorted, with no dates, no random ids, no absolute paths and no digest over the whole, so two branches
conflict only where both changed the same thing. A word that holds white space or quotes is written as a JSON string.

A lock with both sides of a merge in it, between git's conflict markers or from its union merge, is read as both: pinned
names of both are kept, and an output has the digest of either side, so `codegen generate` mends everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from codegen.actions.link import Link

NAME = "codegen.lock"
VERSION = "1"
HEADER = "# codegen.lock: written by `codegen generate`; commit it. After a merge, run `codegen generate`."

_MARKER = re.compile(r"^(<{7}|>{7}|={7}|\|{7})( |$)", re.MULTILINE)
_BARE = re.compile(r"""[^\s"\x00-\x1f\x7f]+""")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^ ]+')
_SHA = "sha256:"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where `codegen pull` got a contract: `where` and `revision` as words, the digest of the bytes it brought."""

    where: str
    revision: str
    digest: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What the last `generate` used, named and wrote.

    Attributes:
        generator: its version.
        contracts: service to (digest of the contract's bytes, its file).
        inputs: file under `specs/` to the digest of its bytes.
        links: the chain of digests.
        names: service to pinned key to the name it was given.
        outputs: generated file, relative to the project's root, to the digests of what the generator wrote there:
            one, or one for each side of a conflict.
        sources: service to where its contract was pulled from.
        problem: why the lock could not be read as it stands, or "".
        conflicted: whether it holds both sides of a merge: git's markers, or two versions of an item.
        interrupted: whether a run was killed while it wrote.
    """

    generator: str = ""
    contracts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    outputs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    problem: str = ""
    conflicted: bool = False
    interrupted: bool = False


def has_markers(text: str) -> bool:
    """Say whether `text` holds an unresolved conflict of git."""
    kinds = {match[1][0] for match in _MARKER.finditer(text)}
    return {"<", ">"} <= kinds


# ------------------------------------------------------------------ printing


def print_lock(lock: Lock) -> str:
    """Return the lock's text; the same lock gives the same text."""
    return "\n".join([HEADER, f"version {VERSION}", f"generator {_word(lock.generator)}", *sorted(_lines(lock)), ""])


def _lines(lock: Lock) -> Iterator[str]:
    for service, (digest, file) in lock.contracts.items():
        yield _line("contract", service, _SHA + digest, file)
    for service, source in lock.sources.items():
        yield _line("source", service, source.where, source.revision or "-", _SHA + source.digest)
    for file, digest in lock.inputs.items():
        yield _line("input", file, _SHA + digest)
    for link in lock.links:
        aspects = [f"{aspect}:{digest}" for aspect, digest in sorted(link.aspects.items())]
        needs = ["needs", *sorted(f"{kind}:{name}" for kind, name in link.needs)] if link.needs else []
        yield _line("link", link.kind, link.name, *aspects, *needs)
    for service, names in lock.names.items():
        for key, name in names.items():
            yield _line("name", service, key, name)
    for file, digests in lock.outputs.items():
        yield from (_line("output", file, _SHA + digest) for digest in sorted(digests))


def _line(*words: str) -> str:
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    return word if _BARE.fullmatch(word) else _quoted(word)


def _quoted(word: str) -> str:
    # white space beyond ASCII would be told apart by no reader, and some of it ends lines
    plain = orjson.dumps(word).decode()
    return "".join(c if c == " " or not c.isspace() else f"\\u{ord(c):04x}" for c in plain)


# ------------------------------------------------------------------ reading


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    version: str = ""
    generator: str = ""
    contracts: dict[str, tuple[str, str]] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: dict[str, frozenset[str]] = field(default_factory=dict)
    sources: dict[str, Provenance] = field(default_factory=dict)
    doubled: bool = False  # an item stands there twice, each time otherwise


def parse(text: str) -> Lock:
    """Read a lock's text; what cannot be understood is left out and told in `Lock.problem`."""
    conflicted = has_markers(text)
    reading, problem = _Reading(), ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#") or (conflicted and _MARKER.match(line)):
            continue
        if not _read(line.rstrip("\r"), reading):
            problem = problem or f"line {number} is not understood"
    if reading.version != VERSION:
        problem = f"it has version {reading.version!r}, this codegen reads version {VERSION}"
    return Lock(
        generator=reading.generator,
        contracts=reading.contracts,
        inputs=reading.inputs,
        links=tuple(reading.links.values()),
        names=reading.names,
        outputs=reading.outputs,
        sources=reading.sources,
        problem=_merge_problem(conflicted, reading) or problem,
        conflicted=conflicted or reading.doubled,
    )


def _merge_problem(conflicted: bool, reading: _Reading) -> str:
    if conflicted:
        return "it holds an unresolved merge conflict"
    return "it holds both sides of a merge" if reading.doubled else ""


def _read(line: str, reading: _Reading) -> bool:
    try:
        kind, *words = [orjson.loads(word) if word.startswith('"') else word for word in _WORD.findall(line)]
        reader = _READERS.get(kind)
        if reader is None or not all(isinstance(word, str) for word in words):
            return False
        reader(reading, words)
    except ValueError:  # too few or too many words, or a string that is not JSON
        return False
    return True


def _read_version(reading: _Reading, words: list[str]) -> None:
    (reading.version,) = words


def _read_generator(reading: _Reading, words: list[str]) -> None:
    (version,) = words
    reading.doubled |= reading.generator not in ("", version)
    reading.generator = version


def _put(reading: _Reading, table: dict[Any, Any], key: object, value: object) -> None:
    reading.doubled |= table.get(key, value) != value
    table[key] = value


def _read_contract(reading: _Reading, words: list[str]) -> None:
    service, digest, file = words
    _put(reading, reading.contracts, service, (_digest(digest), file))


def _read_source(reading: _Reading, words: list[str]) -> None:
    service, where, revision, digest = words
    provenance = Provenance(where, "" if revision == "-" else revision, _digest(digest))
    _put(reading, reading.sources, service, provenance)


def _read_input(reading: _Reading, words: list[str]) -> None:
    file, digest = words
    _put(reading, reading.inputs, file, _digest(digest))


def _read_link(reading: _Reading, words: list[str]) -> None:
    kind, name, *rest = words
    split = rest.index("needs") if "needs" in rest else len(rest)
    aspects = dict(_pair(word) for word in rest[:split])
    link = Link(kind, name, aspects, tuple(_pair(word) for word in rest[split + 1 :]))
    _put(reading, reading.links, (kind, name), link)


def _read_name(reading: _Reading, words: list[str]) -> None:
    service, key, name = words
    reading.names.setdefault(service, {})[key] = name


def _read_output(reading: _Reading, words: list[str]) -> None:
    file, digest = words
    known = reading.outputs.get(file, frozenset())
    reading.outputs[file] = known | {_digest(digest)}
    reading.doubled |= bool(known) and _digest(digest) not in known


_READERS: Mapping[str, Callable[[_Reading, list[str]], None]] = {
    "version": _read_version,
    "generator": _read_generator,
    "contract": _read_contract,
    "source": _read_source,
    "input": _read_input,
    "link": _read_link,
    "name": _read_name,
    "output": _read_output,
}


def _digest(word: str) -> str:
    if not word.startswith(_SHA):
        raise ValueError(word)
    return word.removeprefix(_SHA)


def _pair(word: str) -> tuple[str, str]:
    left, colon, right = word.partition(":")
    if not colon:
        raise ValueError(word)
    return left, right

"""The first text of a scaffolded action: what it does, when to take it and when not, what comes back, what it changes.

Every sentence follows from the contract (its words, the method's meaning in RFC 9110, section 9.2, the answer's
fields); a person makes it better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from codegen.contract.model import Contract, In, Operation, Parameter
from codegen.core.names import snake

MAX_DESCRIPTION = 1_024  # characters; what vendors take
_MAX_OWN = 600  # characters of the contract's own words; an agent reads them every time it looks at its tools
_SHOWN = 6  # fields of the answer that are named
_READS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_REPEATABLE = frozenset(("PUT", "DELETE"))
_SITUATION = re.compile(r"\b(use (it|this)|do not use|only when)\b", re.I)
_CAPTION = re.compile(r"<[^>]{1,200}>|[`*_#]{1,3}(?=\S)|(?<=\S)[`*]{1,3}|\[([^\]]{1,200})\]\([^)]{1,400}\)")


def title(operation: Operation) -> str:
    """Return a line that names the operation."""
    return plain(operation.summary or operation.name).rstrip(".")[:80]


def description(operation: Operation, service: str, outputs: Iterable[str]) -> str:
    """Return three to five sentences for an agent.

    Args:
        operation: whose own words come first.
        service: what people call the service.
        outputs: the names of what comes back.
    """
    what = _own_words(operation) or f"Calls {operation.method} {operation.path} of {service}."
    situation = [] if _SITUATION.search(what) else [_when(operation)]
    return " ".join([what, *situation, _returns(list(outputs)), _effect(operation, service)])[:MAX_DESCRIPTION]


def plain(text: str) -> str:
    """Return a text of a contract in one line, without markup."""
    return " ".join(_CAPTION.sub(lambda found: found[1] or "", text).split())


def _own_words(operation: Operation) -> str:
    """Return the summary, then as much of the description as fits in whole sentences."""
    summary = plain(operation.summary).rstrip(".")
    first = plain(operation.description.strip().split("\n\n")[0])
    text = first if _repeats(first, summary) else f"{summary}. {first}".strip()
    if len(text) > _MAX_OWN:
        text = text[:_MAX_OWN].rpartition(". ")[0] or text[:_MAX_OWN].rpartition(" ")[0]
    return text if not text or text.endswith((".", "!", "?")) else f"{text.rstrip(':;,')}."


def _repeats(text: str, summary: str) -> bool:
    """Whether the first sentence of a text says all that the summary says: "Creates an order." after "Create order"."""
    said = [word.lower()[:4] for word in re.findall(r"\w+", text.partition(". ")[0])]
    return all(word.lower()[:4] in said for word in re.findall(r"\w{3,}", summary))


def _when(operation: Operation) -> str:
    if operation.method in _READS:
        return "Use it when this information is needed; do not use it to change anything."
    if operation.method == "DELETE":
        return "Use it only when it is clear what is to be removed; do not use it to look something up."
    return "Use it only when this change is wanted; do not use it to look something up."


def _returns(outputs: list[str]) -> str:
    if not outputs:
        return "Returns nothing but success."
    if outputs == ["result"]:
        return "Returns the answer under result."
    named = ", ".join(outputs[:_SHOWN])
    return f"Returns {named}{' and more' if len(outputs) > _SHOWN else ''}."


def _effect(operation: Operation, service: str) -> str:
    if operation.method in _READS:
        return "It changes nothing."
    if operation.method in _REPEATABLE:
        return f"It may change data in {service}; the same call again changes nothing more."
    return f"It may change data in {service}; a second call may do it twice."


def of_parameter(parameter: Parameter, operation: Operation) -> str:
    """Return what to say of a parameter that the contract does not explain."""
    words = _words(parameter.name)
    if parameter.location is In.PATH:
        return f"The {words} that identifies the {_subject(operation)}, as it stands in {operation.path}."
    return f"The {words} to ask for, one of the options of {title(operation)}."


def of_field(name: str, operation: Operation) -> str:
    """Return what to say of a body's field that the contract does not explain."""
    return f"The {_words(name)} to send, as {title(operation)} takes it."


def service_title(contract: Contract) -> str:
    """Return what people call a service."""
    return plain(contract.title) or contract.service


def _words(name: str) -> str:
    return snake(name).strip("_").replace("_", " ") or name


def _subject(operation: Operation) -> str:
    fixed = [part for part in operation.path.split("/") if part and "{" not in part]
    return _words(fixed[-1]) if fixed else "resource"

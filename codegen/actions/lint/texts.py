"""Lints of what an agent chooses by: names and descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.actions.lint.registry import Problem, Surface, lint
from codegen.actions.plan import Tool

_EMPTY_WORDS = frozenset(
    (
        "action", "api", "call", "data", "default", "do", "entity", "execute", "fetch", "get", "handle", "index",
        "info", "item", "items", "make", "manage", "object", "operation", "perform", "process", "record", "request",
        "resource", "run", "set", "test", "thing", "tool", "use", "value",
    )
)  # fmt: skip
_KNOWN_SHORT = frozenset(
    (
        "api", "btc", "cdn", "cm", "cms", "cpu", "crm", "css", "csv", "db", "dm", "dms", "dns", "dtmf", "erp", "ftp",
        "fx", "gdp", "gpg", "gpu", "hr", "html", "http", "https", "id", "ids", "ip", "jpg", "kg", "km", "kpi", "lbs",
        "llm", "mfa", "ml", "mm", "mms", "mp3", "mp4", "ms", "mx", "nft", "ns", "ntp", "pdf", "png", "pnr", "pr",
        "prs", "psp", "pstn", "pts", "rss", "rtmp", "sbc", "sdk", "sftp", "sip", "sku", "sms", "smtp", "sql", "ssh",
        "ssl", "stt", "svg", "tcp", "tls", "tts", "tv", "uri", "url", "vat", "vcs", "vm", "vms", "vpc", "vpn", "xml",
    )
)  # fmt: skip
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_SITUATION = re.compile(
    r"\b(use|when|whenever|if|before|after|unless|only|instead|do not|don't|never|without|until|needs?|wants?)\b", re.I
)
_MIN_LENGTH = 40  # characters; "Gets data." says nothing
_ALIKE = 0.8  # share of common words from which two descriptions are taken for one


@lint
def vague_name(surface: Surface) -> Iterator[Problem]:
    """A tool's name says what is done to what: a verb and a noun.

    One word, or only words such as `get`, `data` or `process`, leaves an agent guessing, the more so beside the tools
    of other servers. Better: `find_order` rather than `get`, `cancel_order` rather than `process_data`.
    """
    words = surface.tool.name.split("_")
    if len(words) == 1 or all(word in _EMPTY_WORDS for word in words):
        reason = f"the tool's name {surface.tool.name!r} does not say what is done to what"
        yield Problem(_name_pointer(surface), reason, "name it by verb and noun under tool.name, such as find_order")


@lint
def abbreviated_name(surface: Surface) -> Iterator[Problem]:
    """A tool's name has whole words.

    An agent matches names with what people say. Better: `update_customer` rather than `upd_cstmr`.
    """
    short = [word for word in surface.tool.name.split("_") if _abbreviated(word)]
    if short:
        reason = f"the tool's name has {short[0]!r}, which is no word"
        yield Problem(_name_pointer(surface), reason, "write words out under tool.name: update_customer, not upd_cstmr")


@lint
def vague_description(surface: Surface) -> Iterator[Problem]:
    """A tool's description says what it does, when to use it and when not, in two sentences or more.

    Agents choose by the description alone. Better, in place of "Gets data.": "Reads an order's state and total by its
    number. Use it before an order is changed. It changes nothing."
    """
    text = surface.tool.description
    told = _vagueness(text)
    if told:
        better = "say what it does, when to use it and when not, such as: Reads an order by its number. Use it before …"
        yield Problem("/description", f"the description {told}", better)


@lint
def near_duplicate(surface: Surface) -> Iterator[Problem]:
    """Two tools differ in their descriptions, or an agent chooses between them by chance.

    Found where the inputs have the same names and the descriptions nearly the same words, unless each says a word of
    its tool's name that the other does not, such as customers and payments. Better: one tool with an
    input more, or a sentence in each that says when to take the other.
    """
    for other in surface.others:
        if other.name >= surface.tool.name or not _same_inputs(surface.tool, other):
            continue
        if _alike(surface.tool, other):
            reason = f"the tools {other.name} and {surface.tool.name} take and say nearly the same"
            yield Problem("/description", reason, f"say when to use it rather than {other.name}, or make them one")


def _name_pointer(surface: Surface) -> str:
    return "/action" if surface.tool.name == surface.action.name else "/tool/name"


def _abbreviated(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word not in _KNOWN_SHORT and not re.search("[aeiouy]", word)


def _vagueness(text: str) -> str:
    if len(text) < _MIN_LENGTH:
        return f"has {len(text)} characters, which cannot tell an agent what it does and when"
    if len(_SENTENCE.findall(text)) < 2:
        return "has one sentence, so it cannot say both what it does and when"
    return "" if _SITUATION.search(text) else "does not say when to use the tool or when not"


def _same_inputs(one: Tool, other: Tool) -> bool:
    return set(one.input_schema["properties"]) == set(other.input_schema["properties"])


def _alike(one: Tool, other: Tool) -> bool:
    mine, theirs = _words(one.description), _words(other.description)
    told_apart = (mine - theirs) & set(one.name.split("_")) and (theirs - mine) & set(other.name.split("_"))
    return not told_apart and len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))

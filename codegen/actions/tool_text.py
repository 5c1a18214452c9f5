"""What in a tool's text could steer the agent that reads it, rather than tell it what the tool does.

Descriptions come from contracts, which are other people's. A new text that is flagged here has to be accepted by a
person; others pass with a word. It looks for forms, not for meanings: it can miss an attack and flag a harmless text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codegen.actions.plan import Tool
from codegen.contract.model import Json

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE | re.DOTALL | re.MULTILINE))  # a text may be wrapped anywhere
    for reason, pattern in (
        (
            "tells its reader to disregard instructions",
            r"\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|earlier|other|all|your)\b"
            r".{0,40}\b(instruction|prompt|rule|message|guideline|tool)s?\b",
        ),
        (
            "tells its reader to keep something from the user",
            r"\b(do not|don't|never|without)\b.{0,30}\b(tell\w*|inform\w*|notify\w*|mention\w*|ask\w*|show\w*)\b"
            r".{0,30}\b(user|human|person|operator)\b",
        ),
        (
            "speaks as a system or a chat role",
            r"<\|?(system|im_start|assistant|user)\b|\[/?INST\]|^\s*(system|assistant)\s*:",
        ),
        (
            "holds markup that a reader may take for an order",
            r"<\s*/?\s*(important|instructions?|secret|hidden|prompt)\b",
        ),
        ("holds a comment that people do not see", r"<!--"),
        (
            "tells its reader to call another tool first or instead",
            r"\b(before|instead of|after)\b.{0,30}\b(using|calling|invoking)\b"
            r".{0,30}\b(this|any|other|another)\b.{0,20}\btools?\b",
        ),
        (
            "asks for a secret",
            r"\b(send|include|pass|provide|read|reveal)\b.{0,40}\b(password|private key|api[ _-]?key|secret|ssh key)\b",
        ),
    )
)
# Characters nobody sees: zero-width, bidirectional controls, tags, variation selectors beyond those that emoji have
# (Unicode 15.0, blocks 2000-206F, E0000-E007F and E0100-E01EF)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e01ef]")


def flagged(tool: Tool) -> str:
    """Return why a tool's text needs a person's eye, in words that follow "its text"; "" where it does not."""
    for text in texts(tool):
        if _UNSEEN.search(text):
            return "holds characters that nobody sees"
        for reason, form in _FORMS:
            if form.search(text):
                return reason
    return ""


def texts(tool: Tool) -> Iterator[str]:
    """Yield every text of a tool that an agent reads."""
    yield from (tool.title, tool.description)
    yield from _strings(tool.input_schema)
    yield from _strings(tool.output_schema)
    yield from _strings(list(tool.examples))


def _strings(schema: Json) -> Iterator[str]:
    """Yield every text in a schema: an agent reads names, values that it may choose and examples like descriptions."""
    if isinstance(schema, str):
        yield schema
    elif isinstance(schema, list):
        for item in schema:
            yield from _strings(item)
    elif isinstance(schema, Mapping):
        for key, value in schema.items():
            yield key
            yield from _strings(value)

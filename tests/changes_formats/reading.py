"""Markdown as a parser that is none of ours reads it."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def blocks(text: str) -> list[Token]:
    """Return the blocks of a document."""
    return _PARSER.parse(text)


def spans(text: str) -> Iterator[Token]:
    """Yield what stands in the lines of a document."""
    for block in blocks(text):
        yield from block.children or []


def codes(text: str) -> list[str]:
    """Return what a reader sees as code, blocks among them."""
    fences = [block.content for block in blocks(text) if block.type in ("fence", "code_block")]
    return fences + [span.content for span in spans(text) if span.type == "code_inline"]


def words(text: str) -> str:
    """Return what a reader sees that is no code."""
    return "\n".join(span.content for span in spans(text) if span.type == "text")

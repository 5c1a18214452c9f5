"""Descriptions of contracts, cut to what a reader of code wants."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_SENTENCE = re.compile(r"(?<=[.!?])\s")


def brief(text: str, limit: int = 300) -> str:
    """Return the first paragraph of `text` on one line, cut after a sentence or a word where it exceeds `limit`."""
    plain = _MARKUP.sub("", text).strip()
    paragraph = " ".join(re.split(r"\n\s*\n", plain, maxsplit=1)[0].split())
    if len(paragraph) <= limit:
        return paragraph
    kept = ""
    for sentence in _SENTENCE.split(paragraph):
        if len(kept) + len(sentence) >= limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or f"{paragraph[: limit - 1].rsplit(' ', 1)[0]}…"

"""HTML as a tree of elements, so that what is text cannot become markup.

A child or an attribute that is a `str` is text and goes through `quoted`, the only way from text to HTML; what is HTML
already has the type `Html`, which only this module and the page's own style and script make.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Html | None
Attribute = str | int | bool | None

_EMPTY = frozenset({"meta", "input", "br", "hr"})
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")

# printable for Python and yet nothing to see: fillers, joiners, variation selectors, the empty Braille cell
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def quoted(text: str) -> Html:
    """Return text as HTML, for an element's content and for an attribute's value alike.

    Controls, bidirectional overrides and everything invisible stand as their code points, `⟨U+202E⟩`: they could make a
    reviewer read another text than the one that is there (CVE-2021-42574).
    """
    if not (text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()):
        text = "".join(_seen(character) for character in text)
    return Html(html.escape(text, quote=True))


def _seen(character: str) -> str:
    if character in "\n\t" or (character.isprintable() and not _unseen(character)):
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _unseen(character: str) -> bool:
    return character in _UNSEEN or any(ord(character) in marks for marks in _VARIATIONS)


def element(tag: str, *children: Child, **attributes: Attribute) -> Html:
    """Return an element.

    Args:
        tag: its name.
        children: text, or HTML; None stands for nothing.
        attributes: `class_` is `class`, `data_level` is `data-level`; True stands without a value, False and None are
            left out.

    Raises:
        ValueError: for what the page must not have: handlers, styles, links to elsewhere.
    """
    opened = f"<{_checked(tag)}{''.join(_attribute(name, value) for name, value in attributes.items())}>"
    if tag in _EMPTY:
        return Html(opened)
    return Html(f"{opened}{joined(children)}</{tag}>")


def joined(children: Iterable[Child], between: str = "") -> Html:
    """Return children one after the other."""
    parts = [child if isinstance(child, Html) else quoted(child) for child in children if child is not None]
    return Html(quoted(between).join(parts))


def own(tag: str, text: str) -> Html:
    """Return one of the page's own files as a `style` or `script`.

    Raises:
        ValueError: if the text would end its element.
    """
    if tag not in ("style", "script") or f"</{tag}" in text.lower() or "<!--" in text:
        raise ValueError(f"this cannot stand in a {tag}")
    return Html(f"<{tag}>{text}</{tag}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = _checked(name.rstrip("_").replace("_", "-"))
    lower = name.lower()
    if lower.startswith("on") or lower in ("style", "src", "srcdoc", "action", "formaction", "srcset"):
        raise ValueError(f"the page has no attribute {name}")
    if lower.endswith("href") and not str(value).startswith("#"):
        raise ValueError("the page links to nothing but its own parts")
    return f" {name}" if value is True else f' {name}="{quoted(str(value))}"'


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of HTML")
    return name

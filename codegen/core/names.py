"""Names: words, cases, and which of several wanted names each thing gets."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

# Attributes of pydantic's BaseModel and of the names that generated modules use themselves:
# a field of that name would hide them.
# fmt: off
RESERVED_FIELDS = frozenset((
    "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema",
    "schema_json", "update_forward_refs", "validate", "model_computed_fields", "model_config", "model_construct",
    "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields", "model_fields_set",
    "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate",
    "model_validate_json", "model_validate_strings", "self", "cls",
))
# fmt: on
RESERVED_WORDS = frozenset(keyword.kwlist) | {"self", "cls"}
_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case: split at case changes, digits and everything not a letter or digit.

    Letters outside ASCII are taken apart to their ASCII base where Unicode has one; others are spelled
    as their code point, so that two names never become one without a trace.
    """
    return [word.lower() for word in _WORD.findall(text if text.isascii() else _spelled(text))]


def _spelled(text: str) -> str:
    """Return `text` in ASCII."""
    return "".join(
        c if c.isascii() else ("" if unicodedata.combining(c) else f" u{ord(c):x} " if c.isalnum() else " ")
        for c in unicodedata.normalize("NFKD", text)
    )


@lru_cache(maxsize=1 << 16)  # a contract has few names, each many times
def snake(text: str, fallback: str = "value") -> str:
    """Return `text` as a lower snake-case identifier that is no keyword; `_` is added where it would be one."""
    name = "_".join(words(text)) or fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    return f"{name}_" if name in RESERVED_WORDS or name in RESERVED_FIELDS else name


def pascal(text: str, fallback: str = "Value") -> str:
    """Return `text` as a class name: words capitalised and joined, a leading digit put behind `fallback`."""
    name = "".join(word[:1].upper() + word[1:] for word in words(text)) or fallback
    if name[0].isdigit():
        name = f"{fallback}{name}"
    return f"{name}_" if name in RESERVED_WORDS or name in _BUILTINS else name


def assign(
    wanted: Iterable[tuple[str, str]],
    pinned: Mapping[str, str],
    *,
    reserved: Iterable[str] = (),
    fold: bool = False,
) -> dict[str, str]:
    """Give each key its name: the pinned one where there is one, else the wanted one, with a number where it is taken.

    Pinned names are given first, so a newcomer that collides takes the suffix and adding never renames.

    Args:
        wanted: pairs of key and wanted name, in a deterministic order.
        pinned: key to the name it was given before.
        reserved: names nobody may have.
        fold: compare names without case, for file names.
    """
    seen = str.lower if fold else str
    pairs = list(dict(wanted).items())
    result: dict[str, str] = {}
    taken = {seen(name) for name in reserved}
    for key, _ in pairs:
        if key in pinned and seen(pinned[key]) not in taken:
            result[key] = pinned[key]
            taken.add(seen(pinned[key]))
    for key, name in pairs:
        if key in result:
            continue
        candidate, number = name, 2
        while seen(candidate) in taken:
            glue = "" if name[-1:].isalpha() and name[:1].isupper() else "_"
            candidate, number = f"{name}{glue}{number}", number + 1
        result[key] = candidate
        taken.add(seen(candidate))
    return {key: result[key] for key, _ in pairs}

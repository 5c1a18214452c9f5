"""What a portable schema says in words: descriptions, limits that no keyword can say, examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.contract.model import Json, JsonSchema
from codegen.contract.rules import in_words

_MAX_EXAMPLE = 60  # characters
_LEAST = 40  # characters of a description that long words about limits leave
_IN_WORDS = {
    "not": "must not match {}",
    "propertyNames": "keys must match {}",
    "minProperties": "at least {} entries",
    "maxProperties": "at most {} entries",
    "contentEncoding": "encoded as {}",
}


def limits_in_words(schema: JsonSchema) -> list[str]:
    """Return what a schema demands that vendors take in no other form."""
    words = []
    for key, phrase in _IN_WORDS.items():
        if key in schema and schema[key] != {}:
            value = schema[key]
            shown = _rule(value) if isinstance(value, Mapping) else value
            words.append(phrase.format(shown))
    return [*words, *schema.get("x-said", ()), *(in_words(rule) for rule in schema.get("x-rules", ()))]


def _rule(schema: JsonSchema) -> str:
    values = ", ".join(str(value) for value in schema.get("enum", ()))
    return str(schema.get("pattern") or values or "a rule of the service")


def described(
    node: dict[str, Json], schema: JsonSchema, words: Sequence[str], length: int, *, example: bool = True
) -> dict[str, Json]:
    """Return `node` with the description of `schema`, what only words can say, and an example.

    Args:
        node: the portable form.
        schema: what it was made of.
        words: what the form cannot say; never cut.
        length: characters of all of it; with 0 nothing is said but `words`.
        example: whether to give one.
    """
    description = " ".join(str(schema.get("description", "")).split()) if length else ""
    said = list(words)
    if node.get("type") != "object":
        said += [word for word in limits_in_words(schema) if word not in words]
    text = "; ".join(said)
    tail = f" ({text})" if text and description else text[:1].upper() + text[1:]
    if example and length and (given := _example(schema)).strip() not in description:
        tail += given
    whole = f"{shorten(description, max(length - len(tail), min(length, _LEAST)))}{tail}".strip()
    node.pop("description", None)
    return {**node, "description": whole} if whole else node


def _example(schema: JsonSchema) -> str:
    for value in schema.get("examples", ()):
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return f" Example: {value}" if len(str(value)) <= _MAX_EXAMPLE else ""
    return ""


def shorten(text: str, length: int) -> str:
    """Return `text` in at most `length` characters: whole sentences where they fit, else cut at a word."""
    if len(text) <= length:
        return text
    sentence = text.rfind(". ", 0, length)
    if sentence >= length // 2:
        return text[: sentence + 1]
    return (
        text[: length - 1].rpartition(" ")[0].rstrip(",;:") + "…"
        if " " in text[: length - 1]
        else text[: length - 1] + "…"
    )

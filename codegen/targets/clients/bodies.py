"""How a request body becomes keywords: its fields where its root is an object, else one keyword `body`."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.contract.model import Contract, JsonSchema, Media, Operation, name_of

_FLAT = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
WHOLE = "body"


@dataclass(frozen=True, slots=True)
class BodyField:
    """One field of a flattened body.

    Attributes:
        keyword: of the method; `attribute` with `body_` before it where a parameter has that name.
        attribute: of the model.
        name: stable name.
    """

    keyword: str
    attribute: str
    name: str
    schema: JsonSchema
    required: bool
    nullable: bool


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6838, section 4.2.8, for the suffix)."""
    essence = media_type.partition(";")[0].strip()
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def root_model(contract: Contract, media: Media) -> str | None:
    """Return the definition whose properties become keywords, or None where the body is one keyword."""
    essence = media.media_type.partition(";")[0].strip()
    if media.schema is None or "$ref" not in media.schema or not (is_json(essence) or essence in _FLAT):
        return None
    name = name_of(media.schema)
    root = contract.schemas[name]
    return name if root.get("type") == "object" and root.get("properties") else None


def body_fields(contract: Contract, operation: Operation) -> tuple[BodyField, ...]:
    """Return the fields that the operation's body is flattened into; () where it is not."""
    if operation.body is None or (name := root_model(contract, operation.body.media[0])) is None:
        return ()
    taken = {parameter.ident for parameter in operation.parameters}
    schema = contract.schemas[name]
    required = set(schema.get("required", ())) if operation.body.required else set()
    fields = [(key, node) for key, node in schema["properties"].items() if not node.get("readOnly")]
    return tuple(_field(contract, key, node, key in required, taken) for key, node in fields)


def _field(contract: Contract, name: str, node: JsonSchema, required: bool, taken: set[str]) -> BodyField:
    attribute = str(node.get("x-ident", name))
    keyword = f"body_{attribute}" if attribute in taken else attribute
    return BodyField(keyword, attribute, name, node, required and "x-default" not in node, is_nullable(contract, node))


def whole_keyword(operation: Operation) -> str:
    """Return the keyword of a body that is not flattened."""
    clash = WHOLE in {parameter.ident for parameter in operation.parameters}
    return f"{WHOLE}_{WHOLE}" if clash and operation.body is not None else WHOLE


def argument_key(operation: Operation, keyword: str) -> str:
    """Return under which key a keyword reaches the runtime, to which `body` always is a body that is one keyword."""
    if keyword == whole_keyword(operation) and keyword != WHOLE:
        return WHOLE
    return f"{WHOLE}_parameter" if keyword == WHOLE and whole_keyword(operation) != WHOLE else keyword


def is_nullable(contract: Contract, schema: JsonSchema) -> bool:
    """Whether null is among the values of a schema."""
    schema = contract.resolve(schema)
    if schema.get("type") == "null" or None in schema.get("enum", ()):
        return True
    return any(is_nullable(contract, member) for key in ("anyOf", "oneOf") for member in schema.get(key, ()))


def is_free(contract: Contract, schema: JsonSchema) -> bool:
    """Whether a schema takes every value."""
    return not {"type", "enum", "anyOf", "oneOf", "not"} & contract.resolve(schema).keys()


def body_schema(media: Media) -> JsonSchema:
    """Return what an unflattened body is: JSON and forms by their schema, text as text, the rest as bytes."""
    essence = media.media_type.partition(";")[0].strip()
    if is_json(essence) or essence == "*/*" or essence in _FLAT:
        return media.schema or {}
    return {"type": "string"} if essence.startswith("text/") else {"type": "string", "format": "binary"}

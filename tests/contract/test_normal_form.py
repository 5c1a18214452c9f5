from __future__ import annotations

from typing import Any

import pytest

from codegen.contract.model import references


def test_nullable_becomes_a_union_with_null_last(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties:
    a: {type: string, nullable: true, description: D, maxLength: 3}
    b: {nullable: true, allOf: [{$ref: '#/components/schemas/Other'}]}
    c: {$ref: '#/components/schemas/Other', nullable: true}
    d: {type: string, enum: [x, null]}
Other: {properties: {o: {type: integer}}}
""",
        "3.0.3",
    )
    assert schemas["Thing"]["properties"] == {
        "a": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}], "description": "D"},
        "b": {"anyOf": [{"$ref": "#/$defs/Other"}, {"type": "null"}]},
        "c": {"anyOf": [{"$ref": "#/$defs/Other"}, {"type": "null"}]},
        "d": {"anyOf": [{"type": "string", "enum": ["x"], "x-open-enum": True}, {"type": "null"}]},
    }


def test_all_of_is_merged_with_what_it_refers_to(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {required: [a], properties: {b: {type: integer, maximum: 9}}}
  description: Whole.
Base: {required: [b], properties: {a: {type: string}, b: {minimum: 1}, c: {properties: {d: {}}}}}
"""
    )
    assert schemas["Thing"] == {
        "type": "object",
        "description": "Whole.",
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "integer", "minimum": 1, "maximum": 9},
            "c": {"$ref": "#/$defs/BaseC"},
        },
        "required": ["b", "a"],
    }
    assert list(schemas) == ["BaseC", "Thing"]


def test_objects_are_hoisted_under_names_of_where_they_stand_and_the_rest_is_inline(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties:
    owner: {properties: {name: {$ref: '#/components/schemas/Name'}}}
    parts: {type: array, items: {properties: {n: {type: integer}}}}
    prices: {type: object, additionalProperties: {properties: {p: {type: number}}}}
    either: {oneOf: [{properties: {x: {}}}, {properties: {y: {}}}]}
    names: {$ref: '#/components/schemas/Names'}
Names: {type: array, items: {$ref: '#/components/schemas/Name'}}
Name: {type: string, maxLength: 9, description: A name.}
"""
    )
    assert list(schemas) == [
        "Thing",
        "ThingEitherOption1",
        "ThingEitherOption2",
        "ThingOwner",
        "ThingPartsItem",
        "ThingPricesValue",
    ]
    name = {"type": "string", "maxLength": 9, "description": "A name."}
    assert schemas["ThingOwner"]["properties"]["name"] == name
    assert schemas["Thing"]["properties"]["names"] == {"type": "array", "items": name}
    assert schemas["Thing"]["properties"]["either"] == {
        "anyOf": [{"$ref": "#/$defs/ThingEitherOption1"}, {"$ref": "#/$defs/ThingEitherOption2"}]
    }


def test_recursion_of_every_kind_ends(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties:
    self: {$ref: '#/components/schemas/Thing'}
    tree: {$ref: '#/components/schemas/Tree'}
    loop: {$ref: '#/components/schemas/LoopA'}
    both: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
    lists: {allOf: [{$ref: '#/components/schemas/ListA'}, {$ref: '#/components/schemas/ListB'}]}
    inherits: {$ref: '#/components/schemas/Inherits'}
    union: {$ref: '#/components/schemas/Union'}
Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
LoopA: {$ref: '#/components/schemas/LoopB'}
LoopB: {$ref: '#/components/schemas/LoopA'}
A: {properties: {next: {$ref: '#/components/schemas/A'}}}
B: {properties: {next: {$ref: '#/components/schemas/B'}}}
ListA: {type: array, maxItems: 3, items: {$ref: '#/components/schemas/ListA'}}
ListB: {type: array, minItems: 1, items: {$ref: '#/components/schemas/ListB'}}
Inherits: {allOf: [{$ref: '#/components/schemas/Inherits'}, {properties: {i: {}}}]}
Union: {properties: {u: {}}, oneOf: [{$ref: '#/components/schemas/Union'}, {properties: {v: {}}}]}
"""
    )
    reachable = {name for schema in schemas.values() for name in references(schema)}
    assert reachable <= schemas.keys()
    assert schemas["Tree"] == {"type": "array", "items": {"$ref": "#/$defs/Tree"}}
    assert schemas["Thing"]["properties"]["loop"] == {}


def test_a_union_that_doubles_at_each_step_does_not_grow(schemas_of: Any) -> None:
    steps = "\n".join(
        f"S{n}: {{anyOf: [{{type: array, items: {{$ref: '#/components/schemas/S{n + 1}'}}}}, "
        f"{{type: object, additionalProperties: {{$ref: '#/components/schemas/S{n + 1}'}}}}]}}"
        for n in range(40)
    )
    schemas = schemas_of(f"Thing: {{properties: {{s: {{$ref: '#/components/schemas/S0'}}}}}}\n{steps}\nS40: {{}}\n")
    assert sum(len(str(schema)) for schema in schemas.values()) < 200_000


def test_a_discriminator_names_definitions_and_falls_away_where_it_cannot_tell(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties:
    pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}
    odd:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Word'}]
      discriminator: {propertyName: kind}
Cat: {properties: {kind: {type: string}}}
Dog: {properties: {kind: {type: string}}}
Word: {type: string}
"""
    )
    assert schemas["Thing"]["properties"]["pet"] == {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}},
    }
    assert schemas["Thing"]["properties"]["odd"] == {"anyOf": [{"$ref": "#/$defs/Cat"}, {"type": "string"}]}


def test_a_union_beside_properties_holds_both(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties: {id: {type: string}, a: {}, b: {}}
  anyOf: [{required: [a]}, {required: [b]}]
  allOf: [{oneOf: [{properties: {x: {type: integer}}}, {properties: {y: {type: integer}}}]}]
"""
    )
    assert [sorted(schema["properties"]) for schema in schemas.values()] == [
        ["a", "b", "id", "x"],
        ["a", "b", "id", "y"],
    ]


def test_a_limit_of_one_choice_does_not_hold_for_the_others(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  anyOf: [{required: [a]}, {required: [b]}, {type: object, maxProperties: 0}]
"""
    )
    assert schemas["Thing"] == {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}


def test_mixed_enums_and_type_lists_are_unions(schemas_of: Any) -> None:
    properties = schemas_of(
        "Thing: {properties: {e: {enum: [1, a, true, null]}, t: {type: [string, integer, 'null'], maxLength: 2}}}"
    )["Thing"]["properties"]
    assert properties["e"]["anyOf"] == [
        {"type": "integer", "enum": [1]},
        {"type": "string", "enum": ["a"], "x-open-enum": True},
        {"type": "boolean", "enum": [True]},
        {"type": "null"},
    ]
    assert properties["t"] == {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}, {"type": "null"}]}


def test_fields_get_identifiers_and_a_contract_cannot_say_our_words(schemas_of: Any) -> None:
    properties = schemas_of("Thing: {properties: {fooBar: {x-wire: evil, x-map: {}}, foo_bar: {}, class: {}}}")[
        "Thing"
    ]["properties"]
    assert properties == {"fooBar": {"x-ident": "foo_bar_2"}, "foo_bar": {}, "class": {"x-ident": "class_"}}


def test_a_member_that_is_required_and_declared_nowhere_may_be_anything(schemas_of: Any) -> None:
    thing = schemas_of("Thing: {required: [uris], properties: {ids: {type: string}}}")["Thing"]

    assert thing["properties"] == {"ids": {"type": "string"}, "uris": {}}
    assert thing["required"] == ["uris"]


def test_schemas_that_are_one_anothers_part_get_names_that_end(built: Any) -> None:
    contract, _ = built(
        """
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getAll
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {items: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: array}]}}
components:
  schemas:
    Tree:
      nullable: true
      oneOf:
        - {items: {$ref: '#/components/schemas/Tree'}}
        - {properties: {leaf: {type: string}}}
"""
    )
    assert all(name.isidentifier() for name in contract.schemas)


def test_what_is_not_evaluated_is_what_is_left_after_the_parts_that_hold(schemas_of: Any) -> None:
    schemas = schemas_of(
        """
Thing:
  properties: {whole: {$ref: '#/components/schemas/Whole'}, open: {$ref: '#/components/schemas/Open'}}
Whole: {allOf: [{$ref: '#/components/schemas/Base'}], properties: {a: {type: string}}, unevaluatedProperties: false}
Open: {properties: {n: {type: array, unevaluatedItems: {type: string}}}, unevaluatedProperties: {type: integer}}
Base: {properties: {b: {type: string}}}
""",
        "3.1.0",
    )
    assert schemas["Whole"]["properties"].keys() == {"a", "b"}
    assert schemas["Whole"]["additionalProperties"] is False
    assert schemas["Open"]["additionalProperties"] == {"type": "integer"}
    assert schemas["Open"]["properties"]["n"]["items"] == {"type": "string"}


@pytest.mark.parametrize(
    "part",
    [
        "{if: {required: [x]}, then: {properties: {y: {}}}}",
        "{anyOf: [{properties: {x: {type: string}}}, {properties: {y: {type: string}}}]}",
    ],
)
def test_where_a_value_decides_what_is_evaluated_nothing_is_said_of_what_is_left(schemas_of: Any, part: str) -> None:
    schemas = schemas_of(
        f"""
Thing:
  allOf: [{part}]
  properties: {{a: {{type: string}}}}
  unevaluatedProperties: false
""",
        "3.1.0",
    )
    assert schemas
    assert not [name for name, schema in schemas.items() if "additionalProperties" in schema]

"""Each vendor's file says the whole of the portable tool, in the vendor's shape."""

from __future__ import annotations

import json
import re
import shlex

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.actions.plan import Namespace, Plan, Tool
from codegen.targets.tools import generate
from codegen.targets.tools.generate import VENDORS
from codegen.targets.tools.mcp import read
from codegen.targets.tools.rewrite import say
from codegen.targets.tools.strict import exceeded

INPUT = {
    "type": "object",
    "properties": {
        "sku": {"type": "string", "minLength": 3, "pattern": "^[A-Z]", "description": "Which part"},
        "note": {"type": "string", "maxLength": 80},
        "lines": {
            "type": "array",
            "minItems": 2,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "properties": {"count": {"type": "integer", "minimum": 1, "default": 1}},
                "required": [],
                "additionalProperties": False,
            },
        },
        "by": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
    "required": ["sku", "lines"],
    "additionalProperties": False,
}
OUTPUT = {"type": "object", "properties": {"order_id": {"type": "string"}}, "required": []}


def tool(name: str, **changes) -> Tool:
    made = {
        "title": "Reorder",
        "description": "Orders.",
        "input_schema": INPUT,
        "output_schema": OUTPUT,
        "action": name,
    }
    hints = {"read_only": False, "destructive": True, "idempotent": False, "open_world": True}
    return Tool(name=name, **(made | hints | changes))


def written(*tools: Tool) -> dict:
    tree = generate(Plan(services=(), actions=(), tools=tools, links=()))
    documents = {path: text for path, text in tree.items() if path.endswith(".json")}
    return {path.removeprefix("tools/").removesuffix(".json"): json.loads(text) for path, text in documents.items()}


def keywords(schema, found=None):
    found = set() if found is None else found
    if isinstance(schema, dict):
        found |= {key for key in schema if key not in ("properties",)}
        for key, inner in schema.items():
            for child in inner.values() if key == "properties" else [inner]:
                keywords(child, found)
    elif isinstance(schema, list):
        for child in schema:
            keywords(child, found)
    return found


def listed_by(vendor, documents):
    """Return the tools of a vendor's document."""
    return documents[vendor]["tools"] if vendor == "mcp" else documents[vendor]


def named(made):
    """Return what holds a tool's name in a vendor's shape."""
    return made.get("toolSpec") or made.get("function") or made


def test_openai_chat_nests_what_responses_has_flat():
    documents = written(tool("a"))
    [flat], [nested] = documents["openai"], documents["openai_chat"]
    assert nested == {"type": "function", "function": {key: flat[key] for key in flat if key != "type"}}


def test_gemini_says_limits_formats_and_numbers_to_choose_from_in_words():
    schema = {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date", "description": "Which day."},
            "level": {"type": "integer", "enum": [1, 2]},
            "many": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        },
        "required": ["day"],
        "additionalProperties": False,
    }
    [made] = written(tool("a", input_schema=schema))["gemini"]
    properties = made["parametersJsonSchema"]["properties"]
    assert properties["day"] == {"description": "Which day. In the format date.", "type": "string"}
    assert properties["level"] == {"description": "One of 1, 2.", "type": "integer"}
    assert properties["many"]["description"] == "At most 3 items."


def test_the_older_gemini_form_has_a_word_for_null_and_none_for_other_properties():
    [made] = written(tool("reorder_part"))["gemini_parameters"]
    assert made["parameters"]["properties"]["by"] == {"type": "string", "nullable": True}
    assert "additionalProperties" not in keywords(made["parameters"])


def test_bedrock_keeps_patterns_that_it_can_read_and_says_the_rest():
    schema = {
        "type": "object",
        "properties": {
            "sku": {"type": "string", "pattern": "^[A-Z]+$"},
            "no_x": {"type": "string", "pattern": "^(?!X)"},
            "count": {"type": "integer", "minimum": 1},
        },
        "required": [],
        "additionalProperties": False,
    }
    [made] = written(tool("a", input_schema=schema))["bedrock"]
    properties = made["toolSpec"]["inputSchema"]["json"]["properties"]
    assert properties["sku"]["pattern"] == "^[A-Z]+$"
    assert properties["no_x"] == {"description": "Matches the regular expression ^(?!X).", "type": "string"}
    assert properties["count"] == {"description": "At least 1.", "type": "integer"}


def test_mcp_is_a_list_result_with_all_four_hints():
    assert written(tool("reorder_part"))["mcp"] == {
        "tools": [
            {
                "name": "reorder_part",
                "title": "Reorder",
                "description": "Orders.",
                "inputSchema": INPUT,
                "outputSchema": OUTPUT,
                "annotations": {
                    "readOnlyHint": False,
                    "destructiveHint": True,
                    "idempotentHint": False,
                    "openWorldHint": True,
                },
            }
        ]
    }


def test_openai_requires_every_property_and_lets_the_optional_be_null():
    [made] = written(tool("reorder_part"))["openai"]
    assert (made["type"], made["strict"], made["name"]) == ("function", True, "reorder_part")
    parameters = made["parameters"]
    assert parameters["required"] == ["sku", "note", "lines", "by"]
    assert parameters["properties"]["sku"] == {
        "description": "Which part. At least 3 characters.",
        "type": "string",
        "pattern": "^[A-Z]",
    }
    assert parameters["properties"]["note"] == {
        "description": "At most 80 characters.",
        "anyOf": [{"type": "string"}, {"type": "null"}],
    }
    assert parameters["properties"]["by"] == INPUT["properties"]["by"]
    inner = parameters["properties"]["lines"]["items"]
    assert inner["required"] == ["count"]
    assert inner["properties"]["count"]["anyOf"] == [{"type": "integer", "minimum": 1}, {"type": "null"}]
    assert not keywords(parameters) & {"minLength", "maxLength", "uniqueItems", "default"}


def test_anthropic_keeps_the_optional_and_says_limits_in_words():
    [made] = written(tool("reorder_part"))["anthropic"]
    assert set(made) == {"name", "description", "input_schema", "strict"}
    schema = made["input_schema"]
    assert schema["required"] == ["sku", "lines"]
    assert schema["properties"]["sku"]["description"] == (
        "Which part. At least 3 characters; matches the regular expression ^[A-Z]."
    )
    assert schema["properties"]["lines"]["description"] == "No item twice; at least 2 items."
    assert keywords(schema) <= {
        "type", "required", "additionalProperties", "description", "items", "anyOf"
    }  # fmt: skip


@pytest.mark.parametrize("vendor", VENDORS)
def test_tools_stand_in_the_order_of_their_names_whatever_the_plans(vendor):
    ahead, back = written(tool("a"), tool("b")), written(tool("b"), tool("a"))
    assert ahead[vendor] == back[vendor]
    assert [named(made)["name"] for made in listed_by(vendor, ahead)] == ["a", "b"]


@pytest.mark.parametrize("vendor", VENDORS)
@settings(max_examples=40)
@given(
    value=st.fixed_dictionaries(
        {"sku": st.just("ABC"), "lines": st.just([{"count": 1}, {"count": 2}])}, optional={"by": st.text()}
    )
)
def test_what_fits_the_portable_schema_fits_every_vendors(vendor, value):
    """Nulls stand for what was left out where a vendor wants every property."""
    made = named(listed_by(vendor, written(tool("a")))[0])
    keys = ("inputSchema", "parameters", "parametersJsonSchema", "input_schema")
    schema = next(made[key] for key in keys if key in made)
    schema = schema.get("json", schema)
    sent = dict.fromkeys(schema["required"]) | value
    jsonschema.validate(value, INPUT)
    jsonschema.validate(sent, schema)


def test_nothing_is_dropped_in_silence():
    """Every keyword that goes leaves its words."""
    from codegen.targets.tools import anthropic, openai  # the lists of what each leaves out

    samples = {"uniqueItems": True, "pattern": "^a", "default": 3, "contains": {"type": "string"}}
    for keyword in {*anthropic.UNSUPPORTED, *openai.UNSUPPORTED}:
        node = say({"type": "string", keyword: samples.get(keyword, 2)}, (keyword,))
        assert keyword not in node
        assert len(node["description"]) > 5


def skill(*tools: Tool) -> str:
    return generate(Plan(services=(), actions=(), tools=tools, links=()))["tools/SKILL.md"]


def test_the_skill_has_the_front_matter_that_agents_look_for():
    text = skill(tool("reorder_part"))
    front = yaml.safe_load(text.split("---")[1])
    assert front.keys() == {"name", "description"}
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", front["name"])


def test_the_skill_tells_inputs_and_a_whole_call_that_a_shell_reads():
    example = {"sku": "it's `x` $(y)", "lines": []}
    text = skill(tool("reorder_part", examples=(example,)))
    assert "- `sku` (string): Which part" in text
    (call,) = (line for line in text.splitlines() if line.startswith("codegen run reorder_part"))
    assert json.loads(shlex.split(call)[-1]) == example


@given(st.text(max_size=40))
def test_no_text_of_a_contract_becomes_markup_of_the_skill(words):
    schema = {"type": "object", "properties": {"a": {"type": "string", "description": words}}, "required": []}
    plain = skill(tool("a", description="Orders.", input_schema={**schema, "properties": {"a": {"type": "string"}}}))
    text = skill(tool("a", description=f"Orders. {words}", input_schema=schema))
    assert len(text.splitlines()) == len(plain.splitlines())
    assert text.count("```") == plain.count("```")


def taking(optional: int, unions: int = 0, **changes) -> Tool:
    fields = {f"o{n}": {"type": "string"} for n in range(optional)}
    several = {f"u{n}": {"anyOf": [{"type": "string"}, {"type": "integer"}]} for n in range(unions)}
    schema = {"type": "object", "properties": fields | several, "required": list(several)}
    return tool(f"t{optional}_{unions}", input_schema=schema | {"additionalProperties": False}, **changes)


@pytest.mark.parametrize("vendor", ["anthropic", "bedrock"])
@pytest.mark.parametrize(
    ("made", "strict"),
    [
        (taking(24, 16), True),
        (taking(25), False),
        (taking(0, 17), False),
        (taking(1, strict=False), False),
    ],
)
def test_strict_is_decided_by_the_tool_alone(vendor, made, strict):
    alone, beside = (listed_by(vendor, written(*tools)) for tools in ([made], [made, taking(23)]))
    assert alone[0] in beside
    assert (named(alone[0]).get("strict") is True) == strict


ORDERS = Namespace("orders", "Purchase orders: place, approve, cancel.")
RARE = Namespace("rare", "What is seldom wanted.", deferred=True)


def test_openai_groups_the_tools_of_a_namespace_and_defers_what_is_seldom_wanted():
    made = written(tool("a", namespace=RARE), tool("b", namespace=ORDERS), tool("c"), tool("d", namespace=ORDERS))
    alone, orders, rare = made["openai"]
    assert alone["name"] == "c"
    assert (orders["type"], orders["name"], orders["description"]) == ("namespace", "orders", ORDERS.description)
    assert [(inner["name"], inner.get("defer_loading", False)) for inner in orders["tools"]] == [
        ("b", False),
        ("d", False),
    ]
    assert [(inner["name"], inner.get("defer_loading", False)) for inner in rare["tools"]] == [("a", True)]
    assert [named(one)["name"] for one in made["openai_chat"]] == ["a", "b", "c", "d"]
    assert [one["name"] for one in made["anthropic"] if one.get("defer_loading")] == ["a"]


def test_a_tool_held_back_keeps_its_namespace():
    tools = (tool("a", namespace=RARE, strict=False), tool("b"))
    assert read(written(*tools)["mcp"]) == tools


def test_a_set_that_exceeds_what_one_request_takes_is_told_in_words():
    assert list(exceeded([taking(20), taking(10), taking(0, 17)])) == [
        "30 optional inputs, and 24 are taken",
        "17 inputs of several types, and 16 are taken",
    ]
    assert list(exceeded([taking(0) for _ in range(21)])) == ["21 strict tools, and 20 are taken"]
    assert not list(exceeded([]))

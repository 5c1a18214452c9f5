from __future__ import annotations

from codegen.contract.model import ref
from codegen.contract.passes.twins import find_twins


def thing(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


def test_wording_makes_no_difference_and_defaults_do() -> None:
    schemas = {
        "A": {**thing(x={"type": "string", "description": "one"}), "description": "A"},
        "B": thing(x={"type": "string", "examples": ["e"]}),
        "C": thing(x={"type": "string", "default": ""}),
    }
    assert find_twins(schemas) == {"B": "A"}


def test_circles_of_the_same_shape_are_twins_and_others_are_not() -> None:
    schemas = {
        "A": thing(next=ref("B")),
        "B": thing(next=ref("A")),
        "C": thing(next=ref("C")),
        "D": thing(next=ref("E")),
        "E": thing(next=ref("D"), more={}),
    }
    assert find_twins(schemas) == {"B": "A", "C": "A"}

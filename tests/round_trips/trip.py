"""One contract's trip: from a vendor's schema through the generated action to the bytes that it would send."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from codegen.runtime import Context
from codegen.runtime.effects import Answer, Send
from codegen.runtime.world import World
from codegen.verbs.generate import generate
from tests.round_trips.contract_values import of_contract
from tests.round_trips.project import contract_of, write_project
from tests.round_trips.values import VALIDATOR, Hints, fitting, standard

_SCHEMA_OF = {
    "mcp": lambda tool: tool["inputSchema"],
    "openai": lambda tool: tool["parameters"],
    "openai_chat": lambda tool: tool["function"]["parameters"],
    "anthropic": lambda tool: tool["input_schema"],
    "gemini": lambda tool: tool["parametersJsonSchema"],
    "gemini_parameters": lambda tool: tool["parameters"],
    "bedrock": lambda tool: tool["toolSpec"]["inputSchema"]["json"],
}
VENDORS = tuple(_SCHEMA_OF)


@dataclass(frozen=True, slots=True)
class Refused:
    """The contract is refused at `generate`: why."""

    why: str


@dataclass
class Tally:
    """What became of a vendor's values."""

    sent: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Trip:
    """A generated action with the schemas of its tool."""

    action: Any
    schemas: Mapping[str, Any]
    contract: Mapping[str, Any]

    def run(self, vendor: str, examples: int) -> Tally:
        """Draw values that fit the vendor's schema and see what becomes of them.

        Raises:
            AssertionError: if a value is sent that does not fit the contract, or is refused without naming a field.
        """
        tally = Tally()
        whole = {**self.contract, "$ref": "#/components/schemas/Body"}
        check = VALIDATOR(standard(whole))
        hints = Hints(_hints(self.contract))

        @settings(max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(fitting(self.schemas[vendor], hints))
        def goes(arguments: Any) -> None:
            sent = self._invoked(arguments, tally)
            if sent is not None:
                errors = [error.message for error in check.iter_errors(sent)]
                assert not errors, f"{arguments!r} was sent as {sent!r}: {errors[0][:300]}"

        goes()
        return tally

    def _invoked(self, arguments: Any, tally: Tally) -> Any:
        """Return the body that was sent; None where the call was refused."""
        bodies: list[bytes] = []

        def take(send: Send) -> Answer:
            bodies.append(send.request.content or b"null")
            return Answer(204, {})

        envelope = self.action.invoke(arguments, Context(principal="", world=World(transport=take)))
        if envelope["ok"]:
            tally.sent += 1
            return json.loads(bodies[-1])
        error, told = envelope["error"], json.dumps(envelope["error"])
        assert (error["layer"], error["code"]) == ("agent_action", "input_invalid"), f"{arguments!r}: {told}"
        assert any(name in told for name in self.schemas["mcp"]["properties"]), f"{arguments!r}: {told}"
        assert not bodies
        tally.refused += 1
        return None


def _hints(contract: Mapping[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Return values by the name of an input, and by that of a property at any depth."""
    body = contract["components"]["schemas"]["Body"]
    names = list(body.get("properties", {})) or ["body"]
    found: dict[str, list[Any]] = {
        f"f{number}": [body.get("properties", {}).get(name, body)] for number, name in enumerate(names)
    }
    for name, schema in _properties(contract["components"]["schemas"]):
        found.setdefault(name, []).append(schema)
    return {name: st.one_of([of_contract(schema, contract) for schema in schemas]) for name, schemas in found.items()}


def _properties(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        if isinstance(fields := node.get("properties"), Mapping):
            yield from fields.items()
        for child in node.values():
            yield from _properties(child)


@contextmanager
def trip(root: Path, name: str, schema: Mapping[str, Any]) -> Iterator[Trip | Refused]:
    """Generate a project for a schema of a body, and give its action.

    Args:
        root: an empty folder.
        name: of the generated package; no other may have it.
        schema: what the one operation takes.
    """
    write_project(root, schema, output=name)
    result = generate(root)
    if result.exit_code:
        yield Refused("; ".join(str(item) for item in result.diagnostics if item.severity == "error"))
        return
    sys.path.insert(0, str(root))
    try:
        importlib.invalidate_caches()
        action = importlib.import_module(f"{name}.actions.send_probe").ACTION
        yield Trip(action, {vendor: _schema(root / name, vendor) for vendor in VENDORS}, contract_of(schema))
    finally:
        sys.path.remove(str(root))
        for module in [module for module in sys.modules if module.split(".")[0] == name]:
            del sys.modules[module]


def _schema(output: Path, vendor: str) -> Any:
    document = json.loads((output / "tools" / f"{vendor}.json").read_text())
    (tool,) = document["tools"] if vendor == "mcp" else document
    return _SCHEMA_OF[vendor](tool)

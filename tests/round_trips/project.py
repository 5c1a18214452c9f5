"""A project whose one operation takes a JSON Schema, and whose one action takes all of that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_project(root: Path, schema: Mapping[str, Any], *, output: str = "generated") -> None:
    """Write it; `schema` is self-contained and describes the body."""
    body = {key: value for key, value in schema.items() if key not in ("$defs", "$schema")}
    fields = list(body.get("properties", {})) or ["body"]
    definition = {
        "action": "send_probe",
        "description": "Sends a probe. Use it to try a schema.",
        "inputs": {f"f{number}": {"from": f"api.probe.{name}"} for number, name in enumerate(fields)},
        "steps": [
            {
                "id": "sent",
                "operation": "api.probe",
                "with": {name: f"$inputs.f{number}" for number, name in enumerate(fields)},
            }
        ],
        "outputs": {},
    }
    for file, content in {
        "pyproject.toml": f'[tool.codegen]\noutput = "{output}"\n',
        "specs/api/openapi.yaml": json.dumps(contract_of(schema)),
        "specs/api/service.yaml": "service: api\ncontract: openapi.yaml\nbase_url: https://api.example\n",
        "specs/actions/send_probe.yaml": json.dumps(definition),
    }.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def contract_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the contract."""
    media = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    operation = {
        "operationId": "probe",
        "requestBody": {"required": True, "content": media},
        "responses": {"204": {"description": "ok"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Probe", "version": "1"},
        "paths": {"/probe": {"post": operation}},
        "components": {"schemas": _components(schema)},
    }


def _components(schema: Mapping[str, Any]) -> dict[str, Any]:
    body = {key: value for key, value in schema.items() if key not in ("$defs", "$schema")}
    text = json.dumps({"Body": body, **schema.get("$defs", {})}).replace('"#/$defs/', '"#/components/schemas/')
    text = text.replace('"#/properties/', '"#/components/schemas/Body/properties/')
    made: dict[str, Any] = json.loads(text.replace('"#"', '"#/components/schemas/Body"'))
    return made

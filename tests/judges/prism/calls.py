"""Call every operation of a generated client with values made from the contract: `calls PROJECT SERVICE CONTRACT PORT`.

Each operation is called twice, with what is required and with everything. Prints a JSON list: one entry a call,
with what Prism said to it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from codegen.contract.build import build
from codegen.contract.load import load
from codegen.contract.model import Contract, JsonSchema, Operation, SecurityScheme
from codegen.core.diagnostics import Diagnostics
from codegen.mocking.values import example
from codegen.runtime import UNSET, ApiKey, Basic, Bearer, LayerError
from codegen.runtime.operation import Operation as Generated
from tests.judges.prism.proxy import Exchange, Proxy

SECRET = "env:JUDGE_SECRET"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one call; `reason` is "" where Prism accepted it."""

    operation: str
    filled: str  # required or all
    reason: str


def read(file: Path, service: str) -> Contract:
    """Return the whole contract under its wire names."""
    diagnostics = Diagnostics()
    document = load(file, file.parent, diagnostics)
    contract = document and build(document, service=service, used=None, adapt={}, pinned={}, diagnostics=diagnostics)
    if not contract:
        raise SystemExit("\n".join(map(str, diagnostics)))
    return contract


def arguments(contract: Contract, operation: Operation, generated: Generated[Any], everything: bool) -> dict[str, Any]:
    """Return keywords for a call: what is required, or everything."""
    made = {
        parameter.ident: example(contract, parameter.schema, sent=True)
        for parameter in operation.parameters
        if everything or parameter.required
    }
    if operation.body is None or generated.body is None or not (everything or operation.body.required):
        return made
    media = operation.body.media[0]
    schema = contract.resolve(media.schema or {"type": "string", "format": "binary"})
    if not generated.body.fields:
        return {**made, "body": _content(contract, schema, example(contract, media.schema or schema, sent=True))}
    value = example(contract, schema, sent=True)
    by_attribute = {generated.body.names.get(keyword, keyword): keyword for keyword in generated.body.fields}
    for name, node in schema["properties"].items():
        keyword = by_attribute[node.get("x-ident", name)]
        if name in value and (everything or name in schema.get("required", ())):
            made[keyword] = _content(contract, node, value[name])
    return made


def _content(contract: Contract, schema: JsonSchema, value: Any) -> Any:
    """Return bytes for what the contract calls binary."""
    node = contract.resolve(schema)
    if node.get("type") == "string" and node.get("format") == "binary":
        return str(value).encode()
    if node.get("type") == "array" and isinstance(value, list):
        return [_content(contract, node.get("items", {}), item) for item in value]
    return value


def credential(scheme: SecurityScheme) -> ApiKey | Basic | Bearer:
    """Return a credential that fits a scheme; Prism looks at its shape alone."""
    if scheme.type == "apiKey":
        return ApiKey(location=scheme.location, parameter=scheme.parameter, value=SECRET)
    if scheme.type == "http" and scheme.scheme == "basic":
        return Basic(username=SECRET, password=SECRET)
    return Bearer(token=SECRET)


def judge(contract: Contract, package: str, proxy: Proxy) -> list[Verdict]:
    """Call every operation of the package `package` and return what Prism said."""
    operations: Mapping[str, Generated[Any]] = import_module(f"{package}.operations").OPERATIONS
    schemes = {name: credential(scheme) for name, scheme in contract.security_schemes.items()}
    client_class = import_module(f"{package}.client").Client
    client_class.service = replace(
        client_class.service, retry=replace(client_class.service.retry, attempts=1), total_timeout=30.0
    )
    client = client_class(base_url=proxy.base_url, credentials=schemes)
    verdicts = []
    for name, operation in contract.operations.items():
        for filled in ("required", "all"):
            reason = "it was not generated" if name not in operations else ""
            if not reason:
                keywords = arguments(contract, operation, operations[name], filled == "all")
                reason = _call(client, operation.ident, keywords, proxy)
            verdicts.append(Verdict(name, filled, reason))
    return verdicts


def _call(client: Any, ident: str, keywords: Mapping[str, Any], proxy: Proxy) -> str:
    before = len(proxy.exchanges)
    problem = ""
    try:
        getattr(client, ident)(**{name: value for name, value in keywords.items() if value is not UNSET})
    except (
        LayerError
    ) as error:  # Prism's answers may well be errors; whether the request was right is seen at the proxy
        problem = f"{error.code}: {error}"
    except Exception as error:  # noqa: BLE001  # a bug of ours is one row of the table, not its end
        problem = f"{type(error).__name__}: {error}"
    seen: list[Exchange] = proxy.exchanges[before:]
    if not seen:
        return f"nothing was sent: {problem}"
    refused = next((exchange for exchange in seen if not exchange.accepted), None)
    if refused is None:
        return ""
    return f"{refused.method} {refused.target[:120]} {refused.status} {refused.verdict} {refused.detail[:300]}"


def main(project: str, service: str, contract: str, port: str) -> None:
    """Judge one service and print the verdicts."""
    os.environ["JUDGE_SECRET"] = "judge-secret"
    sys.path.insert(0, project)
    with Proxy(int(port)) as proxy:
        verdicts = judge(read(Path(contract), service), f"generated.services.{service}", proxy)
    told = [[verdict.operation, verdict.filled, verdict.reason] for verdict in verdicts]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])

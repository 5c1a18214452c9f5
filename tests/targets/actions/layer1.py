"""Layer 1 of the plans' three services, small and by hand: what the actions' modules import."""

from __future__ import annotations

from pathlib import Path

SERVICE = """from codegen.runtime import Owner, Retry, Service

SERVICE = Service(
    name="{name}", base_url="env:{upper}_URL", owner=Owner(team="{team}", escalation=("oncall-{name}",)),
    total_timeout=2.0, retry=Retry(attempts=1), idempotency_header="Idempotency-Key",
)
"""

CLIENT = """from __future__ import annotations

from codegen.runtime import {base}

from . import operations
from .answers import {answers}
from .service import SERVICE


class {cls}({base}):
    service = SERVICE
"""

METHOD = """
    {word}def {ident}(self, *, {parameters}) -> {answer}:
        return {wait}self._call(operations.{constant}, {{{arguments}}})
"""

MODELS = {
    "inventory": (
        "class Stock(Model):\n    sku: str\n    on_hand: int | None = None\n    as_of: datetime | None = None\n"
    ),
    "erp": "class Order(Model):\n    id: str\n    status: str\n",
    "chat": "class Posted(Model):\n    ok: bool\n",
}
# ident, constant, method, path, parameters, answer's model, its alias
METHODS = {
    "inventory": [("get_stock", "GET", {"sku": "str"}, "Stock", "GetStockAnswer")],
    "erp": [
        ("create_order", "POST", {"sku": "str", "quantity": "int"}, "Order", "CreateOrderAnswer"),
        ("cancel_order", "POST", {"order_id": "str"}, "", "CancelOrderAnswer"),
    ],
    "chat": [("post_message", "POST", {"channel": "str", "text": "str"}, "Posted", "PostMessageAnswer")],
}
TEAMS = {"inventory": "warehouse", "erp": "finance", "chat": "platform"}


def write(folder: Path) -> None:
    """Write the packages of the three services below `folder`."""
    (folder / "services").mkdir(parents=True, exist_ok=True)
    (folder / "services/__init__.py").write_text("")
    for name, methods in METHODS.items():
        package = folder / "services" / name
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "service.py").write_text(SERVICE.format(name=name, upper=name.upper(), team=TEAMS[name]))
        (package / "models.py").write_text(
            f"from datetime import datetime\n\nfrom codegen.runtime import Model\n\n\n{MODELS[name]}"
        )
        (package / "answers.py").write_text(_answers(methods))
        (package / "operations.py").write_text(_operations(name, methods))
        (package / "client.py").write_text(_client(methods, "Client", "ServiceClient", "", ""))
        (package / "async_client.py").write_text(
            _client(methods, "AsyncClient", "AsyncServiceClient", "async ", "await ")
        )


def _answers(methods: list) -> str:
    aliases = "".join(f"{alias}: TypeAlias = {f'models.{model}' if model else None}\n" for *_, model, alias in methods)
    return f"from typing import TypeAlias\n\nfrom . import models as models\n\n{aliases}"


def _client(methods: list, cls: str, base: str, word: str, wait: str) -> str:
    text = CLIENT.format(base=base, cls=cls, answers=", ".join(alias for *_, alias in methods))
    for ident, _, parameters, _, alias in methods:
        text += METHOD.format(
            word=word,
            wait=wait,
            ident=ident,
            constant=ident.upper(),
            parameters=", ".join(f"{key}: {kind}" for key, kind in parameters.items()),
            arguments=", ".join(f'"{key}": {key}' for key in parameters),
            answer=alias,
        )
    return text


def _operations(name: str, methods: list) -> str:
    text = "from codegen.runtime import Body, Operation, Parameter, Response\n\nfrom . import models as models\n\n"
    for ident, method, parameters, model, alias in methods:
        answer = f"models.{model}" if model else "None"
        media = f', media_type="application/json", type=lambda: {answer}' if model else ""
        arguments = (
            "parameters=("
            + "".join(f'Parameter(ident="{key}", wire="{key}", location="query"),' for key in parameters)
            + ")"
        )
        stable = alias[0].lower() + alias.removesuffix("Answer")[1:]
        text += (
            f'{ident.upper()}: Operation[{answer}] = Operation(name="{stable}", method="{method}", '
            f'path="/{ident}", {arguments}, responses=(Response(status="2XX"{media}),))\n'
        )
    return text

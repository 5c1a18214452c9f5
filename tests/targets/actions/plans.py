"""Plans written by hand: the three-step action and what it needs of its services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.actions.plan import Action, Input, Output, Plan, Service
from codegen.actions.steps import Argument, Call, Expect, Missing, MissingRule, Step, Target
from codegen.actions.terms import Effect, Owner, Permissions, Retry
from codegen.actions.values import AnswerRef, Comparison, InputRef, Literal, Segment, Text, Value
from codegen.contract.model import Contract, Media, Operation, Response, ref

TEXT = {"type": "string"}
COUNT = {"type": "integer"}
SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "Stock": {
        "type": "object",
        "properties": {"sku": TEXT, "on_hand": COUNT, "as_of": {"type": "string", "format": "date-time"}},
        "required": ["sku"],
    },
    "Order": {"type": "object", "properties": {"id": TEXT, "status": TEXT}, "required": ["id", "status"]},
    "Posted": {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]},
}


def operation(name: str, ident: str, method: str, answer: str | None) -> Operation:
    """Return an operation whose answer is a definition of SCHEMAS, or empty."""
    media = (Media("application/json", ref(answer)),) if answer else ()
    return Operation(
        name=name,
        ident=ident,
        method=method,
        path=f"/{ident}",
        summary=f"Do {name}",
        description="",
        tags=(),
        deprecated=False,
        parameters=(),
        body=None,
        responses=(Response("200", "", media),),
        security=(),
    )


OPERATIONS = {
    "inventory": {"getStock": operation("getStock", "get_stock", "GET", "Stock")},
    "erp": {
        "createOrder": operation("createOrder", "create_order", "POST", "Order"),
        "cancelOrder": operation("cancelOrder", "cancel_order", "POST", None),
    },
    "chat": {"postMessage": operation("postMessage", "post_message", "POST", "Posted")},
}


def service(name: str, team: str) -> Service:
    """Return a service with the operations above."""
    contract = Contract(
        service=name,
        file=f"specs/{name}/openapi.yaml",
        title=name,
        version="1",
        description="",
        server="",
        operations=OPERATIONS[name],
        schemas=SCHEMAS,
        twins={},
        pointers={},
        security_schemes={},
        names={},
        snapshot={},
    )
    return Service(
        name=name,
        title=name.upper(),
        owner=Owner(team=team, escalation=(f"oncall-{name}",)),
        contract=contract,
        base_url=f"env:{name.upper()}_URL",
        credentials={},
        connect_timeout=1.0,
        total_timeout=2.0,
        retry=Retry(attempts=1),
        idempotency_header="Idempotency-Key",
        responses="used",
        errors=(),
        file=f"specs/{name}/service.yaml",
    )


SERVICES = (service("chat", "platform"), service("erp", "finance"), service("inventory", "warehouse"))


def argument(name: str, value: Value, schema: Mapping[str, Any] = TEXT, **changes: Any) -> Argument:
    """Return a required field of a body, filled with `value`."""
    made = Argument(
        name=name, ident=name, target=Target.FIELD, parameter=None, required=True, schema=schema, value=value
    )
    return replace(made, **changes)


def call(service_name: str, operation_name: str, *arguments: Argument) -> Call:
    """Return a call of one of the operations above."""
    found = OPERATIONS[service_name][operation_name]
    answers = [media.schema for response in found.responses for media in response.media]
    return Call(service_name, found, arguments, None, "application/json", answers[0] if answers else None)


def step(ident: str, made: Call, **changes: Any) -> Step:
    """Return a step without conditions."""
    effect = Effect.READ if made.operation.method == "GET" else Effect.WRITE
    return replace(Step(ident, ident, made, effect, f"/steps/{ident}"), **changes)


def given(name: str, schema: Mapping[str, Any] = TEXT, *, optional: bool = False) -> InputRef:
    """Return `$inputs.<name>`."""
    return InputRef(name, name, (), schema, optional)


def field(name: str, *, optional: bool = False) -> Segment:
    """Return one field of a path."""
    return Segment(name, name, None, optional)


def answer(
    step_id: str, *path: Segment, schema: Mapping[str, Any] = TEXT, service_name: str = "erp", conditional: bool = False
) -> AnswerRef:
    """Return `$steps.<step>.response.body#/<path>`."""
    pointer = "".join(f"/{part.name or part.index}" for part in path)
    optional = any(part.optional for part in path)
    expression = f"$steps.{step_id}.response.body#{pointer}"
    return AnswerRef(step_id, path, schema, service_name, optional, conditional, expression)


ON_HAND = answer("stock", field("on_hand", optional=True), schema=COUNT, service_name="inventory")
AS_OF = answer(
    "stock", field("as_of", optional=True), schema={"type": "string", "format": "date-time"}, service_name="inventory"
)
QUANTITY = {"type": "integer", "minimum": 1, "maximum": 500}

REORDER = Action(
    name="reorder_part",
    title="Reorder a part",
    description="Orders a part when its stock is low and tells the team's channel.",
    owner=Owner(
        team="supply-chain", escalation=("oncall-supply",), respond=900.0, review_every=7776000.0, reviewed="2026-11-01"
    ),
    effect=Effect.WRITE,
    inputs=(
        Input("sku", "sku", {"type": "string", "minLength": 3}, True, "Which part."),
        Input("quantity", "quantity", QUANTITY, True, "How many to order."),
    ),
    steps=(
        step(
            "stock",
            call("inventory", "getStock", argument("sku", given("sku"))),
            expect=Expect(AS_OF, 900.0, (MissingRule((field("on_hand", optional=True),), "/on_hand", Missing.FAIL),)),
        ),
        step(
            "order",
            call(
                "erp",
                "createOrder",
                argument("sku", given("sku")),
                argument("quantity", given("quantity", COUNT), COUNT),
            ),
            when=Comparison(ON_HAND, "<", Literal(20)),
            undo=call("erp", "cancelOrder", argument("order_id", answer("order", field("id")))),
        ),
        step(
            "notify",
            call(
                "chat",
                "postMessage",
                argument("channel", Literal("#supply")),
                argument(
                    "text", Text((Literal("Ordered {"), given("quantity", COUNT), Literal("} of "), given("sku")))
                ),
            ),
            continue_on_failure=True,
        ),
    ),
    outputs=(
        Output(
            "order_id",
            "order_id",
            answer("order", field("id"), conditional=True),
            TEXT,
            True,
            "The order, if one was made.",
        ),
        Output("on_hand", "on_hand", ON_HAND, COUNT, False, "Pieces on hand."),
    ),
    handler=False,
    total=20.0,
    permissions=Permissions(roles=("buyer",), scopes=("orders:write",)),
    file="specs/actions/reorder_part.yaml",
)


def plan(*actions: Action) -> Plan:
    """Return a plan of these actions over the three services."""
    return Plan(services=SERVICES, actions=actions, tools=(), links=(), handlers_package="rules")

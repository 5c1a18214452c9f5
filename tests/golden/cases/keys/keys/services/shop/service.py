"""The External Service `shop`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import Bearer, Owner, Retry, Service

SERVICE = Service(
    name="shop",
    title="Shop",
    owner=Owner(team="sales", escalation=("oncall-sales",), respond=1800.0),
    base_url="env:SHOP_URL",
    credentials={"token": Bearer(token="env:SHOP_TOKEN")},
    connect_timeout=1.0,
    total_timeout=2.0,
    retry=Retry(attempts=1, on=("connect",)),
    idempotency_header="Idempotency-Key",
    responses="used",
)

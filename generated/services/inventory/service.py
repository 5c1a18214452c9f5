"""The External Service `inventory`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import ApiKey, Owner, Retry, Service

SERVICE = Service(
    name="inventory",
    title="Inventory",
    owner=Owner(team="warehouse", escalation=("oncall-warehouse",), respond=1800.0, resolve=28800.0),
    base_url="env:INVENTORY_URL",
    credentials={"api_key": ApiKey(location="header", parameter="X-Api-Key", value="env:INVENTORY_API_KEY")},
    connect_timeout=2.0,
    total_timeout=5.0,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504")),
    responses="used",
)

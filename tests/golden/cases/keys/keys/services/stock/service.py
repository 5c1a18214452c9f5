"""The External Service `stock`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import Owner, Retry, Service

SERVICE = Service(
    name="stock",
    title="Stock",
    owner=Owner(team="warehouse"),
    base_url="env:STOCK_URL",
    connect_timeout=1.0,
    total_timeout=2.0,
    retry=Retry(attempts=1, on=("connect",)),
    responses="used",
)

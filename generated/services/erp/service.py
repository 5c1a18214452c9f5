"""The External Service `erp`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import ClientCredentials, Owner, Retry, Service

SERVICE = Service(
    name="erp",
    title="ERP",
    owner=Owner(team="finance-platform", escalation=("oncall-erp",), respond=1800.0, resolve=14400.0),
    base_url="env:ERP_URL",
    credentials={
        "oauth": ClientCredentials(
            client_id="env:ERP_CLIENT_ID",
            client_secret="env:ERP_CLIENT_SECRET",
            scopes=("orders:read", "orders:write", "suppliers:read", "invoices:write"),
            token_url="env:ERP_TOKEN_URL",
        ),
    },
    connect_timeout=2.0,
    total_timeout=8.0,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504")),
    idempotency_header="Idempotency-Key",
    responses="used",
)

"""The External Service `api`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import Owner, Retry, Service

SERVICE = Service(
    name="api",
    title="api",
    owner=Owner(),
    base_url="https://shapes.example",
    connect_timeout=5.0,
    total_timeout=30.0,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504")),
    responses="used",
)

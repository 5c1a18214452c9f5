"""The External Service `api`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import ApiKey, Owner, Retry, Service

SERVICE = Service(
    name="api",
    title="api",
    owner=Owner(),
    base_url="https://old.example/api",
    credentials={"key": ApiKey(location="header", parameter="X-Key", value="env:OLD_KEY")},
    connect_timeout=5.0,
    total_timeout=30.0,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504")),
    responses="used",
)

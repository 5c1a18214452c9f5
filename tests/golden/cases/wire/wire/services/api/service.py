"""The External Service `api`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import ApiKey, Basic, ErrorRule, Owner, Retry, Service

SERVICE = Service(
    name="api",
    title="api",
    owner=Owner(),
    base_url="env:WIRE_URL",
    credentials={
        "basic": Basic(password="file:/run/secrets/wire", username="env:WIRE_USER"),
        "key": ApiKey(location="query", parameter="api_key", value="env:WIRE_KEY"),
    },
    connect_timeout=5.0,
    total_timeout=30.0,
    retry=Retry(attempts=3, on=("connect", "429", "502", "503", "504")),
    responses="used",
    errors=(ErrorRule(pointer="/ok", op="==", value=False, code="/error"),),
)

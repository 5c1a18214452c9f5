"""The External Service `chat`: its connection, credentials, policy and owner; never a secret."""

from __future__ import annotations

from codegen.runtime import Bearer, ErrorRule, Owner, Retry, Service

SERVICE = Service(
    name="chat",
    title="Chat",
    owner=Owner(team="collaboration", escalation=("oncall-chat",), respond=3600.0, resolve=86400.0),
    base_url="env:CHAT_URL",
    credentials={"bearer": Bearer(token="env:CHAT_TOKEN")},
    connect_timeout=1.0,
    total_timeout=4.0,
    retry=Retry(attempts=2, on=("connect", "429", "503")),
    responses="used",
    errors=(ErrorRule(pointer="/ok", op="==", value=False, code="/error", message="/detail"),),
)

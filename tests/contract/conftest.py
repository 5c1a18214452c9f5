from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from codegen.contract.build import build
from codegen.contract.document import Document
from codegen.contract.load import load
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics

OPERATION = """openapi: {version}
info: {{title: T, version: '1'}}
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
components:
  schemas:
"""  # noqa: E501  # a document of few lines

Load = Callable[..., tuple[Document | None, Diagnostics]]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    """Write `text` as a contract (and other files beside it) and load it."""

    def load_text(text: str, name: str = "api.yaml", **others: str) -> tuple[Document | None, Diagnostics]:
        for other, content in others.items():
            (tmp_path / other.replace("__", ".")).write_text(content)
        (tmp_path / name).write_text(text)
        diagnostics = Diagnostics()
        return load(Path(name), tmp_path, diagnostics), diagnostics

    return load_text


@pytest.fixture
def built(loaded: Load) -> Callable[..., tuple[Contract | None, Diagnostics]]:
    """Write `text` as a contract and build it."""

    def build_text(
        text: str,
        *,
        used: list[str] | None = None,
        adapt: Mapping[str, Any] | None = None,
        pinned: Mapping[str, str] | None = None,
        name: str = "api.yaml",
    ) -> tuple[Contract | None, Diagnostics]:
        document, diagnostics = loaded(text, name)
        assert document is not None, list(diagnostics)
        contract = build(
            document, service="s", used=used, adapt=adapt or {}, pinned=pinned or {}, diagnostics=diagnostics
        )
        return contract, diagnostics

    return build_text


@pytest.fixture
def schemas_of(built: Callable[..., tuple[Contract | None, Diagnostics]]) -> Callable[..., Mapping[str, Any]]:
    """Build a contract whose one operation sends and answers the component `Thing`; give its definitions."""

    def schemas(components: str, version: str = "3.1.0") -> Mapping[str, Any]:
        indented = "\n".join(f"    {line}" for line in components.strip().splitlines())
        contract, diagnostics = built(OPERATION.format(version=version) + indented + "\n")
        assert contract is not None, list(map(str, diagnostics))
        return contract.schemas

    return schemas

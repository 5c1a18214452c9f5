from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codegen.actions.bind import bind
from codegen.actions.definition import read_definition, used_operations
from codegen.actions.plan import Plan
from codegen.actions.service import read_credentials, read_service
from codegen.contract.build import build
from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics

SERVICE = "service: shop\ncontract: openapi.yaml\ncredential: shop\n"
CREDENTIALS = "shop: {type: api_key, value: env:SHOP_KEY}\n"
API = (Path(__file__).parent / "api.yaml").read_text(encoding="utf-8")

Bind = Callable[..., tuple[Plan, list[str]]]


@pytest.fixture
def bound(tmp_path: Path) -> Bind:
    """Bind definitions, given as YAML texts, against `api.yaml`; return the plan and the problems as text."""

    def run(
        *texts: str, service: str = SERVICE, api: str = API, credentials: str = CREDENTIALS
    ) -> tuple[Plan, list[str]]:
        folder = tmp_path / "specs"
        (folder / "shop").mkdir(parents=True, exist_ok=True)
        (folder / "shop" / "openapi.yaml").write_text(api, encoding="utf-8")
        (folder / "shop" / "service.yaml").write_text(service, encoding="utf-8")
        (folder / "credentials.yaml").write_text(credentials, encoding="utf-8")
        problems = Diagnostics()
        definitions = []
        for number, text in enumerate(texts):
            path = folder / f"a{number}.yaml"
            path.write_text(text, encoding="utf-8")
            if definition := read_definition(path, tmp_path, problems):
                definitions.append(definition)
        settings = read_service(folder / "shop" / "service.yaml", tmp_path, problems)
        assert settings is not None, list(map(str, problems))
        document = load(settings.contract_path, tmp_path, problems)
        assert document is not None
        used = used_operations(definitions).get("shop", frozenset())
        wanted = None if settings.operations == ("all",) else used
        contract = build(document, service="shop", used=wanted, adapt=settings.adapt, pinned={}, diagnostics=problems)
        assert contract is not None
        known = read_credentials(folder / "credentials.yaml", tmp_path, problems)
        plan = bind(definitions, [settings], {"shop": contract}, problems, credentials=known)
        return plan, [str(problem) for problem in problems]

    return run

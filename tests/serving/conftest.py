"""A client of the worked example's tools, in this process: the official SDK's, over both protocol lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import mcp_types as types
import pytest
from mcp.client import Client

from codegen.runtime import Context
from codegen.serving.server import Settings, server_of
from codegen.serving.surface import AgentTool, Surface, read_surface
from codegen.testing import Services, playing

ROOT = Path(__file__).parents[2]
LINES = ("legacy", "auto")  # the handshake's line, and the stateless one
Asking = Callable[[str], str]
Connect = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def services() -> Iterator[Services]:
    """Play the example's services."""
    with playing(ROOT) as services:
        yield services


@pytest.fixture
def buyer(services: Services) -> Context:
    """Return a caller who may order."""
    return services.context(roles=["buyer"], scopes=["orders:write", "orders:read"])


@pytest.fixture
def surface() -> Surface:
    """Return the example's tools."""
    return read_surface("generated")


def asking(surface: Surface, *ways: str, **more: Any) -> Surface:
    """Return the surface as if `reorder_part` had these ways to a yes, and `more` in its `_meta`."""
    return Surface(tuple(_changed(tool, ways, more) if tool.name == "reorder_part" else tool for tool in surface))


def _changed(tool: AgentTool, ways: tuple[str, ...], more: dict[str, Any]) -> AgentTool:
    meta = {**tool.definition["_meta"], "confirm": list(ways), **more}
    return replace(tool, definition={**tool.definition, "_meta": meta})


@pytest.fixture(params=LINES)
def connect(request: pytest.FixtureRequest) -> Connect:
    """Return what connects a client to a surface; `ask` answers questions, without it the client cannot ask."""

    @asynccontextmanager
    async def connected(
        surface: Surface, settings: Settings, *, ask: Asking | None = None, name: str = "a-client"
    ) -> AsyncIterator[Client]:
        async def answer(_context: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
            assert ask is not None
            return types.ElicitResult(action=ask(params.message))  # type: ignore[arg-type]  # a test's own word

        async with Client(
            server_of(surface, settings),
            mode=request.param,
            elicitation_callback=answer if ask else None,
            client_info=types.Implementation(name=name, version="1"),
        ) as client:
            yield client

    return connected

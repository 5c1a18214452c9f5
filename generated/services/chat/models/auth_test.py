"""Models of Chat: AuthTestResponse."""

from __future__ import annotations

from codegen.runtime import Model


class AuthTestResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    user_id: str | None = None
    team: str | None = None

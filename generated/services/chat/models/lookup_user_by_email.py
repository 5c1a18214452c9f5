"""Models of Chat: LookupUserByEmailResponse."""

from __future__ import annotations

from codegen.runtime import Model

from .user import User


class LookupUserByEmailResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    user: User | None = None

"""Models of Chat: ListUsersResponse."""

from __future__ import annotations

from codegen.runtime import Model

from .user import User


class ListUsersResponse(Model):
    ok: bool
    """Whether the call did what it says."""
    error: str | None = None
    """A short code where `ok` is false."""
    detail: str | None = None
    """A sentence where `ok` is false."""
    members: list[User] | None = None
    next_cursor: str | None = None

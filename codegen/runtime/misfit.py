"""Why an argument cannot be sent; the client turns it into `RequestInvalid`."""

from __future__ import annotations

from pydantic import ValidationError


class Misfit(Exception):  # noqa: N818  # an argument does not fit; the client makes the error of it
    """An argument does not fit its operation.

    Attributes:
        argument: its keyword.
        reason: in words, without the value.
    """

    def __init__(self, argument: str, reason: str) -> None:
        super().__init__(f"{argument}: {reason}")
        self.argument = argument
        self.reason = reason


def reason_of(error: ValidationError, skip: int = 0) -> str:
    """Return the first problem of a validation in words, never with the value; `skip` steps of its path are known."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"][skip:])
    return f"{where}: {first['msg']}" if where else str(first["msg"])

"""Resolve references, at call time, so that secrets rotate without a restart.

`env:NAME` is an environment variable, `file:PATH` the text of a file without its last line break. `keyring:` and
`vault:` are not implemented yet.
"""

from __future__ import annotations

import os
from pathlib import Path

from .redact import register

_LATER = ("keyring", "vault")


class Unresolved(Exception):  # noqa: N818  # says what happened: the reference is unresolved
    """A reference leads nowhere; the message names it, never its value."""


def is_reference(text: str) -> bool:
    """Whether the text has the form of a reference."""
    return text.partition(":")[0] in ("env", "file", *_LATER)


def secret(reference: str) -> str:
    """Return the secret that a reference leads to, registered for redaction.

    Raises:
        Unresolved: if it leads nowhere, is no reference, or is of a kind that is not implemented.
    """
    return register(setting(reference))


def setting(reference: str) -> str:
    """Return the plain setting that a reference leads to.

    Raises:
        Unresolved: as of `secret`.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        value = os.environ.get(name)
        if not value:
            raise Unresolved(f"the environment variable {name} is not set")
        return value
    if kind == "file":
        return _file(name)
    if kind in _LATER:
        raise Unresolved(f"references of the kind {kind}: are not implemented yet")
    raise Unresolved("a value stands where a reference (env:NAME or file:PATH) must")


def _file(name: str) -> str:
    try:
        value = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Unresolved(f"the file {name} cannot be read: {type(error).__name__}") from None
    if not value:
        raise Unresolved(f"the file {name} is empty")
    return value

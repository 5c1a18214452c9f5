"""What a verb raises when it was asked for something that cannot be done."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong usage: exit code 2.

    Attributes:
        message: what is wrong, in one sentence.
        suggestion: what to do instead, or "".
    """

    exit_code = 2

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion

"""What is raised where a contract cannot be fetched."""

from __future__ import annotations


class FetchError(Exception):
    """The origin gave no contract.

    Neither attribute holds a credential, the query of a URL or an absolute path.

    Attributes:
        message: what is wrong, in one sentence.
        suggestion: what to do instead, or "".
    """

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion

"""The handlers that people wrote, each held to the action it serves.

A type checker finds here the handler that no longer fits its action.
"""

from __future__ import annotations

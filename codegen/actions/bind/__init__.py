"""Definitions and contracts in, the plan out; one pass a module.

Verbs may import `bind`; the rest of the package is its own.
"""

from codegen.actions.bind.whole import bind

__all__ = ["bind"]

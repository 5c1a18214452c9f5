"""Lints: what makes an agent choose or fill a tool wrongly, though every schema is valid.

In: a `Plan`; out: `Finding`s. Verbs import it and say where each stands in the definition.
"""

from codegen.actions.lint.registry import LINTS as LINTS
from codegen.actions.lint.registry import Finding as Finding
from codegen.actions.lint.run import findings as findings

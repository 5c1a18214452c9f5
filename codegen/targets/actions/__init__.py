"""Layer 2: a plan becomes one Python module an action. In: `Plan`; out: `Tree`; verbs import it."""

from codegen.targets.actions.generate import generate as generate

"""Layer 3: the portable tools in each vendor's shape. In: `Plan`; out: `Tree`; verbs import it."""

from codegen.targets.tools.generate import generate as generate

"""The catalogue of actions, for people. In: `Plan`; out: `Tree`; verbs import it."""

from codegen.targets.docs.generate import generate as generate

"""Layer 1: `Plan` in, a typed package per External Service out. Verbs import it."""

from codegen.targets.clients.target import generate as generate

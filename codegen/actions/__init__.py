"""YAML files in, the plan out. What people write is read here, and bound to contracts in `bind`."""

"""The demonstration that `make demo` runs: a story in a terminal, in a copy of this project."""

"""The report of `codegen diff` for readers other than the terminal: a pure function `Report -> str` each."""

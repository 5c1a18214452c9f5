"""What each command does, as a function: arguments in, a frozen result out; no click, no printing.

Imported by `cli` alone. A result has `exit_code` (0 fine, 1 found something, 2 wrong input) and the diagnostics of the
run; `failure.UsageError` stops a verb that was asked for something impossible.
"""

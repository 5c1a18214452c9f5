"""Keeping disk and inputs in step: a `Tree`, the lock and the disk go in, what to write or the drift comes out.

The only package that writes generated files. Imported by `verbs` alone.
"""

"""Contracts: bytes in, `Document` between, `Contract` out.

`load` reads a file, `overlay` corrects it, `build` slices and normalises it. Imported from `actions` up.
"""

"""What every stage shares: places, diagnostics, trees of files, digests, names. Imports nothing of codegen."""

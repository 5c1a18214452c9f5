"""`make bench`: what generating costs, side by side with the peers, written to docs/figures.md."""

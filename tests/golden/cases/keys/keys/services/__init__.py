"""Layer 1: the External Services."""

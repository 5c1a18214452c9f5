"""The Invocable Actions: `find_part`, `pong`."""

"""The Invocable Actions: none yet."""

"""The Invocable Actions: `cancel`."""

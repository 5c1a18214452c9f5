"""The Invocable Actions: `add_person`."""

"""Generate External Services, Invocable Actions and Agent Actions from OpenAPI contracts."""

__version__ = "0.1.0"

"""Made by `codegen generate`: External Services, Invocable Actions and the tools of Agent Actions.

Nothing in this folder is edited by hand; what people write stands in the definitions and the handlers.
"""

"""Agent Actions at work: generated tools, listed and called.

In: the package of a project's generated code. Out: an MCP server, and the tools of agent frameworks. It stands on
`codegen.runtime` alone, so that production needs no generator; verbs import it.
"""

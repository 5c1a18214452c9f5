"""`SKILL.md`: tells an agent that has a shell how to invoke the actions (the Agent Skills format)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from codegen.actions.plan import Tool
from codegen.contract.model import Json, JsonSchema

_HEAD = """---
name: invoke-actions
description: >-
  Invokes this project's actions from a shell with `codegen run`. Use it to read from or write to the systems
  that the actions below name.
---

# Actions

Run an action with its inputs as one JSON object:

```sh
codegen run ACTION --json '{"name": "value"}'
```

- The answer is JSON on stdout: `{"ok": true, "result": …, "warnings": […]}` or `{"ok": false, "error": …}`.
  Exit code 0 means ok, 1 that the action failed, 2 that the call was wrong.
- On an error do what `next_step` says. Where `outcome` is `unknown`, do not call again: something may have taken
  effect. On `permission_denied` ask the person you work for; `--role` and `--scope` are theirs to give.
- `--dry-run` shows what would be sent, and sends nothing.
- A write asks before it runs. Show a person the dry run, and give `--yes` only after their yes.
- Where a result holds `pending`, call the action named there later, with the inputs named there.
"""


def document(tools: Sequence[Tool]) -> str:
    """Return the text of the skill; every string of a definition or contract in it is one line of plain text."""
    return "\n".join([_HEAD, *(line for tool in tools for line in _tool(tool))])


def _tool(tool: Tool) -> Iterator[str]:
    action = tool.action or tool.name  # a tool that is held back is known by its name alone
    yield f"## {action}"
    yield ""
    yield f"{_plain(tool.description)} {'Reads only.' if tool.read_only else 'Writes.'}"
    yield ""
    properties: Mapping[str, JsonSchema] = tool.input_schema.get("properties", {})
    needed = tool.input_schema.get("required", ())
    for name, schema in properties.items():
        said = _plain(str(schema.get("description", "")))
        must = "" if name in needed else ", optional"
        yield f"- `{name}` ({_kind(schema)}{must}){f': {said}' if said else ''}"
    if tool.examples:
        yield ""
        yield "```sh"
        yield f"codegen run {action} --json {_quoted(tool.examples[0])}"
        yield "```"
    yield ""


def _kind(schema: JsonSchema) -> str:
    if "enum" in schema:
        return "one of " + ", ".join(f"`{_code(choice)}`" for choice in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_kind(member) for member in schema["anyOf"])
    kind = str(schema.get("type", "any"))
    return f"list of {_kind(schema['items'])}" if kind == "array" and "items" in schema else kind


def _plain(text: str) -> str:
    """Return a text on one line that Markdown reads as itself: no link, no code, no heading, no HTML."""
    line = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|!" else char for char in line)


def _code(value: Json) -> str:
    """Return a value as text that stands between backticks."""
    return json.dumps(value, ensure_ascii=True).replace("`", "\\u0060")


def _quoted(value: Json) -> str:
    """Return JSON as one word of a POSIX shell, on one line without a backtick."""
    text = json.dumps(value, ensure_ascii=True).replace("`", "\\u0060")
    return "'" + text.replace("'", "'\\''") + "'"

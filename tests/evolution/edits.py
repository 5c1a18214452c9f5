"""What a person does to generated files, and what has to become of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_DOCSTRING = re.compile(r'\s+"""\S')
_TOOL_FIELD = re.compile(r' {10,}"description": ".*",?\n')


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of one generated file.

    Attributes:
        path: the file, below the output folder.
        added: the lines that a person wrote, or took instead of the generator's.
        removed: the generator's lines that went for them.
    """

    path: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def difference(path: str, generated: str, text: str) -> Edit:
    """Return the edit that makes `text` out of `generated`."""
    old, new = generated.splitlines(keepends=True), text.splitlines(keepends=True)
    codes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    added = [line for _, _, _, begin, end in codes for line in new[begin:end]]
    return Edit(path, tuple(added), tuple(line for _, begin, end, _, _ in codes for line in old[begin:end]))


def only_edited(edit: Edit, generated: str, text: str) -> bool:
    """Say whether `text` is `generated` but for the lines of the edit."""
    old, new = generated.splitlines(keepends=True), text.splitlines(keepends=True)
    added, removed = set(edit.added), set(edit.removed)
    seen, pending = {(0, 0)}, [(0, 0)]
    while pending:
        i, j = pending.pop()
        if (i, j) == (len(old), len(new)):
            return True
        ways = [(i, j + 1)] if j < len(new) and new[j] in added else []
        ways += [(i + 1, j)] if i < len(old) and old[i] in removed else []
        ways += [(i + 1, j + 1)] if i < len(old) and j < len(new) and old[i] == new[j] else []
        pending += [way for way in ways if way not in seen]
        seen.update(ways)
    return False


def lost(edit: Edit, file: str, patch: str) -> int:
    """Return how many bytes of an edit stand neither in the generated file nor in its patch."""
    here = set(file.splitlines(keepends=True))
    return sum(len(line.encode()) for line in edit.added if line not in here and line.rstrip("\n") not in patch)


def taken(patch: str) -> str:
    """Resolve the conflicts that a patch shows: everywhere the person's side is taken."""
    head, shown = patch[: _shown_at(patch)], patch[_shown_at(patch) :]
    lines, side = [], "all"
    for line in shown.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            side = "mine"
        elif line.startswith("||||||| ") and side == "mine":
            side = "other"
        elif line.startswith(">>>>>>> ") and side == "other":
            side = "all"
        elif side != "other":
            lines.append(line)
    return head + "".join(lines)


def _shown_at(patch: str) -> int:
    """Return where the text to be resolved begins; the line before says so."""
    told = patch.index("==== resolve it below this line")
    return patch.index("\n", told) + 1


# ------------------------------------------------------------------ editing as a person does


def edited(path: str, text: str, tag: str) -> str:
    """Return a generated file's text after a person was at it.

    Args:
        path: the file.
        text: what was generated.
        tag: stands in every line that changes or comes, so that it can be found again.
    """
    lines = text.splitlines(keepends=True)
    by_ending = {"py": _in_python, "json": _in_tools, "md": _in_catalogue}
    return "".join(by_ending[path.rpartition(".")[2]](lines, f"kept by hand, {tag}"))


def _in_python(lines: list[str], mark: str) -> list[str]:
    """Change a few docstrings in the midst of the file and put a comment after each."""
    result = list(lines)
    spots = _spread([n for n, line in enumerate(lines) if _DOCSTRING.match(line)])
    for number, at in reversed(list(enumerate(spots))):
        line = lines[at].rstrip("\n")
        whole = line.endswith('"""') and line.count('"""') == 2
        end = at if whole else next(n for n in range(at + 1, len(lines)) if lines[n].rstrip().endswith('"""'))
        indent = line[: len(line) - len(line.lstrip())]
        result[end + 1 : end + 1] = [f"{indent}# {mark}, {number}\n"]
        result[at] = f'{line[:-3]} {mark}, {number}."""\n' if whole else f"{line} {mark}, {number}.\n"
    return result if spots else [*lines, f"# {mark}\n"]


def _in_tools(lines: list[str], mark: str) -> list[str]:
    """Change what a few fields of tools are said to be, and add an annotation to a tool in the middle."""
    result = list(lines)
    for number, at in enumerate(_spread([n for n, line in enumerate(lines) if _TOOL_FIELD.fullmatch(line)])):
        body, quote, rest = lines[at].rpartition('"')
        result[at] = f"{body} {mark}, {number}{quote}{rest}"
    tools = [n for n, line in enumerate(lines) if line.strip() == '"annotations": {']
    for at in tools[len(tools) // 2 :][:1]:
        result[at + 1 : at + 1] = [f'        "x-note": "{mark}",\n']
    return result


def _spread(found: list[int]) -> list[int]:
    """Return up to four of the lines, spread over all."""
    return found[len(found) // 8 :: max(1, len(found) // 4)][:4]


def _in_catalogue(lines: list[str], mark: str) -> list[str]:
    """Change the paragraph at the top and write one between the tables."""
    top = next(n for n, line in enumerate(lines) if line.startswith("Every action"))
    below = next(n for n, line in enumerate(lines) if line.startswith("## External Services"))
    changed = f"{lines[top].rstrip()} {mark}.\n"
    return [*lines[:top], changed, *lines[top + 1 : below], f"Paragraph {mark}.\n", "\n", *lines[below:]]


def places(paths: Sequence[str], services: Sequence[str]) -> list[str]:
    """Return the files that a person edits: client and a model of each service, an action, and those of all."""
    chosen = ["tools/mcp.json", "catalog.md"]
    actions = [path for path in paths if path.startswith("actions/") and not path.endswith("__init__.py")]
    for service in services:
        models = [p for p in paths if p.startswith(f"services/{service}/models/") and not p.endswith("__init__.py")]
        chosen += [f"services/{service}/client.py", *sorted(models)[len(models) // 2 :][:1]]
    return sorted([*chosen, *sorted(actions)[len(actions) // 2 :][:1]])

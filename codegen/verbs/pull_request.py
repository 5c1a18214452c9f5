"""The title and the text of a pull request about contracts that were pulled. Markdown; contracts are other people's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codegen.changes.formats.inert import bullets, code, fenced, plain
from codegen.changes.formats.words import mended_at
from codegen.changes.model import Effect
from codegen.changes.report import Row
from codegen.sync.layers import Layer
from codegen.verbs.foresee import Foreseen
from codegen.verbs.pull import Fate, Pulled

MAX_LINES = 40  # a service; reviewers ask `codegen diff` for more
_WORDS = {"stable": "what the layers above see", "wire": "how it travels", "doc": "its text", "auth": "credentials"}


def pull_request(found: Sequence[Pulled]) -> str:
    """Return the title on the first line, an empty line, and the body; "" where nothing was pulled.

    Args:
        found: what `pull` gave for each service.
    """
    news = [item for item in found if item.fate is not Fate.CURRENT]
    if not any(item.fate in (Fate.PULLED, Fate.NEWER) for item in news):
        return ""
    body = "\n\n".join(part for item in news for part in _service(item))
    return f"{_title(news)}\n\n{body}\n"


def _title(news: Sequence[Pulled]) -> str:
    names = ", ".join(item.service for item in news)
    breaks = sum(len(item.foreseen.breaks) for item in news)
    told = f"{breaks} {'thing breaks' if breaks == 1 else 'things break'}" if breaks else "nothing in use breaks"
    return f"Pull {names}: {told}"


def _service(item: Pulled) -> Iterator[str]:
    yield f"## {item.service}"
    source = (
        f"From {code(item.where)}{f', revision {code(item.revision)}' if item.revision else ''}." if item.where else ""
    )
    if item.problem:
        yield f"{source} Nothing was pulled: {plain(item.problem)} ({plain(item.suggestion)})".strip()
        return
    yield f"{source} {summary(item.foreseen)}"
    seen = item.foreseen
    if seen.breaks:
        yield "### What breaks, by the layer that has to mend it"
        yield "\n".join(f"- **{layer}**\n{bullets(lines, '  ')}" for layer, lines in broken_by_layer(seen))
    if seen.offer:
        yield f"### What absorbs it\n\n{fenced(seen.offer)}"
    if seen.misfits:
        yield f"### Definitions that no longer fit\n\n{bullets(map(plain, seen.misfits))}"
    if seen.idle:
        yield f"### Corrections that no longer apply\n\n{bullets(map(plain, seen.idle))}"
    if seen.operations:
        changes = [f"{code(name)}: {aspects_in_words(words)}" for name, words in seen.operations]
        yield f"### Operations in use that change\n\n{bullets(changes)}"
    if lines := change_lines(seen.rows):
        heading = "<summary>Every change that shows in what is in use</summary>"
        yield f"<details>{heading}\n\n{bullets(map(code, lines))}\n\n</details>"
    yield next_step(item)


def summary(seen: Foreseen) -> str:
    """Return in a sentence or two how far the change reaches."""
    # where the definitions no longer fit there is no chain of digests to compare, and the changes say it
    shown = {spot.operation for row in seen.rows for spot in row.change.places if spot.operation}
    count = len(seen.operations) or len(shown)
    used = f"{count} {'operation' if count == 1 else 'operations'} in use {'changes' if count == 1 else 'change'}"
    parts = [f"{used if count else 'No operation in use changes'}."]
    if seen.absorbed and not seen.breaks:
        parts.append("Absorbed at the External Service; agent surface unchanged.")
    if seen.came or seen.went:
        parts.append(f"In the whole contract {len(seen.came)} come and {len(seen.went)} go.")
    return " ".join(parts)


def broken_by_layer(seen: Foreseen) -> Iterator[tuple[Layer, list[str]]]:
    """Yield each layer that has something to mend, from the External Service up, with a line for each."""
    for layer in Layer:
        lines = [f"{code(item.subject)}: {plain(item.message)}" for item in seen.breaks if item.layer is layer]
        if lines:
            yield layer, lines


def aspects_in_words(aspects: Iterable[str]) -> str:
    """Return the aspects of an operation that change, in words."""
    return ", ".join(_WORDS.get(aspect, aspect) for aspect in aspects)


def change_lines(rows: Sequence[Row]) -> list[str]:
    """Return a line for each change that is more than words or is to be mended, and how many more there are.

    As many as a person reads.
    """
    shown = [row for row in rows if row.change.effect is not Effect.SAYS or row.impact.mended_by]
    lines = [_line(row) for row in shown[:MAX_LINES]]
    if len(shown) > MAX_LINES:
        lines.append(f"and {len(shown) - MAX_LINES} more: codegen diff shows them")
    if texts := len(rows) - len(shown):
        lines.append(f"{texts} {'text' if texts == 1 else 'texts'} changed")
    return lines


def next_step(item: Pulled) -> str:
    """Return what to do now."""
    layers = {broken.layer for broken in item.foreseen.breaks}
    if layers - {Layer.EXTERNAL_SERVICE}:
        return "Next: mend it in the layers named above, as `codegen diff` tells each, then `codegen generate`."
    if layers or item.foreseen.misfits:
        return "Next: absorb it in a layer (above all `adapt` in service.yaml), then `codegen generate`."
    return "Next: `codegen generate`, and review its diff."


def _line(row: Row) -> str:
    change = row.change
    side = f"{change.side} " if change.side else ""
    told = f"{change.severity.worst.name.lower()}: {side}{change.subject}: {change.message} [{change.rule}]"
    if not row.impact.mended_by or row.sure:
        return told
    why = f": {row.impact.why}" if row.impact.why else ""
    return f"{told}; to be mended at the {mended_at(row.impact, str)}{why}"

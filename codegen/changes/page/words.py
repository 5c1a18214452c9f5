"""Signs and words that the parts of the page share: a state has always a shape and a word, never a colour alone."""

from __future__ import annotations

from codegen.changes.model import Level
from codegen.changes.page.markup import Html, element, joined
from codegen.changes.page.view import ABSORBED, ACCEPTED, NOTHING_TO_MEND, UNJUDGED
from codegen.changes.report import Row
from codegen.changes.review import AGENT_ACTION, EXTERNAL_SERVICE, INVOCABLE_ACTION, Standing

LEVEL_SIGNS = {Level.BREAKING: "◆", Level.WARNING: "▲", Level.INFO: "●", Level.NONE: "○"}
STANDING_SIGNS = {
    Standing.IN_STEP: "✓",
    Standing.ABSORBED: "≈",
    Standing.FOLLOWS: "→",
    Standing.TO_MEND: "✕",
    Standing.WAITS: "…",
}
STANDING_CLASSES = {
    Standing.IN_STEP: "step",
    Standing.ABSORBED: "absorbed",
    Standing.FOLLOWS: "follows",
    Standing.TO_MEND: "mend",
    Standing.WAITS: "waits",
}

# what the filter compares: never a word of a contract
MEND_CODES = {
    EXTERNAL_SERVICE: "service",
    INVOCABLE_ACTION: "action",
    AGENT_ACTION: "tool",
    UNJUDGED: "unjudged",
    ABSORBED: "absorbed",
    ACCEPTED: "accepted",
    NOTHING_TO_MEND: "nothing",
}


def sign(character: str) -> Html:
    """Return a sign that stands beside its word."""
    return element("span", character, class_="sign", aria_hidden="true")


def level(of: Level) -> Html:
    """Return a level as sign and word."""
    name = of.name.lower()
    return element("span", sign(LEVEL_SIGNS[of]), name, class_=f"level {name}")


def count(number: int, one: str, many: str = "") -> str:
    """Return a number of things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def code(text: str) -> Html:
    """Return a name or a line as code."""
    return element("code", text)


def prose(text: str) -> Html:
    """Return a sentence of a rule's page, what stands in backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return joined([text])
    return joined(code(part) if number % 2 else part for number, part in enumerate(parts))


def sure_of(row: Row) -> str:
    """Say how sure an offer is."""
    return f"{round(row.confidence * 100)} % sure"

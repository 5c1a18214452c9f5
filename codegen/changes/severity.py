"""How much a change matters, computed from what happened where; rules carry no severities of their own.

What clients send (requests) breaks where less is allowed than before; what they get (answers) breaks where more is
possible than they were promised. Code written against the old client breaks where a name or a type is gone.
"""

from __future__ import annotations

from codegen.changes.model import Aspect, Effect, Level, Severity, Side

_NONE, _INFO, _WARNING, _BREAKING = Level

# (aspect, effect) for what is sent: wire, client code
_SENT: dict[tuple[Aspect, Effect], tuple[Level, Level]] = {
    (Aspect.EXISTENCE, Effect.ADDS): (_NONE, _INFO),
    (Aspect.EXISTENCE, Effect.REMOVES): (_WARNING, _BREAKING),
    (Aspect.EXISTENCE, Effect.NARROWS): (_BREAKING, _BREAKING),
    (Aspect.NEEDED, Effect.NARROWS): (_BREAKING, _BREAKING),
    (Aspect.NEEDED, Effect.WIDENS): (_NONE, _INFO),
    (Aspect.TYPE, Effect.NARROWS): (_BREAKING, _BREAKING),
    (Aspect.TYPE, Effect.WIDENS): (_NONE, _INFO),
    (Aspect.TYPE, Effect.REPLACES): (_BREAKING, _BREAKING),
    (Aspect.VALUES, Effect.NARROWS): (_BREAKING, _BREAKING),
    (Aspect.VALUES, Effect.WIDENS): (_NONE, _INFO),
    (Aspect.VALUES, Effect.REPLACES): (_WARNING, _NONE),
    (Aspect.NULL, Effect.NARROWS): (_BREAKING, _BREAKING),
    (Aspect.NULL, Effect.WIDENS): (_NONE, _INFO),
    (Aspect.LIMITS, Effect.NARROWS): (_BREAKING, _NONE),
    (Aspect.LIMITS, Effect.WIDENS): (_NONE, _NONE),
    (Aspect.LIMITS, Effect.REPLACES): (_WARNING, _NONE),
}

# … and for what is answered
_ANSWERED: dict[tuple[Aspect, Effect], tuple[Level, Level]] = {
    (Aspect.EXISTENCE, Effect.ADDS): (_NONE, _INFO),
    (Aspect.EXISTENCE, Effect.REMOVES): (_BREAKING, _BREAKING),
    (Aspect.EXISTENCE, Effect.WIDENS): (_WARNING, _INFO),  # another status, another kind of answer
    (Aspect.NEEDED, Effect.WIDENS): (_BREAKING, _BREAKING),
    (Aspect.NEEDED, Effect.NARROWS): (_NONE, _INFO),
    (Aspect.TYPE, Effect.WIDENS): (_BREAKING, _BREAKING),
    (Aspect.TYPE, Effect.NARROWS): (_NONE, _INFO),
    (Aspect.TYPE, Effect.REPLACES): (_BREAKING, _BREAKING),
    (Aspect.VALUES, Effect.WIDENS): (_WARNING, _NONE),  # our clients let unknown values pass
    (Aspect.VALUES, Effect.NARROWS): (_NONE, _INFO),
    (Aspect.VALUES, Effect.REPLACES): (_WARNING, _NONE),
    (Aspect.NULL, Effect.WIDENS): (_BREAKING, _BREAKING),
    (Aspect.NULL, Effect.NARROWS): (_NONE, _INFO),
    (Aspect.LIMITS, Effect.WIDENS): (_WARNING, _NONE),
    (Aspect.LIMITS, Effect.NARROWS): (_NONE, _NONE),
    (Aspect.LIMITS, Effect.REPLACES): (_WARNING, _NONE),
}

# … and for what is neither: operations, names, how things travel, security
_APART: dict[tuple[Aspect, Effect], tuple[Level, Level]] = {
    (Aspect.EXISTENCE, Effect.ADDS): (_NONE, _INFO),
    (Aspect.EXISTENCE, Effect.REMOVES): (_BREAKING, _BREAKING),
    (Aspect.NAME, Effect.REPLACES): (_NONE, _BREAKING),
    (Aspect.TRANSPORT, Effect.REPLACES): (_BREAKING, _NONE),
}


def severity_of(aspect: Aspect, effect: Effect, side: Side, *, retyped: bool = False) -> Severity:
    """Return the three dimensions that follow from the contracts alone; action and tool follow from the plan.

    Args:
        aspect: what changed.
        effect: how.
        side: where it travels.
        retyped: whether client code has another type there, whatever the wire says.
    """
    if effect is Effect.SAYS:
        return Severity(_INFO, _NONE)
    if aspect is Aspect.SECURITY:
        narrows = effect in (Effect.NARROWS, Effect.REPLACES)
        return Severity(_BREAKING if narrows else _INFO, _NONE, _BREAKING if narrows else _INFO)
    table = {Side.REQUEST: _SENT, Side.RESPONSE: _ANSWERED, Side.NONE: _APART}[side]
    wire, client = table.get((aspect, effect)) or _APART.get((aspect, effect), (_WARNING, _WARNING))
    return Severity(wire, _BREAKING if retyped else client)

"""What a change does above the contract: the actions, tools and lines of people's code that it reaches, if any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from codegen.changes.keys import key_of, line_keys
from codegen.changes.model import Aspect, Change, Effect, Element, Level, Severity, Side
from codegen.changes.use import ANY, Used


@dataclass(frozen=True, slots=True, order=True)
class UserLine:
    """One line of a person's code that touches what changed; the file is relative to the project's root."""

    file: str
    line: int
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Impact:
    """What one change does to a project.

    Attributes:
        actions: those that call an operation in which the change shows, and use what changed.
        tools: those whose surface changes with it.
        lines: people's own code that touches it.
        absorbed: whether layer 1 takes it up and nothing above changes.
        mended_by: the layer in which it has to be mended, "" where nothing has.
        why: why layer 1 cannot take it up by itself; "" where it can or need not.
        owners: the teams that own what has to be mended, as far as they are named.
    """

    actions: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    lines: tuple[UserLine, ...] = ()
    absorbed: bool = False
    mended_by: str = ""
    why: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """The project that a change falls into.

    Attributes:
        uses: what the actions use, of the service in question.
        tools: tool to its action.
        moved: actions whose inputs or outputs differ with the new contract.
        broken: actions that can no longer be bound.
        lines: by `line_keys`, the lines of people's code that touch an element.
        seen: what the layers above see change, after `adapt`, as `visible` says it; None where that is not known.
        stable: for an element under its wire name, the name it has above.
        address: where the service is asked, as service.yaml says; "" where it does not.
        key: the header in which layer 1 tells a repeated write, as service.yaml says; "" where it does not.
        scopes: what the service's credentials ask for already.
        team: who owns the service; "" where nobody is named.
        teams: likewise, for each action.
    """

    uses: Sequence[Used]
    tools: Mapping[str, str]
    moved: frozenset[str]
    broken: frozenset[str]
    lines: Mapping[tuple[str, str, str], tuple[UserLine, ...]]
    seen: frozenset[tuple[object, ...]] | None = None
    stable: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    address: str = ""
    key: str = ""
    scopes: frozenset[str] = frozenset()
    team: str = ""
    teams: Mapping[str, str] = field(default_factory=dict)


# why layer 1 cannot take a change up
_REASONS: Mapping[tuple[Aspect, Effect], str] = {
    (Aspect.EXISTENCE, Effect.REMOVES): "the wire has it no more, and nothing that came is sure to be the same",
    (Aspect.EXISTENCE, Effect.NARROWS): "the contract gives no value for it",
    (Aspect.EXISTENCE, Effect.WIDENS): "what comes then is another answer",
    (Aspect.NEEDED, Effect.NARROWS): "the contract gives no value for it",
    (Aspect.NEEDED, Effect.WIDENS): "what is missing cannot be made up",
    (Aspect.NULL, Effect.WIDENS): "what a null should count as is for the action to say",
    (Aspect.NULL, Effect.NARROWS): "what to send in place of null is for the action to say",
    (Aspect.TYPE, Effect.REPLACES): "the new kind of value cannot be turned into the old one",
    (Aspect.TYPE, Effect.WIDENS): "values of the new kind have no counterpart above",
    (Aspect.TYPE, Effect.NARROWS): "values that are sent today are refused",
    (Aspect.VALUES, Effect.NARROWS): "a value that may be sent today is refused",
    (Aspect.VALUES, Effect.WIDENS): "what a new value means is for the action to say",
    (Aspect.LIMITS, Effect.NARROWS): "what is sent today may be refused",
    (Aspect.SECURITY, Effect.NARROWS): "a credential or a scope is somebody's to get",
    (Aspect.SECURITY, Effect.REPLACES): "a credential is somebody's to get",
}


def _reason(change: Change) -> str:
    """Return why layer 1 cannot take a change up."""
    if change.side is Side.RESPONSE and (change.aspect, change.effect) == (Aspect.VALUES, Effect.NARROWS):
        return "a value that something may wait for comes no more"
    return _REASONS.get((change.aspect, change.effect), "")


def visible(change: Change, name: str = "") -> tuple[object, ...]:
    """Return what tells a change among those that the layers above see.

    Args:
        change: under wire names, or as it is seen above.
        name: the element's name above, where the change is under wire names.
    """
    kind, owner, wire = key_of(change.element)
    if kind == "parameter" and change.aspect is Aspect.NAME:  # by another name it is another, for those above
        return change.side, Aspect.EXISTENCE, Effect.REMOVES, kind, owner, name or wire
    return change.side, change.aspect, change.effect, kind, owner, name or wire


def judge(change: Change, around: Around) -> tuple[Change, Impact]:
    """Return a change with its severity in all five dimensions, and what it does.

    A change that nobody's action or code touches is not breaking for them: generated clients read and send only what is
    used.

    Args:
        change: as it follows from the contracts.
        around: the project.
    """
    if _key_went(change, around):
        severity = replace(change.severity, wire=Level.BREAKING)
        team = (around.team,) if around.team else ()
        return replace(change, severity=severity), Impact(mended_by="External Service", why=_KEY_WENT, owners=team)
    if change.rule == "api-security-scope-added" and change.new in around.scopes:
        return replace(change, severity=Severity(Level.INFO, credential=Level.INFO)), Impact(absorbed=True)
    if _hidden(change, around):
        return change, Impact(absorbed=max(change.severity.wire, change.severity.client) > Level.INFO)
    operations = {spot.operation for spot in change.places}
    callers = [used for used in around.uses if not change.places or used.operation in operations or operations == {""}]
    touching = [used for used in callers if _touches(change, used)]
    lines = _lines(change, around)
    actions = tuple(dict.fromkeys(used.action for used in touching))
    shown = {used.action for used in touching if _among(change.element, used.shown)} & around.moved
    tools = tuple(tool for tool, action in around.tools.items() if action in shown)
    action = max((_action_level(change, used, around) for used in touching), default=Level.NONE)
    severity = _capped(change, used=bool(touching or lines))
    tool = Level.NONE if not tools else Level.WARNING if change.effect is Effect.SAYS else Level.BREAKING
    severity = replace(severity, action=action, tool=tool)
    if lines and change.effect is not Effect.SAYS and change.severity.worst > Level.INFO:
        severity = replace(severity, client=max(severity.client, Level.WARNING))
    mended_by = _mended_by(severity, lines) if change.effect is not Effect.SAYS else ""
    why = _reason(change) if mended_by else ""
    if _at_old_address(change, around):
        severity = replace(severity, client=Level.WARNING)
        mended_by, why = "External Service", "base_url in service.yaml is the old address"
    absorbed = _absorbed(change, severity, lines)
    impact = Impact(actions, tools, lines, absorbed, mended_by, why, _owners(mended_by, actions, around))
    return replace(change, severity=severity), impact


_KEY_WENT = "idempotency in service.yaml names the old header, so a repeated write is not known as one"


def _key_went(change: Change, around: Around) -> bool:
    """Say whether the header is gone by which the service knows a repeated write."""
    gone = change.aspect is Aspect.EXISTENCE and change.effect is Effect.REMOVES
    kind, owner, name = key_of(change.element)
    return gone and (kind, owner) == ("parameter", "header") and name.lower() == around.key.lower() != ""


def absorbable(impact: Impact, around: Around) -> Impact:
    """Return the impact of a change for which a line of `adapt` is sure: it is mended at the External Service."""
    if not impact.mended_by:
        return impact
    owners = (around.team,) if around.team else ()
    return replace(impact, mended_by="External Service", why="", owners=owners)


def _lines(change: Change, around: Around) -> tuple[UserLine, ...]:
    """Return the lines of people's code that touch what changed; how a value travels is none of theirs."""
    if change.aspect is Aspect.TRANSPORT:
        return ()
    return tuple(sorted({line for key in line_keys(change) for line in around.lines.get(key, ())}))


def _owners(mended_by: str, actions: Sequence[str], around: Around) -> tuple[str, ...]:
    """Return the teams that own what has to be mended: the service's, or those of the actions that use what changed."""
    if not mended_by:
        return ()
    teams = [around.team] if mended_by == "External Service" else [around.teams.get(action, "") for action in actions]
    return tuple(dict.fromkeys(team for team in teams if team))


def _at_old_address(change: Change, around: Around) -> bool:
    """Say whether a contract's server moved while the project asks at the old one, as `add` has written it."""
    return change.rule == "api-server-changed" and bool(change.old) and around.address.rstrip("/") == change.old


def _hidden(change: Change, around: Around) -> bool:
    """Say whether `adapt` lets the layers above see nothing of a change."""
    looked_up = change.element.kind in ("parameter", "property") or change.aspect is Aspect.NAME
    if around.seen is None or not looked_up or change.effect is Effect.SAYS:
        return False
    return visible(change, around.stable.get(key_of(change.element), "")) not in around.seen


def _touches(change: Change, used: Used) -> bool:
    """Say whether a call has to do with what changed."""
    element = change.element
    if element.kind in ("contract", "operation", "body", "answer", "header"):
        return element.kind != "header"
    if change.side is Side.REQUEST and _asks_for_more(change):
        return not _among(element, used.sends) or change.aspect is not Aspect.EXISTENCE
    words = used.fixed.get(key_of(element)) if change.side is Side.REQUEST else None
    if words is not None and change.aspect is Aspect.VALUES and change.old not in words:
        return False
    return _among(element, used.sends if change.side is Side.REQUEST else used.reads)


def _asks_for_more(change: Change) -> bool:
    """Say whether a request lacks what it now needs, so that not sending it is what matters."""
    return change.effect is Effect.NARROWS and change.aspect in (Aspect.EXISTENCE, Aspect.NEEDED)


def _among(element: Element, elements: frozenset[tuple[str, str, str]]) -> bool:
    kind, owner, name = key_of(element)
    return (kind, owner, name) in elements or (kind, owner, ANY) in elements


def _action_level(change: Change, used: Used, around: Around) -> Level:
    if change.effect is Effect.SAYS or change.aspect is Aspect.SECURITY:
        return Level.NONE
    if used.action in around.broken and change.severity.worst is Level.BREAKING:
        return Level.BREAKING
    if change.element.kind in ("body", "answer") and used.action not in around.broken | around.moved:
        return Level.NONE  # another status or media type of the same: the definitions fit as they are
    if change.side is Side.REQUEST and _asks_for_more(change):
        return Level.NONE if _among(change.element, used.sends) else Level.BREAKING
    if change.aspect in (Aspect.NAME, Aspect.TRANSPORT) or change.effect is Effect.ADDS:
        return Level.NONE
    return max(change.severity.wire, change.severity.client) if change.severity.worst > Level.INFO else Level.NONE


def _capped(change: Change, *, used: bool) -> Severity:
    """Return what matters of a change for those who do not touch what it is about."""
    went = change.element.kind == "operation" and change.effect is Effect.REMOVES
    if used or not (went or change.element.kind in ("parameter", "property", "header")):
        return change.severity
    if change.side is Side.REQUEST and _asks_for_more(change):
        return change.severity
    wire, client = min(change.severity.wire, Level.INFO), min(change.severity.client, Level.INFO)
    return replace(change.severity, wire=wire, client=client)


def _absorbed(change: Change, severity: Severity, lines: Sequence[UserLine]) -> bool:
    if change.element.kind == "operation" and change.effect is Effect.REMOVES:
        return False  # nothing takes up what is gone; at best nobody calls it
    above = severity.action > Level.NONE or severity.tool > Level.NONE or lines or severity.credential > Level.INFO
    return not above and max(change.severity.wire, change.severity.client) > Level.INFO


def _mended_by(severity: Severity, lines: Sequence[UserLine]) -> str:
    if severity.credential is Level.BREAKING:
        return "External Service"
    if severity.action >= Level.WARNING or lines:
        return "Invocable Action"
    return "Agent Action" if severity.tool is Level.BREAKING else ""

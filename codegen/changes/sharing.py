"""What several changes have in common: one component of the contract, which stands in many places and changed once.

Strings, enums and lists are taken in where they are used, and parameters and answers belong to their operations; so one
change of a component is found at each place. Here such changes become one row again, with every place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce

from codegen.changes.absorb import merged
from codegen.changes.impact import Impact
from codegen.changes.model import Change, Severity
from codegen.changes.registry import rule_of
from codegen.changes.report import Row
from codegen.changes.rules.types import STANDS
from codegen.contract.document import Document, lookup
from codegen.contract.index import unescape_fragment
from codegen.contract.model import Json
from codegen.core.places import tokens

_PLACES = sorted(STANDS, key=len, reverse=True)
_KINDS = {"parameters": "parameter", "responses": "answer", "requestBodies": "body", "headers": "header"}
_INNER = re.compile(r"(?:\[\]|\{\})+$")  # the items or the values of what a place names


def together(rows: Iterable[Row], old: Document, new: Document) -> list[Row]:
    """Return rows in their order, those about one change of one component as one.

    Args:
        rows: of one service.
        old: the document as it was.
        new: as it is now.
    """
    found: dict[tuple[object, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        component = shared_by(row.change, old, new)
        change = row.change
        values = repr((change.old, change.new))
        key = (component, _happened(change), change.message, change.side, values, row.used) if component else (number,)
        found.setdefault(key, []).append(row)
    return [joined_rows(group, str(key[0]), old, new) if len(group) > 1 else group[0] for key, group in found.items()]


def _happened(change: Change) -> str:
    """Return the rule's id without the place where the value stands."""
    return next(
        (change.rule.removeprefix(f"{place}-") for place in _PLACES if change.rule.startswith(f"{place}-")), change.rule
    )


def shared_by(change: Change, old: Document, new: Document) -> str:
    """Return the pointer of the component that changed, where a change is about what several places share; else "".

    It is where the same reference stands on both sides and leads to something else than before.
    """
    before = list(_steps(change, change.element.old_pointer, old))
    after = list(_steps(change, change.element.new_pointer, new))
    if not before or not after or before[0][1] != after[0][1]:
        return ""  # what stands at the place itself changed
    found = ""
    for (one, was), (other, now) in zip(before[1:], after[1:], strict=False):
        if one != other:
            break
        found = one if was != now else found
    return found


def joined_rows(rows: list[Row], component: str, old: Document, new: Document) -> Row:
    """Return several rows about one component as one; where layer 1 takes up some of them, the others count.

    Args:
        rows: two or more.
        component: its pointer.
        old: the document as it was, where the row is placed.
        new: as it is now, likewise.
    """
    changes = [row.change for row in rows]
    counting = [row for row in rows if not row.impact.absorbed] or rows
    change = replace(
        changes[0],
        subject=_name(component),
        places=tuple(sorted({spot for change in changes for spot in change.places})),
        severity=reduce(_worse, (row.change.severity for row in counting)),
    )
    offers = [row for row in rows if row.offer]
    return replace(
        rows[0],
        change=change,
        old=old.place(component),
        new=new.place(component),
        impact=_impact([row.impact for row in counting]),
        offer=merged([row.offer for row in offers]),
        confidence=min((row.confidence for row in offers), default=0.0),
        partly=any(row.breaking and not row.offer for row in rows),
        stands=tuple(changes),
    )


def _worse(one: Severity, other: Severity) -> Severity:
    return Severity(
        max(one.wire, other.wire),
        max(one.client, other.client),
        max(one.credential, other.credential),
        max(one.action, other.action),
        max(one.tool, other.tool),
    )


def _impact(impacts: list[Impact]) -> Impact:
    mending = next((impact for impact in impacts if impact.mended_by), impacts[0])
    return Impact(
        actions=tuple(dict.fromkeys(name for impact in impacts for name in impact.actions)),
        tools=tuple(dict.fromkeys(name for impact in impacts for name in impact.tools)),
        lines=tuple(sorted({line for impact in impacts for line in impact.lines})),
        absorbed=all(impact.absorbed for impact in impacts),
        mended_by=mending.mended_by,
        why=mending.why,
        owners=tuple(dict.fromkeys(team for impact in impacts for team in impact.owners)),
    )


def _name(component: str) -> str:
    """Return what a component is called in messages."""
    *holder, name = tokens(component)
    kind = _KINDS.get(holder[-1] if holder else "")
    return f"{kind} {name}" if kind else name


# ------------------------------------------------------------------ following a change into a document


def _steps(change: Change, at: str, document: Document) -> Iterator[tuple[str, Json]]:
    """Yield the place of a change ("" and its node), then each component that references lead to from there."""
    found = Following(document.raw)
    try:
        site = found.site(change, at) if at else None
    except (LookupError, ValueError, TypeError, AttributeError):  # no such place on that side
        return
    if site is None:
        return
    yield "", site
    yield from found.components


class Following:
    """Goes from a change's place to what it is about, and notes the components on the way.

    Attributes:
        components: the pointers of those that references lead to behind the place, with what stands there.
    """

    def __init__(self, raw: Mapping[str, Json]) -> None:
        self._raw = raw
        self.components: list[tuple[str, Json]] = []

    def site(self, change: Change, at: str) -> Json:
        """Return the node at a change's place, None where it is of no kind that several places share.

        Args:
            change: what is followed.
            at: the pointer of its element in this document.

        Raises:
            LookupError, ValueError, TypeError, AttributeError: if there is no such place.
        """
        element, rule = change.element, rule_of(change.rule)
        schema = rule is not None and rule.on == "schema"
        where = change.places[0].where if change.places else ""
        if element.kind == "property":
            site = self._descend(at)
            node = self._followed(site)
        elif element.kind == "parameter":
            site = self._parameter(at, element.owner, element.name)
            node = self._followed(site)
            if not schema:  # the finding is about the parameter itself
                return site
            node = self._followed(node.get("schema"))
        elif element.kind in ("body", "answer"):
            site = self._holder(at, element.kind, element.owner)
            node = self._followed(site)
            if not schema:
                return site
            node = self._followed(self._schema(node, _INNER.sub("", where).rpartition(" ")[2]))
        else:
            return None
        inner = _INNER.search(where)
        for sign in re.findall(r"\[\]|\{\}", inner[0]) if inner else ():
            node = self._followed(node["items" if sign == "[]" else "additionalProperties"])
        return site

    def whole(self, change: Change, at: str) -> Json:
        """Return what came or went itself: an operation, a parameter without its reference, a media type, a header.

        Args:
            change: what is followed.
            at: the pointer of its element in this document.

        Raises:
            LookupError, ValueError, TypeError, AttributeError: if there is no such place.
        """
        element = change.element
        if element.kind in ("operation", "contract"):
            return lookup(self._raw, at)
        if element.kind == "header":
            headers = self._followed(self._holder(at, "answer", element.owner))["headers"]
            return self._followed(next(node for name, node in headers.items() if name.lower() == element.name.lower()))
        site = self.site(change, at)
        if element.kind == "property":
            return site
        node = self._followed(site)
        media = change.places[0].where.rpartition(" ")[2] if change.places else ""
        return node["content"][media] if "/" in media and "content" in node else node

    def _descend(self, at: str) -> Json:
        """Return what a pointer leads to, through references and `allOf` on the way; the way's components are none."""
        node: Json = self._raw
        for step in tokens(at):
            node = self._member(self._followed(node), step)
        self.components.clear()
        return node

    def _member(self, node: Json, step: str) -> Json:
        if isinstance(node, list):
            return node[int(step)]
        if step == "properties" and "allOf" in node:
            return self._properties(node)
        return node[step]

    def _properties(self, node: Json, seen: frozenset[int] = frozenset()) -> Mapping[str, Json]:
        """Return the properties of a schema and of the parts that it is made of, its own first."""
        found: dict[str, Json] = {}
        for part in node.get("allOf", ()) if id(node) not in seen else ():
            found |= self._properties(self._followed(part), seen | {id(node)})
        return {**found, **node.get("properties", {})}

    def _followed(self, node: Json) -> Json:
        """Return what a node's references lead to."""
        for _ in range(20):
            inner = node.get("allOf") if isinstance(node, Mapping) else None
            if isinstance(inner, list) and len(inner) == 1 and "properties" not in node:
                node = inner[0]
            reference = node.get("$ref") if isinstance(node, Mapping) else None
            if not isinstance(reference, str):
                return node
            at = unescape_fragment(reference)
            node = lookup(self._raw, at)
            self.components.append((at, node))
        return node

    def _parameter(self, at: str, location: str, name: str) -> Json:
        """Return a parameter of the operation at `at`, as it stands there."""
        item = self._descend(at.rpartition("/")[0])
        operation = self._descend(at)
        for parameter in (*operation.get("parameters", ()), *item.get("parameters", ())):
            told = self._followed(parameter)
            self.components.clear()
            if told.get("in") == location and told.get("name") == name:
                return parameter
        raise KeyError(name)

    def _holder(self, at: str, kind: str, status: str) -> Json:
        """Return an operation's body or answer, as it stands there."""
        operation = self._descend(at)
        if kind == "answer":
            return operation["responses"][status]
        if "requestBody" in operation:
            return operation["requestBody"]
        return next((p for p in operation.get("parameters", ()) if p.get("in") == "body"), None)

    @staticmethod
    def _schema(holder: Json, media: str) -> Json:
        """Return the schema of an answer or a body; of OpenAPI 2.0 there is but one."""
        return holder["content"].get(media, {}).get("schema") if "content" in holder else holder.get("schema")

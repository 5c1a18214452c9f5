"""One service's old and new contract, compared and judged by what the project makes of the changes."""

from __future__ import annotations

from dataclasses import replace

from codegen.changes.absorb import Offer
from codegen.changes.impact import absorbable, judge
from codegen.changes.model import Change, Element
from codegen.changes.parts import with_parts
from codegen.changes.report import Row
from codegen.changes.sharing import together
from codegen.changes.walk import changes
from codegen.contract.document import Document, lookup
from codegen.core.places import Place
from codegen.verbs.diff_sides import Home, Sides
from codegen.verbs.surroundings import Surroundings


def offers_of(sides: Sides, home: Home) -> tuple[Offer, ...]:
    """Return the lines of `adapt` that absorb what changed between two contracts of a service, each proved."""
    found = [used for change in changes(sides.old, sides.new) if (used := _narrowed(change, sides.used)) is not None]
    return tuple(Surroundings(sides, home, found).offers()) if found else ()


class Comparison:
    """One service's changes as rows.

    Attributes:
        rows: every change, those in no operation in use among them.
        newly_used: operations that are used now and were not before.
    """

    def __init__(self, sides: Sides, home: Home | None) -> None:
        self.rows: list[Row] = []
        self.newly_used: list[str] = []
        self._offers: tuple[Offer, ...] = ()
        self._sides = sides
        found = changes(sides.old, sides.new)
        narrowed = {id(change): used for change in found if (used := _narrowed(change, sides.used)) is not None}
        around = None
        if home is not None and sides.service and narrowed:
            surroundings = Surroundings(sides, home, [change for change in found if id(change) in narrowed])
            around = surroundings.around()
            self._offers = tuple(surroundings.offers())
            beneath = surroundings.beneath()
            found += beneath
            narrowed |= {id(change): change for change in beneath}
        for change in found:
            used = narrowed.get(id(change))
            if used is not None and change.rule == "endpoint-added" and sides.used is not None:
                self.newly_used.append(f"{sides.service}: {change.subject}")
                continue
            row = self._row(change, used)
            if around is not None and used is not None:
                judged, impact = judge(used, around)
                row = replace(row, change=judged, impact=absorbable(impact, around) if row.sure else impact)
            self.rows.append(row)
        documents = (sides.old_document, sides.new_document)
        self.rows = with_parts(together(self.rows, *documents), *documents)

    def _row(self, change: Change, used: Change | None) -> Row:
        told = used or change
        offer = next((o for o in self._offers if any(change is other for other in o.changes)), None)
        row = Row(self._sides.service, told, used is not None, *self._places(told.element))
        return row if offer is None else replace(row, offer=offer.lines, confidence=offer.confidence)

    def _places(self, element: Element) -> tuple[Place | None, Place | None]:
        return (
            _place(self._sides.old_document, element.old_pointer, whole=element.kind == "contract"),
            _place(self._sides.new_document, element.new_pointer, whole=element.kind == "contract"),
        )


def _place(document: Document, at: str, *, whole: bool) -> Place | None:
    """Return where an element stands; of one of the contract as a whole None where it does not.

    Args:
        document: the contract.
        at: the pointer, "" for none.
        whole: whether it is one of the contract as a whole, under the names of OpenAPI 3.
    """
    if not at:
        return None
    if not whole:
        return document.place(at)
    if document.version.startswith("2"):
        at = at.replace("/components/securitySchemes", "/securityDefinitions").replace("/servers", "/host")
    try:
        lookup(document.raw, at)
    except KeyError:
        return None
    return document.place(at)


def _narrowed(change: Change, used: frozenset[str] | None) -> Change | None:
    """Return a change with only its places in operations in use; None where it has none there."""
    if used is None:
        return change
    places = tuple(spot for spot in change.places if spot.operation in used or not spot.operation)
    return replace(change, places=places) if places else None

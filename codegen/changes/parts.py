"""What of each contract came or went: the node itself, for changes that have no value of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.changes.model import Aspect, Change
from codegen.changes.report import Row
from codegen.changes.sharing import Following
from codegen.contract.document import Document
from codegen.contract.model import Json

_NAMED = frozenset({"property", "header"})


def with_parts(rows: Iterable[Row], old: Document, new: Document) -> list[Row]:
    """Return rows, those of what came or went with what stands in the documents.

    Args:
        rows: of one service.
        old: the document as it was.
        new: as it is now.
    """
    return [_with_parts(row, old, new) for row in rows]


def _with_parts(row: Row, old: Document, new: Document) -> Row:
    change = row.change
    if change.aspect is not Aspect.EXISTENCE or change.old is not None or change.new is not None:
        return row
    element = change.element
    parts = (_part(change, element.old_pointer, old), _part(change, element.new_pointer, new))
    return replace(row, old_part=parts[0], new_part=parts[1])


def _part(change: Change, at: str, document: Document) -> Json:
    """Return what stands in a document, under its key where it has one; None where nothing does."""
    if not at:
        return None
    try:
        node = Following(document.raw).whole(change, at)
    except (LookupError, ValueError, TypeError, AttributeError):  # no such place in this document
        return None
    element = change.element
    key = element.owner if element.kind == "answer" else element.name.rpartition(".")[2]
    return {key: node} if node is not None and key and element.kind in {*_NAMED, "answer"} else node

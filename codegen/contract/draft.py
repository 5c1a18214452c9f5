"""The draft: what a document says of some operations, in normal form, before anything is named or adapted.

It is the same whatever a project calls things, so the contracts that a comparison builds of one document, under one
`adapt` after another, share it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.contract.document import Document
from codegen.contract.index import OperationEntry, operation_index, select
from codegen.contract.mapping import map_operation
from codegen.contract.model import Contract, Json, Operation, SecurityScheme
from codegen.contract.notes import Notes
from codegen.contract.passes.fields import held
from codegen.contract.passes.inline import Inliner
from codegen.contract.passes.normal import Node
from codegen.contract.passes.normalise import Normaliser, place_of
from codegen.contract.passes.prune import prune
from codegen.contract.passes.read import Reader
from codegen.contract.passes.tidy_operations import tidy_operations
from codegen.contract.passes.tidy_schemas import tidy_schema
from codegen.contract.slice import Slice, cut
from codegen.contract.upgrade import openapi30, swagger2
from codegen.contract.walk import map_tree
from codegen.core.diagnostics import Diagnostic, Diagnostics
from codegen.core.parallel import both
from codegen.core.places import pointer


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document says of some operations.

    Attributes:
        tree: the slice as an OpenAPI 3.1 document, mended; a snapshot is this.
        operations: in the order of the entries, everything in them under its name on the wire.
        definitions: what they hold, in normal form, by the pointer each stands at in the slice.
        pointers: where each definition stands in the document.
        aliases: pointer to the pointer that a definition takes its name from.
        security_schemes: those of the slice by name.
        diagnostics: what the passes found, each with its place.
    """

    tree: Mapping[str, Json]
    operations: tuple[Operation, ...]
    definitions: Mapping[str, Node]
    pointers: Mapping[str, str]
    aliases: Mapping[str, str]
    security_schemes: Mapping[str, SecurityScheme]
    diagnostics: tuple[Diagnostic, ...]


def draft(document: Document, entries: Sequence[OperationEntry]) -> Draft:
    """Return the draft of some operations of a document.

    Args:
        document: as `load` and `apply_overlays` gave it.
        entries: the operations; what they are called is of no account.
    """
    notes, told = Notes(), Diagnostics()
    sliced = _mended(cut(document, entries, told), notes)
    tree = sliced.tree
    normaliser = Normaliser(tree.get("components", {}).get("schemas", {}), notes)
    reader = Reader(tree, normaliser.schema, notes)
    operations = [reader.operation(entry, pointer("paths", entry.path, entry.method.lower())) for entry in entries]
    inliner = Inliner(normaliser.definitions, notes)
    operations = [map_operation(operation, inliner.node, inliner.node) for operation in operations]
    definitions = {name: inliner.definitions[name] for name in sorted(held(operations, inliner.definitions))}
    pointers = {name: sliced.origin(place_of(name)) for name in definitions}
    schemes = reader.security_schemes()
    notes.report(sliced, told)
    return Draft(tree, tuple(operations), definitions, pointers, normaliser.aliases, schemes, tuple(told))


def _mended(sliced: Slice, notes: Notes) -> Slice:
    """Return a slice as OpenAPI 3.1, mended: all that the later passes read."""
    if sliced.document.version.startswith("2"):
        sliced = swagger2.upgrade(sliced)
    sliced = openapi30.upgrade(sliced)
    tree = tidy_operations(sliced.tree, notes)
    tree = map_tree(tree, lambda node, at: tidy_schema(node, at, notes))
    return replace(sliced, tree=prune(tree))


class Drafts:
    """The drafts made so far, each once for a document and a choice of its operations, and the contracts of them."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, tuple[str, ...]], tuple[Document, Draft]] = {}
        self._contracts: dict[tuple[int, Hashable], tuple[Document, Contract, Diagnostics]] = {}

    def of(self, document: Document, entries: Sequence[OperationEntry]) -> Draft:
        """Return a draft, made where there is none yet."""
        key = _key(document, entries)
        if key not in self._made:
            self._keep(document, entries, draft(document, entries))
        return self._made[key][1]

    def contract(
        self, document: Document, what: Hashable, make: Callable[[Diagnostics], Contract]
    ) -> tuple[Contract, Diagnostics]:
        """Return a contract and what was found while it was built, built where there is none yet.

        Args:
            document: what it is of.
            what: all else that it depends on.
            make: builds it, and adds what it finds.
        """
        key = (id(document), what)
        if key not in self._contracts:
            told = Diagnostics()
            self._contracts[key] = (document, make(told), told)
        return self._contracts[key][1:]

    def prepare(self, one: Document, other: Document, used: frozenset[str] | None) -> None:
        """Make the drafts of two documents at once where neither is there yet and one of them is large.

        Args:
            one: a document.
            other: another.
            used: `METHOD /path` of the operations; None for all.
        """
        choices = [(document, select(operation_index(document, {}), used)) for document in (one, other)]
        missing = [choice for choice in choices if _key(*choice) not in self._made and choice[1]]
        if len(missing) == 2 and (one.large or other.large):
            made = both(lambda: draft(*missing[0]), lambda: draft(*missing[1]))
            for choice, found in zip(missing, made, strict=True):
                self._keep(*choice, found)

    def _keep(self, document: Document, entries: Sequence[OperationEntry], made: Draft) -> None:
        self._made[_key(document, entries)] = (document, made)  # while it is held, no other document gets its id


def _key(document: Document, entries: Sequence[OperationEntry]) -> tuple[int, tuple[str, ...]]:
    return id(document), tuple(entry.key for entry in entries)

"""The straight way in one place: definitions and contracts in; the plan, the tree and its lock out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import codegen
from codegen.actions.bind import bind
from codegen.actions.bind.links import chain
from codegen.actions.plan import Namespace, Plan
from codegen.actions.service import ServiceSettings
from codegen.contract.build import build
from codegen.contract.document import Document
from codegen.contract.draft import Drafts
from codegen.contract.index import operation_index
from codegen.contract.model import Contract
from codegen.core.diagnostics import Diagnostics
from codegen.core.digest import of_bytes
from codegen.core.tree import Tree
from codegen.project import Project
from codegen.sync.lock import Lock
from codegen.sync.site import outputs_of
from codegen.verbs.open import site_of
from codegen.verbs.written import Written, check_schemes, input_digests, pins, read_document, read_written, wanted


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything read, nothing bound yet; a contract that could not be read is in no mapping.

    `known` holds all operation names of each service, for suggestions; `lock` is the lock of the last run; `drafts`
    remembers what the contracts were built from.
    """

    written: Written
    documents: Mapping[str, Document]
    contracts: Mapping[str, Contract]
    known: Mapping[str, tuple[str, ...]]
    lock: Lock | None = None
    drafts: Drafts = field(default_factory=Drafts)


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a project already: what people wrote, contracts of services, and drafts of contracts."""

    written: Written | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)
    drafts: Drafts = field(default_factory=Drafts)


@dataclass(frozen=True, slots=True)
class Assembly:
    """What would be generated: the plan, the files below the output folder, and the lock to go with them."""

    plan: Plan
    tree: Tree
    lock: Lock


def read(project: Project, lock: Lock | None, diagnostics: Diagnostics, known: Known | None = None) -> Inputs:
    """Read definitions and contracts.

    Args:
        project: where things are.
        lock: of the last run.
        diagnostics: gets what is wrong.
        known: what was read already; nothing is told of it.
    """
    known = known or Known()
    written, drafts = known.written or read_written(project, diagnostics), known.drafts
    documents: dict[str, Document] = {}
    contracts: dict[str, Contract] = {}
    for settings in written.services:
        document = known.documents.get(settings.name) or read_document(settings, project, diagnostics)
        if document is None:
            continue
        documents[settings.name] = document
        check_schemes(settings, document, diagnostics)
        contract = _contract(settings, document, written, lock, diagnostics, drafts)
        if contract is not None:
            contracts[settings.name] = contract
    return Inputs(written, documents, contracts, _known(written, documents, lock), lock, drafts)


def _contract(
    settings: ServiceSettings, document: Document, written: Written, lock: Lock | None, diagnostics: Diagnostics,
    drafts: Drafts,
) -> Contract | None:  # fmt: skip
    """Return the part of a contract that the project uses, under stable names."""
    return build(
        document,
        service=settings.name,
        used=wanted(settings, written),
        adapt=settings.adapt,
        pinned=pins(lock, settings.name),
        diagnostics=diagnostics,
        adapt_place=settings.source.place,
        drafts=drafts,
    )


def _known(written: Written, documents: Mapping[str, Document], lock: Lock | None) -> dict[str, tuple[str, ...]]:
    """Return all operation names of each service, for suggestions."""
    adapt = {settings.name: settings.adapt for settings in written.services}
    return {
        name: tuple(operation_index(document, adapt[name], pins(lock, name))) for name, document in documents.items()
    }


def bound(inputs: Inputs, contracts: Mapping[str, Contract], project: Project, diagnostics: Diagnostics) -> Plan:
    """Bind the definitions to contracts, which may be those of the snapshots."""
    return bind(
        inputs.written.definitions,
        inputs.written.services,
        contracts,
        diagnostics,
        credentials=inputs.written.credentials,
        known=inputs.known,
        handlers_package=project.handlers_package,
        namespaces={name: Namespace(name, **said) for name, said in project.namespaces.items()},
    )


def render(plan: Plan, inputs: Inputs, project: Project, former: Lock | None = None) -> Assembly:
    """Render a plan that was bound without errors.

    Args:
        plan: what to render.
        inputs: what it was bound from.
        project: where things are.
        former: the lock on the disk, whose provenance goes on.
    """
    tree = tree_of(plan, project)
    services = inputs.written.services
    pulled = {settings.name for settings in services if settings.origin is not None}
    lock = Lock(
        generator=codegen.__version__,
        contracts={
            settings.name: (of_bytes(settings.contract_path.read_bytes()), _relative(settings.contract_path, project))
            for settings in services
        },
        inputs=input_digests(inputs.written, project),
        links=chain(plan),
        names={name: contract.names for name, contract in sorted(inputs.contracts.items()) if contract.names},
        outputs=outputs_of(site_of(project), tree),
        sources={name: source for name, source in (former.sources if former else {}).items() if name in pulled},
    )
    return Assembly(plan, tree, lock)


def tree_of(plan: Plan, project: Project) -> Tree:
    """Return the generated files of a plan."""
    # heavy, and a comparison renders nothing
    from codegen.targets import actions, clients, docs, tools

    cache = project.root / ".codegen" / "cache" / "classes"
    made = {
        "clients": lambda: clients.generate(plan, cache),
        "actions": lambda: actions.generate(plan),
        "tools": lambda: tools.generate(plan),
        "docs": lambda: docs.generate(plan),
    }
    tree = Tree({})
    for target in project.targets:
        tree |= made[target]()
    return tree


def assemble(
    project: Project, lock: Lock | None, diagnostics: Diagnostics, known: Known | None = None
) -> tuple[Inputs, Assembly | None]:
    """Go the whole way; without an assembly where an error stands among the diagnostics."""
    inputs = read(project, lock, diagnostics, known)
    plan = bound(inputs, inputs.contracts, project, diagnostics)
    return inputs, None if diagnostics.failed else render(plan, inputs, project, lock)


def _relative(path: object, project: Project) -> str:
    return str(path).removeprefix(str(project.root)).replace("\\", "/").lstrip("/")

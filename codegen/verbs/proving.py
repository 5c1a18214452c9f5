"""Which offered lines of `adapt` really let layer 1 take a change up: each is tried before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.changes.absorb import Offer, merged
from codegen.changes.impact import visible
from codegen.changes.keys import key_of
from codegen.changes.model import Change
from codegen.changes.walk import changes
from codegen.contract.model import Contract, Json

Attempt = Callable[[Mapping[str, Json]], Contract | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """How an offer is tried.

    Attributes:
        adapt: what the service's `adapt` says already.
        before: the contract that the layers above were written for, as they see it.
        attempt: binds the new contract under another `adapt`; None where the definitions do not fit it then.
        stable: names that the layers above have, by kind, owner and wire name.
    """

    adapt: Mapping[str, Json]
    before: Contract
    attempt: Attempt
    stable: Mapping[tuple[str, str, str], str]


def proved(offers: Sequence[Offer], trial: Trial) -> Iterator[Offer]:
    """Yield the offers with which the layers above see nothing of the changes, the surest first, none twice over.

    They are tried together first, since two renamed fields may only fit with both lines; where the definitions do not
    fit even so, on top of one another.
    """
    chosen = list(_apart(offers))
    together = trial.attempt(merged([trial.adapt, *(offer.lines for offer in chosen)]))
    if together is not None:
        seen = _seen(together, trial)
        yield from (offer for offer in chosen if _hides(offer.changes, seen, trial))
        return
    lines: list[Mapping[str, Json]] = [trial.adapt]
    for offer in chosen:
        contract = trial.attempt(merged([*lines, offer.lines]))
        if contract is not None and _hides(offer.changes, _seen(contract, trial), trial):
            lines.append(offer.lines)
            yield offer


def _apart(offers: Sequence[Offer]) -> Iterator[Offer]:
    """Yield the offers, but for those about changes that a surer one is about."""
    taken: set[int] = set()
    for offer in offers:
        mine = {id(change) for change in offer.changes}
        if not mine & taken:
            taken |= mine
            yield offer


def _seen(contract: Contract, trial: Trial) -> frozenset[tuple[object, ...]]:
    """Return what the layers above see of the change to a contract."""
    return frozenset(visible(change) for change in changes(trial.before, contract, above=True))


def _hides(found: Sequence[Change], seen: frozenset[tuple[object, ...]], trial: Trial) -> bool:
    return not any(visible(change, trial.stable.get(key_of(change.element), "")) in seen for change in found)

"""What a run wrote, and how that is taken back when the run gives up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .acting import Acting
from .digest import digest
from .errors import LayerError
from .heard import hearing
from .idempotency import key_scope
from .step import Step


@dataclass(frozen=True, slots=True)
class Done:
    """A write that took effect, and what takes it back where that is declared."""

    step: Step
    answer: Any
    undo: Callable[[Any], Any] | None
    key: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a run that gave up did about its writes; steps by id and call."""

    undone: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


class Ledger:
    """The writes of one run: each is kept, undone, or told of; none is forgotten."""

    def __init__(self) -> None:
        """Start with none."""
        self._done: list[Done] = []
        self._unsure: list[Step] = []
        self.touched = False  # whether any write was begun

    def did(self, done: Done) -> None:
        """Note a write that took effect."""
        self._done.append(done)

    def unsure(self, step: Step) -> None:
        """Note a write of which nobody knows whether it took effect."""
        self._unsure.append(step)

    def take_back(self) -> Acting[TakenBack]:
        """Undo what was done, last first, and say what remains.

        A write whose outcome is unknown is not undone: it may never have happened, or happen still.
        """
        undone: list[str] = []
        remaining = [_named(step) for step in self._unsure]
        failures: list[str] = []
        while self._done:
            done = self._done.pop()
            if done.undo is None:
                remaining.append(_named(done.step))
                continue
            try:
                yield from _undo(done, done.undo)
            except LayerError as error:
                remaining.append(_named(done.step))
                failures.append(error.message)
            except Exception as error:  # noqa: BLE001 - whatever fails here, the other writes are still to be undone
                remaining.append(_named(done.step))
                failures.append(f"undoing {done.step.call} raised {type(error).__name__}")
            else:
                undone.append(_named(done.step))
        return TakenBack(tuple(undone), tuple(remaining), tuple(failures))


def _undo(done: Done, undo: Callable[[Any], Any]) -> Acting[None]:
    with key_scope(digest(done.key, "undo")), hearing(done.step.id, "undo"):
        yield lambda: undo(done.answer)


def _named(step: Step) -> str:
    return f"{step.id} ({step.call})"

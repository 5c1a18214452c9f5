"""Faults on demand: make an operation fail, answer late, or rename fields as a vendor does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from threading import Lock

from codegen.contract.model import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and where.

    Attributes:
        operation: the name of the operations that it befalls; `*` and `?` stand for anything.
        status: answered instead of the real status; 0 leaves the answer as it is.
        latency: seconds before the answer.
        body: answered instead of the error that the contract describes.
        headers: added to the answer, `Retry-After` for one.
        rename: fields of answers that are called otherwise, at any depth.
        times: how many requests it befalls; 0 for all.
    """

    operation: str = "*"
    status: int = 0
    latency: float = 0.0
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    rename: Mapping[str, str] = field(default_factory=dict)
    times: int = 0


class Faults:
    """The faults of one mock; safe to change while it serves."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Let a fault befall the next requests."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Take every fault away."""
        with self._lock:
            self._faults.clear()

    def take(self, operation: str) -> list[Fault]:
        """Return the faults that befall this request, and count it."""
        with self._lock:
            due = [fault for fault in self._faults if fnmatchcase(operation, fault.operation)]
            counted = [
                replace(fault, times=fault.times - 1) if fault in due and fault.times else fault
                for fault in self._faults
            ]
            self._faults = [
                left for fault, left in zip(self._faults, counted, strict=True) if not fault.times or left.times
            ]
            return due


def renamed(value: Json, names: Mapping[str, str]) -> Json:
    """Return a value whose fields are called as `names` says, at any depth."""
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {names.get(name, name): renamed(member, names) for name, member in value.items()}
    return value

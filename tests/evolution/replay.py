"""A history of contracts goes through a project in which a person keeps an edit in each layer.

After each version the project is held to what `codegen` promises; what does not hold is told in `Summary.problems`.
The expected files come from a generation in another folder, and are compared line by line, without the generator's own
merge.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from codegen.verbs.check import check
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import GenerateResult, generate
from codegen.verbs.keep import keep
from tests.evolution.edits import Edit, difference, edited, lost, places, taken
from tests.evolution.files import OUT, Files, below, copy_inputs, differing, lend, read, times
from tests.evolution.judging import Stand, groups, held, reachable

_OFFER = re.compile(r"add to (\S+): adapt: (\{.*\}); then codegen generate")
_NAMED = {"contract-misfit", "contract-unreadable", "adapt-names-nothing"}
_PATIENCE = 2  # versions for which a conflict stands before somebody resolves it


@dataclass(frozen=True, slots=True)
class Version:
    """The next contract of a service, as its vendor ships it, and what the vendor did, in words."""

    service: str
    content: bytes
    told: str = ""


History = Generator[Version, bool, None]  # is sent whether the version fitted, so that a vendor may take it back


@dataclass(frozen=True, slots=True)
class Summary:
    """What a replay came to.

    Attributes:
        versions: contracts replayed.
        edits: kept edits that were made, one a file to begin with, and again where a file went.
        lines: the lines that a person added or changed in them.
        bytes_lost: of these lines: what stands neither in the file nor in its patch.
        merged: how often a kept edit was put on another text.
        conflicts: kept edits that did not fit a version, each counted when it begins.
        orphaned: kept edits whose file went.
        retired: kept edits that the generator writes itself by now.
        held: groups that a conflict held back, counted at each version.
        rewritten: files that a second run in a row wrote.
        absorbed: versions that broke the definitions and that an offered `adapt` line absorbed.
        broken: versions that broke the definitions for good; each was told, and nothing changed on the disk.
        pinned: whether the end needs the names that the lock pins, because a vendor renamed an operation.
        problems: what did not hold, in words.
    """

    name: str
    versions: int
    edits: int
    lines: int
    bytes_lost: int
    merged: int
    conflicts: int
    orphaned: int
    retired: int
    held: int
    rewritten: int
    absorbed: int
    broken: int
    pinned: bool
    seconds: float
    problems: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether everything held."""
        return not (self.problems or self.bytes_lost or self.rewritten)


def replay(name: str, root: Path, services: Sequence[str], versions: Iterable[Version]) -> Summary:
    """Send a history through the project at `root`, which is generated there first.

    Args:
        name: for the summary.
        root: a project with `specs/` alone; it is changed.
        services: whose clients and models are edited.
        versions: the history; a generator is told whether each version fitted.
    """
    begun = time.perf_counter()
    run = _Replay(root)
    run.begin(services)
    for version in _told(versions, run):
        run.step(version)
    run.end()
    counted = {item: run.counts[item] for item in Summary.__dataclass_fields__ if item in _COUNTED}
    seconds = time.perf_counter() - begun
    return Summary(name, **counted, pinned=run.pinned, seconds=seconds, problems=tuple(run.problems))


_COUNTED = frozenset(Summary.__dataclass_fields__) - {"name", "pinned", "seconds", "problems"}


def _told(versions: Iterable[Version], run: _Replay) -> Iterator[Version]:
    if not isinstance(versions, Generator):
        yield from versions
        return
    version = next(versions, None)
    while version is not None:
        yield version
        try:
            version = versions.send(run.fits)
        except StopIteration:
            return


@dataclass
class _Replay:
    """A replay in progress: the edits as they stand, by file, and the counts."""

    root: Path
    edits: dict[str, Edit] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)  # file in conflict: for how many versions
    gone: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    fits: bool = True
    now: str = "at the beginning"
    pinned: bool = False

    # -------------------------------------------------------------- the course of a replay

    def begin(self, services: Sequence[str]) -> None:
        """Generate and edit."""
        if generate(self.root).exit_code != 0:
            raise ValueError(f"{self.root} does not generate")
        self.edit(places(sorted(read(self.root / OUT)), services))

    def edit(self, paths: Sequence[str]) -> None:
        """Edit generated files, keep the edits and generate."""
        for path in paths:
            file = self.root / OUT / path
            text = file.read_text(encoding="utf-8")
            changed = edited(path, text, f"edit {self.counts['edits']}")
            if changed != text:
                file.write_text(changed, encoding="utf-8")
                self.edits[path] = difference(path, text, changed)
                keep(self.root, [str(file)])
                self.counts.update(edits=1, lines=len(self.edits[path].added))
        self.generate()

    def step(self, version: Version) -> None:
        """Take over the next version of a contract, look at what came of it, and do what a person does about that."""
        self.counts["versions"] += 1
        self.now = f"version {self.counts['versions']} ({version.told})"
        contract = self.contract(version.service)
        former = contract.read_bytes()
        contract.write_bytes(version.content)
        before = read(self.root)
        result = self.generate()
        if result is not None and result.exit_code == 2:
            result = self.misfit(before)
        self.fits = result is not None
        if result is None:
            contract.write_bytes(former)  # nobody takes over a contract that breaks the definitions
            return
        self.judge(before, result)
        self.care(result)

    def misfit(self, before: Files) -> GenerateResult | None:
        """Hold a run to its word where a vendor broke the definitions; return what comes of the offered line."""
        if changed := differing(before, read(self.root)):
            self.problem(f"exit 2, and yet changed: {changed}")
        drifts = [drift for drift in check(self.root).drifts if drift.kind in _NAMED]
        if not drifts or any(drift.layer != "External Service" for drift in drifts):
            self.problem(f"exit 2, and check names no drift of the External Service: {[d.kind for d in drifts]}")
        offers = [match for drift in drifts if (match := _OFFER.fullmatch(drift.mend))]
        former = {self.root / offer[1]: (self.root / offer[1]).read_bytes() for offer in offers}
        for offer in offers:
            _adapt(self.root / offer[1], YAML().load(offer[2]))
        result = self.generate() if offers else None
        if result is not None and result.exit_code != 2:
            self.counts["absorbed"] += 1
            return result
        useless = [d.message for d in check(self.root).drifts if d.kind == "adapt-names-nothing"] if offers else []
        if useless:
            self.problem(f"check offered {[offer[2] for offer in offers]}, and says of it then: {useless}")
        for file, content in former.items():
            file.write_bytes(content)
        self.counts["broken"] += 1
        return None

    def care(self, result: GenerateResult) -> None:
        """Do what a person does about conflicts that stood for a while, and about edits whose file went."""
        kinds = {drift.subject: drift.kind for drift in result.conflicts}
        self.waiting = {p: self.waiting.get(p, 0) + 1 for p, kind in kinds.items() if kind == "patch-conflict"}
        self.resolve([path for path, count in self.waiting.items() if count > _PATIENCE])
        for path in [path for path, kind in kinds.items() if kind == "patch-orphaned" and path not in self.gone]:
            self.gone.add(path)
            folder = path.rpartition("/")[0]
            beside = [p for p in read(self.root / OUT) if p.rpartition("/")[0] == folder and p not in self.edits]
            beside = sorted(p for p in beside if not p.endswith("__init__.py"))
            self.edit(beside[len(beside) // 2 :][:1])

    def resolve(self, paths: Sequence[str]) -> None:
        """Take the person's side of each conflict; where that is no code, make the edit anew."""
        if not paths:
            return
        for path in paths:
            patch = self.patch(path)
            patch.write_text(taken(patch.read_text(encoding="utf-8")), encoding="utf-8")
        result, fresh = self.generate(), self.fresh()
        stubborn = [drift.subject for drift in (result.conflicts if result else ()) if drift.subject in paths]
        for path in [path for path in paths if path not in stubborn and path in fresh]:
            text = (self.root / OUT / path).read_text(encoding="utf-8")
            self.edits[path] = difference(path, fresh[path].decode(), text)
            self.waiting.pop(path, None)
        if stubborn:
            self.generate(discard=[f"{OUT}/{path}" for path in stubborn])
            self.edit(stubborn)

    def end(self) -> None:
        """Resolve what is open, give up what has no file, and compare with a generation from nothing."""
        self.now = "at the end"
        self.resolve(sorted(self.waiting))
        if self.gone:
            self.generate(discard=[f"{OUT}/{path}" for path in sorted(self.gone)])
        last = self.generate()
        if last is None or last.exit_code != 0:
            self.problem("it is not in step")
        self.pinned = any(True for _ in self.from_nothing(pins=False))
        for problem in self.from_nothing(pins=True) if self.pinned else ():
            self.problem(problem)

    def from_nothing(self, *, pins: bool) -> Iterator[str]:
        """Yield what a generation from nothing in another folder, patches included, gives otherwise."""
        other = self.root.with_name(f"{self.root.name}-end")
        copy_inputs(self.root, other, pins=pins)
        lend(self.root, other)
        result = generate(other)
        if result.exit_code != 0:
            yield f"a generation from nothing exits with {result.exit_code}"
        for part in (OUT, "specs"):
            if differs := differing(read(self.root / part), read(other / part)):
                yield f"a generation from nothing differs in {part}: {differs}"

    # -------------------------------------------------------------- what has to hold after a version

    def judge(self, before: Files, result: GenerateResult) -> None:
        """Hold the project to everything that is promised of a run that wrote."""
        kinds = {drift.subject: drift.kind for drift in result.conflicts}
        if (result.exit_code, bool(kinds)) not in ((0, False), (1, True)) or result.refused:
            self.problem(f"exit {result.exit_code} with {kinds}, refused {[d.subject for d in result.refused]}")
        now = read(self.root)
        self.count(kinds, before, now, result)
        self.judge_edits(below(now, OUT))
        back = held([line for drift in result.conflicts for line in drift.details])
        self.counts["held"] += len(back)
        if too_many := back - reachable(list(kinds), self.root / "specs" / "actions"):
            self.problem(f"held back without need: {sorted(too_many)}")
        stand = Stand(below(before, OUT), below(now, OUT), self.fresh(), self.edits)
        for problem in groups(stand, back):
            self.problem(problem)
        self.judge_again()

    def count(self, kinds: Mapping[str, str], before: Files, now: Files, result: GenerateResult) -> None:
        """Count what became of the kept edits."""
        begun = [p for p, kind in kinds.items() if kind == "patch-conflict" and p not in self.waiting]
        orphaned = {p for p, kind in kinds.items() if kind == "patch-orphaned"} - self.gone
        patches = {p: f"specs/patches/{p}.patch" for p in self.edits if p not in kinds}
        moved = [p for p, patch in patches.items() if patch in now and now[patch] != before.get(patch)]
        self.counts.update(conflicts=len(begun), orphaned=len(orphaned), retired=len(result.retired), merged=len(moved))

    def judge_edits(self, now: Files) -> None:
        """Look for each line of each edit, in the file and in its patch."""
        for path, edit in self.edits.items():
            patch = self.patch(path).read_text(encoding="utf-8") if self.patch(path).exists() else ""
            if missing := lost(edit, now.get(path, b"").decode(), patch):
                self.counts["bytes_lost"] += missing
                self.problem(f"{missing} bytes of the edit of {path} are lost")

    def judge_again(self) -> None:
        """Run a second time, so that everything is looked at again: nothing may be written."""
        (self.root / ".codegen" / "cache" / "state.json").unlink(missing_ok=True)
        then, texts = times(self.root), read(self.root)
        self.generate()
        touched = {path for path, seen in times(self.root).items() if then.get(path) != seen}
        touched |= set(differing(texts, read(self.root)))
        self.counts["rewritten"] += len(touched)
        if touched:
            self.problem(f"a second run wrote {sorted(touched)[:4]}")

    # -------------------------------------------------------------- small things

    def generate(self, discard: Sequence[str] = ()) -> GenerateResult | None:
        """Run `codegen generate`, which never may stop."""
        try:
            return generate(self.root, discard=discard)
        except UsageError as error:
            self.problem(f"generate stopped: {error}")
            return None

    def fresh(self) -> dict[str, bytes]:
        """Return what a generation from nothing, without the kept edits, gives; names stay as the lock pins them."""
        other = self.root.with_name(f"{self.root.name}-fresh")
        copy_inputs(self.root, other, pins=True, but=("patches",))
        result = generate(other)
        if result.exit_code != 0:
            self.problem(f"a fresh generation exits with {result.exit_code}")
        return read(other / OUT)

    def patch(self, path: str) -> Path:
        """Return the file of the patch of a generated file."""
        return self.root / "specs" / "patches" / f"{path}.patch"

    def contract(self, service: str) -> Path:
        """Return the file of a service's contract."""
        (settings,) = (self.root / "specs").glob(f"{service}/service.yaml")
        return settings.parent / str(YAML().load(settings.read_bytes())["contract"])

    def problem(self, text: str) -> None:
        """Note what does not hold."""
        self.problems.append(f"{self.now}: {text}")


def _adapt(settings: Path, lines: Mapping[str, Any]) -> None:
    """Put the offered lines into a service's settings, as a person would."""
    yaml = YAML()
    content = yaml.load(settings.read_bytes())
    _merge(content.setdefault("adapt", {}), lines)
    with settings.open("wb") as file:
        yaml.dump(content, file)


def _merge(known: dict[str, Any], lines: Mapping[str, Any]) -> None:
    for key, value in lines.items():
        if isinstance(value, Mapping) and isinstance(known.get(key), dict):
            _merge(known[key], value)
        else:
            known[key] = value

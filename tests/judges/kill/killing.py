"""Killing runs at random moments, and looking at what stands then."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

from tests.judges.kill import forked
from tests.judges.kill.ground import Ground, ages, differing, left_over, read, unsafe
from tests.judges.kill.verdict import Verdict

_MEASURED = 5


@dataclass
class Killed:
    """What a series of kills came to."""

    kills: int = 0
    torn: int = 0
    stands: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def kill_series(
    verdict: Verdict, what: str, ground: Ground, root: Path, *,
    anywhere: int, writing: int, seed: int, exchange: bool = True,
) -> None:  # fmt: skip
    """Kill runs and add a row.

    Args:
        verdict: gets the row.
        what: the row's name.
        ground: the project.
        root: where its copies go.
        anywhere: kills spread over a run's whole time.
        writing: kills spread over the time in which it writes: half of them over all of it, half over the short time in
            which it puts files in their places.
        seed: of the moments.
        exchange: whether the system can exchange two folders; where it cannot, a torn group is counted, and is no
            failure, for only the next run is promised to mend it.
    """
    measured = [forked.moments(ground.laid(root), exchange=exchange) for _ in range(_MEASURED)]
    prepares, places, written, total = (median(values) for values in zip(*measured, strict=True))
    killed, random = Killed(), Random(seed)
    series = (
        (anywhere, b"", total),
        (writing // 2, forked.PREPARES, written - prepares),
        (writing - writing // 2, forked.PLACES, (written - places) * 1.2),
    )
    for count, word, seconds in series:
        until = killed.kills + count
        while killed.kills < until:
            _trial(killed, ground, root, word, random.uniform(0, seconds), exchange=exchange)
    stands = ", ".join(f"{count} {name}" for name, count in sorted(killed.stands.items()))
    found = (
        f"{killed.kills} kills: {anywhere} over {total * 1000:.0f} ms, {writing // 2} in the "
        f"{(written - prepares) * 1000:.0f} ms of writing, {writing - writing // 2} in the "
        f"{(written - places) * 1000:.1f} ms of putting in place; groups afterwards: {stands}; "
        f"torn groups {killed.torn}; mended {killed.kills - len(killed.problems)}"
    )
    verdict.row(what, found, killed.problems)


def _trial(killed: Killed, ground: Ground, root: Path, word: bytes, delay: float, *, exchange: bool) -> None:
    child = forked.start(ground.laid(root), exchange=exchange)
    if word:
        child.wait_for(word)
    time.sleep(delay)
    if not child.kill():
        return  # it had ended before
    killed.kills += 1
    problems = _after_the_kill(killed, ground, root, exchange=exchange)
    problems += _after_the_next(ground, root, exchange=exchange)
    child.clear_away()
    if problems:
        phase = {b"": "beginning", forked.PREPARES: "writing", forked.PLACES: "putting in place"}[word]
        killed.problems.append(f"killed {delay * 1000:.1f} ms after {phase}: {'; '.join(problems)}")


def _after_the_kill(killed: Killed, ground: Ground, root: Path, *, exchange: bool) -> list[str]:
    now = read(root)
    found = ages(now, ground)
    torn = sorted(group for group, age in found.items() if age == "torn")
    killed.torn += len(torn)
    seen = {age for age in found.values() if age != "same"}
    killed.stands["torn" if torn else "mixed" if seen == {"old", "new"} else f"all {seen.pop()}"] += 1
    problems = [f"torn: {torn}"] if torn and exchange else []
    missing = unsafe(now, ground)
    return [*problems, *([f"a person's bytes: {missing}"] if missing else [])]


def _after_the_next(ground: Ground, root: Path, *, exchange: bool) -> list[str]:
    code, said = forked.whole(root, exchange=exchange)
    problems = [f"the next run exits with {code}: {said}"] if code != 0 else []
    if differs := differing(read(root), ground.after):
        problems.append(f"the next run gives otherwise: {differs}")
    if left := left_over(root):
        problems.append(f"left over: {left}")
    return problems

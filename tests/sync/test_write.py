"""Writing: all or nothing, never over a person's bytes, and quick where nothing changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from codegen.core.tree import Tree
from codegen.sync import staging
from codegen.sync.decide import Decision, Leave, decide
from codegen.sync.disk import survey
from codegen.sync.lock import Lock, print_lock
from codegen.sync.site import Site, outputs_of, read_lock
from codegen.sync.write import BusyError, UncompilableError, alone, apply

FIRST = Tree({"a.py": "A = 1\n", "sub/b.py": "B = 1\n", "tools/t.json": "{}\n"})
SECOND = Tree({"a.py": "A = 2\n", "tools/t.json": "{}\n"})


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, "generated")


def run(site: Site, tree: Tree, *, adopt: bool = False, discard: Collection[str] = ()) -> Decision:
    with alone(site):
        disk = survey(site.folder)
        decision = decide(site, tree, read_lock(site), disk, Leave(adopt=adopt, discard=discard))
        if not decision.refused:
            apply(site, tree, decision, Lock(generator="1", outputs=outputs_of(site, tree)), disk)
    return decision


def texts(site: Site) -> dict[str, str]:
    return {path: (site.folder / path).read_text() for path in survey(site.folder)}


def test_a_tree_is_written_and_what_is_gone_from_it_is_deleted(site: Site) -> None:
    run(site, FIRST)
    assert texts(site) == dict(FIRST)
    decision = run(site, SECOND)
    assert texts(site) == dict(SECOND)
    assert (decision.write, decision.delete, decision.unchanged) == (("a.py",), ("sub/b.py",), ("tools/t.json",))
    assert not (site.folder / "sub").exists()


def test_an_unchanged_file_keeps_its_modification_time(site: Site) -> None:
    run(site, FIRST)
    kept = site.folder / "tools/t.json"
    os.utime(kept, (1, 1))
    run(site, SECOND)
    assert kept.stat().st_mtime == 1


def test_an_edited_file_stops_everything_until_it_is_discarded(site: Site) -> None:
    run(site, FIRST)
    (site.folder / "a.py").write_text("mine\n")
    decision = run(site, SECOND)
    assert [drift.kind for drift in decision.refused] == ["file-edited"]
    assert texts(site) == {**FIRST, "a.py": "mine\n"}
    run(site, SECOND, discard=["a.py"])
    assert texts(site) == dict(SECOND)
    assert (site.root / ".codegen/replaced/a.py").read_text() == "mine\n"


def test_an_edited_file_that_nothing_gives_any_more_is_not_deleted(site: Site) -> None:
    run(site, FIRST)
    (site.folder / "sub/b.py").write_text("mine\n")
    assert run(site, SECOND).refused
    assert (site.folder / "sub/b.py").read_text() == "mine\n"


def test_a_first_run_into_a_folder_with_files_refuses_and_adopts_only_when_told(site: Site) -> None:
    site.folder.mkdir()
    (site.folder / "a.py").write_text("mine\n")
    (site.folder / "other.txt").write_text("mine\n")
    assert {drift.subject for drift in run(site, FIRST).refused} == {"a.py", "other.txt"}
    run(site, FIRST, adopt=True)
    assert texts(site) == {**FIRST, "other.txt": "mine\n"}


def test_a_file_of_nobody_stops_no_later_run(site: Site) -> None:
    run(site, FIRST)
    (site.folder / "other.txt").write_text("mine\n")
    assert not run(site, SECOND).refused
    assert texts(site) == {**SECOND, "other.txt": "mine\n"}


def test_python_that_does_not_compile_changes_nothing(site: Site) -> None:
    run(site, FIRST)
    with pytest.raises(UncompilableError, match=r"a\.py"):
        run(site, Tree({"a.py": "def (\n", "b.py": "B = 2\n"}))
    assert texts(site) == dict(FIRST)


class Killed(BaseException):
    """Stands for kill -9: nothing may catch it."""


def killing_at(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """Let the process die before its `call`-th step that changes the disk; what clean-up would do is not done."""
    left = iter(range(call))

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            if next(left, None) is None:
                monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
                raise Killed
            return real(*args, **kwargs)

        return step

    for module, name in ((os, "replace"), (os, "rename"), (os, "link"), (staging, "exchange"), (Path, "write_bytes")):
        monkeypatch.setattr(module, name, dying(getattr(module, name)))


@pytest.mark.parametrize("whole", [True, False], ids=["exchanged", "one by one"])
def test_a_run_killed_at_any_step_is_ended_by_the_next_even_if_the_inputs_moved_on(
    tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two folders can be exchanged, what stands after the kill is all old or all new."""
    if not whole:
        monkeypatch.setattr(staging, "exchange", lambda *_: False)
    killed = Tree({path: text.replace("1", "9") for path, text in FIRST.items()})
    call, done = 0, False
    while not done:
        site = Site(tmp_path / str(call), "generated")
        site.root.mkdir()
        run(site, FIRST)
        with monkeypatch.context() as patch:
            killing_at(patch, call)
            try:
                run(site, killed)
                done = True
            except Killed:
                pass
        if whole:
            assert texts(site) in (dict(FIRST), dict(killed)), f"torn at step {call}"
        assert not run(site, SECOND).refused
        assert texts(site) == dict(SECOND)
        assert not (site.root / ".codegen/journal.json").exists()
        assert not (site.root / ".codegen/stage").exists()
        call += 1
    assert call > 8  # the list of steps above names what the writing really does


def test_a_run_killed_while_it_cleared_up_leaves_nothing_for_good(site: Site) -> None:
    run(site, FIRST)
    (site.root / ".codegen/stage/files").mkdir(parents=True)
    run(site, FIRST)
    assert not (site.root / ".codegen/stage").exists()


def test_whatever_else_stands_in_the_folder_survives_the_exchange(site: Site) -> None:
    run(site, FIRST)
    (site.folder / ".git/refs").mkdir(parents=True)
    (site.folder / "notes").symlink_to("tools")
    (site.folder / "sub/mine.txt").write_text("mine\n")
    run(site, SECOND)
    assert (site.folder / ".git/refs").is_dir()
    assert (site.folder / "notes").is_symlink()
    assert (site.folder / "sub/mine.txt").read_text() == "mine\n"
    assert not (site.folder / "sub/b.py").exists()


def test_what_a_person_saves_in_the_midst_of_a_run_is_not_lost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(site, FIRST)

    def late(one: Path, other: Path, exchange: Callable[..., bool] = staging.exchange) -> bool:
        (site.folder / "new.txt").write_text("saved late\n")
        (site.folder / "a.py").unlink()
        (site.folder / "a.py").write_text("edited late\n")
        return exchange(one, other)

    monkeypatch.setattr(staging, "exchange", late)
    run(site, SECOND)
    assert (site.folder / "new.txt").read_text() == "saved late\n"
    assert (site.root / ".codegen/replaced/a.py").read_text() == "edited late\n"


def test_after_a_merge_conflict_everything_is_mended(site: Site) -> None:
    run(site, FIRST)
    ours = print_lock(Lock(generator="1", outputs=outputs_of(site, FIRST)))
    theirs = print_lock(Lock(generator="1", outputs=outputs_of(site, SECOND)))
    site.lock.write_text(f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n")
    (site.folder / "a.py").write_text("<<<<<<< ours\nA = 1\n=======\nA = 2\n>>>>>>> theirs\n")
    assert not run(site, SECOND).refused
    assert texts(site) == dict(SECOND)
    assert not read_lock(site).problem  # type: ignore[union-attr]  # it was written just now


def test_two_runs_at_once_do_not_mix(site: Site) -> None:
    with alone(site), pytest.raises(BusyError):
        run(site, FIRST)
    assert texts(site) == {}


def test_a_read_only_folder_is_told_and_leaves_nothing_half_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site, FIRST)

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            run(site, SECOND)
    assert texts(site) == dict(FIRST)
    assert not (site.root / ".codegen/stage").exists()

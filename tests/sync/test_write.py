"""Writing: all or nothing, never over a person's bytes, and quick where nothing changed."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

from codegen.core.tree import Tree
from codegen.sync.decide import Decision, decide
from codegen.sync.disk import survey
from codegen.sync.lock import Lock, print_lock
from codegen.sync.site import Site, outputs_of, read_lock
from codegen.sync.write import BusyError, UncompilableError, _alone, apply

FIRST = Tree({"a.py": "A = 1\n", "sub/b.py": "B = 1\n", "tools/t.json": "{}\n"})
SECOND = Tree({"a.py": "A = 2\n", "tools/t.json": "{}\n"})


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, "generated")


def run(site: Site, tree: Tree, *, adopt: bool = False, discard: Collection[str] = ()) -> Decision:
    decision = decide(site, tree, read_lock(site), survey(site.folder), adopt=adopt, discard=discard)
    if not decision.refused:
        apply(site, tree, decision, Lock(generator="1", outputs=outputs_of(site, tree)))
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


@pytest.mark.parametrize("swaps", range(3))
def test_a_run_killed_between_swaps_is_ended_by_the_next_even_if_the_inputs_moved_on(
    site: Site, swaps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site, FIRST)
    killed = Tree({path: text.replace("1", "9") for path, text in FIRST.items()})
    left = iter(range(swaps + 1))  # the journal's own replacement is the first

    def dying(source: Path, target: Path, replace: object = os.replace) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(source, target)  # type: ignore[operator]  # bound before the patch

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            run(site, killed)
    assert not run(site, SECOND).refused
    assert texts(site) == dict(SECOND)
    assert not (site.root / ".codegen/journal.json").exists()


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
    with _alone(site), pytest.raises(BusyError):
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

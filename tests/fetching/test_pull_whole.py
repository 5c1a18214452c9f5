"""The whole command against a local HTTP server and a local git server: contract, lock, and what is told."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fetching.served import Repository, Site, git, place

sys.path.insert(0, str(Path(__file__).parents[1] / "verbs"))  # the small project that the verbs' tests use

import project

from codegen.sync.site import Site as Where
from codegen.sync.site import read_lock
from codegen.verbs.check import check
from codegen.verbs.generate import generate
from codegen.verbs.pull import Fate, pull


def linked(root: Path, source: str, host: str) -> Path:
    project.make(root)
    project.edit(root, "specs/erp/service.yaml", "contract:", f"source: {source}\ncontract:")
    project.edit(root, "pyproject.toml", "[tool.codegen]\n", f'[tool.codegen]\nhosts = ["{host}"]\n')
    assert generate(root).exit_code == 0
    return root


def revision(root: Path) -> tuple[str, str]:
    lock = read_lock(Where(root, "generated"))
    assert lock is not None
    return lock.sources["erp"].where, lock.sources["erp"].revision


def test_from_a_web_server(site: Site, tmp_path: Path) -> None:
    root = linked(tmp_path.resolve(), f'{{url: "http://127.0.0.1:{site.port}/erp.yaml?key=1"}}', "127.0.0.1")
    content = project.CONTRACT.replace("summary: Place an order", "summary: Send an order").encode()
    site.pages["/erp.yaml?key=1"] = (200, {}, content)
    (item,) = pull(root).services
    assert (item.fate, item.exit_code) == (Fate.PULLED, 0)
    assert (root / "specs/erp/openapi.yaml").read_bytes() == content
    assert revision(root) == (f"http://127.0.0.1:{site.port}/erp.yaml", "")
    assert generate(root).exit_code == 0
    assert check(root).drifts == ()


def test_from_a_git_server_with_the_commit_in_the_lock(daemon: str, repository: Repository, tmp_path: Path) -> None:
    root = linked(
        tmp_path.resolve() / "ours", f'{{git: "git://{daemon}/vendor", revision: main, path: erp.yaml}}', "127.0.0.1"
    )
    place(repository.path / "erp.yaml", project.CONTRACT.replace("summary: Place", "summary: Send").encode())
    git(repository.path, "checkout", "--quiet", "main")
    git(repository.path, "add", ".")
    git(repository.path, "commit", "--quiet", "--message=next")
    assert pull(root).exit_code == 0
    assert revision(root)[1] == git(repository.path, "rev-parse", "HEAD")
    before = project.snapshot(root)
    git(repository.path, "commit", "--quiet", "--allow-empty", "--message=nothing for us")
    assert [item.fate for item in pull(root).services] == [Fate.CURRENT]
    assert project.snapshot(root) == before


def test_a_host_that_is_not_listed_is_never_asked(site: Site, tmp_path: Path) -> None:
    root = linked(tmp_path.resolve(), f'{{url: "http://127.0.0.1:{site.port}/erp.yaml"}}', "erp.example")
    (item,) = pull(root).services
    assert (item.fate, item.exit_code) == (Fate.FAILED, 2)
    assert "hosts" in item.suggestion
    assert site.asked == []

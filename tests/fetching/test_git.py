"""A repository gives one commit's files, by path or over the network, and neither options nor links are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.fetching import FetchError, Origin, fetch
from tests.fetching.served import CONTRACT, ORDER, PART, REFERRING, Repository, Site, git

ALL = {"openapi.yaml": REFERRING, "schemas/order.yaml": ORDER, "schemas/part.json": PART}


def refused(origin: Origin, folder: Path, *hosts: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(origin, folder, hosts)
    told = caught.value.message + caught.value.suggestion
    assert "s3cret" not in told
    assert str(folder.parents[1]) not in told
    assert "codegen-" not in told
    return caught.value


@pytest.mark.parametrize("served", ["path", "daemon"])
def test_the_head_is_fetched_with_what_its_contract_refers_to(
    served: str, repository: Repository, daemon: str, folder: Path
) -> None:
    location = "../../vendor" if served == "path" else f"git://{daemon}/vendor"
    fetched = fetch(Origin("git", location, "", "./specs/openapi.yaml"), folder, [daemon])
    assert (fetched.main, fetched.files, fetched.revision) == ("openapi.yaml", ALL, repository.second)
    assert fetched.where == f"git:{location}#specs/openapi.yaml"


@pytest.mark.parametrize("served", ["path", "daemon"])
@pytest.mark.parametrize("revision", ["v1", "old/1", "refs/tags/v1", "{first}"])
def test_a_branch_tag_or_commit_is_fetched(
    revision: str, served: str, repository: Repository, daemon: str, folder: Path
) -> None:
    location = "../../vendor" if served == "path" else f"git://{daemon}/vendor"
    origin = Origin("git", location, revision.format(first=repository.first), "openapi.yaml")
    fetched = fetch(origin, folder, ["127.0.0.1"])
    assert (fetched.files, fetched.revision) == ({"openapi.yaml": CONTRACT}, repository.first)


@pytest.mark.parametrize("length", [40, 10])
def test_a_commit_is_found_where_the_server_gives_only_what_has_a_name(
    length: int, repository: Repository, daemon: str, folder: Path, clean_git: Path
) -> None:
    clean_git.write_text("[protocol]\n\tversion = 0\n", encoding="utf-8")
    for name in ("tag", "branch"):
        git(repository.path, name, "-D" if name == "branch" else "-d", "old/1" if name == "branch" else "v1")
    origin = Origin("git", f"git://{daemon}/vendor", repository.first[:length], "openapi.yaml")
    assert fetch(origin, folder, [daemon]).revision == repository.first


@pytest.mark.parametrize("revision", ["none", "0123456789", "0" * 39 + "1"])
def test_a_missing_revision_is_told(revision: str, daemon: str, folder: Path) -> None:
    location = f"git://{daemon}/vendor"
    problem = refused(Origin("git", location, revision, "openapi.yaml"), folder, daemon)
    assert problem.message == f"the repository {location} has no revision {revision!r}"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("none.yaml", "the repository has no file none.yaml at {second}"),
        ("*.yaml", "the repository has no file *.yaml at {second}"),
        ("link.yaml", "link.yaml is a folder, a link or a submodule of the repository"),
        ("linked/openapi.yaml", "the repository has no file linked/openapi.yaml at {second}"),
        ("specs", "specs is a folder, a link or a submodule of the repository"),
        ("../x.yaml", "'../x.yaml' is no path of a file inside of the repository"),
        ("/x.yaml", "'/x.yaml' is no path of a file inside of the repository"),
        ("", "'' is no path of a file inside of the repository"),
    ],
)
def test_a_path_must_be_that_of_a_plain_file(path: str, told: str, repository: Repository, folder: Path) -> None:
    problem = refused(Origin("git", "../../vendor", "", path), folder)
    assert problem.message == told.format(second=repository.second[:12])


@pytest.mark.parametrize(
    "revision", ["--upload-pack=touch x", "-x", "+main", "main:x", "a..b", "^main", "*", "a b", "@{-1}"]
)
def test_a_revision_is_a_name_and_nothing_more(revision: str, repository: Repository, folder: Path) -> None:
    problem = refused(Origin("git", "../../vendor", revision, "openapi.yaml"), folder)
    assert problem.message == f"{revision!r} is no git revision"


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("--upload-pack=touch x", "the source is no git repository"),
        ("-x", "the source is no git repository"),
        ("ext::sh -c touch% x", "the source is no git repository"),
        ("file:///vendor", "the source is no git repository"),
        ("ssh://-oProxyCommand=x/y", "the source is no git repository"),
        ("ssh://-oProxyCommand=x@h.example/y", "the user of h.example has a password or no plain name"),
        ("-o@h.example:y", "the source is no git repository"),
        ("git@h.example:-y", "there is no repository git@h.example:-y"),
        ("https://u:s3cret@h.example/y", "the URL of h.example has a user name or password in it"),
        ("https://s3cret@h.example/y", "the URL of h.example has a user name or password in it"),
        ("ssh://u:s3cret@h.example/y", "the user of h.example has a password or no plain name"),
        ("http://h.example/y?s3cret", "http://h.example/y would be fetched without encryption"),
        ("git://h.example/y", "git://h.example/y would be fetched without encryption"),
        ("https://other.example/y", "the host other.example is not allowed"),
        ("ssh://git@other.example:2222/y", "the host other.example:2222 is not allowed"),
        ("git@other.example:y/z.git", "the host other.example is not allowed"),
        ("git://127.0.0.1/y", "the host 127.0.0.1 is not allowed"),
        ("/srv/y", "the source is an absolute path, which is there on no other machine"),
        ("../none", "there is no repository ../none"),
        ("../../empty", "git cannot fetch from ../../empty: '../../empty' does not appear to be a git repository"),
        (
            "http://localhost:1/y?s3cret",
            "git cannot fetch from http://localhost:1/y: unable to access 'http://localhost:1/y': Failed to connect",
        ),
    ],
)
def test_a_location_that_is_none_is_refused(location: str, told: str, clean_git: Path, folder: Path) -> None:
    (folder.parents[1] / "empty").mkdir()
    problem = refused(Origin("git", location, "", "openapi.yaml"), folder, "h.example", "localhost")
    assert problem.message.startswith(told)
    assert problem.suggestion
    assert not list(folder.iterdir())


def test_a_redirect_is_not_followed(site: Site, clean_git: Path, folder: Path) -> None:
    site.put("/y/info/refs?service=git-upload-pack", status=301, Location="http://127.0.0.2/y")
    problem = refused(Origin("git", site.url("/y"), "", "openapi.yaml"), folder, site.host)
    assert problem.suggestion == "write the address that it redirects to"


def test_the_repository_of_a_hook_is_left_alone(
    repository: Repository, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert fetch(Origin("git", "../../vendor", "v1", "openapi.yaml"), folder, ()).revision == repository.first
    assert not (tmp_path / "mine").exists()


def test_what_is_larger_than_any_contract_is_refused(
    repository: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codegen.fetching.git.MAX_BYTES", 10)
    assert "is larger than" in refused(Origin("git", "../../vendor", "", "openapi.yaml"), folder).message


def test_where_git_is_missing_that_is_told(repository: Repository, folder: Path, no_programs: None) -> None:
    assert refused(Origin("git", "../../vendor", "", "x"), folder).message == "the program git is not there"

"""`source` of service.yaml and `hosts` of pyproject.toml are read, and what is wrong is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.actions.service import ServiceSettings, read_service
from codegen.core.diagnostics import Diagnostics
from codegen.core.origin import Origin
from codegen.project import Project, find


def settings(tmp_path: Path, source: str) -> tuple[ServiceSettings | None, list[str]]:
    path, problems = tmp_path / "service.yaml", Diagnostics()
    path.write_text(f"service: shop\ncontract: openapi.yaml\n{source}\n", encoding="utf-8")
    return read_service(path, tmp_path, problems), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("", None),
        ("source: {url: https://h.example/a.yaml}", Origin("url", "https://h.example/a.yaml")),
        ("source: {file: ../../vendor/a.yaml}", Origin("file", "../../vendor/a.yaml")),
        ("source: {git: git@h.example:o/r.git, path: a.yaml}", Origin("git", "git@h.example:o/r.git", "", "a.yaml")),
        ("source: {git: ../r, revision: v1, path: a.yaml}", Origin("git", "../r", "v1", "a.yaml")),
        ('source: {npm: "@o/p", version: ^2, path: a.yaml}', Origin("npm", "@o/p", "^2", "a.yaml")),
    ],
)
def test_a_source_is_read(source: str, origin: Origin | None, tmp_path: Path) -> None:
    read, problems = settings(tmp_path, source)
    assert problems == []
    assert read is not None
    assert read.origin == origin


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "{path: a.yaml}",
            "3:9: error: source lacks one of the keys 'url', 'git', 'npm' and 'file' "
            "(say where the contract comes from, or remove source) [missing-key]",
        ),
        (
            "{url: https://h/a, npm: p}",
            "3:28: error: source names both url and npm (keep the one to fetch from) [wrong-value]",
        ),
        (
            "{git: ../r}",
            "3:9: error: source lacks the key 'path' "
            "(write which file of the repository is the contract, such as path: openapi.yaml) [missing-key]",
        ),
        (
            "{npm: p}",
            "3:9: error: source lacks the key 'path' "
            "(write which file of the package is the contract, such as path: openapi.yaml) [missing-key]",
        ),
        (
            "{npm: p, revision: v1, path: a}",
            "3:18: error: revision does not go with npm (write version) [wrong-value]",
        ),
        (
            "{git: ../r, version: v1, path: a}",
            "3:21: error: version does not go with git (write revision) [wrong-value]",
        ),
        (
            "{url: https://h/a, version: v1}",
            "3:28: error: version does not go with url (remove version) [wrong-value]",
        ),
        ("{file: a, path: b}", "3:19: error: path does not go with file (remove path) [wrong-value]"),
        (
            "{file: /srv/a.yaml}",
            "3:16: error: file must not be an absolute path, which is there on no other machine "
            "(write it relative to this file) [wrong-value]",
        ),
        (
            "{git: 'C:\\r', path: a}",
            "3:15: error: git must not be an absolute path, which is there on no other machine "
            "(write it relative to this file) [wrong-value]",
        ),
        ("{url: h.example/a}", "3:15: error: url must be an http(s) URL [wrong-value]"),
        ("{npm: 5, path: a}", "3:15: error: npm must be text, not a whole number [wrong-type]"),
        ("{file: a, pth: b}", "3:19: error: source has no key 'pth' (did you mean 'path'?) [unknown-key]"),
        (
            "{url: 'https://u:hunter2@h/a'}",
            "3:15: error: this looks like a secret; files hold references, never values (write env:NAME or file:PATH "
            "in credentials.yaml and take the secret out of the history) [secret-as-value]",
        ),
    ],
)
def test_a_wrong_source_is_told_where_it_stands(source: str, told: str, tmp_path: Path) -> None:
    read, problems = settings(tmp_path, f"source: {source}")
    assert problems == [f"service.yaml:{told}"]
    assert read is not None
    assert read.origin is None or "secret" in told


def project(tmp_path: Path, hosts: str) -> tuple[Project | None, list[str]]:
    problems = Diagnostics()
    (tmp_path / "pyproject.toml").write_text(f"[tool.codegen]\n{hosts}\n", encoding="utf-8")
    return find(tmp_path, problems), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("hosts", "read"),
    [
        ("", ()),
        ('hosts = ["API.example.com", "localhost:8080"]', ("api.example.com", "localhost:8080")),
        ('hosts = ["[::1]:80", "::1", "127.0.0.1"]', ("[::1]:80", "::1", "127.0.0.1")),
    ],
)
def test_hosts_are_read_in_lower_case(hosts: str, read: tuple[str, ...], tmp_path: Path) -> None:
    found, problems = project(tmp_path, hosts)
    assert problems == []
    assert found is not None
    assert found.hosts == read


@pytest.mark.parametrize(
    ("hosts", "told"),
    [
        ('hosts = "a.example"', "error: hosts must be a list of host names [wrong-type]"),
        ("hosts = [1]", "error: hosts must be a list of host names [wrong-type]"),
        (
            'hosts = ["https://a.example"]',
            "error: 'https://a.example' is no host name "
            "(write the name alone, such as api.example.com or localhost:8080) [wrong-value]",
        ),
        (
            'hosts = ["*.example"]',
            "error: '*.example' is no host name "
            "(write the name alone, such as api.example.com or localhost:8080) [wrong-value]",
        ),
    ],
)
def test_wrong_hosts_are_told_where_they_stand(hosts: str, told: str, tmp_path: Path) -> None:
    found, problems = project(tmp_path, hosts)
    assert found is None
    assert problems == [f"pyproject.toml:2:1: {told}"]

"""`add` takes a contract from where `pull` will take the next one."""

from __future__ import annotations

import pytest

from codegen.core.origin import Origin, origin_of_words, source_of


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ("https://erp.example/openapi.yaml", Origin("url", "https://erp.example/openapi.yaml")),
        ("npm:@octokit/openapi#generated/a.json", Origin("npm", "@octokit/openapi", "", "generated/a.json")),
        ("npm:@octokit/openapi@^23#a.json", Origin("npm", "@octokit/openapi", "^23", "a.json")),
        ("npm:plain@1.2.3#a.json", Origin("npm", "plain", "1.2.3", "a.json")),
        ("git:https://h.example/r.git#a.yaml", Origin("git", "https://h.example/r.git", "", "a.yaml")),
        ("git:git@h.example:acme/r.git@v1.2#a/b.yaml", Origin("git", "git@h.example:acme/r.git", "v1.2", "a/b.yaml")),
        ("git:../contracts@main#a.yaml", Origin("git", "../contracts", "main", "a.yaml")),
        ("contracts/erp.yaml", None),
        ("npm:no-path", None),
        ("C:\\contracts\\erp.yaml", None),
    ],
)
def test_words_of_the_command_line_name_an_origin_or_a_file(words: str, origin: Origin | None) -> None:
    assert origin_of_words(words) == origin


def test_an_origin_is_written_as_service_yaml_says_it() -> None:
    assert source_of(Origin("git", "r", "main", "p")) == {"git": "r", "revision": "main", "path": "p"}
    assert source_of(Origin("npm", "r", "", "p")) == {"npm": "r", "path": "p"}
    assert source_of(Origin("url", "https://x")) == {"url": "https://x"}

"""A file is taken as it is, with what lies beside it and is referred to, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.fetching import FetchError, Origin, fetch

CONTRACT = b"openapi: 3.1.0\r\ninfo: {title: \xc3\x84, version: '1'}\n\n\n"


def test_a_file_outside_of_the_project_is_taken_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "vendor.yaml").write_bytes(CONTRACT)
    fetched = fetch(Origin("file", "../../vendor.yaml"), folder, ())
    assert (fetched.main, fetched.files) == ("vendor.yaml", {"vendor.yaml": CONTRACT})
    assert (fetched.where, fetched.revision) == ("file:../../vendor.yaml", "")


def test_references_are_followed_in_circles_and_once(folder: Path) -> None:
    written = {
        "a.yaml": b"x: {$ref: 'b/c.json#/y'}\nz: {$ref: '#/x'}\n",
        "b/c.json": b'{"y": [{"$ref": "../a.yaml"}, {"$ref": "d%20e.yaml"}]}',
        "b/d e.yaml": b"plain: text\n",
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    assert fetch(Origin("file", "a.yaml"), folder, ()).files == written


def test_a_reference_in_an_example_and_a_bare_component_name_lead_to_no_file(folder: Path) -> None:
    content = (
        b"example: {$ref: nowhere.yaml}\n"
        b"properties: {default: {$ref: there.yaml}}\n"
        b"paths: {/a: {schema: {$ref: Order}}}\n"
        b"definitions: {Order: {type: object}}\n"
    )
    (folder / "a.yaml").write_bytes(content)
    (folder / "there.yaml").write_bytes(b"{}")
    assert set(fetch(Origin("file", "a.yaml"), folder, ()).files) == {"a.yaml", "there.yaml"}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../x.yaml", "the reference '../x.yaml' of a.yaml leads out of the contract's folder"),
        ("b/../../x.yaml", "the reference 'b/../../x.yaml' of a.yaml leads out of the contract's folder"),
        ("%2e%2e/x.yaml", "the reference '%2e%2e/x.yaml' of a.yaml leads out of the contract's folder"),
        ("/etc/passwd", "the reference '/etc/passwd' of a.yaml leads out of the contract's folder"),
        ("https://u:p@h/x.yaml?k=1", "the reference 'https://h/x.yaml' of a.yaml leads to the network"),
        ("//h/x.yaml", "the reference '//h/x.yaml' of a.yaml leads to the network"),
        ("//[h", "the reference '//[h' of a.yaml leads to the network"),
        ("none.yaml", "the reference 'none.yaml' of a.yaml cannot be followed: there is no file none.yaml"),
        ("out.yaml", "the reference 'out.yaml' of a.yaml cannot be followed: out.yaml is a link out of the contract's"),
    ],
)
def test_a_reference_that_leads_away_is_named(target: str, told: str, folder: Path, tmp_path: Path) -> None:
    (folder / "a.yaml").write_text(f"x: {{$ref: '{target}'}}\n", encoding="utf-8")
    (tmp_path / "x.yaml").write_bytes(b"{}")
    (folder / "out.yaml").symlink_to(tmp_path / "x.yaml")
    with pytest.raises(FetchError) as caught:
        fetch(Origin("file", "a.yaml"), folder, ())
    assert caught.value.message.startswith(told)
    assert str(tmp_path) not in caught.value.message + caught.value.suggestion


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("/etc/hosts", "the source is an absolute path, which is there on no other machine"),
        ("C:\\x.yaml", "the source is an absolute path, which is there on no other machine"),
        ("none.yaml", "there is no file none.yaml"),
        ("..", "there is no file .."),
        ("", "'' is no path to fetch from"),
    ],
)
def test_what_is_no_relative_path_of_a_file_is_refused(location: str, told: str, folder: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(Origin("file", location), folder, ())
    assert caught.value.message == told
    assert caught.value.suggestion


def test_what_is_larger_than_any_contract_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.yaml").write_bytes(b"x" * 100)
    monkeypatch.setattr("codegen.fetching.file.MAX_BYTES", 99)
    with pytest.raises(FetchError, match="is larger than"):
        fetch(Origin("file", "a.yaml"), folder, ())


def test_a_contract_in_more_parts_than_can_be_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.yaml").write_bytes(b"x: {$ref: b.yaml}\ny: {$ref: c.yaml}\n")
    for name in "bc":
        (folder / f"{name}.yaml").write_bytes(b"{}")
    monkeypatch.setattr("codegen.fetching.references.MAX_FILES", 2)
    with pytest.raises(FetchError, match="refers to more than 2 files"):
        fetch(Origin("file", "a.yaml"), folder, ())


def test_an_unknown_kind_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(Origin("uri", "x"), folder, ())
    assert (caught.value.message, caught.value.suggestion) == (
        "there is no kind of source 'uri'",
        "did you mean 'url'?",
    )

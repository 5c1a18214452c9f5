"""A package is got by the real npm, from a registry on this machine, and read without being extracted."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from codegen.fetching import FetchError, Origin, fetch
from tests.fetching.served import CONTRACT, ORDER, PART, REFERRING, Site, needs_npm

FILES = {
    "package/package.json": b'{"name": "@acme/openapi"}',
    "package/specs/openapi.yaml": REFERRING,
    "package/specs/schemas/order.yaml": ORDER,
    "package/specs/schemas/part.json": PART,
}


def tarball(files: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for member in others:
            archive.addfile(member)
    return packed.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


@pytest.fixture
def registry(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Let npm ask a registry without packages, with a cache and configuration of its own."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "npm_config_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("npm_config_registry", site.url("/"))
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    return site


def publish(registry: Site, name: str, packed: bytes, *versions: str) -> None:
    """Let the registry have versions of a package; the first is `latest`, the last is `next`."""
    entries = {}
    for version in versions:
        path = f"/tarballs/{name.rpartition('/')[2]}-{version}.tgz"
        registry.put(path, packed)
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
        dist = {"tarball": registry.url(path), "integrity": integrity}
        entries[version] = {"name": name, "version": version, "dist": dist}
    tags = {"latest": versions[0], "next": versions[-1]}
    packument = {"name": name, "dist-tags": tags, "versions": entries}
    registry.put("/" + name.replace("/", "%2f"), json.dumps(packument).encode(), Content_Type="application/json")


def refused(origin: Origin, folder: Path) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(origin, folder, ())
    told = caught.value.message + caught.value.suggestion
    assert "codegen-" not in told
    assert str(Path.home()) not in told
    return caught.value


@needs_npm
@pytest.mark.parametrize(
    ("version", "exact"), [("", "1.2.0"), ("1.1.0", "1.1.0"), ("^1", "1.2.0"), ("next", "2.0.0-beta.1")]
)
def test_a_version_range_or_tag_is_fetched(version: str, exact: str, registry: Site, folder: Path) -> None:
    publish(registry, "@acme/openapi", tarball(FILES), "1.2.0", "1.1.0", "2.0.0-beta.1")
    fetched = fetch(Origin("npm", "@acme/openapi", version, "specs/openapi.yaml"), folder, ())
    assert (fetched.main, fetched.revision) == ("openapi.yaml", exact)
    assert fetched.files == {"openapi.yaml": REFERRING, "schemas/order.yaml": ORDER, "schemas/part.json": PART}
    assert fetched.where == "npm:@acme/openapi#specs/openapi.yaml"


@needs_npm
def test_a_package_without_a_scope_is_fetched(registry: Site, folder: Path) -> None:
    publish(registry, "openapi", tarball({"package/a.yaml": CONTRACT}), "1.0.0")
    fetched = fetch(Origin("npm", "openapi", "", "a.yaml"), folder, ())
    assert (fetched.files, fetched.where) == ({"a.yaml": CONTRACT}, "npm:openapi#a.yaml")


@needs_npm
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("none.yaml", "the package has no file none.yaml"),
        ("link.yaml", "link.yaml is a folder or a link in the package"),
        ("hard.yaml", "hard.yaml is a folder or a link in the package"),
        ("out.yaml", "the package has no file out.yaml"),
        ("folder", "folder is a folder or a link in the package"),
    ],
)
def test_hostile_members_are_not_read(path: str, told: str, registry: Site, folder: Path) -> None:
    members = (
        link("package/link.yaml", "/etc/passwd"),
        link("package/hard.yaml", "package/package.json", tarfile.LNKTYPE),
        link("package/folder", "", tarfile.DIRTYPE),
    )
    publish(registry, "evil", tarball({"package/../out.yaml": b"x", **FILES}, *members), "1.0.0")
    assert refused(Origin("npm", "evil", "", path), folder).message == told
    assert not list(folder.iterdir())


@needs_npm
def test_a_package_that_is_no_tarball_is_told(registry: Site, folder: Path) -> None:
    publish(registry, "broken", gzip.compress(b"no tar" * 1000), "1.0.0")
    assert refused(Origin("npm", "broken", "", "a.yaml"), folder).message in (
        "the package is no readable tarball",
        "npm cannot fetch broken@latest: TAR_BAD_ARCHIVE: Unrecognized archive format",
    )


@needs_npm
def test_what_is_larger_than_any_contract_is_refused(
    registry: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(registry, "large", tarball(FILES), "1.0.0")
    monkeypatch.setattr("codegen.fetching.tarball.MAX_BYTES", 10)
    problem = refused(Origin("npm", "large", "", "specs/openapi.yaml"), folder)
    assert problem.message.startswith("specs/openapi.yaml is larger than")


@needs_npm
def test_a_package_that_unpacks_to_too_much_is_refused(
    registry: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(registry, "bomb", tarball(FILES), "1.0.0")
    monkeypatch.setattr("codegen.fetching.tarball.MAX_UNPACKED", 1000)
    assert refused(Origin("npm", "bomb", "", "specs/openapi.yaml"), folder).message.startswith("the package unpacks to")


@needs_npm
def test_a_package_or_version_that_is_not_there_is_told(registry: Site, folder: Path) -> None:
    publish(registry, "openapi", tarball(FILES), "1.0.0")
    none = refused(Origin("npm", "@acme/none", "", "a.yaml"), folder)
    assert none.message == "npm finds no package @acme/none with the version latest"
    old = refused(Origin("npm", "openapi", "0.1", "a.yaml"), folder)
    assert old.message == "the npm package openapi has no version 0.1"


@needs_npm
def test_a_registry_that_is_not_there_is_told(registry: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://u:s3cret@127.0.0.1:1/")
    problem = refused(Origin("npm", "openapi", "", "a.yaml"), folder)
    assert problem.message.startswith("npm cannot fetch openapi@latest: ")
    assert "ECONNREFUSED 127.0.0.1:1" in problem.message
    assert "s3cret" not in problem.message


@pytest.mark.parametrize(
    "name", ["-x", "--upload-pack=x", "@acme", "../x", "a/b", "a@1", "x.tgz", "git+ssh://h/x", ".hidden", "a b", ""]
)
def test_a_name_is_that_of_a_package_and_nothing_more(name: str, folder: Path) -> None:
    assert refused(Origin("npm", name, "", "a.yaml"), folder).message == f"{name!r} is no name of an npm package"


@pytest.mark.parametrize(
    "version", ["-x", "..", "./x", "file:x", "https://h/x.tgz", "x.tgz", "npm:other@1", "a/b", "git@h:x", "1;touch x"]
)
def test_a_version_is_no_file_url_or_repository(version: str, folder: Path) -> None:
    assert refused(Origin("npm", "openapi", version, "a.yaml"), folder).message == f"{version!r} is no npm version"


def test_where_npm_is_missing_that_is_told(folder: Path, no_programs: None) -> None:
    assert refused(Origin("npm", "openapi", "", "a.yaml"), folder).message == "the program npm is not there"

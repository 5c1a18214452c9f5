"""A URL is asked without credentials, over https or on this machine, and only hosts of the allow list are asked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from codegen.fetching import Fetched, FetchError, Origin, fetch
from tests.fetching.served import CONTRACT, ORDER, PART, REFERRING, Site


def fetched(url: str, *hosts: str) -> Fetched:
    return fetch(Origin("url", url), Path(), hosts)


def refused(url: str, *hosts: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetched(url, *hosts)
    return caught.value


def test_a_url_is_fetched_and_its_query_is_not_shown(site: Site) -> None:
    site.put("/v1/openapi.yaml?token=s3cret", CONTRACT)
    found = fetched(site.url("/v1/openapi.yaml?token=s3cret#top"), site.host)
    assert (found.main, found.files) == ("openapi.yaml", {"openapi.yaml": CONTRACT})
    assert (found.where, found.revision) == (site.url("/v1/openapi.yaml"), "")


def test_references_are_fetched_beside_it(site: Site) -> None:
    site.put("/v1/openapi.yaml?a=b", REFERRING)
    site.put("/v1/schemas/order.yaml", ORDER)
    site.put("/v1/schemas/part.json", PART)
    found = fetched(site.url("/v1/openapi.yaml?a=b"), site.host)
    assert found.files == {"openapi.yaml": REFERRING, "schemas/order.yaml": ORDER, "schemas/part.json": PART}


def test_a_compressed_answer_is_the_contract(site: Site) -> None:
    site.put("/a.yaml", gzip.compress(CONTRACT), Content_Encoding="gzip")
    assert fetched(site.url("/a.yaml"), site.host).files == {"a.yaml": CONTRACT}


def test_an_encoding_that_was_not_asked_for_is_refused(site: Site) -> None:
    site.put("/a.yaml", b"x", Content_Encoding="zstd")
    assert "an encoding that was not asked for" in refused(site.url("/a.yaml"), site.host).message


def test_no_credential_and_no_cookie_is_sent(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login u password p\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    site.put("/a.yaml", status=302, Location="/b.yaml", Set_Cookie="k=v")
    site.put("/b.yaml", CONTRACT)
    fetched(site.url("/a.yaml"), site.host)
    assert len(site.asked) == 2
    assert not {"authorization", "cookie"} & {name.lower() for _, headers in site.asked for name in headers}


def test_a_redirect_to_an_allowed_host_is_followed_and_the_name_stays(site: Site) -> None:
    site.put("/latest.yaml", status=307, Location=f"//localhost:{site.port}/2/x.yaml")
    site.put("/2/x.yaml", CONTRACT)
    found = fetched(site.url("/latest.yaml"), site.host, "LOCALHOST")
    assert (found.main, found.where) == ("latest.yaml", site.url("/latest.yaml"))
    assert found.files == {"latest.yaml": CONTRACT}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("https://other.example/x?k=s3cret", "the host other.example is not allowed"),
        ("https://127.0.0.1/x", "the host 127.0.0.1 is not allowed"),
        ("http://other.example/x", "http://other.example/x would be fetched without encryption"),
        ("https://u:s3cret@other.example/x", "the URL of other.example has a user name or password in it"),
        ("file:///etc/passwd", "what {site}/a.yaml redirects to is no http(s) URL"),
        ("//[x", "what {site}/a.yaml redirects to is no http(s) URL"),
        ("/a b", "what {site}/a.yaml redirects to is no http(s) URL"),
    ],
)
def test_a_redirect_elsewhere_is_refused(target: str, told: str, site: Site) -> None:
    site.put("/a.yaml", status=302, Location=target)
    problem = refused(site.url("/a.yaml"), site.host)
    assert problem.message == told.format(site=site.url(""))
    assert "s3cret" not in problem.suggestion


def test_redirects_in_a_circle_end(site: Site) -> None:
    site.put("/a.yaml", status=302, Location="/a.yaml")
    assert refused(site.url("/a.yaml"), site.host).message.endswith("redirects more than 5 times")
    assert len(site.asked) == 6


def test_a_host_must_be_listed_on_this_machine_too(site: Site) -> None:
    problem = refused(site.url("/a.yaml"), "localhost", "127.0.0.1:1")
    assert problem.message == f"the host {site.host} is not allowed"
    assert problem.suggestion == f'add "{site.host}" to `hosts` in [tool.codegen] of pyproject.toml'
    assert site.asked == []


def test_a_listed_name_without_a_port_is_for_every_port(site: Site) -> None:
    site.put("/a.yaml", CONTRACT)
    assert fetched(site.url("/a.yaml"), "127.0.0.1").files


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://api.example/a.yaml", "http://api.example/a.yaml would be fetched without encryption"),
        ("https://u:s3cret@api.example/a.yaml", "the URL of api.example has a user name or password in it"),
        ("https://s3cret@api.example/a.yaml", "the URL of api.example has a user name or password in it"),
        ("https://api.example/s/", "the URL https://api.example/s/ ends with no file's name"),
        ("https://api.example/a%2f..%2fb?s3cret", "the URL https://api.example/a%2f..%2fb ends with no file's name"),
        ("https://api.example\\@evil.example/a", "the source is no http(s) URL"),
        ("https://api.example:99999/a", "the source is no http(s) URL"),
        ("ftp://api.example/a", "the source is no http(s) URL"),
        ("https://api..example/a", "the source is no http(s) URL"),
        ("https://xn--/a", "the source is no http(s) URL"),
        ("api.example/a", "the source is no http(s) URL"),
    ],
)
def test_what_is_no_plain_https_url_is_refused(url: str, told: str) -> None:
    problem = refused(url, "api.example", "evil.example")
    assert problem.message == told
    assert "s3cret" not in problem.suggestion


def test_another_status_than_200_is_told(site: Site) -> None:
    assert refused(site.url("/none.yaml?k=s3cret"), site.host).message == f"{site.url('/none.yaml')} answers 404"


def test_a_missing_file_names_its_reference(site: Site) -> None:
    site.put("/openapi.yaml", REFERRING)
    told = f"of openapi.yaml cannot be followed: {site.url('/schemas/order.yaml')} answers 404"
    assert refused(site.url("/openapi.yaml"), site.host).message.endswith(told)


@pytest.mark.parametrize("compressed", [False, True])
def test_what_is_larger_than_any_contract_is_refused(
    compressed: bool, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codegen.fetching.url.MAX_BYTES", 10_000)
    body = b"x" * 10_001
    site.put("/a.yaml", gzip.compress(body), Content_Encoding="gzip") if compressed else site.put("/a.yaml", body)
    assert "/a.yaml is larger than" in refused(site.url("/a.yaml"), site.host).message


def test_one_deadline_is_over_everything(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.fetching.url.TIMEOUT", 0.0)
    assert "did not answer within" in refused(site.url("/a.yaml"), site.host).message


def test_an_address_that_cannot_be_asked_is_told() -> None:
    told = "https://[1::2::3]/a.yaml cannot be fetched: it is no URL that can be asked"
    assert refused("https://[1::2::3]/a.yaml", "[1::2::3]").message == told


def test_a_host_where_nobody_listens_is_told() -> None:
    problem = refused("http://127.0.0.1:1/a.yaml?k=s3cret", "127.0.0.1")
    assert problem.message == "http://127.0.0.1:1/a.yaml cannot be fetched: there is no connection"

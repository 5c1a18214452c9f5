"""Arguments and credentials meet in one request, in which each name stands once."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from codegen.runtime.requests import Parts, request


def parts(
    query: tuple[tuple[str, str], ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
    cookies: tuple[tuple[str, str], ...] = (),
) -> Parts:
    return Parts("/things", query, headers, cookies, b"")


@pytest.mark.parametrize("given", [(), (("key", "mine"),), (("key", "mine"), ("key", "again"))])
def test_a_query_key_that_is_a_declared_parameter_too_is_sent_once_as_the_credential_says(
    given: tuple[tuple[str, str], ...],
) -> None:
    made = request("get", "https://api.test", parts((*given, ("q", "a"))), parts((("key", "secret"),)))
    assert parse_qsl(urlsplit(made.url).query) == [("q", "a"), ("key", "secret")]


def test_headers_are_replaced_whatever_their_case_and_cookies_by_name() -> None:
    argued = parts(headers=(("x-key", "mine"), ("X-Other", "1")), cookies=(("sid", "mine"), ("lang", "en")))
    made = request("get", "https://api.test", argued, parts(headers=(("X-Key", "secret"),), cookies=(("sid", "s"),)))
    assert made.headers == (("X-Other", "1"), ("X-Key", "secret"), ("Cookie", "lang=en; sid=s"))

"""A contract behind an https URL, asked without credentials, within one deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import httpx2

from codegen.contract.load import MAX_BYTES
from codegen.core.origin import Origin
from codegen.fetching.failure import FetchError
from codegen.fetching.hosts import Address, Hosts, read_address
from codegen.fetching.kinds import Opened, register
from codegen.fetching.paths import too_large

TIMEOUT = 60.0  # seconds for the contract and all that it refers to
MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ENCODINGS = frozenset(("", "identity", "gzip", "deflate"))
_HEADERS = {"Accept": "application/yaml, application/json, */*;q=0.8", "Accept-Encoding": "gzip"}


@register("url")
@contextmanager
def opened(origin: Origin, _folder: Path, hosts: Hosts) -> Iterator[Opened]:
    """Open the folder of a URL.

    Redirects are followed by hand, up to `MAX_REDIRECTS`, each to a host of the allow list. What the contract refers
    to is asked for beside the URL as it is written, not beside what it redirects to, and without its query.

    Raises:
        FetchError: if the URL is not https (http on this machine), has a user in it or no file's name, or its host is
            not allowed.
    """
    address = _checked(origin.location, hosts)
    base, _slash, segment = address.path.rpartition("/")
    main = unquote(segment)
    if not main or main in (".", "..") or "/" in main or "\\" in main or not main.isprintable():
        raise FetchError(f"the URL {address.shown} ends with no file's name", "write the URL of the contract itself")
    client = httpx2.AsyncClient(
        timeout=None,
        follow_redirects=False,
        trust_env=not address.loopback,  # a proxy of the environment is not asked for this machine
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
    with asyncio.Runner() as runner:
        asking = _Asking(client, hosts, time.monotonic() + TIMEOUT)

        def read(name: str) -> bytes:
            beside = Address(address.scheme, address.host, address.port, f"{base}/{quote(name)}")
            return runner.run(asking.get(address if name == main else beside))

        try:
            yield Opened(main, read, address.shown)
        finally:
            runner.run(client.aclose())


def _checked(url: str, hosts: Hosts, what: str = "the source") -> Address:
    address = read_address(url)
    if address is None or address.scheme not in ("https", "http"):
        raise FetchError(f"{what} is no http(s) URL", "write https://host/path, with what is special percent-encoded")
    if address.user:
        raise FetchError(
            f"the URL of {address.place} has a user name or password in it", "fetch from where no login is needed"
        )
    if address.scheme == "http" and not address.loopback:
        raise FetchError(f"{address.shown} would be fetched without encryption", "write https://")
    hosts.check(address)
    return address


@dataclass(frozen=True, slots=True)
class _Asking:
    """What one fetch asks for: `deadline` is by `time.monotonic`."""

    client: httpx2.AsyncClient
    hosts: Hosts
    deadline: float

    async def get(self, address: Address) -> bytes:
        """Return what is behind an address, its redirects followed."""
        try:
            async with asyncio.timeout(max(self.deadline - time.monotonic(), 0)):
                return await self._followed(address)
        except TimeoutError:
            raise FetchError(
                f"{address.shown} did not answer within {TIMEOUT:.0f} seconds", "try again later"
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
            told = f"{address.shown} cannot be fetched: {_reason(problem)}"
            raise FetchError(told, "look whether it opens in a browser") from None

    async def _followed(self, address: Address) -> bytes:
        target = address
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._once(target)
            if isinstance(answer, bytes):
                return answer
            target = answer
        raise FetchError(f"{address.shown} redirects more than {MAX_REDIRECTS} times", "write where it leads to")

    async def _once(self, address: Address) -> bytes | Address:
        """Return the body, or where the answer redirects to."""
        async with self.client.stream("GET", address.asked, headers=_HEADERS) as answer:
            if answer.status_code in _REDIRECTS and "location" in answer.headers:
                target = _joined(address.asked, answer.headers["location"])
                return _checked(target, self.hosts, f"what {address.shown} redirects to")
            if answer.status_code != 200:
                raise FetchError(
                    f"{address.shown} answers {answer.status_code}",
                    "look whether it opens in a browser without a login",
                )
            return await _body(answer, address)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:  # brackets that are no IPv6 address
        return ""


async def _body(answer: httpx2.Response, address: Address) -> bytes:
    if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchError(
            f"{address.shown} answers in an encoding that was not asked for", "fetch it from another place"
        )
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise too_large(address.shown)
    return bytes(content)


def _reason(problem: httpx2.HTTPError | httpx2.InvalidURL) -> str:
    """Return what went wrong in our own words: the library's may hold the whole URL."""
    if isinstance(problem, httpx2.ConnectError):
        return "its certificate is not trusted" if "CERTIFICATE" in str(problem).upper() else "there is no connection"
    if isinstance(problem, httpx2.InvalidURL):
        return "it is no URL that can be asked"
    broken = isinstance(problem, httpx2.ProtocolError | httpx2.DecodingError)
    return "its answer is broken" if broken else "the connection was lost"

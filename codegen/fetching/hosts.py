"""The hosts that may be asked, and the addresses that name them.

An address is read by one strict grammar (a subset of RFC 3986), so that what is checked is what is asked: programs
disagree on the odd ones, and such an address is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address

from codegen.fetching.failure import FetchError

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
    r"(?:(?P<user>[^/?#@\s\\]*)@)?"
    rf"(?P<host>{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?"
    r"(?P<path>/[^?#\s\\]*)?(?:\?(?P<query>[^#\s\\]*))?(?:#\S*)?"
)
_PORTS = {"https": 443, "http": 80, "ssh": 22, "git": 9418}


@dataclass(frozen=True, slots=True)
class Address:
    """A URL in its parts.

    Attributes:
        scheme, host: in lower case; the host of IPv6 without brackets.
        path: with its leading slash, percent-encoded as written.
        query: never shown, since it may hold a secret.
        user: what stands before `@`, "" without one.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""
    user: str = ""

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def place(self) -> str:
        """The host, with its port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address for people and the lock: without user and query."""
        return f"{self.scheme}://{self.place}{self.path}"

    @property
    def asked(self) -> str:
        """The address as it is asked: without the user."""
        return f"{self.shown}?{self.query}" if self.query else self.shown


def read_address(text: str) -> Address | None:
    """Return the parts of a URL, or None where it is none that is unmistakable."""
    found = _ADDRESS.fullmatch(text)
    if found is None or not text.isprintable():
        return None
    scheme = found["scheme"].lower()
    port = int(found["port"] or _PORTS.get(scheme, 0))
    if not port < 2**16:
        return None
    host = found["host"].lower().strip("[]")
    return Address(scheme, host, port, found["path"] or "/", found["query"] or "", found["user"] or "")


class Hosts:
    """The allow list: exact names, each with a port or for all ports; letter case does not matter."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(name.lower().replace("[", "").replace("]", "") for name in names)

    def check(self, address: Address) -> None:
        """Refuse an address whose host is not listed, loopback included.

        Raises:
            FetchError: names the host and where to list it.
        """
        if not {address.host, f"{address.host}:{address.port}"} & self._names:
            raise FetchError(
                f"the host {address.place} is not allowed",
                f'add "{address.place}" to `hosts` in [tool.codegen] of pyproject.toml',
            )

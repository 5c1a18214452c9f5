"""What the tests of fetching share: contracts, and the servers and repositories that hold them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingTCPServer

import pytest

CONTRACT = b"openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: {}\n"
REFERRING = b"openapi: 3.1.0\ncomponents: {schemas: {Order: {$ref: 'schemas/order.yaml#/Order'}}}\n"
ORDER = b"Order: {type: object, properties: {part: {$ref: part.json}}}\n"
PART = b'{"type": "string"}'


needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not there")


@dataclass
class Site:
    """A web site on this machine; `pages` are status, headers and body by path."""

    port: int
    pages: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, headers, body)


@contextlib.contextmanager
def serving(server: ThreadingTCPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Repository:
    """A git repository with a main branch of two commits, a branch and an annotated tag of the first."""

    path: Path
    first: str
    second: str


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    done = subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def place(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

"""A service on the loopback that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class Loopback:
    """A running service; `answers` gives for a path a status and a body, or a function of the request."""

    answers: dict[str, Any]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    @property
    def calls(self) -> list[str]:
        """What was asked with its method, in order."""
        return [f"{one.method} {one.path}" for one in self.asked]

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [one.path for one in self.asked]


@contextmanager
def loopback(answers: dict[str, Any]) -> Iterator[Loopback]:
    """Serve on a free port until the block ends."""
    service = Loopback(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            split = urlsplit(self.path)
            headers = {k.lower(): v for k, v in self.headers.items()}
            asked = Asked(split.path, dict(parse_qsl(split.query)), headers, self.command, body)
            service.asked.append(asked)
            status, body = reply(service.answers[split.path], asked)
            content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            if body is not None:
                kind = "application/pdf" if isinstance(body, bytes) else "application/json"
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # a client may give up before the answer comes
                self.wfile.write(content)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names that http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(answer: Any, asked: Asked) -> tuple[int, Any]:
    """Return status and body of what a test gave for a path."""
    return answer(asked) if isinstance(answer, Callable) else answer


def hanging(seconds: float) -> Callable[[Asked], tuple[int, Any]]:
    """Return an answer that comes late."""

    def answer(_: Asked) -> tuple[int, Any]:
        time.sleep(seconds)
        return 200, {}

    return answer

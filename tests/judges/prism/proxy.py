"""A recorder between a client and Prism: passes requests on and keeps what Prism said to each."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
VERDICTS = "https://stoplight.io/prism/errors#"
BEYOND_REQUESTS = {"VIOLATIONS", "NO_RESPONSE_DEFINED", "SCHEMA_TOO_COMPLEX", "UNKNOWN"}  # about making an answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and Prism's answer to it."""

    method: str
    target: str
    status: int
    verdict: str  # the name of Prism's problem, or ""
    detail: str  # what Prism found wrong in the request

    @property
    def accepted(self) -> bool:
        """Whether Prism found nothing wrong in the request; that it could not make an answer is another matter."""
        return not self.detail


class Proxy:
    """Serves on a free port of the loopback interface until the block ends."""

    def __init__(self, port: int) -> None:
        self.exchanges: list[Exchange] = []
        self._prism = port
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _pass_on(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._prism, timeout=30)
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            content, told = answer.read(), answer.getheaders()
        finally:
            connection.close()
        violations = next((value for name, value in told if name.lower() == "sl-violations"), "[]")
        self.exchanges.append(_exchange(method, target, answer.status, content, violations))
        return answer.status, told, content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pass_on = self._pass_on

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
                status, told, content = pass_on(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in told:
                    if name.lower() not in _HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD" and status not in (204, 304):
                    self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Print nothing."""

        for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"):
            setattr(Handler, f"do_{method}", Handler._serve)
        return Handler


def _exchange(method: str, target: str, status: int, content: bytes, violations: str) -> Exchange:
    """Read Prism's answer: what it finds wrong in its own made-up answers is no fault of the request."""
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    verdict, found = "", json.loads(violations)
    if isinstance(body, dict) and str(body.get("type", "")).startswith(VERDICTS):
        verdict = body["type"].removeprefix(VERDICTS)
        found = body.get("validation", found)
    wrong = [item for item in found if _concerns_request(item)]
    if not wrong and verdict and verdict not in BEYOND_REQUESTS:
        wrong = [body.get("detail") or body.get("title") or verdict]
    return Exchange(method, target, status, verdict, json.dumps(wrong) if wrong else "")


def _concerns_request(violation: dict[str, Any]) -> bool:
    place = (violation.get("location") or ["request"])[0]
    return violation.get("severity") != "Warning" and place != "response"

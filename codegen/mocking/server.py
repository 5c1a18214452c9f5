"""Mock services on the loopback interface."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from codegen.contract.model import Contract
from codegen.mocking.exchange import Reply, Request
from codegen.mocking.script import Script
from codegen.mocking.service import MockApplication, utc_now

HOST = "127.0.0.1"
MAX_BODY = 32 * 1024 * 1024  # bytes of a request that a mock reads


class MockService(MockApplication):
    """A mock that serves HTTP on the loopback interface; a context manager.

    Attributes:
        base_url: where it answers; known once it is made, served once it is started.
    """

    def __init__(
        self,
        contract: Contract,
        script: Script | None = None,
        *,
        port: int = 0,
        secrets: Mapping[str, str] | None = None,
        now: Callable[[], str] = utc_now,
    ) -> None:
        """Make the mock and take its port.

        Args:
            contract: read without `adapt`, so that its names are those on the wire.
            script: what the contract cannot say, from `mock.yaml`.
            port: where to listen; 0 takes a free one.
            secrets: the values that are taken as credentials, by security scheme.
            now: tells the time.

        Raises:
            OSError: if the port is taken.
        """
        super().__init__(contract, script, secrets=secrets, now=now)
        self._server = _Server(self, port)
        self._thread: Thread | None = None
        self.port: int = self._server.server_address[1]
        self.base_url = f"http://{HOST}:{self.port}"

    def start(self) -> Self:
        """Begin to serve, in threads of its own."""
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """End serving and give the port back."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@contextmanager
def serve(
    contracts: Mapping[str, Contract],
    scripts: Mapping[str, Script] | None = None,
    *,
    ports: Mapping[str, int] | None = None,
    secrets: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[dict[str, MockService]]:
    """Serve several services until the block ends.

    Args:
        contracts: by service, read without `adapt`.
        scripts: by service; a service without one is stateless but for what is created in it.
        ports: by service; free ones where it names none.
        secrets: by service, then by security scheme.

    Yields:
        The running mocks by service.

    Raises:
        OSError: if a port is taken.
    """
    scripts, ports, secrets = scripts or {}, ports or {}, secrets or {}
    with ExitStack() as stack:
        running = {}
        for name, contract in contracts.items():
            mock = MockService(contract, scripts.get(name), port=ports.get(name, 0), secrets=secrets.get(name))
            running[name] = stack.enter_context(mock)
        yield running


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, application: MockApplication, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.application = application

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet where a caller hangs up, as callers with deadlines do; repeat any other problem."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the base class's own types


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self._body(headers)
        if body is None:
            self.close_connection = True
            self._send(Reply(413))
            return
        self._send(self.server.application.handle(Request(self.command, path, query, headers, body)))

    def _body(self, headers: Mapping[str, str]) -> bytes | None:
        """Return the body, or None where it is larger than a mock reads."""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        length = int(headers.get("content-length") or 0)
        return self.rfile.read(length) if length <= MAX_BODY else None

    def _chunks(self) -> bytes | None:
        """Read a body sent in chunks (RFC 9112, section 7.1)."""
        body = b""
        while size := int(self.rfile.readline(128).partition(b";")[0], 16):
            if len(body) + size > MAX_BODY:
                return None
            body += self.rfile.read(size)
            self.rfile.readline(8)
        while self.rfile.readline(4096).strip():
            pass
        return body

    def _send(self, reply: Reply) -> None:
        has_body = reply.status not in (204, 304)
        self.send_response(reply.status)
        if reply.media_type:
            self.send_header("Content-Type", reply.media_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if has_body:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Print nothing; what was asked is in `requests`."""

    do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_HEAD = do_PATCH = do_TRACE = _serve  # noqa: N815  # the base class names them so

"""A server of raw sockets on the loopback, which misbehaves as it is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket, "Seen"], None]


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """Answers the n-th request with the n-th behaviour; the last one for all that follow."""

    url: str
    behaviours: list[Behaviour]
    seen: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, seen: Seen) -> Behaviour:
        with self.lock:
            self.seen.append(seen)
            return self.behaviours[min(len(self.seen), len(self.behaviours)) - 1]


def response(status: int = 200, body: bytes = b"", media_type: str = "application/json", **headers: str) -> Behaviour:
    """Answer properly."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", f"Content-Type: {media_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def raw(text: bytes) -> Behaviour:
    """Send these bytes and close."""
    return lambda connection, _: connection.sendall(text)


def reset(text: bytes = b"") -> Behaviour:
    """Send these bytes and reset the connection."""

    def act(connection: socket.socket, _: Seen) -> None:
        connection.sendall(text)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    return act


def hang(server_over: Callable[[], threading.Event], text: bytes = b"") -> Behaviour:
    """Send these bytes, then nothing, until the test is over."""

    def act(connection: socket.socket, _: Seen) -> None:
        connection.sendall(text)
        server_over().wait(5)

    return act


def drip(server_over: Callable[[], threading.Event], head: bytes, every: float = 0.02) -> Behaviour:
    """Send a byte every so many seconds: no single read is ever late."""

    def act(connection: socket.socket, _: Seen) -> None:
        connection.sendall(head)
        while not server_over().wait(every):
            connection.sendall(b" ")

    return act


@contextmanager
def serving(*behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on a free port until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}", list(behaviours))
    threads: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                thread = threading.Thread(target=_serve, args=(server, connection, tls), daemon=True)
                threads.append(thread)
                thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server
    finally:
        server.over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (acceptor, *threads):
            thread.join(2)


def refusing() -> str:
    """Return the URL of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _serve(server: Server, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
    with connection, suppress(OSError):
        if tls is not None:
            connection = tls.wrap_socket(connection, server_side=True)
        seen = _read(connection)
        if seen is not None:
            server.next(seen)(connection, seen)


def _read(connection: socket.socket) -> Seen | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
        if data[0] == 0x16:  # a TLS hello: this server does not speak it
            return Seen("TLS", "", {}, b"")
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Seen(method, target, headers, body)

"""Decode a response's body in small steps, counting what comes out: a small body can unfold to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip, deflate"
_STEP = 256 * 1024  # bytes decoded at once


class TooLarge(Exception):  # noqa: N818  # a signal to the transport
    """More came out than the limit allows."""


class Undecodable(Exception):  # noqa: N818  # a signal to the transport
    """The body is encoded in a way we did not ask for, or is damaged."""


class Body:
    """A body being read: feed it, then take it."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Start with the `Content-Encoding` and the most bytes to hold."""
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._decoder = _decoder(encoding.strip().lower())
        self._first = True

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the wire.

        Raises:
            TooLarge: if the limit is passed.
            Undecodable: if they are not what the encoding says.
        """
        if self._decoder is None:
            self._add(chunk)
            return
        try:
            for part in self._decoded(chunk):
                self._add(part)
        except zlib.error:
            raise Undecodable("the body's compression is damaged") from None

    def take(self) -> bytes:
        """Return the whole body.

        Raises:
            Undecodable: if a compressed body ended early.
        """
        if self._decoder is not None and not self._first and not self._decoder.eof:
            raise Undecodable("the compressed body ended early")
        return b"".join(self._parts)

    def _decoded(self, chunk: bytes) -> Iterator[bytes]:
        decoder = self._decoder
        assert decoder is not None  # noqa: S101  # the caller asked
        if self._first and chunk:
            self._first = False
            # "deflate" is the zlib format (RFC 9110, section 8.4.1.2), but some servers send the bare one.
            if chunk[0] & 0x0F != 8 and chunk[0] != 0x1F:
                decoder = self._decoder = zlib.decompressobj(-zlib.MAX_WBITS)
        while chunk and not decoder.eof:
            yield decoder.decompress(chunk, _STEP)
            chunk = decoder.unconsumed_tail

    def _add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise TooLarge
        self._parts.append(part)


def _decoder(encoding: str) -> zlib._Decompress | None:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: tell gzip and zlib apart by their heads
    raise Undecodable("the body is encoded in a way that was not asked for")

"""A browser's end of the wire, byte by byte, for what a client library would smooth over."""

import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


class Wire:
    """One connection, kept open."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        host, _, port = self.host.partition(":")
        self.socket = socket.create_connection((host, int(port)), SECONDS)
        self.waiting = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def request(self, target: bytes, *lines: bytes, method: bytes = b"GET") -> bytes:
        return b"\r\n".join([method + b" " + target + b" HTTP/1.1", b"Host: " + self.host.encode(), *lines, b"", b""])

    def send(self, raw: bytes) -> None:
        self.socket.sendall(raw)

    def ask(self, target: bytes, *lines: bytes, method: bytes = b"GET") -> Answer:
        self.send(self.request(target, *lines, method=method))
        return self.answer(bodiless=method == b"HEAD")

    def answer(self, *, bodiless: bool = False) -> Answer:
        head = self._until(b"\r\n\r\n").decode("latin-1")
        first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        if bodiless or status == 304:
            return Answer(status, headers, b"")
        return Answer(status, headers, self._take(int(headers["content-length"])))

    def closed(self) -> bool:
        """Whether the other end has hung up, with nothing more said."""
        return self.waiting == b"" and self.socket.recv(1) == b""

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.waiting:
            self._receive()
        return self._take(self.waiting.index(mark) + len(mark))

    def _take(self, count: int) -> bytes:
        while len(self.waiting) < count:
            self._receive()
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken

    def _receive(self) -> None:
        received = self.socket.recv(1 << 20)
        assert received, f"the server hung up after {self.waiting!r}"
        self.waiting += received

"""A server between browser and site, by which a test may spoil single answers, or put another site behind."""

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from urllib.parse import urlsplit

HALT_SECONDS = 0.5
OF_THE_CONNECTION = ("connection", "transfer-encoding", "keep-alive", "content-length")


@dataclass(slots=True)
class Meddler:
    url: str
    behind: str  # the address of the site that answers
    bodies: dict[str, bytes] = field(default_factory=dict)  # path -> what stands in its place
    cut: set[str] = field(
        default_factory=set
    )  # paths whose answer breaks off in the middle; “copy” for the copy, whatever its name
    slow: dict[str, float] = field(default_factory=dict)  # path -> seconds before it is answered
    halting: dict[str, bytes] = field(
        default_factory=dict
    )  # path -> words before which its answer stands still a while
    asked: list[str] = field(default_factory=list)


COPY = re.compile(r"/keep/[0-9a-f]{64}\.json")


@contextmanager
def meddling(behind: str) -> Iterator[Meddler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = "copy" if COPY.fullmatch(self.path) else self.path
            meddler.asked.append(name)
            sleep(meddler.slow.get(name, 0))
            site = http.client.HTTPConnection(urlsplit(meddler.behind).netloc, timeout=30)
            headers = {key: value for key, value in self.headers.items() if not self._spoilt(name, key)}
            try:
                site.request("GET", self.path, headers=headers)
            except ConnectionRefusedError:
                return self.send_error(503)
            answer = site.getresponse()
            body = meddler.bodies.get(name, answer.read())
            self.send_response(answer.status)
            for header, value in answer.getheaders():
                if header.lower() not in OF_THE_CONNECTION and not self._spoilt(name, header):
                    self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if name in meddler.halting:
                first, words, body = body.partition(meddler.halting[name])
                self.wfile.write(first)
                self.wfile.flush()
                sleep(HALT_SECONDS)
                body = words + body
            self.wfile.write(body[: len(body) // 2] if name in meddler.cut else body)
            self.close_connection = True
            site.close()

        def _spoilt(self, name: str, header: str) -> bool:
            if name in meddler.halting and header.lower() == "accept-encoding":
                return True
            return name in meddler.bodies and header.lower() in ("content-encoding", "etag", "if-none-match")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    meddler = Meddler(f"http://127.0.0.1:{server.server_address[1]}", behind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield meddler
    finally:
        server.shutdown()
        server.server_close()

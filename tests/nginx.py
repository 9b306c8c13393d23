"""A real nginx over a folder, with what a `server` block says of it; it lives as long as the `with` block."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.needs import free_port

START_SECONDS = 20
SETTINGS = """
{user}
worker_processes 1; daemon off; pid {home}/pid; error_log {home}/log;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {home}/t; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f;
uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
server {{ listen 127.0.0.1:{port}; {server} }} }}
"""


@contextmanager
def nginx(home: Path, server: str, *, before: Sequence[str] = ()) -> Iterator[str]:
    """Its address. `home` is a folder for its own files; `before` is a program that starts it, such as taskset."""
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""  # a temporary folder is closed to others
    (home / "nginx.conf").write_text(SETTINGS.format(home=home, port=port, user=user, server=server))
    process = subprocess.Popen([*before, "nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "log")])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, home / "log")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nginx did not start: {log.read_text() if log.exists() else 'it left no log'}")

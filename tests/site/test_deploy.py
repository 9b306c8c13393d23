"""What `deploy/` says, done step by step without a container engine: the image, its lock, its start, its restart."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from tests.conftest import ROOT, ContentFolder, Server, environment
from tests.needs import free_port
from tests.site.wire import Wire

CONTAINERFILE = (ROOT / "deploy/Containerfile").read_text()
LEFT_OUT = re.findall(r"^\*\*/(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)  # in folders too
SECONDS = 30
REFUSING = ROOT / "tests/site/refusing_settings.py"


def versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(), re.MULTILINE))


def test_the_images_lock_is_part_of_the_whole_lock_and_has_no_tool_of_ours() -> None:
    image, whole = versions(ROOT / "deploy/requirements.lock"), versions(ROOT / "requirements.lock")
    assert image.items() <= whole.items()
    assert {"django", "granian", "bleach"} <= image.keys()
    assert not {"pytest", "ruff", "playwright"} & image.keys()


def test_the_image_runs_as_a_plain_user_says_how_it_is_and_is_built_apart() -> None:
    first, second = CONTAINERFILE.split("\nFROM ")[1:]
    assert "pip install" in first
    assert "pip install" not in second
    user = re.search(r"^USER (\S+)\n(?!.*^(?:RUN|USER) )", second, re.MULTILINE | re.DOTALL)
    assert user
    assert f" {user[1]}" in next(line for line in second.splitlines() if "useradd --system" in line)
    health = re.search(r"^HEALTHCHECK .*/healthz", second, re.MULTILINE)
    assert health


def build(root: Path) -> dict[str, bytes]:
    """Every file that the image copies, every step that it runs, without a container engine. What is there then."""
    _, _, second = CONTAINERFILE.partition("\nFROM ")
    for line in re.findall(r"^COPY (?!--from)(.+)", second.partition("\nFROM ")[2], re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            place = root / target / (Path(source).name if target.endswith("/") else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                left_out = shutil.ignore_patterns(*LEFT_OUT)
                shutil.copytree(ROOT / source, place, ignore=left_out, copy_function=shutil.copyfile)
            else:
                shutil.copyfile(ROOT / source, place)
    step = re.search(r"^RUN (\.venv/bin/python manage\.py .+)", CONTAINERFILE, re.MULTILINE)
    fixed = re.search(r"^ARG (SOURCE_DATE_EPOCH=.+)", CONTAINERFILE, re.MULTILINE)
    assert step
    assert fixed
    given = environment(PYTHONDONTWRITEBYTECODE="1") | dict(each.split("=") for each in fixed[1].split())
    subprocess.run(step[1].replace(".venv/bin/python", sys.executable), shell=True, cwd=root, env=given, check=True)
    return contents(root)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    root = tmp_path_factory.mktemp("image") / "site"
    return root, build(root)


def test_the_same_files_make_the_same_image(image: tuple[Path, dict[str, bytes]]) -> None:
    root, first = image
    root.rename(root.with_name("first"))
    second = build(root)  # at the same place, which compiled files name, and later, which they do not
    assert [name for name in {*first, *second} if first.get(name) != second.get(name)] == []
    compiled = [name for name in first if name.endswith(".pyc")]
    assert compiled
    assert "__pycache__" in LEFT_OUT
    assert all(first[name][4:8] == b"\3\0\0\0" for name in compiled)  # known by their source's content, not its time
    assert any(name.startswith(".static/") and name.endswith(".br") for name in first)


def test_the_image_starts_on_a_disk_that_it_may_not_write(image: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Nothing below it changes any more."""
    (root, before), index = image, tmp_path / "data.sqlite3"
    given = environment(PYTHONDONTWRITEBYTECODE="1")
    assert ".static/.collected" in before
    assert ".secret-key" not in before
    started = re.search(r'^CMD \["\.venv/bin/python", "(.+)", "(.+)"\]', CONTAINERFILE, re.MULTILINE)
    assert started
    port = str(free_port())
    settings = {"DATABASE_URL": f"sqlite:///{index}", "SECRET_KEY": "x" * 50, "PORT": port}
    process = subprocess.Popen([sys.executable, *started.groups()], cwd=root, env=given | settings)
    try:
        assert b"ok 1" in answer(f"http://127.0.0.1:{port}/healthz", process)
        assert b"911" in answer(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0
    assert contents(root) == before


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def answer(address: str, process: "subprocess.Popen[bytes]") -> bytes:
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as response:
                return bytes(response.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


def test_the_site_of_the_composition_cannot_write_or_gain_rights_and_asks_for_its_secrets() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())["services"]
    site = services["site"]
    assert site["read_only"] is True
    assert site["cap_drop"] == ["ALL"]
    assert services["proxy"]["network_mode"] == "service:site"  # the site listens on loopback alone
    assert all(":?" in site["environment"][name] for name in ("SECRET_KEY", "SITE_URL", "DATABASE_URL"))
    assert "ports" not in services["database"]


def test_the_proxy_passes_no_header_on_that_the_site_would_take_for_another(site: Server) -> None:
    """One with _ in its name, which the server cannot tell from one with -. nginx passes none on unless told."""
    with Wire(site.url) as wire:
        taken = wire.ask(b"/privacy/", b"Accept-Encoding: gzip", b"Accept_Encoding: br").headers["content-encoding"]
    asked = (ROOT / "deploy" / "Caddyfile").read_text()
    assert taken == "gzip" or re.search(r"^\trequest_header -\*_\*$", asked, re.MULTILINE)


def test_a_reload_under_load_fails_no_request(
    start_server: Callable[..., Server], library: ContentFolder, tmp_path: Path
) -> None:
    """`systemctl reload`, as the unit says: new workers take over, old ones finish what they have begun."""
    assert re.search(r"^ExecReload=kill -HUP \$MAINPID$", (ROOT / "deploy/naltrexone-guides.service").read_text(), re.M)
    index = f"sqlite:///{tmp_path}/index.sqlite3"
    server = start_server(DATABASE_URL=index, CONTENT_DIR=str(library.root), WEB_CONCURRENCY="1")
    before = server.workers()
    stop, failures, answered = threading.Event(), list[str](), list[int]()

    def read(path: str) -> None:
        while not stop.is_set():
            try:
                with urlopen(f"{server.url}{path}?q={len(answered)}", timeout=SECONDS) as response:
                    answered.append(len(response.read()))
            except OSError as error:
                failures.append(str(error))

    readers = [threading.Thread(target=read, args=[path]) for path in 2 * ["/guides/first/", "/search/"]]
    for reader in readers:
        reader.start()
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 2 * SECONDS
    while set(before) & set(server.workers()) and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(1)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert not set(before) & set(server.workers())
    assert len(answered) > 50


def stands_still(process: int) -> bool:
    """With all its threads, of which one may just be taking somebody."""
    states = [place.read_text().rpartition(")")[2].split()[0] for place in Path(f"/proc/{process}/task").glob("*/stat")]
    return set(states) == {"T"}


def test_who_waits_for_a_worker_that_goes_is_answered_by_the_next(
    start_server: Callable[..., Server], library: ContentFolder, tmp_path: Path
) -> None:
    """Its queue stays: here the worker stands still, so that it takes nobody before it ends, as at a reload."""
    index = f"sqlite:///{tmp_path}/index.sqlite3"
    server = start_server(DATABASE_URL=index, CONTENT_DIR=str(library.root), WEB_CONCURRENCY="1")
    (worker,) = server.workers()
    os.kill(worker, signal.SIGSTOP)
    while not stands_still(worker):
        time.sleep(0.01)
    with Wire(server.url) as waiting:
        waiting.send(waiting.request(b"/guides/first/"))
        waiting.socket.settimeout(0.5)
        with pytest.raises(TimeoutError):
            waiting.answer()
        waiting.socket.settimeout(SECONDS)
        os.kill(worker, signal.SIGKILL)
        assert waiting.answer().status == 200
    assert server.workers() != [worker]


def test_a_reload_that_cannot_start_leaves_the_old_workers(
    start_server: Callable[..., Server], library: ContentFolder, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3", "CONTENT_DIR": str(library.root)}
    refusal = tmp_path / "refusal"
    with (tmp_path / "output").open("w") as output:
        server = start_server(
            output, **settings, DJANGO_SETTINGS_MODULE="tests.site.refusing_settings", REFUSED_BY=str(refusal)
        )
    before = set(server.workers())
    refusal.touch()
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + SECONDS
    while (tmp_path / "output").read_text().count("The old one stays") < len(before) and time.monotonic() < deadline:
        with urlopen(f"{server.url}/guides/first/", timeout=5) as response:
            assert response.status == 200
    assert set(server.workers()) == before
    said = [json.loads(line) for line in (tmp_path / "output").read_text().splitlines() if "{" in line]
    failed = [line["message"] for line in said if line["event"] == "worker-failed"]
    assert failed == [f"A worker failed: RuntimeError: These settings refuse. in {REFUSING}, line 9"] * len(before)
    assert "Traceback" not in (tmp_path / "output").read_text()
    refusal.unlink()
    server.process.send_signal(signal.SIGHUP)
    while set(server.workers()) & before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not set(server.workers()) & before
    started = time.monotonic()
    server.stop()
    assert server.process.returncode == 0
    assert time.monotonic() - started < SECONDS / 3

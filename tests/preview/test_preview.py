"""`manage.py preview`: drafts, a reload at each save, problems above the last good page; and none of it for readers."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from naltrexone_site.management.commands.preview import HOME_PREFIX
from naltrexone_site.preview.pages import OWN
from naltrexone_site.serving.guarding import CONTENT_SECURITY_POLICY
from tests.articles.refusals import guide
from tests.conftest import REFERENCE, ROOT, SERVER_START_SECONDS, TAGS, ContentFolder, Server, environment
from tests.needs import free_port
from tests.site.wire import Wire

OURS = ["/preview/events", "/preview/preview.js", "/preview/preview.css", "/guides/secret/", "/styleguide/"]
SECRET = "en/articles/secret.md"
FIRST = "en/articles/first.md"


def content(root: Path) -> ContentFolder:
    made = ContentFolder(root)
    made.write("en/tags.yaml", TAGS)
    made.write("references/label.md", REFERENCE)
    made.article("first", "A craving takes 7 days.\n\nSome text [@label].\n")
    made.term("craving", "craving")
    made.write(SECRET, guide("Not for readers yet [@label].\n", status="draft", title="Secret"))
    return made


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    return content(tmp_path_factory.mktemp("preview") / "content")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("said") / "terminal"


@pytest.fixture(scope="module")
def preview(editors: ContentFolder, said: Path) -> Iterator[Server]:
    yield from previewed(editors, said)


def previewed(editors: ContentFolder, said: Path) -> Generator[Server]:
    port = str(free_port())
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "preview"],
            cwd=ROOT,
            env=environment(PORT=port, CONTENT_DIR=str(editors.root)),
            text=True,
            stdout=output,
            stderr=output,
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    deadline = time.monotonic() + SERVER_START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{server.url}/preview/preview.js", timeout=5).close()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def mended(editors: ContentFolder, page: Page) -> Iterator[None]:
    """What a test spoils is whole again for the next one."""
    before = {path: path.read_bytes() for path in editors.root.rglob("*") if path.is_file()}
    yield
    for path in editors.root.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    for path, text in before.items():
        path.write_bytes(text)
    page.locator(".editor-refused").wait_for(state="detached")


def got(server: Server, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(server.url + path, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_draft_is_shown_and_marked_and_a_published_guide_is_not(preview: Server) -> None:
    status, draft = got(preview, "/guides/secret/")
    assert (status, "Not for readers yet" in draft) == (200, True)
    assert "Draft: readers do not see this page." in draft
    assert "Draft: readers" not in got(preview, "/guides/first/")[1]
    assert 'href="/guides/secret/"' in got(preview, "/guides/")[1]


def test_the_margin_says_what_an_editor_asks(preview: Server) -> None:
    page = got(preview, "/guides/first/")[1]
    margin = re.sub(r"\s+", " ", re.search(r"<aside class=\"editor.*?</aside>", page, re.DOTALL)[0])  # type: ignore[index]
    for words in (
        "en/articles/first.md",
        "Reading grade",
        "Linked: craving.",
        "label, 2025, cited 1 time<",
        "Line 9: A craving takes 7 days.",
        "All lead somewhere.",
        "As on a phone",
        "As printed",
    ):
        assert words in margin


def test_an_address_without_a_page_is_the_sites_own_404(preview: Server) -> None:
    status, page = got(preview, "/guides/nothing/")
    assert (status, "988" in page, "editor-margin" in page) == (404, True, True)


def test_the_browser_follows_a_save(preview: Server, editors: ContentFolder, page: Page, mended: None) -> None:
    page.goto(f"{preview.url}/guides/first/")
    editors.article("first", "Another text [@label].\n")
    page.locator("article", has_text="Another text").wait_for()


def test_problems_stand_above_the_last_good_page_and_go_when_they_are_mended(
    preview: Server, editors: ContentFolder, said: Path, page: Page, mended: None
) -> None:
    page.goto(f"{preview.url}/guides/first/")
    page.mouse.wheel(0, 400)
    editors.article("first", "See [@nobody] here.\n")
    refused = page.locator(".editor-refused")
    refused.wait_for()
    box = refused.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    told = " ".join(refused.inner_text().split())
    assert (
        "This page, line 9 (en/articles/first.md): “@nobody” names no source: there is no references/nobody.md." in told
    )
    assert "See [@nobody] here." in told
    assert "A craving takes 7\u00a0days" in page.locator("article").inner_text()
    margin = page.locator("aside.editor-margin")
    assert "nobody, which is no source of this site yet" in margin.inner_text()
    assert "No source is cited" not in margin.inner_text()
    terminal = said.read_text()
    assert "en/articles/first.md:9: cite-missing “@nobody” names no source" in terminal
    assert "    See [@nobody] here.\n" in terminal
    assert "en/articles/first.md, line 9: “@nobody” names no source" in got(preview, "/guides/")[1]


def test_a_new_guide_that_is_refused_says_so_at_its_own_address(
    preview: Server, editors: ContentFolder, page: Page, mended: None
) -> None:
    page.goto(f"{preview.url}/guides/new/")
    editors.article("new", "<b>Bold</b> [@label].\n")
    page.locator(".editor-refused", has_text="This page, line 9").wait_for()


def test_where_no_page_was_ever_good_none_is_said_to_stand_below(
    preview: Server, editors: ContentFolder, page: Page, mended: None
) -> None:
    editors.article("new", "<b>Bold</b> [@label].\n")
    page.goto(f"{preview.url}/guides/new/")
    refused = page.locator(".editor-refused", has_text="This page, line 9")
    refused.wait_for()
    assert "There is no good page at this address yet, so none stands below." in refused.inner_text()
    assert "last good page" not in refused.inner_text()


def test_a_preview_that_begins_with_a_mistake_says_that_nothing_is_shown_yet(tmp_path: Path, page: Page) -> None:
    made, terminal = content(tmp_path / "content"), tmp_path / "terminal"
    made.article("first", "See [@nobody] here.\n")
    running = previewed(made, terminal)
    server = next(running)
    try:
        page.goto(f"{server.url}/guides/first/")
        told = " ".join(page.locator(".editor-refused").inner_text().split())
        assert "Nothing is shown yet, because no save since the preview began was without them." in told
        assert "“@nobody” names no source" in told
        assert "last good page" not in told + terminal.read_text()
        assert "Nothing is shown yet. Mend this, and save." in terminal.read_text()
        assert "Try again in a minute" not in page.locator("body").inner_text()
        made.article("first", "See it here [@label].\n")
        page.locator("article", has_text="See it here").wait_for()
        made.article("first", "See [@nobody] here.\n")
        page.locator(".editor-refused", has_text="Below stands the last good page.").wait_for()
        assert "See it here" in page.locator("article").inner_text()
    finally:
        running.close()


def test_the_hardest_sentences_are_marked_in_the_text(
    preview: Server, editors: ContentFolder, page: Page, mended: None
) -> None:
    hard = (
        "The administration of **pharmacological** interventions necessitates interdisciplinary\ncommunication today."
    )
    editors.article("hard", f"Some words. {hard} [@label]\n")
    page.goto(f"{preview.url}/guides/hard/")
    page.locator("[data-preview-sentence]").first.wait_for()
    marked = """() => {
        const marked = [...(CSS.highlights.get("hard-sentence") ?? [])].map(String);
        return marked.length ? marked : null;
    }"""
    found = page.wait_for_function(marked).json_value()  # also where the page comes again meanwhile
    assert [" ".join(text.split()) for text in found] == [" ".join(hard.replace("**", "").split())]
    assert "above 12: The administration" in " ".join(page.locator("aside.editor-margin").inner_text().split())


def test_the_margin_is_not_printed(preview: Server, page: Page) -> None:
    page.goto(f"{preview.url}/guides/secret/")
    page.locator(".editor-margin").wait_for()  # it may just be coming again after the save of the test before
    page.emulate_media(media="print")
    assert not page.locator(".editor-margin").is_visible()


def test_a_site_whose_name_was_made_to_lead_here_reads_nothing(preview: Server) -> None:
    for path in ("/", "/guides/secret/", *OURS):
        with Wire(preview.url) as wire:
            wire.send(f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())
            answer = wire.answer()
        assert (path, answer.status) == (path, 400)
        assert answer.body == b"The preview answers to 127.0.0.1 and localhost alone.\n"


def test_every_promise_of_the_headers_holds_in_the_preview_too(preview: Server) -> None:
    for path in ("/guides/first/", "/preview/preview.js", "/preview/preview.css"):
        with urllib.request.urlopen(preview.url + path, timeout=20) as answer:
            assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
            assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_of_it_is_there_for_readers(start_server: Callable[..., Server], tmp_path: Path) -> None:
    made = content(tmp_path / "content")
    index = f"sqlite:///{tmp_path / 'index.sqlite3'}"
    server = start_server(CONTENT_DIR=str(made.root), DATABASE_URL=index)
    assert [got(server, path)[0] for path in OURS] == [404] * len(OURS)
    with Wire(server.url) as wire:
        answer = wire.ask(b"/guides/first/")
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    for path in ("/", "/guides/", "/guides/first/", "/search/?q=readers", "/sitemap.xml", "/feed.xml"):
        page = got(server, path)[1]
        assert [words for words in (OWN, "data-preview", "For the editor", "Secret") if words in page] == []
    collected = [path.name for path in (ROOT / ".static").rglob("*") if path.name.startswith("preview.")]
    assert collected == []
    sheet = re.search(r"/static/site[^\"]*\.css", got(server, "/")[1])
    assert sheet is not None
    assert ".editor-margin" not in got(server, sheet[0])[1]


def listen_to_ctrl_c() -> None:
    """A shell's job in the background, as these tests may be, is deaf to it, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_it_ends_without_a_trace(tmp_path: Path) -> None:
    made = content(tmp_path / "content")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "preview"],
        cwd=ROOT,
        env=environment(PORT=str(free_port()), CONTENT_DIR=str(made.root), TMPDIR=str(tmp_path)),
        text=True,
        stdout=subprocess.PIPE,
        preexec_fn=listen_to_ctrl_c,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    assert lines[1].startswith("Preview with drafts on http://127.0.0.1:")
    assert len(list(tmp_path.glob(f"{HOME_PREFIX}*"))) == 1
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert list(tmp_path.glob(f"{HOME_PREFIX}*")) == []

"""No address leads out of what is published, however its way up is written."""

from itertools import product

from tests.conftest import ROOT, Server
from tests.site.wire import Wire

UP = (
    b"..", b"%2e%2e", b".%2e", b"%2E.", b"..%2f..", b"..%5c..", b"..\\..", b"%252e%252e", b"..;", b"....//..",
    b"%c0%ae%c0%ae", b"%e0%80%ae%e0%80%ae", b"%uff0e%uff0e", b"..%00", b"..%ef%bc%8f..", b"\xc0\xae\xc0\xae",
    b"/..", b".%00.",
)  # fmt: skip
BELOW = (
    b"/static/",
    b"/static/icons/",
    b"/images/",
    b"/images/made/",
    b"/guides/",
    b"/keep/",
    b"/share/",
    b"/api/v1/guides/",
    b"/",
)
SOUGHT = {
    b"etc/passwd": b"root:",
    b"manage.py": b"execute_from_command_line",
    b"naltrexone_site/settings.py": b"SECRET_KEY",
    b"content/en/tags.yaml": b"description:",
    b".git/config": b"[core]",
}  # fmt: skip


def test_no_address_leads_out_of_what_is_published(site: Server) -> None:
    asked = 0
    for below, up, (sought, words) in product(BELOW, UP, SOUGHT.items()):
        for steps in (1, 2, 8) if up == b".." else (2,):
            with Wire(site.url) as wire:
                answer = wire.ask(below + b"/".join([up] * steps) + b"/" + sought)
            assert answer.status in (301, 400, 404), (below, up, sought)
            assert words not in answer.body, (below, up, sought)
            assert not answer.headers.get("location", "").startswith(("//", "http", "\\")), (below, up, sought)
            asked += 1
    assert asked > 700
    for sought in (b"/etc/passwd", b"file:///etc/passwd", str(ROOT / "manage.py").encode()):
        with Wire(site.url) as wire:
            assert wire.ask(sought).status in (400, 404)

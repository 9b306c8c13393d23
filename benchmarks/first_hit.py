"""How fast a page that nobody kept leaves the server: each guide asked for once, beside Wagtail with the same words.

One worker of the same server on one core, one connection from the other; the two take turns. Wagtail gets the words of
our guide as rich text and wraps them in a bare page, without lists, links to other guides or search beside it.
"""

import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import peers
from benchmarks.corpus import Corpus
from benchmarks.measure import START_SECONDS, Measure, NotMeasured, Row, Scale, compared, run, served, wait
from benchmarks.serving import SERVER_CORE
from tests.needs import free_port

NAME = "a page that is not kept (first hit): time for each"
INVERSE = "throughput on one core, asked for one after the other, is the inverse"
FASTER = 8.0
GUIDES_A_ROUND = 60
SETTINGS = """\
from pathlib import Path
SECRET_KEY, DEBUG, ALLOWED_HOSTS, ROOT_URLCONF = "of-a-benchmark", False, ["*"], "urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(__file__).parent / "site.sqlite3"}}
INSTALLED_APPS = [
    "guides", "wagtail.sites", "wagtail.users", "wagtail.documents", "wagtail.images", "wagtail.search",
    "wagtail.admin", "wagtail", "modelcluster", "taggit", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
WAGTAIL_SITE_NAME, WAGTAILADMIN_BASE_URL, STATIC_URL, USE_TZ = "Guides", "http://127.0.0.1", "/static/", True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""
URLS = "from django.urls import include, path\nfrom wagtail import urls\nurlpatterns = [path('', include(urls))]\n"
WSGI = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
MODELS = """\
from wagtail.fields import RichTextField
from wagtail.models import Page
class Guide(Page):
    body = RichTextField()
"""
TEMPLATE = """\
{% load wagtailcore_tags %}<!DOCTYPE html><html lang="en"><head><title>{{ page.title }}</title></head>
<body><main><h1>{{ page.title }}</h1>{{ page.body|richtext }}</main></body></html>
"""
LOAD = """\
import json, django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "guides", verbosity=0)
call_command("migrate", verbosity=0)
from guides.models import Guide
from wagtail.models import Site
root = Site.objects.get().root_page
for slug, body in json.load(open("bodies.json")).items():
    root.add_child(instance=Guide(title=slug, slug=slug, body=body))
"""
FILES = {
    "settings.py": SETTINGS,
    "urls.py": URLS,
    "wsgi.py": WSGI,
    "load.py": LOAD,
    "guides/__init__.py": "",
    "guides/models.py": MODELS,
    "guides/templates/guides/guide.html": TEMPLATE,
}


def measures(scale: Scale) -> Iterator[Row]:
    if not (peers.PROGRAMS / "wagtail").is_file() or not shutil.which("taskset"):
        yield NotMeasured(f"{NAME}, Wagtail", peers.MISSING, f"≥ {FASTER:g}")
        return
    corpus = Corpus(GUIDES_A_ROUND * scale.rounds)
    slugs = [guide.slug for guide in corpus]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        corpus.write(home / "content")
        settings = {"CONTENT_DIR": str(home / "content"), "DATABASE_URL": f"sqlite:///{home}/index.sqlite3"}
        with served(seconds=START_SECONDS, WEB_CONCURRENCY="1", **settings) as site:
            bodies = {slug: _article(site, f"/guides/{slug}/") for slug in slugs}
        pinned = ("taskset", "-c", SERVER_CORE)
        with (
            served(seconds=START_SECONDS, before=pinned, WEB_CONCURRENCY="1", **settings) as ours,
            _wagtail(home / "wagtail", bodies, pinned) as theirs,
        ):
            yield _compared(ours, theirs, slugs, scale.rounds)


def _compared(ours: str, theirs: str, slugs: Sequence[str], rounds: int) -> Measure:
    taken: dict[str, list[float]] = {ours: [], theirs: []}
    for turn in range(rounds):
        some = slugs[turn * GUIDES_A_ROUND : (turn + 1) * GUIDES_A_ROUND]
        for site in list(taken)[:: 1 if turn % 2 else -1]:
            taken[site].append(_each(site, [f"/guides/{slug}/" if site == ours else f"/{slug}/" for slug in some]))
    row = compared(f"{NAME}, Wagtail", "Wagtail", taken[ours], taken[theirs], "ms", FASTER)
    return replace(row, note=f"{row.note}; {INVERSE}")


def _each(site: str, paths: Sequence[str]) -> float:
    """Milliseconds a page, each asked for once on one connection."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    started = time.perf_counter()
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{site}{path} was answered with {answer.status}")
    return (time.perf_counter() - started) / len(paths) * 1000


def _article(site: str, path: str) -> str:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    connection.request("GET", path)
    page = connection.getresponse().read().decode()
    return page[page.index("<article") : page.rindex("</article>")].partition("</h1>")[2]


@contextmanager
def _wagtail(place: Path, bodies: dict[str, str], before: Sequence[str]) -> Iterator[str]:
    for name, text in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    (place / "bodies.json").write_text(json.dumps(bodies))
    run([str(peers.PROGRAMS / "python"), "load.py"], place, DJANGO_SETTINGS_MODULE="settings", PYTHONPATH=str(place))
    port = str(free_port())
    command = [*before, str(peers.PROGRAMS / "granian"), "--interface", "wsgi", "--workers", "1", "--port", port]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "settings"}
    process = subprocess.Popen([*command, "wsgi:application"], cwd=place, env=environment, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait(f"{url}/{next(iter(bodies))}/", process)
        yield url
    finally:
        process.terminate()
        process.wait()

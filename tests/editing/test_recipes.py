"""What the docs tell others to run is there to be run, from the first step to the last."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client

from tests.articles.refusals import BODY_LINE, guide
from tests.conftest import ROOT, ContentFolder, environment
from tests.dialect.guide import html

RECIPE = ROOT / "docs/web-editors.md"


def steps() -> list[str]:
    found = re.search(r"```yaml\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    jobs = yaml.safe_load(found[1])["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def run(step: str, folder: ContentFolder, place: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable if word.endswith("/python") else word for word in step.split()]
    settings = {"CONTENT_DIR": str(folder.root), "DATABASE_URL": f"sqlite:///{place}/index.sqlite3"}
    command = [str(place / word) if word == "preview" else word for word in command]
    return subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True)


def test_the_recipe_lints_and_keeps_a_site_to_look_at(folder: ContentFolder, tmp_path: Path) -> None:
    assert steps()[0] == "make install"
    for step in steps()[1:]:
        done = run(step, folder, tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "preview/guides/first/index.html").exists()


def test_the_recipe_stops_at_a_mistake_and_shows_it_at_its_line(folder: ContentFolder, tmp_path: Path) -> None:
    folder.write("en/articles/it.md", guide("<b>No</b>\n"))
    done = run(steps()[1], folder, tmp_path)
    assert done.returncode == 1
    assert re.search(r"^::error file=.*it\.md,line=9,col=\d+,title=", done.stdout, re.MULTILINE)


def test_the_hook_before_a_commit_runs_what_is_there(folder: ContentFolder, tmp_path: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert run(hooks[0]["entry"], folder, tmp_path).returncode == 0
    folder.write("en/articles/it.md", guide("<b>No</b>\n"))
    assert run(hooks[0]["entry"], folder, tmp_path).returncode == 1


def test_a_commit_of_code_is_linted_whole_and_a_commit_of_words_by_its_folder() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    words, code = hooks
    assert (words["files"], code["exclude"]) == ("^content/", "^content/")
    assert code["entry"] == "make lint"
    assert (words["pass_filenames"], code["pass_filenames"]) == (False, False)
    assert words["verbose"]  # else nobody sees a warning, as it lets the commit pass


def test_the_matcher_of_vs_code_reads_each_line_of_lint(folder: ContentFolder, tmp_path: Path) -> None:
    text = (ROOT / "content/README.md").read_text(encoding="utf-8")
    matcher = yaml.safe_load(text[text.index('{\n  "version": "2.0.0"') :].split("```")[0])["tasks"][0][
        "problemMatcher"
    ]
    folder.write("en/articles/it.md", guide("<b>No</b> An addict.\n\nNo source.\n", title="x" * 70))
    lines = run(steps()[1].replace("--format github", "--format unix"), folder, tmp_path).stdout.splitlines()
    assert lines
    for line in lines:
        found = re.match(matcher["pattern"]["regexp"], line)
        assert found
        assert found[matcher["pattern"]["file"]] == "en/articles/it.md"


def test_the_table_and_the_callout_of_the_readme_become_what_they_say() -> None:
    text = (ROOT / "content/README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```\n([|!].*?)^```$", text, re.DOTALL | re.MULTILINE)
    made = [html(example) for example in examples]
    assert ["<table" in each for each in made] == [False, True]
    assert ["callout-emergency" in each for each in made] == [True, False]


@pytest.mark.django_db
def test_a_change_is_proposed_at_the_file_and_its_first_line(
    folder: ContentFolder, settings: LazySettings, client: Client
) -> None:
    folder.write("en/articles/it.md", guide("\n \n  Some text [@label].\n"))
    folder.sync()
    assert "Propose a change" not in client.get("/guides/it/").content.decode()
    for site, before in {"forge.example": "", "github.com": "?plain=1", "github.com.example": ""}.items():
        settings.SOURCE_URL = f"https://{site}/blob/main/content/"
        page = client.get("/guides/it/").content.decode()
        place = f"en/articles/it.md{before}#L{BODY_LINE + 2}"
        assert f'href="https://{site}/blob/main/content/{place}">Propose a change' in page


@pytest.mark.django_db
def test_a_change_of_a_word_or_a_source_is_proposed_at_its_file(
    folder: ContentFolder, settings: LazySettings, client: Client
) -> None:
    folder.term("craving", "craving")
    folder.sync()
    files = {"/glossary/craving/": "en/glossary/craving.md", "/references/": "references/label.md"}
    for page, path in files.items():
        settings.SOURCE_URL = ""
        assert "Propose a change" not in client.get(page).content.decode()
        settings.SOURCE_URL = "https://forge.example/blob/main/content/"
        shown = client.get(page).content.decode()
        assert shown.count(f'href="https://forge.example/blob/main/content/{path}">Propose a change') == 1

"""The content folder on disk. What is refused stands in test_refusals."""

import hashlib
from pathlib import Path

import pytest

from articles.policy import Language
from articles.problems import Severity
from articles.reading import folder
from articles.reading.folder import File, Kind, read_one
from tests.conftest import REFERENCE, TAGS, ContentFolder


def test_each_file_is_read_with_its_kind_and_digest(folder: ContentFolder) -> None:
    folder.remove("en/articles/first.md")
    paths = {
        "en/articles/first.md": Kind.ARTICLE,
        "en/glossary/craving.md": Kind.TERM,
        "en/needs.yaml": Kind.NEEDS,
        "es/articles/uno.md": Kind.ARTICLE,
        "es/tags.yaml": Kind.TAGS,
        "images/Dot_1.v2.png": Kind.PICTURE,
        "README.md": Kind.OTHER,
        "codes.yaml": Kind.CODES,
        "es/corrections.yaml": Kind.CORRECTIONS,
        "addresses.yaml": Kind.OTHER,
    }
    for path in paths:
        folder.write(path, path)
    expected = {path: File(path, kind, path.encode(), digest(path)) for path, kind in paths.items()}
    expected["references/label.md"] = File("references/label.md", Kind.REFERENCE, REFERENCE.encode(), digest(REFERENCE))
    expected["en/tags.yaml"] = File("en/tags.yaml", Kind.TAGS, TAGS.encode(), digest(TAGS))
    found = read(folder.root)
    assert found.files == expected
    assert list(found.files) == sorted(found.files)
    assert found.problems == ()
    assert [file.path for file in found.of(Kind.ARTICLE)] == ["en/articles/first.md", "es/articles/uno.md"]
    assert found.files["es/articles/uno.md"].language is Language.ES


def read(root: Path) -> folder.Folder:
    return folder.read(root)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("path", [".git/a.md", "en/articles/.first.md.swp", "en/.cache/articles/a.md", ".DS_Store"])
def test_what_is_hidden_is_passed_over(path: str, folder: ContentFolder) -> None:
    before = read(folder.root)
    folder.write(path, "anything")
    assert read(folder.root) == before


@pytest.mark.parametrize(
    "path",
    [
        "en/articles/deeper/first.md",
        "en/articles/first.MD",
        "en/articles/first.markdown",
        "en/articles/first.md~",
        "fr/articles/un.md",
        "en/tags.yml",
        "tags.yaml",
        "en/glossary.md",
        "references/label.yaml",
        "images/deeper/a.png",
        "images/a.gif",
        "index.html",
    ],
)
def test_a_file_that_makes_no_page_is_a_warning(path: str, folder: ContentFolder) -> None:
    folder.write(path, "anything")
    assert [str(problem).split(" ")[:2] for problem in read(folder.root).problems] == [[f"{path}:1:", "unused-file"]]
    assert path not in read(folder.root).files


def test_a_name_that_is_no_text_can_be_shown(folder: ContentFolder) -> None:
    Path(bytes(folder.root).decode(), "en", "articles", b"caf\xe9.md".decode("utf-8", "surrogateescape")).write_text(
        "x"
    )
    assert [str(problem) for problem in read(folder.root).problems] == [
        "en/articles/caf\ufffd.md:1: file-name An invisible character stands in this file's name. Rename the file."
    ]


@pytest.mark.parametrize("name", ["IMG_1.JPG", "my photo.jpg", "IMG_1.HEIC", "año.png"])
def test_a_picture_by_a_name_that_no_guide_can_show_is_told(folder: ContentFolder, name: str) -> None:
    folder.write(f"images/{name}", b"")
    (problem,) = read(folder.root).problems
    assert (problem.path, problem.code, problem.severity) == (f"images/{name}", "unused-file", Severity.WARNING)
    assert "ends in .jpg, .png, .webp or .svg, in small letters, with no spaces. Rename it" in problem.message


def test_a_file_read_alone_is_refused_where_the_folder_would_refuse_it(folder: ContentFolder, tmp_path: Path) -> None:
    path, elsewhere = "en/articles/linked.md", tmp_path / "elsewhere.md"
    elsewhere.write_text("secret", encoding="utf-8")
    (folder.root / path).symlink_to(elsewhere)
    (folder.root / "en/articles/deep.md").mkdir()
    assert read_one(folder.root, "en/articles/first.md") == read(folder.root).files["en/articles/first.md"]
    for refused in (path, "en/articles/deep.md", "en/articles/gone.md", "en/notes.txt"):
        assert read_one(folder.root, refused) is None

"""Where something known is written almost so, the message names it."""

import time

import pytest

from articles.editing.lint import lint
from articles.problems import GUESSED_MAX, Notebook
from tests.articles.refusals import BODY, guide
from tests.conftest import TODAY, ContentFolder

HERE = "en/articles/first.md"


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        (guide("Text [@lable].\n"), "cite-missing", "label"),
        (guide("See [it](frist.md) [@label].\n"), "link-broken", "first.md"),
        (guide("See ![It](../../images/pil.svg) [@label].\n"), "link-broken", "pill.svg"),
        (guide(BODY).replace("status:", "Status:"), "unknown-key", "status"),
        (guide(BODY).replace("summary:", "sumary:"), "unknown-key", "summary"),
    ],
)
def test_what_was_meant_is_named(folder: ContentFolder, text: str, code: str, meant: str) -> None:
    folder.write("images/pill.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    folder.write(HERE, text)
    message = next(problem.message for problem in lint(folder.root, TODAY) if problem.code == code)
    assert message.endswith(f" Perhaps “{meant}” is meant.")


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("my photo.png", "Rename the file, as my-photo.png, and write ../../images/my-photo.png here."),
        ("../../images/my%20photo.png", "Rename the file, as my-photo.png, and write ../../images/my-photo.png here."),
        ("../../images/IMG_0001.JPG", "Rename the file, as img_0001.jpg, and write ../../images/img_0001.jpg here."),
        ("../images/pill.png", "Put the file in content/images/ and write ../../images/pill.png."),
        ("../../images/pill.heic", "Put it in content/images/, as JPEG, PNG or SVG, and write ../../images/name.png."),
    ],
)
def test_a_picture_says_how_its_name_is_written(folder: ContentFolder, written: str, advice: str) -> None:
    folder.write(HERE, guide(f"![It]({written}) [@label]\n"))
    (problem,) = lint(folder.root, TODAY)
    assert problem.code == "image-place"
    assert problem.message.endswith(f" {advice}")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("my photo.png", "Rename it, as my-photo.png."),
        ("Café (2).JPG", "Rename it, as cafe-2.jpg."),
        ("scan.heic", "Rename it; save a picture of another kind as JPEG or PNG first."),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_a_name(folder: ContentFolder, name: str, advice: str) -> None:
    folder.write(f"images/{name}", b"x")
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, problem.path) == ("unused-file", f"images/{name}")
    assert problem.message.endswith(f" {advice}")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("[it](www.fda.gov)", "Write https://www.fda.gov."),
        ("[it](fda.gov/drugs)", "Write https://fda.gov/drugs."),
        ("[it](911)", "Write tel: before it, and no spaces in it, as tel:1-800-662-4357."),
        ("[it](tel:1 800 662)", "Write its digits with hyphens and without spaces, as tel:1-800-662-4357."),
        ("[it](Missed-Doses.md)", "A guide is named by its file, as missed-doses.md"),
        ("[it](content/en/articles/missed-doses.md)", "A guide is named by its file, as missed-doses.md"),
        ("[it](“missed-doses.md”)", "as missed-doses.md, with nothing around it."),
        ('[it]("missed-doses.md")', "Write the name of a file between its ( ), without quotes."),
        ("[it](http://fda.gov)", "write https in place of http."),
        ("[it](https://fda)", "Copy it again, from https:// on."),
        ("[it](/guides/missed-doses/)", "A guide is named by its file, as missed-doses.md"),
        ("[it](articles\\missed-doses.md)", "Between folders stands /, not \\. A guide is named by its file alone"),
        (
            "![it](..\\..\\images\\it.png)",
            "stands /, not \\. Put the file in content/images/, and write ../../images/it.png.",
        ),
        ("[it](missed-doses)", "A guide is named by its file, as missed-doses.md"),
        ("[it](first.md #id)", "A space stands in “first.md #id”. Name a guide's file,"),
        ("<b>it</b>", "For bold write **words**."),
        ("<center>it", "Take it out; for the sign < itself write &lt;."),
        (
            "it @label-b",
            "Write [@label-b] or [@label-b, section 5.3]; where no source is meant, write \\ before the @.",
        ),
        ("it (@label-b, section 2)", "square brackets stand around one. Write [@label-b, section 2]."),
        ("- [ ] it", "no box to tick is made here, and readers would see its brackets. Write - and the words alone."),
        ("    it", "Take them out; or, to show it so, put ``` on a line of its own above it and below it"),
        ("it [@label; @other]", "Give each its own brackets: [@key, section 5.3] [@other]."),
    ],
)
def test_what_to_write_is_said_in_the_words_of_the_mistake(folder: ContentFolder, text: str, advice: str) -> None:
    folder.write(HERE, guide(f"{text}\n\nText [@label].\n"))
    assert advice in lint(folder.root, TODAY)[0].message


@pytest.mark.parametrize("raw", [b"{\\rtf1\\ansi Text}", b"PK\x03\x04\0\xff", b"\xd0\xcf\x11\xe0\xa1"])
def test_a_file_of_a_word_processor_is_known_by_its_beginning(folder: ContentFolder, raw: bytes) -> None:
    folder.write("en/articles/it.md", raw)
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, problem.line) == ("encoding", 1)
    assert problem.message.endswith("Open it there, and save it as plain text.")


def test_a_line_right_under_a_table_is_called_so(folder: ContentFolder) -> None:
    folder.write(HERE, guide("| a | b |\n|---|---|\n| 1 | 2 |\nText [@label].\n"))
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, problem.line) == ("table-cells", 12)
    assert problem.message.endswith("Leave an empty line above it.")


def test_a_file_in_a_wrong_folder_is_told_the_right_one(folder: ContentFolder) -> None:
    folder.write("en/article/it.md", guide())
    (problem,) = lint(folder.root, TODAY)
    assert "A guide stands in en/articles/" in problem.message


def test_a_picture_beside_the_guides_is_told_its_folder(folder: ContentFolder) -> None:
    folder.write("en/articles/photo.jpg", b"x")
    (problem,) = lint(folder.root, TODAY)
    assert "a picture in images/" in problem.message


@pytest.mark.parametrize("words", ["pill.svg", "IMG_0001", "image1", "My photo (2).JPG"])
def test_a_picture_is_not_described_by_the_name_of_its_file(folder: ContentFolder, words: str) -> None:
    folder.write("images/pill.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    folder.write(HERE, guide(f"Text [@label]. ![{words}](../../images/pill.svg)\n"))
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, problem.line, problem.column) == ("image-alt", 9, 18)
    assert problem.message.endswith("Write in the [ ] what it shows.")


@pytest.mark.parametrize(
    ("key", "line", "says"),
    [
        ("- title: It", 2, "A hyphen stands before `title:`. Take it and the space out;"),
        ("title: #1 of all", 2, "What begins with a # is a remark, unless it stands between"),
    ],
)
def test_what_spoils_a_key_is_named(folder: ContentFolder, key: str, line: int, says: str) -> None:
    folder.write(HERE, guide().replace("title: About it", key))
    found = lint(folder.root, TODAY)
    assert [(problem.line, says in problem.message) for problem in found] == [(line, True)]


def test_a_misspelt_key_is_not_called_missing_too(folder: ContentFolder) -> None:
    folder.write(HERE, guide().replace("review_by:", "reviewed_by:").replace("tags:", "Tags:"))
    found = [(problem.line, problem.code) for problem in lint(folder.root, TODAY)]
    assert found == [(4, "unknown-key"), (6, "unknown-key")]
    folder.write(HERE, guide().replace("review_by:", "zebra:"))
    found = [(problem.line, problem.code) for problem in lint(folder.root, TODAY)]
    assert found == [(2, "missing-key"), (6, "unknown-key")]


def test_a_short_name_is_proposed(folder: ContentFolder) -> None:
    folder.write("en/articles/My Café.md", guide(BODY))
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, problem.message[-11:]) == ("file-name", " `my-cafe`.")


def test_a_short_name_is_called_so(folder: ContentFolder) -> None:
    folder.write(HERE, guide(BODY, tags="[Safety]"))
    assert "“Safety” in `tags` is no short name. Use lower-case letters" in lint(folder.root, TODAY)[0].message


def test_nothing_is_guessed_of_what_is_far_off() -> None:
    assert Notebook(HERE, []).meant("zebra", ["label", "first"]) == ""


def test_guessing_ends_where_much_is_to_be_mended(folder: ContentFolder) -> None:
    label = (folder.root / "references/label.md").read_text()
    folder.write(HERE, guide("".join(f"[@labe{number}]\n\n" for number in range(3_000))))
    for number in range(300):
        folder.write(f"references/label-{number}.md", label)
    started = time.process_time()
    missing = [problem for problem in lint(folder.root, TODAY) if problem.code == "cite-missing"]
    assert time.process_time() - started < 4
    assert sum("Perhaps" in problem.message for problem in missing) == GUESSED_MAX


def test_a_citation_says_what_a_key_is_made_of(folder: ContentFolder) -> None:
    folder.write(HERE, guide("Text [@Label].\n"))
    assert "a key has small letters" in lint(folder.root, TODAY)[0].message


@pytest.mark.parametrize(
    "title",
    [
        "“Title”",
        "‘Title’",
        "'Title'",
        '"Title”',
        "„Title“",
        "«Title»",
        "‘Title",
        "`Title´",
        '"Title',
        '"Title":',
        ": Title",
    ],
)
def test_a_callout_in_other_quotes_is_written_out_as_it_should_be(folder: ContentFolder, title: str) -> None:
    folder.write(HERE, guide(f"!!! note {title}\n    Text [@label].\n"))
    (problem,) = lint(folder.root, TODAY)
    assert problem.message.endswith('between straight double quotes. Write: !!! note "Title".')


@pytest.mark.parametrize("name", ["guide.docx", "guide.md.txt", "guide.MD", "guide.odt"])
def test_a_file_that_a_word_processor_made_is_told_its_name(folder: ContentFolder, name: str) -> None:
    folder.write(HERE, guide(BODY))
    folder.write(f"en/articles/{name}", guide(BODY, title="Other"))
    (problem,) = lint(folder.root, TODAY)
    assert (problem.code, "ends in .md" in problem.message) == ("unused-file", True)

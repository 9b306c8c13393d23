"""What readers get of a picture made of points: light copies without a camera's notes, made once, there for as long
as pages show them."""

import io
import re
from collections.abc import Sequence

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image, ImageCms

from articles.editing.lint import lint
from articles.illustrations import Picture, Rendition
from articles.models import Article
from articles.problems import ContentError, Notebook
from articles.publishing import renditions, seal, texts
from articles.publishing.sync import Result, restore, sync
from articles.publishing.verifying import differing
from articles.reading import decoding
from articles.reading.folder import File
from tests.conftest import TODAY, ContentFolder
from tests.publishing.state import shown, tables
from tests.reading.painted import drawing, painted, photo, saved

pytestmark = pytest.mark.django_db
BODY = "![A vial](../../images/vial.jpg) [@label]\n"
MADE = re.compile(r"/images/made/[0-9a-f]{16}-\d+\.(?:webp|jpg|png)")
NOTED = (b"Exif", b"ICC", b"ICCP", b"http://ns.adobe.com", b"A camera", b"Home", b"tEXt", b"EXIF", b"XMP ")


def noted(picture: Image.Image) -> bytes:
    """A JPEG with all that a camera and a program write into one."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Home</x:xmpmeta>'
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(picture, "JPEG", exif=exif, xmp=xmp, icc_profile=profile, comment=b"Home", quality=90)


@pytest.fixture
def album(folder: ContentFolder) -> ContentFolder:
    """The guide `first` shows the photo `vial`."""
    folder.write("images/vial.jpg", noted(photo(1500, 1000)))
    folder.article("first", BODY)
    return folder


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the pictures that were made, as they are made."""
    paths: list[str] = []
    real = decoding.decode

    def decode_and_tell(file: File, notes: Notebook) -> Image.Image | None:
        paths.append(file.path)
        return real(file, notes)

    monkeypatch.setattr(renditions, "decode", decode_and_tell)
    return paths


def page(slug: str = "first") -> str:
    guide = Article.objects.get(slug=slug)
    return guide.lead_html + guide.body_html


def addresses(slug: str = "first") -> list[str]:
    return list(dict.fromkeys(MADE.findall(page(slug))))


def made(picture: Image.Image) -> Sequence[Rendition]:
    return sorted(renditions.renditions_of("digest", picture), key=lambda each: (each.plain, each.width))


def test_a_guide_offers_three_widths_and_keeps_their_place(album: ContentFolder) -> None:
    album.sync()
    mark = r"/images/made/[0-9a-f]{16}"
    assert re.search(
        rf'<img src="{mark}-720\.jpg" alt="A vial" width="1152" height="768" srcset="{mark}-360\.webp 360w,'
        rf' {mark}-720\.webp 720w, {mark}-1152\.webp 1152w" sizes="min\(1152px, 100vw - 2rem, 43rem\)"'
        r' loading="lazy" decoding="async">',
        page(),
    )


def test_each_copy_is_served_for_good_as_what_it_is_and_without_a_camera_s_notes(album: ContentFolder) -> None:
    album.sync()
    found = {address: Client().get(address) for address in addresses()}
    assert len(found) == 4
    for address, response in found.items():
        assert (response.status_code, response.headers["Cache-Control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        with Image.open(io.BytesIO(response.content)) as copy:
            assert response.headers["Content-Type"] == copy.get_format_mimetype()
            assert address.endswith({"WEBP": ".webp", "JPEG": ".jpg"}[str(copy.format)])
            assert copy.size[0] * 2 == copy.size[1] * 3
            assert not copy.getexif()
            assert "icc_profile" not in copy.info
        assert not any(note in response.content for note in NOTED)
    weights = [len(response.content) for address, response in found.items() if address.endswith(".webp")]
    assert weights == sorted(weights)
    assert weights[0] < 60_000


def test_the_editors_own_file_is_never_served(album: ContentFolder) -> None:
    album.sync()
    response = Client().get("/images/vial.jpg")
    assert (response.status_code, response.headers["Location"] in addresses()) == (302, True)
    assert not Picture.objects.exists()
    assert Client().get("/images/made/0123456789abcdef-360.webp").status_code == 404


@pytest.mark.parametrize(
    ("picture", "wanted"),
    [
        (photo(1500, 1000), ["360.webp", "720.webp", "1152.webp", "720.jpg"]),
        (photo(800, 600), ["360.webp", "800.webp", "800.jpg"]),
        (photo(200, 100), ["200.webp", "200.jpg"]),
        (drawing(1400, 700), ["360.webp", "720.webp", "1152.webp", "720.png"]),
    ],
)
def test_no_copy_is_wider_than_the_picture_and_each_saves_something(picture: Image.Image, wanted: list[str]) -> None:
    """A drawing stays sharp to the point; a photo is allowed the small faults that nobody sees."""
    assert [each.name.split("-")[1] for each in made(picture)] == wanted


def test_what_is_sharp_stays_as_it_is() -> None:
    picture = drawing(600, 300)
    for each in made(picture):
        with Image.open(io.BytesIO(each.data)) as copy:
            assert copy.width < 600 or copy.convert("RGB").tobytes() == picture.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (9_000, 1), (1, 9_000)])
def test_an_odd_shape_has_copies_too(size: tuple[int, int]) -> None:
    assert all(each.height >= 1 and each.width <= size[0] for each in made(Image.new("RGB", size)))


def test_the_same_picture_gives_the_same_bytes() -> None:
    first, second = ([(each.name, each.data) for each in made(photo(900, 600))] for _ in range(2))
    assert first == second


def test_only_what_is_new_is_made(album: ContentFolder, decoded: list[str], rendered: list[str]) -> None:
    album.sync()
    assert decoded == ["images/vial.jpg"]
    assert album.sync() == Result(0, 0, 1, edition=1)
    album.write("images/pen.png", saved(drawing(500, 300), "PNG"))
    album.article("second", "![A pen](../../images/pen.png) [@label]\n")
    album.article("first", f"{BODY}\nMore.\n")
    album.sync()
    assert decoded == ["images/vial.jpg", "images/pen.png"]
    (album.root / "images/pen.png").rename(album.root / "images/a-pen.png")
    album.article("second", "![A pen](../../images/a-pen.png) [@label]\n")
    before = addresses("second")
    album.sync()
    assert (len(decoded), addresses("second")) == (2, before)
    del rendered[:]
    album.write("images/vial.jpg", noted(photo(1500, 1000, seed=2)))
    album.sync()
    assert (decoded[2:], rendered) == (["images/vial.jpg"], ["en/articles/first.md"])


def test_pages_of_earlier_editions_and_a_rollback_find_their_pictures(
    album: ContentFolder, decoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    album.sync()
    first = addresses()
    album.write("images/vial.jpg", noted(photo(1500, 1000, seed=2)))
    album.sync()
    assert not set(first) & set(addresses())
    assert {Client().get(address).status_code for address in first} == {200}
    restore(1, today=TODAY)
    assert (addresses(), len(decoded)) == (first, 2)
    monkeypatch.setattr(texts, "EDITIONS_KEPT", 2)
    for seed in (3, 4):
        album.write("images/vial.jpg", noted(photo(40, 30, seed)))
        assert sync(album.root, today=TODAY, resume=True).changed
    assert {Client().get(address).status_code for address in first} == {404}
    assert {Client().get(address).status_code for address in addresses()} == {200}


def test_another_recipe_makes_every_picture_and_its_pages_again(
    album: ContentFolder, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    album.write("images/unseen.png", painted("PNG"))
    album.sync()
    before = addresses()
    monkeypatch.setattr(renditions, "RECIPE", 2)
    monkeypatch.setattr("articles.publishing.shelving.RECIPE", 2)
    assert album.sync() == Result(1, 0, 0, edition=2)
    assert not set(before) & set(addresses())
    assert set(Rendition.objects.values_list("recipe", flat=True)) == {2}
    assert album.sync() == Result(0, 0, 1, edition=2)
    album.article("first", f"{BODY}\nMore.\n")
    album.sync()
    restore(1, today=TODAY)  # whose kept page shows what is no longer there
    assert {Client().get(address).status_code for address in addresses()} == {200}


def test_a_folder_that_is_refused_leaves_no_picture_behind(album: ContentFolder) -> None:
    album.sync()
    before = tables()
    album.write("images/new.png", painted("PNG"))
    album.write("images/vial.jpg", noted(photo(1500, 1000))[:20_000])
    album.article("second", "![A new one](../../images/new.png) [@label]\n")
    with pytest.raises(ContentError) as refused:
        album.sync()
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("images/vial.jpg", "picture-broken")
    ]
    assert [problem for problem in lint(album.root, TODAY) if problem.severity == "error"] == [*refused.value.problems]
    assert tables() == before


def test_a_new_index_of_the_same_files_is_the_same(album: ContentFolder) -> None:
    album.sync()
    before = shown()
    with seal.kept():
        for model in (Rendition, Article):
            model._default_manager.all().delete()
    album.sync()
    assert shown() == before
    call_command("verify")


def test_a_copy_that_is_not_what_was_made_is_found(album: ContentFolder) -> None:
    album.sync()
    assert differing() == (4, [])
    Rendition.objects.filter(plain=True).update(data=b"x")
    assert differing() == (4, ["images/vial.jpg"])
    assert Rendition.objects.filter(data=b"x").exists()  # it only looks
    Rendition.objects.filter(plain=True).delete()
    assert differing() == (4, ["images/vial.jpg"])


def test_what_leads_to_a_picture_leads_to_its_widest_copy(album: ContentFolder) -> None:
    album.article("second", "See [the vial](../../images/vial.jpg) [@label].\n")
    album.sync()
    assert re.search(r'<a href="/images/made/[0-9a-f]{16}-1152\.webp">the vial</a>', page("second"))


def test_sheets_and_machines_are_given_the_same_picture(album: ContentFolder) -> None:
    album.sync()
    assert set(MADE.findall(Client().get("/handout/?guide=first").content.decode())) == set(addresses())
    assert set(MADE.findall(Client().get("/api/v1/guides/first/").json()["html"])) == set(addresses())

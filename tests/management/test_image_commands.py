"""make_renditions, and the demo's pictures."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.editing import add_image, images, missing_files
from articles.management.drawings import DRAWINGS, draw
from articles.models import Article, Image, Revision
from tests.images.pictures import as_file, halves

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def run(command: str) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(command, stdout=out, stderr=err)
    except SystemExit as exit:
        code = exit.code
    return out.getvalue(), err.getvalue(), code


class TestMakeRenditions:
    def test_what_is_missing_is_made_once(self, admin_user):
        image, _ = add_image(as_file(), by=admin_user)
        for rendition in image.renditions("wide")[:2]:
            default_storage.delete(rendition.address.removeprefix("/media/"))
        empty = image.renditions("full")[0].address.removeprefix("/media/")
        default_storage.delete(empty)
        default_storage.save(empty, ContentFile(b""))  # as a disk that was full may leave it
        assert len(missing_files(image)) == 3
        assert run("make_renditions") == ("3 files made for 1 images, 0 failed.\n", "", 0)
        assert default_storage.size(empty) > 0
        assert run("make_renditions") == ("0 files made for 1 images, 0 failed.\n", "", 0)

    def test_one_that_fails_is_named_and_the_others_go_on(self, admin_user):
        lost, _ = add_image(as_file(), by=admin_user)
        other, _ = add_image(as_file(halves((640, 400))), by=admin_user)
        for image in (lost, other):
            default_storage.delete(image.renditions("full")[0].address.removeprefix("/media/"))
        default_storage.delete(lost.original.name)
        out, err, code = run("make_renditions")
        assert (out, code) == ("1 files made for 2 images, 1 failed.\n", 2)
        assert err.startswith(f"image {lost.pk}: {lost.original.name}: ")
        assert missing_files(other) == []
        assert Image.objects.get(pk=lost.pk).made == lost.made  # what there is goes on being shown

    def test_an_encoder_that_is_missing_today(self, admin_user, monkeypatch):
        encode = images.encode

        def stumble(pixels, ending):
            if ending == "avif":
                raise OSError("no encoder")
            return encode(pixels, ending)

        monkeypatch.setattr(images, "encode", stumble)
        _image, failed = add_image(as_file(), by=admin_user)
        assert len(failed) == 7
        monkeypatch.undo()
        assert run("make_renditions") == ("7 files made for 1 images, 0 failed.\n", "", 0)
        assert missing_files(Image.objects.get()) == []


class TestDemo:
    def test_without_the_demo_there_is_nobody_to_set_them(self):
        with pytest.raises(CommandError, match="There is no account"):
            run("demo_images")

    def test_pictures_through_the_peoples_door(self, monkeypatch):
        call_command("demo", stdout=StringIO())
        call_command("import_seeds", "fixtures/seeds/004_first-rain.txt", stdout=StringIO())
        small = halves((640, 400))
        monkeypatch.setattr(
            "articles.management.commands.demo_images.draw", lambda name: as_file(small)
        )
        out, _, _ = run("demo_images")
        image = Image.objects.get()
        assert out.splitlines() == [
            f"004_first-rain.txt          image {image.pk}",
            *(
                f"{page:<28}no such article"
                for page in (
                    "006_craft-exhibition.txt", "002_covered-market.txt",
                    "007_mountain-road.txt", "022_telescope-night.txt",
                )
            ),
        ]  # fmt: skip
        article = Article.objects.get()
        assert (article.image, article.has_changes_waiting) == (image, False)
        assert article.image_alt_ar.startswith("بيوت صغيرة")
        assert [*Revision.objects.values_list("kind", "change")] == [
            ("published", "minor"), ("draft", ""), ("import", ""),
        ]  # fmt: skip
        assert run("demo_images")[0].splitlines()[0] == "004_first-rain.txt          unchanged"

    def test_a_drawing_is_the_same_each_time(self):
        assert draw("road") == draw("road")
        assert len(DRAWINGS) == 5

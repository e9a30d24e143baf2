"""Pictures taken in, changed, and worn by articles: the people's door."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from articles.editing import (
    Disputed,
    add_image,
    change_image,
    changed_fields,
    check_history,
    content_of,
    images,
    load_latest,
    make_renditions,
    merge_contents,
    missing_files,
    publish,
    publish_changes,
    read_content,
    refusal_to_change,
    restore,
    save_article,
)
from articles.editing.content import load_content
from articles.exceptions import Refused
from articles.models import Article, Deed, Image, Revision
from tests.builders import make_article, make_image
from tests.forging import forging
from tests.images.pictures import as_file, halves, png_of_size

pytestmark = pytest.mark.django_db
ALT = "حديقة فيها أشجار"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(media) -> list[str]:
    return sorted(str(one.relative_to(media)) for one in media.rglob("*") if one.is_file())


class TestTakingIn:
    def test_what_is_kept_and_what_is_made(self, member, media):
        lina = member("reporter", "lina")
        image, failed = add_image(
            as_file(), by=lina, said={"alt_ar": " حديقة\u200b ", "focus_x": 20}
        )
        assert failed == []
        image = Image.objects.get()
        assert (image.width, image.height, image.alt_ar, image.created_by) == (
            600,
            400,
            "حديقة",
            lina,
        )
        folder = f"pictures/{image.sha256[:20]}"
        assert files(media) == [
            f"originals/{image.sha256[:2]}/{image.sha256}.jpg",
            *sorted(
                f"{folder}/{shape}-{width}.{ending}"
                for shape, widths in {
                    "full": (400, 600), "wide-20-50": (400, 600), "square-20-50": (120, 240, 360)
                }.items()
                for width in widths
                for ending in ("avif", "webp", "jpg")
            ),
        ]  # fmt: skip
        assert image.made["wide-20-50"] == [
            [400, 225, ["avif", "webp", "jpg"]], [600, 338, ["avif", "webp", "jpg"]]
        ]  # fmt: skip
        assert missing_files(image) == []
        assert Deed.objects.get().verb == "created"

    def test_the_credit_in_the_file_where_none_is_written(self, member):
        from PIL import Image as Pillow

        exif = Pillow.Exif()
        exif[0x013B] = "Lina Model"
        lina = member("reporter", "lina")
        named, _ = add_image(as_file(exif=exif), by=lina)
        other, _ = add_image(
            as_file(halves((700, 400)), exif=exif), by=lina, said={"credit_ar": "لينا"}
        )
        assert (named.credit_ar, other.credit_ar) == ("Lina Model", "لينا")

    def test_a_file_sent_twice_is_one_picture(self, member, media):
        lina = member("reporter", "lina")
        first, _ = add_image(as_file(), by=lina, said={"alt_ar": "أول"})
        before = files(media)
        again, _ = add_image(as_file(), by=lina, said={"alt_ar": "ثان"})
        assert (again.pk, again.alt_ar, files(media)) == (first.pk, "أول", before)

    @pytest.mark.parametrize(
        ("data", "part"),
        [
            (b"", "empty"),
            (b"<svg/>", "SVG"),
            (as_file(kind="GIF"), "GIF"),
            (b"hello", "no picture"),
            (as_file(halves((300, 200)), "PNG"), "300 by 200"),
            (png_of_size(10_000, 7_000), "60 million"),
            (as_file()[:2000], "damaged"),
        ],
    )
    def test_each_refusal_is_a_sentence_and_leaves_nothing(self, member, media, data, part):
        lina = member("reporter", "lina")
        from django.utils import translation

        with translation.override("en"), pytest.raises(Refused, match=part):
            add_image(data, by=lina)
        assert (Image.objects.count(), files(media)) == (0, [])

    def test_not_by_everybody(self, django_user_model):
        with pytest.raises(Refused):
            add_image(as_file(), by=django_user_model.objects.create_user("guest"))

    def test_a_full_disk(self, member, monkeypatch):
        def full(*args):
            raise OSError("no space left on device")

        monkeypatch.setattr(default_storage, "save", full)
        with pytest.raises(Refused):
            add_image(as_file(), by=member("reporter"))
        assert not Image.objects.exists()

    def test_a_size_that_fails_is_named_and_made_later(self, member, monkeypatch):
        encode = images.encode

        def stumble(pixels, ending):
            if ending == "avif" and pixels.width == 120:
                raise OSError("no encoder")
            return encode(pixels, ending)

        monkeypatch.setattr(images, "encode", stumble)
        image, failed = add_image(as_file(), by=member("reporter"))
        (name,) = missing_files(image)
        assert name.endswith("/square-50-50-120.avif")
        assert failed == [f"{name}: no encoder"]
        assert image.made["square-50-50"][0] == [120, 120, ["webp", "jpg"]]
        monkeypatch.undo()
        assert make_renditions(image) == []
        assert image.made["square-50-50"][0] == [120, 120, ["avif", "webp", "jpg"]]
        assert missing_files(image) == []


class TestChanging:
    def test_another_focus_is_another_crop_under_another_name(self, member):
        editor = member("editor")
        image, _ = add_image(as_file(), by=editor)
        before = image.renditions("wide")[0].address
        image.focus_x, image.credit_ar = 0, "لينا"
        assert change_image(image, by=editor) == []
        image = Image.objects.get()
        after = image.renditions("wide")[0].address
        assert (before, after) == (before, before.replace("wide-50-50", "wide-0-50"))
        assert before != after
        assert missing_files(image) == []
        assert image.search_key == "لينا"

    def test_two_who_look_at_one_place_at_once_keep_its_crops(self, member):
        editor = member("editor")
        add_image(as_file(), by=editor)
        first, second = Image.objects.get(), Image.objects.get()
        first.focus_x = second.focus_x = 0
        change_image(first, by=editor)
        change_image(second, by=editor)
        image = Image.objects.get()
        assert missing_files(image) == []
        assert image.renditions("wide")

    def test_what_readers_see_is_the_editors(self, member):
        lina, editor, image = member("reporter", "lina"), member("editor"), make_image()
        assert refusal_to_change(lina, image) is None
        make_article(image=image, image_alt_ar=ALT)
        assert refusal_to_change(lina, image) is not None
        assert refusal_to_change(editor, image) is None
        image.credit_ar = "لينا"
        with pytest.raises(Refused):
            change_image(image, by=lina)
        assert Image.objects.get().credit_ar == "سلمى النموذجية"

    @pytest.mark.parametrize("focus", [{"focus_x": 101}, {"focus_y": 101}])
    def test_the_database_keeps_the_focus_inside(self, focus):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_image(**focus)


class TestInAnArticle:
    def test_a_change_waits_and_can_be_restored(self, member, edit):
        editor, image = member("editor"), make_image()
        article = make_article()
        assert edit(article, editor, image=image, image_alt_ar=ALT, image_caption_ar="تعليق").waits
        article.refresh_from_db()
        assert (article.image, article.image_alt_ar) == (None, None)  # readers see none yet
        latest = Article.objects.get(pk=article.pk)
        load_latest(latest)
        assert (latest.image, latest.image_alt_ar) == (image, ALT)
        publish_changes(article, "minor", version=article.version, by=editor)
        article.refresh_from_db()
        assert (article.image, article.image_caption_ar) == (image, "تعليق")
        edit(article, editor, image=None)
        article.refresh_from_db()
        publish_changes(article, "minor", version=article.version, by=editor)
        article.refresh_from_db()
        assert article.image is None
        restore(article, 2, by=editor)
        article.refresh_from_db()
        assert content_of(article, article.version)["image"] == image.pk
        assert [*check_history()] == []

    def test_two_people_two_pictures(self, member, edit):
        editor, lina = member("editor"), member("editor", "lina")
        article, one, other = make_article(status="draft"), make_image(), make_image()
        edit(article, editor, image=one, base=0)
        with pytest.raises(Disputed) as caught:
            edit(article, lina, image=other, base=0)
        (dispute,) = caught.value.disputes
        assert (dispute.field, dispute.theirs, dispute.mine) == (
            "image",
            str(one.pk),
            str(other.pk),
        )

    def test_a_picture_and_a_caption_are_merged(self):
        base = read_content(Article())
        merge = merge_contents(base, base | {"image": 7}, base | {"image_caption_ar": "تعليق"})
        assert (merge.content["image"], merge.content["image_caption_ar"]) == (7, "تعليق")
        assert (merge.disputes, merge.taken) == ((), ("image",))

    def test_contents_of_before_have_none(self):
        old = load_content('{"title_ar":"خبر"}')
        assert old == {
            "title_ar": "خبر", "section": None, "image": None, "image_alt_ar": "", "image_alt_en": "",
            "image_caption_ar": "", "image_caption_en": "",
        }  # fmt: skip

    def test_old_seals_stay_whole(self, member, edit):
        """A revision written before there were pictures is read, and its seal still fits."""
        import json

        from articles.editing.revisions import seal

        article = make_article()
        edit(article, member("editor"), title_ar="عنوان آخر")
        for revision in Revision.objects.order_by("number"):
            content = json.loads(revision.content)
            revision.content = json.dumps(
                {name: value for name, value in content.items() if not name.startswith("image")}
            )
            revision.format = 1
            before = Revision.objects.filter(number=revision.number - 1).first()
            revision.sha256 = seal(revision, before.sha256 if before else "")
            with forging():
                revision.save()
        assert [*check_history()] == []
        article.refresh_from_db()
        assert content_of(article, 1)["image"] is None
        assert changed_fields(content_of(article, 1), content_of(article, 2)) == ["title_ar"]

    def test_without_words_it_is_not_published(self, member):
        editor = member("editor")
        article = make_article(status="draft", image=make_image())
        assert len(article.missing) == 1
        with pytest.raises(Refused):
            publish(article, by=editor)
        Article.objects.filter(pk=article.pk).update(image_alt_ar=ALT)
        publish(article, by=editor)
        article.refresh_from_db()
        assert article.is_public

    def test_the_database_asks_for_the_words_too(self):
        article = make_article()
        for words in (None, ""):
            with pytest.raises(IntegrityError), transaction.atomic():
                Article.objects.filter(pk=article.pk).update(image=make_image(), image_alt_ar=words)

    def test_words_are_cleaned_like_a_headline(self, member):
        article = Article(title_ar="خبر", body_ar="<p>نص</p>", image_alt_ar=" حديقة\u200b  كبيرة ")
        save_article(article, by=member("reporter"))
        assert Article.objects.get().image_alt_ar == "حديقة كبيرة"

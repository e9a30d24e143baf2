"""The copy desk in the article's form: what it lists, what its buttons do, who may use them."""

import os
import re
import time
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.copydesk_labels import RULES as LABELS
from articles.copydesk import RULES
from articles.editing import MOST_CHARACTERS, STYLE_FIELDS, findings_of
from articles.models import Article, IgnoredFinding, OpenForm, Revision, Status
from tests.admin.forms import article_data, change_url
from tests.builders import columns, make_article, make_image
from tests.importing.pages import Page, import_folder

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")
ADD = reverse("admin:articles_article_add")
NEW = reverse("admin:articles_article_copydesk_new")
BODY = '<p>رفضت اللجنة لـ <strong>الاتفاق</strong> كله.</p><p>وقال "نعم" لـ الاتفاق أيضاً.</p>'
TITLE = "وصول قافلة, ثم مغادرتها"

NAME = "000_bfd5bbd812b5631f.txt"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FOUND = [
    folder / NAME
    for folder in (Path(os.environ.get("SEEDS_DIR", BESIDE)), BESIDE)
    if (folder / NAME).exists()
]


def address(article: Article) -> str:
    return reverse("admin:articles_article_copydesk", args=[article.pk])


def texts(**changes: str) -> dict[str, str]:
    return {"title_ar": TITLE, "summary_ar": "", "body_ar": BODY} | changes


def listed(html: str) -> list[tuple[str, str, str, str]]:
    """``[("latin-comma", "title_ar", ",", "،"), …]``: rule, field, what was found, its fix."""
    rows = []
    for rule, group in re.findall(r'<details[^>]*data-rule="([^"]+)"(.*?)</details>', html, re.S):
        for field, row in re.findall(r'<li data-field="([^"]+)"(.*?)</li>', group, re.S):
            found = re.search(r"<mark>(.*?)</mark>", row, re.S)[1]
            fix = re.search(r"<ins[^>]*>(.*?)</ins>", row, re.S)
            rows.append((rule, field, unescape(found), unescape(fix[1]) if fix else ""))
    return rows


def marked(html: str) -> dict[str, str]:
    """What stands below each field, marks and all: ``{"title_ar": "قال <mark>,</mark>"}``."""
    span = r'<span class="copydesk-marked" data-marks="([^"]+)"[^>]*>(.*?)</span>'
    return dict(re.findall(span, html, re.S))


def marked_fields() -> list[str]:
    """The fields that are repeated with marks: all but the body, whose editor has its own."""
    return [name for name in STYLE_FIELDS if name != "body_ar"]


def value_of(html: str, name: str, after: str = "") -> str:
    """What the first button of a name sends, of those after some words."""
    return re.search(rf'name="{name}" value="([^"]+)"', html[html.index(after) :])[1]


ALL = [
    ("latin-comma", "title_ar", ",", "،"),
    ("detached-prefix", "body_ar", "لـ الاتفاق", "للاتفاق"),
    ("detached-prefix", "body_ar", "لـ الاتفاق", "للاتفاق"),
    ("straight-quotes", "body_ar", '"نعم"', "«نعم»"),
]


class TestList:
    def test_it_is_there_when_the_form_opens(self, desk):
        page = desk("editor").get(change_url(make_article(TITLE, body_ar=BODY)))
        html = page.content.decode()
        assert listed(html) == ALL
        assert str(LABELS["detached-prefix"][1]) in html
        assert page.context["copydesk"]["count"] == 4

    def test_every_rule_has_its_words_which_are_those_of_the_rule(self):
        from django.utils.translation import override

        with override("en"):
            assert {code: str(why) for code, (_name, why) in LABELS.items()} == {
                code: rule.why for code, rule in RULES.items()
            }
        assert all(str(name) for name, _why in LABELS.values())

    def test_a_new_article_has_an_empty_list(self, desk):
        page = desk("reporter").get(ADD)
        assert page.context["copydesk"]["count"] == 0
        assert f'data-address="{NEW}"' in page.content.decode()

    def test_what_was_typed_is_listed_when_the_form_comes_back_with_an_error(self, desk):
        client, article = desk("editor"), make_article("عنوان", body_ar="<p>سليم.</p>")
        data = article_data(client.get(change_url(article)), title_ar=TITLE, updated_at_day="x")
        page = client.post(change_url(article), data)
        assert page.status_code == 200
        assert listed(page.content.decode()) == ALL[:1]

    def test_a_headline_and_a_summary_are_repeated_with_marks(self, desk):
        article = make_article(TITLE, summary_ar='سطر <b> "نعم"\nفي في القرية', body_ar=BODY)
        html = desk("editor").get(change_url(article)).content.decode()
        assert marked(html) == {
            "title_ar": "وصول قافلة<mark>,</mark> ثم مغادرتها",
            "summary_ar": "سطر &lt;b&gt; <mark>&quot;نعم&quot;</mark>\n<mark>في في</mark> القرية",
            "image_alt_ar": "",
            "image_caption_ar": "",
        }
        clean = make_article("وصول قافلة", summary_ar="")
        html = desk("chief editor").get(change_url(clean)).content.decode()
        assert marked(html) == dict.fromkeys(marked_fields(), "")

    def test_what_is_said_of_the_picture_is_listed_and_marked(self, desk):
        said = {"image_alt_ar": "شاحنات, ورجل", "image_caption_ar": "القافلة لـ القرية"}
        article = make_article("قافلة", image=make_image(), **said)
        html = desk("editor").get(change_url(article)).content.decode()
        assert listed(html) == [
            ("latin-comma", "image_alt_ar", ",", "،"),
            ("detached-prefix", "image_caption_ar", "لـ القرية", "للقرية"),
        ]
        assert marked(html)["image_alt_ar"] == "شاحنات<mark>,</mark> ورجل"
        assert marked(html)["image_caption_ar"] == "القافلة <mark>لـ القرية</mark>"

    def test_marks_do_not_take_the_place_of_where_a_field_came_from(self, desk, tmp_path):
        Page("وصول قافلة, ثم مغادرتها").write(tmp_path)
        import_folder(tmp_path)
        html = desk("editor").get(change_url(Article.objects.get())).content.decode()
        assert marked(html)["title_ar"] == "وصول قافلة<mark>,</mark> ثم مغادرتها"
        assert 'class="desk-origin" data-field="title_ar"' in html

    def test_what_two_rules_find_is_marked_once(self, desk):
        article = make_article("قال  في  في المساء")
        found = [one.found for one in findings_of(article)["title_ar"]]
        assert found == ["  ", "في  في", "  "]
        html = desk("editor").get(change_url(article)).content.decode()
        text = marked(html)["title_ar"]
        assert unescape(re.sub("</?mark>", "", text)) == article.title_ar
        assert text == "قال<mark>  </mark><mark>في  في</mark> المساء"

    def test_those_who_may_only_read_have_none(self, desk):
        article = make_article(body_ar=BODY, status=Status.WITHDRAWN)
        page = desk("reporter").get(change_url(article))
        assert "copydesk" not in page.context

    def test_of_very_many_the_first_are_listed_and_all_are_counted(self, desk):
        article = make_article(body_ar=f"<p>{'قال  نعم ' * 60}</p>")
        page = desk("editor").get(change_url(article))
        (group,) = page.context["copydesk"]["groups"]
        assert (group.found, group.fixable, len(group.rows), group.more) == (60, 60, 40, 20)

    def test_places_are_the_browsers(self, desk):
        """UTF-16, and in the body without the spaces, which its editor keeps as it likes."""
        body = '<p>نجاح 😀 كبير</p><p>قال  "نعم"</p>'
        article = make_article("😀 قافلة, ثم", body_ar=body)
        page = desk("editor").get(change_url(article))
        rows = {group.code: group.rows[0] for group in page.context["copydesk"]["groups"]}
        places = {code: (row.start, row.end) for code, row in rows.items()}
        assert places == {
            "latin-comma": (8, 9),
            "doubled-space": (13, 13),
            "straight-quotes": (13, 18),
        }
        assert (rows["doubled-space"].found, rows["doubled-space"].fix) == ("␣␣", "␣")

    def test_what_is_invisible_is_named(self, desk):
        article = make_article(body_ar="<p>العينة\u200b والمثال</p>")
        page = desk("editor").get(change_url(article))
        (group,) = page.context["copydesk"]["groups"]
        assert (group.rows[0].found, group.rows[0].fix) == ("U+200B", "")


class TestChecking:
    def test_the_texts_sent_are_checked_and_nothing_is_saved(self, desk):
        article = make_article("عنوان", body_ar="<p>سليم.</p>")
        client, before = desk("editor"), columns(article)
        answer = client.post(address(article), texts()).json()
        assert listed(answer["html"]) == ALL
        assert (answer["texts"], answer["said"]) == ({}, "")
        assert answer["marked"] == {
            **dict.fromkeys(marked_fields(), ""),
            "title_ar": "وصول قافلة<mark>,</mark> ثم مغادرتها",
        }
        assert columns(article) == before
        assert not Revision.objects.exists()
        assert not OpenForm.objects.exists()

    def test_an_article_that_is_not_saved_yet(self, desk):
        answer = desk("reporter").post(NEW, texts()).json()
        assert listed(answer["html"]) == ALL
        assert "_style_ignore" not in answer["html"]

    def test_a_day_is_told_by_the_time_in_the_form(self, desk):
        article = make_article(body_ar="<p>سليم.</p>")
        client = desk("editor")
        sent = texts(title_ar="", body_ar="<p>وصلت القافلة أمس إلى القرية</p>")
        day = {"published_at_day": "21.05.2018", "published_at_clock": "11:05"}
        assert listed(client.post(address(article), sent | day).json()["html"]) == [
            ("relative-time", "body_ar", "أمس", "يوم 20 أيار 2018")
        ]
        today = timezone.localdate().strftime("%d.%m.%Y")
        for written in (today, "", "99.99.9999"):
            answer = client.post(address(article), sent | day | {"published_at_day": written})
            assert listed(answer.json()["html"]) == [], written
        assert len(listed(client.post(address(article), sent).json()["html"])) == 1

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {
                "title_ar": "\x00",
                "summary_ar": "\ud7ff\u202e",
                "body_ar": "<<<p &#0; &bogus; <script>",
            },
            {"_style_fix": "", "_style_ignore": ":::"},
            {"_style_fix": "body_ar:0:99999999999999999999999"},
            {"_style_fix": "id:x:1", "_style_fix_all": "no-such-rule"},
            {"_style_ignore": "title_ar:0123456789abcdef:-1"},
            {"published_at_day": "٢١/٠٥/٢٠١٨", "published_at_clock": "::"},
        ],
    )
    def test_bad_input_is_answered(self, desk, sent):
        article = make_article()
        client = desk("editor")
        for where in (NEW, address(article)):
            answer = client.post(where, sent)
            assert answer.status_code == 200
            assert set(answer.json()) == {"html", "texts", "said", "marked"}
        assert not IgnoredFinding.objects.exists()

    def test_a_text_without_end_is_refused_in_words(self, desk):
        answer = desk("editor").post(NEW, texts(body_ar="س" * (MOST_CHARACTERS + 1)))
        assert answer.status_code == 413
        assert f"{MOST_CHARACTERS:,}" in answer.json()["error"]

    def test_what_is_written_in_the_text_is_no_markup_in_the_list(self, desk):
        answer = desk("editor").post(NEW, texts(title_ar='<img src=x>, "نعم"', body_ar=""))
        assert "<img" not in answer.json()["html"]
        assert "&lt;img src=x&gt;" in answer.json()["html"]

    def test_who_may_not_edit_may_not_ask(self, desk, account):
        article = make_article(status=Status.WITHDRAWN)
        assert desk("reporter").post(address(article), texts()).status_code == 403
        assert desk("editor").get(address(article)).status_code == 405
        assert Client().post(address(article), texts()).status_code == 302
        assert (
            desk("").post(address(article).replace(str(article.pk), "999"), texts()).status_code
            == 404
        )

    def test_a_form_of_another_site_is_refused(self, account):
        client = Client(enforce_csrf_checks=True)
        client.force_login(account("editor"))
        assert client.post(NEW, texts()).status_code == 403

    def test_a_thousand_words_take_no_more_queries_than_one(
        self, desk, django_assert_max_num_queries
    ):
        article, client = make_article(), desk("editor")
        client.post(address(article), texts())
        with django_assert_max_num_queries(8):
            client.post(address(article), texts(body_ar=BODY * 100))


class TestFixing:
    def test_one_in_the_texts_that_were_sent(self, desk):
        article = make_article("عنوان", body_ar="<p>سليم.</p>")
        client, before = desk("editor"), columns(article)
        html = client.post(address(article), texts()).json()["html"]
        value = value_of(html, "_style_fix", 'data-rule="straight-quotes"')
        answer = client.post(address(article), texts(_style_fix=value)).json()
        assert answer["texts"] == {"body_ar": BODY.replace('"نعم"', "«نعم»")}
        assert listed(answer["html"]) == ALL[:3]
        assert columns(article) == before

    def test_all_of_a_rule_in_all_fields(self, desk):
        sent = texts(title_ar="لـ الاتفاق, نعم")
        answer = desk("reporter").post(NEW, sent | {"_style_fix_all": "detached-prefix"}).json()
        assert answer["texts"] == {
            "title_ar": "للاتفاق, نعم",
            "body_ar": '<p>رفضت اللجنة ل<strong>لاتفاق</strong> كله.</p><p>وقال "نعم" للاتفاق أيضاً.</p>',
        }

    def test_one_in_a_caption(self, desk):
        client = desk("editor")
        sent = texts(title_ar="", body_ar="", image_caption_ar="القافلة لـ القرية، لـ الاتفاق")
        html = client.post(NEW, sent).json()["html"]
        sent["_style_fix"] = value_of(html, "_style_fix", "القافلة")
        answer = client.post(NEW, sent).json()
        assert answer["texts"] == {"image_caption_ar": "القافلة للقرية، لـ الاتفاق"}

    def test_without_a_script_what_is_said_of_a_picture_is_saved_with_it(self, desk):
        said = {"image_alt_ar": "شاحنات, ورجل", "image_caption_ar": "القافلة"}
        article = make_article("قافلة", status=Status.DRAFT, image=make_image(), **said)
        client = desk("reporter")
        page = client.get(change_url(article))
        value = value_of(page.content.decode(), "_style_fix", 'data-rule="latin-comma"')
        client.post(change_url(article), article_data(page, _style_fix=value))
        article = Article.objects.get(pk=article.pk)
        assert (article.image_alt_ar, article.image_caption_ar) == ("شاحنات، ورجل", "القافلة")
        assert article.style_findings == 0

    def test_what_is_there_no_more_is_said(self, desk):
        answer = desk("editor").post(NEW, texts(_style_fix="body_ar:0123456789abcdef:3")).json()
        assert answer["texts"] == {}
        assert answer["said"]

    def test_without_a_script_the_form_is_saved_with_it(self, desk):
        article = make_article(TITLE, body_ar=BODY, status=Status.DRAFT)
        client = desk("reporter")
        page = client.get(change_url(article))
        value = value_of(page.content.decode(), "_style_fix", 'data-rule="straight-quotes"')
        data = article_data(page, summary_ar="ملخص كتب الآن", _style_fix=value)
        answer = client.post(change_url(article), data)
        assert answer.url == change_url(article)
        article = Article.objects.get(pk=article.pk)
        assert (article.title_ar, article.summary_ar) == (TITLE, "ملخص كتب الآن")
        assert article.body_ar == BODY.replace('"نعم"', "«نعم»")
        assert article.style_findings == 3
        assert article.version == 2

    def test_without_a_script_all_of_a_rule_in_a_new_article(self, desk):
        client = desk("reporter")
        data = article_data(
            client.get(ADD), title_ar=TITLE, body_ar=BODY, _style_fix_all="detached-prefix"
        )
        client.post(ADD, data)
        article = Article.objects.get()
        assert "لـ" not in article.body_ar
        assert article.style_findings == 2

    def test_without_a_script_what_is_gone_is_said_and_the_form_is_saved(self, desk):
        article = make_article(TITLE, body_ar=BODY, status=Status.DRAFT)
        client = desk("reporter")
        data = article_data(
            client.get(change_url(article)), summary_ar="كتب الآن", _style_fix="body_ar:0:0"
        )
        page = client.post(change_url(article), data, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["warning", "success"]
        assert Article.objects.get().summary_ar == "كتب الآن"

    def test_a_fix_of_what_readers_see_waits(self, desk):
        article = make_article(TITLE, body_ar=BODY)
        client = desk("editor")
        data = article_data(client.get(change_url(article)), _style_fix_all="latin-comma")
        client.post(change_url(article), data)
        article = Article.objects.get()
        assert article.title_ar == TITLE
        assert article.has_changes_waiting
        assert article.style_findings == 3


class TestIgnoring:
    def test_it_is_kept_and_listed_no_more(self, desk):
        article = make_article(TITLE, body_ar=BODY)
        client = desk("editor")
        html = client.post(address(article), texts()).json()["html"]
        value = value_of(html, "_style_ignore")
        answer = client.post(address(article), texts(_style_ignore=value)).json()
        assert listed(answer["html"]) == ALL[1:]
        kept = IgnoredFinding.objects.get()
        assert (kept.rule, kept.ignored_by.username) == ("latin-comma", "editor")
        assert listed(client.get(change_url(article)).content.decode()) == ALL[1:]
        assert columns(article)["style_findings"] == 3

    def test_without_a_script_the_form_is_saved_too(self, desk):
        article = make_article(TITLE, body_ar=BODY, status=Status.DRAFT)
        client = desk("reporter")
        page = client.get(change_url(article))
        value = value_of(page.content.decode(), "_style_ignore")
        data = article_data(page, summary_ar="كتب الآن", _style_ignore=value)
        page = client.post(change_url(article), data, follow=True)
        assert listed(page.content.decode()) == ALL[1:]
        article = Article.objects.get()
        assert (article.summary_ar, article.style_findings) == ("كتب الآن", 3)


class TestChangelist:
    def test_the_column_tells_the_number_and_what_was_not_read(self, desk):
        for count in (None, 0, 1234):
            make_article(style_findings=count)
        page = desk("editor").get(LIST, {"o": "7"}).content.decode()
        cells = re.findall(r'<td class="field-style_shown">(.*?)</td>', page, re.S)
        assert [re.sub("<[^>]+>", "", cell) for cell in cells].count("—") == 1
        assert "1,234" in page


def test_a_thousand_words_are_checked_in_time(desk):
    """Loosely, for a busy machine: tests/benchmarks/copydesk.py has the figure."""
    article, client = make_article(), desk("editor")
    sent = texts(body_ar=f"<p>{'كلمة من كلمات الخبر الطويل. ' * 200}</p>")
    client.post(address(article), sent)
    began = time.process_time()
    client.post(address(article), sent)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not FOUND, reason="the real captured page is kept outside the project")
def test_the_real_page_as_a_draft(desk):
    call_command("import_seeds", str(FOUND[0]), "--status", "draft", verbosity=0)
    article = Article.objects.get()
    assert article.style_findings is None
    client = desk("reporter")
    page = client.get(change_url(article))
    groups = {group.code: group for group in page.context["copydesk"]["groups"]}
    assert groups.keys() == {"detached-prefix", "straight-quotes", "relative-time"}
    assert (groups["detached-prefix"].found, groups["detached-prefix"].fixable) == (13, 13)
    assert groups["straight-quotes"].found == 42
    for code in groups:
        data = article_data(client.get(change_url(article)), _style_fix_all=code)
        client.post(change_url(article), data)
    article = Article.objects.get()
    assert not any(findings_of(article).values())
    assert article.style_findings == 0
    assert article.published_at < timezone.now() - timedelta(days=1)

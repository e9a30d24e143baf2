"""Every page of the desk, as an editor on a phone and on a small laptop has it before her."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext

from articles.editing import Notice, publish_changes, save_article, withdraw
from articles.models import (
    Article,
    CapturedPage,
    Correction,
    Deed,
    ImportBatch,
    Kinship,
    Proposal,
    RelatedLink,
    Source,
    WordFamily,
)
from tests.browser.steps import wait_for_editors
from tests.builders import make_article, make_source
from tests.importing.pages import PARAGRAPHS, Page, import_folder

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "طويل" * 60
LATIN = re.compile(r"[A-Za-z]{3,}")
# What a page may say in Latin letters: names of accounts, files, encodings, formats, a language.
ALLOWED = {"root", "SHA", "English", "news", "page", "utf", "txt", "CSV"}
ALLOWED |= {"AVIF", "JPEG", "PNG", "WebP"}

LOOK = """() => {
    const root = document.documentElement
    const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const all = (selector) => [...document.querySelectorAll(selector)].filter(seen)
    const say = (e) => e.cloneNode(false).outerHTML
    const targets = all("button, select, input:not([type=hidden]), summary, a.button, .object-tools a")
        .filter((e) => !e.matches(".visually-hidden, .select2-hidden-accessible, .desk-languages input"))
    const small = targets.filter((e) => {
        const boxes = [e, ...(e.labels ?? [])].map((one) => one.getBoundingClientRect())
        return Math.max(...boxes.map((box) => box.height)) < 24 || Math.max(...boxes.map((box) => box.width)) < 24
    })
    const named = (e) => e.ariaLabel || e.title || e.labels?.length || e.value && e.type === "submit"
        || (e.getAttribute("aria-labelledby") ?? "").split(" ").some((id) => document.getElementById(id)?.textContent.trim())
        || !e.matches("input, select, textarea") && e.textContent.trim()
    const cut = all("select, button, input[type=submit], .button").filter((e) => {
        const style = getComputedStyle(e)
        const line = e.matches("select") ? parseFloat(style.lineHeight) : 0
        const room = e.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
        return line > room + 1 || e.scrollWidth > e.clientWidth + 1 && !e.matches(".visually-hidden, .material-icons")
    })
    const unnamed = all("button, input:not([type=hidden]), select, textarea, [role=combobox], [role=textbox]")
        .filter((e) => !named(e) && !e.matches(".select2-hidden-accessible"))
    const spaced = all("body *").filter((e) => parseFloat(getComputedStyle(e).letterSpacing))
    const said = all("[alt], [title], [aria-label]").map((e) => [e.alt, e.title, e.ariaLabel].join(" "))
    for (const e of all(".material-icons, [lang=en], [lang=en] *, code")) e.textContent = ""
    return {
        sideways: Math.max(0, root.scrollWidth - root.clientWidth),
        scrolling: all(".results, .desk-revisions, .inline-group .tabular, table")
            .filter((e) => e.scrollWidth > e.clientWidth).map(say),
        small: small.map(say),
        cut: cut.map(say),
        unnamed: unnamed.map(say),
        spaced: spaced.map(say),
        words: [document.body.innerText, ...said].join(" "),
    }
}"""


@pytest.fixture
def newsroom(desk, tmp_path: Path) -> None:
    """One of everything that the desk has a page for."""
    root = User.objects.get()
    Page(quote="", english="The water is back\nBy: Huda\nIt came this morning.").write(tmp_path)
    (tmp_path / "002.txt").write_text("", "utf-8")
    import_folder(tmp_path)
    imported = Article.objects.get()
    imported.body_ar = imported.body_ar.replace("شهراً كاملاً", f"خمسة أسابيع {LONG}")
    save_article(imported, by=root)
    Proposal.objects.create(
        article=imported,
        page=imported.captured_pages.get(kind="page"),
        field="body_ar",
        value=f"<p>{PARAGRAPHS[0]}</p>",
    )
    like = make_article("خطة كبيرة لتبديل شبكة المياه القديمة", body_ar=f"<p>{PARAGRAPHS[0]}</p>")
    Kinship.objects.create(older=imported, newer=like, likeness=0.5)
    RelatedLink.objects.create(article=like, title=f"خبر لم يصل بعد {LONG}")
    changed = make_article("خبر له تصحيح", source=make_source("صحيفة المثال"))
    for number, kind in ((70, "correction"), (71, "")):
        changed = Article.objects.get(pk=changed.pk)
        changed.body_ar = f"<p>وصلت {number} عائلة.</p><p>{LONG}</p>"
        save_article(changed, by=root)
        if kind:
            changed = Article.objects.get(pk=changed.pk)
            notice = Notice("ورد «17»، والصواب «70».")
            publish_changes(changed, kind, version=changed.version, by=root, notice=notice)
    gone = make_article("خبر مسحوب")
    withdraw(gone, by=root, notice=Notice("سُحب لخطأ فيه."))
    Article(title_ar="مسودة", body_ar="<p>قال لـ الصحيفة , أمس .</p>").save()
    WordFamily.objects.create(words="ورشة ورشات")


def pages() -> list[str]:
    """The address of every page of the desk that is only read."""

    def of(name: str, *args: object) -> str:
        return reverse(f"admin:{name}", args=args)

    article = {one.title_ar: one.pk for one in Article.objects.all()}
    changed, draft = article["خبر له تصحيح"], article["مسودة"]
    imported = Proposal.objects.get().article_id
    kin = Kinship.objects.get()
    rows = {
        "articles_source": Source.objects.first(),
        "articles_capturedpage": CapturedPage.objects.get(kind="page"),
        "articles_importbatch": ImportBatch.objects.get(),
        "articles_correction": Correction.objects.first(),
        "articles_deed": Deed.objects.first(),
        "articles_wordfamily": WordFamily.objects.get(),
        "auth_user": User.objects.get(),
    }
    models = ["articles_article", *rows, "auth_group"]
    return [
        of("index"),
        of("password_change"),
        *(reverse(name) for name in ("mfa_index", "usersessions_list")),
        *(of(f"{model}_changelist") for model in models),
        of("articles_article_changelist") + "?q=لاشيء",
        *(of(f"{model}_change", row.pk) for model, row in rows.items()),
        *(of(f"articles_{model}_add") for model in ("article", "source", "wordfamily")),
        of("auth_user_add"),
        of("auth_user_password_change", rows["auth_user"].pk),
        of("auth_user_security", rows["auth_user"].pk),
        of("auth_user_delete", rows["auth_user"].pk),
        *(of("articles_article_change", pk) for pk in (draft, changed, imported)),
        of("articles_article_delete", draft),
        of("articles_article_history", changed),
        of("articles_article_compare", changed) + "?a=1&b=2",
        of("articles_article_changes", changed),
        of("articles_article_withdraw", changed),
        of("articles_article_withdraw", article["خبر مسحوب"]),
        of("articles_article_preview", changed),
        of("articles_article_kin", imported, kin.pk),
        of("articles_article_proposals"),
        of("articles_article_unresolved"),
        of("articles_source_delete", Source.objects.get(name_ar="صحيفة المثال").pk),
        of("articles_importbatch_undo", rows["articles_importbatch"].pk),
    ]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_is_in_arabic_and_can_be_operated(desk, newsroom, width):
    """Nothing scrolls sideways, is cut off, too small to touch, without a name, or in English;
    nothing is asked of another host, and the browser does not complain."""
    desk.set_viewport_size({"width": width, "height": 800})
    found = []
    for path in pages():
        response = desk.goto(desk.server + path)
        assert response.status == 200, path
        wait_for_editors(desk)
        look = desk.evaluate(LOOK)
        look["words"] = sorted(set(LATIN.findall(look["words"])) - ALLOWED)
        if width != 360:
            del look["small"]  # what a mouse points at may be smaller
        found += [f"{path} {name}: {what}" for name, what in look.items() if what]
    assert found == []
    assert desk.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["change", "changes", "history"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(desk, newsroom, name, width):
    """Tab goes on to the end of the page; what it comes to is outlined, and below nothing."""
    pk = Article.objects.get(title_ar="خبر له تصحيح").pk
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(desk.server + reverse(f"admin:articles_article_{name}", args=[pk]))
    wait_for_editors(desk)
    seen, hidden, plain = [], [], []
    for _step in range(200):
        desk.keyboard.press("Tab")
        place = desk.evaluate(
            """() => {
                const e = document.activeElement
                if (!e || e === document.body) return null
                const box = e.getBoundingClientRect(), style = getComputedStyle(e)
                const shown = e.matches(".desk-languages input") ? getComputedStyle(e.nextElementSibling) : style
                const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10))
                const bar = middle?.closest(".submit-row, .desk-revisions-bar")
                return {
                    key: [...document.querySelectorAll("*")].indexOf(e),
                    what: e.cloneNode(false).outerHTML,
                    covered: !!bar && !bar.contains(e),
                    outlined: shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) > 0,
                }
            }"""
        )
        if place is None or place["key"] in seen:
            break
        seen.append(place["key"])
        hidden += [place["what"]] if place["covered"] else []
        plain += [] if place["outlined"] else [place["what"]]
    assert hidden == []
    assert plain == []
    last = desk.evaluate(
        """() => {
            const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, textarea")]
            const reached = all.filter((e) => e.tabIndex >= 0 && !e.disabled
                && e.checkVisibility({ visibilityProperty: true }) && !e.closest("details:not([open]) > :not(summary)"))
            return [...document.querySelectorAll("*")].indexOf(reached.at(-1))
        }"""
    )
    assert last in seen


def test_an_empty_list_says_that_it_is(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root", password="x"))
    url = reverse("admin:articles_article_changelist")
    said = '<p class="desk-nothing">{}</p>'.format
    empty, nothing = (client.get(url + query).content.decode() for query in ("", "?q=لاشيء"))
    assert said(gettext("Nothing is here yet.")) in empty
    back = f'{gettext("Nothing here matches.")} <a href="?">{gettext("Show all")}</a>'
    assert said(back) in nothing

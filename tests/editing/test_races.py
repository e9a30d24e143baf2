"""Two people at once: real threads, each with its own connection, on whatever database is tested."""

import functools
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles.admin.typed import keep, typed_pages
from articles.arabic import match_key
from articles.editing import (
    Disputed,
    Notice,
    Saved,
    Slot,
    announce_due,
    arrange_front,
    check_history,
    content_of,
    discard_changes,
    front_slots,
    hand_in,
    latest_content,
    load_latest,
    merge_topics,
    publish,
    publish_changes,
    save_article,
    touch_form,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import (
    Article,
    CapturedPage,
    Correction,
    Deed,
    FrontSlot,
    OpenForm,
    RelatedLink,
    Revision,
    Status,
    Topic,
    TopicLink,
)
from articles.search import check_index, remove_documents
from tests.admin.forms import article_data, change_url
from tests.body.strategies import p
from tests.builders import make_article
from tests.forging import forging
from tests.importing.pages import Page, import_folder, newest

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5  # of each race
PATIENCE = 60  # seconds for a thread, on a busy machine
BODY = p("فقرة أولى.", "فقرة ثانية.", "فقرة ثالثة.")
NOTICE = Notice("ورد في نسخة سابقة من هذا الخبر «17»، والصواب «70».")

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Start all acts at one moment, and return what each returned or raised, in their order."""
    gate = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)
    connections = set()

    def run(place: int, act: Act) -> None:
        try:
            connection.ensure_connection()
            connections.add(id(connection.connection))
            gate.wait(PATIENCE)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a thread waits for ever"
    assert len(connections) == len(acts)
    return outcomes


@pytest.fixture
def lina():
    return User.objects.create_superuser("lina", password="x")


@pytest.fixture
def rami():
    return User.objects.create_superuser("rami", password="x")


@pytest.fixture(autouse=True)
def _sound():
    yield
    check_soundness()


def check_soundness() -> None:
    """After every race the history is whole, and the index says what the articles say."""
    assert not list(check_history())
    assert not list(check_index())


def several_times(race: Callable[..., None]) -> Callable[..., None]:
    """Run a race some times, each with an empty newsroom: who is first is not up to us."""

    @functools.wraps(race)
    def races(*args: Any, **kwargs: Any) -> None:
        for left in reversed(range(ROUNDS)):
            race(*args, **kwargs)
            if left:
                check_soundness()
                remove_documents(list(Article.objects.values_list("pk", flat=True)))
                with transaction.atomic(), forging():
                    for model in (Correction, Revision, Deed, OpenForm, CapturedPage, Article):
                        model.objects.all().delete()

    return races


def opened(article: Article, **fields: Any) -> Article:
    """A form of an article, opened now and typed into."""
    form = Article.objects.get(pk=article.pk)
    load_latest(form)
    for name, value in fields.items():
        setattr(form, name, value)
    return form


def saving(article: Article, by: User, **fields: Any) -> Act:
    """What saves a form that is opened here and now, not when it is saved."""
    form = opened(article, **fields)
    return lambda: save_article(form, by=by, base=form.version)


def said(article: Article) -> dict[str, Any]:
    return latest_content(Article.objects.get(pk=article.pk))


def kept(article: Article, name: str) -> list[Any]:
    """What every revision says of a field, the oldest first."""
    numbers = article.revisions.order_by("number").values_list("number", flat=True)
    return [content_of(article, number)[name] for number in list(numbers)]


def one_then_other(first: Act, second: Act) -> list[Any]:
    """Start ``second`` when ``first`` has written and before it is over."""
    has_written = threading.Event()

    def slowly() -> Any:
        with transaction.atomic():
            outcome = first()
            has_written.set()
            threading.Event().wait(0.5)  # seconds in which the other one tries
        return outcome

    def meanwhile() -> Any:
        assert has_written.wait(PATIENCE)
        return second()

    return at_once(slowly, meanwhile)


def of_kind(outcomes: list[Any], kind: type) -> list[Any]:
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
class TestTwoSaves:
    @several_times
    def test_different_paragraphs_both_survive(self, lina, rami, status):
        article = make_article(status=status, body_ar=BODY)
        outcomes = at_once(
            saving(article, lina, body_ar=BODY.replace("أولى", "أولى لينا")),
            saving(article, rami, body_ar=BODY.replace("ثالثة", "ثالثة رامي")),
        )
        assert sorted(outcome.version for outcome in outcomes) == [2, 3]
        assert sorted(outcome.taken for outcome in outcomes) == [(), ("body_ar",)]
        assert said(article)["body_ar"] == p("فقرة أولى لينا.", "فقرة ثانية.", "فقرة ثالثة رامي.")
        if status == Status.PUBLISHED:
            assert Article.objects.get().body_ar == BODY

    @several_times
    def test_the_same_paragraph_is_one_saved_and_one_disputed(self, lina, rami, status):
        article = make_article(status=status, body_ar=BODY)
        typed = {user: BODY.replace("ثانية", f"ثانية {user}") for user in (lina, rami)}
        outcomes = at_once(*(saving(article, user, body_ar=typed[user]) for user in typed))
        (saved,), (disputed,) = of_kind(outcomes, Saved), of_kind(outcomes, Disputed)
        first, second = (lina, rami) if outcomes[0] is saved else (rami, lina)
        assert (saved.version, disputed.version, disputed.by) == (2, 2, first)
        (dispute,) = disputed.disputes
        assert (dispute.base, dispute.theirs, dispute.mine) == (
            "<p>فقرة ثانية.</p>", f"<p>فقرة ثانية {first}.</p>", f"<p>فقرة ثانية {second}.</p>",
        )  # fmt: skip
        assert said(article)["body_ar"] == typed[first]
        # Nothing is lost: what the second typed is saved as soon as they say where it goes.
        form = opened(article, body_ar=typed[second])
        both = {dispute.key: dispute.theirs + dispute.mine}
        save_article(form, by=second, base=1, choices=both)
        assert f"ثانية {first}." in said(article)["body_ar"]
        assert f"ثانية {second}." in said(article)["body_ar"]

    def test_many_fields_by_as_many_people(self, lina, status):
        article = make_article(status=status, body_ar=BODY)
        typed = {"title_ar": "عنوان", "summary_ar": "ملخص", "byline_ar": "رامي", "tags": ["ماء"]}
        outcomes = at_once(*(saving(article, lina, **{name: typed[name]}) for name in typed))
        assert sorted(outcome.version for outcome in outcomes) == [2, 3, 4, 5]
        assert {name: said(article)[name] for name in typed} == typed

    def test_the_second_waits_for_the_first_and_reads_what_it_wrote(self, lina, rami, status):
        """The interleaving that loses a save where nothing is locked, made to happen."""
        article = make_article(status=status, body_ar=BODY)
        first = saving(article, lina, title_ar="عنوان لينا")
        second = saving(article, rami, byline_ar="رامي")
        outcomes = one_then_other(first, second)
        assert [outcome.version for outcome in outcomes] == [2, 3]
        assert outcomes[1].taken == ("title_ar",)
        assert (said(article)["title_ar"], said(article)["byline_ar"]) == ("عنوان لينا", "رامي")


class TestStates:
    @several_times
    def test_two_publish_and_it_is_published_once(self, lina, rami):
        article = make_article(status=Status.DRAFT, published_at=None)
        outcomes = at_once(*(lambda by=by: publish(article, by=by) for by in (lina, rami)))
        assert outcomes == [None, None]
        assert Article.objects.get().state == "published"
        assert list(article.revisions.order_by("number").values_list("change", flat=True)) == [
            "",
            "first",
        ]
        assert list(Deed.objects.values_list("verb", flat=True)) == ["published"]

    @several_times
    def test_two_publish_one_change_and_readers_are_told_once(self, lina, rami):
        article = make_article()
        saving(article, lina, title_ar="عنوان آخر")()
        outcomes = at_once(
            *(
                lambda by=by: publish_changes(
                    article, "correction", version=2, by=by, notice=NOTICE
                )
                for by in (lina, rami)
            )
        )
        assert len(of_kind(outcomes, Revision)) == len(of_kind(outcomes, Refused)) == 1
        assert Correction.objects.get().revision.number == 3
        assert Article.objects.get().title_ar == "عنوان آخر"
        assert Deed.objects.filter(verb="corrected").count() == 1

    @several_times
    def test_a_change_is_published_while_another_is_saved(self, lina, rami):
        article = make_article(body_ar=BODY)
        saving(article, lina, title_ar="عنوان لينا")()
        published, saved = at_once(
            lambda: publish_changes(article, "update", version=2, by=lina),
            saving(article, rami, body_ar=BODY.replace("ثالثة", "ثالثة رامي")),
        )
        assert isinstance(saved, Saved)
        assert said(article)["title_ar"] == "عنوان لينا"
        assert "ثالثة رامي" in said(article)["body_ar"]
        live = Article.objects.get()
        assert live.body_ar == BODY  # nobody has decided on that one yet
        assert live.has_changes_waiting
        # Either it was published as it had been read, or the editor is asked to read again.
        if isinstance(published, Refused):
            assert (saved.version, live.live_version) == (3, 1)
        else:
            assert (saved.version, live.live_version, live.title_ar) == (4, 3, "عنوان لينا")

    @several_times
    def test_a_change_is_published_while_it_is_discarded(self, lina, rami):
        article = make_article("عنوان")
        saving(article, lina, title_ar="عنوان لينا")()
        outcomes = at_once(
            lambda: publish_changes(article, "minor", version=2, by=lina),
            lambda: discard_changes(article, by=rami),
        )
        assert len(of_kind(outcomes, Refused)) == 1
        live = Article.objects.get()
        is_published = isinstance(outcomes[0], Revision)
        assert live.title_ar == ("عنوان لينا" if is_published else "عنوان")
        assert (live.version, live.live_version) == (3, 3)

    @several_times
    def test_a_change_is_published_while_what_its_link_names_arrives(self, lina, rami):
        """Whoever is first, the headline leads there, and the links are those of the draft."""
        article = make_article()
        RelatedLink.objects.create(article=article, title="سوق الزرب", title_key="سوق الزرب")
        links = [["خان الحرير", "", None], ["سوق الزرب", "", None]]
        save_article(opened(article, title_ar="عنوان لينا"), by=lina, base=0, related=links)
        published, saved = at_once(
            lambda: publish_changes(article, "minor", version=2, by=lina),
            lambda: save_article(Article(title_ar="سُوق الزرب"), by=rami),
        )
        assert isinstance(published, Revision)
        assert isinstance(saved, Saved)
        arrived = Article.objects.exclude(pk=article.pk).get()
        assert list(article.related_links.order_by("position").values_list("title", "target")) == [
            ("خان الحرير", None), ("سوق الزرب", arrived.pk),
        ]  # fmt: skip

    @several_times
    def test_two_change_the_links_and_both_survive(self, lina, rami):
        article = make_article()
        forms = [(opened(article), by, [[by.username, "", None]]) for by in (lina, rami)]
        outcomes = at_once(
            *(
                lambda form=form, by=by, related=related: save_article(
                    form, by=by, base=0, related=related
                )
                for form, by, related in forms
            )
        )
        assert sorted(outcome.taken for outcome in outcomes) == [(), ("related",)]
        assert sorted(title for title, *_ in said(article)["related"]) == ["lina", "rami"]
        assert not article.related_links.exists()

    @several_times
    def test_two_hand_in_and_it_is_handed_in_once(self, lina, rami):
        article = make_article(status=Status.DRAFT)
        outcomes = at_once(*(lambda by=by: hand_in(article, by=by) for by in (lina, rami)))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Refused"]
        assert Article.objects.get().draft_by == (lina if outcomes[0] is None else rami)
        assert list(Deed.objects.values_list("verb", flat=True)) == ["handed-in"]

    @several_times
    def test_it_is_withdrawn_while_it_is_saved(self, lina, rami):
        article = make_article("عنوان", body_ar=BODY)
        withdrawn, saved = at_once(
            lambda: withdraw(article, by=lina, notice=NOTICE),
            saving(article, rami, title_ar="عنوان رامي"),
        )
        assert withdrawn is None
        assert isinstance(saved, Saved)
        after = Article.objects.get()
        assert after.status == Status.WITHDRAWN
        assert not Article.objects.published().exists()
        assert Correction.objects.get().kind == "retraction"
        # Saved first, it had not been published; saved afterwards, it is what the article says now.
        if saved.version == 2:
            assert (kept(after, "title_ar"), after.title_ar) == (
                ["عنوان", "عنوان رامي", "عنوان"],
                "عنوان",
            )
        else:
            assert (kept(after, "title_ar"), after.title_ar) == (
                ["عنوان", "عنوان", "عنوان رامي"],
                "عنوان رامي",
            )

    @several_times
    def test_it_is_published_while_it_is_saved(self, lina, rami):
        article = make_article("عنوان", status=Status.DRAFT)
        outcomes = at_once(
            lambda: publish(article, by=lina), saving(article, rami, title_ar="عنوان رامي")
        )
        assert outcomes[0] is None
        assert isinstance(outcomes[1], Saved)
        live = Article.objects.get()
        assert live.status == Status.PUBLISHED
        assert said(article)["title_ar"] == "عنوان رامي"
        assert outcomes[1].waits == (live.title_ar == "عنوان") == live.has_changes_waiting

    @several_times
    def test_the_clock_strikes_for_two_runs(self, lina):
        articles = [make_article() for _ in range(5)]
        failed: list[Any] = []
        now = timezone.now()

        def run() -> int:
            return announce_due(now, lambda *failure: failed.append(failure))

        assert sum(at_once(run, run, run)) == len(articles)
        assert failed == []
        assert sorted(Deed.objects.values_list("article", flat=True)) == [
            one.pk for one in articles
        ]

    @several_times
    def test_a_form_says_twice_that_it_is_open(self, lina):
        article = make_article()
        for of in (article, None):
            forms = at_once(
                *(lambda of=of: touch_form(of, by=lina, version=0, typed={}) for _ in range(3))
            )
            assert OpenForm.objects.get(article=of).pk == forms[0].pk == forms[1].pk == forms[2].pk

    @several_times
    def test_a_newer_capture_arrives_while_an_editor_saves(self, lina, tmp_path: Path):
        Page().write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        Page(byline="كتب: رامي المثال").write(tmp_path)
        imported, saved = at_once(
            lambda: [result.outcome for result in import_folder(tmp_path)],
            saving(article, lina, title_ar="عنوان لينا"),
        )
        assert imported == ["updated"]
        assert isinstance(saved, Saved)
        live = Article.objects.get()
        assert live.byline_ar == newest().byline_ar == "رامي المثال"
        assert newest().title_ar == "عنوان لينا"
        assert live.has_changes_waiting
        assert live.draft_by == lina


# --- over HTTP ---------------------------------------------------------------------------------


class Fields(HTMLParser):
    """The fields of a dispute page's form, as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._textarea = ""
        # The desk's header has forms too: for the language, and to log out.
        self.feed(re.search(r'<form[^>]*class="desk-dispute".*?</form>', html, re.DOTALL)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "textarea":
            self._textarea = of["name"] or ""
            self.values.append((self._textarea, ""))
        elif tag == "input" and of.get("name") and (of.get("type") != "radio" or "checked" in of):
            self.values.append((str(of["name"]), of.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[-1] = (self._textarea, self.values[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Browser:
    """Somebody's browser: a session, and requests over the network."""

    def __init__(self, user: User, host: str) -> None:
        self.client, self.host = Client(), host
        self.client.force_login(user)
        self.opener = urllib.request.build_opener(NoRedirect)

    def form(self, article: Article, **typed: str) -> dict[str, Any]:
        return article_data(self.client.get(change_url(article)), **typed)

    def post(self, url: str, fields: Any) -> tuple[int, str]:
        token = self.client.cookies["csrftoken"].value
        session = self.client.cookies["sessionid"].value
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        pairs = [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
        request = urllib.request.Request(  # noqa: S310  the live server's own address
            f"{self.host}{url}",
            data=urllib.parse.urlencode([*pairs, ("csrfmiddlewaretoken", token)]).encode(),
            headers={"Cookie": f"sessionid={session}; csrftoken={token}"},
        )
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()


class TestOverHTTP:
    @pytest.fixture
    def browsers(self, live_server, lina, rami):
        return [Browser(user, live_server.url) for user in (lina, rami)]

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
    def test_two_forms_with_different_paragraphs(self, browsers, status):
        article = make_article(status=status, body_ar=BODY)
        url = change_url(article)
        typed = [BODY.replace("أولى", "أولى لينا"), BODY.replace("ثالثة", "ثالثة رامي")]
        forms = [one.form(article, body_ar=body) for one, body in zip(browsers, typed, strict=True)]
        answers = at_once(
            *(
                lambda one=one, form=form: one.post(url, form)
                for one, form in zip(browsers, forms, strict=True)
            )
        )
        assert [answer[0] for answer in answers] == [302, 302], answers
        assert said(article)["body_ar"] == p("فقرة أولى لينا.", "فقرة ثانية.", "فقرة ثالثة رامي.")

    def test_two_forms_with_the_same_paragraph_and_the_page_that_asks(self, browsers):
        article = make_article(body_ar=BODY)
        url = change_url(article)
        names = ["لينا", "رامي"]
        forms = [
            one.form(article, body_ar=BODY.replace("ثانية", f"ثانية {name}"), byline_ar="بقلم كاتب")
            for one, name in zip(browsers, names, strict=True)
        ]
        answers = at_once(
            *(
                lambda one=one, form=form: one.post(url, form)
                for one, form in zip(browsers, forms, strict=True)
            )
        )
        assert sorted(answer[0] for answer in answers) == [200, 302]
        loser = [answer[0] for answer in answers].index(200)
        page = answers[loser][1]
        # What differs is marked word by word.
        words = re.sub(r'<span class="visually-hidden">.*?</span>|<[^>]+>', "", page)
        assert all(f"فقرة ثانية {name}." in words for name in names)
        assert said(article)["body_ar"] == forms[1 - loser]["body_ar"]
        # What was typed and what is chosen is all on that page: sent, both are saved.
        fields = [
            (name, "both" if name.startswith("choice-") else value)
            for name, value in Fields(page).values
        ]
        status, _ = browsers[loser].post(url, fields)
        assert status == 302
        assert said(article)["body_ar"] == p(
            "فقرة أولى.",
            f"فقرة ثانية {names[1 - loser]}.",
            f"فقرة ثانية {names[loser]}.",
            "فقرة ثالثة.",
        )
        assert Article.objects.get().body_ar == BODY

    def test_two_publish_buttons(self, browsers):
        article = make_article(status=Status.DRAFT)
        url = change_url(article)
        forms = [one.form(article, _publish="1") for one in browsers]
        answers = at_once(
            *(
                lambda one=one, form=form: one.post(url, form)
                for one, form in zip(browsers, forms, strict=True)
            )
        )
        assert [answer[0] for answer in answers] == [302, 302]
        assert Article.objects.get().state == "published"
        assert list(Deed.objects.values_list("verb", flat=True)) == ["published"]


@several_times
def test_what_two_pages_of_one_account_say_at_once_is_both_kept(lina):
    article = make_article(status=Status.DRAFT)

    def says(page: str) -> Act:
        return lambda: keep(article, lina, {"title_ar": page}, page=page)

    pages = ["one", "two", "three"]
    beat = functools.partial(touch_form, article, by=lina, version=0)
    assert at_once(*map(says, pages), beat)[:3] == [None, None, None]
    assert sorted(one.page for one in typed_pages(article, lina)) == sorted(pages)


@several_times
def test_two_articles_get_the_headlines_that_each_waits_for(lina, rami):
    """Each leads the other's link while it settles its own."""
    articles, people = [make_article("عنوان أول"), make_article("عنوان ثانٍ")], (lina, rami)
    headlines = ["عنوان مصحح أول", "عنوان مصحح ثانٍ"]
    for article, headline, awaited in zip(articles, headlines, reversed(headlines), strict=True):
        key = match_key(awaited)
        RelatedLink.objects.create(article=article, title=awaited, title_key=key)
        save_article(opened(article, title_ar=headline), by=lina)
    first, second = (
        functools.partial(publish_changes, article, "minor", version=2, by=person)
        for article, person in zip(articles, people, strict=True)
    )
    assert [one.number for one in at_once(first, second)] == [3, 3]
    led = RelatedLink.objects.values_list("article", "target")
    one, other = articles
    assert set(led) == {(one.pk, other.pk), (other.pk, one.pk)}


class TestTheFrontPage:
    """Two chief editors arrange it, each having seen what was there before."""

    @pytest.fixture
    def arranging(self):
        """``arranging(lina, 1, 2)`` -> what gives these articles places, as somebody saw them now."""

        def make(by: User, *ids: int) -> Act:
            base = front_slots()
            slots = {place: Slot(pk) for place, pk in enumerate(ids, start=1)}
            return lambda: arrange_front(slots, base=base, by=by)

        return make

    @several_times
    def test_two_who_find_it_empty_do_not_both_go_in(self, lina, rami, arranging):
        FrontSlot.objects.all().delete()
        ids = [make_article().pk for _ in range(2)]
        outcomes = at_once(arranging(lina, ids[0]), arranging(rami, ids[1]))
        assert len(of_kind(outcomes, Refused)) == outcomes.count(True) == 1
        assert [slot.article_id for slot in front_slots().values()] == [ids[outcomes.index(True)]]

    @several_times
    def test_who_clears_it_is_told_of_what_came_meanwhile(self, lina, rami, arranging):
        FrontSlot.objects.all().delete()
        ids = [make_article().pk for _ in range(2)]
        arranging(lina, ids[0])()
        outcomes = at_once(arranging(lina, ids[1]), arranging(rami))
        assert len(of_kind(outcomes, Refused)) == outcomes.count(True) == 1
        assert len(front_slots()) == (1 if outcomes[0] is True else 0)

    def test_the_second_waits_for_the_first(self, lina, rami, arranging):
        """What was lost where there was no row to lock, made to happen."""
        ids = [make_article().pk for _ in range(2)]
        first, second = arranging(lina, ids[0]), arranging(rami, ids[1])
        assert [type(one) for one in one_then_other(first, second)] == [bool, Refused]
        again, clear = arranging(lina, ids[1]), arranging(rami)
        assert [type(one) for one in one_then_other(again, clear)] == [bool, Refused]
        assert [slot.article_id for slot in front_slots().values()] == [ids[1]]


class TestTopics:
    def topics(self, *names: str) -> list[Topic]:
        """New topics of these tags, each on one article."""
        Topic.objects.update(merged_into=None)
        Topic.objects.all().delete()
        make_article(tags=list(names))
        return [Topic.objects.get(name_ar=name) for name in names]

    @several_times
    def test_two_merge_two_topics_into_each_other(self, lina, rami):
        one, other = self.topics("سوق", "بازار")
        outcomes = at_once(
            lambda: merge_topics(one, other, by=lina), lambda: merge_topics(other, one, by=rami)
        )
        assert len(of_kind(outcomes, Refused)) == outcomes.count(None) == 1
        assert Topic.objects.filter(merged_into=None).count() == 1

    def test_the_second_reads_what_the_first_merged(self, lina, rami):
        """However the two are about the same topics: nothing is merged into what was merged."""
        for first, second, is_refused in (
            ((0, 1), (1, 0), True),
            ((0, 1), (0, 2), True),
            ((1, 2), (0, 1), True),
            ((0, 1), (1, 2), False),
            ((0, 2), (1, 2), False),
        ):
            found = self.topics("بازار", "سوق", "خان")
            merges = [
                functools.partial(merge_topics, found[topic], found[into], by=by)
                for (topic, into), by in ((first, lina), (second, rami))
            ]
            outcomes = one_then_other(*merges)
            assert [type(one) for one in outcomes] == [
                type(None),
                Refused if is_refused else type(None),
            ]
            left = Topic.objects.filter(merged_into=None)
            assert {topic.merged_into for topic in Topic.objects.exclude(pk__in=left)} <= set(left)
            assert {link.topic for link in TopicLink.objects.all()} == set(left)

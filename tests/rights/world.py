"""A small newsroom in which everything that is not public says so: each secret has its own word."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.editing import hand_in, publish, save_article, sign_preview, take_down
from articles.editing.reader_reports import sign_report_form
from articles.models import (
    Article,
    CapturedPage,
    Citation,
    FrontSlot,
    ImportBatch,
    Kinship,
    OpenForm,
    Page,
    Proposal,
    ReaderReport,
    RelatedLink,
    Subscription,
    Topic,
    Webhook,
    WebhookDelivery,
    WordFamily,
)
from articles.search import store_document
from tests.builders import make_image, make_section, make_source
from tests.stories import BOTH, change_story, publish_story, withdraw_story, write

ROLES = ("anonymous", "nobody", "reporter", "editor", "chief editor", "superuser")
# Every state that a page may be asked for an article in; "mine" are the reporter's own.
STATES = (
    *("draft", "mine", "in-review", "mine-in-review", "embargoed", "scheduled"),
    *("published", "changed", "expired", "withdrawn", "gone"),
)
HIDDEN = tuple(state for state in STATES if state not in {"published", "changed"})

# A word for each secret: letters alone, so that no folding, stemming or slug takes it apart.
_LETTERS = "بتثجحخدذرزسشصضطظعغفق"


class World:
    """``article["draft"]``, ``user["editor"]`` and one row of everything else, by its table's name."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.user: dict[str, User] = {name: _account(name) for name in ROLES[1:]}
        self.user["other"] = _account("reporter", "lina-alsirr")
        self.article: dict[str, Article] = {}
        self.row: dict[str, Any] = {}
        self.source = make_source("وكالة العلن", name_en="Open agency")
        self.section = make_section("محليات", name_en="Local")
        self._articles()
        self._evidence()
        self._others()

    def secret(self, of: str) -> str:
        """A word that stands nowhere else: ``سرّ`` and five letters of its own."""
        number, word = len(self.secrets), ""
        for _place in range(3):
            number, letter = divmod(number, len(_LETTERS))
            word += _LETTERS[letter]
        self.secrets[of] = f"مكتوم{word}"
        return self.secrets[of]

    def texts(self, of: str) -> dict[str, Any]:
        """What a hidden article says, each field in both languages with a secret of its own."""
        said: dict[str, Any] = {}
        for name in ("title", "summary", "body", "byline"):
            for language in ("ar", "en"):
                word = self.secret(f"{of}.{name}_{language}")
                said[f"{name}_{language}"] = f"<p>{word} كتب.</p>" if name == "body" else word
        return said | {
            "tags": [self.secret(f"{of}.tag")],
            "slug": self.secret(f"{of}.slug"),
            "image": make_image(
                alt_ar=self.secret(f"{of}.image"), caption_ar=self.secret(f"{of}.caption")
            ),
            "image_alt_ar": self.secret(f"{of}.image_alt"),
            "image_caption_ar": self.secret(f"{of}.image_caption"),
        }

    def _articles(self) -> None:
        chief, lina, rami = (self.user[name] for name in ("chief editor", "other", "reporter"))
        soon, past = timezone.now() + timedelta(hours=2), timezone.now() - timedelta(hours=2)
        public = {"source": self.source, "section": self.section, "title_en": "Open story"}
        public["body_en"] = "<p>Open to all.</p>"

        def draft(of: str, by: User, **fields: Any) -> Article:
            article = Article(**self.texts(of) | fields)
            save_article(article, by=by, reason=self.secret(f"{of}.reason"))
            return Article.objects.get(pk=article.pk)

        made = self.article
        for state, by in (("draft", lina), ("mine", rami)):
            made[state] = draft(state, by)
        for state, by in (("in-review", lina), ("mine-in-review", rami)):
            made[state] = draft(state, by)
            hand_in(made[state], by=by)
        made["embargoed"] = draft("embargoed", lina, embargo_until=soon)
        made["scheduled"] = draft("scheduled", chief, published_at=soon)
        publish(made["scheduled"], by=chief)
        made["published"] = publish_story(chief, "خبر معلن أول", tags=["سدود"], **public)
        changed = publish_story(chief, "خبر معلن ثان", tags=["سدود"], **public)
        changed = change_story(changed, chief, "correction", BOTH, title_ar="خبر معلن ثانٍ مصحح")
        made["changed"] = write(changed, lina, **self._only_texts("changed"))
        made["expired"] = draft("expired", chief, published_at=past - timedelta(days=9))
        publish(made["expired"], by=chief)
        Article.objects.filter(pk=made["expired"].pk).update(expires_at=past)
        # What readers may still be told of one that is withdrawn: its headline, and that it is.
        told = self.texts("withdrawn") | {"title_ar": "خبر معلن سُحب", "title_en": "Open, withdrawn"}
        told |= {"slug": "withdrawn-story"}
        for state in ("withdrawn", "gone"):
            words = told if state == "withdrawn" else self.texts(state)
            made[state] = withdraw_story(publish_story(chief, **words), chief, "سُحب هذا الخبر.")
        take_down(made["gone"], by=chief)
        for state, article in made.items():
            made[state] = article = Article.objects.get(pk=article.pk)
            store_document(article)

    def _only_texts(self, of: str) -> dict[str, Any]:
        words = self.texts(of)
        return {name: words[name] for name in words if name not in {"slug"}}

    def _evidence(self) -> None:
        row, made = self.row, self.article
        row["importbatch"] = batch = ImportBatch.objects.create(
            name=f"batch-{self.secret('batch')}", documents=1, finished_at=timezone.now()
        )
        for number, state in enumerate(("published", *HIDDEN)):
            text = "عنوان معلن" if state == "published" else self.secret(f"{state}.captured")
            row["capturedpage"] = page = CapturedPage.objects.create(
                article=made[state],
                batch=batch,
                outcome="created",
                content=text.encode(),
                sha256=f"{number:064x}",
                file_name=f"{number}-{self.secret(f'{state}.file')}.txt",
                encoding="utf-8",
                parser="news_page",
                parser_version=1,
                roles=["headline"],
            )
            RelatedLink.objects.create(
                article=made[state],
                title="عنوان خارجي" if state == "published" else self.secret(f"{state}.related"),
            )
        public = made["published"]
        # What leads from a public article to a hidden one.
        for position, state in enumerate(HIDDEN, 1):
            RelatedLink.objects.create(
                article=public, title=f"عنوان {position}", target=made[state], position=position
            )
            Kinship.objects.create(older=public, newer=made[state], verdict="update", likeness=0.9)
        for position, state in enumerate(HIDDEN[:7], 1):
            FrontSlot.objects.create(position=position, article=made[state])
        row["kinship"] = Kinship.objects.create(
            older=made["changed"], newer=public, likeness=0.8, verdict="proposed"
        )
        row["citation"] = Citation.objects.create(
            article=public,
            source=make_source(self.secret("cited source")),
            passage=self.secret("citation"),
        )
        row["proposal"] = Proposal.objects.create(
            article=public, page=page, field="title_ar", value=self.secret("proposal")
        )
        OpenForm.objects.create(
            article=public, user=self.user["other"], typed={"title_ar": self.secret("typed")}
        )

    def _others(self) -> None:
        row, public = self.row, self.article["published"]
        row["readerreport"] = ReaderReport.objects.create(
            article=public,
            version=public.version,
            message=self.secret("report"),
            quote=self.secret("quote"),
            email=f"{self.secret('report email')}@news.example",
            form_key="k" * 32,
            network=self.secret("network"),
        )
        row["subscription"] = Subscription.objects.create(
            email=f"{self.secret('subscriber')}@news.example",
            email_key=f"{self.secrets['subscriber']}@news.example",
            language="ar",
            token="t" * 32,
        )
        row["webhook"] = hook = Webhook.objects.create(
            name=self.secret("webhook"),
            address=f"https://example.com/{self.secret('webhook address')}",
            events=["article.published"],
        )
        row["webhookdelivery"] = WebhookDelivery.objects.create(
            webhook=hook,
            event_id="msg_1",
            event="article.published",
            payload=json.dumps({"id": self.secret("payload")}),
            next_at=None,
        )
        row["page"] = Page.objects.create(kind="about", title_ar="عنّا", body_ar="<p>نحن.</p>")
        row["wordfamily"] = WordFamily.objects.create(words="مصدر مصادر")
        row["topic"] = Topic.objects.get(key__contains="سد")
        row["source"], row["section"] = self.source, self.section
        row["image"] = make_image()
        row["user"], row["group"] = self.user["other"], Group.objects.get(name="editor")
        row["article"] = public
        row["correction"] = self.article["changed"].corrections.get()
        row["deed"] = self.article["changed"].deeds.earliest("pk").pk
        self.preview = sign_preview(self.article["draft"], self.user["chief editor"])[0]
        self.report_form = sign_report_form(public, "ar")

    def hidden(self) -> Iterator[tuple[str, Article]]:
        """The articles that readers may not read now, by their states."""
        for state in HIDDEN:
            yield state, self.article[state]


def _account(role: str, name: str = "") -> User:
    name = name or role.replace(" ", "-")
    user = User.objects.create_user(
        name, password="x", is_staff=True, is_superuser=role == "superuser"
    )
    if role not in {"nobody", "superuser"}:
        user.groups.add(Group.objects.get(name=role))
    return user

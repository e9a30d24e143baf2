"""What can be done to many articles at once: each job, as it is done to one of them.

Nothing is done here that ``editing`` does not do.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.copydesk import RULES
from articles.editing import (
    Change,
    Notice,
    hand_in,
    load_latest,
    mend_rules,
    publish,
    publish_changes,
    require,
    save_article,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import Article, State, Status

from .bulk_forms import NoticeForm, RuleForm, SectionForm, SourceForm
from .bulk_mending import fixes_of
from .marks import damascus_time


class Unchanged(Exception):
    """There is nothing to do: the article is so already; ``str()`` says how."""


class Job(ABC):
    """One bulk action, for those with the right to it."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]  # in the list of actions
    button: ClassVar[str | Promise]
    meaning: ClassVar[str | Promise]  # what it will do, on the page that asks
    right: ClassVar[str] = "articles.change_article"
    will: ClassVar[str | Promise] = _("Will be done")  # over the articles to which it can be done
    form: ClassVar[type[forms.Form] | None] = None
    is_grave: ClassVar[bool] = False

    @abstractmethod
    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str | SafeString:
        """Do it to one article, and return what else there is to say of it.

        Raises Refused, or Unchanged.
        """

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str | SafeString:
        """Say what ``do`` would, as far as it can be told before anything is asked for."""
        with transaction.atomic():
            words = self.do(article, by, {})
            transaction.set_rollback(True)
        return words


class HandIn(Job):
    name = "hand-in"
    label = _("Hand in for review…")
    button = _("Hand in")
    meaning = _("Editors will find these drafts, and these changes, among what is in review.")

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        if article.in_review:
            raise Unchanged(gettext("in review already"))
        hand_in(article, by=by)
        return ""


class Publish(Job):
    name = "publish"
    label = _("Publish…")
    button = _("Publish")
    meaning = _(
        "Readers will see these articles from their publication time on; at once, where it has "
        "come or there is none."
    )
    right = "articles.publish_article"

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str | SafeString:
        if article.has_changes_waiting:
            raise Refused(
                gettext("It is published; its changes are published on its own page, one by one.")
            )
        if article.status == Status.PUBLISHED:
            raise Unchanged(gettext("published already"))
        publish(article, by=by)
        article = Article.objects.get(pk=article.pk)
        if article.state != State.SCHEDULED:
            return ""
        return format_html(
            gettext("Readers will see it from {} Damascus time."),
            damascus_time(article.published_at, article.published_precision),
        )


class Edit(Job):
    """A job that changes what articles say, and saves it as an editor's form would."""

    @abstractmethod
    def change(self, article: Article, asked: dict[str, Any]) -> str:
        """Change an article in memory, and return why; raises Unchanged."""

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        base = article.version
        load_latest(article)
        reason = self.change(article, asked)
        return _save(article, base, by, reason, asked)

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str:
        require(by, "edit", article)
        return ""


class Choose(Edit):
    """The same row for many articles: what ``chosen`` leads to."""

    chosen: ClassVar[str]
    is_so: ClassVar[str | Promise]
    reason: ClassVar[str | Promise]

    def change(self, article: Article, asked: dict[str, Any]) -> str:
        row = asked[self.chosen]
        if getattr(article, f"{self.chosen}_id") == row.pk:
            raise Unchanged(str(self.is_so))
        setattr(article, self.chosen, row)
        return str(self.reason)


class SetSource(Choose):
    name = "set-source"
    label = _("Set the source…")
    button = _("Set the source")
    meaning = _("These articles will name the source that you choose, whatever they name now.")
    form = SourceForm
    chosen = "source"
    is_so = _("has this source already")
    reason = _("source set for several articles")


class SetSection(Choose):
    name = "set-section"
    label = _("Set the section…")
    button = _("Set the section")
    meaning = _(
        "These articles will stand in the section that you choose, wherever they stand now."
    )
    form = SectionForm
    chosen = "section"
    is_so = _("in this section already")
    reason = _("section set for several articles")


class ApplyRule(Edit):
    name = "apply-rule"
    label = _("Apply a copy-desk rule…")
    button = _("Apply the rule")
    meaning = _("Everything in these articles that the rule can mend by itself will be mended.")
    will = _("There is something to mend")
    form = RuleForm

    def change(self, article: Article, asked: dict[str, Any]) -> str:
        if not mend_rules(article, [asked["rule"]]):
            raise Unchanged(gettext("nothing to mend"))
        return gettext("copy desk: %(rule)s") % {"rule": gettext(RULES[asked["rule"]].why)}

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str:
        said = super().rehearse(article, by)
        load_latest(article)
        if not fixes_of(article):
            raise Unchanged(gettext("nothing to mend"))
        return said


class Withdraw(Job):
    name = "withdraw"
    label = _("Withdraw…")
    button = _("Withdraw")
    meaning = _(
        "Readers will no longer find these articles in lists, search or feeds. Their addresses go "
        "on answering, with what you write here."
    )
    right = "articles.withdraw_article"
    form = NoticeForm
    is_grave = True

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        if article.status == Status.WITHDRAWN:
            raise Unchanged(gettext("withdrawn already"))
        notice = Notice(asked.get("text_ar", "…"), asked.get("text_en", "…" if not asked else ""))
        withdraw(article, by=by, notice=notice, is_gone=asked.get("is_gone", False))
        return ""


JOBS: dict[str, Job] = {
    job.name: job
    for job in (HandIn(), Publish(), SetSection(), SetSource(), ApplyRule(), Withdraw())
}


def _save(
    article: Article, base: int, by: AbstractBaseUser, reason: str, asked: dict[str, Any]
) -> str:
    """Save an article that was changed here; put it before readers at once where that was asked."""
    with transaction.atomic():
        had_changes = article.has_changes_waiting
        saved = save_article(article, by=by, base=base, reason=reason)
        if saved.version is None:
            raise Unchanged(gettext("nothing to change"))
        if not saved.waits:
            return ""
        if not asked.get("at_once"):
            return gettext("the change waits to be published")
        # What somebody else wrote is not published unread.
        if had_changes or saved.taken:
            return gettext("other changes wait too: publish them on its own page")
        publish_changes(article, Change.MINOR, version=saved.version, by=by, reason=reason)
        return gettext("readers see it now")

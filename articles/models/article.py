from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Expression, F, FilteredRelation, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.body import EDITOR_EXTENSIONS, plain_text, sanitize
from articles.damascus import damascus_date, day_range, month_range, year_range

if TYPE_CHECKING:
    from .topic import Topic

# Outside these no article was published: a year typed wrong is refused by the database too.
FIRST_TIME = datetime(1900, 1, 1, tzinfo=UTC)
END_OF_TIMES = datetime(2101, 1, 1, tzinfo=UTC)


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class State(models.TextChoices):
    """What an article is to the newsroom now: its status, seen with the clock."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Precision(models.TextChoices):
    """How exactly a time is known; a day is stored as its first instant in Damascus."""

    MINUTE = "minute", _("to the minute")
    DAY = "day", _("the day only")


def _is_public(at: datetime, of: str = "") -> Q:
    # Said as what it is not: of two upper bounds SQLite takes the first, and would begin a day of
    # years ago at the newest article and pass by all since.
    over = Q(**{f"{of}published_at__gt": at}), Q(**{f"{of}expires_at__lte": at})
    return ~over[0] & ~over[1] & Q(**{f"{of}status": Status.PUBLISHED})


def _is_in(language: str, of: str = "") -> Q:
    if language == "en":
        return Q(**{f"{of}title_en__gt": "", f"{of}body_en__gt": ""})
    return Q()


def readable_relation(name: str, language: str) -> FilteredRelation:
    """A relation to an article, joined only where it can be read now, in a language.

    ``annotate(read=readable_relation("target", "ar")).select_related("read")``: what
    ``published().in_language()`` would find, without asking again.
    """
    of = f"{name}__"
    return FilteredRelation(name, condition=_is_public(timezone.now(), of) & _is_in(language, of))


class ArticleQuerySet(models.QuerySet["Article"]):
    """Every public page starts at ``published()``; nothing else decides what readers may see."""

    def published(self, *, at: datetime | None = None) -> Self:
        """What readers may see at ``at`` (aware; now, unless given): decided by the clock."""
        return self.filter(_is_public(at or timezone.now()))

    def once_published(self) -> Self:
        """What readers may see or could see once: what became of it since is not asked."""
        return self.filter(published_at__lte=timezone.now()).exclude(status=Status.DRAFT)

    def with_changes_waiting(self) -> Self:
        """Published articles that have been changed since, unseen by readers."""
        return self.filter(status=Status.PUBLISHED).exclude(version=F("live_version"))

    def handed_in(self) -> Self:
        """What was handed in: drafts, and changes to published articles."""
        return self.filter(in_review=True)

    def unread(self) -> Self:
        """What nobody has looked through yet, neither an editor's save nor ``publish_due``."""
        return self.filter(read_at=None)

    def in_language(self, language: str) -> Self:
        """Articles that can be read in ``language``; Arabic has them all."""
        return self.filter(_is_in(language))

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def of_topic(self, topic: "Topic", *, at: datetime | None = None) -> Self:
        """Those with a tag of a topic that were published by ``at`` (now), the latest first."""
        # Told the time of the link too, SQLite begins at the topic; else it reads every article.
        at = at or timezone.now()
        found = self.filter(topic_links__topic=topic, topic_links__published_at__lte=at)
        return found.order_by("-topic_links__published_at", "-topic_links__article_id")

    def within_days(self, since: date | None, until: date | None) -> Self:
        """Articles published from one Damascus day to another, both of them in; None is no end."""
        articles = self
        if since:
            articles = articles.filter(published_at__gte=day_range(since)[0])
        if until:
            articles = articles.filter(published_at__lt=day_range(until)[1])
        return articles

    def years(self) -> list[int]:
        """The Damascus years that have articles, the latest first; each is one look into an index.

        Grouping by year would read every row: 100,000 of them take SQLite a third of a second.
        """
        times = self.latest_first().values("published_at")
        latest, first = times.first(), times.last()
        if latest is None or first is None:
            return []
        years = range(
            damascus_date(latest["published_at"]).year,
            damascus_date(first["published_at"]).year - 1,
            -1,
        )
        found = self._of_each([year_range(year) for year in years], Exists)
        return [year for year, is_there in zip(years, found, strict=True) if is_there]

    def days_of_month(self, year: int, month: int) -> list[date]:
        """The Damascus days of a month that have articles; each is one look into an index."""
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        found = self._of_each([day_range(day) for day in days], Exists)
        return [day for day, is_there in zip(days, found, strict=True) if is_there]

    def months_of_year(self, year: int) -> list[tuple[date, int]]:
        """The Damascus months of a year that have articles, and how many: counted in an index."""
        months = [date(year, month, 1) for month in range(1, 13)]
        found = self._of_each([month_range(year, month.month) for month in months], _counted)
        return [(month, count) for month, count in zip(months, found, strict=True) if count]

    def _of_each(
        self,
        ranges: Sequence[tuple[datetime, datetime]],
        ask: Callable[["ArticleQuerySet"], Expression],
    ) -> list[Any]:
        """What is asked of the articles of each half-open range of times, in one query."""
        articles = self.order_by().values("pk")
        asked = {
            f"n{number}": ask(articles.filter(published_at__gte=begins, published_at__lt=ends))
            for number, (begins, ends) in enumerate(ranges)
        }
        # Of any one row, found by its key: of a table that is sorted, all would be asked for each.
        any_row = Article.objects.filter(pk=Article.objects.order_by("pk").values("pk")[:1])
        found = next(iter(any_row.order_by().annotate(**asked).values(*asked)), {})
        return [found.get(name) for name in asked]

    def for_lists(self) -> Self:
        """Without the bodies: a list prints headlines, and a body is most of an article's bytes."""
        return self.select_related("source", "image").defer("body", "body_ar", "body_en")


def _counted(articles: ArticleQuerySet) -> Expression:
    # Grouped by what they all share, so that it is one row.
    return Subquery(articles.values("status").annotate(count=Count("*")).values("count"))


def _in_our_times(field: str) -> Q:
    return Q(**{f"{field}__gte": FIRST_TIME, f"{field}__lt": END_OF_TIMES})


_BY_TIME = ["-published_at", "-id"]
_LATEST = ["status", *_BY_TIME, "expires_at"]
_IN_ENGLISH = Q(title_en__gt="", body_en__gt="")


class Article(models.Model):
    title = models.CharField(_("headline"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    body = ProseEditorField(
        _("body"), config={"extensions": EDITOR_EXTENSIONS}, sanitize=sanitize, blank=True
    )
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    source = models.ForeignKey(
        "articles.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # article_section_latest is it
        related_name="articles",
        verbose_name=_("section"),
    )
    slug = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        help_text=_("The readable part of the address; made from the headline when left empty."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_precision = models.CharField(
        max_length=6, choices=Precision.choices, default=Precision.MINUTE, editable=False
    )
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    updated_precision = models.CharField(
        max_length=6, choices=Precision.choices, default=Precision.MINUTE, editable=False
    )

    expires_at = models.DateTimeField(
        _("expires"),
        null=True,
        blank=True,
        help_text=_("From then on readers no longer see it; leave empty where it stays."),
    )
    embargo_until = models.DateTimeField(
        _("embargo"),
        null=True,
        blank=True,
        help_text=_("Not to be published before, whoever asks."),
    )

    image = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("image"),
    )
    image_alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    image_caption = models.CharField(_("caption"), max_length=500, blank=True)

    tags = models.JSONField(_("tags"), default=list, blank=True)

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # The numbers of the newest revision and of the one readers see; 0 before there is one. While
    # they differ, changes to a published article wait for publication.
    version = models.PositiveIntegerField(default=0, editable=False)
    live_version = models.PositiveIntegerField(default=0, editable=False)
    # Whose the draft or the waiting changes are, and whether they were handed in for review.
    draft_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("whose draft"),
    )
    in_review = models.BooleanField(_("in review"), default=False, editable=False)
    # When what readers see of each language last changed, or a draft of it; minor changes to the
    # Arabic do not count: an English older than its Arabic needs a look.
    arabic_changed_at = models.DateTimeField(null=True, editable=False)
    english_changed_at = models.DateTimeField(null=True, editable=False)
    # When its text was first looked through for style, cited sources and near-duplicates
    # (editing/reading); NULL for what an import brought or changed since.
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    # What the copy desk found when it was last asked; NULL for what it has not read.
    style_findings = models.PositiveIntegerField(_("copy desk"), null=True, editable=False)
    # A withdrawn article whose address answers 410, and not with the notice alone.
    is_gone = models.BooleanField(_("gone"), default=False, editable=False)
    # When what follows from being public was done (editing/due); NULL until then.
    announced_at = models.DateTimeField(null=True, editable=False)
    # When a person last changed anything here; NULL for what only the importer has touched.
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    # The folded headline, by which related headlines find their article.
    headline_key = models.CharField(max_length=300, editable=False, default="")
    # Who this article is among captured pages (importing/keys); NULL for what was written here.
    capture_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    # {field: digest of the value the importer last wrote}: a field that differs was edited here.
    imported_digests = models.JSONField(default=dict, editable=False)
    possible_duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="possible_duplicates",
        verbose_name=_("possible duplicate of"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_article", _("Can publish articles and change published ones")),
            ("withdraw_article", _("Can withdraw articles from readers")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_updated_after_published",
                condition=Q(updated_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(updated_at__gte=F("published_at")),
                violation_error_message=_("The update cannot be earlier than the publication."),
            ),
            models.CheckConstraint(
                name="article_expires_after_published",
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=F("published_at")),
                violation_error_message=_("It cannot expire before it is published."),
            ),
            models.CheckConstraint(
                name="article_published_after_embargo",
                condition=~Q(status=Status.PUBLISHED)
                | Q(embargo_until__isnull=True)
                | Q(published_at__gte=F("embargo_until")),
                violation_error_message=_("It is under embargo until later than that."),
            ),
            models.CheckConstraint(
                name="article_live_version_exists", condition=Q(live_version__lte=F("version"))
            ),
            models.CheckConstraint(
                name="article_times_are_ours",
                condition=(Q(published_at__isnull=True) | _in_our_times("published_at"))
                & (Q(updated_at__isnull=True) | _in_our_times("updated_at")),
                violation_error_message=_("The year must be between 1900 and 2100."),
            ),
            models.CheckConstraint(
                name="article_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="article_precision_is_known",
                condition=Q(published_precision__in=Precision.values)
                & Q(updated_precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="article_image_has_alt",
                condition=~Q(status=Status.PUBLISHED)
                | Q(image__isnull=True)
                | (Q(image_alt_ar__isnull=False) & ~Q(image_alt_ar="")),
                violation_error_message=_(
                    "A published image needs an alternative text, for those who do not see it."
                ),
            ),
            models.CheckConstraint(
                name="article_published_is_whole",
                # NULL passes a CHECK, so it is named.
                condition=~Q(status=Status.PUBLISHED)
                | (
                    Q(published_at__isnull=False)
                    & Q(title_ar__isnull=False)
                    & ~Q(title_ar="")
                    & Q(body_ar__isnull=False)
                    & ~Q(body_ar="")
                ),
                violation_error_message=_(
                    "A published article needs a headline, a body and a publication time."
                ),
            ),
        ]
        indexes = [
            # All that published() asks for: lists are counted and passed by without reading a row.
            models.Index(fields=_LATEST, name="article_latest"),
            models.Index(fields=["source", *_LATEST], name="article_source_latest"),
            # Imported articles have no section: they cost nothing here.
            models.Index(
                fields=["section", *_LATEST],
                name="article_section_latest",
                condition=Q(section__isnull=False),
            ),
            # Few are translated: whether a list has any is asked on every page of it.
            models.Index(fields=_LATEST, name="article_english_latest", condition=_IN_ENGLISH),
            models.Index(fields=_BY_TIME, name="article_english", condition=_IN_ENGLISH),
            models.Index(
                fields=["source", *_LATEST], name="article_source_english", condition=_IN_ENGLISH
            ),
            models.Index(
                fields=["section", *_LATEST],
                name="article_section_english",
                condition=Q(section__isnull=False) & _IN_ENGLISH,
            ),
            # The desk's lists: of all articles, and of the few with a writer or like another.
            models.Index(fields=_BY_TIME, name="article_by_time"),
            models.Index(
                fields=_BY_TIME, name="article_drafted", condition=Q(draft_by__isnull=False)
            ),
            models.Index(
                fields=_BY_TIME,
                name="article_duplicates",
                condition=Q(possible_duplicate_of__isnull=False),
            ),
            models.Index(fields=["headline_key"], name="article_headline_key"),
            # The few that wait: a morning's work, whatever the archive.
            models.Index(fields=_BY_TIME, name="article_handed_in", condition=Q(in_review=True)),
            models.Index(
                fields=["published_at"],
                name="article_to_announce",
                condition=Q(status=Status.PUBLISHED, announced_at=None),
            ),
            models.Index(
                fields=["status", "-updated_at"],
                name="article_updated",
                condition=Q(updated_at__isnull=False),
            ),
            models.Index(
                fields=["expires_at"],
                name="article_expiring",
                condition=Q(expires_at__isnull=False),
            ),
            models.Index(
                fields=["status", *_BY_TIME],
                name="article_changes_waiting",
                condition=~Q(version=F("live_version")),
            ),
            models.Index(fields=["-id"], name="article_unread", condition=Q(read_at=None)),
            models.Index(
                fields=_BY_TIME,
                name="article_style",
                condition=Q(style_findings__gt=0),
            ),
            models.Index(
                fields=["arabic_changed_at"],
                name="article_arabic_changed",
                condition=Q(arabic_changed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.title_ar or "—"

    def get_absolute_url(self) -> str:
        """The address in the language in force: ``/articles/12/الكلمات/``, under ``/en`` in English."""
        return reverse("article_detail", args=[self.pk, self.slug])

    @property
    def state(self) -> State:
        """Its status, seen with the clock."""
        if self.status == Status.PUBLISHED and self.published_at:
            now = timezone.now()
            if self.published_at > now:
                return State.SCHEDULED
            return State.EXPIRED if self.expires_at and self.expires_at <= now else State.PUBLISHED
        if self.status == Status.DRAFT and self.in_review:
            return State.IN_REVIEW
        return State(self.status)

    @property
    def is_public(self) -> bool:
        """Whether readers may see this one now; the queryset's ``published()`` for one object."""
        return self.state == State.PUBLISHED

    @property
    def has_changes_waiting(self) -> bool:
        """Whether a published article was changed since, unseen by readers."""
        return self.status == Status.PUBLISHED and self.version != self.live_version

    @property
    def has_english(self) -> bool:
        return bool(self.title_en and self.body_en)

    @property
    def english_is_old(self) -> bool:
        """Whether the Arabic was changed, and not by a slip of the pen, since the English was."""
        arabic, english = self.arabic_changed_at, self.english_changed_at
        if not self.has_english or arabic is None:
            return False
        return english is None or english < arabic

    @property
    def unwritten(self) -> list[str]:
        """What has to be written before readers, or an editor, can read it; words for an editor."""
        needs = {_("headline"): self.title_ar, _("body"): plain_text(self.body_ar or "")}
        if self.image_id:
            needs[_("the image's alternative text")] = self.image_alt_ar
        return [str(name) for name, value in needs.items() if not value]

    @property
    def missing(self) -> list[str]:
        """What this article still needs before it can be published, as words for an editor."""
        return [*self.unwritten, *([] if self.published_at else [str(_("publication time"))])]

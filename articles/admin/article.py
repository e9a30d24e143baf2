"""Articles on the desk. Saving, publishing and withdrawing go through ``editing``."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.body import sanitize
from articles.editing import (
    TIMES,
    Disputed,
    Verb,
    can,
    may_arrange,
    note,
    refusal_of,
    save_article,
)
from articles.exceptions import Refused
from articles.models import Article, Status
from articles.search import remove_documents

from .article_bulk import ArticleBulk
from .article_copydesk import ArticleCopydesk
from .article_evidence import ArticleEvidence
from .article_form import ArticleForm
from .article_history import ArticleHistory
from .article_image import ImageChoice, take_upload
from .article_list import ArticleList
from .article_preview import ArticlePreview
from .article_states import ArticleStates
from .article_typing import ArticleTyping
from .disputes import THEIRS, reopen, settle, show_disputes, typed_fields
from .evidence import show_page
from .fields import Autocomplete
from .labels import FIELDS
from .latest import prepare_for_form, stored_of
from .marks import damascus_time, in_english, state_badges
from .reader_report import reports_beside
from .related import ProposalInline, RelatedLinkFormSet, RelatedLinkInline
from .titles import Titled
from .typed import put_back, take_from_session

_PAGES_SHOWN = 5  # beside the form: the latest captures


@admin.register(Article)
class ArticleAdmin(
    ArticleTyping,
    ArticleStates,
    ArticleHistory,
    ArticlePreview,
    ArticleCopydesk,
    ArticleBulk,
    ArticleEvidence,
    ArticleList,
    Titled,
    admin.ModelAdmin,
):
    new_title = _("New article")
    form = ArticleForm
    inlines = [RelatedLinkInline, ProposalInline]
    autocomplete_fields = ["source", "image"]
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = [
        (
            None,
            {
                "classes": ["desk-story"],
                "fields": [
                    ("title_ar", "title_en"),
                    ("summary_ar", "summary_en"),
                    ("body_ar", "body_en"),
                    ("byline_ar", "byline_en"),
                ],
            },
        ),
        (
            _("Image"),
            {
                "classes": ["desk-story"],
                "fields": [
                    "image",
                    ("image_file", "image_credit"),
                    ("image_alt_ar", "image_alt_en"),
                    ("image_caption_ar", "image_caption_en"),
                ],
            },
        ),
        (
            _("Publication"),
            {
                "fields": [
                    *("published_at", "updated_at", "embargo_until", "expires_at"),
                    *("section", "source", "tags", "slug"),
                ]
            },
        ),
    ]

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[object_id]))

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        # Locked, and asked again: somebody may have published it while this was being confirmed.
        stored = Article.objects.select_for_update().filter(pk=obj.pk).first()
        if stored is not None and not self.has_delete_permission(request, stored):
            raise Refused(gettext("It is no longer a draft: nothing was deleted."))
        remove_documents([obj.pk])
        note(Verb.DELETED, obj, by=request.user)
        super().delete_model(request, obj)

    # --- who may ---------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or can(request.user, "edit", stored_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only a draft that was written here: everything else is evidence, or has had readers."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return (
            obj.status == Status.DRAFT
            and obj.capture_key is None
            and not obj.captured_pages.exists()
        )

    # --- the form --------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """For those who may only read: the body as readers see it, times as Damascus clocks show them."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (
                None,
                {
                    "classes": ["desk-story"],
                    "fields": [
                        ("title_ar", "title_en_shown"),
                        ("summary_ar", "summary_en_shown"),
                        ("body_ar_shown", "body_en_shown"),
                        ("byline_ar", "byline_en_shown"),
                    ],
                },
            ),
            (_("Image"), {"fields": ["image", "image_alt_ar", "image_caption_ar"]}),
            (
                _("Publication"),
                {"fields": ["published_shown", "updated_shown", "section", "source", "tags_shown"]},
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return ()
        return (
            *("title_en_shown", "summary_en_shown", "body_ar_shown", "body_en_shown"),
            *("byline_en_shown", "published_shown", "updated_shown", "tags_shown"),
        )

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        if obj is not None and obj.proposals.filter(outcome="").exists():
            return self.inlines
        return [RelatedLinkInline]

    @admin.display(description=_("Body"))
    def body_ar_shown(self, article: Article) -> SafeString:
        return _body(article.body_ar, "ar", "rtl")

    @admin.display(description=_("Body in English"))
    def body_en_shown(self, article: Article) -> SafeString:
        return _body(article.body_en, "en", "ltr")

    @admin.display(description=_("Headline in English"))
    def title_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.title_en)

    @admin.display(description=_("Summary in English"))
    def summary_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.summary_en)

    @admin.display(description=_("Byline in English"))
    def byline_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.byline_en)

    @admin.display(description=_("Tags"))
    def tags_shown(self, article: Article) -> str:
        return gettext(", ").join(article.tags) or "—"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        if db_field.name == "image":
            kwargs["widget"] = ImageChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        for name in {"source", "section"} & form.base_fields.keys():
            # Other articles have the same one: it is changed on its own page.
            widget = form.base_fields[name].widget
            widget.can_change_related = widget.can_delete_related = False
        if image := form.base_fields.get("image"):
            # Uploaded here, and changed on its own page, to which its picture leads.
            widget = image.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_view_related = widget.can_delete_related = False
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address may fill in: texts and the source; a moment is no text."""
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if name not in TIMES}

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        stored = stored_of(obj) if obj else None
        return stored.get_absolute_url() if stored and stored.is_public else None

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Article | None:
        """What is edited is what was last written, whether or not readers see it yet."""
        article = super().get_object(request, *args, **kwargs)
        if article is not None:
            typed = getattr(request, "typed", None)
            opened = request.POST or (typed.fields if typed else {})
            prepare_for_form(article, opened.get("base_version", ""))
        return article

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        stored = stored_of(article) if article else None
        context |= {
            "show_save_and_add_another": False,
            **self.state_buttons(request, stored),
            **self.typed_context(request, article),
        }
        if stored:
            captured = stored.captured_pages.select_related("batch").order_by("kind", "-pk")
            context |= {
                "article": stored,
                "state_badges": state_badges(stored),
                "whose": stored.draft_by,
                "may_arrange": may_arrange(request.user),
                "published_time": damascus_time(stored.published_at, stored.published_precision),
                "missing": article.missing if stored.status == Status.DRAFT else [],
                "captured_pages": [show_page(page) for page in captured[:_PAGES_SHOWN]],
                **reports_beside(stored, request.GET.get("report", "")),
            }
        nonce = getattr(request, "csp_nonce", None)
        if nonce is not None and hasattr(context["media"], "with_nonce"):
            context["media"] = context["media"].with_nonce(str(nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    # --- saving ----------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Whatever becomes of a save, nothing that was typed is lost (typed.py, disputes.py)."""
        article = self.stored_article(object_id)
        if request.method != "POST":
            self.begin_typing(request, article, object_id)
        if object_id and article is None and self.has_add_permission(request):
            # Deleted meanwhile, perhaps with its batch: what was typed may be an article of its own.
            is_sent = request.method == "POST"
            ended = None if is_sent else take_from_session(request, object_id)
            if is_sent or ended:
                return self.refuse_gone(request, ended)
        if request.method != "POST" or (object_id and article is None):
            typed = getattr(request, "typed", None)
            if article is not None and typed is not None and THEIRS in typed.fields:
                left = typed.as_posted()
                left["_page"], left["_by"] = typed.page, str(request.user.pk)
                if disputed := reopen(left, article):
                    return self.dispute_view(request, article, disputed, left)
            return super().changeform_view(request, object_id, *args, **kwargs)
        take_upload(request)
        if article is not None:
            request.POST = settle(request.POST, article)
            refusal = refusal_of(request.user, "edit", article)
            if refusal and self.has_view_permission(request, article):
                self.note_smuggled(request, object_id)
                return self.refuse_typed(request, article, str(refusal))
        others = self.typed_elsewhere(request, article)
        refusal = None
        try:
            response = super().changeform_view(request, object_id, *args, **kwargs)
        except Disputed as disputed:
            self.keep_typed(request, article)
            return self.dispute_view(request, article, disputed, request.POST)
        except Refused as refused:
            refusal = str(refused)
        if article is not None and self.stored_article(object_id) is None:
            return self.refuse_gone(request)
        if refusal is not None:
            return self.refuse_typed(request, article, refusal)
        if isinstance(response, HttpResponseRedirect):  # it was saved
            put_back(article, request.user, others, saved=request.POST.get("_page", ""))
        return response

    def dispute_view(
        self, request: HttpRequest, article: Article, disputed: Disputed, posted: QueryDict
    ) -> HttpResponse:
        """Nothing was saved, nothing is lost: base, theirs and mine, and what was typed beside them."""
        return self._page(
            request,
            article,
            "dispute",
            {
                "title": _("Two people changed the same text"),
                "disputed": disputed,
                "disputes": show_disputes(disputed.disputes, posted),
                "is_mine": disputed.by == request.user,
                "theirs_field": THEIRS,
                "typed": typed_fields(posted),
                **self.typing_context(article),
            },
        )

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        """With its links, in one revision: below."""

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        edited = [
            one for one in formsets if isinstance(one, RelatedLinkFormSet) and one.has_changed()
        ]
        if change and not (edited or form.changed_data):
            return
        saved = save_article(
            form.instance,
            by=request.user,
            base=form.cleaned_data.get("base_version"),
            related=edited[0].read() if edited else None,
        )
        if saved.taken:
            fields = gettext(", ").join(str(FIELDS.get(name, name)) for name in saved.taken)
            self.message_user(
                request,
                gettext("What somebody else saved meanwhile was kept too: %(fields)s.")
                % {"fields": fields},
                messages.INFO,
            )
        if saved.waits and "_changes" not in request.POST:
            self.message_user(
                request,
                _("Readers go on seeing the published text until the changes are published."),
                messages.INFO,
            )

    def response_add(self, request: HttpRequest, obj: Article, *args: Any, **kwargs: Any) -> Any:
        return self._next(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._next(request, obj) or super().response_change(request, obj)

    def _next(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """What the button that saved asks for besides."""
        if "_publish" in request.POST:
            return self.publish_saved(request, article)
        if "_hand_in" in request.POST:
            return self.hand_in_saved(request, article)
        if "_changes" in request.POST:
            address = reverse("admin:articles_article_changes", args=[article.pk])
            report = request.GET.get("report", "")
            return HttpResponseRedirect(f"{address}?report={report}" if report else address)
        return None


def _body(html: str | None, lang: str, direction: str) -> SafeString:
    return format_html(
        '<div class="desk-body" lang="{}" dir="{}">{}</div>',
        lang,
        direction,
        mark_safe(sanitize(html or "")),  # noqa: S308  the policy is what makes it safe
    )

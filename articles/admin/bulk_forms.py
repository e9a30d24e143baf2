"""What bulk actions ask for before they are done."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.copydesk import RULES
from articles.models import Article, Section, Source, State

from .article_states import WithdrawalForm


class AtOnceForm(forms.Form):
    """For edits: a published article's can go before readers at once, by those who may publish."""

    at_once = forms.BooleanField(
        label=_("Put it before readers at once, as a minor change, where the article is published"),
        required=False,
    )

    def __init__(self, *args: Any, articles: list[Article], by: AbstractBaseUser, **kwargs: Any):
        super().__init__(*args, **kwargs)
        live = any(article.state in {State.PUBLISHED, State.EXPIRED} for article in articles)
        if not (live and by.has_perm("articles.publish_article")):
            del self.fields["at_once"]


class SourceForm(AtOnceForm):
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none())
    field_order = ["source", "at_once"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.order_by("name_ar")


class SectionForm(AtOnceForm):
    section = forms.ModelChoiceField(label=_("Section"), queryset=Section.objects.all())
    field_order = ["section", "at_once"]


class RuleForm(AtOnceForm):
    rule = forms.ChoiceField(
        label=_("Rule"), choices=[(code, code) for code in RULES], widget=forms.RadioSelect
    )


class NoticeForm(WithdrawalForm):
    """The notice is the same for all of them, and each of them needs it."""

    def __init__(self, *args: Any, articles: list[Article], by: AbstractBaseUser, **kwargs: Any):
        has_english = any(article.has_english for article in articles)
        super().__init__(*args, has_english=has_english, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("text_ar", "text_en"):
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Readers must be told: write the notice."))
        return cleaned

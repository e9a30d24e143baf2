"""The article's form: what an editor may write, in both languages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.editing import MOST_CHARACTERS
from articles.images import LEAST_WIDTH
from articles.models import Article, Precision, Status

from .body import BodyField
from .fields import DamascusTimeField, LineField, LinesField, Moment, PlainTextField

_TIMES = ("published_at", "updated_at", "expires_at", "embargo_until")
_WITH_PRECISION = ("published_at", "updated_at")
_AR = {"lang": "ar", "dir": "rtl"}
_EN = {"lang": "en", "dir": "ltr"}


def _text(attrs: dict[str, str], css: str = "desk-text") -> forms.TextInput:
    return forms.TextInput(attrs=attrs | {"class": css})


def _lines(attrs: dict[str, str]) -> forms.Textarea:
    return forms.Textarea(attrs=attrs | {"class": "desk-text", "rows": 3})


class ArticleForm(forms.ModelForm):
    title_ar = LineField(label=_("Headline"), max_length=300, widget=_text(_AR, "desk-headline"))
    title_en = LineField(
        label=_("Headline in English"),
        max_length=300,
        required=False,
        empty_value=None,
        widget=_text(_EN, "desk-headline"),
    )
    summary_ar = PlainTextField(label=_("Summary"), required=False, widget=_lines(_AR))
    summary_en = PlainTextField(
        label=_("Summary in English"), required=False, empty_value=None, widget=_lines(_EN)
    )
    body_ar = BodyField(lang="ar", label=_("Body"))
    body_en = BodyField(lang="en", label=_("Body in English"))
    byline_ar = LineField(label=_("Byline"), max_length=200, required=False, widget=_text(_AR))
    byline_en = LineField(
        label=_("Byline in English"),
        max_length=200,
        required=False,
        empty_value=None,
        widget=_text(_EN),
    )
    published_at = DamascusTimeField(
        label=_("Publication time"),
        help_text=_("Leave the hour empty where only the day is known."),
    )
    updated_at = DamascusTimeField(
        label=_("Time of update"),
        help_text=_("Only where the story itself was updated; leave both empty otherwise."),
    )
    expires_at = DamascusTimeField(
        label=_("Expires"),
        help_text=_("From then on readers no longer see it; leave empty where it stays."),
    )
    embargo_until = DamascusTimeField(
        label=_("Embargo"), help_text=_("Not to be published before, whoever asks.")
    )
    # The revision that the form was opened with: what was saved since is merged.
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tags = LinesField(
        label=_("Tags"), required=False, help_text=_("One a line."), widget=_lines({"dir": "auto"})
    )

    image_file = forms.FileField(
        label=_("Upload a picture"),
        required=False,
        help_text=_(
            "JPEG, PNG, WebP or AVIF, at least %(width)s pixels wide. What the file says of place and "
            "camera is taken out; who made it is kept."
        )
        % {"width": LEAST_WIDTH},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    image_credit = LineField(
        label=_("Who made it"),
        max_length=200,
        required=False,
        help_text=_("Of a picture that is uploaded here. Left empty, it is what the file says."),
        widget=_text({"dir": "auto"}),
    )
    image_alt_ar = LineField(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_(
            "What is to be seen, in a sentence, for those who do not see it: who, what, where. "
            "Not “a picture of…”, and not the caption again. Write out what is written in the picture."
        ),
        widget=_text(_AR),
    )
    image_alt_en = LineField(
        label=_("Alternative text in English"),
        max_length=500,
        required=False,
        empty_value=None,
        widget=_text(_EN),
    )
    image_caption_ar = LineField(
        label=_("Caption"),
        max_length=500,
        required=False,
        help_text=_("What a reader who sees the picture should know: when it was, who is in it."),
        widget=_text(_AR),
    )
    image_caption_en = LineField(
        label=_("Caption in English"),
        max_length=500,
        required=False,
        empty_value=None,
        widget=_text(_EN),
    )

    class Meta:
        model = Article
        fields = [
            *("title_ar", "title_en", "summary_ar", "summary_en", "body_ar", "body_en"),
            *("byline_ar", "byline_en", "section", "source", "published_at", "updated_at"),
            *("expires_at", "embargo_until", "tags", "slug"),
            *("image", "image_alt_ar", "image_alt_en", "image_caption_ar", "image_caption_en"),
        ]
        # For those who may only read; modeltranslation would say «العنوان [ar]».
        labels = {
            "title_ar": _("Headline"),
            "title_en": _("Headline in English"),
            "summary_ar": _("Summary"),
            "summary_en": _("Summary in English"),
            "byline_ar": _("Byline"),
            "byline_en": _("Byline in English"),
            "image": _("From the library"),
            "image_alt_ar": _("Alternative text"),
            "image_caption_ar": _("Caption"),
        }
        widgets = {"slug": forms.TextInput(attrs={"dir": "auto", "class": "desk-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The row's, whatever content is on the instance (latest.py).
        self.initial["base_version"] = self.instance.version
        for name in _TIMES:
            if instant := getattr(self.instance, name):
                precision = getattr(self.instance, _precision_of(name), Precision.MINUTE)
                self.initial[name] = Moment(instant, precision)

    def is_multipart(self) -> bool:
        """Always: percent-encoded, as the other kind is sent, Arabic is three times as long."""
        return True

    def clean_base_version(self) -> int | None:
        """Without it the newest would be taken for what was opened, and overwritten."""
        base = self.cleaned_data["base_version"]
        if self.instance.pk and (base is None or base < 0):
            raise ValidationError(
                _(
                    "This form does not say what it was opened with, so nothing was saved. What you "
                    "typed is still here: copy it, and open the article again."
                ),
                code="required",
            )
        return base

    def clean_image_file(self) -> None:
        """A file that was taken is in the library by now, and chosen from it (article_image)."""
        if refusal := getattr(self.cleaned_data["image_file"], "refusal", ""):
            raise ValidationError(refusal, code="invalid_image")

    def clean_image_credit(self) -> str:
        credit = self.cleaned_data["image_credit"]
        if credit and "image_file" not in self.files:
            raise ValidationError(
                _(
                    "No picture was uploaded with this. Of a picture in the library, who made it is "
                    "written on the picture's own page."
                ),
                code="no_file",
            )
        return credit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._take_words_of_image(cleaned)
        for name in ("body_ar", "body_en"):
            if len(cleaned.get(name) or "") > MOST_CHARACTERS:
                self.add_error(
                    name,
                    ValidationError(
                        _(
                            "The body is too long: %(most)s characters are the most. "
                            "It is still here, and nothing was saved: shorten it."
                        ),
                        code="too_long",
                        params={"most": f"{MOST_CHARACTERS:,}"},
                    ),
                )
        for name in _TIMES:
            if name in cleaned:
                # What was not touched goes back as it was stored: seconds are not shown.
                moment = cleaned[name] if name in self.changed_data else self.initial.get(name)
                cleaned[name] = moment.instant if moment else None
                if moment and name in _WITH_PRECISION:
                    setattr(self.instance, _precision_of(name), moment.precision)
        if not self.errors:
            self._check_order(cleaned)
        if self.instance.status == Status.PUBLISHED:
            self._check_whole(cleaned)
        return cleaned

    def _take_words_of_image(self, cleaned: dict[str, Any]) -> None:
        """A picture that is chosen brings its words along, where none were written for it here."""
        image = cleaned.get("image")
        if image is None:
            return
        if "image" in self.changed_data:
            for name in ("alt", "caption"):
                for language in ("ar", "en"):
                    field = f"image_{name}_{language}"
                    if field not in self.errors and not cleaned.get(field):
                        cleaned[field] = getattr(image, f"{name}_{language}")
        is_public = self.instance.status == Status.PUBLISHED
        if is_public and "image_alt_ar" not in self.errors and not cleaned.get("image_alt_ar"):
            self.add_error(
                "image_alt_ar",
                ValidationError(
                    _("A published image needs an alternative text, for those who do not see it."),
                    code="no_alt",
                ),
            )

    def _check_order(self, cleaned: dict[str, Any]) -> None:
        published, updated = cleaned.get("published_at"), cleaned.get("updated_at")
        if published and updated and updated < published:
            self.add_error("updated_at", _("The update cannot be earlier than the publication."))

    def _check_whole(self, cleaned: dict[str, Any]) -> None:
        """Readers see this one: what it needs cannot be taken out of it."""
        for name in ("body_ar", "published_at"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(
                    name,
                    ValidationError(
                        _("A published article cannot be without this. Withdraw it first."),
                        code="published",
                    ),
                )


def _precision_of(name: str) -> str:
    return name.replace("_at", "_precision")

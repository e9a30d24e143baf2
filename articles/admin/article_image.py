"""The picture of an article on the desk: uploaded with its form, or chosen from the library."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.editing import add_image
from articles.exceptions import Refused
from articles.images import MOST_BYTES
from articles.models import Image

from .fields import Autocomplete, read_key

_OFFERED = 20  # the newest pictures, for those without script; with it, all are searched
_FILE = "image_file"


class ImageChoice(Autocomplete):
    """The library's pictures; the one that is chosen is shown, and leads to its own page."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        chosen = set(map(str, value))
        options = groups[0][1]
        for image in Image.objects.order_by("-pk")[:_OFFERED]:
            if str(image.pk) not in chosen:
                options.append(self.create_option(name, image.pk, str(image), False, len(options)))
        return groups

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        key = read_key(str(value or ""))
        image = Image.objects.filter(pk=key).first() if key is not None else None
        choice = super().render(name, value, attrs, renderer)
        return render_to_string("admin/desk/image_choice.html", {"image": image, "choice": choice})


def take_upload(request: HttpRequest) -> None:
    """Take a file that came with an article's form into the library, and choose it in the form.

    From there on the form names a picture like any other, whatever becomes of the form: a refusal, a
    dispute or an error elsewhere costs no file. One that is not taken says why (``refusal``).
    """
    file = request.FILES.get(_FILE)
    if file is None:
        return
    posted = request.POST.copy()
    said = {
        name: posted.get(f"image_{name}", "")
        for name in ("alt_ar", "alt_en", "caption_ar", "caption_en")
    }
    try:
        image, failed = add_image(
            file.read(MOST_BYTES + 1),
            by=request.user,
            said=said | {"credit_ar": posted.get("image_credit", "")},
        )
    except Refused as refusal:
        file.refusal = str(refusal)
        return
    posted["image"] = str(image.pk)
    posted["image_credit"] = ""
    request.POST = posted
    del request.FILES[_FILE]
    say_failed(request, failed)


def say_failed(request: HttpRequest, failed: Sequence[str]) -> None:
    """Say which files of a picture could not be made, where any could not."""
    if failed:
        said = gettext(
            "Some sizes of the picture could not be made; it is shown in the others, and "
            "manage.py make_renditions tries them again. The first: %(name)s"
        ) % {"name": failed[0]}
        messages.warning(request, said)

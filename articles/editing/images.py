"""The library of pictures: what is taken in, what is made of it, and who may change what is said of it."""

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.arabic import clean_line, match_key
from articles.exceptions import Refused
from articles.images import (
    FORMATS,
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MOST_BYTES,
    MOST_PIXELS,
    BadImage,
    Picture,
    Reason,
    encode,
    encode_original,
    frames,
    open_original,
    read_image,
    shrink,
)
from articles.models import Image, Status

from .deeds import Verb, note

_log = logging.getLogger(__name__)

_ORIGINALS = "originals"  # in the storage; never given to readers
_TEXTS = {"alt": 500, "caption": 500, "credit": 200}  # characters

_REFUSALS: dict[Reason, str | Promise] = {
    Reason.EMPTY: gettext_lazy("The file is empty."),
    Reason.TOO_MANY_BYTES: gettext_lazy(
        "The file is larger than %(most)s megabytes. Save the picture smaller, and choose it again."
    ),
    Reason.SVG: gettext_lazy(
        "SVG is a drawing that can hold a program, so it is not taken. Save it as PNG."
    ),
    Reason.GIF: gettext_lazy("GIF is not taken. Save the picture as JPEG or PNG."),
    Reason.HEIC: gettext_lazy(
        "HEIC, in which an iPhone saves, is not taken. Share the picture as JPEG, and choose that."
    ),
    Reason.NOT_AN_IMAGE: gettext_lazy(
        "This file is no picture, whatever its name says. JPEG, PNG, WebP and AVIF are taken."
    ),
    Reason.ANIMATED: gettext_lazy("This picture moves. Choose one that stands still."),
    Reason.TOO_SMALL: gettext_lazy(
        "The picture is %(width)s by %(height)s pixels; it must be at least %(least_width)s wide "
        "and %(least_height)s high. Look for the larger one that it was made of."
    ),
    Reason.TOO_MANY_PIXELS: gettext_lazy(
        "The picture has more than %(most)s million pixels. Save it smaller, and choose it again."
    ),
    Reason.DAMAGED: gettext_lazy(
        "The picture is damaged or was not sent whole. Open it, save it anew, and choose it again."
    ),
}


def add_image(
    data: bytes, *, by: AbstractBaseUser, said: Mapping[str, Any] | None = None
) -> tuple[Image, list[str]]:
    """Take a file into the library; return its picture, and the renditions that could not be made.

    A file that was sent before is the picture that it became then, as it is now. ``said`` is what is
    said of it, by the names of its fields (``alt_ar``, ``credit_ar``, ``focus_x``…); without a
    credit, the one in the file is taken. Raises Refused, with the reason in words.
    """
    if not by.has_perm("articles.add_image"):
        raise Refused(_("Your account may not add pictures."))
    sent_sha256 = hashlib.sha256(data).hexdigest()
    if known := Image.objects.filter(sent_sha256=sent_sha256).first():
        return known, []
    picture = _read(data)
    image = Image(sent_sha256=sent_sha256, created_by_id=by.pk, **(said or {}))
    image.credit_ar = image.credit_ar or picture.credit
    _clean(image)
    failed = _keep(image, picture)
    try:
        with transaction.atomic():
            image.save(force_insert=True)
            note(Verb.CREATED, None, by=by, text=_say(image))
    except IntegrityError:  # two people sent one file at once
        return Image.objects.get(sent_sha256=sent_sha256), []
    return image, failed


def change_image(image: Image, *, by: AbstractBaseUser) -> list[str]:
    """Save what is said of a picture and where to look at in it; return what could not be made.

    It is so at once, wherever the picture is shown; crops are made anew before. Raises Refused.
    """
    with transaction.atomic():
        stored = Image.objects.select_for_update().get(pk=image.pk)
        if refusal := refusal_to_change(by, stored):
            raise Refused(str(refusal))
        _clean(image)
        image.made = stored.made  # somebody else may have made other crops since it was opened
        failed = make_renditions(image) if image.focus != stored.focus else []
        image.save()
        note(Verb.SAVED, None, by=by, text=_say(image))
    return failed


def refusal_to_change(user: AbstractBaseUser | AnonymousUser, image: Image) -> str | Promise | None:
    """Why ``user`` may not change what is said of a picture; None where they may."""
    if not user.has_perm("articles.change_image"):
        return gettext_lazy("Your account may not change pictures.")
    if not user.has_perm("articles.publish_article") and (
        image.articles.filter(status=Status.PUBLISHED).exists()
    ):
        return gettext_lazy("Readers see this picture already: only editors may change it.")
    return None


def missing_files(image: Image) -> list[str]:
    """The names of the files that a picture should have, and its row or the storage has not."""
    missing = []
    for frame in frames(image.width, image.height):
        endings = {
            width: these for width, _, these in image.made.get(image.shape_name(frame.kind), [])
        }
        for ending in FORMATS:
            name = image.file_name(frame, ending)
            if ending not in endings.get(frame.width, ()) or not has_file(name):
                missing.append(name)
    return missing


def has_file(name: str) -> bool:
    """Whether the storage has a file with anything in it: none of a picture's is empty."""
    return default_storage.exists(name) and default_storage.size(name) > 0


def make_renditions(image: Image) -> list[str]:
    """Make the files of a picture that are not there; return those that could not be, and why.

    ``image.made`` says then what there is; the row is not saved here. A file is whole before it has
    its name, and a row names no file that is not there: stopped anywhere, it can be run again.
    """
    try:
        with default_storage.open(image.original.name) as file:
            pixels = open_original(file.read())
    except Exception as error:  # each storage fails in its own words
        return [f"{image.original.name}: {error}"]
    return _render(image, pixels)


def _read(data: bytes) -> Picture:
    try:
        return read_image(data)
    except BadImage as bad:
        width, height = bad.size or (0, 0)
        most = MOST_BYTES if bad.reason == Reason.TOO_MANY_BYTES else MOST_PIXELS
        raise Refused(
            str(_REFUSALS[bad.reason])
            % {
                "most": most // 1_000_000,
                "width": width,
                "height": height,
                "least_width": LEAST_WIDTH,
                "least_height": LEAST_HEIGHT,
            }
        ) from None


def _keep(image: Image, picture: Picture) -> list[str]:
    """Write what is kept of a picture, and what is made of it; the row is not saved here."""
    ending, data = encode_original(picture)
    image.sha256 = hashlib.sha256(data).hexdigest()
    image.width, image.height = picture.pixels.size
    name = f"{_ORIGINALS}/{image.sha256[:2]}/{image.sha256}.{ending}"
    try:
        image.original.name = default_storage.save(name, ContentFile(data))
    except OSError:
        _log.exception("a picture could not be kept")
        raise Refused(
            _("The picture could not be kept: there may be no room. Nothing you typed is lost.")
        ) from None
    return _render(image, picture.pixels)


def _render(image: Image, pixels: Any) -> list[str]:
    failed: list[str] = []
    made: dict[str, list[list[Any]]] = {}
    for frame in frames(image.width, image.height):
        small = None
        endings = []
        for ending in FORMATS:
            name = image.file_name(frame, ending)
            try:
                if not has_file(name):
                    small = small or shrink(pixels, frame, image.focus)
                    default_storage.save(name, ContentFile(encode(small, ending)))
                endings.append(ending)
            except Exception as error:  # each encoder and each storage fails in its own words
                _log.exception("%s could not be made", name)
                failed.append(f"{name}: {error}")
        of_kind = made.setdefault(image.shape_name(frame.kind), [])
        of_kind.append([frame.width, frame.height, endings])
    image.made = made
    return failed


def _clean(image: Image) -> None:
    said = []
    for name, most in _TEXTS.items():
        for language in ("ar", "en"):
            field = f"{name}_{language}"
            text = clean_line(getattr(image, field) or "").text[:most]
            setattr(image, field, text or ("" if language == "ar" else None))
            said.append(text)
    image.search_key = match_key(" ".join(filter(None, said)))


def _say(image: Image) -> str:
    return _("image %(number)s: %(name)s") % {"number": image.pk, "name": image}

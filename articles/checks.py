"""What must hold on this machine before the site starts (``manage.py check``)."""

from django.core.checks import CheckMessage, Error, register

from .damascus import knows_damascus


@register
def time_zones(**kwargs: object) -> list[CheckMessage]:
    """Refuse a time zone database from before Syria gave up summer time (tzdata 2022e)."""
    if knows_damascus():
        return []
    return [
        Error(
            "The time zone database does not know that Damascus stayed at +03 in October 2022: "
            "every time since then would be an hour wrong.",
            hint="Update the system's tzdata package, or set PYTHONTZPATH='' to use the pinned one.",
            id="articles.E001",
        )
    ]

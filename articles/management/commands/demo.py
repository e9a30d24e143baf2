"""``manage.py demo``: what `make demo` needs besides pages: the sample sources, three accounts."""

import json
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Page, Source

_ACCOUNTS = {"reporter": "reporter", "editor": "editor", "chief": "chief editor"}


class Command(BaseCommand):
    help = (
        "Make the sample sources, the newsroom's pages about itself, and the accounts reporter, editor "
        "and chief; print passwords once."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        folder = settings.BASE_DIR / "fixtures" / "demo"
        for source in json.loads((folder / "sources.json").read_text("utf-8")):
            Source.objects.get_or_create(slug=source.pop("slug"), defaults=source)
        for page in json.loads((folder / "pages.json").read_text("utf-8")):
            Page.objects.get_or_create(kind=page.pop("kind"), defaults=page)
        users = get_user_model().objects
        for username, group in _ACCOUNTS.items():
            if users.filter(username=username).exists():
                self.stdout.write(f"{username:<10}unchanged")
                continue
            password = secrets.token_urlsafe(9)
            user = users.create_user(username, password=password, is_staff=True)
            user.groups.add(Group.objects.get(name=group))
            self.stdout.write(f"{username:<10}{password}")

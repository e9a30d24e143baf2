"""``manage.py demo_accounts``: three accounts to try the desk with."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

_ACCOUNTS = {"reporter": "reporter", "editor": "editor", "chief": "chief editor"}


class Command(BaseCommand):
    help = "Make the accounts reporter, editor and chief, and print their passwords once."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        users = get_user_model().objects
        for username, group in _ACCOUNTS.items():
            if users.filter(username=username).exists():
                self.stdout.write(f"{username:<10}unchanged")
                continue
            password = secrets.token_urlsafe(9)
            user = users.create_user(username, password=password, is_staff=True)
            user.groups.add(Group.objects.get(name=group))
            self.stdout.write(f"{username:<10}{password}")

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        # They register checks and receivers; the registry is not ready above.
        from . import accounts, checks  # noqa: F401
        from .page_cache import lay_triggers, lift_triggers
        from .triggers import lay_locks, lift_locks

        def lift(*, using: str, plan: list[object], **kwargs: object) -> None:
            if plan:
                lift_triggers(connections[using])
                lift_locks(connections[using])

        def lay(*, using: str, **kwargs: object) -> None:
            lay_triggers(connections[using])
            lay_locks(connections[using])

        pre_migrate.connect(lift, sender=self, weak=False, dispatch_uid="triggers")
        post_migrate.connect(lay, sender=self, weak=False, dispatch_uid="triggers")

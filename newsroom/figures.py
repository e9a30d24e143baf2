"""What is so of the newsroom now, as figures: asked of the database whenever Prometheus asks.

Nothing here costs more because the archive is larger: rows are counted to ``MOST`` and no further,
in indexes that hold no others. What takes a walk through the archive (articles by state) is as the
last ``check_archive`` counted it.
"""

import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Min, QuerySet
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from articles.models import (
    Article,
    ImportBatch,
    Job,
    ReaderReport,
    SearchIndex,
    Subscription,
    WebhookDelivery,
)

MOST = 10_000

log = logging.getLogger(__name__)

Found = Iterator[Metric]


class Figures(Collector):
    """Asked anew each time; what cannot be asked is left out, and ``newsroom_database_up`` says so."""

    def collect(self) -> Found:
        up = True
        for group in GROUPS:
            try:
                yield from list(group())
            except Error as failure:
                up = False
                log.error("Figures of %s: %s", group.__name__, failure)
        yield _gauge("database_up", "Whether the database answered all that was asked.", int(up))


def articles_waiting() -> Found:
    now = timezone.now()
    waiting = {
        "due": Article.objects.published(at=now).filter(announced_at=None),
        "unread": Article.objects.unread(),
        "in-review": Article.objects.handed_in(),
    }
    gauge = GaugeMetricFamily(
        "newsroom_articles_waiting",
        f"Articles that wait for publish_due (due, unread) or an editor; counted to {MOST}.",
        labels=["what"],
    )
    for what, articles in waiting.items():
        gauge.add_metric([what], _count(articles))
    yield gauge


def reports_and_outbox() -> Found:
    backlog = WebhookDelivery.objects.waiting()
    waiting = {
        "webhooks": backlog,
        "webhooks-given-up": WebhookDelivery.objects.given_up(),
        "letters": Subscription.objects.filter(wants_letter=True),
        "reader-reports": ReaderReport.objects.waiting(),
    }
    gauge = GaugeMetricFamily(
        "newsroom_outbox", f"What waits to be sent or answered; counted to {MOST}.", labels=["what"]
    )
    for what, rows in waiting.items():
        gauge.add_metric([what], _count(rows))
    yield gauge
    oldest = backlog.order_by()[:MOST].aggregate(oldest=Min("created_at"))["oldest"]
    yield _gauge("outbox_oldest_seconds", "Age of the oldest waiting webhook.", _age(oldest))


def imports() -> Found:
    last = ImportBatch.objects.order_by("-started_at", "-pk").first()
    if last is None:
        return
    gauge = GaugeMetricFamily(
        "newsroom_import_last_pages", "Pages of the last import, by outcome.", labels=["outcome"]
    )
    for outcome in ("created", "updated", "unchanged", "refused"):
        gauge.add_metric([outcome], getattr(last, outcome))
    yield gauge
    about = "When the last import began, and when it ended (0: it runs, or was cut off)."
    yield _gauge("import_last_started_timestamp_seconds", about, _at(last.started_at))
    yield _gauge("import_last_finished_timestamp_seconds", about, _at(last.finished_at))


def search() -> Found:
    states = dict(SearchIndex.objects.values_list("state", "vocabulary_at"))
    live = SearchIndex.State.LIVE
    yield _gauge("search_index_live", "Whether there is an index to search.", int(live in states))
    building = int(SearchIndex.State.BUILDING in states)
    yield _gauge("search_index_building", "Whether rebuild_search is under way.", building)
    counted_at = states.get(live)
    about = "When the words of the index in use were counted."
    yield _gauge("search_index_vocabulary_timestamp_seconds", about, _at(counted_at))


def jobs() -> Found:
    succeeded, ended, ok, seconds = (
        GaugeMetricFamily(f"newsroom_job_{name}", about, labels=["job"])
        for name, about in (
            ("last_success_timestamp_seconds", "When a job last ended well (0: never)."),
            ("last_end_timestamp_seconds", "When a job last ended."),
            ("ok", "Whether its last run ended well."),
            ("seconds", "How long its last run took."),
        )
    )
    counts: dict[str, int] = {}
    for job in Job.objects.all():
        succeeded.add_metric([job.name], _at(job.succeeded_at))
        ended.add_metric([job.name], _at(job.ended_at))
        ok.add_metric([job.name], int(job.succeeded_at == job.ended_at))
        seconds.add_metric([job.name], (job.ended_at - job.started_at).total_seconds())
        counts.update(job.figures)
    yield from (succeeded, ended, ok, seconds)
    gauge = GaugeMetricFamily(
        "newsroom_articles", "Articles by state, as check_archive last counted.", labels=["state"]
    )
    for state, count in counts.items():
        gauge.add_metric([state], count)
    yield gauge


def database() -> Found:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    else:
        name = str(connection.settings_dict["NAME"])
        files = (name, f"{name}-wal")
        size = sum(os.path.getsize(file) for file in files if os.path.exists(file))
    yield _gauge("database_bytes", "What the database takes on the disk.", size)


GROUPS: list[Callable[[], Found]] = [
    articles_waiting,
    reports_and_outbox,
    imports,
    search,
    jobs,
    database,
]


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"newsroom_{name}", about, value=value)


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST].count()


def _at(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _age(moment: datetime | None) -> float:
    return (timezone.now() - moment).total_seconds() if moment else 0.0

"""New imports are read: for the copy desk, for the sources they cite, for near-duplicates.

An import writes rows and does not wait for any of that; ``manage.py publish_due`` comes after it,
a few seconds a run, the newest articles first. What people write is read as they save it.
"""

from collections.abc import Callable, Iterator
from time import monotonic

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Source

from .citations import SourceNames, propose_citations
from .content import apply_content
from .due import Failed
from .kin import propose_kin
from .revisions import latest_content
from .style import findings_of

_CHUNK = 100  # articles looked up at once


def read_arrivals(
    seconds: float, failed: Failed, shown: Callable[[int], None] = lambda done: None
) -> int:
    """Read articles that were not read yet, for ``seconds`` at most; return how many were.

    One that is begun is read to its end; one that fails is passed over, and tried again by the next
    run. ``shown`` is called with how many are done.
    """
    until = monotonic() + seconds
    names = SourceNames(Source.objects.order_by("pk"))
    done = 0
    for pk in _unread():
        if monotonic() >= until:
            break
        try:
            done += _read(pk, names)
        except Exception as error:  # whatever is wrong with one, the others are read
            failed(pk, error)
        shown(done)
    return done


def _unread() -> Iterator[int]:
    """The articles that were not read yet, the newest first; none of them twice."""
    unread = Article.objects.unread().order_by("-pk").values_list("pk", flat=True)
    ids = list(unread[:_CHUNK])
    while ids:
        yield from ids
        ids = list(unread.filter(pk__lt=ids[-1])[:_CHUNK])


def _read(pk: int, names: SourceNames) -> bool:
    """Read one as it was last written; False where another run or a save was quicker."""
    article = Article.objects.unread().filter(pk=pk).first()
    if article is None:
        return False
    content = latest_content(article)
    apply_content(article, content)
    # Nobody waits while it is read: the row is locked for what is written only.
    count = sum(map(len, findings_of(article).values()))
    propose_kin(article, content)
    with transaction.atomic():
        # An editor who leaves a finding alone meanwhile changes their number, and no revision.
        same = Article.objects.unread().filter(
            pk=pk, version=article.version, style_findings=article.style_findings
        )
        stored = same.select_for_update().first()
        if stored is None:  # changed meanwhile: the next run reads it as it is now
            return False
        propose_citations(stored, content, names)
        same.update(style_findings=count, read_at=timezone.now())
    return True

"""Style fixed over the archive: the newsroom's own hand, on the record like anybody's."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.copydesk import RULES
from articles.models import Article

from .access import require
from .content import apply_content
from .drafts import revise
from .revisions import Tool, latest_content
from .style import findings_of, mend_rules, reason_of


def fix_style(
    article: Article, rules: Collection[str], *, by: AbstractBaseUser | None = None
) -> bool:
    """Fix all that ``rules`` (codes) can fix in what was last written of an article, and save it.

    In a revision that names the rules; of a published article it waits for an editor to publish it.
    ``by`` is None for the newsroom itself. Returns whether anything changed: a second time it does
    not. Raises Refused where ``by`` may not, or the text that comes out cannot be.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if by is not None:
            require(by, "edit", stored)
        draft = Article(pk=stored.pk)
        apply_content(draft, latest_content(stored))
        found = {
            finding.rule
            for findings in findings_of(draft, rules=rules).values()
            for finding in findings
            if finding.fix is not None
        }
        fields = mend_rules(draft, found) if found else ()
        if not fields:
            return False
        reason = reason_of(code for code in RULES if code in found)
        revise(
            stored,
            {name: getattr(draft, name) for name in fields},
            by=by,
            tool=Tool.COPYDESK,
            reason=reason,
        )
    return True

"""The topics of articles: which rows of ``Topic`` their tags lead to.

Written where both doors end (documents), so that a topic's page and the search know the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count
from operator import itemgetter
from typing import NamedTuple

from articles.arabic import match_key, slugify
from articles.models import Topic, TopicLink

_LONGEST_KEY = 200
_LINK = ("topic_id", "article_id", "published_at")


def topic_key(tag: str) -> str:
    """The folded spelling by which tags are one topic; empty where nothing of a tag can be read."""
    return match_key(tag)[:_LONGEST_KEY]


def topics_of(tags: Sequence[str]) -> dict[str, Topic | None]:
    """Return, in the order of an article's tags, the topic of each; one of those with the same topic.

    None for a tag that no saved article has. One query.
    """
    known = _find({topic_key(tag) for tag in tags})
    found: dict[str, Topic | None] = {}
    for tag in tags:
        topic = known.get(topic_key(tag))
        if topic is None or topic not in found.values():
            found[tag] = topic
    return found


class Tagged(NamedTuple):
    """What a topic is to know of an article: its time of publication and its tags."""

    published_at: datetime | None
    tags: Sequence[str]


def link_topics(articles: Mapping[int, Tagged]) -> None:
    """Put the topics of articles (by id) in place of those they had; topics are made as they come.

    Call it inside the transaction that saved the articles. As many statements for one new topic as
    for many.
    """
    names: dict[str, str] = {}
    for tag in chain.from_iterable(article.tags for article in articles.values()):
        names.setdefault(topic_key(tag), tag)
    names.pop("", None)
    topics = _find_or_make(names)
    wanted = {
        (topics[key].pk, pk, article.published_at)
        for pk, article in articles.items()
        for key in map(topic_key, article.tags)
        if key
    }
    stored = TopicLink.objects.filter(article__in=list(articles))
    present = {tuple(link): pk for pk, *link in stored.values_list("pk", *_LINK)}
    if gone := [pk for link, pk in present.items() if link not in wanted]:
        TopicLink.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - present.keys(), key=itemgetter(0, 1))
    TopicLink.objects.bulk_create(
        (TopicLink(**dict(zip(_LINK, link, strict=True))) for link in new), ignore_conflicts=True
    )


def _find(keys: Iterable[str]) -> dict[str, Topic]:
    """The topics of keys, by key: where one was merged into another, the other."""
    keys = set(keys) - {""}
    if not keys:
        return {}
    found = Topic.objects.filter(key__in=keys).select_related("merged_into")
    return {topic.key: topic.merged_into or topic for topic in found}


def _find_or_make(names: Mapping[str, str]) -> dict[str, Topic]:
    topics = _find(names)
    # Once more where somebody else took an address meanwhile.
    while missing := sorted(names.keys() - topics.keys()):
        slugs = {key: slugify(names[key], empty="topic") for key in missing}
        taken = set(Topic.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
        made = []
        for key in missing:
            slug = _free_slug(slugs[key], taken)
            taken.add(slug)
            made.append(Topic(key=key, name_ar=names[key][:_LONGEST_KEY], slug=slug))
        Topic.objects.bulk_create(made, ignore_conflicts=True)
        topics |= _find(missing)
    return topics


def _free_slug(slug: str, taken: set[str]) -> str:
    """The slug itself, or with a number behind it; the numbered ones are looked up only then."""
    if slug not in taken:
        return slug
    taken |= set(Topic.objects.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return next(one for one in (f"{slug}-{number}" for number in count(2)) if one not in taken)

"""The topics of the articles that are here; of those to come, both doors write them."""

from itertools import islice

from django.db import migrations

from articles.arabic import match_key, slugify

_CHUNK = 2000


def link(apps, schema_editor):
    Topic, TopicLink = (apps.get_model("articles", name) for name in ("Topic", "TopicLink"))
    topics = dict(Topic.objects.values_list("key", "pk"))
    slugs = set(Topic.objects.values_list("slug", flat=True))
    articles = apps.get_model("articles", "Article").objects.order_by("pk")
    tagged = articles.exclude(tags=[]).values_list("pk", "published_at", "tags").iterator(_CHUNK)
    while chunk := list(islice(tagged, _CHUNK)):
        links = {}
        for article, published_at, tags in chunk:
            for tag in tags:
                key = match_key(tag)[:200]
                if key and key not in topics:
                    topics[key] = Topic.objects.create(
                        key=key, name_ar=tag[:200], slug=_free_slug(tag, slugs)
                    ).pk
                if key:
                    links[topics[key], article] = TopicLink(
                        topic_id=topics[key], article_id=article, published_at=published_at
                    )
        TopicLink.objects.bulk_create(links.values(), ignore_conflicts=True)


def _free_slug(tag, taken):
    slug, number = slugify(tag, empty="topic"), 1
    free = slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_section_groups")]
    operations = [migrations.RunPython(link, migrations.RunPython.noop)]

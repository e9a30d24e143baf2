"""The search index in place of the folded words: rebuild_search fills it from the articles."""

import django.db.models.deletion
from django.db import migrations, models

_SLOTS = (0, 1)

_SQLITE = {
    f"articles_search_{field}_{slot}": (
        # No content: the tokens are kept in SearchDocument. The tokens are ours, so the tokenizer
        # has only to part them at spaces. Two or three letters are where suggestions begin.
        f"CREATE VIRTUAL TABLE articles_search_{field}_{slot} USING fts5 "
        f"(tokens, content = '', tokenize = 'unicode61 remove_diacritics 0'{prefix})"
    )
    for slot in _SLOTS
    for field, prefix in (("headline", ", prefix = '2 3'"), ("text", ""))
}
_POSTGRESQL = {
    f"articles_search_{slot}": (
        f"CREATE TABLE articles_search_{slot} "
        "(place bigint PRIMARY KEY, headline tsvector NOT NULL, text tsvector NOT NULL);"
        f"CREATE INDEX articles_search_{slot}_headline ON articles_search_{slot} USING gin (headline);"
        f"CREATE INDEX articles_search_{slot}_text ON articles_search_{slot} USING gin (text)"
    )
    for slot in _SLOTS
}
_TABLES = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def make_tables(apps, schema_editor):
    for statement in _TABLES.get(schema_editor.connection.vendor, {}).values():
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    for table in _TABLES.get(schema_editor.connection.vendor, {}):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]

    operations = [
        migrations.DeleteModel(name="SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_documents",
                        to="articles.article",
                    ),
                ),
                ("source_id", models.BigIntegerField(null=True)),
                ("topics", models.JSONField(default=list)),
                ("headline", models.TextField()),
                ("stems", models.BinaryField()),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
            },
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("slot", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("building", "being built"), ("live", "in use")], max_length=8
                    ),
                ),
                ("vocabulary_at", models.DateTimeField(null=True)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("indexed_to", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "search index",
                "verbose_name_plural": "search indexes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slot__in", [0, 1])), name="search_index_slot_is_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "live")),
                        fields=("state",),
                        name="search_index_one_is_live",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField()),
                ("word", models.CharField(max_length=60)),
                ("stem", models.CharField(max_length=60)),
                ("documents", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "search word",
                "verbose_name_plural": "search words",
                "indexes": [
                    models.Index(fields=["slot", "stem"], name="search_word_stem"),
                    models.Index(fields=["slot", "-documents"], name="search_word_commonest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("slot", "word"), name="search_word_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WordFamily",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="A singular and its plurals, or two names of one thing; single words without the article, separated by spaces: مصدر مصادر",
                        max_length=200,
                        unique=True,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "word family",
                "verbose_name_plural": "word families",
                "ordering": ["words"],
            },
        ),
        migrations.RunPython(make_tables, drop_tables),
    ]

"""The search index in place of the folded words: rebuild_search fills it from the articles."""

import django.db.models.deletion
from django.db import migrations, models

import articles.models.fields

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
# Below this number is the first index, from it on the second (search/places).
_SECOND = 2**60
_POSTGRESQL = {
    # Not inlined, and said to be dear: PostgreSQL takes reading and splitting a text for free and
    # would rather do it for every row than look into the index.
    "articles_search_vector": (
        "CREATE FUNCTION articles_search_vector(tokens text) RETURNS tsvector "
        "LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS "
        "$$ BEGIN RETURN array_to_tsvector(string_to_array(tokens, ' ')); END $$"
    )
} | {
    f"articles_search_{field}_{slot}": (
        f"CREATE INDEX articles_search_{field}_{slot} ON articles_searchdocument "
        f"USING gin (articles_search_vector({field}_tokens)) "
        # What was added last waits in a list that every search reads: a short one.
        "WITH (gin_pending_list_limit = 256) "
        f"WHERE place {'>=' if slot else '<'} {_SECOND}"
    )
    for slot in _SLOTS
    for field in ("headline", "text")
}


def make_indexes(apps, schema_editor):
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
    for statement in statements.get(schema_editor.connection.vendor, {}).values():
        schema_editor.execute(statement, params=None)


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in _SQLITE:
            schema_editor.execute(f"DROP TABLE {table}")
    elif schema_editor.connection.vendor == "postgresql":
        # The indexes on it go too.
        schema_editor.execute("DROP FUNCTION articles_search_vector CASCADE")


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
                ("headline_tokens", models.TextField()),
                ("text_tokens", articles.models.fields.CompressedTextField()),
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
                ("guarding_from", models.PositiveIntegerField(default=0)),
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
        migrations.RunPython(make_indexes, drop_indexes),
    ]

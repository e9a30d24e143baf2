"""PostgreSQL's dumps can be put back; and a row that says that nothing is to be written."""

import django.utils.timezone
from django.db import migrations, models

# Of two neighbours, which of 4,096 buckets they are in: as articles_search_pair says it. Said again,
# not called: pg_restore makes indexes with an empty search_path, where one function of ours does not
# find another, and a dump could not be put back. The indexes stay as they are: nothing else is said.
_BUCKET = "'0p' || (hashtextextended(one || ' ' || other, 0) & 4095)"
_CALLED = "articles_search_pair(one, other)"


def _define(bucket):
    return (
        "CREATE OR REPLACE FUNCTION articles_search_vector(tokens text, place bigint) "
        "RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$ "
        "DECLARE words text[] := string_to_array(tokens, ' '); "
        "BEGIN RETURN array_to_tsvector(words || ('0e' || (place >> 47)) || ARRAY("
        f"SELECT {bucket} FROM unnest(words, words[2:]) AS pair(one, other) "
        "WHERE length(one) > 4 AND length(other) > 4)); END $$"
    )


def stand_alone(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_define(_BUCKET), params=None)


def take_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_define(_CALLED), params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_jobs")]

    operations = [
        migrations.RunPython(stand_alone, take_back),
        migrations.CreateModel(
            name="ReadOnly",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="read_only_is_one_row")
                ],
            },
        ),
    ]

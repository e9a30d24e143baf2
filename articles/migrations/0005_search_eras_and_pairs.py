"""PostgreSQL: find the newest matches without visiting all of them, and phrases without reading."""

from django.db import migrations

# Below this number is the first index, from it on the second (search/places).
_SECOND = 2**60
_INDEXES = {
    f"articles_search_{field}_{slot}": (field, f"place {'>=' if slot else '<'} {_SECOND}")
    for slot in (0, 1)
    for field in ("headline", "text")
}
_FUNCTIONS = (
    # Which of 4,096 buckets two neighbours are in: a text without the bucket has not the phrase.
    # Pairs with a short word are half of all, and would make the index larger than the texts.
    "CREATE FUNCTION articles_search_pair(one text, other text) RETURNS text "
    "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS "
    "$$ SELECT '0p' || (hashtextextended(one || ' ' || other, 0) & 4095) $$",
    # Two to the 47th: some 45 days of places (search/places). Not inlined, and said to be dear:
    # PostgreSQL takes reading and splitting a text for free and would rather do it for every row
    # than look into the index.
    "CREATE FUNCTION articles_search_vector(tokens text, place bigint) RETURNS tsvector "
    "LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$ "
    "DECLARE words text[] := string_to_array(tokens, ' '); "
    "BEGIN RETURN array_to_tsvector(words || ('0e' || (place >> 47)) || ARRAY("
    "SELECT articles_search_pair(one, other) FROM unnest(words, words[2:]) AS pair(one, other) "
    "WHERE length(one) > 4 AND length(other) > 4)); END $$",
)


def improve(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("DROP FUNCTION articles_search_vector(text) CASCADE")
    for statement in _FUNCTIONS:
        schema_editor.execute(statement, params=None)
    for name, (field, condition) in _INDEXES.items():
        schema_editor.execute(
            f"CREATE INDEX {name} ON articles_searchdocument "
            f"USING gin (articles_search_vector({field}_tokens, place)) "
            # What was added last waits in a list that every search reads: a short one.
            f"WITH (gin_pending_list_limit = 256) WHERE {condition}"
        )
        # Figures would take an ANALYZE ten seconds, and tempt the planner away from the index.
        schema_editor.execute(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0")


def take_back(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    # The indexes on it go too.
    schema_editor.execute("DROP FUNCTION articles_search_vector(text, bigint) CASCADE")
    schema_editor.execute("DROP FUNCTION articles_search_pair(text, text)")
    schema_editor.execute(
        "CREATE FUNCTION articles_search_vector(tokens text) RETURNS tsvector "
        "LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS "
        "$$ BEGIN RETURN array_to_tsvector(string_to_array(tokens, ' ')); END $$",
        params=None,
    )
    for name, (field, condition) in _INDEXES.items():
        schema_editor.execute(
            f"CREATE INDEX {name} ON articles_searchdocument "
            f"USING gin (articles_search_vector({field}_tokens)) "
            f"WITH (gin_pending_list_limit = 256) WHERE {condition}"
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_word_family_groups")]

    operations = [migrations.RunPython(improve, take_back)]

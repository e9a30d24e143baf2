"""The generation of what readers see: one number in the database, raised by whatever changes it.

Triggers raise it in the transaction that changes a public row, whoever writes: the desk, an import,
the shell. They are laid after every ``migrate`` (articles/triggers). The table has no model: the
number is about the database, and is neither dumped nor emptied with what it holds.
"""

# ruff: noqa: S608  every name put into a statement here is a constant of this module
import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from articles.triggers import drop_triggers, laid_triggers

TABLE = "articles_generation"
CHANNEL = "articles_generation"
"""Where PostgreSQL tells that there is another generation (``LISTEN``)."""

_PREFIX = "generation_"
_LIFTED = f"{TABLE}_lifted"  # its name while tables are altered

# What of an article readers see, while it is or was public. A save that touches nothing of it (a
# draft that waits, a look of the copy desk) leaves every page as it is.
PUBLIC_COLUMNS = (
    *(
        f"{field}_{language}"
        for field in ("title", "summary", "body", "byline", "image_alt", "image_caption")
        for language in ("ar", "en")
    ),
    *("source_id", "section_id", "slug", "image_id", "tags", "status", "is_gone", "live_version"),
    *("published_at", "published_precision", "updated_at", "updated_precision", "expires_at"),
    *("arabic_changed_at", "english_changed_at"),
)
PRIVATE_COLUMNS = (
    # modeltranslation's own: templates read the language's.
    *("id", "title", "summary", "body", "byline", "image_alt", "image_caption"),
    *("version", "draft_by_id", "in_review", "embargo_until", "created_at", "edited_at", "read_at"),
    *("style_findings", "announced_at", "headline_key", "capture_key", "imported_digests"),
    *("possible_duplicate_of_id",),
)

# Tables of which every change may show, and where only some rows do, which.
PUBLIC_TABLES = {
    "articles_source": "",
    "articles_section": "",
    "articles_topic": "",
    "articles_topiclink": "{row}.published_at IS NOT NULL",
    "articles_relatedlink": "",
    "articles_citation": "{row}.state = 'confirmed'",
    "articles_correction": "",
    "articles_kinship": "{row}.verdict <> 'proposed'",
    "articles_capturedpage": "{row}.article_id IS NOT NULL",
    "articles_image": "",
    "articles_frontslot": "",
    "articles_page": "",
    "articles_searchindex": "",
    "articles_wordfamily": "",
}
# Of which no page of the cache shows anything, or only what changes together with its article.
PRIVATE_TABLES = {
    "articles_deed",
    "articles_ignoredfinding",
    "articles_importbatch",
    "articles_job",
    "articles_openform",
    "articles_proposal",
    "articles_readerreport",
    "articles_readonly",
    "articles_revision",
    "articles_searchdocument",
    "articles_searchword",
    "articles_storyfingerprint",
    "articles_subscription",
    "articles_webhook",
    "articles_webhookdelivery",
}

_EVENTS = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}


class _Trigger(NamedTuple):
    table: str
    event: str
    condition: str

    @property
    def name(self) -> str:
        """The name tells the definition: one that was laid need not be laid again."""
        digest = hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:8]
        return f"{_PREFIX}{self.table.removeprefix('articles_')}_{self.event.lower()}_{digest}"


def lay_triggers(connection: Any) -> None:
    """Lay the generation and its triggers in a database where they are not yet. Safe to repeat.

    Nothing is laid where a migration was taken back and what they are about is not all there: the
    code of that time keeps no pages, or lays its own.
    """
    lay = {"sqlite": _lay_in_sqlite, "postgresql": _lay_in_postgresql}[connection.vendor]
    introspection = connection.introspection
    with connection.cursor() as cursor:
        tables = set(introspection.table_names(cursor))
        if not _is_complete(tables, introspection, cursor):
            return
        if _LIFTED in tables and TABLE not in tables:
            cursor.execute(f"ALTER TABLE {_LIFTED} RENAME TO {TABLE}")
        lay(cursor)


def lift_triggers(connection: Any) -> None:
    """Take the generation and its triggers away, before tables are altered.

    SQLite drops no column that a trigger names, PostgreSQL alters no table while a trigger is to be
    fired. If the migration fails they stay away, and without the number no process keeps a page.
    """
    with connection.cursor() as cursor:
        laid = laid_triggers(cursor, _PREFIX)
        drop_triggers(cursor, laid, laid)
        if TABLE in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {_LIFTED}")
            cursor.execute(f"ALTER TABLE {TABLE} RENAME TO {_LIFTED}")


def _is_complete(tables: set[str], introspection: Any, cursor: Any) -> bool:
    if not {"articles_article", *PUBLIC_TABLES} <= tables:
        return False
    columns = introspection.get_table_description(cursor, "articles_article")
    return set(PUBLIC_COLUMNS) <= {column.name for column in columns}


def _wanted(differs: str) -> Iterator[_Trigger]:
    """The triggers; ``differs`` is how the database says that two values are not the same."""
    for table, condition in PUBLIC_TABLES.items():
        for event, rows in _EVENTS.items():
            shown = " OR ".join(condition.format(row=row) for row in rows) if condition else ""
            yield _Trigger(table, event, shown)
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in PUBLIC_COLUMNS)
    for event, rows in _EVENTS.items():
        public = " OR ".join(f"{row}.status <> 'draft'" for row in rows)
        condition = f"({public}) AND ({changed})" if event == "UPDATE" else public
        yield _Trigger("articles_article", event, condition)


def _lay_in_sqlite(cursor: Any) -> None:
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {TABLE}"
        " (id integer PRIMARY KEY CHECK (id = 1), number integer NOT NULL,"
        " purged integer NOT NULL)"
    )
    cursor.execute(f"INSERT OR IGNORE INTO {TABLE} VALUES (1, 1, 0)")
    laid, wanted = laid_triggers(cursor, _PREFIX), {one.name: one for one in _wanted("IS NOT")}
    kept = {name for name, one in laid.items() if name in wanted and one.fires}
    drop_triggers(cursor, laid, laid.keys() - kept)
    for name in wanted.keys() - kept:
        trigger = wanted[name]
        when = f" WHEN {trigger.condition}" if trigger.condition else ""
        cursor.execute(
            f"CREATE TRIGGER {name} AFTER {trigger.event} ON {trigger.table}{when} "
            f"BEGIN UPDATE {TABLE} SET number = number + 1; END"
        )
    if kept != wanted.keys():
        # What was written while there was no trigger.
        cursor.execute(f"UPDATE {TABLE} SET number = number + 1")


def _lay_in_postgresql(cursor: Any) -> None:
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {TABLE} (id integer PRIMARY KEY CHECK (id = 1),"
        " number bigint NOT NULL, purged bigint NOT NULL, raised_by bigint NOT NULL)"
    )
    cursor.execute(f"INSERT INTO {TABLE} VALUES (1, 1, 0, 0) ON CONFLICT DO NOTHING")
    # Once a transaction, and where it ends (the triggers are deferred): whoever raises the number
    # holds its row until then, and no other public change can be committed meanwhile.
    cursor.execute(
        f"""
        CREATE OR REPLACE FUNCTION articles_raise_generation() RETURNS trigger AS $$
        BEGIN
            UPDATE {TABLE} SET number = number + 1, raised_by = txid_current()
            WHERE raised_by <> txid_current();
            IF FOUND THEN PERFORM pg_notify('{CHANNEL}', ''); END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql SET search_path FROM CURRENT
        """
    )
    laid = laid_triggers(cursor, _PREFIX)
    wanted = {one.name: one for one in _wanted("IS DISTINCT FROM")}
    for table in (*PUBLIC_TABLES, "articles_article"):
        emptied = _Trigger(table, "TRUNCATE", "")
        wanted[emptied.name] = emptied
    kept = {name for name, one in laid.items() if name in wanted and one.fires}
    drop_triggers(cursor, laid, laid.keys() - kept)
    for name in wanted.keys() - kept:
        trigger = wanted[name]
        when = f" WHEN ({trigger.condition})" if trigger.condition else ""
        kind, each = "CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        if trigger.event == "TRUNCATE":  # which locks the table anyway, and cannot be deferred
            kind, each = "TRIGGER", "FOR EACH STATEMENT"
        cursor.execute(
            f"CREATE {kind} {name} AFTER {trigger.event} ON {trigger.table} {each}{when}"
            " EXECUTE FUNCTION articles_raise_generation()"
        )
    if kept != wanted.keys():
        cursor.execute(f"UPDATE {TABLE} SET number = number + 1")

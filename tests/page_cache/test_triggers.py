"""Whatever readers can see raises the generation, whoever writes it; nothing else does."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.editing import hand_in, save_article
from articles.models import (
    Article,
    CapturedPage,
    FrontSlot,
    OpenForm,
    Page,
    RelatedLink,
    Section,
    Source,
    Status,
    Topic,
    WordFamily,
)
from articles.page_cache import lay_triggers, lift_triggers, read_number
from articles.page_cache.triggers import (
    PRIVATE_COLUMNS,
    PRIVATE_TABLES,
    PUBLIC_COLUMNS,
    PUBLIC_TABLES,
)
from tests.builders import make_article, make_image, make_section, make_source
from tests.stories import change_story, publish_story, withdraw_story, write


def test_every_table_and_column_is_said_to_show_or_not():
    tables = {model._meta.db_table for model in apps.get_app_config("articles").get_models()}
    assert sorted([*PUBLIC_TABLES, *PRIVATE_TABLES, "articles_article"]) == sorted(tables)
    columns = {field.column for field in Article._meta.concrete_fields}
    assert sorted([*PUBLIC_COLUMNS, *PRIVATE_COLUMNS]) == sorted(columns)


def raises(change) -> bool:
    """Whether a change, committed, raises the number."""
    before = read_number(connection)
    change()
    return read_number(connection) > before


@pytest.mark.django_db(transaction=True)
def test_what_readers_see_raises_it(django_user_model):
    editor = django_user_model.objects.create_superuser("editor", password="x")
    source, article = make_source(), publish_story(editor)
    draft = make_article(status=Status.DRAFT)
    public = Article.objects.filter(pk=article.pk)
    for change in (
        lambda: make_article(),
        lambda: publish_story(editor),
        lambda: change_story(article, editor, "minor", title_ar="عنوان آخر"),
        lambda: change_story(article, editor, "correction", title_ar="عنوان ثالث"),
        lambda: public.update(title_ar="من سطر الأوامر"),
        lambda: public.update(title_en="From the shell"),
        lambda: public.update(tags=["سدود"]),
        lambda: public.update(source=source),
        lambda: public.update(expires_at=timezone.now() + timedelta(days=1)),
        lambda: public.update(image=make_image(), image_alt_ar="سدّ"),
        lambda: withdraw_story(article, editor),
        lambda: Article.objects.filter(pk=draft.pk).update(
            status=Status.PUBLISHED, published_at=timezone.now()
        ),
        lambda: Source.objects.update(name_ar="اسم آخر"),
        lambda: make_section(),
        lambda: Section.objects.update(name_en="Local"),
        lambda: Topic.objects.create(key="ك", name_ar="ك", slug="k"),
        lambda: RelatedLink.objects.create(article=article, title="خبر", position=1),
        lambda: FrontSlot.objects.create(article=article, position=1),
        lambda: FrontSlot.objects.all().delete(),
        lambda: Page.objects.update_or_create(kind="about", defaults={"title_ar": "عنّا"}),
        lambda: WordFamily.objects.create(words="مصدر مصادر"),
        lambda: Article.objects.filter(pk=make_article().pk).delete(),
    ):
        assert raises(change), change


@pytest.mark.django_db(transaction=True)
def test_what_readers_do_not_see_leaves_it(django_user_model):
    editor = django_user_model.objects.create_superuser("editor", password="x")
    article, draft = publish_story(editor), make_article(status=Status.DRAFT)
    public = Article.objects.filter(pk=article.pk)
    for change in (
        lambda: write(article, editor, title_ar="ينتظر"),
        lambda: hand_in(Article.objects.get(pk=article.pk), by=editor),
        lambda: save_article(draft, by=editor),
        lambda: make_article(status=Status.DRAFT),
        lambda: public.update(read_at=timezone.now(), style_findings=3),
        lambda: public.update(title_ar=public.get().title_ar),
        lambda: OpenForm.objects.create(article=article, user=editor),
        lambda: CapturedPage.objects.all().delete(),
        lambda: draft.delete(),
        lambda: None,
    ):
        assert not raises(change), change


@pytest.mark.django_db(transaction=True)
def test_emptying_everything_raises_it():
    """``TRUNCATE`` in PostgreSQL, which fires no trigger of a row."""
    make_source()
    assert raises(lambda: call_command("flush", interactive=False, verbosity=0))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="schemas")
def test_what_a_dump_puts_back_raises_it():
    """``pg_restore --data-only`` writes with an empty search path."""

    def restore():
        with connection.cursor() as cursor:
            cursor.execute("SET search_path = ''")
            try:
                cursor.execute("INSERT INTO public.articles_wordfamily (words) VALUES ('x y')")
            finally:
                cursor.execute("RESET search_path")

    assert raises(restore)


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_leaves_it():
    def change_and_take_back():
        with transaction.atomic():
            make_article()
            transaction.set_rollback(True)

    assert not raises(change_and_take_back)


@pytest.mark.django_db(transaction=True)
def test_laying_again_changes_nothing_and_a_lost_trigger_comes_back():
    assert not raises(lambda: lay_triggers(connection))
    with connection.cursor() as cursor:
        of_table = " ON articles_source" if connection.vendor == "postgresql" else ""
        name = _trigger_of("source_update", cursor)
        cursor.execute(f"DROP TRIGGER {name}{of_table}")
    make_source()
    assert not raises(lambda: Source.objects.update(name_ar="اسم"))
    assert raises(lambda: lay_triggers(connection))
    assert raises(lambda: Source.objects.update(name_ar="اسم آخر"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="ALTER TABLE")
@pytest.mark.parametrize("state", ["DISABLE", "ENABLE REPLICA"])
def test_a_trigger_that_does_not_fire_is_laid_again(state):
    make_source()
    with connection.cursor() as cursor:
        name = _trigger_of("source_update", cursor)
        cursor.execute(f"ALTER TABLE articles_source {state} TRIGGER {name}")
    assert raises(lambda: lay_triggers(connection))
    assert raises(lambda: Source.objects.update(name_ar="اسم"))


def _trigger_of(event, cursor):
    cursor.execute(
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return next(name for (name,) in cursor.fetchall() if name.startswith(f"generation_{event}_"))


@pytest.mark.django_db(transaction=True)
def test_while_they_are_lifted_nothing_is_kept():
    before = read_number(connection)
    lift_triggers(connection)
    lift_triggers(connection)
    with pytest.raises(DatabaseError):
        read_number(connection)
    lay_triggers(connection)
    assert read_number(connection) == before + 1
    assert raises(make_source)

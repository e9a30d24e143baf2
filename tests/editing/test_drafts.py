import pytest

from articles.editing import save_article
from articles.exceptions import Refused
from articles.models import Article, RelatedLink, Status
from articles.search import find_ids
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def test_a_save_sanitises_and_writes_what_follows_from_the_text(member):
    article = Article(
        title_ar="سُوق الزِّرب",
        body_ar="<div>نص عن الخُبز</div><script>x</script>",
        body_en="<script>x</script>",
    )
    save_article(article, by=member("reporter"))
    article = Article.objects.get()
    assert article.body_ar == "<p>نص عن الخُبز</p>"
    assert article.body_en is None
    assert article.slug == "سوق-الزرب"
    assert article.headline_key == "سوق الزرب"
    assert article.edited_at is not None
    assert find_ids("الخبز") == [article.pk]


def test_a_second_save_replaces_the_search_document(member):
    article = make_article("عنوان قديم", status=Status.DRAFT)
    article.title_ar = "سطر جديد"
    save_article(article, by=member("reporter"))
    assert not find_ids("قديم")
    assert find_ids("جديد")


def test_a_reporter_changes_drafts_only_whatever_the_object_in_hand_says(member):
    article = make_article("عنوان منشور")
    article.status = Status.DRAFT
    article.title_ar = "عنوان آخر"
    with pytest.raises(Refused):
        save_article(article, by=member("reporter"))
    assert Article.objects.get().title_ar == "عنوان منشور"


def test_a_new_headline_is_found_by_the_links_that_wait_for_it(member):
    link = RelatedLink.objects.create(
        article=make_article(), title="سوق الزرب", title_key="سوق الزرب"
    )
    article = Article(title_ar="سُوقُ الزرب")
    save_article(article, by=member("reporter"))
    link.refresh_from_db()
    assert link.target == article

"""Articles that have most of the rarest words of a text."""

import pytest

from articles.models import Status
from articles.search import find_alike, rebuild
from tests.builders import make_article

pytestmark = pytest.mark.django_db

TEXT = "أعلنت المديرية تأجيل امتحانات الشهادة الثانوية أسبوعاً كاملاً بسبب العاصفة الثلجية"


def test_half_of_the_rarest_words_are_enough_and_the_newest_come_first():
    whole = make_article("أول", body_ar=f"<p>{TEXT}</p>")
    half = make_article("ثان", body_ar="<p>تأجيل امتحانات الشهادة الثانوية أسبوعاً بسبب العاصفة</p>")
    make_article("ثالث", body_ar="<p>العاصفة الثلجية تقطع الطريق</p>")
    rebuild()
    assert find_alike(TEXT, "text", limit=10) == [half.pk, whole.pk]
    assert find_alike(TEXT, "text", limit=1) == [half.pk]
    assert find_alike(TEXT, "headline", limit=10) == []


def test_what_readers_do_not_see_comes_after_what_they_see():
    draft = make_article("خطة لتبديل شبكة المياه", status=Status.DRAFT)
    public = make_article("خُطّة لتبديل شبكه المياه القديمة")
    assert find_alike("خطة لتبديل شبكة المياه", "headline", limit=10) == [public.pk, draft.pk]


@pytest.mark.parametrize("text", ["", "في من على", "؟!", "source:x -y"])
def test_texts_that_say_nothing(text):
    make_article("في من على")
    assert find_alike(text, "headline", limit=10) == []

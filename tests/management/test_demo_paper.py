from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from articles.editing import check_history
from articles.models import Article, Deed, Section

pytestmark = pytest.mark.django_db

SEEDS = Path(settings.BASE_DIR) / "fixtures" / "seeds"


def run() -> str:
    out = StringIO()
    call_command("demo_paper", stdout=out)
    return out.getvalue()


def test_without_the_accounts_it_says_what_is_missing() -> None:
    with pytest.raises(CommandError):
        run()
    assert not Section.objects.exists()


def test_the_sample_pages_make_a_paper_once() -> None:
    call_command("demo", stdout=StringIO())
    call_command("import_seeds", str(SEEDS), stdout=StringIO(), stderr=StringIO())
    assert run() == "4 sections, 3 places on the front page.\n"
    page = Client().get("/").context
    assert page["lead"].title_ar.startswith("سوق المهن القديمة")
    assert [block.section.name_ar for block in page["blocks"]] == [
        *("محليات", "اقتصاد", "ثقافة", "رياضة"),
    ]
    assert [one.name_en for one in page["cited"]] == ["Radio Example"]
    assert len(page["logged"]) == 1
    assert Client().get("/en/").context["lead"].title_en.startswith("Aleppo")
    story = Article.objects.get(title_ar__startswith="تعرفة جديدة للحافلات")
    assert len(Client().get(story.get_absolute_url()).context["story"].articles) == 2
    # All of it through the people's door.
    assert not list(check_history())
    assert set(Deed.objects.values_list("done_by__username", flat=True)) == {"chief"}
    deeds = Deed.objects.count()
    assert run() == "The paper has sections already: unchanged.\n"
    assert Deed.objects.count() == deeds

"""Notices as they are drafted: whole sentences, in the house's wording."""

import pytest
from hypothesis import given, settings

from articles.editing import Change, draft_notice
from tests.body.strategies import THREE, p
from tests.builders import make_source
from tests.editing.test_merging import EMPTY

TOWN = "أعلنت البلدية أن 17 عائلة عادت إلى الحي بعد انتهاء الترميم."
SCHOOL = "وأضافت أن المدرسة ستُفتح الأسبوع المقبل."
SOMETHING = "تضمّنت نسخة سابقة من هذا الخبر خطأً صُحّح."


def draft(before: dict, after: dict, kind: str = "correction", language: str = "ar") -> str:
    return draft_notice(EMPTY | before, EMPTY | after, kind, language)


@pytest.mark.parametrize(
    ("before", "after", "notice"),
    [
        # A number is told with what it counts, or with what it is said of.
        (p(TOWN), p(TOWN.replace("17", "70")),
         "ورد في نسخة سابقة من هذا الخبر «17 عائلة»، والصواب «70 عائلة»."),
        (p("وصلت القافلة يوم 12 آذار."), p("وصلت القافلة يوم 13 آذار."),
         "ورد في نسخة سابقة من هذا الخبر «12 آذار»، والصواب «13 آذار»."),
        (p("بلغ العدد 17."), p("بلغ العدد 70."),
         "ورد في نسخة سابقة من هذا الخبر «العدد 17»، والصواب «العدد 70»."),
        (p("بلغ العدد ١٧ شخصاً."), p("بلغ العدد 17 شخصاً."),
         "ورد في نسخة سابقة من هذا الخبر «١٧ شخصاً»، والصواب «17 شخصاً»."),
        # A name with the name before it.
        (p("قال أحمد المثال إن العمل بدأ."), p("قال أحمد النموذجي إن العمل بدأ."),
         "ورد في نسخة سابقة من هذا الخبر «أحمد المثال»، والصواب «أحمد النموذجي»."),
        (p("قال الوزير سالم العينة إن العمل بدأ."), p("قال المدير رامي المثال إن العمل بدأ."),
         "ورد في نسخة سابقة من هذا الخبر «الوزير سالم العينة»، والصواب «المدير رامي المثال»."),
        (p("جرى الاجتماع في حمص."), p("جرى الاجتماع في حماة."),
         "ورد في نسخة سابقة من هذا الخبر «في حمص»، والصواب «في حماة»."),
        # At the beginning of a sentence there is nothing in front that belongs to it.
        (p("انتهى العمل. سالم غادر القاعة."), p("انتهى العمل. رامي غادر القاعة."),
         "ورد في نسخة سابقة من هذا الخبر «سالم غادر»، والصواب «رامي غادر»."),
        # Something added, something removed: within a sentence, and whole paragraphs.
        (p(TOWN), p(TOWN.replace("عائلة", "عائلة نازحة")),
         "ورد في نسخة سابقة من هذا الخبر «عائلة»، والصواب «عائلة نازحة»."),
        (p(TOWN.replace("عائلة", "عائلة نازحة")), p(TOWN),
         "ورد في نسخة سابقة من هذا الخبر «عائلة نازحة»، والصواب «عائلة»."),
        (p(TOWN), p(TOWN, SCHOOL),
         "سقط من نسخة سابقة من هذا الخبر «وأضافت أن المدرسة ستُفتح الأسبوع المقبل»."),
        (p(TOWN, SCHOOL), p(TOWN),
         "ورد في نسخة سابقة من هذا الخبر «وأضافت أن المدرسة ستُفتح الأسبوع المقبل»، ولم يكن ذلك صحيحاً فحُذف."),
        # Several: three are told, the rest is mentioned.
        (p("جاء 17 رجلاً.", TOWN), p("جاء 70 رجلاً.", TOWN.replace("17", "19")),
         "ورد في نسخة سابقة من هذا الخبر «17 رجلاً»، والصواب «70 رجلاً». وورد فيها «17 عائلة»، والصواب «19 عائلة»."),
        (p(TOWN), p(TOWN.replace("17", "70"), SCHOOL),
         "ورد في نسخة سابقة من هذا الخبر «17 عائلة»، والصواب «70 عائلة». وسقط منها «وأضافت أن المدرسة ستُفتح الأسبوع المقبل»."),
        (p("هنا 1 متر.", "هناك 2 متر.", "بعيداً 3 أمتار.", "قريباً 4 أمتار."),
         p("هنا 11 متر.", "هناك 22 متر.", "بعيداً 33 أمتار.", "قريباً 44 أمتار."),
         "ورد في نسخة سابقة من هذا الخبر «1 متر»، والصواب «11 متر». وورد فيها «2 متر»، والصواب «22 متر». "
         "وورد فيها «3 أمتار»، والصواب «33 أمتار». وصُحّحت مواضع أخرى."),
        # Quotation marks of the text do not close those of the notice.
        (p("وقال: «العدد 17»."), p("وقال: «العدد 70»."),
         "ورد في نسخة سابقة من هذا الخبر «العدد 17»، والصواب «العدد 70»."),
        (p(TOWN), p(TOWN, "وقال المدير إن «العمل بدأ» فعلاً."),
         "سقط من نسخة سابقة من هذا الخبر «وقال المدير إن “العمل بدأ” فعلاً»."),
        # What long passages say is not told again word by word.
        (p(TOWN), p(TOWN, " ".join(f"كلمة{number}" for number in range(40))),
         f"سقط من نسخة سابقة من هذا الخبر «{' '.join(f'كلمة{number}' for number in range(25))}…»."),
        # No word changed.
        (p(TOWN), p(f"<strong>{TOWN}</strong>"), SOMETHING),
        (p(TOWN, SCHOOL), p(SCHOOL, TOWN), SOMETHING),
        (p(TOWN), p(TOWN[:-1]), SOMETHING),
        (p(TOWN), p(TOWN), SOMETHING),
    ],
)  # fmt: skip
def test_corrections_of_a_body(before, after, notice):
    assert draft({"body_ar": before}, {"body_ar": after}) == notice


@pytest.mark.parametrize(
    ("before", "after", "notice"),
    [
        (p(TOWN), p(TOWN.replace("17", "70")),
         "كانت عبارة «17 عائلة» في نسخة سابقة من هذا الخبر غير واضحة، والمقصود «70 عائلة»."),
        (p(TOWN), p(TOWN, SCHOOL),
         "أُضيف إلى هذا الخبر للتوضيح: «وأضافت أن المدرسة ستُفتح الأسبوع المقبل»."),
        (p(TOWN, SCHOOL), p(TOWN),
         "حُذفت من هذا الخبر عبارة «وأضافت أن المدرسة ستُفتح الأسبوع المقبل» منعاً للالتباس."),
        (p(TOWN, SCHOOL), p(TOWN.replace("17", "70")),
         "كانت عبارة «17 عائلة» في نسخة سابقة من هذا الخبر غير واضحة، والمقصود «70 عائلة». "
         "وحُذفت عبارة «وأضافت أن المدرسة ستُفتح الأسبوع المقبل» منعاً للالتباس."),
        (p(TOWN), p(f"<em>{TOWN}</em>"), "أُعيدت صياغة موضع من هذا الخبر للتوضيح."),
    ],
)  # fmt: skip
def test_clarifications(before, after, notice):
    assert draft({"body_ar": before}, {"body_ar": after}, "clarification") == notice


@pytest.mark.parametrize(
    ("kind", "before", "after", "notice"),
    [
        ("correction", p("The town said 17 families returned."), p("The town said 70 families returned."),
         "An earlier version of this article said “17 families”; it should have said “70 families”."),
        ("correction", p("Mr Ahmad Sample spoke."), p("Mr Ahmad Model spoke."),
         "An earlier version of this article said “Ahmad Sample”; it should have said “Ahmad Model”."),
        ("correction", p("One."), p("One.", "Two and three came."),
         "An earlier version of this article left out “Two and three came”."),
        ("correction", p("One.", "Two and three came."), p("One."),
         "An earlier version of this article said “Two and three came”, which was wrong and has been removed."),
        ("clarification", p("One."), p("One.", "Two and three came."),
         "Added to this article to make it clearer: “Two and three came”."),
        ("correction", p("One."), p("One."),
         "An earlier version of this article had an error, which has been corrected."),
    ],
)  # fmt: skip
def test_in_english(kind, before, after, notice):
    assert draft({"body_en": before}, {"body_en": after}, kind, "en") == notice


def test_each_language_tells_its_own_changes():
    before = {"body_ar": p(TOWN), "body_en": p("One.")}
    after = before | {"body_ar": p(TOWN.replace("17", "70"))}
    assert "70" in draft(before, after)
    assert "70" not in draft(before, after, language="en")


@pytest.mark.parametrize(
    ("field", "before", "after", "notice"),
    [
        ("title_ar", "عودة 17 عائلة", "عودة 70 عائلة", "ورد في نسخة سابقة من هذا الخبر «17 عائلة»، والصواب «70 عائلة»."),
        ("summary_ar", "", "ملخص جديد", "سقط من نسخة سابقة من هذا الخبر «ملخص جديد»."),
        ("image_caption_ar", "سوق حلب", "سوق حماة",
         "ورد في نسخة سابقة من هذا الخبر «سوق حلب»، والصواب «سوق حماة»."),
        ("byline_ar", "رامي المثال", "سلمى المثال", "ورد في نسخة سابقة من هذا الخبر «رامي المثال»، والصواب «سلمى المثال»."),
        ("tags", ["ماء"], ["خبز"], SOMETHING),
    ],
)  # fmt: skip
def test_other_fields(field, before, after, notice):
    assert draft({field: before}, {field: after}) == notice


def test_a_headline_and_a_body_that_say_the_same_are_told_once():
    before = {"title_ar": "عودة 17 عائلة", "body_ar": p(TOWN)}
    after = {name: text.replace("17", "70") for name, text in before.items()}
    assert draft(before, after) == draft({"body_ar": p(TOWN)}, {"body_ar": after["body_ar"]})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "language", "notice"),
    [
        ("correction", "ar", "نُسب هذا الخبر في نسخة سابقة إلى «صحيفة العينة»، والصواب «وكالة المثال»."),
        ("clarification", "ar", "نُسب هذا الخبر في نسخة سابقة إلى «صحيفة العينة»، والمقصود «وكالة المثال»."),
        ("correction", "en", "An earlier version of this article named “صحيفة العينة” as its source; it is “Example Agency”."),
    ],
)  # fmt: skip
def test_a_source(kind, language, notice):
    before = {"source": make_source("صحيفة العينة").pk}
    after = {"source": make_source("وكالة المثال", name_en="Example Agency").pk}
    assert draft(before, after, kind, language) == notice
    assert draft({}, after) == SOMETHING  # one that it did not have is not named wrongly


@given(THREE)
@settings(max_examples=100)
def test_something_is_always_said(bodies):
    before, after, _ = bodies
    for kind in (Change.CORRECTION, Change.CLARIFICATION):
        notice = draft({"body_ar": before}, {"body_ar": after}, kind)
        assert notice.endswith((".", "»."))
        assert notice.count("«") == notice.count("»")
        assert "«»" not in notice

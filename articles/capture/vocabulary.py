"""The words by which pages label their parts, folded (``match_key``), and how a line opens with one.

A label is met at the start of a line, however its hamzas and marks are written.
"""

import re
from functools import cache

from articles.arabic import match_key

PUBLISHED = (
    "تاريخ النشر", "تاريخ ووقت النشر", "نشر في", "نشرت في", "نشر بتاريخ", "نشر يوم", "تم النشر في",
    "تم النشر بتاريخ", "تم النشر", "منشور في", "تاريخ الإضافة", "أضيف في", "أضيف بتاريخ", "وقت النشر",
    "النشر", "نشر", "التاريخ", "تاريخ", "published on", "published at", "published",
)  # fmt: skip
UPDATED = (
    "آخر تحديث في", "آخر تحديث بتاريخ", "آخر تحديث", "تاريخ آخر تحديث", "تاريخ التحديث", "آخر تعديل في",
    "آخر تعديل", "تاريخ التعديل", "تاريخ آخر تعديل", "حدث في", "حدث بتاريخ", "تم التحديث في",
    "تم التحديث", "تم التعديل في", "عدل في", "محدث في", "وقت التحديث", "التحديث", "تحديث",
    "last updated", "updated on", "updated at", "updated",
)  # fmt: skip
# After these and a colon a time is meant, whatever stands there.
SURE_TIME_LABELS = tuple(
    map(match_key, ("تاريخ النشر", "تاريخ الإضافة", "آخر تحديث", "تاريخ التحديث", "آخر تعديل"))
)
RELATED = (
    "مقالات مقترحة", "مقالات ذات صلة", "مقالات مشابهة", "مقالات متعلقة", "مقالات أخرى", "مواضيع ذات صلة",
    "مواضيع متعلقة", "مواضيع مشابهة", "مواضيع مقترحة", "موضوعات ذات صلة", "موضوعات متعلقة",
    "أخبار ذات صلة", "أخبار متعلقة", "أخبار مشابهة", "أخبار مقترحة", "أخبار أخرى", "ذات صلة",
    "اقرأ أيضا", "اقرأ أيضا في", "اقرأ المزيد", "اقرأ كذلك", "إقرأ أيضا", "شاهد أيضا", "شاهد كذلك",
    "طالع أيضا", "للمزيد", "قد يهمك", "قد يهمك أيضا", "قد يعجبك أيضا", "محتوى ذو صلة", "تقارير ذات صلة",
    "الأكثر قراءة", "related articles", "related", "read also", "read more",
)  # fmt: skip
TAGS = (
    "كلمات مفتاحية", "الكلمات المفتاحية", "كلمات دلالية", "الكلمات الدلالية", "وسوم", "الوسوم",
    "تاغات", "تاجات", "علامات", "tags", "keywords",
)  # fmt: skip
SOURCE = ("المصدر", "مصدر الخبر", "source")
BYLINE = (
    "كتب", "كتبت", "كتبه", "كتبها", "بقلم", "الكاتب", "الكاتبة", "المحرر", "تحرير", "إعداد", "تقرير",
    "مراسل", "مراسلنا", "by",
)  # fmt: skip
CREDITS = (
    "تقديم", "إخراج", "مونتاج", "تصوير", "إنتاج", "إشراف", "غرافيك", "جرافيك", "تعليق صوتي", "إعداد وتقديم",
    "صورة", "الصورة", "مصدر الصورة", "عدسة", "photo", "image",
)  # fmt: skip

FURNITURE_LINES = frozenset(
    map(
        match_key,
        (
            "شارك", "شاركها", "مشاركة", "شارك المقال", "شارك الخبر", "شارك هذا المقال", "شارك على", "طباعة",
            "اطبع", "اطبع المقال", "حجم الخط", "تكبير الخط", "تصغير الخط", "نسخ الرابط", "انسخ الرابط", "نسخ",
            "تم نسخ الرابط", "حفظ", "استمع", "استمع للمقال", "الرئيسية", "التعليقات", "تعليقات", "أضف تعليقا",
            "أضف تعليق", "اشترك", "اشترك الآن", "المزيد", "إعلان", "إعلانات", "فيسبوك", "تويتر", "إكس", "واتساب",
            "واتس آب", "تلغرام", "تيليغرام", "تلجرام", "لينكدإن", "إنستغرام", "يوتيوب", "البريد الإلكتروني",
            "بريد إلكتروني", "إرسال إلى صديق", "أرسل", "ماسنجر", "الوضع الليلي", "القائمة", "بحث", "عودة",
            "facebook", "twitter", "x", "whatsapp", "telegram", "messenger", "email", "e mail", "print", "share",
            "a", "aa", "font size", "copy link", "advertisement", "menu", "home", "linkedin", "instagram",
        ),
    )
)  # fmt: skip
FURNITURE_OPENINGS = tuple(
    match_key(words) + " "
    for words in (
        "شارك على", "شارك عبر", "شاركه على", "تابعنا على", "تابعونا على", "تابع أخبارنا", "اشترك في", "اشتركوا في",
        "انضم إلى قناتنا", "جميع الحقوق محفوظة", "حقوق النشر محفوظة", "عدد المشاهدات", "عدد القراءات",
        "مشاهدات", "وقت القراءة", "مدة القراءة", "زمن القراءة", "follow us",
    )
)  # fmt: skip
# Words over a headline that are no part of it.
KICKERS = frozenset(
    map(
        match_key,
        (
            "تقرير", "تقرير خاص", "تقارير", "خاص", "عاجل", "حصري", "أخبار", "أخبار محلية", "محليات", "سوريا",
            "سياسة", "اقتصاد", "رياضة", "ثقافة", "مجتمع", "منوعات", "تحقيق", "تحقيقات", "رأي", "آراء", "مقابلة",
            "حوار", "فيديو", "صور", "بالصور", "بالفيديو", "تغطية", "متابعات", "دولي", "عربي", "علوم", "صحة",
            "تكنولوجيا", "ملفات", "تحليل", "قصة", "قصة خبرية", "خبر", "بيان",
        ),
    )
)  # fmt: skip
LISTING_OPENINGS = tuple(
    match_key(words)
    for words in (
        "نتائج البحث",
        "الوسم",
        "وسم",
        "تصنيف",
        "التصنيف",
        "أرشيف",
        "قسم",
        "tag",
        "category",
    )
)
PAGINATION = frozenset(
    map(
        match_key,
        (
            "التالي",
            "السابق",
            "الصفحة التالية",
            "الصفحة السابقة",
            "عرض المزيد",
            "تحميل المزيد",
            "next",
        ),
    )
)

# First words of outlets' names.
OUTLET_WORDS = frozenset(
    map(
        match_key,
        (
            "تلفزيون", "قناة", "شبكة", "وكالة", "وكالات", "موقع", "صحيفة", "جريدة", "مجلة", "إذاعة", "راديو",
            "منصة", "مركز", "مؤسسة", "الجزيرة", "العربية", "العربي", "رويترز", "الأناضول", "سانا", "فرانس",
            "بي", "نورث", "عنب", "غرفة", "وزارة", "هيئة", "مديرية", "محافظة", "المرصد", "الشبكة", "الوكالة",
            "الهيئة", "مكتب", "أخبار", "أورينت", "حلب اليوم", "مراسلون", "متابعات", "صفحة", "حساب", "فريق",
        ),
    )
)  # fmt: skip
CREDIT_WORDS = OUTLET_WORDS | frozenset(
    map(
        match_key,
        ("أ", "ا", "أرشيف", "أرشيفية", "الإنترنت", "إنترنت", "تويتر", "فيسبوك", "خاص", "غيتي", "getty", "afp",
         "reuters", "ap", "epa", "aa", "رويترز", "ناشطون", "متداولة", "تعبيرية"),
    )
)  # fmt: skip
CITIES = frozenset(
    map(
        match_key,
        (
            "دمشق", "حلب", "حمص", "حماة", "حماه", "إدلب", "اللاذقية", "طرطوس", "درعا", "السويداء", "القنيطرة",
            "دير الزور", "الرقة", "الحسكة", "القامشلي", "تدمر", "الباب", "أعزاز", "عفرين", "جرابلس", "سرمدا",
            "ريف دمشق", "داريا", "دوما", "السلمية", "مصياف", "جبلة", "بانياس", "الميادين", "البوكمال", "منبج",
            "إسطنبول", "أنقرة", "غازي عنتاب", "بيروت", "طرابلس", "عمان", "عمّان", "بغداد", "أربيل", "القدس", "غزة",
            "القاهرة", "الرياض", "جدة", "مكة المكرمة", "الدوحة", "دبي", "أبوظبي", "الكويت", "المنامة", "مسقط",
            "صنعاء", "عدن", "تونس", "الجزائر", "الرباط", "الخرطوم", "باريس", "لندن", "برلين", "جنيف", "موسكو",
            "واشنطن", "نيويورك", "بروكسل", "فيينا",
        ),
    )
)  # fmt: skip
GIVEN_NAMES = frozenset(
    map(
        match_key,
        (
            "محمد", "أحمد", "محمود", "علي", "حسن", "حسين", "عمر", "خالد", "يوسف", "إبراهيم", "مصطفى", "عبد",
            "عبدالله", "عبدالرحمن", "سامر", "سامي", "رامي", "فادي", "نادر", "باسل", "بشار", "جمال", "كمال", "طارق",
            "ماهر", "ماجد", "وليد", "هاني", "زياد", "عماد", "إياد", "أنس", "بلال", "حازم", "ليث", "مازن", "معاذ",
            "نور", "لينا", "ليلى", "سارة", "مريم", "فاطمة", "هدى", "سلمى", "ريم", "رنا", "رشا", "دانا", "ديما",
            "هبة", "مها", "منى", "سعاد", "ندى", "سمر", "رغد", "آية", "جود", "كرم", "قيس", "قصي", "عدي", "غسان",
            "فراس", "فارس", "سعيد", "سليم", "صالح", "عادل", "عامر", "عاصم", "منير", "نبيل", "نزار", "هيثم",
            "يحيى", "ياسر", "ياسين", "إسماعيل", "إلياس", "جورج", "ميشيل", "جاد", "تيم", "رائد", "شادي", "عصام",
        ),
    )
)  # fmt: skip

_MARKS = "[\u0640\u064b-\u065f\u0670]*"
_SPELLINGS = {
    "ا": "[اأإآٱ]", "ه": "[هةہھ]", "ي": "[يىئیي]", "و": "[وؤ]", "ك": "[كک]", " ": r"\s+",
}  # fmt: skip


def _any_spelling(label: str) -> str:
    letters = (_SPELLINGS.get(char, re.escape(char)) for char in match_key(label))
    return _MARKS.join(letters) + _MARKS


def _opening(labels: tuple[str, ...]) -> str:
    longest_first = sorted(labels, key=len, reverse=True)
    return "|".join(map(_any_spelling, longest_first))


_LABELS = {
    "updated": UPDATED,
    "published": PUBLISHED,
    "related": RELATED,
    "tags": TAGS,
    "credits": CREDITS,
    "source": SOURCE,
    "byline": BYLINE,
}


@cache
def _openings() -> re.Pattern[str]:
    """Compiled when first asked for: a fifth of a second that only who reads pages should pay."""
    kinds = "|".join(f"(?P<{kind}>{_opening(labels)})" for kind, labels in _LABELS.items())
    mark = r"(?P<mark>\s*[:：\-–—|»>]+\s*|\s*$|\s+)"
    return re.compile(rf"[\W_]*(?:{kinds}){mark}(?P<rest>.*)", re.IGNORECASE)


@cache
def update_inside() -> re.Pattern[str]:
    """An update's label further on in a line that began with a publication's."""
    return re.compile(rf"(?<=\s)(?:{_opening(UPDATED[:11])})\s*:?\s", re.IGNORECASE)


def opening_label(line: str) -> tuple[str, str, str] | None:
    """The label a line opens with: ``(kind, mark, rest)``, or None.

    ``"آخر تحديث: 25.05.2018"`` -> ``("updated", ":", "25.05.2018")``; ``mark`` is empty where only
    a space divides label and rest, and the caller then needs more reason to believe it.
    """
    found = _openings().match(line)
    if not found:
        return None
    kind = found.lastgroup if found.lastgroup in _LABELS else ""
    kind = kind or next(name for name in _LABELS if found[name] is not None)
    return kind, found["mark"].strip(), found["rest"].strip()

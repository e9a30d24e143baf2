from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.damascus import read_period

MAY = (date(2018, 5, 1), date(2018, 5, 31))
DAY = (date(2018, 5, 21), date(2018, 5, 21))


@pytest.mark.parametrize(
    ("text", "period", "printed"),
    [
        # days
        ("21.05.2018", DAY, "21.05.2018"),
        ("21/5/2018", DAY, "21/5/2018"),
        ("٢١/٥/٢٠١٨", DAY, "٢١/٥/٢٠١٨"),
        ("۲۱/۵/۲۰۱۸", DAY, "۲۱/۵/۲۰۱۸"),
        ("2018-05-21", DAY, "2018-05-21"),
        ("قصف 21 أيار 2018 في حلب", DAY, "21 أيار 2018"),
        ("٢١ أيّار/مايو ٢٠١٨", DAY, "٢١ أيّار/مايو ٢٠١٨"),
        ("الاثنين 21 أيار 2018", DAY, "21 أيار 2018"),
        ("21 May 2018", DAY, "21 May 2018"),
        ("May 21, 2018", DAY, "May 21, 2018"),
        ("21.05.2018 | 11:05", DAY, "21.05.2018 | 11:05"),
        ("29 شباط 2016", (date(2016, 2, 29), date(2016, 2, 29)), "29 شباط 2016"),
        # months
        ("معارك أيار 2018", MAY, "أيار 2018"),
        ("أيّـار ٢٠١٨ كله", MAY, "أيّـار ٢٠١٨"),
        ("مايو 2018", MAY, "مايو 2018"),
        ("أيار/مايو 2018", MAY, "أيار/مايو 2018"),
        ("في مايو/أيار 2018 قتل", MAY, "مايو/أيار 2018"),
        ("أيار (مايو) 2018", MAY, "أيار (مايو) 2018"),
        ("أيار من عام 2018", MAY, "أيار من عام 2018"),
        ("أيار، 2018", MAY, "أيار، 2018"),
        ("May 2018 in Aleppo", MAY, "May 2018"),
        ("MAY 2018", MAY, "MAY 2018"),
        ("كانون الثاني 2017", (date(2017, 1, 1), date(2017, 1, 31)), "كانون الثاني 2017"),
        ("كانون الثاني/يناير 2017", (date(2017, 1, 1), date(2017, 1, 31)), "كانون الثاني/يناير 2017"),
        ("ك2 2017", (date(2017, 1, 1), date(2017, 1, 31)), "ك2 2017"),
        ("تشرين الأول 2015", (date(2015, 10, 1), date(2015, 10, 31)), "تشرين الأول 2015"),
        ("شباط 2016", (date(2016, 2, 1), date(2016, 2, 29)), "شباط 2016"),
        ("شباط 2018", (date(2018, 2, 1), date(2018, 2, 28)), "شباط 2018"),
        ("Dec. 2018", (date(2018, 12, 1), date(2018, 12, 31)), "Dec. 2018"),
        # the first of two months; a day before any month
        ("أيار 2018 ثم حزيران 2018", MAY, "أيار 2018"),
        ("حزيران 2018 ثم 21.05.2018", DAY, "21.05.2018"),
        # from one to another
        ("معارك من أيار 2018 حتى حزيران 2018", (MAY[0], date(2018, 6, 30)), "من أيار 2018 حتى حزيران 2018"),
        ("21.05.2018 إلى 25 أيار 2018 في حلب", (DAY[0], date(2018, 5, 25)), "21.05.2018 إلى 25 أيار 2018"),
        ("من أيار 2018 الى 5.6.2018", (MAY[0], date(2018, 6, 5)), "من أيار 2018 الى 5.6.2018"),
        ("أيار 2018 – حزيران 2018", (MAY[0], date(2018, 6, 30)), "أيار 2018 – حزيران 2018"),
        ("From 21 May 2018 to June 2018", (DAY[0], date(2018, 6, 30)), "From 21 May 2018 to June 2018"),
        ("حزيران 2018 حتى 21.05.2018", DAY, "21.05.2018"),  # the end is before the beginning
        ("من أيار 2018 إلى دمشق", MAY, "أيار 2018"),
    ],
)  # fmt: skip
def test_periods(text: str, period: tuple[date, date], printed: str) -> None:
    found = read_period(text)
    assert found is not None
    assert (found.first, found.last) == period
    assert text[found.start : found.end] == printed


@pytest.mark.parametrize(
    "text",
    [
        "", "جنوب دمشق", "1700", "2018", "عام 2018", "أيار", "21 أيار", "أيار 18", "2018 أيار",
        "31.02.2018", "5/21/2018", "2018-13-01", "21.05.18", "00.00.0000", "11:05",
        # words of every day, and months that contradict each other
        "الصيف 2018", "صيف 2018", "الماء 2018", "ناصر 2018", "الربيع 2018", "حزيران/مايو 2018",
        "رمضان 1439", "أيار 1018", "أيار 20180", "march on 2018",
    ],
)  # fmt: skip
def test_no_period(text: str) -> None:
    assert read_period(text) is None


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [*["أيار", "أيّار", "مايو", "كانون الثاني", "شباط", "الصيف", "May", "ك2", "من عام", "2018"],
             *["٢٠١٨", "2100", "1900", "0000", "31", "29", "1", "٥", "/", ".", "-", "(", ")", " ", "،"],
             *["\u200f", "\u064e", "ـ", "11:05", "|", "\ufefb"]]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_any_line_may_be_read(text: str) -> None:
    found = read_period(text)
    if found is None:
        return
    assert 0 <= found.start < found.end <= len(text)
    # A whole day or a whole month, which its own span names too.
    next_day = found.last + timedelta(days=1)
    assert found.first == found.last or (found.first.day, next_day.day) == (1, 1)
    again = read_period(text[found.start : found.end])
    assert again is not None
    assert again[:2] == found[:2]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_and_month_is_read(day: date) -> None:
    for text in (f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day}/{day.month}/{day.year}"):
        assert read_period(text) == (day, day, 0, len(text))
    text = f"{day:%B %Y}"
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert read_period(text) == (first, last, 0, len(text))

import pytest
from babel import Locale

from articles.damascus.letters import fold
from articles.damascus.months import HIJRI_MONTHS, MONTHS, WEEKDAYS


@pytest.mark.parametrize("country", ["SY", "LB", "IQ", "EG", "SA", "DZ", "TN", "MA", "MR", "LY"])
def test_the_months_of_every_country_are_known(country: str) -> None:
    names = Locale("ar", country).months["format"]["wide"]
    assert {number: MONTHS[fold(name)] for number, name in names.items()} == {
        number: number for number in range(1, 13)
    }


def test_no_name_is_two_months() -> None:
    names = [name for name in MONTHS if name.replace(" ", "") in MONTHS]
    assert [name for name in names if MONTHS[name] != MONTHS[name.replace(" ", "")]] == []
    assert not set(MONTHS) & {*HIJRI_MONTHS, *WEEKDAYS}


def test_the_weekdays_are_known() -> None:
    for locale in (Locale("ar", "SY"), Locale("en")):
        assert {fold(name) for name in locale.days["format"]["wide"].values()} <= set(WEEKDAYS)

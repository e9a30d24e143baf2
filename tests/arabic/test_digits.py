from articles.arabic import to_arabic_digits, to_ascii_digits


def test_there_and_back() -> None:
    assert to_arabic_digits("21.05.2018 | 11:05 دمشق") == "٢١.٠٥.٢٠١٨ | ١١:٠٥ دمشق"
    assert to_ascii_digits("٢١.٠٥.٢٠١٨ ۱۲") == "21.05.2018 12"

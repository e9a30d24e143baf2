from articles.arabic import AnalysedText, Stemmer, analyse
from articles.arabic.analysis import MAX_WORDS

STEMMER = Stemmer({})


def test_analyse() -> None:
    assert analyse(
        STEMMER,
        headline="«المَدرسة» بـ8 آلاف ليرة",
        summary="",
        body="قال وزير:\nحافلات للمخيم.",
    ) == AnalysedText(
        "المدرسه 8 الاف ليره", ("مدرسه 8 الاف ليره", "", "قال وزير حافله مخيم")
    )  # fmt: skip


def test_a_caption_is_kept_apart() -> None:
    words = {"headline": "حلب", "summary": "", "body": "قال وزير."}
    assert analyse(STEMMER, **words, caption="حافلات، 2018").stems == (
        *("حلب", "", "قال وزير"),
        "حافله 2018",
    )
    assert analyse(STEMMER, **words, caption="…") == analyse(STEMMER, **words)


def test_nothing_is_nothing() -> None:
    assert analyse(STEMMER, headline="", summary="…", body="و") == AnalysedText("", ("", "", ""))


def test_a_text_is_kept_up_to_a_number_of_words() -> None:
    long = "المدينة " * (MAX_WORDS + 1)
    headline, stems = analyse(STEMMER, headline="حلب", summary=long, body=f"{long} دمشق")
    assert headline == "حلب"
    assert stems == ("حلب", *[" ".join(["مدينه"] * MAX_WORDS)] * 2)

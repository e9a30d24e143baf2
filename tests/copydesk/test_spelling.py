from articles.copydesk import check
from articles.copydesk.spelling import corrected, errors


def test_the_list_is_long_enough_to_be_of_use() -> None:
    assert len(errors().stems) + len(errors().words) > 5000


def test_no_right_word_is_an_error_itself() -> None:
    rights = {*errors().words.values(), *errors().stems.values()}
    assert {right: corrected(right) for right in rights if corrected(right)} == {}


def test_prefixes_are_carried_along() -> None:
    assert [
        corrected(word) for word in ("والإجتماع", "للإقتصاد", "وبالادارة", "فاذا", "لهاذا")
    ] == [
        "والاجتماع",
        "للاقتصاد",
        "وبالإدارة",
        "فإذا",
        None,
    ]


def test_marks_stay_on_their_letters() -> None:
    assert corrected("إتّفاقاً") == "اتّفاقاً"
    assert corrected("مساءاً") == "مساءً"


def test_only_whole_words() -> None:
    assert check("إلىهاذا وهاذاك والى", rules=["spelling"])[0].found == "والى"

"""What an editor chose to ignore is known again in the edited article."""

from articles.copydesk import check


def keys(text: str) -> list[str]:
    return [finding.key for finding in check(text, rules=["detached-prefix"])]


def test_a_key_survives_edits_elsewhere() -> None:
    (key,) = keys("خرج بعض الناس لـ القرية عند الظهر أمس")
    assert keys("فقرة جديدة\nوخرج بعض الناس لـ القرية عند الظهر اليوم") == [key]
    assert keys("خرج بعض النّاس، لـ  القريه، عند الظهر") == [key]
    assert len(key) == 16


def test_another_place_has_another_key() -> None:
    assert len(set(keys("خرج الناس لـ القرية صباحاً\nخرج الناس لـ القرية مساءً"))) == 2


def test_another_rule_has_another_key() -> None:
    findings = check("في 2011, قال", rules=["latin-comma", "tatweel"]) + check(
        "في 2011, قال", rules=["latin-comma"]
    )
    assert len({finding.key for finding in findings}) == 1
    assert len({finding.key for finding in check("قال كلمة ,")}) == 2

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from articles.body import build_html, sanitize, text_of
from articles.copydesk import FIELDS, RULES, Copy, check_article, fix_article, fix_finding
from tests.copydesk.strategies import TEXTS

NOW = datetime(2018, 6, 1, tzinfo=UTC)
COPY = Copy(
    title='قافلة لـ القرية من "العينة"',
    summary="وصلت القافلة , أمس",
    body_html=(
        "<p>نقلت <strong>لـ</strong> القرية ٢٠ طناً, منها 12 اليوم</p>"
        '<blockquote class="pull"><p>نقلت للقرية</p></blockquote>'
        '<p>قال <em>"سليم</em>" إنها 20 في 2018.</p>'
    ),
    published_at=datetime(2018, 5, 21, 8, 5, tzinfo=UTC),
    alt="شاحنات ، ورجل",
    caption='القافلة لـ القرية أمس، و"سليم" ومعه ٣',
)


def found(copy: Copy, ignored: frozenset[str] = frozenset()) -> dict[str, list[tuple[str, str]]]:
    return {
        field: [(finding.rule, finding.found) for finding in findings]
        for field, findings in check_article(copy, NOW, ignored=ignored).items()
    }


def test_what_is_found_in_each_field() -> None:
    assert found(COPY) == {
        "title": [("detached-prefix", "لـ القرية"), ("straight-quotes", '"العينة"')],
        "summary": [
            ("space-before-punctuation", " ,"),
            ("latin-comma", ","),
            ("relative-time", "أمس"),
        ],
        "body_html": [
            ("detached-prefix", "لـ القرية"),
            ("mixed-digits", "٢٠"),
            ("latin-comma", ","),
            ("orphan-pull-quote", "نقلت للقرية"),
            ("straight-quotes", '"سليم"'),
        ],
        "alt": [("space-before-punctuation", " ،")],
        "caption": [
            ("detached-prefix", "لـ القرية"),
            ("relative-time", "أمس"),
            ("straight-quotes", '"سليم"'),
            ("mixed-digits", "٣"),
        ],
    }


def test_digits_are_counted_over_the_whole_article() -> None:
    copy = Copy(title="عام 2018", body_html="<p>عام ٢٠١٨</p><p>عام ٢٠١٩</p>")
    findings = check_article(copy, NOW, ["mixed-digits"])
    assert [(f.found, f.fix) for f in findings["title"]] == [("2018", "٢٠١٨")]
    assert findings["body_html"] == []


def test_everything_is_mended_and_the_tags_stay() -> None:
    codes = [finding.rule for findings in check_article(COPY, NOW).values() for finding in findings]
    mended = fix_article(COPY, NOW, codes)
    assert mended == replace(
        COPY,
        title="قافلة للقرية من «العينة»",
        summary="وصلت القافلة، يوم 20 أيار 2018",
        body_html=(
            "<p>نقلت <strong>للقرية</strong> 20 طناً، منها 12 اليوم</p>"
            '<blockquote class="pull"><p>نقلت للقرية</p></blockquote>'
            "<p>قال <em>«سليم</em>» إنها 20 في 2018.</p>"
        ),
        alt="شاحنات، ورجل",
        caption="القافلة للقرية يوم 20 أيار 2018، و«سليم» ومعه 3",
    )
    assert sanitize(mended.body_html) == mended.body_html
    assert found(mended) == {field: [] for field in FIELDS}
    assert fix_article(mended, NOW, codes) == mended


def test_only_the_rules_asked_for_are_mended() -> None:
    assert fix_article(COPY, NOW, ["latin-comma"]) == replace(
        COPY,
        summary="وصلت القافلة ، أمس",
        body_html=COPY.body_html.replace(",", "،"),
    )


def test_one_finding_is_mended() -> None:
    findings = check_article(COPY, NOW)["body_html"]
    (quotes,) = [finding for finding in findings if finding.rule == "straight-quotes"]
    mended = fix_finding(COPY, "body_html", quotes)
    assert mended == replace(COPY, body_html=COPY.body_html.replace('"سليم</em>"', "«سليم</em>»"))
    with pytest.raises(ValueError, match="no longer stands"):
        fix_finding(mended, "body_html", quotes)
    with pytest.raises(ValueError, match="no longer stands"):
        fix_finding(replace(COPY, title=""), "title", quotes)


def test_one_finding_of_a_caption_is_mended() -> None:
    finding = check_article(COPY, NOW)["caption"][0]
    assert fix_finding(COPY, "caption", finding) == replace(
        COPY, caption=COPY.caption.replace("لـ القرية", "للقرية")
    )
    with pytest.raises(ValueError, match="no longer stands"):
        fix_finding(COPY, "alt", finding)


def test_what_is_ignored_is_neither_found_nor_mended() -> None:
    title = check_article(COPY, NOW)["title"]
    ignored = frozenset({title[0].key})
    assert found(COPY, ignored)["title"] == [("straight-quotes", '"العينة"')]
    mended = fix_article(COPY, NOW, ["detached-prefix", "straight-quotes"], ignored)
    assert mended.title == "قافلة لـ القرية من «العينة»"


def test_a_pull_quote_and_what_it_repeats() -> None:
    body = (
        '<p>وصلت القافلة.</p><blockquote class="pull"><p>{}</p></blockquote><p>ثم غادرت القرية.</p>'
    )
    for quote, orphans in [
        ("وصَلت القافله", []),
        ("وصلت القافلة… غادرت القرية", []),
        ("«ثم غادرت»", []),
        ("وصلت القافلتان", ["وصلت القافلتان"]),
        ("", []),
    ]:
        findings = check_article(Copy(body_html=body.format(quote)), NOW, ["orphan-pull-quote"])
        assert [finding.found for finding in findings["body_html"]] == orphans


def test_without_a_time_of_publication_no_day_is_offered() -> None:
    copy = replace(COPY, published_at=None)
    assert check_article(copy, NOW, ["relative-time"])["summary"] == []


def test_today_the_readers_know_the_day() -> None:
    now = datetime(2018, 5, 22, 8, 5, tzinfo=UTC)
    assert check_article(COPY, now, ["relative-time"])["summary"] == []


def test_an_empty_article() -> None:
    assert check_article(Copy(), NOW) == {field: [] for field in FIELDS}
    assert fix_article(Copy(), NOW, ["tatweel"]) == Copy()


@given(TEXTS)
def test_any_body_can_be_mended(text: str) -> None:
    quote = ("pull quote", text.partition("\n")[0])
    body_html = sanitize(build_html([*(("paragraph", line) for line in text.split("\n")), quote]))
    copy = replace(COPY, body_html=body_html)
    mended = fix_article(copy, NOW, RULES).body_html
    assert sanitize(mended) == mended
    for finding in check_article(copy, NOW)["body_html"]:
        assert text_of(body_html)[finding.start : finding.end] == finding.found


def test_a_link_keeps_its_words() -> None:
    html = '<p>رفض لـ <a href="https://example.org" rel="noopener">الاتفاق</a> كله، ولـ <em>القرية</em></p>'
    mended = fix_article(Copy(body_html=html), NOW, ["detached-prefix"])
    assert mended.body_html == (
        '<p>رفض ل<a href="https://example.org" rel="noopener">لاتفاق</a> كله، ول<em>لقرية</em></p>'
    )

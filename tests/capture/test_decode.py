import pytest

from articles.capture import PageRefused, decode, split_lines

TEXT = "عاد الماء إلى أحياء المدينة الشرقية بعد انقطاع دام شهراً كاملاً، والحمد لله.\n" * 3


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1256", "cp1256"),
    ],
)
def test_the_encodings_of_captured_pages(encoding: str, named: str) -> None:
    content = TEXT.encode(encoding)
    assert decode(content) == (TEXT, named)


def test_utf_16_big_endian_with_its_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, "utf-16")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t\n", "empty-file"),
        (b"\xef\xbb\xbf\n", "empty-file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary-file"),
        (TEXT.encode("utf-16-le"), "binary-file"),
        (bytes(range(1, 32)) * 20, "binary-file"),
        (TEXT.encode("iso-8859-6"), "unknown-encoding"),
        ("Вода вернулась в восточные районы города".encode("koi8-r"), "unknown-encoding"),
        ("L’été à Noël, où est passée la forêt ?".encode("cp1252"), "unknown-encoding"),
        (TEXT.encode() + b"\xd8", "unknown-encoding"),
        (b"\xff\xfe\x00", "unknown-encoding"),
    ],
)
def test_what_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(PageRefused) as refused:
        decode(content)
    assert refused.value.code == code


def test_lines_end_in_any_of_three_ways() -> None:
    assert split_lines("a\r\nb\rc\n\nd\n") == ["a", "b", "c", "", "d"]
    assert split_lines("a\u2028b") == ["a\u2028b"]

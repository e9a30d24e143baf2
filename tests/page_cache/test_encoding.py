import gzip

import brotli
import pytest

from articles.page_cache.encoding import choose_encoding, encode, is_compressible


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("BR;q=0.5, GZIP", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        (",,;;=", ""),
    ],
)
def test_what_a_client_takes_best_is_chosen(accepted, chosen):
    assert choose_encoding(accepted) == chosen


def test_both_encodings_give_the_page_back():
    page = "مجلس المدينة يقرّ الموازنة. ".encode() * 200
    assert brotli.decompress(encode(page, "br")) == page
    assert gzip.decompress(encode(page, "gzip")) == page
    assert encode(page, "gzip") == encode(page, "gzip")  # no time in it
    assert len(encode(page, "br")) < len(page) / 5


@pytest.mark.parametrize(
    ("content_type", "is_so"),
    [
        ("text/html; charset=utf-8", True),
        ("text/plain", True),
        ("application/json", True),
        ("application/feed+json; charset=utf-8", True),
        ("application/rss+xml", True),
        ("application/xml", True),
        ("application/octet-stream", False),
        ("application/jsonish", False),
        ("image/png", False),
        ("", False),
    ],
)
def test_text_is_worth_compressing(content_type, is_so):
    assert is_compressible(content_type) is is_so

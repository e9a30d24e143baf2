"""Kept pages without a database: what is sent again, and what goes when there is no room."""

from django.http import HttpResponse

from articles.page_cache.generation import Generation
from articles.page_cache.store import KeptPage, Store

NOW, LATER = Generation(1, 1e10), Generation(2, 1e10)
TEXT = "صفحة " * 400


def answer_of(content: str = TEXT, **headers: str) -> HttpResponse:
    return HttpResponse(content, headers={"ETag": '"a"', **headers})


def headers_of(answer):
    return dict(answer[1])


def test_a_page_is_compressed_once_for_each_encoding():
    page = KeptPage(answer_of(Vary="Cookie"))
    plain, compressed = page.answer(""), page.answer("br")
    assert (plain[0], plain[2].decode()) == ("200 OK", TEXT)
    assert page.answer("br") is compressed
    assert headers_of(plain) == {
        "Content-Type": "text/html; charset=utf-8",
        "Vary": "Cookie, Accept-Encoding",
        "ETag": '"a"',
        "Content-Length": str(len(TEXT.encode())),
    }
    assert headers_of(compressed) == headers_of(plain) | {
        "Content-Encoding": "br",
        "ETag": 'W/"a"',
        "Content-Length": str(len(compressed[2])),
    }


def test_what_would_not_shrink_is_sent_as_it_is():
    picture = KeptPage(answer_of(**{"Content-Type": "image/png"}))
    assert "Content-Encoding" not in headers_of(picture.answer("br"))
    assert "Vary" not in headers_of(picture.answer("br"))
    assert "Content-Encoding" not in headers_of(KeptPage(answer_of("قصير")).answer("gzip"))


def test_who_has_the_page_is_told_so_without_it():
    page = KeptPage(answer_of(**{"Cache-Control": "no-cache", "X-Frame-Options": "DENY"}))
    for etag in ('"a"', 'W/"a"', '"b", W/"a"', "*"):
        status, headers, body = page.unchanged(etag, "br")
        assert (status, body) == ("304 Not Modified", b"")
        assert dict(headers) == {
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
            "ETag": 'W/"a"',
        }
    assert page.unchanged('"b"', "br") is None


def test_only_what_is_there_can_be_unchanged():
    gone = HttpResponse("", status=410)
    assert KeptPage(gone).unchanged("*", "") is None
    assert KeptPage(gone).answer("")[0] == "410 Gone"


def test_a_page_of_another_generation_is_not_found():
    store = Store(1_000_000)
    page = KeptPage(answer_of())
    store.put(("a",), page, NOW)
    assert store.get(("a",), NOW) is page
    assert store.get(("a",), LATER) is None
    store.put(("b",), page, LATER)
    assert store.get(("a",), NOW) is None
    # Made by a thread that began before the change and ended after it.
    store.put(("a",), page, NOW)
    assert store.get(("a",), NOW) is None
    assert store.get(("b",), LATER) is page


def test_what_was_not_asked_for_longest_goes_first():
    size = KeptPage(answer_of()).size
    store = Store(3 * (size + 1))
    for key in "abc":
        store.put((key,), KeptPage(answer_of()), NOW)
    store.get(("a",), NOW)
    store.put(("d",), KeptPage(answer_of()), NOW)
    assert [key for key in "abcd" if store.get((key,), NOW)] == ["a", "c", "d"]


def test_encodings_take_room_too():
    page = KeptPage(answer_of())
    store = Store(page.size + 100)
    store.put(("a",), page, NOW)
    page.answer("br")
    page.answer("gzip")
    store.put(("b",), KeptPage(answer_of("قصير")), NOW)
    assert store.get(("a",), NOW) is None


def test_addresses_and_headers_take_room_too():
    store = Store(50_000)
    for number in range(10):
        store.put((f"{number}?" + "a" * 20_000,), KeptPage(answer_of("قصير")), NOW)
    assert len(store._pages) == 2
    moved = KeptPage(answer_of("", Location="/" + "a" * 20_000))
    assert moved.size > 20_000


def test_after_a_backup_was_put_back_pages_are_kept_again():
    store = Store(1_000_000)
    page = KeptPage(answer_of())
    store.put(("a",), page, Generation(9, 1000.0))
    store.put(("a",), page, NOW)
    assert store.get(("a",), NOW) is page

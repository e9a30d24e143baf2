"""Addresses and forms are UTF-8."""

import io
from wsgiref.util import setup_testing_defaults

import pytest

from newsroom.wsgi import application

pytestmark = pytest.mark.django_db

FORM = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n\\ud800\r\n--x--\r\n'
NAMES = ["raw_unicode_escape", "idna", "hex_codec", "windows-1256"]


def ask(address: str, charset: str, form: bytes = b"") -> tuple[int, str]:
    """The status and the page, by the handler that a server calls."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "POST" if form else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": f"multipart/form-data; boundary=x; charset={charset}",
        "CONTENT_LENGTH": str(len(form)),
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(form),
    }
    setup_testing_defaults(environ)
    response = application.get_response(application.request_class(environ))
    return response.status_code, response.text


@pytest.mark.parametrize("charset", NAMES)
def test_a_form_in_another_encoding_is_refused_in_words(charset: str) -> None:
    for address in ("/digest/", "/admin/login/?next=/admin/"):
        status, page = ask(address, charset, FORM)
        assert status == 400
        assert "<h1>تعذّرت قراءة الطلب</h1>" in page
    assert "<h1>This request cannot be read</h1>" in ask("/en/digest/", charset, FORM)[1]


@pytest.mark.parametrize("charset", ["UTF-8", "utf8"])
def test_a_form_in_ours_is_taken(charset: str) -> None:
    assert ask("/digest/", charset, FORM)[0] == 200


@pytest.mark.parametrize("charset", [*NAMES, "no-such-codec"])
def test_an_address_is_read_whatever_a_program_says(charset: str) -> None:
    status, page = ask("/search/?q=%D9%85%D8%A7%D8%A1", charset)
    assert status == 200
    assert 'value="ماء"' in page

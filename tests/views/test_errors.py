import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from django.views.defaults import permission_denied

from articles.views import FrontView, bad_request, form_expired, server_error

pytestmark = pytest.mark.django_db


def test_not_found_is_in_arabic(client):
    response = client.get("/no/such/page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in html
    assert "<h1>الصفحة غير موجودة</h1>" in html
    assert "no/such" not in html
    assert "hreflang" not in html


def test_not_found_in_english_under_en(client):
    response = client.get("/en/no/such/page/")
    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.content.decode()


def test_an_error_of_ours_is_in_arabic_and_asks_the_database_nothing(monkeypatch):
    def fail(self, **kwargs):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(FrontView, "get_context_data", fail)
    client = Client(raise_request_exception=False)
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in html
    assert "<h1>حدث خطأ</h1>" in html
    assert "the secret reason" not in html
    assert len(captured) == 0
    english = client.get("/en/").content.decode()
    assert '<html lang="en" dir="ltr">' in english
    assert "<h1>Something went wrong</h1>" in english


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (bad_request, 400, "تعذّرت قراءة الطلب"),
        (permission_denied, 403, "لا يحق لك فتح هذه الصفحة"),
        (form_expired, 403, "لا يحق لك فتح هذه الصفحة"),
    ],
)
def test_other_refusals_are_in_arabic_too(rf, view, status, heading):
    response = view(rf.get("/"), Exception("the secret reason"))
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert "the secret reason" not in html


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize(("address", "language"), [("/admin/login/", "ar"), ("/en/search/", "en")])
def test_a_form_that_is_too_large_is_told_so_and_taken_in_whole(settings, kind, address, language):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = (
        b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n'
        + b"a" * 3_000_000
        + b"\r\n--x--\r\n"
    )
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    response = client.generic("POST", address, body, content_type=kind)
    with translation.override(language):
        heading = gettext("This form is too large")
    assert response.status_code == 413
    assert f'<html lang="{language}"' in response.text
    assert f"<h1>{heading}</h1>" in response.text
    assert response.wsgi_request.read(1) == b""


def test_an_error_before_any_language_is_known(rf):
    translation.deactivate()
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.content.decode()

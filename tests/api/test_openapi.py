"""The OpenAPI document, the page made of it, and that they leave nothing out."""

import re

import pytest
from django.urls import get_resolver
from django.utils import translation
from jsonschema import Draft202012Validator

from articles.api import asking
from tests.api.contract import SITE, document, errors_of, read

FILTERS = {
    "/api/v1/articles/": asking.ArticlesAsked,
    "/api/v1/articles/{id}/ninjs/": asking.LanguageAsked,
    "/api/v1/corrections/": asking.CorrectionsAsked,
    "/api/v1/sources/": asking.SourcesAsked,
}


def test_where_everything_is(client):
    links = read(client, "/api/v1/")["links"]
    assert links == {
        "articles": f"{SITE}/api/v1/articles/",
        "corrections": f"{SITE}/api/v1/corrections/",
        "sources": f"{SITE}/api/v1/sources/",
        "openapi": f"{SITE}/api/v1/openapi.json",
        "documentation": f"{SITE}/api/",
    }


def test_the_document_is_the_one_that_is_sent(client):
    sent = client.get("/api/v1/openapi.json?lang=en")
    assert sent.json() == document()
    assert sent["Content-Language"] == "en"
    assert client.get("/api/v1/openapi.json")["Content-Language"] == "ar"


def test_every_address_of_the_api_is_in_it():
    named = {
        f"/api/v1/{pattern.pattern}"
        for include in get_resolver().url_patterns
        if str(include.pattern) == "api/v1/"
        for pattern in include.url_patterns
        if pattern.name and pattern.name != "api_openapi"
    }
    assert {re.sub("<int:pk>", "{id}", path) for path in named} == set(document()["paths"])


@pytest.mark.parametrize("path", document()["paths"])
def test_every_parameter_is_in_it(path):
    parameters = document()["paths"][path]["get"]["parameters"]
    in_query = {one["name"] for one in parameters if one["in"] == "query"}
    asked = FILTERS.get(path)
    assert in_query == (set(asked.base_filters) if asked else set())
    assert all(one["description"] for one in parameters)


def test_the_choices_are_those_of_the_filters():
    for path, asked in FILTERS.items():
        for parameter in document()["paths"][path]["get"]["parameters"]:
            if values := parameter["schema"].get("enum"):
                choices = asked.base_filters[parameter["name"]].extra["choices"]
                assert values == [value for value, _label in choices], parameter["name"]


@pytest.mark.parametrize("name", document()["components"]["schemas"])
def test_every_shape_is_a_schema_and_refuses_something(name):
    Draft202012Validator.check_schema(document()["components"]["schemas"][name])
    assert errors_of({"$ref": f"#/components/schemas/{name}"}, {})


def test_every_reference_leads_somewhere():
    names = set(re.findall("'#/components/schemas/([A-Za-z]+)'", str(document())))
    assert names <= set(document()["components"]["schemas"])


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "address"), [("ar", "/api/"), ("en", "/en/api/")])
def test_the_page_tells_of_every_address_and_parameter(client, language, address):
    html = client.get(address).content.decode()
    for path, methods in document()["paths"].items():
        assert f'<code dir="ltr">{path}</code>' in html
        for parameter in methods["get"]["parameters"]:
            assert f'<code dir="ltr">{parameter["name"]}</code>' in html
    names = ("bad-parameters", "bad-request", "not-found", "method-not-allowed", "server-error")
    for name in names:
        assert f'<dt id="{name}">' in html
    assert f'href="/api/v1/openapi.json?lang={language}"' in html
    with translation.override(language):
        assert f"<h1>{translation.gettext('Read API')}</h1>" in html

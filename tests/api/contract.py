"""Asking the API, and holding every answer to the OpenAPI document."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from jsonschema import Draft202012Validator, FormatChecker

from articles.api.openapi import describe

SITE = "http://testserver"


@cache
def document() -> dict[str, Any]:
    with translation.override("en"):
        return describe(f"{SITE}/")


@cache
def _closed() -> dict[str, Any]:
    """The document, so that a property it does not name is an error; readers of it may be told more."""

    def close(schema: Any) -> Any:
        if isinstance(schema, list):
            return [close(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        closed = {name: close(value) for name, value in schema.items()}
        if closed.get("type") == "object" and "externalDocs" not in closed:
            closed["additionalProperties"] = False
        return closed

    return {"components": close(document()["components"])}


def errors_of(schema: dict[str, Any], value: Any) -> list[str]:
    """What is wrong with a value, by a schema of the document."""
    validator = Draft202012Validator({**_closed(), **schema}, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def read(client, address: str, status: int = 200, **headers: str) -> Any:
    """The JSON of an address, as the document has it for that address and status."""
    response = client.get(address, headers=headers)
    assert response.status_code == status, response.content.decode()
    kind = response["Content-Type"]
    responses = _operation(urlsplit(address).path)["responses"]
    schema = responses[str(status)]["content"][kind]["schema"]
    found = response.json()
    assert errors_of(schema, found) == []
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    return found


def _operation(path: str) -> dict[str, Any]:
    for template, methods in document()["paths"].items():
        if re.fullmatch(re.escape(template).replace(r"\{id\}", "[0-9]+"), path):
            return methods["get"]
    raise AssertionError(f"{path} is not in the document")


def ids(client, address: str) -> list[int]:
    """The ids of a list, all of its pages after each other."""
    found: list[int] = []
    following: str | None = address
    while following:
        page = read(client, following.removeprefix(SITE))
        found += [item["id"] for item in page["items"]]
        following = page["next"]
    return found

"""What people do in a browser. Each step ends when its outcome is there, however slow the machine."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000  # milliseconds that a busy machine may take for what comes at once
SAVED = ".messagelist .success"


def follow(locator: Locator, key: str = "") -> None:
    """Click what leads to another page, or press ``key`` in it, and wait until that page is there.

    What is read next is never of the page before, even if both say the same.
    """
    with locator.page.expect_navigation():
        if key:
            locator.press(key)
        else:
            locator.click()


def press(page: Page, name: str, then: str = SAVED) -> None:
    """Press the button of a form that has this name, and wait for ``then`` on the page that comes."""
    follow(page.locator(f"[name={name}]"))
    expect(page.locator(then).first).to_be_visible()
    wait_for_editors(page)


def wait_for_editors(page: Page) -> None:
    """Wait until each body has its editor around it: they come after the page."""
    bare = "textarea[data-django-prose-editor-configurable]:not(.prose-editor *)"
    expect(page.locator(bare)).to_have_count(0)


def log_in(page: Page, address: str, name: str) -> None:
    """Log in at a page that asks for it, and wait for the page that had been asked for."""
    page.goto(address)
    page.fill("#id_username", name)
    page.fill("#id_password", "x")
    follow(page.locator("#login-form [type=submit]"))


def resize(page: Page, width: int, height: int = 900) -> None:
    """Change the window, and wait until the page has heard of it."""
    page.set_viewport_size({"width": width, "height": height})
    becomes(page, lambda: page.evaluate("innerWidth"), width)


def becomes(page: Page, read: Callable[[], Any], value: Any) -> None:
    """Read until it is ``value``: for what Playwright's ``expect`` cannot see.

    From outside: ``wait_for_function`` asks with each picture drawn, and a busy machine draws few.
    """
    until = monotonic() + PATIENCE / 1000
    while read() != value and monotonic() < until:
        page.wait_for_timeout(50)  # milliseconds
    assert read() == value

"""Debian's Chromium, driven by Playwright, as a reader in Syria has it set up."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect, sync_playwright

from tests.browser.steps import PATIENCE, log_in

# Playwright's loop runs in this thread, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("/usr/bin/chromium")

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("There is no chromium on this machine, and these tests need one.")
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=2 * PATIENCE
        )
        yield started
        started.close()


@pytest.fixture
def open_browser(chromium):
    """``open_browser()`` -> a fresh browser: no cookies, Arabic; ``.new_page()`` opens a page."""
    opened = []

    def open_one(**options):
        of_ours = {"locale": "ar", "viewport": {"width": 1280, "height": 900}}
        context = chromium.new_context(**of_ours | options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def browser(open_browser):
    """A fresh browser."""
    return open_browser()


@pytest.fixture
def scriptless(open_browser):
    """One that runs no scripts."""
    return open_browser(java_script_enabled=False)


@pytest.fixture
def desk(live_server, browser):
    """A page at which the superuser ``root`` has logged in; ``desk.complaints`` stays empty."""
    User.objects.create_superuser("root", password="x")
    page = browser.new_page()
    page.complaints = []

    def listen(message):
        if message.type in {"error", "warning"}:
            page.complaints.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: page.complaints.append(f"{page.url}: {error}"))
    host = urlsplit(live_server.url).netloc

    def look_at(request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            page.complaints.append(f"{page.url}: asks {request.url}")

    page.on("request", look_at)
    page.server = live_server.url
    log_in(page, f"{page.server}/admin/", "root")
    return page

"""Debian's Chromium, driven by Playwright, as a reader in Syria has it set up."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User

# Playwright's loop runs in this thread, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("There is no chromium on this machine, and these tests need one.")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def browser(chromium):
    """A fresh browser: no cookies, Arabic; ``browser.new_page()`` opens a page."""
    context = chromium.new_context(locale="ar", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)  # milliseconds
    yield context
    context.close()


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
    page.goto(f"{page.server}/admin/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "x")
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")
    return page

"""Debian's Chromium, driven by Playwright, as a reader in Syria has it set up."""

import os
import shutil

import pytest

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

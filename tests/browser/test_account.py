"""A passkey from its making to its use, as a browser with a fingerprint reader has it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.steps import follow, log_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_passkey_is_made_and_signs_in(live_server, browser, settings):
    """Under the policy of the site: no script of the page's own, and nothing complained of."""
    settings.MFA_REQUIRED = ["editor"]
    editor = User.objects.create_user("editor", password="x", is_staff=True)
    editor.groups.add(Group.objects.get_or_create(name="editor")[0])
    page, complaints = browser.new_page(), []
    page.on("console", lambda said: complaints.append(f"{said.text} {said.location}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    device = browser.new_cdp_session(page)
    device.send("WebAuthn.enable")
    reader = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": reader})
    site = live_server.url.replace("127.0.0.1", "localhost")

    log_in(page, f"{site}/admin/", "editor")
    follow(page.locator(f"a[href='{reverse('mfa_add_webauthn')}']"))
    page.fill("#id_password", "x")
    follow(page.locator(".default"))
    page.fill("#id_name", "حاسوب المكتب")
    follow(page.locator("[data-passkey-button]"))
    expect(page.locator(".desk-codes li")).to_have_count(10)
    page.goto(site + reverse("mfa_index"))
    expect(page.locator(".desk-keys b")).to_have_text("حاسوب المكتب")
    follow(page.locator("#logout-form button"))

    log_in(page, f"{site}/admin/account/sessions/", "editor")
    expect(page.locator("#id_code")).to_be_visible()
    follow(page.locator("[data-passkey-button]"))
    expect(page).to_have_url(f"{site}/admin/account/sessions/")
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
    page.goto(site + reverse("mfa_generate_recovery_codes"))
    expect(page).to_have_url(re.compile(reverse("mfa_reauthenticate_webauthn")))
    with page.expect_navigation():
        page.evaluate("""() => {
            const form = document.querySelector("[data-passkey]")
            form.elements.credential.value = '{"id": 1}'
            form.submit()
        }""")
    expect(page.locator(".errorlist")).to_have_text("مفتاح المرور هذا غير صحيح.")
    follow(page.locator("[data-passkey-button]"))
    expect(page.locator("h1")).to_have_text("رموز استرداد جديدة")
    left = 'Cleared data types: "cache"'  # what signing out asks for; Chromium says that it did so
    assert [one for one in complaints if left not in one] == []

    # Cancelled, or on a device that has none: said, and the page stays.
    follow(page.locator("#logout-form button"))
    log_in(page, f"{site}/admin/", "editor")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    expect(page.locator("[data-passkey-failed]")).to_be_hidden()
    page.click("[data-passkey-button]")
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{reverse('mfa_authenticate')}$"))

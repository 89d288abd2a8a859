"""Signs up with Playwright as its own guide shows it: goto, fill, click."""

import sys

from playwright.sync_api import sync_playwright

from visitor import EMAIL, NAME, PASSWORD, tell

(url,) = sys.argv[1:]
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=False)
    page = browser.new_page()
    page.goto(url)
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#signup-submit").click()
    outcome = page.locator("#outcome[data-outcome]")
    outcome.wait_for(state="attached", timeout=40_000)
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))
    browser.close()

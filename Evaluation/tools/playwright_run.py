"""Playwright and its patched builds, plain and dressed up."""

import importlib

from playwright_page import sign_up
from visitor import CHROMIUM, folder, task

SPOOFED = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36"
HIDE = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"
BUILDS = {"patchright": "patchright.sync_api", "rebrowser": "rebrowser_playwright.sync_api"}

run = task()
build, _, way = run.variant.partition("/")
api = importlib.import_module(BUILDS.get(build, "playwright.sync_api"))


def page_of(playwright):
    start = {"executable_path": CHROMIUM, "headless": run.headless}
    if way == "no-flag":
        start["args"] = ["--disable-blink-features=AutomationControlled"]
        start["ignore_default_args"] = ["--enable-automation"]
    if way == "headless-shell":
        start["executable_path"] = "/usr/bin/chromium-headless-shell"
    if way == "persistent":
        # How patchright's guide asks to be started: a profile on disk, and the window's own viewport.
        return playwright.chromium.launch_persistent_context(folder(), no_viewport=True, **start).new_page()
    browser = playwright.chromium.launch(**start)
    context = {
        "user-agent": {"user_agent": SPOOFED},
        "iphone": playwright.devices["iPhone 15"],
        "elsewhere": {"locale": "de-DE", "timezone_id": "Europe/Berlin"},
        "no-viewport": {"no_viewport": True},
    }.get(way, {})
    opened = browser.new_context(**context)
    if way == "undetected":
        from undetected_playwright import stealth_sync

        stealth_sync(opened)
    page = opened.new_page()
    if way == "init-script":
        page.add_init_script(HIDE)
    return page


def dressed(manager):
    if way != "stealth":
        return manager
    from playwright_stealth import Stealth

    return Stealth().use_sync(manager)


with dressed(api.sync_playwright()) as playwright:
    sign_up(page_of(playwright), run.url, way if way in ("type", "curve") else "plain")

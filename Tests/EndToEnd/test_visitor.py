"""A browser that comes back is the same visitor, as long as one of its storages was left to it."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from server import Api
from shop import Shop
from visits import send_form


def visit(page: Page, shop: Shop, api: Api) -> dict:
    """One visit with a sign-up, after the fingerprint was frozen; gives back who the server says it was."""
    visit = shop.visit()
    page.goto(visit.url)
    visit.wait_for("frozen")
    send_form(page)
    return api.decided(visit.wait_for("sign-up")["session_id"])["visitor_fingerprint"]


def clear_cookies(context: BrowserContext, page: Page) -> None:
    context.clear_cookies()


def clear_local_storage(context: BrowserContext, page: Page) -> None:
    page.evaluate("localStorage.clear()")


def clear_databases(context: BrowserContext, page: Page) -> None:
    page.evaluate("""async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name) }""")


@pytest.mark.parametrize("forget", [
    [], [clear_cookies], [clear_local_storage], [clear_cookies, clear_local_storage], [clear_databases, clear_cookies],
], ids=lambda forget: " and ".join(f.__name__ for f in forget) or "nothing")
def test_a_returning_browser_is_the_same_visitor(automated_browser: Browser, shop: Shop, api: Api, forget: list) -> None:
    with automated_browser.new_context() as context:
        page = context.new_page()
        first = visit(page, shop, api)
        for clear in forget:
            clear(context, page)
        second = visit(page, shop, api)
    assert second["id"] == first["id"]
    assert second["lifecycle"]["seen_count"] == first["lifecycle"]["seen_count"] + 1
    assert second["lifecycle"]["first_seen_at"] == first["lifecycle"]["first_seen_at"]
    assert second["lifecycle"]["last_seen_at"] > first["lifecycle"]["last_seen_at"]

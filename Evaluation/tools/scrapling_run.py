"""Scrapling's fetcher that opens a browser, with a page action that signs up."""

from scrapling.fetchers import StealthyFetcher

from playwright_page import by_fill
from visitor import CHROMIUM, OUTCOME, look, task, tell

run = task()


def sign_up(page) -> None:
    look()
    by_fill(page)
    page.locator(OUTCOME).wait_for(state="attached", timeout=30_000)
    outcome = page.locator(OUTCOME)
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))


StealthyFetcher.fetch(run.url, headless=run.headless, page_action=sign_up, executable_path=CHROMIUM, timeout=50_000)

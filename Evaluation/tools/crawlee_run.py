"""Crawlee's crawler that opens a browser, with a handler that signs up."""

import asyncio
from datetime import timedelta

from crawlee.crawlers import PlaywrightCrawler, PlaywrightCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, Task, look, task, tell


async def sign_up(run: Task) -> None:
    crawler = PlaywrightCrawler(
        headless=run.headless, browser_launch_options={"executable_path": CHROMIUM, "chromium_sandbox": False},
        storage_client=MemoryStorageClient(), request_handler_timeout=timedelta(seconds=50), max_request_retries=0)

    @crawler.router.default_handler
    async def handle(context: PlaywrightCrawlingContext) -> None:
        look()
        for name, text in FIELDS.items():
            await context.page.locator(f"[name={name}]").fill(text)
        await context.page.locator(SUBMIT).click()
        outcome = context.page.locator(OUTCOME)
        await outcome.wait_for(state="attached", timeout=30_000)
        tell(await outcome.get_attribute("data-session-id"), await outcome.get_attribute("data-outcome"))

    await crawler.run([run.url])


asyncio.run(sign_up(task()))

"""Signs up with pyppeteer as its own guide shows it: goto, type, click."""

import asyncio
import sys

from pyppeteer import launch

from visitor import EMAIL, NAME, PASSWORD, tell


async def run(url: str) -> None:
    browser = await launch(executablePath="/usr/bin/chromium", headless=False, args=["--no-sandbox"])
    page = await browser.newPage()
    await page.goto(url)
    await page.type("[name=name]", NAME)
    await page.type("[name=email]", EMAIL)
    await page.type("[name=password]", PASSWORD)
    await page.click("#signup-submit")
    outcome = await page.waitForSelector("#outcome[data-outcome]", timeout=40_000)
    session_id, said = await page.evaluate("(e) => [e.dataset.sessionId || null, e.dataset.outcome]", outcome)
    tell(session_id, said)
    await browser.close()


asyncio.run(run(sys.argv[1]))

"""pyppeteer as its own guide shows it: goto, type, click."""

import asyncio

from pyppeteer import launch

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, Task, look, task, tell


async def sign_up(run: Task) -> None:
    browser = await launch(executablePath=CHROMIUM, headless=run.headless, args=["--no-sandbox"])
    page = await browser.newPage()
    if run.variant == "stealth":
        from pyppeteer_stealth import stealth

        await stealth(page)
    await page.goto(run.url)
    look()
    for name, text in FIELDS.items():
        await page.type(f"[name={name}]", text, {"delay": 60} if run.variant == "slow" else {})
    await page.click(SUBMIT)
    outcome = await page.waitForSelector(OUTCOME, timeout=40_000)
    session_id, said = await page.evaluate("(e) => [e.dataset.sessionId || null, e.dataset.outcome]", outcome)
    tell(session_id, said)
    await browser.close()


asyncio.run(sign_up(task()))

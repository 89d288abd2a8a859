"""The browser of an AI agent, browser-use, without a model: its session opens, and its actor types and clicks."""

import asyncio
import os

os.environ.setdefault("ANONYMIZED_TELEMETRY", "false")
from browser_use import Browser  # noqa: E402

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, Task, folder, look, task, tell  # noqa: E402


async def sign_up(run: Task) -> None:
    browser = Browser(executable_path=CHROMIUM, headless=run.headless, user_data_dir=folder(), chromium_sandbox=False,
                      enable_default_extensions=False)
    await browser.start()
    page = await browser.new_page(run.url)
    await asyncio.sleep(3)
    look()
    for name, text in FIELDS.items():
        await (await page.get_elements_by_css_selector(f"[name={name}]"))[0].fill(text)
    await (await page.get_elements_by_css_selector(SUBMIT))[0].click()
    for _ in range(60):
        if found := await page.get_elements_by_css_selector(OUTCOME):
            tell(await found[0].get_attribute("data-session-id"), await found[0].get_attribute("data-outcome"))
            break
        await asyncio.sleep(0.5)
    await browser.kill()


asyncio.run(sign_up(task()))

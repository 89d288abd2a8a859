"""pydoll as its own guide shows it: start, go_to, find, type_text, click; with its own human mode too."""

import asyncio

from pydoll.browser.chromium import Chrome
from pydoll.browser.options import ChromiumOptions

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, Task, look, task, tell


async def sign_up(run: Task) -> None:
    options = ChromiumOptions()
    options.binary_location = CHROMIUM
    options.add_argument("--no-sandbox")
    options.headless = run.headless
    human = {"humanize": True} if run.variant == "human" else {}
    async with Chrome(options=options) as browser:
        tab = await browser.start()
        await tab.go_to(run.url)
        look()
        for name, text in FIELDS.items():
            field = await tab.find(name=name)
            await field.click(**human)
            await field.type_text(text, **human)
        await (await tab.query(SUBMIT)).click(**human)
        outcome = await tab.query(OUTCOME, timeout=40)
        tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))


asyncio.run(sign_up(task()))

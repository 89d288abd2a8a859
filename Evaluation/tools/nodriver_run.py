"""nodriver and its descendant zendriver, as their guides show them: start, get, select, send_keys, click."""

import importlib

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, look, task, tell

run = task()
tool, _, way = run.variant.partition("/")
library = importlib.import_module(tool)


async def sign_up() -> None:
    browser = await library.start(browser_executable_path=CHROMIUM, headless=run.headless, sandbox=False)
    page = await browser.get(run.url)
    look()
    # The tree that it searches is that of the moment: while the page loads, what was found is gone again.
    await page.sleep(1)
    for name, text in FIELDS.items():
        field = await page.select(f"[name={name}]")
        if way == "mouse":
            await field.scroll_into_view()
            await field.mouse_click()
        await field.send_keys(text)
    button = await page.select(SUBMIT)
    await button.scroll_into_view()
    await (button.mouse_click() if way == "mouse" else button.click())
    outcome = await page.select(OUTCOME, timeout=40)
    tell(outcome.attrs.get("data-session-id"), outcome.attrs.get("data-outcome"))
    stopped = browser.stop()
    if stopped is not None:
        await stopped


if tool == "nodriver":
    library.loop().run_until_complete(sign_up())
else:
    import asyncio

    asyncio.run(sign_up())

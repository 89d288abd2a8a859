"""selenium-driverless as its own guide shows it."""

import asyncio

from selenium_driverless import webdriver
from selenium_driverless.types.by import By

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, Task, look, task, tell


async def sign_up(run: Task) -> None:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.add_argument("--no-sandbox")
    if run.headless:
        options.headless = True
    async with webdriver.Chrome(options=options) as driver:
        await driver.get(run.url, wait_load=True)
        look()
        for name, text in FIELDS.items():
            field = await driver.find_element(By.NAME, name, timeout=10)
            await field.click(move_to=run.variant == "pointer")
            await field.send_keys(text)
        await (await driver.find_element(By.CSS_SELECTOR, SUBMIT)).click(move_to=run.variant == "pointer")
        outcome = await driver.find_element(By.CSS_SELECTOR, OUTCOME, timeout=40)
        tell(await outcome.get_dom_attribute("data-session-id"), await outcome.get_dom_attribute("data-outcome"))


asyncio.run(sign_up(task()))

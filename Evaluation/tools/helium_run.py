"""Helium as its own guide shows it: go_to, write into, click."""

import helium
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from visitor import CHROMEDRIVER, CHROMIUM, EMAIL, NAME, OUTCOME, PASSWORD, folder, look, task, tell

run = task()
options = webdriver.ChromeOptions()
options.binary_location = CHROMIUM
for argument in ("--no-sandbox", f"--user-data-dir={folder()}", *(["--headless=new"] if run.headless else [])):
    options.add_argument(argument)
driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))
try:
    helium.set_driver(driver)
    helium.go_to(run.url)
    look()
    helium.write(NAME, into="Your name")
    helium.write(EMAIL, into="E-mail")
    helium.write(PASSWORD, into="Password")
    helium.click(helium.Button("Open account"))
    outcome = WebDriverWait(driver, 40).until(until.presence_of_element_located((By.CSS_SELECTOR, OUTCOME)))
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))
finally:
    driver.quit()

"""Splinter as its own guide shows it: visit, fill, find and click."""

from selenium import webdriver
from splinter import Browser

from visitor import CHROMEDRIVER, CHROMIUM, FIELDS, OUTCOME, SUBMIT, folder, look, task, tell

run = task()
options = webdriver.ChromeOptions()
options.binary_location = CHROMIUM
for argument in ("--no-sandbox", f"--user-data-dir={folder()}"):
    options.add_argument(argument)
with Browser("chrome", options=options, headless=run.headless, service=webdriver.ChromeService(CHROMEDRIVER)) as browser:
    browser.visit(run.url)
    look()
    for name, text in FIELDS.items():
        browser.fill(name, text)
    browser.find_by_css(SUBMIT).first.click()
    assert browser.is_element_present_by_css(OUTCOME, wait_time=40)
    outcome = browser.find_by_css(OUTCOME).first
    tell(outcome["data-session-id"], outcome["data-outcome"])

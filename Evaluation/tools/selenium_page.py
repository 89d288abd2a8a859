"""The sign-up as Selenium's guide shows it, and with its chains of actions, for every tool that hands out Selenium's driver."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from visitor import FIELDS, OUTCOME, SUBMIT, look, tell


def sign_up(driver: WebDriver, url: str, style: str = "plain") -> None:
    driver.get(url)
    look()
    {"plain": by_elements, "actions": by_actions, "humancursor": by_human_cursor, "minimized": minimized}[style](driver)
    outcome = WebDriverWait(driver, 40).until(until.presence_of_element_located((By.CSS_SELECTOR, OUTCOME)))
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))


def by_elements(driver: WebDriver) -> None:
    for name, text in FIELDS.items():
        driver.find_element(By.NAME, name).send_keys(text)
    driver.find_element(By.CSS_SELECTOR, SUBMIT).click()


def minimized(driver: WebDriver) -> None:
    """Has the window out of the way meanwhile, as people do who want to go on working."""
    driver.minimize_window()
    by_elements(driver)


def by_actions(driver: WebDriver) -> None:
    """Moves to each field and clicks it before typing, with pauses, as scripts do that want to look less like one."""
    for name, text in FIELDS.items():
        chain = ActionChains(driver).move_to_element(driver.find_element(By.NAME, name)).pause(0.2).click().pause(0.2)
        for letter in text:
            chain.send_keys(letter).pause(0.06)
        chain.perform()
    ActionChains(driver).move_to_element(driver.find_element(By.CSS_SELECTOR, SUBMIT)).pause(0.2).click().perform()


def by_human_cursor(driver: WebDriver) -> None:
    from humancursor import WebCursor

    cursor = WebCursor(driver)
    for name, text in FIELDS.items():
        cursor.click_on(driver.find_element(By.NAME, name))
        driver.find_element(By.NAME, name).send_keys(text)
    cursor.click_on(driver.find_element(By.CSS_SELECTOR, SUBMIT))

"""undetected-chromedriver, with a copy of Debian's driver that it may patch."""

import subprocess

import undetected_chromedriver as uc

from selenium_page import sign_up
from visitor import CHROMIUM, folder, own_chromedriver, task

run = task()
version = int(subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True).stdout.split()[1].split(".")[0])
options = uc.ChromeOptions()
options.add_argument("--no-sandbox")
driver = uc.Chrome(
    options=options, user_data_dir=folder(), driver_executable_path=own_chromedriver(), browser_executable_path=CHROMIUM,
    version_main=version, headless=run.headless)
try:
    sign_up(driver, run.url, "actions" if run.variant == "actions" else "plain")
finally:
    driver.quit()

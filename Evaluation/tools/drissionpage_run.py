"""DrissionPage as its own guide shows it: get, ele, input, click; or its chains of actions."""

from DrissionPage import ChromiumOptions, ChromiumPage

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, look, task, tell

run = task()
options = ChromiumOptions(read_file=False).set_browser_path(CHROMIUM).auto_port()
options.set_argument("--no-sandbox").headless(run.headless)
page = ChromiumPage(options)
page.get(run.url)
look()
for name, text in FIELDS.items():
    field = page.ele(f"@name={name}")
    if run.variant == "actions":
        page.actions.move_to(field, duration=0.5).click().type(text, interval=0.05)
    else:
        field.input(text)
button = page.ele(f"css:{SUBMIT}")
page.actions.move_to(button, duration=0.5).click() if run.variant == "actions" else button.click()
outcome = page.ele(f"css:{OUTCOME}", timeout=40)
tell(outcome.attr("data-session-id"), outcome.attr("data-outcome"))
page.quit()

"""SeleniumBase in its UC mode and its CDP mode, as its guide shows them."""

import os

from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, look, task, tell

os.environ.setdefault("SE_OFFLINE", "true")
from seleniumbase import SB  # noqa: E402

run = task()
with SB(uc=True, binary_location=CHROMIUM, headless2=run.headless, headed=not run.headless, test=False) as sb:
    if run.variant == "cdp":
        sb.activate_cdp_mode(run.url)
        look()
        for name, text in FIELDS.items():
            sb.cdp.press_keys(f"[name={name}]", text)
        sb.cdp.click(SUBMIT)
        sb.cdp.wait_for_element_visible(OUTCOME, timeout=40)
        tell(sb.cdp.get_attribute(OUTCOME, "data-session-id"), sb.cdp.get_attribute(OUTCOME, "data-outcome"))
    else:
        sb.uc_open_with_reconnect(run.url, 2)
        look()
        for name, text in FIELDS.items():
            sb.type(f"[name={name}]", text)
        sb.uc_click(SUBMIT)
        sb.wait_for_element(OUTCOME, timeout=40)
        tell(sb.get_attribute(OUTCOME, "data-session-id"), sb.get_attribute(OUTCOME, "data-outcome"))

"""The tools that are measured: how each is started, in which modes, and by which names it may be told."""

from dataclasses import dataclass

WITHOUT_WINDOW, WITH_WINDOW = "headless", "headful"
BOTH = (WITHOUT_WINDOW, WITH_WINDOW)


@dataclass(frozen=True)
class Tool:
    """One row of the evaluation for each mode. `names` are the words of which one must be in the attribution for it to be named right.

    `ways` says in words how it types and clicks, where that isn't the tool's plainest way.
    """

    environment: str
    script: str
    variant: str
    names: tuple[str, ...]
    modes: tuple[str, ...] = BOTH
    way: str = ""


SELENIUM = ("selenium", "chromedriver", "webdriver")
PLAYWRIGHT = ("playwright",)
# Nothing of it is in the browser: what can be seen is how it moves and types, which alone is never enough.
OUTSIDE = "a script outside the browser: no channel of automation"


def selenium(variant: str, names: tuple[str, ...] = SELENIUM, **more: object) -> Tool:
    return Tool("selenium", "selenium_run.py", variant, names, **more)


def playwright(variant: str, names: tuple[str, ...] = PLAYWRIGHT, **more: object) -> Tool:
    return Tool("playwright", "playwright_run.py", variant, names, **more)


TOOLS: dict[str, Tool] = {
    "selenium-chromium": selenium("chromium"),
    "selenium-firefox": selenium("firefox", ("selenium", "geckodriver", "marionette", "webdriver")),
    "selenium-webkit": selenium("webkit", ("selenium", "webdriver", "webkitwebdriver"), modes=(WITH_WINDOW,)),
    "selenium-chromium-actions": selenium("chromium-actions", way="chains of actions, with pauses"),
    "selenium-firefox-actions": selenium(
        "firefox-actions", ("selenium", "geckodriver", "marionette", "webdriver"), way="chains of actions, with pauses"),
    "selenium-humancursor": selenium("chromium-humancursor", way="mouse by HumanCursor"),
    "selenium-without-flag": selenium("chromium-without-flag", way="`AutomationControlled` disabled, no automation switch"),
    "selenium-user-agent": selenium("chromium-user-agent", way="the same, and the user agent of a Chrome on Windows"),
    "selenium-hidden-by-script": selenium("chromium-hidden-by-script", way="`navigator.webdriver` redefined by a script"),
    "selenium-stealth": selenium("stealth", ("selenium", "selenium-stealth", "chromedriver", "webdriver")),
    "undetected-chromedriver": Tool(
        "selenium", "undetected_chromedriver_run.py", "plain", ("undetected-chromedriver", "selenium", "chromedriver", "webdriver")),
    "undetected-chromedriver-actions": Tool(
        "selenium", "undetected_chromedriver_run.py", "actions", ("undetected-chromedriver", "selenium", "chromedriver", "webdriver"),
        way="chains of actions, with pauses"),
    "helium": Tool("selenium", "helium_run.py", "plain", ("helium", *SELENIUM)),
    "splinter": Tool("selenium", "splinter_run.py", "plain", ("splinter", *SELENIUM)),
    "seleniumbase-uc": Tool("seleniumbase", "seleniumbase_run.py", "uc", ("seleniumbase", "undetected-chromedriver", *SELENIUM)),
    "seleniumbase-cdp": Tool("seleniumbase", "seleniumbase_run.py", "cdp", ("seleniumbase", "nodriver")),
    "playwright": playwright("plain"),
    "playwright-type": playwright("plain/type", way="clicks and keys with delays"),
    "playwright-windmouse": playwright("plain/curve", way="mouse by WindMouse, keys at random distances"),
    "playwright-no-viewport": playwright("plain/no-viewport", way="the window's own viewport"),
    "playwright-no-flag": playwright("plain/no-flag", way="`AutomationControlled` disabled"),
    "playwright-user-agent": playwright("plain/user-agent", way="the user agent of a Chrome on Windows"),
    "playwright-iphone": playwright("plain/iphone", way="an iPhone emulated"),
    "playwright-elsewhere": playwright("plain/elsewhere", way="German, in Berlin"),
    "playwright-init-script": playwright("plain/init-script", way="`navigator.webdriver` redefined by an init script"),
    "playwright-headless-shell": playwright("plain/headless-shell", modes=(WITHOUT_WINDOW,), way="the old headless mode"),
    "playwright-stealth": playwright("plain/stealth", ("playwright", "playwright-stealth")),
    "undetected-playwright": playwright("plain/undetected", ("playwright", "undetected-playwright")),
    "patchright": playwright("patchright", ("patchright", "playwright")),
    "patchright-persistent": playwright("patchright/persistent", ("patchright", "playwright"), way="as its guide asks: a profile on disk"),
    "patchright-windmouse": playwright("patchright/curve", ("patchright", "playwright"), way="mouse by WindMouse, keys at random distances"),
    "rebrowser": playwright("rebrowser", ("rebrowser", "playwright")),
    "pyppeteer": Tool("pyppeteer", "pyppeteer_run.py", "plain", ("pyppeteer", "puppeteer")),
    "pyppeteer-stealth": Tool("pyppeteer", "pyppeteer_run.py", "stealth", ("pyppeteer", "puppeteer")),
    "nodriver": Tool("cdp", "nodriver_run.py", "nodriver", ("nodriver",)),
    "nodriver-mouse": Tool("cdp", "nodriver_run.py", "nodriver/mouse", ("nodriver",), way="clicks by the protocol's mouse"),
    "zendriver": Tool("cdp", "nodriver_run.py", "zendriver", ("zendriver", "nodriver")),
    "zendriver-mouse": Tool("cdp", "nodriver_run.py", "zendriver/mouse", ("zendriver", "nodriver"), way="clicks by the protocol's mouse"),
    "drissionpage": Tool("cdp", "drissionpage_run.py", "plain", ("drissionpage",)),
    "drissionpage-actions": Tool("cdp", "drissionpage_run.py", "actions", ("drissionpage",), way="chains of actions"),
    "pydoll": Tool("cdp", "pydoll_run.py", "plain", ("pydoll",)),
    "pydoll-human": Tool("cdp", "pydoll_run.py", "human", ("pydoll",), way="its humanized mouse and keys"),
    "selenium-driverless": Tool("cdp", "selenium_driverless_run.py", "plain", ("selenium-driverless",)),
    "selenium-driverless-pointer": Tool("cdp", "selenium_driverless_run.py", "pointer", ("selenium-driverless",), way="its own pointer's paths"),
    "devtools-protocol": Tool("cdp", "cdp_run.py", "plain", ("devtools-protocol",), way="by hand over a WebSocket"),
    "devtools-protocol-careful": Tool("cdp", "cdp_run.py", "careful", ("devtools-protocol",), way="by hand, mouse by WindMouse, keys at random distances"),
    "devtools-protocol-headless-shell": Tool("cdp", "cdp_run.py", "headless-shell", ("devtools-protocol",), modes=(WITHOUT_WINDOW,), way="by hand, the old headless mode"),
    "bidi-firefox": Tool("cdp", "bidi_run.py", "plain", ("bidi", "webdriver-bidi", "webdriver", "marionette"), way="by hand over a WebSocket"),
    "botasaurus": Tool("botasaurus", "botasaurus_run.py", "plain", ("botasaurus", "nodriver")),
    "botasaurus-human": Tool("botasaurus", "botasaurus_run.py", "human", ("botasaurus", "nodriver"), way="its human mode"),
    "emunium": Tool("emunium", "emunium_run.py", "plain", ("emunium",), (WITH_WINDOW,), way="an extension finds, the operating system's input acts"),
    "browser-use": Tool("agents", "browser_use_run.py", "plain", ("browser-use",), way="an AI agent's browser, without a model"),
    "scrapling": Tool("scrapling", "scrapling_run.py", "stealthy", ("scrapling", "patchright", "playwright"), way="its stealthy fetcher"),
    "crawlee": Tool("crawlee", "crawlee_run.py", "plain", ("crawlee", "playwright")),
    "xdotool-chromium": Tool("selenium", "os_level_run.py", "xdotool/chromium", ("xdotool",), (WITH_WINDOW,), OUTSIDE),
    "xdotool-firefox": Tool("selenium", "os_level_run.py", "xdotool/firefox", ("xdotool",), (WITH_WINDOW,), OUTSIDE),
    "pyautogui-chromium": Tool("selenium", "os_level_run.py", "pyautogui/chromium", ("pyautogui",), (WITH_WINDOW,), OUTSIDE),
    "pyautogui-firefox": Tool("selenium", "os_level_run.py", "pyautogui/firefox", ("pyautogui",), (WITH_WINDOW,), OUTSIDE),
}

# What is not in the table, and why.
NOT_AVAILABLE = {
    "Playwright's Firefox and WebKit": "patched builds that its installer downloads; no package has them",
    "Camoufox, CloakBrowser and other changed browsers": "their packages download a browser at run time",
    "Puppeteer and its stealth plug-in": "no registry for JavaScript was at hand; pyppeteer and its port of the plug-in stand for them",
    "Remote browsers (Browserbase, Browserless, Steel …)": "services; nothing outside this machine can be reached",
    "AI agents with a model": "browser-use is run by hand, without one",
}

"""What scripts do to a browser to make it pass for another, or leave in it by working: done to a real browser, one at a time.

Each disguise runs before the page's own scripts, as an init script does, and then acts on the page. It says which signals of the
catalogue must fire on it.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from human import HANDS
from protocol_input import (
    Act, away, backwards, curves, eased_approaches, even_presses, from_tomorrow, held_flings, made_up_contacts, middle, notches,
    out_of_sight, press, recorded_movement, steady_turns, straight_lines, typing_from_a_list)
from visits import EMAIL, NAME, PASSWORD, send_form

IPHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          "Version/17.4 Mobile/15E148 Safari/604.1")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PIXEL = ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Mobile Safari/537.36")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"


@dataclass
class Disguise:
    """A script that runs first, what the context is made with, what is bound into the page, and what is done on it.

    `needs` is what must be on this machine for it.
    """

    fires: list[str]
    script: str = ""
    context: dict = field(default_factory=dict)
    act: Act | None = None
    bind: list[str] = field(default_factory=list)
    needs: Path | None = None


def getter(path: str, name: str, value: str) -> str:
    """Replaces a getter on a prototype by one of the script's own."""
    return f"Object.defineProperty({path}, '{name}', {{ get: () => {value}, configurable: true, enumerable: true }});"


def own(target: str, name: str, value: str) -> str:
    """Puts a property on the object itself."""
    return f"Object.defineProperty({target}, '{name}', {{ get: () => {value}, configurable: true }});"


def in_the_page_alone(script: str) -> str:
    """Leaves frames as they are, as whoever forgets them does; a worker may be slow to say what it is."""
    return f"if (window === top) {{ {script} }}"


def fill_by_script(page: Page) -> None:
    """Sets fields and tells the page so, as scripts do."""
    page.evaluate("""([name, email, password]) => {
        for (const [id, text] of Object.entries({ name, email, password })) {
            const field = document.getElementById(id);
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }""", [NAME, EMAIL, PASSWORD])


def events_by_script(page: Page, _: CDPSession) -> None:
    """Acts by events that a script makes, down to the submission."""
    fill_by_script(page)
    page.evaluate("""() => {
        const button = document.getElementById("signup-submit");
        const { x, y } = button.getBoundingClientRect();
        const place = { bubbles: true, clientX: x + 5, clientY: y + 5, pointerType: "mouse" };
        for (let i = 0; i < 6; i++) button.dispatchEvent(new PointerEvent("pointermove", place));
        for (const kind of ["pointerdown", "pointerup"]) button.dispatchEvent(new PointerEvent(kind, place));
        button.dispatchEvent(new MouseEvent("mousedown", place));
        const field = document.getElementById("name");
        for (const key of "robin") for (const kind of ["keydown", "keypress", "keyup"])
            field.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true }));
        const touch = new Touch({ identifier: 1, target: button, clientX: x, clientY: y });
        for (const kind of ["touchstart", "touchend"]) button.dispatchEvent(new TouchEvent(kind, { bubbles: true, changedTouches: [touch] }));
        button.dispatchEvent(new MouseEvent("click", place));
        document.getElementById("signup").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    }""")


def submit_by_script(_: Page, session: CDPSession) -> None:
    """Fills nothing by hand, and has the form sent; the script is named as Puppeteer names those that it sends."""
    session.send("Runtime.evaluate", {"expression": f"""
        for (const [id, text] of Object.entries({json.dumps({"name": NAME, "email": EMAIL, "password": PASSWORD})}))
            document.getElementById(id).value = text;
        document.getElementById("signup").requestSubmit();
        //# sourceURL=pptr:evaluate;signUp%20(sign-up.js%3A14%3A20)"""})


def keys(session: CDPSession, text: str, *, kinds: tuple[str, ...] = ("keyDown", "char", "keyUp"), pause: Callable[[], None] = lambda: None,
         code: bool = True) -> None:
    """Keys through the debugging protocol, with only some of the events that a key makes."""
    for letter in text:
        for kind in kinds:
            more = {"text": letter} if kind in ("keyDown", "char") and not (kind == "keyDown" and "char" in kinds) else {}
            named = {"code": f"Key{letter.upper()}"} if code else {}
            session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown" if kind == "keyDown" and not more else kind, "key": letter, **named, **more})
        pause()


def characters_alone(page: Page, session: CDPSession) -> None:
    page.focus("#name")
    keys(session, "robinfield", kinds=("char",))
    send_form(page)


def never_released(page: Page, session: CDPSession) -> None:
    page.focus("#name")
    keys(session, "robinfield", kinds=("keyDown",))
    send_form(page)


def unnamed_keys(page: Page, session: CDPSession) -> None:
    """Keys that name no place on a keyboard, and releases of more of them than were pressed."""
    page.focus("#name")
    keys(session, "robin", code=False)
    keys(session, "fieldstreet", kinds=("keyUp",), code=False)
    send_form(page)


def metronome(page: Page, session: CDPSession) -> None:
    """Keys held for the same time each, at the same distance."""
    page.focus("#name")
    for letter in "robinfieldofharbourlanestationers":
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "code": f"Key{letter.upper()}", "text": letter})
        page.wait_for_timeout(30)
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter, "code": f"Key{letter.upper()}"})
        page.wait_for_timeout(65)
    send_form(page)


def presses(**more: object) -> Act:
    """Presses each field and the button through the debugging protocol, with what the protocol was told of the press."""

    def act(page: Page, session: CDPSession) -> None:
        for selector in ("#name", "#email", "#password", "#name"):
            press(session, *middle(page, selector), hold=lambda: page.wait_for_timeout(50), **more)
            page.wait_for_timeout(120)
        send_form(page)

    return act


def teleports(page: Page, session: CDPSession) -> None:
    for x, y in [(30, 40), (700, 500), (80, 300), (900, 90), (20, 600)]:
        session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
        page.wait_for_timeout(400)
    send_form(page)


def lone_wheel(page: Page, _: CDPSession) -> None:
    page.mouse.move(200, 200)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(600)
    send_form(page)


def scrolls_by_script(page: Page, _: CDPSession) -> None:
    for place in (120, 260, 40, 320):
        page.evaluate("(y) => scrollTo(0, y)", place)
        page.wait_for_timeout(1300)
    page.evaluate("scrollTo(0, 0)")
    send_form(page)


def touches(*, radius: float | None = None, swipes: bool = False) -> Act:
    """Touches through the debugging protocol: taps of five milliseconds, or swipes."""

    def act(page: Page, session: CDPSession) -> None:
        size = {} if radius is None else {"radiusX": radius, "radiusY": radius}
        for n in range(4):
            x, y = 200, 380
            at = time.time()
            session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y, **size}], "timestamp": at})
            if swipes:
                for step in range(1, 14):
                    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * step, **size}]})
                    page.wait_for_timeout(16)
            end = {} if swipes else {"timestamp": at + 0.005}
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": [], **end})
            page.wait_for_timeout(350)
        page.evaluate("scrollTo(0, 0)")
        send_form(page)

    return act


def round_rests(page: Page, session: CDPSession) -> None:
    """Acts after exactly half a second each, by the page's own clock."""
    page.evaluate("""() => new Promise((done) => {
        const button = document.querySelector("h1");
        let n = 0;
        const start = performance.now();
        const act = () => {
            while (performance.now() < start + 500 * (n + 1)) {}
            button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
            if (++n < 12) setTimeout(act, 460); else done();
        };
        setTimeout(act, 460);
    })""")
    send_form(page)


def acts_at_once(page: Page, _: CDPSession) -> None:
    send_form(page)


PATCH_MANY = """
for (const [owner, names] of [
  [Navigator.prototype, ["userAgent", "platform", "vendor", "language", "languages", "plugins", "mimeTypes", "hardwareConcurrency",
                         "deviceMemory", "maxTouchPoints", "webdriver"]],
  [Screen.prototype, ["width", "height", "availWidth", "availHeight", "colorDepth"]],
]) for (const name of names) {
  const { get, ...rest } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
  if (get) Object.defineProperty(owner, name, { ...rest, get: new Proxy(get, { apply: (f, self) => Reflect.apply(f, self, []) }) });
}
"""
PRINTING = """
const before = Function.prototype.toString;
Function.prototype.toString = function toString() { return Reflect.apply(before, this, []); };
"""
NOISY_CANVAS = """
const read = CanvasRenderingContext2D.prototype.getImageData;
CanvasRenderingContext2D.prototype.getImageData = function (...place) {
  const picture = Reflect.apply(read, this, place);
  for (let i = 0; i < picture.data.length; i += 97) picture.data[i] ^= Math.random() < 0.5 ? 1 : 0;
  return picture;
};
const url = HTMLCanvasElement.prototype.toDataURL;
HTMLCanvasElement.prototype.toDataURL = function (...how) {
  const context = this.getContext("2d");
  if (context) { context.fillStyle = `rgba(0,0,${Math.floor(Math.random() * 255)},0.02)`; context.fillRect(0, 0, 3, 3); }
  return Reflect.apply(url, this, how);
};
"""
BLANK_CANVAS = """
const read = CanvasRenderingContext2D.prototype.getImageData;
CanvasRenderingContext2D.prototype.getImageData = function (...place) {
  const picture = Reflect.apply(read, this, place);
  picture.data.fill(255);
  return picture;
};
"""
NOISY_AUDIO = """
const read = AudioBuffer.prototype.getChannelData;
AudioBuffer.prototype.getChannelData = function (channel) {
  const samples = Reflect.apply(read, this, [channel]);
  for (let i = 0; i < samples.length; i += 50) samples[i] += (Math.random() - 0.5) * 1e-4;
  return samples;
};
"""
SILENT_AUDIO = """
const read = AudioBuffer.prototype.getChannelData;
AudioBuffer.prototype.getChannelData = function (channel) { return Reflect.apply(read, this, [channel]).fill(0); };
"""
NOISY_WEBGL = """
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {
  const read = kind.prototype.readPixels;
  kind.prototype.readPixels = function (...how) {
    Reflect.apply(read, this, how);
    const pixels = how[6];
    for (let i = 0; i < (pixels?.length ?? 0); i += 41) pixels[i] ^= Math.random() < 0.5 ? 1 : 0;
  };
}
"""


NO_H264 = """
const ask = HTMLMediaElement.prototype.canPlayType;
HTMLMediaElement.prototype.canPlayType = function (type) { return /avc1|mp4a/.test(type) ? "" : Reflect.apply(ask, this, [type]); };
"""
NOISY_SIZES = """
const measure = Element.prototype.getBoundingClientRect;
Element.prototype.getBoundingClientRect = function () {
  const { x, y, width, height } = Reflect.apply(measure, this, []);
  return new DOMRect(x, y, width + Math.random() * 1e-4, height);
};
"""
MAC_FONTS = """
const measure = CanvasRenderingContext2D.prototype.measureText;
CanvasRenderingContext2D.prototype.measureText = function (text) {
  const measured = Reflect.apply(measure, this, [text]);
  const isThere = /Geneva|Menlo|Monaco|Helvetica Neue|Lucida Grande|Cochin|Skia/.test(this.font);
  return isThere ? new Proxy(measured, { get: (object, name) => name === "width" ? object.width + 7 : object[name] }) : measured;
};
"""
# What Chromium has got since version 100, so that it is one of before. Some of it Playwright and the page's agent do without.
OLD_ENGINE = """
for (const path of `URLPattern navigation Intl.NumberFormat.prototype.formatRange Array.prototype.toSorted ArrayBuffer.prototype.resize
    String.prototype.isWellFormed ArrayBuffer.prototype.transfer Object.groupBy Promise.withResolvers URL.canParse Array.fromAsync
    Set.prototype.union Iterator.prototype.map URL.parse Promise.try Intl.DurationFormat Atomics.pause AsyncDisposableStack Error.isError
    Math.f16round RegExp.escape WebAssembly.Suspending Uint8Array.fromBase64 Temporal.Now Map.prototype.getOrInsert Iterator.concat
    Math.sumPrecise CSSContainerRule CSS.highlights ContentVisibilityAutoStateChangeEvent ViewTransition ScrollTimeline
    CSSStartingStyleRule CSSScopeRule CSSPositionTryRule onscrollsnapchange CSSNestedDeclarations CSSFunctionRule
    HighlightRegistry.prototype.highlightsFromPoint Document.prototype.activeViewTransition HTMLElement.prototype.inert AbortSignal.timeout
    Element.prototype.checkVisibility Response.json HTMLTemplateElement.prototype.shadowRootMode onscrollend
    HTMLElement.prototype.showPopover ToggleEvent AbortSignal.any EditContext PageRevealEvent Element.prototype.getHTML CloseWatcher
    scheduler.yield Element.prototype.moveBefore HTMLDialogElement.prototype.requestClose CommandEvent Observable
    Selection.prototype.getComposedRanges InterestEvent Origin CustomElementRegistry.prototype.initialize
    HTMLElement.prototype.autocorrect`.split(/\\s+/)) {
  const names = path.split(".");
  const last = names.pop();
  const holder = names.reduce((object, name) => object?.[name], window);
  if (holder) delete holder[last];
}
"""
# Elements that assistants put into a page, one of each kind.
ASSISTANTS = """
addEventListener("DOMContentLoaded", () => {
  for (const id of ["claude-static-indicator-container", "claude-agent-glow-border", "browser-use-debug-highlights"])
    document.body.append(Object.assign(document.createElement("div"), { id }));
});
"""
# What a script does that knows what its pointer events would tell.
NO_POINTER_EVENTS = """
for (const kind of ["pointerover", "pointermove", "pointerdown", "pointerup"])
  window.addEventListener(kind, (event) => event.stopImmediatePropagation(), true);
"""
# A script that leaves out what it does not know how to make up.
NO_DELTAS = getter("MouseEvent.prototype", "movementX", "0") + getter("MouseEvent.prototype", "movementY", "0")
# A cure that goes around for screen coordinates that equal those of the page.
MADE_UP_SCREEN_PLACES = """
for (const name of ["screenX", "screenY"]) {
  const { get } = Object.getOwnPropertyDescriptor(MouseEvent.prototype, name);
  Object.defineProperty(MouseEvent.prototype, name, {
    get() { return Reflect.apply(get, this, []) + Math.floor(Math.random() * 300); }, configurable: true, enumerable: true });
}
"""


def graphics(vendor: str, renderer: str) -> str:
    """Gives WebGL of the page another card."""
    return f"""
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {{
  const read = kind.prototype.getParameter;
  kind.prototype.getParameter = function (name) {{
    if (name === 37445) return "{vendor}";
    if (name === 37446) return "{renderer}";
    return Reflect.apply(read, this, [name]);
  }};
}}
"""


def globals_named(*names: str) -> str:
    return "".join(f"window['{name}'] = {{}};" for name in names)


DISGUISES: dict[str, Disguise] = {
    # What tools leave that can't be had here, in a browser that is real.
    "phantomjs": Disguise(["phantomjs_globals"], globals_named("callPhantom", "_phantom")),
    "nightmare": Disguise(["nightmare_globals"], globals_named("__nightmare")),
    "cypress": Disguise(["cypress_globals"], globals_named("Cypress", "__cypress")),
    "test harness": Disguise(["test_harness_globals"], globals_named("domAutomationController")),
    "old selenium": Disguise(["selenium_globals"], globals_named("__selenium_unwrapped")),
    "puppeteer binding": Disguise(["puppeteer_bindings"], globals_named("puppeteer_log")),
    "a binding": Disguise(["playwright_bindings"], bind=["tellTheScript"]),
    "assistants": Disguise(["ai_agent_marks", "ai_assistant_acting", "ai_assistant_present"], ASSISTANTS),
    "an agent at a provider's": Disguise(["ai_agent_user_agent", "remote_browser_provider"], globals_named("__browserless"), context={
        "user_agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"}),
    "electron": Disguise(["electron_runtime"], "window.process = { type: 'renderer' };"),

    # Hiding that a driver is there.
    "webdriver hidden": Disguise(["webdriver_hidden_in_page", "webdriver_redefined", "navigator_overrides", "clean_functions_contradict"],
                                 in_the_page_alone(own("navigator", "webdriver", "false"))),
    "webdriver deleted": Disguise(["webdriver_missing"], "delete Navigator.prototype.webdriver;"),
    "many natives behind proxies": Disguise(["natives_replaced_widely", "native_proxies", "identity_natives_replaced"], PATCH_MANY),
    "printing replaced": Disguise(["function_printing_replaced", "frame_natives_replaced"], PRINTING),
    "document overridden": Disguise(["document_overrides"], own("document", "createElement", "Document.prototype.createElement")),
    "languages": Disguise(
        ["languages_inconsistent", "accept_language_mismatch", "realm_language_mismatch", "touch_points_contradict"],
        in_the_page_alone(getter("Navigator.prototype", "languages", "['fr-FR', 'fr']")) + getter("Navigator.prototype", "maxTouchPoints", "5")),
    "time zone": Disguise(["timezone_inconsistent", "zone_history_mismatch"], "Date.prototype.getTimezoneOffset = function getTimezoneOffset() { return -540; };"),
    "time zone of the page": Disguise(["realm_timezone_mismatch"], in_the_page_alone("""
        const resolved = Intl.DateTimeFormat.prototype.resolvedOptions;
        Intl.DateTimeFormat.prototype.resolvedOptions = function () { return { ...Reflect.apply(resolved, this, []), timeZone: "Asia/Tokyo" }; };
    """)),
    "plug-ins": Disguise(["plugins_inconsistent"], getter("Navigator.prototype", "plugins", "[]") + getter("Navigator.prototype", "pdfViewerEnabled", "true")),
    "no PDF": Disguise(["pdf_viewer_missing", "plugins_of_the_past"], getter("Navigator.prototype", "pdfViewerEnabled", "false") +
                       getter("Navigator.prototype", "plugins", "[{ name: 'Chrome PDF Plugin' }, { name: 'Native Client' }]")),
    "no chrome object": Disguise(["chrome_object_missing", "viewport_larger_than_window"],
                                 "delete window.chrome;" + own("window", "outerWidth", "640") + own("window", "outerHeight", "480")),
    "no pointer": Disguise(["no_pointing_device", "pointer_without_device"], """
        const ask = window.matchMedia;
        window.matchMedia = (query) => /pointer|hover/.test(query)
            ? { matches: /none/.test(query), media: query, addEventListener() {}, removeEventListener() {} } : ask(query);
    """, act=presses()),
    "window without size": Disguise(["window_size_zero"], own("window", "outerWidth", "0") + own("window", "outerHeight", "0")),
    "cookies off": Disguise(["cookies_disabled"], getter("Navigator.prototype", "cookieEnabled", "false")),
    "permissions": Disguise(["permissions_contradict"], """
        const query = Permissions.prototype.query;
        Permissions.prototype.query = function (what) {
            return what?.name === "notifications" ? Promise.resolve({ state: "granted" }) : Reflect.apply(query, this, [what]);
        };
    """),
    "round trip of nothing": Disguise(["round_trip_time_zero"], getter("NetworkInformation.prototype", "rtt", "0")),
    "bare window": Disguise(["window_without_frame", "commonplace_profile"], getter("Navigator.prototype", "deviceMemory", "8") +
                            getter("Navigator.prototype", "hardwareConcurrency", "8") + own("window", "outerHeight", "innerHeight") +
                            own("window", "outerWidth", "innerWidth"),
                            context={"screen": {"width": 1920, "height": 1080}, "viewport": {"width": 1000, "height": 700}}),

    # Other hardware.
    "memory": Disguise(["impossible_device_memory", "realm_hardware_mismatch"],
                       in_the_page_alone(getter("Navigator.prototype", "deviceMemory", "12"))),
    "processors": Disguise(["impossible_processor_count"], getter("Navigator.prototype", "hardwareConcurrency", "0")),
    "screen": Disguise(["impossible_screen_geometry", "screen_overridden", "viewport_larger_than_screen"],
                       getter("Screen.prototype", "width", "640") + getter("Screen.prototype", "height", "480")),
    "colour depth": Disguise(["colour_depth_mismatch", "pixel_ratio_overridden"],
                             getter("Screen.prototype", "pixelDepth", "16") + own("window", "devicePixelRatio", "1.5")),
    "another card": Disguise(["software_graphics_disguised", "realm_graphics_mismatch"],
                             graphics("Google Inc. (NVIDIA)", "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060, OpenGL 4.5)")),
    "Direct3D on Linux": Disguise(["graphics_platform_mismatch", "graphics_vendor_mismatch"],
                                  graphics("Google Inc. (Intel)", "ANGLE (NVIDIA, NVIDIA GeForce GTX 1660 Direct3D11 vs_5_0 ps_5_0, D3D11)")),
    "virtual graphics": Disguise(["virtualization_indicators"], graphics("Google Inc. (VMware)", "ANGLE (VMware, SVGA3D; build: RELEASE; LLVM;, OpenGL 4.1)")),
    "card in every realm": Disguise(["hardware_rendered_graphics"], graphics("Google Inc. (Intel)", "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)") + """
        const Before = Worker;
        window.Worker = class extends Before {
            constructor(url, how) {
                const text = `const read = WebGLRenderingContext.prototype.getParameter;
                    WebGLRenderingContext.prototype.getParameter = function (name) {
                        if (name === 37445) return "Google Inc. (Intel)";
                        if (name === 37446) return "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)";
                        return Reflect.apply(read, this, [name]);
                    };
                    importScripts("${url}");`;
                super(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), how);
            }
        };
    """),
    "noise on the canvas": Disguise(["canvas_noise", "canvas_functions_replaced"], NOISY_CANVAS),
    "blank canvas": Disguise(["canvas_blank", "offscreen_canvas_differs"], BLANK_CANVAS),
    "noise on audio": Disguise(["audio_noise"], NOISY_AUDIO),
    "silent audio, noise on sizes": Disguise(["audio_silent", "layout_noise"], SILENT_AUDIO + NOISY_SIZES),
    "noise on WebGL": Disguise(["webgl_noise"], NOISY_WEBGL),
    "noise on everything": Disguise(["anti_detect_browser_indicators"], "".join(f"{{ {part} }}" for part in (
        NOISY_CANVAS, NOISY_AUDIO, NOISY_WEBGL, PATCH_MANY, graphics("Google Inc. (AMD)", "ANGLE (AMD, AMD Radeon RX 6600, OpenGL 4.6)")))),

    # Other browsers.
    "an iPhone": Disguise(["engine_mismatch", "navigator_constants_mismatch", "foreign_client_hints", "iphone_screen_impossible",
                           "iphone_gamut_missing", "safari_graphics_mismatch", "codecs_platform_mismatch"], NO_H264,
                          context={"user_agent": IPHONE, "is_mobile": False}),
    "Firefox": Disguise(["engine_mismatch", "engine_source_length_mismatch", "foreign_engine_features", "graphics_engine_mismatch",
                         "gecko_constants_mismatch"],
                        "Object.defineProperty(Navigator.prototype, 'buildID', { get: () => '20240704121409', configurable: true });",
                        context={"user_agent": FIREFOX}),
    "an old Chrome": Disguise(["outdated_browser"], context={"user_agent": LINUX.format(major=92)}),
    "a far newer Chrome": Disguise(["brand_version_mismatch"], context={"user_agent": LINUX.format(major=190)}),
    "Windows by a script": Disguise(["user_agent_header_mismatch", "realm_user_agent_mismatch", "client_hints_platform_mismatch",
                                     "app_version_mismatch"],
                                    in_the_page_alone(getter("Navigator.prototype", "userAgent", "'" + WINDOWS.format(major=150) + "'"))),
    "Windows": Disguise(["platform_mismatch", "fonts_platform_mismatch"], context={"user_agent": WINDOWS.format(major=150)}),
    "Windows with what a Mac has": Disguise(
        ["graphics_name_impossible", "graphics_preset", "fonts_of_another_system"],
        graphics("Intel Inc.", "Intel Iris OpenGL Engine") + MAC_FONTS, context={"user_agent": WINDOWS.format(major=150)}),
    "an engine of long ago": Disguise(["engine_version_overstated", "outdated_engine"], OLD_ENGINE),
    "the platform": Disguise(["realm_platform_mismatch", "navigator_identity_overridden"],
                             in_the_page_alone(own("navigator", "platform", "'Win32'"))),
    "hints without a platform": Disguise(["client_hints_platform_empty"], getter("NavigatorUAData.prototype", "platform", "''")),
    "no hints": Disguise(["client_hints_page_missing", "engine_features_contradict"],
                         "delete Navigator.prototype.userAgentData; delete window.URLPattern; delete Array.prototype.toSorted;"),
    "other brands": Disguise(["brands_header_mismatch", "brand_version_mismatch"],
                             getter("NavigatorUAData.prototype", "brands", "[{ brand: 'Chromium', version: '120' }]")),
    "Chrome without its codecs": Disguise(["proprietary_codecs_missing"], getter(
        "NavigatorUAData.prototype", "brands", "[{ brand: 'Chromium', version: '156' }, { brand: 'Google Chrome', version: '156' }]") + NO_H264),
    "a mobile hint": Disguise(["mobile_hint_mismatch"], getter("NavigatorUAData.prototype", "mobile", "true")),
    "a phone without touch": Disguise(["touch_screen_missing", "handheld_with_mouse"], context={"user_agent": PIXEL.format(major=150)}),
    "the clock": Disguise(["device_clock_wrong", "device_clock_changed"], """
        const now = Date.now;
        let shift = 40 * 86400000;
        Date.now = () => now() + (shift += 90000);
    """),

    # Input.
    "events by script": Disguise(["untrusted_clicks", "untrusted_keys", "untrusted_pointer", "untrusted_touches", "untrusted_inputs",
                                  "untrusted_submission", "pointer_type_missing"], act=events_by_script),
    "submission by script": Disguise(["form_sent_untouched", "puppeteer_stack_frames"], act=submit_by_script),
    "characters alone": Disguise(["keypress_without_keydown"], act=characters_alone),
    "keys never released": Disguise(["keys_never_released"], act=never_released),
    "unnamed keys": Disguise(["keys_unnamed", "keys_without_presses"], act=unnamed_keys),
    "metronome": Disguise(["keys_never_overlap"], act=metronome),
    "presses without pressure": Disguise(["pressure_missing", "protocol_driven_input"], act=presses(force=0)),
    "straight lines": Disguise(["straight_strokes", "constant_speed", "even_pointer_spacing", "pointer_model_synthetic", "never_coalesced"],
                               act=straight_lines),
    "curves": Disguise(["movement_repeated", "movement_deltas_mismatch"], MADE_UP_SCREEN_PLACES, act=curves),
    # What an earlier session did comes again from another browser.
    "the same curves elsewhere": Disguise(["movement_replayed", "movement_deltas_missing"], NO_DELTAS, act=curves,
                                          context={"user_agent": WINDOWS.format(major=150), "locale": "de-DE"}),
    "even presses": Disguise(["press_always_as_long", "even_act_spacing", "quantised_intervals", "buttons_held_before_press"], act=even_presses),
    # What the model knows as a person's is one's; all else gives the script away.
    "a person's movement played back": Disguise(["pointer_model_natural"], act=recorded_movement, needs=HANDS, context={
        "viewport": {"width": 1920, "height": 1080}}),
    "approaches by one easing": Disguise(["acceleration_profile_synthetic", "approach_times_exact"], act=eased_approaches),
    "typing from a list": Disguise(["keys_repeated"], act=typing_from_a_list),
    # What an earlier session typed comes again from another browser.
    "the same typing elsewhere": Disguise(["keys_repeated", "keys_replayed"], act=typing_from_a_list,
                                          context={"user_agent": WINDOWS.format(major=150), "locale": "de-DE"}),
    "pointer events kept from the page": Disguise(
        ["click_without_press", "click_without_hover", "touch_without_pointer"], NO_POINTER_EVENTS, act=out_of_sight),
    "events of tomorrow": Disguise(["event_times_impossible"], act=from_tomorrow),
    "events in backward order": Disguise(["event_times_reversed"], act=backwards),
    "a window without focus": Disguise(["fields_filled_without_focus", "keys_while_unfocused"], act=away),
    "teleports": Disguise(["pointer_teleports"], act=teleports),
    "one turn of the wheel": Disguise(["lone_wheel_turn"], act=lone_wheel),
    "a wheel with notches": Disguise(["wheel_not_eased", "wheel_turns_even", "wheel_turn_too_large"], act=notches),
    "a wheel at one speed": Disguise(["wheel_speed_constant"], act=steady_turns),
    "scrolling by script": Disguise(["unexplained_scrolling"], act=scrolls_by_script),
    "touches of no size": Disguise(["touch_without_contact", "touch_without_screen", "touch_too_short"], act=touches(radius=0)),
    "swipes": Disguise(["touch_strokes_straight", "touch_contact_default"], act=touches(swipes=True)),
    "touches of made-up contacts": Disguise(["natural_touch"], act=made_up_contacts),
    "flings of a page held in place": Disguise(["touch_scroll_stops_dead"], act=held_flings),
    "round rests": Disguise(["untrusted_clicks"], act=round_rests),
    "at once": Disguise(["form_sent_too_soon", "text_without_keys"], act=acts_at_once),
}

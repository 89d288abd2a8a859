"""What scripts do to a browser to make it pass for another, or leave in it by working: done to a real browser, one at a time.

Each disguise runs before the page's own scripts, as an init script does, and then acts on the page. It says which signals of the
catalogue must fire on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

from visits import EMAIL, NAME, PASSWORD, send_form

Act = Callable[[Page, CDPSession], None]

IPHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          "Version/17.4 Mobile/15E148 Safari/604.1")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PIXEL = ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Mobile Safari/537.36")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"


@dataclass
class Disguise:
    """A script that runs first, what the context is made with, and what is done on the page."""

    fires: list[str]
    script: str = ""
    context: dict = field(default_factory=dict)
    act: Act | None = None


def getter(path: str, name: str, value: str) -> str:
    """Replaces a getter on a prototype by one of the script's own."""
    return f"Object.defineProperty({path}, '{name}', {{ get: () => {value}, configurable: true, enumerable: true }});"


def own(target: str, name: str, value: str) -> str:
    """Puts a property on the object itself."""
    return f"Object.defineProperty({target}, '{name}', {{ get: () => {value}, configurable: true }});"


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
        const field = document.getElementById("name");
        for (const key of "robin") for (const kind of ["keydown", "keypress", "keyup"])
            field.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true }));
        const touch = new Touch({ identifier: 1, target: button, clientX: x, clientY: y });
        for (const kind of ["touchstart", "touchend"]) button.dispatchEvent(new TouchEvent(kind, { bubbles: true, changedTouches: [touch] }));
        button.dispatchEvent(new MouseEvent("click", place));
        document.getElementById("signup").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    }""")


def submit_by_script(page: Page, _: CDPSession) -> None:
    """Fills nothing by hand, and has the form sent."""
    page.evaluate("""([name, email, password]) => {
        for (const [id, text] of Object.entries({ name, email, password })) document.getElementById(id).value = text;
        document.getElementById("signup").requestSubmit();
    }""", [NAME, EMAIL, PASSWORD])


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
    page.focus("#name")
    keys(session, "robinfield", code=False)
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


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def press(session: CDPSession, x: float, y: float, *, hold: Callable[[], None] = lambda: None, **more: object) -> None:
    for kind in ("mousePressed", "mouseReleased"):
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, **more})
        if kind == "mousePressed":
            hold()


def presses(**more: object) -> Act:
    """Presses each field and the button through the debugging protocol, with what the protocol was told of the press."""

    def act(page: Page, session: CDPSession) -> None:
        for selector in ("#name", "#email", "#password", "#name"):
            press(session, *middle(page, selector), hold=lambda: page.wait_for_timeout(50), **more)
            page.wait_for_timeout(120)
        send_form(page)

    return act


def straight_lines(page: Page, session: CDPSession) -> None:
    """Moves along straight lines at one speed and in one rhythm."""
    places = [middle(page, selector) for selector in ("h1", "#password", "#name", "#signup-submit", "#email", "h1")]
    for (x0, y0), (x1, y1) in zip(places, places[1:]):
        for step in range(31):
            session.send("Input.dispatchMouseEvent", {
                "type": "mouseMoved", "x": round(x0 + (x1 - x0) * step / 30), "y": round(y0 + (y1 - y0) * step / 30)})
            page.wait_for_timeout(16)
        page.wait_for_timeout(200)
    send_form(page)


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
    """Touches through the debugging protocol."""

    def act(page: Page, session: CDPSession) -> None:
        size = {} if radius is None else {"radiusX": radius, "radiusY": radius}
        for n in range(4):
            x, y = 200, 380
            session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y, **size}]})
            if swipes:
                for step in range(1, 14):
                    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * step, **size}]})
                    page.wait_for_timeout(16)
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
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
    "electron": Disguise(["electron_runtime"], "window.process = { type: 'renderer' };"),

    # Hiding that a driver is there.
    "webdriver hidden": Disguise(["webdriver_hidden_in_page", "webdriver_redefined", "navigator_overrides"],
                                 "if (window === top) " + own("navigator", "webdriver", "false")),
    "webdriver deleted": Disguise(["webdriver_missing"], "delete Navigator.prototype.webdriver;"),
    "many natives behind proxies": Disguise(["natives_replaced_widely", "native_proxies", "identity_natives_replaced"], PATCH_MANY),
    "printing replaced": Disguise(["function_printing_replaced", "frame_natives_replaced"], PRINTING),
    "document overridden": Disguise(["document_overrides"], own("document", "createElement", "Document.prototype.createElement")),
    "languages": Disguise(
        ["languages_inconsistent", "accept_language_mismatch", "realm_language_mismatch"],
        getter("Navigator.prototype", "languages", "['fr-FR', 'fr']")),
    "time zone": Disguise(["timezone_inconsistent"], "Date.prototype.getTimezoneOffset = function getTimezoneOffset() { return -540; };"),
    "time zone of the page": Disguise(["realm_timezone_mismatch"], """
        const resolved = Intl.DateTimeFormat.prototype.resolvedOptions;
        Intl.DateTimeFormat.prototype.resolvedOptions = function () { return { ...Reflect.apply(resolved, this, []), timeZone: "Asia/Tokyo" }; };
    """),
    "plug-ins": Disguise(["plugins_inconsistent"], getter("Navigator.prototype", "plugins", "[]") + getter("Navigator.prototype", "pdfViewerEnabled", "true")),
    "no PDF": Disguise(["pdf_viewer_missing"], getter("Navigator.prototype", "pdfViewerEnabled", "false")),
    "no chrome object": Disguise(["chrome_object_missing"], "delete window.chrome;"),
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
    "bare window": Disguise(["window_without_frame"], own("window", "outerHeight", "innerHeight") + own("window", "outerWidth", "innerWidth"),
                            context={"screen": {"width": 1920, "height": 1080}, "viewport": {"width": 1000, "height": 700}}),

    # Other hardware.
    "memory": Disguise(["impossible_device_memory", "realm_hardware_mismatch"], getter("Navigator.prototype", "deviceMemory", "12")),
    "processors": Disguise(["impossible_processor_count"], getter("Navigator.prototype", "hardwareConcurrency", "0")),
    "screen": Disguise(["impossible_screen_geometry", "screen_overridden", "viewport_larger_than_screen"],
                       getter("Screen.prototype", "width", "640") + getter("Screen.prototype", "height", "480")),
    "colour depth": Disguise(["colour_depth_mismatch"], getter("Screen.prototype", "pixelDepth", "16")),
    "another card": Disguise(["software_graphics_disguised", "realm_graphics_mismatch"],
                             graphics("Google Inc. (NVIDIA)", "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060, OpenGL 4.5)")),
    "Direct3D on Linux": Disguise(["graphics_platform_mismatch"],
                                  graphics("Google Inc. (NVIDIA)", "ANGLE (NVIDIA, NVIDIA GeForce GTX 1660 Direct3D11 vs_5_0 ps_5_0, D3D11)")),
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
    "blank canvas": Disguise(["canvas_blank"], BLANK_CANVAS),
    "noise on audio": Disguise(["audio_noise"], NOISY_AUDIO),
    "silent audio": Disguise(["audio_silent"], SILENT_AUDIO),
    "noise on WebGL": Disguise(["webgl_noise"], NOISY_WEBGL),
    "noise on everything": Disguise(["anti_detect_browser_indicators"], "".join(f"{{ {part} }}" for part in (
        NOISY_CANVAS, NOISY_AUDIO, NOISY_WEBGL, PATCH_MANY, graphics("Google Inc. (AMD)", "ANGLE (AMD, AMD Radeon RX 6600, OpenGL 4.6)")))),

    # Other browsers.
    "an iPhone": Disguise(["engine_mismatch", "navigator_constants_mismatch", "foreign_client_hints"], context={"user_agent": IPHONE, "is_mobile": False}),
    "Firefox": Disguise(["engine_mismatch", "engine_source_length_mismatch", "foreign_engine_features", "graphics_engine_mismatch"],
                        context={"user_agent": FIREFOX}),
    "an old Chrome": Disguise(["outdated_browser"], context={"user_agent": LINUX.format(major=92)}),
    "a far newer Chrome": Disguise(["brand_version_mismatch"], context={"user_agent": LINUX.format(major=190)}),
    "Windows by a script": Disguise(["user_agent_header_mismatch", "realm_user_agent_mismatch", "client_hints_platform_mismatch"],
                                    getter("Navigator.prototype", "userAgent", "'" + WINDOWS.format(major=150) + "'")),
    "Windows": Disguise(["platform_mismatch", "fonts_platform_mismatch"], context={"user_agent": WINDOWS.format(major=150)}),
    "the platform": Disguise(["realm_platform_mismatch"], getter("Navigator.prototype", "platform", "'Win32'")),
    "hints without a platform": Disguise(["client_hints_platform_empty"], getter("NavigatorUAData.prototype", "platform", "''")),
    "no hints": Disguise(["client_hints_page_missing"], "delete Navigator.prototype.userAgentData;"),
    "other brands": Disguise(["brands_header_mismatch", "brand_version_mismatch"],
                             getter("NavigatorUAData.prototype", "brands", "[{ brand: 'Chromium', version: '120' }]")),
    "Chrome without its codecs": Disguise(["proprietary_codecs_missing"], getter(
        "NavigatorUAData.prototype", "brands", "[{ brand: 'Chromium', version: '156' }, { brand: 'Google Chrome', version: '156' }]") + """
        const ask = HTMLMediaElement.prototype.canPlayType;
        HTMLMediaElement.prototype.canPlayType = function (type) { return /avc1|mp4a/.test(type) ? "" : Reflect.apply(ask, this, [type]); };
    """),
    "a mobile hint": Disguise(["mobile_hint_mismatch"], getter("NavigatorUAData.prototype", "mobile", "true")),
    "a phone without touch": Disguise(["touch_screen_missing", "handheld_with_mouse"], context={"user_agent": PIXEL.format(major=150)}),
    "the clock": Disguise(["device_clock_wrong", "device_clock_changed"], """
        const now = Date.now;
        let shift = 40 * 86400000;
        Date.now = () => now() + (shift += 90000);
    """),

    # Input.
    "events by script": Disguise(["untrusted_clicks", "untrusted_keys", "untrusted_pointer", "untrusted_touches", "untrusted_inputs",
                                  "untrusted_submission"], act=events_by_script),
    "submission by script": Disguise(["form_sent_untouched"], act=submit_by_script),
    "characters alone": Disguise(["keypress_without_keydown"], act=characters_alone),
    "keys never released": Disguise(["keys_never_released"], act=never_released),
    "unnamed keys": Disguise(["keys_unnamed"], act=unnamed_keys),
    "metronome": Disguise(["keys_never_overlap"], act=metronome),
    "presses without pressure": Disguise(["pressure_missing", "protocol_driven_input"], act=presses(force=0)),
    "straight lines": Disguise(["straight_strokes"], act=straight_lines),
    "teleports": Disguise(["pointer_teleports"], act=teleports),
    "one turn of the wheel": Disguise(["lone_wheel_turn"], act=lone_wheel),
    "scrolling by script": Disguise(["unexplained_scrolling"], act=scrolls_by_script),
    "touches of no size": Disguise(["touch_without_contact", "touch_without_screen"], act=touches(radius=0)),
    "swipes": Disguise(["touch_strokes_straight"], act=touches(swipes=True)),
    "round rests": Disguise(["untrusted_clicks"], act=round_rests),
    "at once": Disguise(["form_sent_too_soon", "text_without_keys"], act=acts_at_once),
}

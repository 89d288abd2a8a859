"""People, each at a real browser from Debian that nothing drives but a hand at the operating system's level.

`PEOPLE` names who they are and how they go about it; each is called with a screen, a person, the shop and the server, and
signs up. Whatever is odd about them is a thing that people have: none of it may make a bot of them.

Where the name says "like", the browser itself can't be had from Debian: Firefox is set as Tor Browser sets it, and an extension
adds to Chromium the noise that Brave has inside. Who touches does so through the X server's own test device, and who is far
away through a real remote screen. There is no telephone, no dictation, no input method, no reader of screens that speaks (its
user is the one with keys alone), and no browser's own autofill among them.

Some need packages that the tests do without: tigervnc-standalone-server, xserver-xorg-core with xserver-xorg-video-dummy,
epiphany-browser, falkon.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import manners
from browsers import USUAL, PersonsBrowser, Setup
from display import Display
from human import FAST, SEED, STROKES, TWO_FINGERS, Person, Typing
from human import USUAL as USUAL_TYPING
from manners import Manner, Sitting
from relay import Relay
from remote import RemoteDisplay, RemotePerson
from server import Server
from shop import Shop
from touch import TouchDisplay, TouchingPerson
from visits import SignUp


@dataclass(frozen=True)
class Hand:
    """One of the recorded people (none: the person of the other recording), at a pace, with a way to type."""

    name: str | None = None
    pace: float = 1
    typing: Typing = USUAL_TYPING
    report: float = 0.008
    seed: int = SEED

    def at(self, display: Display) -> Person:
        return Person(display.name, self.seed, self.name, self.pace, self.typing, self.report)


@dataclass(frozen=True)
class Somebody:
    """A person who signs up, in a manner, with a browser set up in a way, at a desk.

    `hand` is nobody for the person who is handed in; `desk` makes a screen of its own; `policy` is the customer's
    Content-Security-Policy, in which `%TRIPLINE%` is the server's origin.
    """

    browser: str
    manner: Manner = manners.usual
    setup: Setup = USUAL
    hand: Hand | None = None
    desk: Callable[[], Display] | None = None
    sits: Callable[[Display], Person] | None = None
    policy: str | None = None
    is_cut_off: bool = False
    starts_hidden: bool = False

    def __call__(self, display: Display, person: Person, shop: Shop, server: Server) -> SignUp:
        with ExitStack() as stack:
            if self.desk:
                display = stack.enter_context(self.desk())
            if self.hand or self.desk or self.sits:
                person = self.sits(display) if self.sits else (self.hand or Hand()).at(display)
                stack.callback(person.close)
            relay = stack.enter_context(Relay(server.port)) if self.is_cut_off else None
            if relay or self.policy:
                origin = f"http://localhost:{relay.port}" if relay else server.url
                shop = Shop(origin, server.publishable_key, self.policy and self.policy.replace("%TRIPLINE%", origin))
                stack.callback(shop.close)
            visit = shop.visit("?watched")
            person.put_away()
            with PersonsBrowser(self.browser, display, visit.url, setup=self.setup) as browser:
                if not self.starts_hidden:
                    # The pointer is let go of until there is a first decision, from nothing but what the browser is.
                    visit.wait_for("looked-at", 45)
                self.manner(Sitting(display, person, visit, browser, relay))
                told = visit.wait_for("sign-up", 30)
            return SignUp(told["session_id"], server.api().decided(told["session_id"]), told["sealed_token"], visit)


RESIST = {"privacy.resistFingerprinting": True}
STRICT = {
    "browser.contentblocking.category": "strict", "privacy.trackingprotection.enabled": True,
    "privacy.trackingprotection.socialtracking.enabled": True, "privacy.trackingprotection.emailtracking.enabled": True,
    "privacy.fingerprintingProtection": True, "privacy.query_stripping.enabled": True, "network.cookie.cookieBehavior": 5,
}
LIKE_TOR = {
    **RESIST, "privacy.resistFingerprinting.letterboxing": True, "privacy.firstparty.isolate": True, "webgl.disabled": True,
    "privacy.spoof_english": 2, "intl.accept_languages": "en-US, en", "browser.privatebrowsing.autostart": True,
    "media.peerconnection.enabled": False, "javascript.options.wasm": False, "dom.webaudio.enabled": False,
    "network.http.referer.hideOnionSource": True, "dom.storage.next_gen": True, "security.ssl.require_safe_negotiation": True,
}
STRICT_POLICY = (
    "default-src 'none'; script-src 'nonce-page' %TRIPLINE%; style-src 'nonce-page'; img-src data:; "
    "connect-src 'self' %TRIPLINE%; worker-src 'none'; frame-src 'none'; base-uri 'none'")

usual, by_eye = manners.usual, manners.by_eye

PEOPLE: dict[str, Somebody] = {
    # Hands
    "chromium": Somebody("chromium"),
    "firefox": Somebody("firefox"),
    "webkit": Somebody("webkit", by_eye),
    "chromium, hand 3": Somebody("chromium", hand=Hand("user03", seed=3)),
    "chromium, hand 7": Somebody("chromium", hand=Hand("user07", seed=7)),
    "chromium, hand 19, mouse at 60 reports a second": Somebody("chromium", hand=Hand("user19", report=0.0167, seed=19)),
    "firefox, hand 12": Somebody("firefox", hand=Hand("user12", seed=12)),
    "firefox, hand 25, mouse at 60 reports a second": Somebody("firefox", hand=Hand("user25", report=0.0167, seed=25)),
    "webkit, hand 30": Somebody("webkit", by_eye, hand=Hand("user30", seed=30)),
    "chromium, slow": Somebody("chromium", hand=Hand("user16", pace=1.8, typing=TWO_FINGERS, seed=16)),
    "firefox, hasty": Somebody("firefox", hand=Hand("user38", pace=0.55, typing=FAST, seed=38)),
    "chromium, hasty": Somebody("chromium", hand=Hand("user21", pace=0.55, typing=FAST, seed=21)),
    "chromium, mouse at 1000 reports a second": Somebody("chromium", hand=Hand(report=0.003, seed=5)),
    "chromium, reads for long": Somebody("chromium", manners.reader, hand=Hand("user10", seed=10)),
    "firefox, careful": Somebody("firefox", manners.careful, hand=Hand("user22", seed=22)),
    "chromium, careful": Somebody("chromium", manners.careful, hand=Hand("user05", seed=6)),
    # No mouse
    "chromium, keyboard only": Somebody("chromium", manners.keyboard_only),
    "firefox, keyboard only": Somebody("firefox", manners.keyboard_only),
    "webkit, keyboard only": Somebody("webkit", manners.keyboard_only),
    "chromium, keyboard only, reads by keys": Somebody(
        "chromium", manners.reading_by_keys, Setup(arguments=("--force-renderer-accessibility",))),
    "firefox, keyboard only, reads by keys": Somebody(
        "firefox", manners.reading_by_keys, Setup(preferences={"accessibility.force_disabled": -1}, environment={"GNOME_ACCESSIBILITY": "1"})),
    "chromium, keyboard only, fast": Somebody("chromium", manners.keyboard_only, hand=Hand(typing=FAST, seed=8)),
    # Filled in by others
    "chromium, pastes": Somebody("chromium", manners.pasted),
    "firefox, pastes": Somebody("firefox", manners.pasted),
    "webkit, pastes": Somebody("webkit", manners.pasted),
    "chromium, password manager's extension": Somebody("chromium", manners.filled_by_extension, Setup(extension="password_filler")),
    "firefox, password manager's extension": Somebody("firefox", manners.filled_by_extension, Setup(extension="password_filler")),
    "chromium, password manager's extension, keyboard only": Somebody(
        "chromium", manners.filled_and_sent_by_keys, Setup(extension="password_filler")),
    # Windows
    "chromium, resizes": Somebody("chromium", manners.resizing),
    "firefox, resizes": Somebody("firefox", manners.resizing),
    "chromium, full screen": Somebody("chromium", manners.maximized),
    "firefox, full screen": Somebody("firefox", manners.maximized),
    "chromium, zooms in": Somebody("chromium", manners.zoomed("equal", 2)),
    "chromium, zooms out": Somebody("chromium", manners.zoomed("minus", 2)),
    "firefox, zooms in": Somebody("firefox", manners.zoomed("equal", 2)),
    "firefox, zooms out": Somebody("firefox", manners.zoomed("minus", 2)),
    "chromium, kiosk": Somebody("chromium", by_eye, Setup(arguments=("--kiosk",))),
    "chromium, 4K at scale 1.5": Somebody(
        "chromium", by_eye, Setup(arguments=("--force-device-scale-factor=1.5",)), desk=lambda: Display(3840, 2160)),
    "chromium, scale 1.25": Somebody("chromium", by_eye, Setup(arguments=("--force-device-scale-factor=1.25",), size=(1080, 640))),
    "firefox, 4K at scale 2": Somebody(
        "firefox", by_eye, Setup(preferences={"layout.css.devPixelsPerPx": "2.0"}), desk=lambda: Display(3840, 2160)),
    "chromium, goes away and comes back": Somebody("chromium", manners.coming_back),
    "firefox, goes away and comes back": Somebody("firefox", manners.coming_back),
    "chromium, opened behind another": Somebody(
        "chromium", manners.from_the_background, Setup(arguments=("about:blank",)), starts_hidden=True),
    "firefox, opened behind another": Somebody(
        "firefox", manners.from_the_background, Setup(arguments=("about:blank",)), starts_hidden=True),
    "chromium, developer tools": Somebody("chromium", manners.with_developer_tools),
    "firefox, developer tools": Somebody("firefox", manners.with_developer_tools),
    # Privacy
    "chromium, private": Somebody("chromium", setup=Setup(arguments=("--incognito",))),
    "firefox, private": Somebody("firefox", setup=Setup(arguments=("-private-window",))),
    "webkit, private": Somebody("webkit", by_eye, setup=Setup(arguments=("--private",))),
    "firefox, resists fingerprinting": Somebody("firefox", by_eye, Setup(preferences=RESIST)),
    "firefox, resists fingerprinting, letterboxes": Somebody(
        "firefox", by_eye, Setup(preferences={**RESIST, "privacy.resistFingerprinting.letterboxing": True})),
    "firefox, strict protection": Somebody("firefox", by_eye, Setup(preferences=STRICT)),
    "firefox, strict protection, private": Somebody("firefox", by_eye, Setup(preferences=STRICT, arguments=("-private-window",))),
    "firefox, like Tor Browser": Somebody("firefox", by_eye, Setup(preferences=LIKE_TOR, environment={"TZ": "UTC"}, size=(1000, 900))),
    "firefox, like Tor Browser, keyboard only": Somebody(
        "firefox", manners.keyboard_only, Setup(preferences=LIKE_TOR, environment={"TZ": "UTC"}, size=(1000, 900))),
    "chromium, like Brave": Somebody("chromium", setup=Setup(extension="farbling")),
    "firefox, noise extension": Somebody("firefox", setup=Setup(extension="farbling")),
    "chromium, says it is on Windows": Somebody("chromium", setup=Setup(extension="user_agent")),
    "firefox, says it is Chrome on Windows": Somebody("firefox", setup=Setup(extension="user_agent")),
    "chromium, reading aid": Somebody("chromium", setup=Setup(extension="reading_aid")),
    "firefox, reading aid": Somebody("firefox", setup=Setup(extension="reading_aid")),
    "chromium, blocks": Somebody("chromium", setup=Setup(extension="blocker")),
    "firefox, blocks": Somebody("firefox", setup=Setup(extension="blocker")),
    "chromium, strict policy": Somebody("chromium", policy=STRICT_POLICY),
    "firefox, strict policy": Somebody("firefox", policy=STRICT_POLICY),
    "webkit, strict policy": Somebody("webkit", by_eye, policy=STRICT_POLICY),
    # Machines and networks
    "chromium, no WebGL": Somebody("chromium", setup=Setup(arguments=("--disable-3d-apis",))),
    "firefox, no WebGL": Somebody("firefox", setup=Setup(preferences={"webgl.disabled": True})),
    "chromium, one slow core": Somebody("chromium", setup=Setup(under=("taskset", "-c", "0", "nice", "-n", "5"))),
    "chromium, no just-in-time compiler": Somebody("chromium", setup=Setup(arguments=("--js-flags=--jitless",))),
    "firefox, no just-in-time compiler": Somebody("firefox", setup=Setup(preferences={
        "javascript.options.ion": False, "javascript.options.baselinejit": False, "javascript.options.blinterp": False,
        "javascript.options.wasm": False})),
    "chromium, offline and back": Somebody("chromium", manners.cut_off, is_cut_off=True),
    "firefox, offline and back": Somebody("firefox", manners.cut_off, is_cut_off=True),
    "chromium, another language and zone": Somebody(
        "chromium", setup=Setup(arguments=("--lang=de-DE", "--accept-lang=de-DE,de,en"), environment={
            "TZ": "Europe/Berlin", "LANG": "de_DE.UTF-8", "LANGUAGE": "de_DE"})),
    "firefox, another zone": Somebody("firefox", setup=Setup(
        preferences={"intl.accept_languages": "pt-BR, pt, en-US, en"}, environment={"TZ": "America/Sao_Paulo"})),
    # Other devices
    "chromium, touch only": Somebody("chromium", manners.touching, desk=TouchDisplay, sits=TouchingPerson),
    "chromium, touch only, told to expect touches": Somebody(
        "chromium", manners.touching, Setup(arguments=("--touch-events=enabled",)), desk=TouchDisplay, sits=TouchingPerson),
    "firefox, touch only": Somebody(
        "firefox", manners.touching, Setup(environment={"MOZ_USE_XINPUT2": "1"}), desk=TouchDisplay, sits=TouchingPerson),
    "webkit, touch only": Somebody("webkit", manners.touching, desk=TouchDisplay, sits=TouchingPerson),
    "chromium, remote desktop": Somebody("chromium", desk=RemoteDisplay, sits=RemotePerson),
    "firefox, remote desktop": Somebody("firefox", desk=RemoteDisplay, sits=RemotePerson),
    "webkit, remote desktop": Somebody("webkit", by_eye, desk=RemoteDisplay, sits=RemotePerson),
    "chromium, remote desktop, keys as strokes": Somebody(
        "chromium", desk=RemoteDisplay, sits=lambda display: RemotePerson(display, hand="user09", typing=STROKES)),
    "firefox, remote desktop, keys as strokes": Somebody(
        "firefox", desk=RemoteDisplay, sits=lambda display: RemotePerson(display, hand="user13", typing=STROKES)),
    "chromium, remote desktop, keyboard only, keys as strokes": Somebody(
        "chromium", manners.keyboard_only, desk=RemoteDisplay, sits=lambda display: RemotePerson(display, typing=STROKES)),
    # Rare browsers
    "epiphany": Somebody("epiphany", by_eye, Setup(environment={"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"})),
    "falkon": Somebody("falkon", by_eye, Setup(environment={"QTWEBENGINE_DISABLE_SANDBOX": "1"})),
}

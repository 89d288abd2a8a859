"""Browsers that come back: with what they kept or without, from a private window, after something changed, from elsewhere.

No automation is attached: a browser is started with an address, and closed when its page has told who came.
"""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from address_relay import AddressRelay
from browsers import PersonsBrowser, Setup
from display import Display
from machines import Machine, install_fonts
from server import Api, Server
from shop import Shop

# What browsers keep to be quick, and not to know somebody by.
CACHES = ("Cache", "Code Cache", "GPUCache", "DawnGraphiteCache", "DawnWebGPUCache", "GrShaderCache", "ShaderCache", "GraphiteDawnCache", "cache2",
          "startupCache", "component_crx_cache", "Safe Browsing")
ZOOM = 1.25

# A message bus that starts nothing: what a desktop would start with each browser takes longer than a visit.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""


@dataclass(frozen=True)
class Way:
    """How a browser comes to the page."""

    keeps: bool = False
    private: bool = False
    font: bool = False
    zoom: bool = False
    window: bool = False
    address: bool = False


FIRST = Way(keeps=True)

RETURNS: dict[str, Way] = {
    "new profile": Way(),
    "private window": Way(private=True),
    "same profile": Way(keeps=True),
    "new profile, one more font": Way(font=True),
    "new profile, page zoomed": Way(zoom=True),
    "new profile, another window": Way(window=True),
    "new profile, another address": Way(address=True),
    "same profile, another address": Way(keeps=True, address=True),
    "private window, another window, another address": Way(private=True, window=True, address=True),
    "new profile, one more font, page zoomed, another address": Way(font=True, zoom=True, address=True),
}


def address(machine: int, is_another: bool) -> str:
    """Where a machine is: four share an office; elsewhere is a place of one's own (RFC 2544)."""
    return f"198.19.{machine // 250}.{machine % 250 + 1}" if is_another else f"198.18.7.{machine // 4 + 1}"


def set_zoom(browser: str, profile: Path) -> None:
    """Makes the zoom of all pages another one, as the settings of the browser do."""
    if browser == "chromium":
        preferences = profile / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        # The level counts steps of 1.2; "x" names the profile's own storage partition.
        preferences.write_text(json.dumps({"partition": {"default_zoom_level": {"x": 1.2239010857415449}}}))
        return
    with closing(sqlite3.connect(profile / "content-prefs.sqlite")) as store, store:
        store.executescript(f"""
            CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE prefs (id INTEGER PRIMARY KEY, groupID INTEGER REFERENCES groups(id), settingID INTEGER NOT NULL REFERENCES settings(id),
                value BLOB, timestamp INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX groups_idx ON groups(name);
            CREATE INDEX settings_idx ON settings(name);
            CREATE INDEX prefs_idx ON prefs(timestamp, groupID, settingID);
            INSERT INTO settings VALUES (1, 'browser.content.full-zoom');
            INSERT INTO prefs VALUES (1, NULL, 1, {ZOOM}, 0);
            PRAGMA user_version = 6;""")


def setup(machine: Machine, way: Way, folder: Path) -> Setup:
    """How the browser is started for a visit."""
    bus = folder / "bus.conf"
    bus.write_text(BUS)
    usual = machine.setup()
    width, height = usual.size
    private = {"chromium": "--incognito", "firefox": "-private-window"}[machine.browser]
    fonts = install_fonts(folder / "fonts", machine.fonts, way.font)
    # Firefox's sandbox lets pages draw with fonts of the system's folders and the person's alone: without this, every letter is an empty box.
    reads = {"security.sandbox.content.read_path_whitelist": f"{fonts.parent}/"} if machine.browser == "firefox" else {}
    return replace(
        usual, preferences={**usual.preferences, **reads}, arguments=(*usual.arguments, *([private] if way.private else [])),
        environment={**usual.environment, "FONTCONFIG_FILE": str(fonts)}, bus=bus,
        size=(int(width * 0.8), int(height * 0.75)) if way.window else usual.size)


@dataclass
class Street:
    """Where the visits take place: a server behind a wire that says who comes from where, the screens, and what machines keep.

    `folder` is one that any user may look into.
    """

    server: Server
    shop: Shop
    relay: AddressRelay
    folder: Path
    displays: dict[tuple[int, int, int], Display] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, server: Server, folder: Path) -> Iterator["Street"]:
        """Opened on a server `OverAWire` that was started."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        with AddressRelay(server.port, address(0, False)) as relay:
            shop = Shop(relay.url, server.publishable_key)
            street = cls(server, shop, relay, folder)
            try:
                yield street
            finally:
                shop.close()
                for display in street.displays.values():
                    display.close()

    @property
    def api(self) -> Api:
        return self.server.api()

    def display(self, machine: Machine) -> Display:
        look = (*machine.screen, machine.depth)
        if look not in self.displays:
            self.displays[look] = Display(*look)
        return self.displays[look]

    def come(self, number: int, machine: Machine, way: Way, seconds: float = 90) -> dict:
        """One visit by the machine of that number; gives back the session's document."""
        self.relay.address = address(number, way.address)
        # All are the same to the page: what is told of it must not tell them apart.
        visit = self.shop.visit("?watched")
        home = self.folder / "homes" / f"{number}"
        if not way.keeps:
            home = self.folder / "homes" / f"{number}-{time.monotonic_ns()}"
        (home / "profile").mkdir(parents=True, exist_ok=True)
        if way.zoom:
            set_zoom(machine.browser, home / "profile")
        display = self.display(machine)
        browser = PersonsBrowser(machine.browser, display, visit.url, setup=setup(machine, way, self.folder), home=home)
        try:
            session = visit.wait_for("looked-at", seconds)["session_id"]
        except BaseException:
            browser.close()
            raise
        if way.keeps:
            browser.leave(display)
            self.forget_caches(home)
        else:
            browser.close()
            shutil.rmtree(home, ignore_errors=True)
        return self.api.decided(session)

    @staticmethod
    def forget_caches(home: Path) -> None:
        for name in CACHES:
            for found in home.rglob(name):
                shutil.rmtree(found, ignore_errors=True)

    def forget(self, number: int) -> None:
        """The machine will not come again."""
        shutil.rmtree(self.folder / "homes" / f"{number}", ignore_errors=True)

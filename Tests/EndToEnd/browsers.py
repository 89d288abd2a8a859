"""Browsers as a person has them: installed from Debian, with a window, a profile of their own and no way in from outside."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from display import Display, end

NOBODY = 65534
EXTENSIONS = Path(__file__).parent / "extensions"

# What a person has chosen who does not want to be welcomed, asked or told at each start. None of it can be seen by a page.
FIREFOX_PREFERENCES = {
    "app.normandy.enabled": False,
    "app.shield.optoutstudies.enabled": False,
    "app.update.enabled": False,
    "browser.aboutConfig.showWarning": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.preonboarding.enabled": False,
    "browser.rights.3.shown": True,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.tabs.warnOnClose": False,
    "browser.uitour.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "media.webspeech.synth.dont_notify_on_error": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "signon.rememberSignons": False,
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


def preference_line(name: str, value: bool | int | str) -> str:
    written = str(value).lower() if isinstance(value, (bool, int)) else f'"{value}"'
    return f'user_pref("{name}", {written});\n'


def trust(database: Path, certificate: Path) -> None:
    """Has a browser that keeps its trust in a database of NSS believe a certificate, as one is imported by hand."""
    database.mkdir(parents=True, exist_ok=True)
    for step in (["-N", "--empty-password"], ["-A", "-n", "imported", "-t", "CP,,", "-i", str(certificate)]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *step], check=True, capture_output=True, timeout=30)


@dataclass(frozen=True)
class Setup:
    """How a person has set a browser up, or is made to use it: options, Firefox's preferences, one of `extensions/`, and what it runs under."""

    arguments: tuple[str, ...] = ()
    preferences: Mapping[str, bool | int | str] = field(default_factory=dict)
    extension: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    size: tuple[int, int] = (1240, 820)
    # The message bus's configuration; none is the desktop's own, which starts what else a desktop has.
    bus: Path | None = None


USUAL = Setup()


def pack(extension: Path, profile: Path) -> None:
    """Installs an extension in a profile of Firefox, as a download of it is."""
    name = json.loads((extension / "manifest.json").read_text())["browser_specific_settings"]["gecko"]["id"]
    (profile / "extensions").mkdir()
    shutil.move(shutil.make_archive(str(profile / name), "zip", extension), profile / "extensions" / f"{name}.xpi")


def chromium(home: Path, url: str, setup: Setup) -> list[str]:
    loaded = []
    if setup.extension:
        shutil.copytree(EXTENSIONS / setup.extension, home / "extension")
        loaded = [f"--load-extension={home / 'extension'}", "--disable-features=DisableLoadExtensionCommandLineSwitch"]
    width, height = setup.size
    return ["chromium", f"--user-data-dir={home / 'profile'}", "--no-first-run", "--no-default-browser-check",
            "--password-store=basic", "--window-position=60,30", f"--window-size={width},{height}",
            *loaded, *setup.arguments, url]


def firefox(home: Path, url: str, setup: Setup) -> list[str]:
    preferences = {**FIREFOX_PREFERENCES, **setup.preferences}
    if setup.extension:
        pack(EXTENSIONS / setup.extension, home / "profile")
        preferences |= {"xpinstall.signatures.required": False, "extensions.autoDisableScopes": 0}
    (home / "profile" / "user.js").write_text("".join(preference_line(*p) for p in preferences.items()))
    width, height = setup.size
    return ["firefox-esr", "--profile", str(home / "profile"), "--new-instance", "--width", str(width), "--height", str(height),
            *setup.arguments, url]


def webkit(home: Path, url: str, setup: Setup) -> list[str]:
    mini_browser, *_ = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")
    width, height = setup.size
    return [mini_browser, f"--geometry={width}x{height}", *setup.arguments, url]


def epiphany(home: Path, url: str, setup: Setup) -> list[str]:
    return ["epiphany", *setup.arguments, url]


def falkon(home: Path, url: str, setup: Setup) -> list[str]:
    return ["falkon", *setup.arguments, url]


BROWSERS = {browser.__name__: browser for browser in (chromium, firefox, webkit, epiphany, falkon)}


class PersonsBrowser:
    """A browser that runs as user nobody, whose window the person at the display sees. It ends with `close`.

    `trusted` is a certificate that the person has told the browser to believe. `home` is a folder that outlives the browser, with
    its profile; without one all that it keeps is gone when it ends.
    """

    def __init__(
        self, kind: str, display: Display, url: str, trusted: Path | None = None, setup: Setup = USUAL, home: Path | None = None,
    ) -> None:
        self.is_kept = home is not None
        self.home = home or Path(tempfile.mkdtemp(prefix=f"{kind}-", dir="/tmp"))
        profile = self.home / "profile"
        profile.mkdir(parents=True, exist_ok=True)
        if trusted and kind == "webkit":
            # It believes what the whole machine believes, and no profile of it can be told more.
            setup = replace(setup, arguments=("--ignore-tls-errors", *setup.arguments))
        elif trusted:
            trust(profile if kind == "firefox" else self.home / ".pki" / "nssdb", trusted)
        command = [*setup.under, *BROWSERS[kind](self.home, url, setup)]
        for path in [self.home, *self.home.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        environment = {
            "PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "LANGUAGE": "en_US", "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home), "DISPLAY": display.name, "MOZ_CRASHREPORTER_DISABLE": "1",
            **setup.environment,
        }
        self.log = (self.home / "log").open("wb")
        self.process = subprocess.Popen(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "dbus-run-session",
             *([f"--config-file={setup.bus}"] if setup.bus else []), "--", *command],
            env=environment, cwd=self.home, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )

    def leave(self, display: Display, patience: float = 20) -> None:
        """Closes the window by the keys for it and waits until the browser has written down what it keeps."""
        display.press("alt+F4")
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.close()

    def close(self) -> None:
        end(self.process)
        self.log.close()
        # The desktop's portal for documents hangs a file system of its own into the folder, and leaves it there.
        subprocess.run(["umount", "--lazy", str(self.home / "doc")], capture_output=True)
        if not self.is_kept:
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> "PersonsBrowser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

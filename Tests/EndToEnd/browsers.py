"""Browsers as a person has them: installed from Debian, with a window, a profile of their own and no way in from outside."""

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from display import Display, end

NOBODY = 65534

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


def preference_line(name: str, value: bool | str) -> str:
    written = str(value).lower() if isinstance(value, bool) else f'"{value}"'
    return f'user_pref("{name}", {written});\n'


def trust(database: Path, certificate: Path) -> None:
    """Has a browser that keeps its trust in a database of NSS believe a certificate, as one is imported by hand."""
    database.mkdir(parents=True, exist_ok=True)
    for step in (["-N", "--empty-password"], ["-A", "-n", "imported", "-t", "CP,,", "-i", str(certificate)]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *step], check=True, capture_output=True, timeout=30)


class PersonsBrowser:
    """A browser that runs as user nobody, whose window the person at the display sees. It ends with `close`.

    `trusted` is a certificate that the person has told the browser to believe.
    """

    def __init__(self, kind: str, display: Display, url: str, trusted: Path | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir="/tmp"))
        profile = self.home / "profile"
        profile.mkdir()
        if trusted and kind != "webkit":
            trust(profile if kind == "firefox" else self.home / ".pki" / "nssdb", trusted)
        if kind == "chromium":
            command = ["chromium", f"--user-data-dir={profile}", "--no-first-run", "--no-default-browser-check",
                       "--password-store=basic", "--window-position=60,30", "--window-size=1240,820", url]
        elif kind == "firefox":
            (profile / "user.js").write_text("".join(preference_line(*p) for p in FIREFOX_PREFERENCES.items()))
            command = ["firefox-esr", "--profile", str(profile), "--new-instance", "--width", "1240", "--height", "820", url]
        elif kind == "webkit":
            # It believes what the whole machine believes, and no profile of it can be told more.
            command = [glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0], "--geometry=1240x820",
                       *(["--ignore-tls-errors"] if trusted else []), url]
        else:
            raise ValueError(kind)
        for path in [self.home, *self.home.rglob("*")]:
            shutil.chown(path, NOBODY, NOBODY)
        environment = {
            "PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "LANGUAGE": "en_US", "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home), "DISPLAY": display.name, "MOZ_CRASHREPORTER_DISABLE": "1",
        }
        self.log = (self.home / "log").open("wb")
        self.process = subprocess.Popen(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "dbus-run-session", "--", *command],
            env=environment, cwd=self.home, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )

    def close(self) -> None:
        end(self.process)
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> "PersonsBrowser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

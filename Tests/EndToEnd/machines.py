"""Machines that differ as those of people do: in browser, screen, fonts, languages, time zone, graphics and processors.

All are this machine, set up otherwise: what is the same in all of them (the kernel, the make of the processor, the builds of the
browsers) makes them harder to tell apart than people's machines are.
"""

import random
import shutil
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from browsers import Setup

SYSTEM_FONTS = Path("/usr/share/fonts")
DEJAVU, URW, LIBERATION = "truetype/dejavu/", "opentype/urw-base35/", "truetype/liberation/"

# What is installed, as patterns of files.
FONTS: dict[str, tuple[str, ...]] = {
    "plain": (DEJAVU + "*",),
    "office": (LIBERATION + "*",),
    "desktop": (DEJAVU + "DejaVuSans*", LIBERATION + "*"),
    "print": (URW + "*.otf",),
    "sans alone": (DEJAVU + "DejaVuSans.ttf", DEJAVU + "DejaVuSans-Bold.ttf"),
    "office and print": (LIBERATION + "*", URW + "Nimbus*", URW + "C059*"),
    "plain and print": (DEJAVU + "*", URW + "Nimbus*", URW + "URW*"),
    "office without mono": (LIBERATION + "LiberationSans-*", LIBERATION + "LiberationSerif*", DEJAVU + "DejaVuSansMono*"),
}
# What somebody installs one day: the first of these that is not there yet. Pages look for each of them.
ONE_MORE = (URW + "NimbusSans-Regular.otf", LIBERATION + "LiberationMono-Regular.ttf", DEJAVU + "DejaVuSansMono.ttf")

SCREENS = ((1366, 768), (1440, 900), (1536, 864), (1600, 900), (1680, 1050), (1920, 1080), (1280, 1024), (2560, 1440))
SCALES = (1.0, 1.0, 1.0, 1.25, 1.5)
DEPTHS = (24, 24, 24, 24, 16)
# Firefox tells how many the machine has and not how many it may use.
CORES = {"chromium": (2, 2, 2, 1), "firefox": (2,)}
# As settings make them: each language of a region is followed by the language itself. With the zones that go with them.
LANGUAGES = {
    ("en-US", "en"): ("America/New_York", "America/Chicago", "America/Los_Angeles", "UTC"),
    ("en-GB", "en"): ("Europe/London", "Europe/Dublin"),
    ("de-DE", "de", "en-US", "en"): ("Europe/Berlin", "Europe/Vienna"),
    ("fr-FR", "fr"): ("Europe/Paris", "America/Montreal"),
    ("es-ES", "es", "en"): ("Europe/Madrid", "America/Mexico_City"),
    ("pt-BR", "pt", "en-US", "en"): ("America/Sao_Paulo",),
    ("pl-PL", "pl"): ("Europe/Warsaw",),
    ("ja-JP", "ja"): ("Asia/Tokyo",),
    ("ru-RU", "ru", "en"): ("Asia/Yekaterinburg", "Europe/Moscow"),
}

# How each browser draws: options of Chromium, which has no WebGL here unless it is told how; preferences of Firefox and what Mesa,
# which draws for it, is told.
CHROMIUM_GRAPHICS: dict[str, tuple[str, ...]] = {
    "as it comes": (),
    "SwiftShader": ("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    "Mesa": ("--use-gl=angle", "--use-angle=gl", "--ignore-gpu-blocklist"),
}
FIREFOX_GRAPHICS: dict[str, tuple[dict[str, bool], dict[str, str]]] = {
    "as it comes": ({}, {}),
    "Mesa's slow way": ({"webgl.force-enabled": True}, {"LIBGL_ALWAYS_SOFTWARE": "1", "GALLIUM_DRIVER": "softpipe"}),
    "none": ({"webgl.disabled": True}, {}),
}
# What a new profile of Chromium does for itself takes longer than a visit.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps")
GRAPHICS = {"chromium": CHROMIUM_GRAPHICS, "firefox": FIREFOX_GRAPHICS}
# What does not tell machines apart in a browser.
ONE_VALUE: dict[str, set[str]] = {"chromium": set(), "firefox": {"cores"}}


@dataclass(frozen=True)
class Machine:
    """A machine with its browser, before anything changes."""

    browser: str
    screen: tuple[int, int] = (1440, 900)
    depth: int = 24
    scale: float = 1.0
    fonts: str = "desktop"
    languages: tuple[str, ...] = ("en-US", "en")
    zone: str = "UTC"
    graphics: str = "as it comes"
    cores: int = 2

    @property
    def name(self) -> str:
        width, height = self.screen
        return (f"{self.browser}, {width}×{height} at {self.scale:g} in {self.depth} bits, {self.fonts} fonts, {self.languages[0]} in {self.zone}, "
                f"graphics {self.graphics}, {self.cores} cores")

    def unlike(self, other: "Machine") -> list[str]:
        """The features in which two machines differ."""
        return [feature for feature, value in vars(self).items() if vars(other)[feature] != value]

    def setup(self) -> Setup:
        """How the browser is started there."""
        language, (width, height) = self.languages[0], self.screen
        environment = {"TZ": self.zone, "LANG": "en_US.UTF-8", "LANGUAGE": language.replace("-", "_")}
        arguments: tuple[str, ...] = ()
        preferences: dict[str, bool | int | str] = {}
        if self.browser == "chromium":
            arguments = (f"--lang={language}", f"--accept-lang={','.join(self.languages)}", *QUIET, *CHROMIUM_GRAPHICS[self.graphics])
            if self.scale != 1:
                arguments += (f"--force-device-scale-factor={self.scale}",)
        else:
            drawn, told = FIREFOX_GRAPHICS[self.graphics]
            preferences = {"intl.accept_languages": ", ".join(self.languages), **drawn}
            environment |= told
            if self.scale != 1:
                preferences["layout.css.devPixelsPerPx"] = str(self.scale)
        # Of the screen, not of the page: Chromium takes its window's size in points.
        by = self.scale if self.browser == "chromium" else 1
        return Setup(
            arguments, preferences, None, environment, () if self.cores == 2 else ("taskset", "-c", "0"),
            (int(width * 0.86 / by), int(height * 0.9 / by)))


def font_files(fonts: str, with_one_more: bool) -> list[Path]:
    """The files of the fonts that are installed."""
    files = {file for pattern in FONTS[fonts] for file in SYSTEM_FONTS.glob(pattern)}
    if not files:
        raise FileNotFoundError(f"no fonts {FONTS[fonts]} in {SYSTEM_FONTS}")
    if with_one_more:
        files.add(next(file for name in ONE_MORE if (file := SYSTEM_FONTS / name) not in files))
    return sorted(files)


def install_fonts(folder: Path, fonts: str, with_one_more: bool = False) -> Path:
    """Makes a folder of fonts, and the file for `FONTCONFIG_FILE` that has a program find these and no others."""
    folder = folder / (fonts.replace(" ", "-") + ("-and-one" if with_one_more else ""))
    written = folder / "fonts.conf"
    if not written.exists():
        folder.mkdir(parents=True)
        for file in font_files(fonts, with_one_more):
            shutil.copy(file, folder)
        cache = folder / "cache"
        cache.mkdir()
        cache.chmod(0o777)
        written.write_text(
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
            f"<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>"
            '<include ignore_missing="yes">/etc/fonts/conf.d</include></fontconfig>\n')
    return written


def another(machine: Machine, feature: str, choose: random.Random) -> Machine:
    """The machine with one feature changed for another value."""
    values = {
        "screen": SCREENS, "depth": DEPTHS, "scale": SCALES, "fonts": tuple(FONTS), "languages": tuple(LANGUAGES),
        "zone": tuple(zone for zones in LANGUAGES.values() for zone in zones), "graphics": tuple(GRAPHICS[machine.browser]), "cores": CORES[machine.browser],
    }[feature]
    return replace(machine, **{feature: choose.choice([value for value in values if value != vars(machine)[feature]])})


def drawn(browser: str, choose: random.Random) -> Machine:
    languages = choose.choice(list(LANGUAGES))
    return Machine(
        browser, choose.choice(SCREENS), choose.choice(DEPTHS), choose.choice(SCALES), choose.choice(list(FONTS)), languages,
        choose.choice(LANGUAGES[languages]), choose.choice(list(GRAPHICS[browser])), choose.choice(CORES[browser]))


def machines(of_each: int, seed: int = 7) -> list[Machine]:
    """As many machines of each browser, any two of which differ in two features or more, and always the same ones.

    Half are drawn as they come; each of these has a neighbour that differs from it in exactly two features.
    """
    choose, made = random.Random(seed), []
    for browser in ("chromium", "firefox"):
        mine: list[Machine] = []
        while len(mine) < of_each:
            if len(mine) % 2:
                features = choose.sample(sorted({"screen", "depth", "scale", "fonts", "languages", "zone", "graphics", "cores"} - ONE_VALUE[browser]), 2)
                candidate = another(another(mine[-1], features[0], choose), features[1], choose)
            else:
                candidate = drawn(browser, choose)
            if all(len(candidate.unlike(one)) > 1 for one in mine):
                mine.append(candidate)
        made += mine
    assert all(len(one.unlike(other)) > 1 for one, other in combinations(made, 2))
    return made

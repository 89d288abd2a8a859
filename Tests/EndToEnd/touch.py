"""A screen that is touched: Xorg with a drawn-on nothing for a monitor, and the X server's own test device as its touch panel."""

import os
import shutil
import socket
import struct
import tempfile
import time
from pathlib import Path

from display import Display
from human import SEED, Person, Typing

CONFIGURATION = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "drawn"
  Driver "dummy"
  VideoRam 65536
  Option "Monitor-DUMMY0" "nothing"
EndSection
Section "Monitor"
  Identifier "nothing"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "desk" 106.5 {width} {right} {end} {total} {height} {below} {bottom} {whole}
  Option "PreferredMode" "desk"
EndSection
Section "Screen"
  Identifier "screen"
  Device "drawn"
  Monitor "nothing"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "desk"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "panel"
  Driver "inputtest"
  Option "SocketPath" "{panel}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "ServerLayout"
  Identifier "desk"
  Screen "screen"
  InputDevice "panel" "SendCoreEvents"
EndSection
"""
# A keyboard that shows on the screen: one finger or two thumbs, no key before the last is let go.
ON_THE_SCREEN = Typing(dwell=(72, 0.3, 0.35, 35, 150), between=(265, 0.3, 0.55, 165, 1200))
BEGIN, UPDATE, END = 18, 19, 20


def timings(width: int, height: int) -> dict[str, int]:
    """When a tube would draw lines of so many points: the server wants to know, though nothing is drawn."""
    return {"width": width, "height": height, "right": width + 88, "end": width + 232, "total": width + 464,
            "below": height + 3, "bottom": height + 9, "whole": height + 34}


class TouchDisplay(Display):
    """Xorg, whose only pointer is a touch panel."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="touch-", dir="/tmp"))
        super().__init__()

    def command(self, width: int, height: int) -> list[str]:
        self.panel = self.folder / "panel"
        configuration = self.folder / "xorg.conf"
        configuration.write_text(CONFIGURATION.format(**timings(width, height), panel=self.panel))
        return ["/usr/lib/xorg/Xorg", "-config", str(configuration), "-logfile", str(self.folder / "log"), "-noreset", "-ac",
                "-nolisten", "tcp", "-novtswitch", "-sharevts"]

    def close(self) -> None:
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


class TouchingPerson(Person):
    """A person who has no mouse: what a mouse would point at is touched."""

    def __init__(self, display: TouchDisplay, seed: int = SEED) -> None:
        super().__init__(display.name, seed, typing=ON_THE_SCREEN)
        self.panel = socket.socket(socket.AF_UNIX)
        self.panel.connect(str(display.panel))
        self.panel.sendall(struct.pack("=IIHH", 12, 0, 1, 1))
        self.panel.recv(64)
        self.touches = 0

    def close(self) -> None:
        self.panel.close()
        super().close()

    def _touch(self, kind: int, z: complex, pressure: float) -> None:
        values = [z.real * 65535 / self.width, z.imag * 65535 / self.height, 0, 0, pressure] + [0.0] * 59
        self.panel.sendall(
            struct.pack("=IIIII8s4x", 1056, 6, self.touches, kind, 0, bytes([0b11, 0, 0, 0, 0, 0, 0, 0]))
            + struct.pack("=64d", *values) + bytes(512))

    def put_away(self) -> None:
        pass

    def move_to(self, x: float, y: float, width: float = 40) -> None:
        """The finger goes there through the air."""
        self.rest(0.25, 0.6)
        self.x, self.y = round(x), round(y)

    def click(self) -> None:
        """Taps: the finger lies on the glass for a moment, and rolls a little."""
        at, held = complex(self.x, self.y), self.random.uniform(0.06, 0.13)
        roll = complex(self.random.gauss(0, 1.2), self.random.gauss(0.6, 1.2))
        self.touches += 1
        self._touch(BEGIN, at, 90)
        for part in (0.4, 0.8):
            time.sleep(held * 0.4)
            self._touch(UPDATE, at + roll * part, 110)
        time.sleep(held * 0.2)
        self._touch(END, at + roll, 0)

    def swipe(self, distance: float) -> None:
        """Pushes the page up (or down, by less than nothing) with a finger that speeds up and lets go."""
        start = complex(self.width * self.random.uniform(0.45, 0.6), self.height * 0.62)
        bow, steps = self.random.gauss(0, 18), self.random.randint(14, 22)
        self.touches += 1
        self._touch(BEGIN, start, 90)
        for i in range(1, steps + 1):
            time.sleep(max(0.004, self.random.gauss(0.0125, 0.002)))
            u = (i / steps) ** 1.6
            self._touch(UPDATE, start + complex(bow * u * u + self.random.gauss(0, 0.4), -distance * u), 100)
        time.sleep(0.006)
        self._touch(END, start + complex(bow, -distance), 0)

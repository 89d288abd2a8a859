"""A virtual screen with a window system on it, as a person's desk has one."""

import os
import subprocess
import time
from contextlib import suppress

WIDTH, HEIGHT = 1440, 900


def end(process: subprocess.Popen, patience: float = 5) -> None:
    """Ends a process that was started here, with all that it started in its own process group."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, 9)


class Display:
    """Xvfb with openbox. Whoever is on this machine may draw on it: browsers run as another user than the tests."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT, depth: int = 24) -> None:
        self.depth = depth
        read, write = os.pipe()
        self.server = subprocess.Popen(
            [*self.command(width, height), "-displayfd", str(write)],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"
        self.windows = subprocess.Popen(
            ["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": self.name},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        self._wait_for_window_manager()

    def command(self, width: int, height: int) -> list[str]:
        """Starts the display, but for the number that it is to choose."""
        return ["Xvfb", "-screen", "0", f"{width}x{height}x{self.depth}", "-nolisten", "tcp", "-ac", "-noreset"]

    def tell_window(self, *words: str) -> str:
        """Has the window system do something with the window in front, as its keys and borders would."""
        answer = subprocess.run(
            ["xdotool", "getactivewindow", *words], env={**os.environ, "DISPLAY": self.name}, capture_output=True, text=True, timeout=10)
        return answer.stdout

    def press(self, keys: str) -> None:
        """Presses keys, whichever window has them."""
        subprocess.run(["xdotool", "key", keys], env={**os.environ, "DISPLAY": self.name}, capture_output=True, timeout=10)

    def window_in_front(self) -> tuple[int, int, int, int]:
        """Where the window in front is: left, top, width and height."""
        told = dict(line.split("=") for line in self.tell_window("getwindowgeometry", "--shell").split() if "=" in line)
        return tuple(int(told[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def __enter__(self) -> "Display":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_for_window_manager(self) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            answer = subprocess.run(
                ["xprop", "-display", self.name, "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True, text=True)
            if "window id" in answer.stdout:
                return
            time.sleep(0.1)
        raise RuntimeError("openbox did not take the screen over")

    def wait_for_window(self, title: str, seconds: float = 30) -> None:
        """Waits until a window shows a title that has these words in it."""
        deadline = time.monotonic() + seconds
        # A search ends badly as well when a window goes away while it is looked at: it is asked again and again, and not once to wait.
        while subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], env={**os.environ, "DISPLAY": self.name},
            timeout=seconds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ).returncode:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no window with {title!r} in its title within {seconds} s")
            time.sleep(0.2)

    def close(self) -> None:
        end(self.windows)
        end(self.server)

"""A screen that somebody sits far from: an X server that takes its mouse and keys from a viewer (RFB 3.8, RFC 6143), and the viewer's part."""

import socket
import struct

from Xlib import X

from display import Display
from human import SEED, USUAL, Person, Typing
from server import free_port


class RemoteDisplay(Display):
    """TigerVNC's Xvnc."""

    def command(self, width: int, height: int) -> list[str]:
        self.port = free_port()
        return ["Xvnc", "-geometry", f"{width}x{height}", "-depth", "24", "-rfbport", str(self.port), "-localhost",
                "-SecurityTypes", "None", "-AlwaysShared", "-ac", "-noreset", "-nolisten", "tcp"]


class RemotePerson(Person):
    """A person at a viewer, which tells where the pointer is now and then (`report`), and which keys go down and up."""

    def __init__(
        self, display: RemoteDisplay, seed: int = SEED, hand: str | None = None, typing: Typing = USUAL, report: float = 0.045,
    ) -> None:
        super().__init__(display.name, seed, hand, typing=typing, report=report)
        self.buttons = 0
        self.held: dict[int, int] = {}
        self.viewer = socket.create_connection(("127.0.0.1", display.port), timeout=20)
        self.viewer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read(12)
        self.viewer.sendall(b"RFB 003.008\n")
        self._read(self._read(1)[0])
        self.viewer.sendall(b"\x01")
        self._read(4)
        self.viewer.sendall(b"\x01")
        self._read(struct.unpack(">20xI", self._read(24))[0])

    def close(self) -> None:
        self.viewer.close()
        super().close()

    def _read(self, count: int) -> bytes:
        read = b""
        while len(read) < count:
            part = self.viewer.recv(count - len(read))
            if not part:
                raise ConnectionError("the remote screen hung up")
            read += part
        return read

    def _send(self, kind: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        if kind in (X.KeyPress, X.KeyRelease):
            self.viewer.sendall(struct.pack(">BBxxI", 4, kind == X.KeyPress, self._keysym(kind, detail)))
            return
        if kind == X.MotionNotify:
            self.x, self.y = x, y
        elif kind == X.ButtonPress:
            self.buttons |= 1 << (detail - 1)
        elif kind == X.ButtonRelease:
            self.buttons &= ~(1 << (detail - 1))
        self.viewer.sendall(struct.pack(">BBHH", 5, self.buttons, self.x, self.y))

    def _keysym(self, kind: int, code: int) -> int:
        """What a key stands for. When it is let go of it is the same as when it was pressed, whatever Shift does meanwhile."""
        if kind == X.KeyRelease and code in self.held:
            return self.held.pop(code)
        is_shifted = self._code("Shift_L") in self.held
        self.held[code] = self.screen.keycode_to_keysym(code, int(is_shifted)) or self.screen.keycode_to_keysym(code, 0)
        return self.held[code]

"""The client side of docs/protocol.md, written from that page alone."""

import base64
import hashlib
import json
import os
import struct
import time
import zlib
from dataclasses import dataclass, field

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BINARY = {"Content-Type": "application/octet-stream"}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def observations(user_agent: str) -> dict:
    """What a plain agent might tell about itself: too little to say much, enough to be a session."""
    return {
        "page": {"url": "https://shop.example/sign-up", "referrer": None, "is_top": True, "has_focus": True,
                 "visibility": "visible", "history_length": 3, "ready_state": "complete", "prerendered": False,
                 "origin_isolated": False, "secure_context": True},
        "navigator": {"user_agent": user_agent, "platform": "Linux x86_64", "vendor": "", "product": "Gecko",
                      "product_sub": "20100101", "language": "en-US", "languages": ["en-US", "en"],
                      "hardware_concurrency": 4, "max_touch_points": 0, "pdf_viewer_enabled": True,
                      "cookie_enabled": True, "plugins": ["PDF Viewer"], "mime_types_count": 2, "webdriver": False,
                      "own_properties": [], "connection": None},
        "screen": {"width": 1440, "height": 900, "avail_width": 1440, "avail_height": 872, "color_depth": 24,
                   "pixel_depth": 24, "pixel_ratio": 1, "orientation_type": "landscape-primary", "orientation_angle": 0,
                   "inner_width": 1240, "inner_height": 720, "outer_width": 1240, "outer_height": 820,
                   "screen_x": 60, "screen_y": 30, "pointer": "fine", "any_pointer": "fine", "hover": True},
        "timing": {"time_origin_ms": 1774382400000, "navigation_type": "navigate", "dom_interactive_ms": 210,
                   "dom_complete_ms": 320, "load_ms": 322, "agent_start_ms": 240, "collect_ms": 410, "longest_task_ms": 12,
                   "ping_ms": [9, 8, 8], "wall_drift_ms": 0},
        "engine": {"stack_style": "spidermonkey", "eval_length": 37, "features": []},
        "natives": {"checked_count": 90, "tampered": []},
        "automation": {"webdriver": {"value": False, "own": False, "in_prototype": True, "getter_native": True,
                                     "enumerable": True, "configurable": True},
                       "globals": [], "document_marks": [], "element_marks": [], "bindings": [], "stack_frames": [],
                       "document_own": []},
    }


@dataclass
class Session:
    """A session after its handshake: everything that is needed to make batches, good ones and bad ones."""

    id: str
    key: bytes
    ticket: bytes
    handshake: dict
    sequence: int = 0
    link: bytes = b""
    sent: list[bytes] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.link = hashlib.sha256(b"tripline-collect-v1 chain\x00" + self.id.encode()).digest()

    def payload(self, sequence: int | None = None, **more: object) -> dict:
        return {"v": 1, "sequence": self.sequence if sequence is None else sequence,
                "sent_ms": int((time.monotonic() - self.started) * 1000), "wall_ms": int(time.time() * 1000), **more}

    def batch(self, payload: dict | bytes | None = None, *, compressed: bytes | None = None, sequence: int | None = None,
              link: bytes | None = None, key: bytes | None = None, ticket: bytes | None = None, version: int = 1) -> bytes:
        """The bytes of the next batch. Each part can be replaced, to see what the server says to it."""
        sequence = self.sequence if sequence is None else sequence
        if compressed is None:
            body = self.payload(sequence) if payload is None else payload
            compressed = zlib.compress(body if isinstance(body, bytes) else json.dumps(body).encode())
        ticket = self.ticket if ticket is None else ticket
        nonce = os.urandom(12)
        head = struct.pack(">BH", version, len(ticket)) + ticket + struct.pack(">I", sequence) + (link or self.link) + nonce
        return head + AESGCM(key or self.key).encrypt(nonce, compressed, head)

    def taken(self, batch: bytes) -> None:
        """The server has acknowledged this batch: the chain goes on from it."""
        ciphertext_at = 51 + len(self.ticket)
        self.link = hashlib.sha256(self.link + batch[ciphertext_at:]).digest()
        self.sequence += 1
        self.sent.append(batch)


# Everybody comes from an address of their own, as a proxy in front of the server would tell it (RFC 2544).
ADDRESSES = (f"198.18.{third}.{last}" for third in range(256) for last in range(1, 255))


class CollectAgent:
    """Speaks to the collect endpoints as a page's agent does."""

    def __init__(self, url: str, publishable_key: str | None, *, origin: str | None = None, client: httpx.Client | None = None) -> None:
        self.address = next(ADDRESSES)
        self.url = url
        self.publishable_key = publishable_key
        self.http = client or httpx.Client(timeout=30)
        self.headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
                        "Accept": "*/*", "Accept-Language": "en-US,en;q=0.5", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "cross-site",
                        "Sec-Fetch-Dest": "empty", "X-Forwarded-For": self.address, **({"Origin": origin} if origin else {})}

    def ask_handshake(self, public_key: bytes, **fields: object) -> httpx.Response:
        body = {"protocol": 1, "client_public_key": b64(public_key), "agent": {"name": "tripline-python", "version": "0.1.0"}, **fields}
        bearer = {"Authorization": f"Bearer {self.publishable_key}"} if self.publishable_key is not None else {}
        return self.http.post(f"{self.url}/v1/collect/sessions", json=body, headers={**self.headers, **bearer})

    def handshake(self) -> Session:
        private = ec.generate_private_key(ec.SECP256R1())
        mine = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        answer = self.ask_handshake(mine)
        assert answer.status_code == 201, f"{answer.status_code}: {answer.text[:400]}"
        return self.agree(private, mine, answer.json()["data"])

    @staticmethod
    def agree(private: ec.EllipticCurvePrivateKey, mine: bytes, data: dict) -> Session:
        """Derives the batch key from what both sides said."""
        theirs = unb64(data["server_public_key"])
        secret = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        key = HKDF(hashes.SHA256(), 32, hashlib.sha256(mine + theirs).digest(),
                   b"tripline-collect-v1\x00" + data["session_id"].encode()).derive(secret)
        return Session(data["session_id"], key, unb64(data["ticket"]), data)

    def post(self, session_id: str, batch: bytes, to: str = "batches", content_type: str | None = None) -> httpx.Response:
        headers = {**self.headers, **BINARY, **({"Content-Type": content_type} if content_type else {})}
        return self.http.post(f"{self.url}/v1/collect/sessions/{session_id}/{to}", content=batch, headers=headers)

    def send(self, session: Session, to: str = "batches", **payload: object) -> dict:
        """Sends the next good batch and gives back what the server answered."""
        batch = session.batch(session.payload(**payload))
        answer = self.post(session.id, batch, to)
        assert answer.status_code == {"batches": 202, "fingerprint": 200, "results": 200}[to], answer.text[:400]
        session.taken(batch)
        return answer.json()["data"]

    def observe(self, session: Session, **more: object) -> dict:
        return self.send(session, observations=observations(self.headers["User-Agent"]), **more)

    def finish(self, session: Session) -> dict:
        """Has the session decided; the answer holds its sealed token."""
        return self.send(session, "results", final=False)

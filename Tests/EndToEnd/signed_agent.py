"""An agent that signs its requests (Web Bot Auth), and the places where its keys are: written from RFC 9421 and the drafts alone."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from collect_agent import b64
from receiver import Answer, Delivery, answer

WELL_KNOWN = "/.well-known/http-message-signatures-directory"
MEDIA_TYPE = "application/http-message-signatures-directory+json"
AGENT = "signature-agent"


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Key:
    """A key pair of one of the three kinds; `jwk` is its public half as directories show it."""

    def __init__(self, kind: str = "ed25519") -> None:
        self.kind = kind
        self.private, self.jwk = getattr(self, f"make_{kind}")()
        required = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        self.id = b64(hashlib.sha256(required.encode()).digest())

    @staticmethod
    def make_ed25519() -> tuple[ed25519.Ed25519PrivateKey, dict]:
        private = ed25519.Ed25519PrivateKey.generate()
        return private, {"kty": "OKP", "crv": "Ed25519", "x": b64(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))}

    @staticmethod
    def make_ecdsa() -> tuple[ec.EllipticCurvePrivateKey, dict]:
        private = ec.generate_private_key(ec.SECP256R1())
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return private, {"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}

    @staticmethod
    def make_rsa() -> tuple[rsa.RSAPrivateKey, dict]:
        private = rsa.generate_private_key(65537, 2048)
        numbers = private.public_key().public_numbers()
        return private, {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}

    def sign(self, base: bytes) -> bytes:
        if self.kind == "ed25519":
            return self.private.sign(base)
        if self.kind == "rsa":
            return self.private.sign(base, padding.PSS(padding.MGF1(hashes.SHA512()), 64), hashes.SHA512())
        r, s = decode_dss_signature(self.private.sign(base, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


ALGORITHMS = {"ed25519": "ed25519", "ecdsa": "ecdsa-p256-sha256", "rsa": "rsa-pss-sha512"}


@dataclass
class Signer:
    """Signs requests in the name of an agent. Everything that a signature says can be replaced, to see what the server makes of it.

    `agent` is the value of `Signature-Agent`: `"https://…"` with its quotes, or `label="https://…"`. None leaves the field out.
    """

    key: Key
    agent: str | None
    label: str = "sig1"
    covers: tuple[str, ...] = ("@authority",)
    age: float = 5
    lifetime: float = 300
    parameters: dict[str, str | int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, key: Key, url: str, *, form: str = "dictionary", kind: str | None = None, **more: object) -> "Signer":
        """An agent whose keys are at an address."""
        kind = f";type={kind}" if kind else ""
        return cls(key, f'"{url}"' if form == "string" else f'sig1="{url}"{kind}', **more)

    @property
    def components(self) -> list[str]:
        named = [f'"{name}"' for name in self.covers]
        if self.agent is None:
            return named
        return [*named, f'"{AGENT}"' if self.agent.startswith('"') else f'"{AGENT}";key="{self.label}"']

    def value(self, component: str, method: str, url: str, headers: dict[str, str]) -> str:
        parts = urlsplit(url)
        name = component.split(";")[0].strip('"')
        if name == AGENT:
            return self.agent if self.agent.startswith('"') else self.agent.partition("=")[2]
        derived = {"@method": method, "@authority": parts.netloc.lower(), "@path": parts.path or "/", "@scheme": parts.scheme,
                   "@target-uri": url, "@query": f"?{parts.query}"}
        return derived[name] if name.startswith("@") else headers[name]

    def metadata(self) -> str:
        """The parameters of the signature, in their order."""
        created = int(time.time() - self.age)
        all_of_them = {"created": created, "expires": created + int(self.lifetime), "keyid": self.key.id, "alg": ALGORITHMS[self.key.kind],
                       "nonce": base64.b64encode(secrets.token_bytes(64)).decode(), "tag": "web-bot-auth", **self.parameters}
        return "".join(f";{name}={value}" if isinstance(value, int) else f';{name}="{value}"'
                       for name, value in all_of_them.items() if value is not None)

    def fields(self, url: str, method: str = "GET", headers: dict[str, str] | None = None) -> dict[str, str]:
        """The fields that make a request a signed one."""
        components, metadata = self.components, self.metadata()
        lines = [f"{name}: {self.value(name, method, url, headers or {})}" for name in components]
        inner = f"({' '.join(components)}){metadata}"
        base = "\n".join([*lines, f'"@signature-params": {inner}'])
        signature = base64.b64encode(self.key.sign(base.encode())).decode()
        named = {} if self.agent is None else {"Signature-Agent": self.agent}
        return {**named, "Signature-Input": f"{self.label}={inner}", "Signature": f"{self.label}=:{signature}:"}


# Directories

def key_set(*keys: Key, **more: object) -> bytes:
    return json.dumps({"keys": [key.jwk for key in keys], **more}).encode()


def directory(*keys: Key, media_type: str = MEDIA_TYPE, **headers: str) -> bytes:
    """The answer of a directory with these keys."""
    return answer(200, key_set(*keys), Content_Type=media_type, **headers)


def inline(*keys: Key) -> str:
    """A directory that is its own address."""
    return f"data:{MEDIA_TYPE};base64,{base64.b64encode(key_set(*keys)).decode()}"


class Places:
    """What is found at which path of a receiver. The answers of `at` are bytes, pieces, or made anew for each request."""

    def __init__(self, **at: object) -> None:
        self.at: dict[str, object] = dict(at)

    def __call__(self, delivery: Delivery) -> Answer:
        found = self.at.get(delivery.path, answer(404))
        return found() if callable(found) else found

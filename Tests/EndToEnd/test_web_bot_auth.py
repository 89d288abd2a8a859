"""Agents that sign their requests (Web Bot Auth): whose word is taken, and what directories can't do to the server."""

import base64
import datetime
import gzip
import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import receiver as answers
from authority import Authority
from collect_agent import CollectAgent, b64, unb64
from contract import Contract
from management import made
from questions import CHROMIUM, CHROMIUM_HEADERS, CURL, URL
from receiver import Receiver, answer
from server import Api, Server
from signed_agent import ALGORITHMS, MEDIA_TYPE, WELL_KNOWN, Key, Places, Signer, directory, inline, key_set
from tls_server import TlsServer

PATH = "/v1/decisions"
KINDS = ["ed25519", "ecdsa", "rsa"]
# The private half of the Ed25519 key that RFC 9421 prints (appendix B.1.4): everybody has it.
PUBLISHED = {"d": "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU", "thumbprint": "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U"}
AT_ONCE = 1.5


@pytest.fixture(scope="module")
def keys() -> dict[str, Key]:
    return {kind: Key(kind) for kind in KINDS}


@pytest.fixture(scope="module")
def key(keys: dict[str, Key]) -> Key:
    return keys["ed25519"]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def started(server: Server) -> Iterator[Server]:
    server.init()
    server.start()
    server.secret_key = server.create_key("secret", "--organization", server.organization_id, "--rate-limit", "1000000")["key"]
    yield server
    assert server.stop() == 0
    assert " error " not in server.output() and "Fatal error" not in server.output(), server.output()[-2000:]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, reference: Contract, authority: Authority, keys: dict[str, Key]) -> Iterator[Server]:
    """A server that fetches directories from this machine too, and knows one agent's keys by itself."""
    folder = tmp_path_factory.mktemp("agents")
    (folder / "keys.json").write_text(json.dumps({"pinned.example": json.loads(key_set(*keys.values()))}))
    yield from started(Server(folder, reference, options=[
        "--agent-allow-private", "--agent-ca-file", str(authority.file), "--agent-keys", str(folder / "keys.json")]))


@pytest.fixture(scope="module")
def api(served: Server) -> Api:
    return served.api()


def at_new_port(at: dict[str, object], tls: ssl.SSLContext | None = None) -> Receiver:
    """A receiver where none was before: the server remembers for a long time what it found at an address."""
    while True:
        receiver = Receiver(Places(**at), tls)
        port = receiver.listener.getsockname()[1]
        if port not in PORTS:
            PORTS.add(port)
            return receiver
        receiver.close()


PORTS: set[int] = set()


@pytest.fixture
def places() -> Iterator[Callable[..., Receiver]]:
    """Makes receivers at which agents' directories are."""
    made: list[Receiver] = []

    def make(tls: ssl.SSLContext | None = None, **at: object) -> Receiver:
        made.append(at_new_port(at, tls))
        return made[-1]

    yield make
    for receiver in made:
        receiver.close()


def at_well_known(places: Callable[..., Receiver], found: object, tls: ssl.SSLContext | None = None) -> Receiver:
    return places(tls, **{WELL_KNOWN: found})


def held_back(places: Callable[..., Receiver], *keys: Key) -> tuple[Receiver, threading.Event]:
    """A directory that does not answer until the event is set, or time is nearly up."""
    gate = threading.Event()

    def found() -> bytes:
        gate.wait(4)
        return directory(*keys)

    return at_well_known(places, found), gate


def ask(api: Api, fields: dict[str, str], *, url: str = URL, question: dict = CURL, **more: object) -> dict:
    """The document of a request with these fields, which must come at once whatever directories do."""
    headers = [*question["headers"], *([name, value] for name, value in fields.items())]
    before = time.monotonic()
    document = made(api.post(PATH, {**question, "url": url, "headers": headers, **more}))
    assert time.monotonic() - before < AT_ONCE, "a directory was waited for"
    return document


def signed(api: Api, signer: Signer, *, url: str = URL, **more: object) -> dict:
    return ask(api, signer.fields(url), url=url, **more)


def result(document: dict) -> tuple[str, str | None]:
    return document["web_bot_auth"]["status"], document["web_bot_auth"]["domain"]


def settled(api: Api, document: dict, seconds: float = 10) -> dict:
    """The document once the directory was read."""
    deadline = time.monotonic() + seconds
    while document["web_bot_auth"]["status"] == "directory_unavailable":
        assert time.monotonic() < deadline, f"the directory was not read within {seconds} s: {document['web_bot_auth']}"
        time.sleep(0.05)
        document = api.session(document["id"])
    return document


def known(api: Api, signer: Signer) -> None:
    """Has the server read the agent's directory."""
    settled(api, signed(api, signer))


def labels(document: dict) -> set[tuple[str, str]]:
    return {(label["kind"], label["value"]) for label in (document["attribution"] or {"labels": []})["labels"]}


def slugs(document: dict) -> set[str]:
    return {signal["signal"] for signal in document["signals_fired"]}


WAITING = 120


@pytest.fixture(scope="module", autouse=True)
def recovered(api: Api, key: Key) -> Iterator[tuple[Receiver, list[dict]]]:
    """An agent whose directory failed once, at the very start, and sessions that wait for it: they are looked at after all others."""
    with at_new_port({WELL_KNOWN: answer(503)}) as at:
        documents = [signed(api, Signer.of(key, at.url))]
        unavailable(api, at, documents[0])
        documents += [signed(api, Signer.of(key, at.url)) for _ in range(WAITING - 1)]
        assert at.connections == 1, "it is left alone for a while"
        at.answers.at[WELL_KNOWN] = directory(key)
        yield at, documents


# Who is believed

@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["dictionary", "string"])
def test_a_signature_is_verified_by_the_directory_at_the_well_known_path(
        api: Api, places: Callable, keys: dict[str, Key], kind: str, form: str) -> None:
    at, gate = held_back(places, *keys.values())
    signer = Signer.of(keys[kind], at.url, form=form)
    first = signed(api, signer)
    assert result(first) == ("directory_unavailable", "127.0.0.1")
    gate.set()
    later = settled(api, first)
    assert result(later) == ("verified", "127.0.0.1")
    assert [old["event_id"] for old in later["previous_decisions"]] == [first["decision"]["event_id"]]
    assert result(signed(api, signer)) == ("verified", "127.0.0.1"), "now the directory is at hand"
    (delivery,) = at.deliveries
    assert delivery.path == WELL_KNOWN and MEDIA_TYPE in delivery.headers["accept"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["dictionary", "string"])
def test_a_signature_is_verified_by_a_key_set_at_an_address_of_its_own(
        api: Api, places: Callable, keys: dict[str, Key], kind: str, form: str) -> None:
    at = places(**{"/bots/keys.json?v=1": directory(keys[kind], media_type="application/jwk-set+json")})
    signer = Signer.of(keys[kind], f"{at.url}/bots/keys.json?v=1", form=form, kind="jwks_uri" if form == "dictionary" else None)
    assert result(settled(api, signed(api, signer))) == ("verified", "127.0.0.1")
    assert [delivery.path for delivery in at.deliveries] == ["/bots/keys.json?v=1"]


@pytest.mark.parametrize("url", ["", "/", WELL_KNOWN])
def test_the_directory_of_an_origin_is_at_one_place_however_it_is_named(api: Api, places: Callable, key: Key, url: str) -> None:
    at = at_well_known(places, directory(key))
    assert result(settled(api, signed(api, Signer.of(key, at.url + url)))) == ("verified", "127.0.0.1")
    assert [delivery.path for delivery in at.deliveries] == [WELL_KNOWN]


@pytest.mark.parametrize("kind", KINDS)
def test_a_directory_over_tls(api: Api, places: Callable, authority: Authority, keys: dict[str, Key], kind: str) -> None:
    at = at_well_known(places, directory(*keys.values()), authority.context("localhost"))
    assert result(settled(api, signed(api, Signer.of(keys[kind], at.url)))) == ("verified", "localhost")


def test_a_directory_whose_certificate_nobody_vouches_for(api: Api, places: Callable, tmp_path: Path, key: Key) -> None:
    at = at_well_known(places, directory(key), Authority(tmp_path, "Nobody").context("localhost"))
    document = signed(api, Signer.of(key, at.url))
    at.until(lambda: at.connections and not at.open, 10, "the server comes and goes")
    assert result(api.session(document["id"])) == ("directory_unavailable", "localhost") and at.deliveries == []


@pytest.mark.parametrize("kind", KINDS)
def test_keys_that_are_pinned_need_no_directory(api: Api, keys: dict[str, Key], kind: str) -> None:
    for signer in (Signer.of(keys[kind], "https://pinned.example"), Signer.of(keys[kind], "https://pinned.example", form="string"),
                   Signer(keys[kind], None)):
        assert result(signed(api, signer)) == ("verified", "pinned.example")


def test_a_key_that_is_not_among_the_pinned_ones(api: Api) -> None:
    assert result(signed(api, Signer.of(Key(), "https://pinned.example"))) == ("unknown_key", "pinned.example")


@pytest.mark.parametrize("kind", KINDS)
def test_a_directory_in_the_request_itself_names_nobody(api: Api, kind: str) -> None:
    key = Key(kind)
    document = signed(api, Signer.of(key, inline(key)))
    assert result(document) == ("verified", None)
    # Anyone can make such keys, and a new one for each request.
    assert not labels(document) & {("actor", "verified-bot"), ("trust", "verified")}, labels(document)
    assert not {kind for kind, _ in labels(document)} & {"organization"}
    assert document["decision"]["risk_score"] >= ask(api, {})["decision"]["risk_score"]


def test_a_directory_in_the_request_without_the_key(api: Api, key: Key) -> None:
    assert result(signed(api, Signer.of(Key(), inline(key)))) == ("unknown_key", None)


def test_a_pinned_key_is_known_wherever_it_is_said_to_be(api: Api, key: Key) -> None:
    assert result(signed(api, Signer.of(key, inline(key)))) == ("verified", "pinned.example")


def test_a_key_without_any_place(api: Api) -> None:
    assert result(signed(api, Signer(Key(), None))) == ("unknown_key", None)


@pytest.mark.parametrize("covers", [
    ("@authority", "@method", "@path"), ("@target-uri",), ("@method", "@authority", "user-agent"), ("@authority", "@scheme", "@query"),
    ("user-agent", "@authority")], ids=" ".join)
def test_whatever_is_covered_must_be_so(api: Api, places: Callable, key: Key, covers: tuple[str, ...]) -> None:
    at = at_well_known(places, directory(key))
    url = "https://shop.example/search?q=a%20b&n=1"
    signer = Signer.of(key, at.url, covers=covers)
    headers = {"user-agent": CURL["headers"][0][1]}
    document = settled(api, ask(api, signer.fields(url, headers=headers), url=url))
    assert result(document) == ("verified", "127.0.0.1")


@pytest.mark.parametrize(("covers", "url", "more"), [
    (("@authority", "@path"), "https://shop.example/other", {}), (("@target-uri",), URL + "?x", {}),
    (("@authority", "@method"), URL, {"method": "POST"}), (("@authority", "@scheme"), URL.replace("https", "http"), {}),
    (("@authority", "user-agent"), URL, {"question": {**CURL, "headers": [["user-agent", "curl/9"]]}}),
    (("@authority",), "https://other.example/login", {}), (("@authority",), "https://shop.example:8443/login", {}),
    (("@authority",), "https://shop.example.evil.example/login", {})],
    ids=["path", "query", "method", "scheme", "field", "authority", "port", "suffix"])
def test_a_signature_for_another_request_is_invalid(api: Api, places: Callable, key: Key, covers: tuple, url: str, more: dict) -> None:
    at = at_well_known(places, directory(key))
    signer = Signer.of(key, at.url, covers=covers)
    known(api, Signer.of(key, at.url))
    fields = signer.fields(URL, headers={"user-agent": "curl/7.88.1"})
    assert result(ask(api, fields, url=url, **more)) == ("invalid", "127.0.0.1")


def test_the_default_port_is_none(api: Api, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    fields = Signer.of(key, at.url).fields(URL)
    assert result(settled(api, ask(api, fields, url="https://SHOP.example:443/login"))) == ("verified", "127.0.0.1")


def test_the_host_that_a_request_calls_itself_is_not_the_authority(api: Api, places: Callable, key: Key) -> None:
    """Else whoever is visited by an agent could send its request on to another site, under the Host that it was signed for."""
    at = at_well_known(places, directory(key))
    known(api, Signer.of(key, at.url))
    for name in ("host", ":authority"):
        fields = Signer.of(key, at.url).fields("https://evil.example/login")
        document = ask(api, fields, question={**CURL, "headers": [[name, "evil.example"], *CURL["headers"]]})
        assert result(document) == ("invalid", "127.0.0.1"), name
        fields = Signer.of(key, at.url).fields(URL)
        document = ask(api, fields, question={**CURL, "headers": [[name, "shop.example"], *CURL["headers"]]})
        assert result(document) == ("verified", "127.0.0.1"), name


# What is refused without asking anybody

def window(age: float, lifetime: float) -> dict:
    return {"age": age, "lifetime": lifetime}


REFUSED: dict[str, tuple[dict, str]] = {
    "expired": (window(600, 300), "expired"),
    "expired just now": (window(301, 300), "expired"),
    "from the future": (window(-3600, 300), "invalid"),
    "from a little ahead": (window(-120, 300), "invalid"),
    "valid for a week": (window(5, 7 * 86_400), "invalid"),
    "over before it began": (window(5, -10), "invalid"),
    "no created": ({"parameters": {"created": None}}, "invalid"),
    "no expires": ({"parameters": {"expires": None}}, "invalid"),
    "no keyid": ({"parameters": {"keyid": None}}, "invalid"),
    "keyid of a person": ({"parameters": {"keyid": "my-key"}}, "invalid"),
    "created as text": ({"parameters": {"created": "yesterday"}}, "invalid"),
    "unknown algorithm": ({"parameters": {"alg": "ed448"}}, "invalid"),
    "shared secret": ({"parameters": {"alg": "hmac-sha256"}}, "invalid"),
    "old RSA": ({"parameters": {"alg": "rsa-v1_5-sha256"}}, "invalid"),
    "no algorithm": ({"parameters": {"alg": "none"}}, "invalid"),
    "no authority covered": ({"covers": ("@method",)}, "invalid"),
    "nothing covered": ({"covers": ()}, "invalid"),
    "a published key": ({"parameters": {"keyid": PUBLISHED["thumbprint"]}}, "invalid"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_key_could_make_right_is_refused_at_once(api: Api, places: Callable, key: Key, name: str) -> None:
    change, status = REFUSED[name]
    at = at_well_known(places, directory(key))
    document = signed(api, Signer.of(key, at.url, **change))
    assert result(document)[0] == status
    assert labels(document) & {("trust", "verified"), ("actor", "verified-bot")} == set()
    time.sleep(0.2)
    assert at.connections == 0, "nobody needed to be asked"


def test_a_clock_that_is_a_little_ahead_is_borne(api: Api, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    assert result(settled(api, signed(api, Signer.of(key, at.url, age=-30))))[0] == "verified"


def spoilt(fields: dict[str, str]) -> dict[str, dict[str, str]]:
    """A good signature, spoilt in one way each."""
    agent, given, signature = (fields[name] for name in ("Signature-Agent", "Signature-Input", "Signature"))
    in_order, swapped = '"@authority" "signature-agent";key="sig1"', '"signature-agent";key="sig1" "@authority"'
    bits = bytearray(base64.b64decode(signature.removeprefix("sig1=:").removesuffix(":")))
    bits[10] ^= 1

    def encoded(signature: bytes) -> dict[str, str]:
        return {"Signature": f"sig1=:{base64.b64encode(signature).decode()}:"}

    return {name: {**fields, **change} for name, change in {
        "components swapped": {"Signature-Input": given.replace(in_order, swapped)},
        "a component twice": {"Signature-Input": given.replace('("@authority"', '("@authority" "@authority"')},
        "a component more": {"Signature-Input": given.replace('("@authority" ', '("@method" "@authority" ')},
        "a component nobody knows": {"Signature-Input": given.replace('("@authority"', '("@authority" "@favourite"')},
        "agent not covered": {"Signature-Input": given.replace(' "signature-agent";key="sig1"', "")},
        "another agent": {"Signature-Agent": agent.replace("127.0.0.1", "127.0.0.2")},
        "agent of another label": {"Signature-Agent": agent.replace("sig1", "sig2")},
        "agent twice": {"Signature-Agent": f"{agent}, {agent}"},
        "label twice in the input": {"Signature-Input": f"{given}, {given}"},
        "label twice in the signatures": {"Signature": f"{signature}, {signature}"},
        "parameter twice": {"Signature-Input": given + ";created=1"},
        "metadata changed": {"Signature-Input": given.replace(";nonce=", ";once=")},
        "a later end": {"Signature-Input": given.replace(";expires=1", ";expires=2")},
        "another label for the signature": {"Signature": signature.replace("sig1", "sig2")},
        "a bit flipped": encoded(bits),
        "an empty signature": encoded(b""),
        "half a signature": encoded(bits[:32]),
        "a signature with more": encoded(bits + bytes(64)),
        "a signature as text": {"Signature": 'sig1="abc"'},
        "no base64": {"Signature": "sig1=:***:"},
        "no signature": {"Signature": ""},
        "no structured field": {"Signature-Input": given + ", ((("},
    }.items()}


BROKEN = list(spoilt({"Signature-Agent": "", "Signature-Input": "", "Signature": f"sig1=:{base64.b64encode(bytes(64)).decode()}:"}))


@pytest.fixture(scope="module")
def agent_at(api: Api, keys: dict[str, Key]) -> Iterator[Receiver]:
    """An agent with a key of each kind, whose directory the server has read."""
    with at_new_port({WELL_KNOWN: directory(*keys.values())}) as receiver:
        known(api, Signer.of(keys["ed25519"], receiver.url))
        yield receiver


@pytest.mark.parametrize("name", BROKEN)
def test_a_signature_that_is_spoilt_is_invalid(api: Api, agent_at: Receiver, key: Key, name: str) -> None:
    document = ask(api, spoilt(Signer.of(key, agent_at.url).fields(URL))[name])
    # Another agent's directory is another place, which nobody has read.
    status = result(document)[0]
    assert status == ("directory_unavailable" if name == "another agent" else "invalid"), document["web_bot_auth"]
    if status == "invalid":
        assert "agent_signature_invalid" in slugs(document)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("claimed", KINDS)
def test_the_algorithm_must_be_that_of_the_key(api: Api, agent_at: Receiver, keys: dict[str, Key], kind: str, claimed: str) -> None:
    document = signed(api, Signer.of(keys[kind], agent_at.url, parameters={"alg": ALGORITHMS[claimed]}))
    assert result(document) == ("verified" if kind == claimed else "invalid", "127.0.0.1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("claimed", KINDS)
def test_the_key_must_be_the_one_that_is_named(api: Api, agent_at: Receiver, keys: dict[str, Key], kind: str, claimed: str) -> None:
    document = signed(api, Signer.of(keys[kind], agent_at.url, parameters={"keyid": keys[claimed].id, "alg": None}))
    assert result(document) == ("verified" if kind == claimed else "invalid", "127.0.0.1")


def test_a_published_key_proves_nothing(api: Api, places: Callable) -> None:
    published = Key()
    published.private = Ed25519PrivateKey.from_private_bytes(unb64(PUBLISHED["d"]))
    published.jwk["x"] = b64(published.private.public_key().public_bytes_raw())
    published.id = PUBLISHED["thumbprint"]
    at = at_well_known(places, directory(published))
    assert result(signed(api, Signer.of(published, at.url)))[0] == "invalid"


UNSIGNED = {
    "nothing": {},
    "an agent alone": {"Signature-Agent": '"https://agent.example"'},
    "a signature alone": {"Signature": "sig1=:AAAA:"},
    "another tag": {"Signature-Input": 'sig1=("@authority");tag="other"', "Signature": "sig1=:AAAA:"},
    "no tag": {"Signature-Input": 'sig1=("@authority")', "Signature": "sig1=:AAAA:"},
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_what_is_no_agents_signature_is_left_alone(api: Api, name: str) -> None:
    document = ask(api, UNSIGNED[name])
    assert document["web_bot_auth"] is None
    assert document["decision"]["risk_score"] == ask(api, {})["decision"]["risk_score"]


def test_one_good_signature_among_others_counts(api: Api, agent_at: Receiver, key: Key) -> None:
    good = Signer.of(key, agent_at.url).fields(URL)
    fields = {**good, "Signature-Input": f'other=("@method");tag="other", {good["Signature-Input"]}',
              "Signature": f"other=:AAAA:, {good['Signature']}"}
    assert result(ask(api, fields))[0] == "verified"


def test_a_thousand_signatures_are_not_a_thousand_times_the_work(api: Api, agent_at: Receiver, key: Key) -> None:
    fields = Signer.of(key, agent_at.url).fields(URL)
    many = {**fields, "Signature-Input": ", ".join(f"a{n}=();tag=\"web-bot-auth\"" for n in range(270)),
            "Signature": ", ".join(f"a{n}=:AAAA:" for n in range(270))}
    assert all(len(value) <= 8192 for value in many.values())
    assert result(ask(api, many))[0] == "invalid"
    inner = {**fields, "Signature-Input": "sig1=(" + " ".join(f'"x-{n}"' for n in range(800)) + ');tag="web-bot-auth"'}
    assert result(ask(api, inner))[0] == "invalid"


# Nonces

def test_a_nonce_is_good_once(api: Api, agent_at: Receiver, key: Key) -> None:
    fields = Signer.of(key, agent_at.url).fields(URL)
    assert [result(ask(api, fields))[0] for _ in range(3)] == ["verified", "invalid", "invalid"]
    again = Signer.of(key, agent_at.url, parameters={"nonce": "same"})
    assert [result(signed(api, again))[0] for _ in range(2)] == ["verified", "invalid"], "another signature with the same nonce"


def test_a_nonce_of_another_key_is_another_nonce(api: Api, agent_at: Receiver, keys: dict[str, Key]) -> None:
    for kind in KINDS:
        assert result(signed(api, Signer.of(keys[kind], agent_at.url, parameters={"nonce": "everybody's"})))[0] == "verified"


def test_a_wrong_signature_does_not_use_up_a_nonce(api: Api, agent_at: Receiver, key: Key) -> None:
    fields = Signer.of(key, agent_at.url).fields(URL)
    assert result(ask(api, {**fields, "Signature": f"sig1=:{base64.b64encode(bytes(64)).decode()}:"}))[0] == "invalid"
    assert result(ask(api, fields))[0] == "verified"


def test_a_signature_without_a_nonce_can_come_again_until_it_is_over(api: Api, agent_at: Receiver, key: Key) -> None:
    fields = Signer.of(key, agent_at.url, parameters={"nonce": None}).fields(URL)
    assert [result(ask(api, fields))[0] for _ in range(2)] == ["verified", "verified"]


def test_of_two_that_wait_with_one_nonce_one_is_right(api: Api, places: Callable, key: Key) -> None:
    at, gate = held_back(places, key)
    fields = Signer.of(key, at.url).fields(URL)
    documents = [ask(api, fields) for _ in range(2)]
    assert [result(document)[0] for document in documents] == ["directory_unavailable"] * 2
    gate.set()
    assert sorted(result(settled(api, document))[0] for document in documents) == ["invalid", "verified"]


# Directories

def test_a_slow_directory_delays_nothing_and_is_believed_later(api: Api, places: Callable, key: Key) -> None:
    at, gate = held_back(places, key)
    documents = [signed(api, Signer.of(key, at.url)) for _ in range(5)]
    assert {result(document) for document in documents} == {("directory_unavailable", "127.0.0.1")}
    at.until(lambda: at.deliveries, 5, "the directory is asked")
    gate.set()
    for document in documents:
        later = settled(api, document)
        assert result(later) == ("verified", "127.0.0.1")
        assert ("organization", "127.0.0.1") in labels(later) and "verified_agent" in slugs(later)
        assert len(later["previous_decisions"]) == 1
    assert len(at.deliveries) == 1, "it is asked once for all"


def test_a_key_that_the_directory_does_not_have(api: Api, places: Callable, keys: dict[str, Key]) -> None:
    for others in ([], [keys["ecdsa"]], [Key()]):
        at = at_well_known(places, directory(*others))
        document = settled(api, signed(api, Signer.of(keys["ed25519"], at.url)))
        assert result(document) == ("unknown_key", "127.0.0.1") and "agent_key_unknown" in slugs(document)


@pytest.mark.parametrize("more", [{"exp": 1_000_000_000}, {"nbf": 9_000_000_000}, {"use": "enc"}, {"alg": "ES256"}], ids=json.dumps)
def test_a_key_that_is_not_for_this(api: Api, places: Callable, key: Key, more: dict) -> None:
    at = at_well_known(places, answer(200, json.dumps({"keys": [{**key.jwk, **more}]}).encode(), Content_Type=MEDIA_TYPE))
    assert result(settled(api, signed(api, Signer.of(key, at.url))))[0] in ("unknown_key", "invalid")


def html() -> bytes:
    return answer(200, b"<!doctype html><title>Welcome</title>", Content_Type="text/html; charset=utf-8")


def octets(key: Key, size: int) -> bytes:
    """A good directory of exactly so many bytes."""
    body = key_set(key, pad="")
    return answer(200, key_set(key, pad="x" * (size - len(body))), Content_Type=MEDIA_TYPE)


def gigabyte_of_keys() -> Iterator[bytes]:
    """A directory of 1 GiB, which says that it is one."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n{\"keys\":[" % (MEDIA_TYPE.encode(), 1 << 30)
    while True:
        yield answers.PIECE


def gigabyte_in_pieces() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % MEDIA_TYPE.encode()
    while True:
        yield b"%x\r\n%s\r\n" % (len(answers.PIECE), answers.PIECE)


def trickle() -> Iterator[bytes]:
    """A body that comes byte by byte."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n" % MEDIA_TYPE.encode()
    while True:
        time.sleep(0.1)
        yield b" "


USELESS: dict[str, Callable[[Key], object]] = {
    "not there": lambda key: answer(404),
    "failing": lambda key: answer(500, key_set(key), Content_Type=MEDIA_TYPE),
    "no content": lambda key: answer(204),
    "another success": lambda key: answer(203, key_set(key), Content_Type=MEDIA_TYPE),
    "HTML": lambda key: html(),
    "keys as text": lambda key: directory(key, media_type="text/plain"),
    "no media type": lambda key: answer(200, key_set(key)),
    "broken JSON": lambda key: answer(200, key_set(key)[:-1], Content_Type=MEDIA_TYPE),
    "a list": lambda key: answer(200, json.dumps([key.jwk]).encode(), Content_Type=MEDIA_TYPE),
    "one key": lambda key: answer(200, json.dumps(key.jwk).encode(), Content_Type=MEDIA_TYPE),
    "keys as an object": lambda key: answer(200, json.dumps({"keys": {"a": key.jwk}}).encode(), Content_Type=MEDIA_TYPE),
    "nested deep": lambda key: answer(200, b'{"keys":' + b"[" * 20_000 + b"]" * 20_000 + b"}", Content_Type=MEDIA_TYPE),
    "a byte too large": lambda key: octets(key, 65_537),
    "another digest": lambda key: directory(key, Content_Digest=f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"),
    "compressed": lambda key: answer(200, gzip.compress(key_set(key)), Content_Type=MEDIA_TYPE, Content_Encoding="gzip"),
    "a gibibyte": lambda key: gigabyte_of_keys,
    "a gibibyte in pieces": lambda key: gigabyte_in_pieces,
    "a head without end": lambda key: answers.endless_head,
    "a line without end": lambda key: answers.endless_line,
    "closed": lambda key: answers.close,
    "no HTTP": lambda key: b"SSH-2.0-OpenSSH_9.6\r\n",
}
SLOW: dict[str, Callable[[], Iterator[bytes]]] = {"never a word": answers.hang, "a slow head": answers.slow_head, "a slow body": trickle,
                                                "always about to come": answers.endless_preludes}


def memory(server: Server) -> int:
    return 1024 * int(Path(f"/proc/{server.process.pid}/status").read_text().split("VmRSS:")[1].split()[0])


def unavailable(api: Api, at: Receiver, document: dict, seconds: float = 5) -> None:
    at.until(lambda: at.connections and not at.open, seconds, "the server has enough of it")
    time.sleep(0.1)
    assert result(api.session(document["id"])) == ("directory_unavailable", "127.0.0.1")


@pytest.mark.parametrize("name", USELESS)
def test_a_directory_of_no_use_is_unavailable(served: Server, api: Api, places: Callable, key: Key, name: str) -> None:
    before = memory(served)
    at = at_well_known(places, USELESS[name](key))
    document = signed(api, Signer.of(key, at.url))
    unavailable(api, at, document)
    assert at.connections == 1, "it is not asked again at once"
    assert memory(served) - before < 32_000_000
    assert labels(document) & {("trust", "verified"), ("actor", "verified-bot")} == set()


def test_a_directory_of_the_largest(api: Api, places: Callable, key: Key) -> None:
    at = at_well_known(places, octets(key, 65_536))
    assert result(settled(api, signed(api, Signer.of(key, at.url))))[0] == "verified"


@pytest.mark.parametrize("name", SLOW)
def test_a_directory_that_takes_too_long_is_left(api: Api, places: Callable, key: Key, name: str) -> None:
    at = at_well_known(places, SLOW[name])
    document = signed(api, Signer.of(key, at.url))
    before = time.monotonic()
    unavailable(api, at, document, 8)
    assert time.monotonic() - before > 2, "it was given some time"
    assert result(signed(api, Signer.of(key, at.url)))[0] == "directory_unavailable"
    assert at.connections == 1, "it is left alone for a while"


def test_slow_directories_hold_up_no_other_for_long(api: Api, places: Callable, key: Key) -> None:
    for _ in range(8):
        signed(api, Signer.of(key, at_well_known(places, answers.hang).url))
    good = at_well_known(places, directory(key))
    assert result(settled(api, signed(api, Signer.of(key, good.url)), 8))[0] == "verified"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(api: Api, places: Callable, key: Key, status: int) -> None:
    other = at_well_known(places, directory(key))
    at = at_well_known(places, answer(status, Location=other.url + WELL_KNOWN))
    unavailable(api, at, signed(api, Signer.of(key, at.url)))
    assert other.connections == 0


def test_a_directory_is_kept_and_asked_once(api: Api, places: Callable, key: Key) -> None:
    for headers in ({}, {"Cache_Control": "max-age=1"}, {"Cache_Control": "no-store"}, {"Expires": "0"}):
        at = at_well_known(places, directory(key, **headers))
        known(api, Signer.of(key, at.url))
        time.sleep(1.1)
        assert result(signed(api, Signer.of(key, at.url)))[0] == "verified"
        assert at.connections == 1, "no signer makes the server ask for each request"


def test_a_directory_signs_its_keys(api: Api, places: Callable, key: Key) -> None:
    """Where it signs, only the keys count whose own signature holds."""
    def answering(signer: Key, url: str) -> bytes:
        created = int(time.time())
        inner = f'("@authority";req);created={created};expires={created + 300};keyid="{signer.id}";tag="http-message-signatures-directory"'
        base = f'"@authority";req: {url.removeprefix("http://")}\n"@signature-params": {inner}'
        signature = base64.b64encode(signer.sign(base.encode())).decode()
        return directory(key, signer, Signature_Input=f"binding0={inner}", Signature=f"binding0=:{signature}:")

    for signer, url, expected in ((key, None, "verified"), (Key(), None, "unknown_key"), (key, "http://other.example", "unknown_key")):
        at = places()
        at.answers.at[WELL_KNOWN] = answering(signer, url or at.url)
        assert result(settled(api, signed(api, Signer.of(key, at.url))))[0] == expected


def test_an_unknown_key_does_not_have_the_directory_asked_for_each_request(api: Api, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    known(api, Signer.of(key, at.url))
    assert {result(signed(api, Signer.of(Key(), at.url)))[0] for _ in range(20)} == {"unknown_key"}
    time.sleep(0.3)
    assert at.connections == 1


# Directories in the course of time: a second here is a minute there

@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory, reference: Contract) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("hurried"), reference, clock="+0 x60", options=["--agent-allow-private"])
    server.init()
    yield server.start()
    server.kill()


def becomes(api: Api, document: dict, status: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (found := result(api.session(document["id"]))[0]) != status:
        assert time.monotonic() < deadline, f"still {found} after {seconds} s"
        time.sleep(0.1)


def long_lived(key: Key, at: Receiver) -> Signer:
    return Signer.of(key, at.url, lifetime=86_000)


def test_a_key_that_the_agent_began_to_use_is_found(hurried: Server, places: Callable, key: Key) -> None:
    api = hurried.api()
    at, new = at_well_known(places, directory(key)), Key()
    known(api, long_lived(key, at))
    at.answers.at[WELL_KNOWN] = directory(key, new)
    time.sleep(1.5)
    becomes(api, signed(api, long_lived(new, at)), "verified", 10)
    assert at.connections == 2, "the directory was good for an hour, but for the key that it did not have"


def test_a_key_that_was_taken_back_is_not_believed_any_more(hurried: Server, places: Callable, key: Key) -> None:
    api = hurried.api()
    at = at_well_known(places, directory(key, Cache_Control="max-age=90"))
    known(api, long_lived(key, at))
    at.answers.at[WELL_KNOWN] = directory()
    time.sleep(2.5)
    signed(api, long_lived(key, at))
    at.until(lambda: at.connections == 2 and not at.open, 5, "the directory is read again when its time is over")
    time.sleep(0.2)
    assert result(signed(api, long_lived(key, at)))[0] == "unknown_key"


def test_a_directory_that_was_read_stands_while_it_can_not_be_read_again(hurried: Server, places: Callable, key: Key) -> None:
    api = hurried.api()
    at = at_well_known(places, directory(key, Cache_Control="max-age=60"))
    known(api, long_lived(key, at))
    at.answers.at[WELL_KNOWN] = answer(500)
    time.sleep(1.5)
    signed(api, long_lived(key, at))
    at.until(lambda: at.connections == 2 and not at.open, 5, "the directory is asked again when its time is over")
    time.sleep(0.2)
    assert result(signed(api, long_lived(key, at)))[0] == "verified"


def test_what_came_in_time_is_good_however_late_the_directory_comes(hurried: Server, places: Callable, key: Key) -> None:
    api = hurried.api()
    at, gate = held_back(places, key)
    there = datetime.datetime.fromisoformat(ask(api, {})["created_at"]).timestamp()
    signer = Signer.of(key, at.url, parameters={"created": int(there) - 5, "expires": int(there) + 60})
    document = signed(api, signer)
    time.sleep(2)
    assert result(signed(api, signer))[0] == "expired", "its time is over meanwhile"
    gate.set()
    becomes(api, document, "verified", 5)


# Cards

def card(at: Receiver, **members: object) -> bytes:
    content = {"client_id": f"{at.url}/card", "client_name": "An agent", **members}
    return answer(200, json.dumps(content).encode(), Content_Type="application/json")


@pytest.fixture
def card_at(places: Callable, authority: Authority) -> Receiver:
    return places(authority.context("localhost"))


def test_a_card_with_keys(api: Api, card_at: Receiver, key: Key) -> None:
    card_at.answers.at["/card"] = card(card_at, jwks={"keys": [key.jwk]})
    assert result(settled(api, signed(api, Signer.of(key, f"{card_at.url}/card", kind="cimd")))) == ("verified", "localhost")


def test_a_card_that_names_a_place_of_keys(api: Api, card_at: Receiver, key: Key) -> None:
    card_at.answers.at |= {"/card": card(card_at, jwks_uri=f"{card_at.url}/keys"), "/keys": directory(key)}
    assert result(settled(api, signed(api, Signer.of(key, f"{card_at.url}/card", kind="cimd")))) == ("verified", "localhost")
    assert [delivery.path for delivery in card_at.deliveries] == ["/card", "/keys"]


NOWHERE: dict[str, tuple[dict, list[str]]] = {
    # What a card says, and what the server asks for.
    "itself": ({"jwks_uri": "{url}/card"}, ["/card", "/card"]),
    "another card": ({"jwks_uri": "{url}/other"}, ["/card", "/other"]),
    "plain http": ({"jwks_uri": "http://{host}/keys"}, ["/card"]),
    "both": ({"jwks_uri": "{url}/keys", "jwks": {"keys": []}}, ["/card"]),
    "neither": ({}, ["/card"]),
    "another's": ({"client_id": "https://other.example/card", "jwks": {"keys": []}}, ["/card"]),
    "a file": ({"jwks_uri": "file:///etc/passwd"}, ["/card"]),
    "a number": ({"jwks_uri": 1}, ["/card"]),
}


@pytest.mark.parametrize("name", NOWHERE)
def test_a_card_that_leads_nowhere(api: Api, card_at: Receiver, key: Key, name: str) -> None:
    members, paths = NOWHERE[name]
    host = card_at.url.removeprefix("https://")
    filled = {name: value.format(url=card_at.url, host=host) if isinstance(value, str) else value for name, value in members.items()}
    card_at.answers.at |= {
        "/card": card(card_at, **filled), "/other": card(card_at, jwks_uri=f"{card_at.url}/card"), "/keys": directory(key)}
    document = signed(api, Signer.of(key, f"{card_at.url}/card", kind="cimd"))
    card_at.until(lambda: len(card_at.deliveries) >= len(paths) and not card_at.open, 5, "the card is read")
    time.sleep(0.3)
    assert [delivery.path for delivery in card_at.deliveries] == paths
    assert result(api.session(document["id"])) == ("directory_unavailable", "localhost")


# Where no directory may be

@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory, reference: Contract, authority: Authority) -> Iterator[Server]:
    """A server that asks nobody on private networks, which is the default."""
    options = ["--agent-ca-file", str(authority.file), "--log-level", "notice"]
    yield from started(Server(tmp_path_factory.mktemp("careful"), reference, options=options))


@pytest.mark.parametrize("host", [
    "localhost", "127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "169.254.169.254", "[fd00::1]"])
def test_a_private_address_is_never_connected_to(careful: Server, places: Callable, authority: Authority, key: Key, host: str) -> None:
    at = at_well_known(places, directory(key), authority.context("localhost"))
    port = at.url.rpartition(":")[2]
    before = careful.output().count("could not be read")
    document = signed(careful.api(), Signer.of(key, f"https://{host}:{port}"))
    deadline = time.monotonic() + 5
    while careful.output().count("could not be read") == before:
        assert time.monotonic() < deadline, "nothing in the log says that it was refused"
        time.sleep(0.05)
    assert at.connections == 0
    assert result(careful.api().session(document["id"])) == ("directory_unavailable", host)


def test_plain_http_is_refused(careful: Server, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    for url in (at.url, "http://agent.example"):
        assert result(signed(careful.api(), Signer.of(key, url)))[0] == "invalid"
    time.sleep(0.3)
    assert at.connections == 0


@pytest.mark.parametrize("address", [
    "ftp://agent.example", "file:///etc/passwd", "agent.example", "https://user:password@agent.example", "https://agent.example/../x",
    "https://", "https://2130706433", "https://0x7f.1", "https://agent_example", "javascript:alert(1)", "data:text/html,x",
    "https://" + "a" * 3000 + ".example"])
def test_an_address_of_no_directory(careful: Server, key: Key, address: str) -> None:
    for form in ("dictionary", "string"):
        document = signed(careful.api(), Signer.of(key, address, form=form))
        assert result(document)[0] in ("unknown_key", "invalid"), document["web_bot_auth"]
        assert document["web_bot_auth"]["domain"] is None


# What follows for the decision

@pytest.fixture(scope="module")
def friend(keys: dict[str, Key]) -> Iterator[Receiver]:
    with at_new_port({WELL_KNOWN: directory(*keys.values())}) as receiver:
        yield receiver


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory, reference: Contract, keys: dict[str, Key], friend: Receiver) -> Iterator[Server]:
    """A server that lets in the agent whose keys are pinned, and the one of that origin."""
    folder = tmp_path_factory.mktemp("trusting")
    (folder / "keys.json").write_text(json.dumps({"pinned.example": json.loads(key_set(*keys.values()))}))
    yield from started(Server(folder, reference, options=[
        "--agent-allow-private", "--agent-keys", str(folder / "keys.json"), "--trusted-agents", f"pinned.example,{friend.url}"]))


def test_a_trusted_agent_has_a_lower_risk_than_the_same_untrusted(
        api: Api, trusting: Server, friend: Receiver, keys: dict[str, Key]) -> None:
    for question in (CURL, CHROMIUM):
        for agent in (None, f'sig1="{friend.url}"', 'sig1="https://pinned.example"'):
            signer = Signer(keys["ed25519"], agent)
            trusted = settled(trusting.api(), signed(trusting.api(), signer, question=question))
            untrusted = settled(api, signed(api, signer, question=question))
            assert result(trusted) == result(untrusted) and result(trusted)[0] == "verified"
            assert trusted["decision"]["risk_score"] <= 20 and trusted["decision"]["automation_status"] == "human"
            assert "trusted_agent" in slugs(trusted) and "trusted_agent" not in slugs(untrusted)
            if question is CURL:
                assert untrusted["decision"]["automation_status"] == "automated"
                assert trusted["decision"]["risk_score"] < untrusted["decision"]["risk_score"]


def test_an_agent_is_named_whether_it_is_trusted_or_not(api: Api, trusting: Server, keys: dict[str, Key]) -> None:
    for one in (api, trusting.api()):
        document = signed(one, Signer.of(keys["rsa"], "https://pinned.example"))
        assert {("actor", "verified-bot"), ("trust", "verified"), ("organization", "pinned.example")} <= labels(document)


def test_trust_needs_proof(trusting: Server, friend: Receiver, keys: dict[str, Key]) -> None:
    api = trusting.api()
    plain = ask(api, {})["decision"]["risk_score"]
    key, eve = keys["ed25519"], Key()
    known(api, Signer.of(key, friend.url))
    fields = Signer.of(key, "https://pinned.example").fields(URL)
    for document in (
        signed(api, Signer.of(eve, "https://pinned.example")), signed(api, Signer.of(key, "https://pinned.example", age=600)),
        ask(api, {**fields, "Signature": f"sig1=:{base64.b64encode(bytes(64)).decode()}:"}), signed(api, Signer.of(eve, inline(eve))),
        ask(api, {"Signature-Agent": 'sig1="https://pinned.example"'}), signed(api, Signer.of(eve, friend.url)),
    ):
        assert document["decision"]["risk_score"] >= plain, document["web_bot_auth"]
        assert "trusted_agent" not in slugs(document)


def test_another_directory_at_a_trusted_host_is_not_trusted(trusting: Server, friend: Receiver, places: Callable, key: Key) -> None:
    """Who can write to a path or listen at a port of a host is not the host."""
    api = trusting.api()
    other = at_well_known(places, directory(key))
    document = settled(api, signed(api, Signer.of(key, other.url)))
    assert result(document) == ("verified", "127.0.0.1") and "trusted_agent" not in slugs(document)
    friend.answers.at["/customers/eve.json"] = directory(eve := Key())
    document = settled(api, signed(api, Signer.of(eve, f"{friend.url}/customers/eve.json", kind="jwks_uri")))
    assert result(document)[0] == "verified" and "trusted_agent" not in slugs(document)


def test_a_claim_that_is_not_proven_does_not_lower_the_risk(api: Api, places: Callable, key: Key) -> None:
    plain = ask(api, {}, question=CHROMIUM)["decision"]["risk_score"]
    waiting = signed(api, Signer.of(key, at_well_known(places, answer(404)).url), question=CHROMIUM)
    assert result(waiting)[0] == "directory_unavailable" and waiting["decision"]["risk_score"] >= plain
    assert labels(waiting) & {("trust", "verified"), ("actor", "verified-bot")} == set()
    forged = ask(api, spoilt(Signer.of(key, "https://pinned.example").fields(URL))["a bit flipped"], question=CHROMIUM)
    assert result(forged)[0] == "invalid" and forged["decision"]["risk_score"] > plain


# What is kept

def test_what_is_signed_of_secrets_is_not_kept(served: Server, api: Api, places: Callable, key: Key) -> None:
    secret = "cookie-51ad77"
    at = at_well_known(places, directory(key))
    signer = Signer.of(key, at.url, covers=("@authority", "cookie"))
    question = {**CURL, "headers": [*CURL["headers"], ["cookie", secret]]}
    first = ask(api, signer.fields(URL, headers={"cookie": secret}), question=question)
    assert result(first)[0] == "directory_unavailable"
    at.until(lambda: at.deliveries and not at.open, 5, "the directory is asked all the same")
    for file in served.folder.glob("tripline.sqlite*"):
        assert secret.encode() not in file.read_bytes(), file.name
    assert result(ask(api, signer.fields(URL, headers={"cookie": secret}), question=question))[0] == "verified"


def test_who_waits_is_looked_at_again_after_a_restart(tmp_path: Path, contract: Contract, places: Callable, key: Key) -> None:
    server = Server(tmp_path, contract, options=["--agent-allow-private"])
    server.init()
    server.start()
    try:
        at = at_well_known(places, answers.hang)
        document = signed(server.api(), Signer.of(key, at.url))
        assert result(document)[0] == "directory_unavailable"
        server.stop()
        at.answers.at[WELL_KNOWN] = directory(key)
        server.start()
        assert result(settled(server.api(), signed(server.api(), Signer.of(key, at.url))))[0] == "verified"
        assert result(settled(server.api(), document, 20))[0] == "verified"
    finally:
        server.kill()


def test_an_erased_session_is_not_brought_back_by_its_directory(api: Api, places: Callable, key: Key) -> None:
    at, gate = held_back(places, key)
    document = signed(api, Signer.of(key, at.url))
    at.until(lambda: at.deliveries, 5, "the directory is asked")
    assert api.delete(f"/v1/sessions/{document['id']}").status_code == 200
    gate.set()
    known(api, Signer.of(key, at.url))
    assert api.get(f"/v1/sessions/{document['id']}").status_code == 404


# Signed requests of a page, and of a proxy

def visit(server: Server, signer: Signer | None, *, authority: str | None = None, client: httpx.Client | None = None) -> dict:
    """A page's agent whose requests are signed: the handshake and the first batch, each for itself."""
    url = server.tls_url if client else server.url
    agent = CollectAgent(url, server.publishable_key, client=client)
    agent.headers["X-Forwarded-Proto"] = "https" if client else "http"
    plain = dict(agent.headers)
    named = {"Host": authority} if authority else {}

    def sign(path: str) -> None:
        shown = f"{url.split(':')[0]}://{authority}" if authority else url
        agent.headers = {**plain, **named, **(signer.fields(shown + path, "POST") if signer else {})}

    sign("/v1/collect/sessions")
    session = agent.handshake()
    sign(f"/v1/collect/sessions/{session.id}/batches")
    agent.observe(session)
    agent.headers = plain
    agent.finish(session)
    return server.api().decided(session.id)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["dictionary", "string"])
def test_a_pages_signed_requests_are_verified(
        served: Server, api: Api, places: Callable, keys: dict[str, Key], kind: str, form: str) -> None:
    at = at_well_known(places, directory(keys[kind]))
    signer = Signer.of(keys[kind], at.url, form=form, covers=("@authority", "@method", "@path"))
    document = settled(api, visit(served, signer))
    assert result(document) == ("verified", "127.0.0.1")
    assert ("organization", "127.0.0.1") in labels(document)
    assert document["analysis_coverage"]["browser"] and len(at.deliveries) == 1


def test_one_signature_serves_for_all_requests_of_a_page(served: Server, api: Api, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    agent = served.agent()
    agent.headers |= Signer.of(key, at.url).fields(served.url, "POST")
    session = agent.handshake()
    agent.observe(session)
    agent.observe(session)
    agent.finish(session)
    assert result(settled(api, api.decided(session.id)))[0] == "verified"
    other = agent.handshake()
    agent.observe(other)
    agent.finish(other)
    assert result(api.decided(other.id))[0] == "invalid", "the nonce was another session's"


def test_a_page_without_a_signature_has_none(served: Server) -> None:
    assert visit(served, None)["web_bot_auth"] is None


def test_the_handshake_has_the_directory_fetched(served: Server, places: Callable, key: Key) -> None:
    at = at_well_known(places, directory(key))
    agent = served.agent()
    agent.headers |= Signer.of(key, at.url).fields(served.url, "POST")
    session = agent.handshake()
    at.until(lambda: at.deliveries and not at.open, 5, "the directory is read before there is a batch")
    agent.observe(session)
    agent.finish(session)
    assert result(served.api().decided(session.id))[0] == "verified"


def test_a_slow_directory_delays_no_page(served: Server, api: Api, places: Callable, key: Key) -> None:
    at, gate = held_back(places, key)
    before = time.monotonic()
    document = visit(served, Signer.of(key, at.url))
    assert time.monotonic() - before < 2 * AT_ONCE
    assert result(document)[0] == "directory_unavailable"
    gate.set()
    assert result(settled(api, document)) == ("verified", "127.0.0.1")


def test_a_pages_signature_for_another_site_is_invalid(served: Server, agent_at: Receiver, key: Key) -> None:
    document = visit(served, Signer.of(key, agent_at.url), authority="other.example")
    assert result(document)[0] == "invalid", "whatever the request calls itself"


def test_a_pages_signature_over_tls(tmp_path: Path, contract: Contract, places: Callable, key: Key) -> None:
    server = TlsServer(tmp_path, contract, options=["--agent-allow-private"])
    server.make_certificate()
    server.init()
    server.start()
    try:
        at = at_well_known(places, directory(key))
        with httpx.Client(verify=server.context(), timeout=30) as client:
            document = visit(server, Signer.of(key, at.url, covers=("@target-uri", "@scheme")), client=client)
        assert result(settled(server.api(), document)) == ("verified", "127.0.0.1")
    finally:
        server.kill()


def forwarded(server: Server, fields: dict[str, str], host: str = "shop.example") -> tuple[httpx.Response, dict]:
    reply = httpx.get(f"{server.url}/v1/forward-auth", headers={
        "Authorization": f"Bearer {server.secret_key}", "User-Agent": "curl/7.88.1", "X-Forwarded-Method": "GET",
        "X-Forwarded-Proto": "https", "X-Forwarded-Host": host, "X-Forwarded-Uri": "/login", **fields})
    return reply, server.api().session(reply.headers["x-tripline-session-id"])


def test_a_proxys_question_about_a_signed_request(trusting: Server, friend: Receiver, key: Key) -> None:
    known(trusting.api(), Signer.of(key, friend.url))
    signer = Signer.of(key, friend.url, covers=("@method", "@target-uri"))
    reply, document = forwarded(trusting, signer.fields(URL))
    assert (reply.status_code, reply.headers["x-tripline-verdict"], result(document)) == (200, "human", ("verified", "127.0.0.1"))
    reply, document = forwarded(trusting, signer.fields(URL), host="other.example")
    assert (reply.status_code, result(document)[0]) == (403, "invalid")


def test_chromiums_headers_and_a_signature_are_no_contradiction(api: Api, agent_at: Receiver, key: Key) -> None:
    document = signed(api, Signer.of(key, agent_at.url), question={**CHROMIUM, "headers": CHROMIUM_HEADERS})
    assert result(document)[0] == "verified" and "header_order_mismatch" not in slugs(document)


# The last, for which some time must have passed

def test_who_waits_is_looked_at_again_when_a_directory_comes_back(api: Api, recovered: tuple[Receiver, list[dict]]) -> None:
    at, documents = recovered
    becomes(api, documents[0], "verified", 90)
    assert at.connections == 2


def test_however_many_wait_all_are_looked_at_again(api: Api, recovered: tuple[Receiver, list[dict]]) -> None:
    _, documents = recovered
    becomes(api, documents[0], "verified", 90)
    time.sleep(5)
    assert Counter(result(api.session(document["id"]))[0] for document in documents) == {"verified": WAITING}

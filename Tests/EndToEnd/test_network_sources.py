"""Sources of what is known of addresses: downloads that are good and bad, files that change under a running server, and what people are told."""

import gzip
import io
import json
import os
import subprocess
import tarfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import receiver as answers
from authority import Authority
from contract import Contract
from data_origin import Origin, Sources, addresses, file, look_now, metric, sha256, until, warnings
from receiver import Delivery, answer
from server import BINARY, Server, tripline

PATH = "/list.txt"
MMDB = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "maxmind" / "test-data"


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


def listed(sources: Sources, origin: Origin, **members: object) -> None:
    """A list of VPN exits that is downloaded."""
    sources.add("exits", url=origin.url + PATH, means="vpn", **members)


def database(name: str) -> bytes:
    path = MMDB / name
    if not path.exists():
        pytest.skip(f"the test databases (../shared/vectors/maxmind/test-data/{name}) are not on this machine")
    return path.read_bytes()


# Downloads that are good


def test_a_list_is_downloaded_read_and_shown(sources: Sources, origin: Origin) -> None:
    listed(sources, origin, provider="Example VPN", licence="CC0")
    origin.places[PATH] = file(addresses(40), Last_Modified="Sun, 06 Sep 2026 08:49:37 GMT")
    assert sources.status()["exits"]["state"] == "missing"

    code, told = sources.update()
    assert (code, told) == (0, "exits: updated\n")
    assert sources.data("exits").read_text() == addresses(40)
    status = sources.status()["exits"]
    assert status["state"] == "ready" and status["entries"] == 40 and status["licence"] == "CC0"
    assert status["says"] == "addresses: vpn (Example VPN)"
    assert status["data_date"] == "2026-09-06T08:49:37.000Z"
    assert status["fetched_at"] and status["update_failure"] is None
    shown = sources.shown()
    assert "exits" in shown and "addresses: vpn (Example VPN)" in shown and "2026-09-06" in shown and "CC0" in shown


def test_nothing_is_sent_again_that_did_not_change(sources: Sources, origin: Origin) -> None:
    listed(sources, origin)
    date = "Sun, 06 Sep 2026 08:49:37 GMT"

    def conditional(asked: Delivery) -> bytes:
        if asked.headers.get("if-none-match") == '"one"' and asked.headers.get("if-modified-since") == date:
            return b"HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n"
        return file(addresses(40), ETag='"one"', Last_Modified=date)

    origin.places[PATH] = conditional
    assert sources.update() == (0, "exits: updated\n")
    assert sources.update() == (0, "exits: nothing newer\n")
    assert [("if-none-match" in asked.headers) for asked in origin.asked(PATH)] == [False, True]
    assert sources.data("exits").read_text() == addresses(40)

    # Whoever forces it has it anew, and so does whoever lost it.
    assert sources.update(options=["--force"])[0] == 0
    sources.data("exits").unlink()
    assert sources.update() == (0, "exits: updated\n")
    assert [("if-none-match" in asked.headers) for asked in origin.asked(PATH)] == [False, True, False, False]


def test_the_same_bytes_again_are_nothing_newer(sources: Sources, origin: Origin) -> None:
    listed(sources, origin)
    origin.places[PATH] = file(addresses(40))
    assert sources.update() == (0, "exits: updated\n")
    before = sources.data("exits").stat()
    assert sources.update() == (0, "exits: nothing newer\n")
    assert sources.data("exits").stat().st_mtime_ns == before.st_mtime_ns


def test_redirects_are_followed_a_few_times(sources: Sources, origin: Origin) -> None:
    listed(sources, origin)
    for step in range(3):
        origin.places[PATH if step == 0 else f"/{step}"] = answer(302, Location=f"/{step + 1}")
    origin.places["/3"] = file(addresses(40))
    assert sources.update() == (0, "exits: updated\n")


@pytest.mark.parametrize("checksum", ["sha256", "sha256_url"])
def test_a_checksum_that_fits_is_fine(sources: Sources, origin: Origin, checksum: str) -> None:
    digest = sha256(addresses(40).encode())
    listed(sources, origin, **{checksum: digest if checksum == "sha256" else origin.url + "/sum"})
    origin.places |= {PATH: file(addresses(40)), "/sum": file(f"{digest}  list.txt\n")}
    assert sources.update() == (0, "exits: updated\n")


def test_authorization_goes_to_the_origin_and_to_no_other_host(sources: Sources, origin: Origin) -> None:
    secret = sources.folder / "secret"
    secret.write_text("Basic MTIzOmFiYw==\n")
    with Origin({"/there": file(addresses(40))}) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        listed(sources, origin, authorization_file=str(secret))
        origin.places[PATH] = answer(302, Location=elsewhere + "/there")
        assert sources.update() == (0, "exits: updated\n")
        assert origin.asked(PATH)[0].headers["authorization"] == "Basic MTIzOmFiYw=="
        assert "authorization" not in other.asked("/there")[0].headers


def test_https_with_an_authority_of_the_operators(sources: Sources, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Origin({PATH: file(addresses(40))}, tls=authority.context("localhost")) as origin:
        listed(sources, origin)
        code, told = sources.update()
        assert code == 1 and "the TLS handshake failed" in told
        assert sources.update(options=["--network-ca-file", str(authority.file)]) == (0, "exits: updated\n")


def test_gzip_is_unpacked(sources: Sources, origin: Origin) -> None:
    listed(sources, origin)
    origin.places[PATH] = file(gzip.compress(addresses(4000).encode()))
    assert sources.update() == (0, "exits: updated\n")
    assert sources.data("exits").read_text() == addresses(4000)


@pytest.mark.parametrize("form", ["bare", "gzip", "tar.gz"])
def test_a_database_is_downloaded_however_it_is_packed(sources: Sources, origin: Origin, form: str) -> None:
    content = database("GeoIP2-City-Test.mmdb")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in [("City_2026/COPYRIGHT.txt", b"none"), ("City_2026/GeoIP2-City.mmdb", content)]:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    origin.places[PATH] = file({"bare": content, "gzip": gzip.compress(content), "tar.gz": packed.getvalue()}[form])
    sources.add("city", url=origin.url + PATH)
    assert sources.update() == (0, "city: updated\n")
    assert sources.data("city").read_bytes() == content
    status = sources.status()["city"]
    assert status["state"] == "ready" and status["says"] == "mmdb GeoIP2-City" and status["entries"] > 10


# Downloads that are bad


def cut(body: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (2 * len(body)) + body


def bomb() -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(bytes(1 << 20)) for _ in range(1024)) + pack.flush()


def small_database() -> bytes:
    return database("GeoIP2-City-Test.mmdb")


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "404": (lambda: answer(404, b"no"), "it answered with status 404"),
    "500": (lambda: answer(500), "it answered with status 500"),
    "204": (lambda: answer(204), "it answered with status 204"),
    "206": (lambda: answer(206, addresses(5).encode()), "it answered with status 206"),
    "304 though nobody asked": (lambda: answer(304), "it answered with status 304"),
    "HTML": (lambda: file("<!DOCTYPE html><html><body>Please sign in</body></html>"), "a page for people (HTML)"),
    "HTML behind blanks": (lambda: file("\ufeff\n  <html>1.2.3.4</html>"), "a page for people (HTML)"),
    "nothing": (lambda: file(""), "it answered with nothing"),
    "blanks": (lambda: file("\n \n"), "found an empty file"),
    "words": (lambda: file("service unavailable, try later\n"), "without a single address"),
    "half": (lambda: cut(addresses(40).encode()), "it was cut short: "),
    "closed": (answers.close, "the connection was closed without an answer"),
    "no HTTP": (lambda: iter([b"220 ftp.example ready\r\n"]), "what it answered is not HTTP"),
    "far fewer entries": (lambda: file(addresses(3) + "# " + "x" * 2000), "it has 3 entries, and had 40 before: --force takes it"),
    "far fewer bytes": (lambda: file("".join(f"1.1.1.{n}\n" for n in range(5))), "bytes, and had"),
    "another kind": (lambda: file("".join(f"AS{n}\n" for n in range(64500, 64550))), "it is asns, and was addresses before"),
    "a database": (lambda: file(small_database()), "`means` is for lists, and this is mmdb GeoIP2-City"),
    "a redirect to nowhere": (lambda: answer(302), "it answered with a redirect to nowhere"),
    "a redirect to a file": (lambda: answer(302, Location="file:///etc/hostname"), "it redirects to where nothing is fetched from"),
    "a redirect in circles": (lambda: answer(302, Location=PATH), "more than 3 redirects"),
    "a damaged gzip": (lambda: file(gzip.compress(addresses(40).encode())[:-8] + b"damaged."), "its gzip format is damaged"),
    "a cut gzip": (lambda: file(gzip.compress(addresses(4000).encode())[:-50]), "its gzip format has no end"),
    "a gzip bomb": (lambda: file(bomb()), "more comes out of its gzip format than a list or a database could hold"),
    "a tar without a database": (lambda: file(gzip.compress(tar_of_text())), "there is no .mmdb file in the tar file"),
    "a length beyond all bounds": (
        lambda: iter([b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n1.2.3.4\n"]), "it is larger than 2147483648 bytes"),
}


def tar_of_text() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        member = tarfile.TarInfo("README.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"none"))
    return packed.getvalue()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_leaves_what_was_there(sources: Sources, origin: Origin, name: str) -> None:
    listed(sources, origin)
    origin.places[PATH] = file(addresses(40))
    assert sources.update()[0] == 0

    make, reason = BAD[name]
    bad = make()
    origin.places[PATH] = bad if isinstance(bad, bytes) else lambda _: make()
    code, told = sources.update()
    assert code == 1 and told.startswith("exits: failed: ") and reason in told, told
    assert sources.data("exits").read_text() == addresses(40)
    status = sources.status()["exits"]
    assert status["state"] == "ready" and status["entries"] == 40 and reason in status["update_failure"]
    assert sorted(path.name for path in sources.data("exits").parent.iterdir()) == ["data", "download.json", "lock"]

    # The next good answer mends it.
    origin.places[PATH] = file(addresses(41))
    assert sources.update() == (0, "exits: updated\n")
    assert sources.status()["exits"]["update_failure"] is None


def test_force_takes_a_list_that_shrank(sources: Sources, origin: Origin) -> None:
    listed(sources, origin)
    origin.places[PATH] = file(addresses(400))
    assert sources.update()[0] == 0
    origin.places[PATH] = file(addresses(3))
    assert sources.update()[0] == 1
    assert sources.update("exits", options=["--force"]) == (0, "exits: updated\n")
    assert sources.status()["exits"]["entries"] == 3


@pytest.mark.parametrize("members, reason", [
    ({"sha256": "0" * 64}, f"its SHA-256 is {sha256(addresses(40).encode())}, and {'0' * 64} was expected"),
    ({"sha256_url": "/sum"}, f"and {'1' * 64} was expected"),
    ({"sha256_url": "/nowhere"}, "its checksum could not be had: it answered with status 404"),
    ({"sha256_url": "/words"}, "its checksum could not be had: 64 hexadecimal digits were expected"),
])
def test_a_checksum_that_does_not_fit(sources: Sources, origin: Origin, members: dict, reason: str) -> None:
    if "sha256_url" in members:
        members = {"sha256_url": origin.url + members["sha256_url"]}
    listed(sources, origin, **members)
    origin.places |= {PATH: file(addresses(40)), "/sum": file("1" * 64), "/words": file("not today")}
    code, told = sources.update()
    assert code == 1 and reason in told, told
    assert not sources.data("exits").exists()


@pytest.mark.parametrize("name", ["hang", "slow_head", "endless_head", "drip"])
def test_a_slow_origin_is_given_up(sources: Sources, origin: Origin, name: str) -> None:
    def drip() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            time.sleep(0.1)
            yield b"1.2.3.4\n"

    listed(sources, origin)
    origin.places[PATH] = lambda _: drip() if name == "drip" else getattr(answers, name)()
    began = time.monotonic()
    code, told = sources.update(options=["--network-update-timeout", "2s"])
    assert code == 1 and time.monotonic() - began < 8
    if name != "endless_head":
        assert "there was no whole answer within 2 s" in told, told
    origin.left_alone()


def test_private_addresses_are_for_whoever_allows_them(sources: Sources, origin: Origin) -> None:
    sources.add("exits", url=origin.url.replace("http://127.0.0.1", "https://localhost") + PATH, means="vpn")
    told = tripline("network", "update", "--network-sources", sources.file, "--database", sources.database)
    assert told.returncode == 1 and "an address on the public Internet" in told.stdout
    assert origin.connections == 0


def test_an_authorization_file_that_is_no_good(sources: Sources, origin: Origin) -> None:
    origin.places[PATH] = file(addresses(40))
    secret = sources.folder / "secret"
    listed(sources, origin, authorization_file=str(secret))
    assert f"{secret} can't be read" in sources.update()[1]
    secret.write_bytes(b"two\nlines")
    assert "one line of ASCII" in sources.update()[1]
    assert origin.connections == 0


def test_one_bad_source_does_not_keep_the_others(sources: Sources, origin: Origin) -> None:
    origin.places |= {"/a": answer(404), "/b": file(addresses(40))}
    sources.add("a", url=origin.url + "/a", means="vpn")
    sources.add("b", url=origin.url + "/b", means="tor")
    assert sources.update() == (1, "a: failed: it answered with status 404\nb: updated\n")
    assert sources.update("b") == (0, "b: nothing newer\n")
    nobody = tripline("network", "update", "c", *sources.options, "--database", sources.database)
    assert nobody.returncode == 1 and "There is no source c." in nobody.stderr


# Lists with lines that can't be used


def test_every_malformed_line_is_reported_and_the_rest_used(sources: Sources) -> None:
    path = sources.folder / "exits.txt"
    bad = {2: "300.1.1.1", 4: "010.001.000.001", 5: "192.0.2.0/33", 7: "fe80::1%eth0", 8: "some words", 9: "192.0.2.9-192.0.2.1",
           10: "0.0.0.0/0", 12: "2001:db8::/200"}
    lines = [bad.get(number, f"198.51.100.{number}") for number in range(1, 14)]
    path.write_text("\n".join(lines) + "\n")
    sources.add("exits", file=str(path), means="vpn")
    status = sources.status()["exits"]
    assert status["state"] == "ready" and status["entries"] == 13 - len(bad)
    assert {problem["line"]: problem["text"] for problem in status["problems"]} == bad
    assert all(problem["reason"] for problem in status["problems"]) and status["problem_count"] == len(bad)
    shown = sources.shown()
    assert f"exits: {len(bad)} lines could not be used; all others are." in shown
    for line, text in bad.items():
        assert any(row.strip().startswith(f"{path}:{line}: ") and text in row for row in shown.splitlines()), shown


def test_what_a_terminal_would_obey_is_not_shown(sources: Sources) -> None:
    path = sources.folder / "exits.txt"
    path.write_bytes(b"192.0.2.1\n\x1b[2Jgone\n")
    sources.add("exits", file=str(path), means="vpn")
    assert "\x1b" not in sources.shown()


# The server


@pytest.fixture
def serve(tmp_path: Path, contract: Contract, sources: Sources) -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def start(*options: str) -> Server:
        server = Server(tmp_path, contract, network=[*sources.options, *options])
        if not server.database.exists():
            server.init()
        made.append(server)
        return server.start()

    yield start
    for server in made:
        server.kill()


def entries(server: Server, name: str) -> float | None:
    return metric(server, f'tripline_network_source_entries{{source="{name}"}}')


def test_a_running_server_takes_up_what_changes(sources: Sources, serve: Callable[..., Server]) -> None:
    path = sources.folder / "exits.txt"
    path.write_text(addresses(10))
    sources.add("exits", file=str(path), means="vpn")
    server = serve()
    until(lambda: entries(server, "exits") == 10, "the list is read")
    assert warnings(server) == []

    path.write_text(addresses(12))
    look_now(server)
    until(lambda: entries(server, "exits") == 12, "the list is read again")

    # It goes bad: what was read before stays, even over a restart.
    path.write_text("<html>moved</html>")
    look_now(server)
    until(lambda: warnings(server), "a warning")
    assert warnings(server) == [
        "the network source exits can't be used: found an HTML page, expected a list of addresses or AS numbers; what was read of it "
        "before stays in use"]
    assert entries(server, "exits") == 12
    server.stop()
    server = serve()
    until(lambda: entries(server, "exits") == 12, "the list that was kept is read")
    assert len(warnings(server)) == 1

    # It goes away, and comes back.
    path.unlink()
    look_now(server)
    until(lambda: "is not there" in warnings(server)[0], "the file is missed")
    assert entries(server, "exits") == 12
    path.write_text(addresses(5))
    look_now(server)
    until(lambda: entries(server, "exits") == 5, "the new list is read")
    assert warnings(server) == []


def test_a_running_server_notices_by_itself(sources: Sources, serve: Callable[..., Server]) -> None:
    path = sources.folder / "exits.txt"
    path.write_text(addresses(10))
    sources.add("exits", file=str(path), means="vpn")
    server = serve()
    until(lambda: entries(server, "exits") == 10, "the list is read")
    path.write_text(addresses(11))
    until(lambda: entries(server, "exits") == 11, "the change is noticed", seconds=40)


def test_a_database_is_replaced_and_cut_under_a_running_server(sources: Sources, serve: Callable[..., Server]) -> None:
    city, country = database("GeoIP2-City-Test.mmdb"), database("GeoIP2-Country-Test.mmdb")
    path = sources.folder / "city.mmdb"
    path.write_bytes(city)
    sources.add("city", file=str(path), max_age="9999d")
    server = serve()
    until(lambda: entries(server, "city"), "the database is read")
    before = entries(server, "city")

    # Cut in place, as a copy over it begins: no mapping of the server's may break.
    os.truncate(path, 1000)
    look_now(server)
    until(lambda: warnings(server), "a warning")
    assert "what was read of it before stays in use" in warnings(server)[0] and entries(server, "city") == before

    beside = path.with_suffix(".new")
    beside.write_bytes(country)
    beside.rename(path)
    look_now(server)
    until(lambda: entries(server, "city") != before, "the other database is read")
    assert warnings(server) == [] and sources.status()["city"]["says"] == "mmdb GeoIP2-Country"


def test_old_data_are_warned_of(sources: Sources, serve: Callable[..., Server]) -> None:
    path = sources.folder / "exits.txt"
    path.write_text(addresses(10))
    os.utime(path, (time.time() - 10.5 * 86_400,) * 2)
    sources.add("exits", file=str(path), means="vpn")
    sources.add("absent", file=str(sources.folder / "absent.txt"), means="tor")
    server = serve()
    until(lambda: len(warnings(server)) == 2, "both warnings")
    assert warnings(server) == ["the network source exits is 10 days old, and may be 7", "the network source absent is not there"]
    body = httpx.get(f"{server.url}/healthz").json()
    assert body["status"] == "ready" and body["reasons"] == []
    age = metric(server, 'tripline_network_source_age_seconds{source="exits"}')
    assert age is not None and abs(age - 10.5 * 86_400) < 120
    assert "Warning: the network source exits is 10 days old, and may be 7." in sources.shown()


def test_the_server_downloads_by_itself(sources: Sources, origin: Origin, serve: Callable[..., Server]) -> None:
    origin.places |= {PATH: file(addresses(40)), "/bad": answer(500)}
    listed(sources, origin)
    sources.add("bad", url=origin.url + "/bad", means="tor")
    server = serve()
    until(lambda: entries(server, "exits") == 40, "the list is downloaded and read")
    updated = 'tripline_network_update_total{source="exits",result="updated"}'
    failed = 'tripline_network_update_total{source="bad",result="failed"}'
    until(lambda: metric(server, updated) == 1 and metric(server, failed) == 1, "both are counted")
    until(lambda: warnings(server), "a warning")
    assert warnings(server) == ["the network source bad is not there: it answered with status 500"]

    # A restart asks nobody before it is time, and has the data at once.
    server.stop()
    asked = len(origin.deliveries)
    server = serve()
    until(lambda: entries(server, "exits") == 40, "the list is there")
    time.sleep(1)
    assert len(origin.deliveries) == asked


def test_a_server_notices_what_the_command_line_fetched(sources: Sources, origin: Origin, serve: Callable[..., Server]) -> None:
    origin.places[PATH] = file(addresses(40))
    listed(sources, origin)
    server = serve()
    until(lambda: entries(server, "exits") == 40, "the list is downloaded")
    origin.places[PATH] = file(addresses(44))
    assert sources.update() == (0, "exits: updated\n")
    look_now(server)
    until(lambda: entries(server, "exits") == 44, "what was fetched is read")


def test_what_is_no_file_keeps_nobody_waiting(sources: Sources, serve: Callable[..., Server]) -> None:
    path = sources.folder / "exits.txt"
    os.mkfifo(path)
    sources.add("pipe", file=str(path), means="vpn")
    server = serve()
    assert httpx.get(f"{server.url}/healthz").status_code == 200


@pytest.mark.parametrize("text, message", [
    ("sources: [{name: a, url: 'https://lists.example/', mean: vpn}]", "source a, line 1: `mean` is none of its members"),
    ("sources: [", "YAML was expected"),
])
def test_a_mistake_in_the_file_of_sources_keeps_the_server_from_starting(sources: Sources, text: str, message: str) -> None:
    sources.file.write_text(text)
    for command in (["serve", "--port", "0"], ["network", "status"]):
        told = tripline(*command, *sources.options, "--database", sources.database)
        assert told.returncode == 1 and "sources.yaml, " in told.stderr and message in told.stderr


def test_addresses_are_looked_up(sources: Sources) -> None:
    path = sources.folder / "exits.txt"
    path.write_text("198.51.7.0/24\n")
    sources.add("exits", file=str(path), means="vpn", provider="Example VPN", categories=["abuse"])
    options = [*sources.options, "--database", sources.database]
    told = tripline("network", "lookup", "198.51.7.9", "nonsense", "::ffff:198.51.7.9", "198.51.8.1", "192.168.1.1", "--json", *options)
    assert told.returncode == 1 and told.stderr == "nonsense is no address.\n"
    exit, mapped, other, private = [json.loads(line) for line in told.stdout.splitlines()]
    assert exit["claims"] == [{"trait": "vpn", "provider": "Example VPN", "source": "exits"}] and exit["categories"] == ["abuse"]
    assert mapped == exit and other["claims"] == [] and other["standing"] == "evaluated"
    assert private["standing"] == "special" and private["special_purpose"]
    people = tripline("network", "lookup", "198.51.7.9", *options)
    assert people.returncode == 0 and "vpn, Example VPN, exits" in people.stdout


def test_one_source_is_asked_alone(sources: Sources) -> None:
    (sources.folder / "exits.txt").write_text("198.51.100.0/24\n")
    (sources.folder / "countries.txt").write_text("16777216,16777471,AU\n16777472,16778239,??\n")
    (sources.folder / "systems.txt").write_text("AS64500\n")
    (sources.folder / "city.mmdb").write_bytes(database("GeoIP2-City-Test.mmdb"))
    sources.add("exits", file="exits.txt", means="vpn")
    sources.add("countries", file="countries.txt")
    sources.add("systems", file="systems.txt", means="vpn")
    sources.add("city", file="city.mmdb")

    def ask(source: str, *asked: str) -> list[dict]:
        told = subprocess.run(
            [BINARY, "network", "lookup", "-", "--json", "--source", source, *sources.options, "--database", sources.database],
            input="\n".join(asked) + "\n", capture_output=True, text=True, timeout=60)
        assert told.returncode == 0, told.stderr
        return [json.loads(line) for line in told.stdout.splitlines()]

    assert [answered["listed"] for answered in ask("exits", "198.51.100.7", "192.0.2.1", "::1")] == [True, False, False]
    assert [answered["country_code"] for answered in ask("countries", "1.0.0.9", "1.0.1.9", "9.9.9.9")] == ["AU", None, None]
    london, nowhere = ask("city", "81.2.69.142", "10.0.0.1")
    assert london["city"] == "London" and london["country_code"] == "GB" and nowhere == {"address": "10.0.0.1", "found": False}

    for name, words in [("systems", "it lists autonomous systems"), ("none", "There is no source none.")]:
        told = tripline("network", "lookup", "192.0.2.1", "--source", name, *sources.options, "--database", sources.database)
        assert told.returncode == 1 and words in told.stderr


def test_what_debian_brought_is_used_without_being_configured(tmp_path: Path) -> None:
    for path in ("/usr/share/tor/geoip", "/usr/share/tor/geoip6", "/usr/share/libloc-location/location.db"):
        if not Path(path).exists():
            pytest.skip(f"{path} is not installed")
    told = tripline("network", "lookup", "--json", "8.8.8.8", "2001:4860:4860::8888", "--database", tmp_path / "t.sqlite", seconds=120)
    assert told.returncode == 0, told.stderr
    for line in told.stdout.splitlines():
        answered = json.loads(line)
        assert answered["country_code"] == "US" and answered["asn"] == 15169 and "google" in answered["organization"].lower()
        assert answered["city"] is None and answered["latitude"] is None
    assert not (tmp_path / "t.sqlite").exists()
    nothing = tripline("network", "lookup", "--json", "8.8.8.8", "--network-data", "off", "--database", tmp_path / "t.sqlite")
    assert json.loads(nothing.stdout)["standing"] == "unsourced"

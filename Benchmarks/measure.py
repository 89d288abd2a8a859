"""What `make bench` prints: ratios of Tripline to its references, all measured in this one run.

Every figure stands beside the bound it is held to. A bound that is missed is said, and fails nothing: machines differ.
"""

import argparse
import contextlib
import gzip
import http.client
import ipaddress
import json
import random
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPNetwork, IPSet
from playwright.sync_api import Page, Route, sync_playwright

import recordings

REPOSITORY = Path(__file__).resolve().parent.parent
BINARY = REPOSITORY / ".build" / "release" / "tripline"
BENCHMARK = REPOSITORY / ".build" / "release" / "tripline-benchmark"
AGENT = REPOSITORY / "Web" / "agent"
CONNECTIONS = 64
# Limits that no run reaches, so that none is measured.
UNLIMITED = "1000000000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def told(*command: object) -> dict:
    """What a command wrote as JSON."""
    answer = subprocess.run(list(map(str, command)), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if answer.returncode:
        sys.exit(f"{Path(str(command[0])).name} {command[1]} failed: {answer.stderr.strip() or answer.stdout.strip()}")
    return json.loads(answer.stdout)


@contextlib.contextmanager
def running(command: list[object], port: int) -> Iterator[None]:
    """A server for as long as it is needed."""
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None:
                sys.exit(f"{Path(str(command[0])).name} did not start")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def verdict(name: str, value: float, bound: float, *, at_least: bool, unit: str = "") -> None:
    holds = value >= bound if at_least else value <= bound
    words = "at least" if at_least else "at most"
    print(f"  {name:<44} {value:8.2f}{unit}   {words} {bound:g}{unit}: {'holds' if holds else 'MISSED'}")


class Tripline:
    """A server with a store of its own on this disk, and keys without limits."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.storage = ["--database", folder / "tripline.sqlite", "--master-key-file", folder / "master.key"]
        self.organization = told(BINARY, "init", "--json", *self.storage)["organization_id"]
        self.secret, self.publishable = (
            told(BINARY, "keys", "create", "--type", kind, "--rate-limit", UNLIMITED, "--json", *self.storage)["key"]
            for kind in ("secret", "publishable"))
        # One secret key is active: tokens are of version 1, as most installations have them.
        for key in told(BINARY, "keys", "list", "--json", *self.storage)["keys"]:
            if key["rate_limit"] is None:
                subprocess.run([BINARY, "keys", "revoke", key["key_id"], *self.storage], check=True, stdout=subprocess.DEVNULL)
        # What is older than a lifetime would be swept away while it is measured.
        self.command = [BINARY, "serve", "--port", self.port, "--log-level", "warning", "--demo", *self.storage,
                        *(word for kind in ("sessions", "observations", "visitors") for word in (f"--retain-{kind}", "30000d"))]
        self.url = f"http://localhost:{self.port}"

    def ask(self, path: str, method: str = "GET") -> http.client.HTTPResponse:
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.secret}"}, method=method)
        return urllib.request.urlopen(request)

    def is_ready(self) -> bool:
        try:
            return self.get("/healthz") != b""
        except OSError:
            return False

    def get(self, path: str) -> bytes:
        with self.ask(path) as answer:
            return answer.read()

    def counter(self, name: str) -> float:
        return float(re.search(rf"^{name} (\S+)$", self.get("/metrics").decode(), re.MULTILINE).group(1))

    def load(self, sessions: Path, *options: object) -> dict:
        return told(BENCHMARK, "load", "--port", self.port, "--key", self.publishable, "--sessions", sessions,
                    "--connections", CONNECTIONS, *options)


# Reads

def nginx_settings(folder: Path, port: int) -> Path:
    (folder / "root").mkdir()
    settings = folder / "nginx.conf"
    settings.write_text(f"""
        daemon off; worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{ worker_connections 1024; }}
        http {{
            access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/json;
            client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
            uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
            server {{ listen 127.0.0.1:{port}; root {folder}/root; }}
        }}""")
    return settings


def requests_per_second(url: str, seconds: int, *headers: str) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *(word for header in headers for word in ("-H", header)), url]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Where the server closes each connection after its answer, as it is asked to, wrk counts the end of it as an error.
    if "Non-2xx" in answer or "Socket errors" in answer and "Connection: close" not in headers:
        sys.exit(f"{url} did not answer as it should:\n{answer}")
    return float(re.search(r"Requests/sec:\s+(\S+)", answer).group(1))


def person_sessions(folder: Path) -> tuple[Path, list[int]]:
    """Two recorded sessions of people, in three batches each, and how long their payloads are."""
    recorded = folder / "sessions.json"
    return recorded, recordings.write(recorded, names=["chromium-person", "firefox-person"], most=3)


def reads(server: Tripline, folder: Path, seconds: int, rounds: int) -> None:
    recorded, _ = person_sessions(folder)
    path = f"/v1/sessions/{server.load(recorded, '--most', 64)['last_session']}"
    nginx_port, hello_port = free_port(), free_port()
    settings = nginx_settings(folder, nginx_port)
    body = server.get(path)
    (folder / "root" / "session.json").write_bytes(body)
    (folder / "root").chmod(0o755)
    folder.chmod(0o755)
    found: dict[str, list[float]] = {"tripline": [], "nginx": [], "hello": []}
    with (running(["/usr/sbin/nginx", "-e", folder / "error.log", "-c", settings], nginx_port),
          running([BENCHMARK, "hello", "--port", hello_port], hello_port)):
        for _ in range(rounds):
            found["tripline"].append(requests_per_second(server.url + path, seconds, f"Authorization: Bearer {server.secret}"))
            found["nginx"].append(requests_per_second(f"http://127.0.0.1:{nginx_port}/session.json", seconds))
            found["hello"].append(requests_per_second(f"http://127.0.0.1:{hello_port}/", seconds))
    middle = {name: statistics.median(values) for name, values in found.items()}
    print(f"\n1. GET /v1/sessions/{{id}}, {len(body)} bytes, {CONNECTIONS} keep-alive connections")
    for name, value in middle.items():
        print(f"  {name:<44} {value:8.0f} requests/s")
    verdict("tripline / nginx with the same bytes", middle["tripline"] / middle["nginx"], 0.35, at_least=True)
    print(f"  {'hello of the framework / nginx':<44} {middle['hello'] / middle['nginx']:8.2f}")


# Sessions

def sessions(server: Tripline, folder: Path, seconds: int, rounds: int) -> None:
    recorded, sizes = person_sessions(folder)
    last = server.load(recorded, "--most", 200)
    document = server.get(f"/v1/sessions/{last['last_session']}")
    rates, sums, shares = [], [], []
    for number in range(rounds):
        before = [server.counter(f"tripline_store_{what}_total") for what in ("writes", "commits")]
        run = server.load(recorded, "--seconds", seconds)
        writes, commits = (server.counter(f"tripline_store_{what}_total") - old
                           for what, old in zip(("writes", "commits"), before))
        parts = told(BENCHMARK, "parts", "--sessions", recorded, "--database", folder / f"parts-{number}.sqlite",
                     "--writes-per-commit", writes / commits, "--document-bytes", len(document),
                     "--token-bytes", run["token_bytes"])
        rates.append(run["sessions_per_second"])
        sums.append(parts)
        shares.append(run["sessions_per_second"] * parts["sum_us"] / 1e6)
    print(f"\n2. Whole sessions: handshake, three batches of about {round(statistics.mean(sizes[:3]) / 1024)} KiB, result; "
          f"{CONNECTIONS} at once")
    print(f"  {'sessions':<44} {statistics.median(rates):8.0f} /s, {writes / commits:.1f} writes a commit")
    for part in ("agreement", "open_and_seal", "inflate", "commit", "sum"):
        print(f"  {'alone, ' + part.replace('_', ' '):<44} {statistics.median(p[part + '_us'] for p in sums):8.0f} µs a session")
    verdict("sessions / what their unavoidable parts allow", statistics.median(shares), 0.4, at_least=True)


# Lists, erasure, export

def many_sessions(folder: Path, seconds: int, rounds: int) -> None:
    """A server of its own with 200,000 sessions, of which 1,000 are of one visitor."""
    total, regular, limit = 200_000, 1000, 50
    folder = folder / "many"
    folder.mkdir()
    server = Tripline(folder)
    with running(server.command, server.port):
        recorded, _ = person_sessions(folder)
        known = server.load(recorded, "--most", 64)["last_session"]
        document = folder / "document.json"
        document.write_bytes(json.dumps(json.loads(server.get(f"/v1/sessions/{known}"))["data"]).encode())
    visitor = told(BENCHMARK, "fill", "--database", folder / "tripline.sqlite", "--organization", server.organization,
                   "--document", document, "--sessions", total, "--regular", regular)["visitor"]
    bearer = f"Authorization: Bearer {server.secret}"
    print(f"\n5. {total:,} sessions with documents of {document.stat().st_size} bytes")
    with running(server.command, server.port):
        page, first = json.loads(server.get(f"/v1/sessions?limit={limit}")), f"/v1/sessions?limit={limit}"
        for _ in range(998):
            page = json.loads(server.get(f"{first}&cursor={page['pagination']['next_cursor']}"))
        paths = {"read": f"/v1/sessions/{known}", "page 1": first,
                 "page 1,000": f"{first}&cursor={page['pagination']['next_cursor']}"}
        found: dict[str, list[float]] = {name: [] for name in paths}
        for _ in range(rounds):
            for name, path in paths.items():
                found[name].append(requests_per_second(server.url + path, seconds, bearer))
        middle = {name: statistics.median(values) for name, values in found.items()}
        for name, value in middle.items():
            print(f"  {name:<44} {value:8.0f} requests/s")
        print(f"  {f'list of {limit} / single read':<44} {middle['page 1'] / middle['read']:8.3f}")
        verdict("page 1,000 costs as much as page 1, times", middle["page 1"] / middle["page 1,000"], 1.5, at_least=False)

        start = time.monotonic()
        with server.ask("/v1/exports/sessions") as answer:
            lines = sum(part.count(b"\n") for part in iter(lambda: answer.read(1 << 20), b""))
        print(f"  {'export':<44} {lines / (time.monotonic() - start):8.0f} rows/s, {lines:,} in all")

        start = time.monotonic()
        with server.ask(f"/v1/fingerprints/{visitor}", "DELETE") as answer:
            removed = json.loads(answer.read())["data"]["removed"]["sessions"]
        print(f"  {f'erasing a visitor with {removed:,} sessions':<44} {(time.monotonic() - start) * 1000:8.0f} ms")


# Decisions

def decisions(folder: Path) -> None:
    recorded = folder / "whole-sessions.json"
    recordings.write(recorded)
    found = told(BENCHMARK, "decisions", "--sessions", recorded)
    print(f"\n3. From kept evidence to a decision, {found['evaluations']} evaluations of {len(found['sessions'])} recorded sessions")
    print(f"  {'half of them within':<44} {found['p50_ms']:8.2f} ms, of which {found['decode_p50_ms']:.2f} ms are decoding")
    verdict("99 of 100 within", found["p99_ms"], 2, at_least=False, unit=" ms")


# The agent

def agent_size(folder: Path) -> None:
    bundle, description = folder / "t.js", folder / "t.json"
    subprocess.run(["esbuild", AGENT / "agent.js", "--bundle", "--format=esm", "--minify", "--target=es2020", "--log-level=warning",
                    f"--outfile={bundle}", f"--metafile={description}"], check=True, cwd=REPOSITORY)
    (output,) = json.loads(description.read_text())["outputs"].values()
    print("\n4. The agent")
    for name, part in sorted(output["inputs"].items(), key=lambda part: -part[1]["bytesInOutput"]):
        print(f"  {name.removeprefix('Web/agent/'):<44} {part['bytesInOutput']:8} bytes")
    print(f"  {'t.js':<44} {bundle.stat().st_size:8} bytes")
    size = len(gzip.compress(bundle.read_bytes(), 9))
    verdict("t.js, compressed with gzip", size / 1024, 24, at_least=False, unit=" KiB")


def collect_bundle(folder: Path) -> str:
    bundle = folder / "collect.js"
    subprocess.run(["esbuild", REPOSITORY / "Benchmarks" / "collect.js", "--bundle", "--format=esm", "--minify", "--target=es2020",
                    "--log-level=warning", f"--outfile={bundle}"], check=True)
    return bundle.read_text()


def serve_page(page: Page, url: str, scripts: dict[str, str]) -> None:
    """Puts an empty page and scripts at addresses of the server's origin."""
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(url)
        if path == "/page":
            tags = "".join(f'<script type="module" src="{name}"></script>' for name in scripts)
            route.fulfill(content_type="text/html", body=f"<!doctype html><title>page</title><body>{tags}")
        else:
            route.fulfill(content_type="text/javascript", body=scripts[path])
    page.route(lambda address: address in {url + "/page", *(url + name for name in scripts)}, answer)


def longest_task(trace: bytes, script: str) -> float:
    """The longest task, in milliseconds, of the main thread that runs a script, from the script's first appearance on.

    What comes before is the browser's own: it starts a renderer and takes the page apart.
    """
    events = json.loads(trace)["traceEvents"]
    of_script = [e for e in events if e["ph"] == "X" and script in json.dumps(e.get("args", {}))
                 and e["name"] in ("EvaluateScript", "FunctionCall", "v8.compileModule", "v8.evaluateModule")]
    first = min(of_script, key=lambda e: e["ts"])
    tasks = [e["dur"] for e in events if e["name"] == "RunTask" and e["tid"] == first["tid"] and e["pid"] == first["pid"]
             and e["ts"] + e.get("dur", 0) >= first["ts"]]
    return max(tasks) / 1000


def agent_time(server: Tripline, folder: Path, rounds: int) -> None:
    collect = collect_bundle(folder)
    start = f'import {{ start }} from "/t.js"; const client = await start({{ publishableKey: "{server.publishable}" }});' \
            'await client.waitForFingerprint(); await client.getSession(); window.done = true;'
    quickly, completely, with_agent, without = [], [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")

        def traced(scripts: dict[str, str], ready: str, script: str) -> float:
            page = browser.new_page()
            serve_page(page, server.url, scripts)
            browser.start_tracing(page=page, categories=["-*", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8"])
            page.goto(server.url + "/page")
            page.wait_for_function(ready)
            page.wait_for_timeout(300)
            trace = browser.stop_tracing()
            page.close()
            return longest_task(trace, script)

        for _ in range(rounds):
            page = browser.new_page()
            serve_page(page, server.url, {"/collect.js": collect})
            page.goto(server.url + "/page")
            page.wait_for_function("window.collected")
            found = page.evaluate("collected")
            quickly.append(found["quickly"])
            completely.append(found["completely"])
            page.close()
            without.append(traced({"/empty.js": "window.done = true"}, "window.done", "/empty.js"))
            with_agent.append(traced({"/start.js": start}, "window.done", "/t.js"))
        browser.close()
    print(f"  {'until a result can be asked for':<44} {statistics.median(quickly):8.0f} ms")
    print(f"  {'until everything is collected':<44} {statistics.median(completely):8.0f} ms")
    print(f"  {'longest task with a script that does nothing':<44} {statistics.median(without):8.1f} ms")
    print(f"  {'longest task with the agent, at worst':<44} {max(with_agent):8.1f} ms")
    verdict("longest task with the agent", statistics.median(with_agent), 50, at_least=False, unit=" ms")


# Connections

def first_bytes(folder: Path) -> tuple[bytes, bytes]:
    """What the installed Chromium begins a connection with: its ClientHello, and its first bytes of HTTP/2 after TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    context.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.1", 0)) as listener, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.goto("about:blank")
        page.evaluate("url => { setTimeout(() => location.href = url) }", f"https://localhost:{listener.getsockname()[1]}/")
        listener.settimeout(30)
        while True:
            connection, _ = listener.accept()
            hello = b""
            while len(hello) < 5 or len(hello) < 5 + int.from_bytes(hello[3:5]):
                hello = connection.recv(65536, socket.MSG_PEEK)
                time.sleep(0.02)
            with contextlib.suppress(OSError):
                connection = context.wrap_socket(connection, server_side=True)
                connection.settimeout(5)
                preface = b""
                # The preface, SETTINGS, WINDOW_UPDATE, and the first HEADERS, which end with the header block of the navigation.
                while len(preface) < 300:
                    preface += connection.recv(65536)
                browser.close()
                return hello, preface


def allocations(part: str, *options: str) -> float:
    """How often memory is asked for each time, counted by valgrind over two lengths of the same run."""
    counts = []
    # Valgrind can't read all of the newest debug information.
    stripped = BENCHMARK.with_name("tripline-benchmark-stripped")
    subprocess.run(["strip", "-g", "-o", stripped, BENCHMARK], check=True)
    for rounds in (200, 400):
        command = ["valgrind", "--tool=memcheck", "--leak-check=no", "--undef-value-errors=no", stripped, "connections", *options,
                   "--part", part, "--rounds", str(rounds)]
        told = subprocess.run(list(map(str, command)), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True).stderr
        counts.append(int(re.search(r"total heap usage: ([\d,]+) allocs", told).group(1).replace(",", "")))
    return (counts[1] - counts[0]) / 200


def connections(folder: Path, seconds: int, rounds: int) -> None:
    subprocess.run([BINARY, "certificate", "--directory", folder], check=True, stdout=subprocess.DEVNULL)
    hello, preface = first_bytes(folder)
    options = ["--hello", hello.hex(), "--preface", preface.hex()]
    timed = told(BENCHMARK, "connections", *options)
    print(f"\n6. A connection of Chromium: {len(hello)} bytes of ClientHello, {len(preface)} of HTTP/2")
    verdict("JA4 from bytes", timed["ja4_ns"] / 1000, 1.5, at_least=False, unit=" us")
    verdict("HTTP/2 string from bytes", timed["http2_ns"] / 1000, 1.5, at_least=False, unit=" us")
    print(f"  {'allocations: JA4':<44} {allocations('ja4', *options):8.1f}")
    print(f"  {'allocations: HTTP/2 string':<44} {allocations('http2', *options):8.1f}")

    servers = {}
    found: dict[tuple[str, str], list[float]] = {}
    with contextlib.ExitStack() as stack:
        for name in ("on", "off"):
            place = folder / name
            place.mkdir()
            server = Tripline(place)
            port = free_port()
            stack.enter_context(running([
                *server.command, "--tls-port", port, "--tls-certificate", folder / "certificate.pem", "--tls-key", folder / "key.pem",
                "--connection-fingerprints", name], port))
            servers[name] = f"https://127.0.0.1:{port}/t.js"
        for _ in range(rounds):
            for name, url in servers.items():
                found.setdefault((name, "kept"), []).append(requests_per_second(url, seconds, "If-None-Match: *"))
                found.setdefault((name, "new"), []).append(
                    requests_per_second(url, seconds, "If-None-Match: *", "Connection: close"))
    middle = {key: statistics.median(values) for key, values in found.items()}
    for kind, words in (("kept", "connections kept"), ("new", "a connection for each request")):
        print(f"  {'with fingerprints, ' + words:<44} {middle['on', kind]:8.0f} requests/s")
        verdict(f"with / without, {words}", middle["on", kind] / middle["off", kind], 0.95, at_least=True)


# Addresses

def city_database(path: Path, networks: int = 150_000) -> None:
    """A database in MaxMind's format with the blocks of Debian's country data and made-up cities, for want of a real one."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="GeoLite2-City", languages=["en"])
    records: dict[tuple[str, int], dict] = {}
    count = 0
    for line in Path("/usr/share/tor/geoip").read_text().splitlines():
        if line.startswith("#"):
            continue
        first, last, country = line.split(",")
        for block in ipaddress.summarize_address_range(ipaddress.ip_address(int(first)), ipaddress.ip_address(int(last))):
            city = count % 200
            record = records.setdefault((country, city), {
                "country": {"iso_code": country, "names": {"en": country}}, "city": {"names": {"en": f"City {city}"}},
                "location": {"latitude": 10.0 + city / 10, "longitude": 20.0, "time_zone": "Europe/Berlin", "accuracy_radius": 20}})
            writer.insert_network(IPSet([IPNetwork(str(block))]), record)
            count += 1
        if count >= networks:
            break
    writer.to_db_file(str(path))


def addresses(folder: Path, seconds: int) -> None:
    database, listed, sources = folder / "city.mmdb", folder / "million.txt", folder / "sources.yaml"
    city_database(database)
    chosen = random.Random(5).sample(range(0x01000000, 0xE0000000), 1_000_000)
    text = "\n".join(str(ipaddress.IPv4Address(number)) for number in chosen) + "\n"
    listed.write_text(text)
    timed = told(BENCHMARK, "network", "--mmdb", database, "--list", listed)
    print("\n7. An address, with a City database, Debian's country and AS data and a list of 1,000,000 addresses loaded")
    print(f"  {'loading everything, processor time':<44} {timed['load_seconds']:8.2f} s")
    print(f"  {'memory for it':<44} {timed['resident_bytes'] / 1e6:8.1f} MB, the flattened lists {timed['table_bytes'] / 1e6:.1f} MB")
    for words, prefix in (("addresses seen lately", "busy_"), ("addresses never seen", "")):
        evaluation, bare = timed[prefix + "evaluation_ns"], timed[prefix + "bare_ns"]
        print(f"  {'evaluation, ' + words:<44} {evaluation:8.0f} ns, libmaxminddb's bare lookup {bare:.0f} ns")
        verdict(f"ratio, {words}", evaluation / bare, 3, at_least=False)

    # A swap under load: the list is written anew while requests come, and read at once.
    sources.write_text(f"sources:\n  - {{name: city, file: {database}}}\n  - {{name: vpns, file: {listed}, means: vpn}}\n")
    place = folder / "swap"
    place.mkdir()
    server = Tripline(place)
    command = [*server.command, "--network-sources", sources]
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        swaps = 0
        while not server.is_ready():
            time.sleep(0.1)
        load = subprocess.Popen(
            ["wrk", "-t1", "-c16", f"-d{max(seconds, 5) * 2}s", "-H", f"Authorization: Bearer {server.secret}", "-H", "X-Forwarded-Method: GET",
             "-H", "X-Forwarded-Uri: /login", "-H", "X-Forwarded-Host: shop.example", "-H", "X-Forwarded-Proto: https",
             f"http://127.0.0.1:{server.port}/v1/forward-auth"], stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        while load.poll() is None:
            listed.write_text(text[:-20 * (swaps + 1)].rsplit("\n", 1)[0] + "\n")
            process.send_signal(signal.SIGHUP)
            swaps += 1
            time.sleep(2)
        said = load.stdout.read()
    finally:
        process.terminate()
        process.wait()
    requests = int(re.search(r"(\d+) requests in", said).group(1))
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    dropped = sum(map(int, errors.groups())) if errors else 0
    print(f"  {f'{swaps} swaps under load, requests answered':<44} {requests:8d}")
    verdict("requests dropped", dropped, 0, at_least=False)


# Visitors

def linking(folder: Path, rounds: int) -> None:
    """Ties without a token in stores of three sizes, each round on fresh copies, one size after the other: a million visitors need some 5 GB."""
    sizes = (10_000, 100_000, 1_000_000)
    filled = {size: folder / f"linking-{size}.sqlite" for size in sizes}
    for size, database in filled.items():
        told(BENCHMARK, "linking-fill", "--database", database, "--visitors", size)
    rows: dict[int, list[dict]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size, database in filled.items():
            copy = folder / "linking.sqlite"
            # Its pages are in memory then, as a server's that runs are.
            shutil.copyfile(database, copy)
            rows[size].append(told(BENCHMARK, "linking", "--database", copy, "--visitors", size))
            for file in folder.glob("linking.sqlite*"):
                file.unlink()
    for file in folder.glob("linking-*"):
        file.unlink()
    found = {size: {name: statistics.median(row[name] for row in rows[size]) for name in rows[size][0]} for size in sizes}
    print("\n8. A session without a token tied to its visitor: half of them come back with another zoom, half are new")
    for size, timed in found.items():
        words = f"{size:,} visitors, {timed['database_bytes'] / 1e6:,.0f} MB"
        print(f"  {words:<44} {timed['work_p50_us']:8.0f} µs, 99 of 100 within "
              f"{timed['work_p99_us']:.0f} µs; durable after {timed['tie_p50_us']:.0f} and {timed['tie_p99_us']:.0f} µs; "
              f"{timed['resident_bytes'] / 1e6:.0f} MB resident")
    small, large = found[sizes[0]], found[sizes[-1]]
    verdict("median at a million / at ten thousand", large["work_p50_us"] / small["work_p50_us"], 1.5, at_least=False)
    verdict("the same until it is durable", large["tie_p50_us"] / small["tie_p50_us"], 1.5, at_least=False)
    verdict("memory at a million / at ten thousand", large["resident_bytes"] / small["resident_bytes"], 1.2, at_least=False)
    print(f"  {'known ones that were linked':<44} {large['linked_share']:8.3f}, of those to the right one {large['right_share']:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="how long each load runs")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is repeated; the median counts")
    parser.add_argument("parts", nargs="*", default=[], help="reads, sessions, decisions, agent, many, connections, addresses or linking; all unless some are named")
    options = parser.parse_args()
    wanted = options.parts or ["sessions", "reads", "decisions", "agent", "many", "connections", "addresses", "linking"]
    folder = Path(tempfile.mkdtemp(prefix="benchmark-", dir=REPOSITORY / ".build"))
    try:
        server = Tripline(folder)
        with running(server.command, server.port):
            if "reads" in wanted:
                reads(server, folder, options.seconds, options.rounds)
            if "sessions" in wanted:
                sessions(server, folder, options.seconds, options.rounds)
            if "decisions" in wanted:
                decisions(folder)
            if "agent" in wanted:
                agent_size(folder)
                agent_time(server, folder, 7)
        if "many" in wanted:
            many_sessions(folder, options.seconds, options.rounds)
        if "connections" in wanted:
            connections(folder, options.seconds, options.rounds)
        if "addresses" in wanted:
            addresses(folder, options.seconds)
        if "linking" in wanted:
            linking(folder, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

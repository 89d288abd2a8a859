"""Chromium led by hand over the DevTools protocol, with a WebSocket and nothing else: no domain is enabled that is not needed."""

import json
import random
import subprocess
import time
import urllib.request
from pathlib import Path

import websocket

from playwright_page import wind_mouse
from visitor import CHROMIUM, FIELDS, OUTCOME, SUBMIT, folder, look, task, tell

run = task()
program = "/usr/bin/chromium-headless-shell" if run.variant == "headless-shell" else CHROMIUM
headless = ["--headless"] if run.headless and run.variant != "headless-shell" else []
profile = folder()
browser = subprocess.Popen(
    [program, "--no-sandbox", "--no-first-run", "--no-default-browser-check", f"--user-data-dir={profile}", "--remote-debugging-port=0",
     "--remote-allow-origins=*", *headless, "about:blank"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def page_address() -> str:
    port = Path(profile) / "DevToolsActivePort"
    while not port.exists() or not port.read_text().strip():
        time.sleep(0.1)
    number = port.read_text().splitlines()[0]
    while True:
        for target in json.load(urllib.request.urlopen(f"http://127.0.0.1:{number}/json")):
            if target["type"] == "page":
                return target["webSocketDebuggerUrl"]
        time.sleep(0.1)


channel = websocket.create_connection(page_address(), timeout=30)
count = 0


def call(method: str, **parameters: object) -> dict:
    global count
    count += 1
    channel.send(json.dumps({"id": count, "method": method, "params": parameters}))
    while (answer := json.loads(channel.recv())).get("id") != count:
        pass
    return answer.get("result", {})


def find(selector: str) -> int:
    root = call("DOM.getDocument")["root"]["nodeId"]
    return call("DOM.querySelector", nodeId=root, selector=selector).get("nodeId", 0)


def middle(selector: str) -> tuple[float, float]:
    node = find(selector)
    call("DOM.scrollIntoViewIfNeeded", nodeId=node)
    corners = call("DOM.getBoxModel", nodeId=node)["model"]["content"]
    return round((corners[0] + corners[4]) / 2), round((corners[1] + corners[5]) / 2)


hand = (30.0, 40.0)


def click(selector: str) -> None:
    global hand
    goal = middle(selector)
    for x, y in (wind_mouse(*hand, *goal) if run.variant == "careful" else [goal]):
        call("Input.dispatchMouseEvent", type="mouseMoved", x=round(x), y=round(y))
        time.sleep(random.uniform(0.005, 0.015))
    hand = goal
    pressed = {"x": goal[0], "y": goal[1], "button": "left", "clickCount": 1}
    call("Input.dispatchMouseEvent", type="mousePressed", buttons=1, force=0.5, **pressed)
    time.sleep(random.uniform(0.06, 0.12) if run.variant == "careful" else 0)
    call("Input.dispatchMouseEvent", type="mouseReleased", buttons=0, **pressed)


def write(text: str) -> None:
    for letter in text:
        key = {"key": letter, "text": letter, "unmodifiedText": letter}
        if letter.isalpha():
            key |= {"code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        call("Input.dispatchKeyEvent", type="keyDown", **key)
        time.sleep(random.uniform(0.04, 0.12) if run.variant == "careful" else 0)
        call("Input.dispatchKeyEvent", type="keyUp", **{name: value for name, value in key.items() if "ext" not in name})
        time.sleep(random.uniform(0.03, 0.2) if run.variant == "careful" else 0)


call("Page.navigate", url=run.url)
time.sleep(2)
look()
for name, text in FIELDS.items():
    click(f"[name={name}]")
    write(text)
click(SUBMIT)
deadline = time.monotonic() + 30
while not (found := find(OUTCOME)) and time.monotonic() < deadline:
    time.sleep(0.3)
attributes = call("DOM.getAttributes", nodeId=found)["attributes"]
said = dict(zip(attributes[::2], attributes[1::2]))
tell(said.get("data-session-id"), said.get("data-outcome"))
browser.terminate()
browser.wait(10)

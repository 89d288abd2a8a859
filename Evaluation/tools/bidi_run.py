"""Firefox led by hand over WebDriver BiDi, with a WebSocket and nothing else."""

import json
import re
import subprocess
import time

import websocket

from visitor import FIELDS, OUTCOME, SUBMIT, folder, look, task, tell

run = task()
browser = subprocess.Popen(
    ["/usr/bin/firefox-esr", "--profile", folder(), "--new-instance", "--remote-debugging-port=0",
     *(["--headless"] if run.headless else []), "about:blank"],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
address = next(found.group(1) for line in browser.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line)))
channel = websocket.create_connection(f"{address}/session", timeout=40, suppress_origin=True)
count = 0


def call(method: str, **parameters: object) -> dict:
    global count
    count += 1
    channel.send(json.dumps({"id": count, "method": method, "params": parameters}))
    while (answer := json.loads(channel.recv())).get("id") != count:
        pass
    assert answer["type"] == "success", answer
    return answer["result"]


call("session.new", capabilities={})
context = call("browsingContext.getTree")["contexts"][0]["context"]
call("browsingContext.navigate", context=context, url=run.url, wait="complete")
look()


def find(selector: str) -> dict | None:
    nodes = call("browsingContext.locateNodes", context=context, locator={"type": "css", "value": selector})["nodes"]
    return nodes[0] if nodes else None


def click(node: dict) -> None:
    origin = {"type": "element", "element": {"sharedId": node["sharedId"]}}
    call("input.performActions", context=context, actions=[{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [
        {"type": "pointerMove", "x": 0, "y": 0, "origin": origin, "duration": 200},
        {"type": "pointerDown", "button": 0}, {"type": "pause", "duration": 70}, {"type": "pointerUp", "button": 0}]}])


def write(text: str) -> None:
    strokes = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
    call("input.performActions", context=context, actions=[{"type": "key", "id": "keys", "actions": strokes}])


for name, text in FIELDS.items():
    click(find(f"[name={name}]"))
    write(text)
click(find(SUBMIT))
deadline = time.monotonic() + 30
while not (outcome := find(OUTCOME)) and time.monotonic() < deadline:
    time.sleep(0.3)
attributes = outcome["value"]["attributes"]
tell(attributes.get("data-session-id"), attributes.get("data-outcome"))
browser.terminate()
browser.wait(10)

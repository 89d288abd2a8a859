"""What a disguise falsifies, and what a script's input gives away, is seen on a real browser and named."""

import json

import pytest
from playwright.sync_api import Browser

from disguises import DISGUISES, Disguise
from server import Server
from shop import Shop
from visits import send_form


@pytest.mark.parametrize("name", list(DISGUISES))
def test_its_signals_fire_and_it_is_a_bot(name: str, automated_browser: Browser, shop: Shop, server: Server) -> None:
    disguise = DISGUISES[name]
    if disguise.needs and not disguise.needs.exists():
        pytest.skip(f"there is no {disguise.needs} on this machine")
    document = decided(disguise, automated_browser, shop, server)
    if not set(disguise.fires) <= fired(document):
        # What is about moments may be missed on a machine that is busy with other tests: once more.
        document = decided(disguise, automated_browser, shop, server)
    assert set(disguise.fires) <= fired(document), json.dumps(sorted(fired(document)))
    assert document["decision"]["automation_status"] == "automated", document["decision"]


def fired(document: dict) -> set[str]:
    return {signal["signal"] for signal in document["signals_fired"]}


def decided(disguise: Disguise, browser: Browser, shop: Shop, server: Server) -> dict:
    """Has a browser in a disguise sign up, and gives back what is said of it."""
    visit = shop.visit()
    context = browser.new_context(**disguise.context)
    try:
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        for name in disguise.bind:
            page.expose_function(name, lambda: None)
        if disguise.script:
            page.add_init_script(f"(() => {{ {disguise.script} }})();")
        page.goto(visit.url)
        visit.wait_for("started")
        if disguise.act:
            disguise.act(page, protocol)
        else:
            # Once the fingerprint is frozen, all has been looked at.
            visit.wait_for("frozen")
            send_form(page)
        session = visit.wait_for("sign-up")["session_id"]
    finally:
        context.close()
    return server.api().decided(session)

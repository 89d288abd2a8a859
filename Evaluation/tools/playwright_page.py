"""The sign-up with Playwright's own means, for every tool that hands out its page."""

import math
import random

from visitor import FIELDS, OUTCOME, SUBMIT, look, tell


def sign_up(page, url: str, style: str = "plain") -> None:
    page.goto(url)
    look()
    {"plain": by_fill, "type": by_typing, "curve": by_curve}[style](page)
    outcome = page.locator(OUTCOME)
    outcome.wait_for(state="attached", timeout=40_000)
    tell(outcome.get_attribute("data-session-id"), outcome.get_attribute("data-outcome"))


def by_fill(page) -> None:
    for name, text in FIELDS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator(SUBMIT).click()


def by_typing(page) -> None:
    """Clicks into each field and presses every key, with the delays that the API offers."""
    for name, text in FIELDS.items():
        page.locator(f"[name={name}]").click(delay=80)
        page.keyboard.type(text, delay=70)
    page.locator(SUBMIT).click(delay=80)


def by_curve(page) -> None:
    """Playwright's mouse led along WindMouse's path, with keys at random distances: the usual home-made human."""
    hand = [40.0, 60.0]
    for name, text in FIELDS.items():
        lead(page, hand, page.locator(f"[name={name}]").bounding_box())
        press(page)
        for letter in text:
            page.keyboard.press(letter, delay=random.uniform(40, 120))
            page.wait_for_timeout(random.uniform(30, 150))
    lead(page, hand, page.locator(SUBMIT).bounding_box())
    press(page)


def press(page) -> None:
    page.mouse.down()
    page.wait_for_timeout(random.uniform(50, 130))
    page.mouse.up()


def lead(page, hand: list[float], box: dict) -> None:
    goal = (box["x"] + box["width"] * random.uniform(0.2, 0.6), box["y"] + box["height"] * random.uniform(0.3, 0.7))
    for x, y in wind_mouse(*hand, *goal):
        page.mouse.move(x, y)
        page.wait_for_timeout(random.uniform(4, 14))
    hand[:] = goal


def wind_mouse(x: float, y: float, goal_x: float, goal_y: float, gravity=9.0, wind=3.0, longest=15.0, near=12.0):
    """WindMouse (Benjamin J. Land, 2013): a point drawn to its goal by gravity and pushed about by a changing wind."""
    speed_x = speed_y = wind_x = wind_y = 0.0
    while (distance := math.hypot(goal_x - x, goal_y - y)) >= 1:
        strength = min(wind, distance)
        if distance >= near:
            wind_x = wind_x / math.sqrt(3) + (2 * random.random() - 1) * strength / math.sqrt(5)
            wind_y = wind_y / math.sqrt(3) + (2 * random.random() - 1) * strength / math.sqrt(5)
        else:
            wind_x, wind_y = wind_x / math.sqrt(3), wind_y / math.sqrt(3)
            longest = random.uniform(3, 6) if longest < 3 else longest / math.sqrt(5)
        speed_x += wind_x + gravity * (goal_x - x) / distance
        speed_y += wind_y + gravity * (goal_y - y) / distance
        speed = math.hypot(speed_x, speed_y)
        if speed > longest:
            clipped = longest / 2 + random.random() * longest / 2
            speed_x, speed_y = speed_x / speed * clipped, speed_y / speed * clipped
        x, y = x + speed_x, y + speed_y
        yield x, y

"""What programs make of the way from one place to another. Each generator takes two places and answers a track: when the
pointer was where. What has no timing of its own is given one, as its users would have to.
"""

import asyncio
import math
import random

import numpy

import desktop as virtual

virtual.install()
desktop = virtual.desktop

Place = tuple[float, float]
Track = list[tuple[float, float, float]]


def hurried(distance: float) -> float:
    """A person's time for a way, by Fitts's law, with the spread of people, ms."""
    return (150 + 130 * math.log2(distance / 40 + 1)) * random.lognormvariate(0, 0.25)


def spread_over(points, duration: float) -> Track:
    return [(duration * index / max(len(points) - 1, 1), float(x), float(y)) for index, (x, y) in enumerate(points)]


def along(start: Place, end: Place, duration: float, easing, bend=lambda t: 0.0, noise: float = 0.0) -> Track:
    """A way along a line, in steps of a millisecond or two, that leaves it sideways by a share of its length."""
    way = (end[0] - start[0], end[1] - start[1])
    steps = max(int(duration / 8), 5)
    track = []
    for step in range(steps + 1):
        t = easing(step / steps)
        off = bend(t)
        track.append((duration * step / steps, start[0] + way[0] * t - way[1] * off + random.gauss(0, noise),
                      start[1] + way[1] * t + way[0] * off + random.gauss(0, noise)))
    return track


def minimum_jerk(t: float) -> float:
    return t * t * t * (10 - 15 * t + 6 * t * t)


def distance(start: Place, end: Place) -> float:
    return math.dist(start, end)


# Programs of one's own: what tools and their users write by hand.

def linear(start, end):
    return along(start, end, random.uniform(250, 900), lambda t: t)


def tween(start, end):
    easing = random.choice([lambda t: t * t * (3 - 2 * t), lambda t: 1 - (1 - t) ** 2, lambda t: 1 - (1 - t) ** 3,
                            lambda t: (1 - math.cos(math.pi * t)) / 2])
    return along(start, end, random.uniform(300, 1000), easing)


def linear_noise(start, end):
    return along(start, end, hurried(distance(start, end)), lambda t: t, noise=1.5)


def tween_noise(start, end):
    return along(start, end, hurried(distance(start, end)), minimum_jerk, noise=1.0)


def minimum_jerk_straight(start, end):
    return along(start, end, hurried(distance(start, end)), minimum_jerk)


def minimum_jerk_bent(start, end):
    bend = random.gauss(0, 0.12)
    return along(start, end, hurried(distance(start, end)), minimum_jerk, lambda t: 4 * bend * t * (1 - t))


def bezier_even(start, end):
    return spread_over(_bezier(start, end, 60), hurried(distance(start, end)))


def bezier_eased(start, end):
    points = _bezier(start, end, 400)
    duration = hurried(distance(start, end))
    return [(duration * step / 100, *points[round(minimum_jerk(step / 100) * (len(points) - 1))]) for step in range(101)]


def _bezier(start, end, count):
    way = (end[0] - start[0], end[1] - start[1])
    a, b = sorted(random.uniform(0.1, 0.9) for _ in range(2))
    p, q = random.gauss(0, 0.25), random.gauss(0, 0.25)
    one = (start[0] + way[0] * a - way[1] * p, start[1] + way[1] * a + way[0] * p)
    two = (start[0] + way[0] * b - way[1] * q, start[1] + way[1] * b + way[0] * q)
    points = []
    for step in range(count + 1):
        t = step / count
        u = 1 - t
        points.append(tuple(u**3 * start[i] + 3 * u * u * t * one[i] + 3 * u * t * t * two[i] + t**3 * end[i] for i in (0, 1)))
    return points


def sigma_lognormal(start, end):
    """Two or three overlapping strokes with lognormal speed (R. Plamondon, Biological Cybernetics 72, 1995)."""
    duration = hurried(distance(start, end))
    parts = [(0.0, random.uniform(0.85, 1.0))]
    parts += [(random.uniform(0.3, 0.6), 1 - parts[0][1])]
    track = []
    bend = random.gauss(0, 0.08)
    shapes = [(offset, share, random.uniform(0.25, 0.45)) for offset, share in parts]
    for step in range(int(duration / 6) + 1):
        tau = step * 6 / duration
        t = 0.0
        for offset, share, sigma in shapes:
            if tau > offset:
                t += share * 0.5 * (1 + math.erf((math.log((tau - offset) / 0.3)) / (sigma * math.sqrt(2))))
        off = 4 * bend * t * (1 - t)
        way = (end[0] - start[0], end[1] - start[1])
        track.append((step * 6.0, start[0] + way[0] * t - way[1] * off, start[1] + way[1] * t + way[0] * off))
    return track + [(track[-1][0] + 8, *end)]


# Libraries.

def windmouse(start, end):
    from windmouse.core import wind_mouse
    points = list(wind_mouse(*start, *end, gravity_magnitude=random.uniform(6, 12), wind_magnitude=random.uniform(2, 6),
                             max_step=random.uniform(10, 25)))
    return spread_over(points, len(points) * random.uniform(6, 14))


def pyclick(start, end):
    from pyclick.humancurve import HumanCurve
    points = HumanCurve(_whole(start), _whole(end)).points
    return spread_over(points, random.uniform(400, 1500))


def ghost_cursor(start, end):
    from python_ghost_cursor.shared._spoof import Vector, path
    points = [(point.x, point.y) for point in path(Vector(*start), Vector(*end))]
    return spread_over(points, len(points) * random.uniform(7, 17))


def humancursor(start, end):
    import pyautogui
    from humancursor import SystemCursor
    return _driven(start, lambda: SystemCursor.move_to(list(_whole(end))), pyautogui)


def oxymouse_bezier(start, end):
    from oxymouse import OxyMouse
    return _frames(OxyMouse("bezier").generate_coordinates(*_whole(start), *_whole(end)))


def oxymouse_gaussian(start, end):
    from oxymouse import OxyMouse
    return _frames(OxyMouse("gaussian").generate_coordinates(*_whole(start), *_whole(end)))


def human_mouse(start, end):
    from human_mouse import MouseController
    controller = MouseController()
    controller._calculate_movement_interval = lambda *_: 0
    return _paced(_driven(start, lambda: controller.move(*_whole(end))), random.uniform(300, 1200))


def pyhm(start, end):
    import numpy
    import pyautogui
    from pyHM.mouse import Mouse
    from scipy import interpolate
    mouse = Mouse({"interpolate": interpolate, "pyautogui": pyautogui, "numpy": numpy, "random": random})
    mouse.gain_duration = lambda *_: 0
    return _paced(_driven(start, lambda: mouse.move(*_whole(end))), random.uniform(300, 1200))


def cursory(start, end):
    from cursory import generate_trajectory
    points, times = generate_trajectory(start, end, seed=random.randrange(2**31))
    return [(float(time), x, y) for (x, y), time in zip(points, times)]


def pathgenerator(start, end):
    from pathgenerator import PDPathGenerator
    path, *_ = PDPathGenerator().generate_path(*start, *end)
    return spread_over([tuple(point) for point in path], len(path) * random.uniform(8, 12))


def nothingtoseehere(start, end):
    from nothingtoseehere.neuromotor_input import NeuromotorMouse
    return _driven(start, lambda: asyncio.run(NeuromotorMouse().move_to(*_whole(end))))


def _whole(place):
    return (int(place[0]), int(place[1]))


def _frames(points):
    return [(index * 1000 / 60, float(x), float(y)) for index, (x, y) in enumerate(points)]


def _driven(start, act, gui=None):
    desktop.place = _whole(start)
    desktop.take()
    act()
    track = desktop.take()
    if gui:
        gui.PAUSE = 0
    first = track[0][0] if track else 0
    return [(time - first, float(x), float(y)) for time, x, y in track]


def _paced(track, duration):
    last = track[-1][0] or 1
    return [(time * duration / last, x, y) for time, x, y in track]


ALL = {function.__name__: function for function in (
    linear, tween, linear_noise, tween_noise, minimum_jerk_straight, minimum_jerk_bent, bezier_even, bezier_eased,
    sigma_lognormal, windmouse, pyclick, ghost_cursor, humancursor, oxymouse_bezier, oxymouse_gaussian, human_mouse, pyhm,
    pathgenerator, nothingtoseehere, cursory)}
"""All of them, by name."""

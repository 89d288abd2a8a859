"""Writes down what training found: docs/behavior.md and Sources/Behavior/Model/PointerModel.swift."""

from importlib.metadata import version

import numpy as np

BEGIN, END = "<!-- figures, written by Training/train.py -->\n", "<!-- end of figures -->\n"

KINDS = {
    "linear": "straight, at constant speed", "tween": "straight, eased (sine, quadratic, cubic, smoothstep)",
    "linear_noise": "straight at constant speed, noise of 1.5 px", "tween_noise": "minimum jerk, straight, noise of 1 px",
    "minimum_jerk_straight": "minimum jerk, straight", "minimum_jerk_bent": "minimum jerk along an arc",
    "bezier_even": "cubic Bézier, even steps", "bezier_eased": "cubic Bézier, minimum jerk along it",
    "sigma_lognormal": "two lognormal strokes that overlap", "windmouse": "windmouse", "pyclick": "pyclick",
    "ghost_cursor": "python-ghost-cursor", "humancursor": "HumanCursor (also what emunium uses)",
    "oxymouse_bezier": "oxymouse, Bézier", "oxymouse_gaussian": "oxymouse, Gaussian", "human_mouse": "human_mouse",
    "pyhm": "pyHM", "pathgenerator": "pathgenerator", "nothingtoseehere": "nothingtoseehere",
    "cursory": "cursory (bends people's recorded movement to a new way)",
    "replay_jittered": "a person's own movement again, ±1 px and ±2 ms",
}


def write(root, judged, unseen, across, model, bounds, makers, names, sessions, values, area) -> None:
    threshold, natural = bounds
    lines = [BEGIN]
    for size in (8, 20):
        people = values(judged[size], "person")
        none, one = people.max(), np.quantile(people, 0.99)
        lines += [f"\n### Windows of {size} strokes\n", "\n",
                  f"{len(people)} windows of 39 people. Area: the chance that a generator's window scores above a person's. Caught at "
                  f"0 %: above every person's ({none:.2f}). Caught at 1 %: above all but a hundredth of people's windows ({one:.2f}). "
                  "Unseen: the area when the model was trained without that generator.\n\n",
                  "| generator | windows | area | caught at 0 % | caught at 1 % | area, unseen | caught at 0 %, unseen |\n",
                  "| --- | --- | --- | --- | --- | --- | --- |\n"]
        for maker in [*makers, "replay_jittered"]:
            found = values(judged[size], maker)
            row = [KINDS[maker], len(found), f"{area(people, found):.4f}", share(found, none), share(found, one)]
            if maker in unseen:
                others = values(unseen[maker][size], "person")
                new = values(unseen[maker][size], maker)
                row += [f"{area(others, new):.4f}", share(new, others.max())]
            else:
                row += ["–", "–"]
            lines.append("| " + " | ".join(map(str, row)) + " |\n")
    lines += ["\n### On another recording\n", "\n",
              "Trained on SapiMouse's people alone, judging the one person of wafer, whose browser's own clock is in it, "
              "in windows of 8 strokes:\n\n", "| machine | windows | least | middle | greatest |\n", "| --- | --- | --- | --- | --- |\n"]
    for session, found in across:
        lines.append(f"| {session.machine} | {len(found)} | {found.min():.2f} | {np.median(found):.2f} | {found.max():.2f} |\n")
    lines += ["\n### Calibration\n", "\n",
              "Windows of 8 strokes, judged by models that did not see their people; people and generators weigh the same.\n\n",
              "| stated chance of a generator | share of generators | weight |\n", "| --- | --- | --- |\n"]
    lines += calibration(judged[8], makers)
    highest = max(values(judged[size], "person").max() for size in (8, 20))
    lines += ["\n### The threshold\n", "\n",
              f"`pointer_model_synthetic` fires above {threshold:.1f}, from 8 strokes on. No window of 8 or 20 strokes of the 39 people, "
              f"as recorded or on any of the disturbed machines, is above {highest:.2f} when its person was left out.\n",
              "\n### What reassures\n", "\n", *reassuring(judged, unseen, natural, makers, values),
              f"\nTrained on {count(sessions)}.\n", END]
    file = root / "docs" / "behavior.md"
    text = file.read_text()
    file.write_text(text[:text.index(BEGIN)] + "".join(lines) + text[text.index(END) + len(END):])


def share(found, threshold) -> str:
    return f"{100 * (found > threshold).mean():.0f} %"


def reassuring(judged, unseen, natural, makers, values) -> list[str]:
    lines = [f"`pointer_model_natural` fires below {natural:.1f}, from 8 strokes on: of windows of 8 strokes, "
             f"{below(values(judged[8], 'person'), natural)} of people's, and of 20 strokes, {below(values(judged[20], 'person'), natural)}.\n",
             "\n| generator with windows of 8 strokes below it | share | share, unseen |\n", "| --- | --- | --- |\n"]
    for maker in [*makers, "replay_jittered"]:
        found = values(judged[8], maker)
        new = values(unseen[maker][8], maker) if maker in unseen else np.array([])
        if (found < natural).any() or (new < natural).any():
            lines.append(f"| {KINDS[maker]} | {below(found, natural)} | {below(new, natural) if len(new) else '–'} |\n")
    return lines + ["\nNo other generator had one.\n"]


def below(found, bound) -> str:
    return f"{100 * (found < bound).mean():.1f} %"


def calibration(judged, makers) -> list[str]:
    odds, label, weight = [], [], []
    for maker in ["person", *makers]:
        found = np.concatenate([v for s, v in judged if s.maker == maker])
        odds.append(found)
        label.append(np.full(len(found), maker != "person"))
        weight.append(np.full(len(found), 0.5 / len(found) / (1 if maker == "person" else len(makers))))
    odds, label, weight = map(np.concatenate, (odds, label, weight))
    chance = 1 / (1 + np.exp(-odds))
    rows = []
    for low, high in ((0, 0.02), (0.02, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.98), (0.98, 1.0001)):
        within = (chance >= low) & (chance < high)
        if within.any():
            part = weight[within]
            rows.append(f"| {low:.2f}–{min(high, 1):.2f} | {(part * label[within]).sum() / part.sum():.3f} | {part.sum():.3f} |\n")
    return rows


def count(sessions) -> str:
    used = [s for s in sessions if s.maker != "replay_jittered"]
    people = sum(len(s.windows.get(size, [])) for s in used if s.is_person for size in (5, 8, 12, 20))
    programs = sum(len(s.windows.get(size, [])) for s in used if not s.is_person for size in (5, 8, 12, 20))
    return f"{people:,} windows of 40 people and {programs:,} of {len({s.maker for s in used if not s.is_person})} generators"


def write_swift(root, model, bounds, names, sessions, least) -> None:
    threshold, natural = bounds
    libraries = ["windmouse", "pyclick", "python-ghost-cursor", "HumanCursor", "oxymouse", "human_mouse", "pyHM", "pathgenerator",
                 "nothingtoseehere", "cursory"]
    listed = ", ".join(f"{name} {version(name)}" for name in libraries)
    text = f"""// Written by Training/train.py: `make behavior` writes it anew. See docs/behavior.md for what it can and can't tell.

// swift-format-ignore-file
extension AdditiveModel {{
    /// Whether strokes of a mouse were made by a person or by a generator.
    ///
    /// Trained on {count(sessions)}, of 5, 8, 12 and 20 strokes,
    /// as they were recorded and as disturbed machines would report them.
    /// People: SapiMouse (39) and wafer (1).
    /// Generators: nine written for it, and {listed}.
    public static let pointer = AdditiveModel(
        terms: [
"""
    for place, name in enumerate(names):
        text += (f'            Term(name: "{name}", mean: {float(model.mean[place])!r}, scale: {float(model.scale[place])!r},\n'
                 f"                slope: {float(model.slope[place])!r}, bow: {float(model.bow[place])!r}),\n")
    text += f"""        ],
        intercept: {float(model.intercept)!r})

    /// Log odds above which no person was, when the model had not seen that person; half a unit more.
    public static let pointerThreshold = {threshold}
    /// Log odds below which at most three in a hundred windows of any generator came, even of one that the model had not seen; of those
    /// that bend people's recorded movement more do.
    public static let pointerNatural = {natural}
    /// Fewer strokes than this are too few to hold against anyone.
    public static let pointerLeastStrokes = {least}
}}
"""
    (root / "Sources" / "Behavior" / "Model" / "PointerModel.swift").write_text(text)

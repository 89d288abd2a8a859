"""A logistic regression over standardised values and their squares, by Newton's method with a ridge."""

from dataclasses import dataclass

import numpy as np

REACH = 4.0


@dataclass
class Model:
    mean: np.ndarray
    scale: np.ndarray
    slope: np.ndarray
    bow: np.ndarray
    intercept: float

    def terms(self, x: np.ndarray) -> np.ndarray:
        z = np.clip((x - self.mean) / self.scale, -REACH, REACH)
        return np.hstack([z, z * z])

    def log_odds(self, x: np.ndarray) -> np.ndarray:
        return self.terms(np.atleast_2d(x)) @ np.hstack([self.slope, self.bow]) + self.intercept


def fit(x: np.ndarray, synthetic: np.ndarray, weight: np.ndarray, ridge: float = 3e-3) -> Model:
    """The model that fits best. Values are standardised by what people's are; `weight` sums to 1."""
    own = ~synthetic.astype(bool)
    model = Model(x[own].mean(0), x[own].std(0) + 1e-9, np.zeros(x.shape[1]), np.zeros(x.shape[1]), 0.0)
    design = np.hstack([model.terms(x), np.ones((len(x), 1))])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    solution = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ solution, -30, 30)))
        gradient = design.T @ (weight * (synthetic - chance)) - penalty * solution
        curvature = (design * (weight * np.maximum(chance * (1 - chance), 1e-9))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        size = np.abs(step).max()
        solution = solution + step * min(1.0, 2.0 / size) if size > 0 else solution
        if size < 1e-9:
            break
    count = x.shape[1]
    model.slope, model.bow, model.intercept = solution[:count], solution[count:2 * count], float(solution[-1])
    return model


def area(people: np.ndarray, programs: np.ndarray) -> float:
    """The chance that a program scores above a person: the area under the receiver operating characteristic."""
    order = np.sort(people)
    below = np.searchsorted(order, programs, "left") + np.searchsorted(order, programs, "right")
    return float(below.mean() / 2 / len(people))

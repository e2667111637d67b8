"""Writes first_factor.json, the oracle of tests/declared.rs: maximum-likelihood loadings of one factor by statsmodels 0.15.0
(pip install statsmodels==0.15.0) on invented columns that share a common part."""

import json

import numpy as np
import statsmodels
from statsmodels.multivariate.factor import Factor

rng = np.random.default_rng(4)
common = rng.normal(size=120)
data = np.round(np.c_[[a * common + rng.normal(size=120) * b for a, b in [(1, 0.6), (2, 1.5), (-0.7, 1), (0.5, 2), (1, 1)]]].T, 3)
fit = Factor(data, n_factor=1, method="ml").fit(maxiter=10_000, opt={"gtol": 1e-7})
loadings = fit.loadings[:, 0] * np.sign(fit.loadings[:, 0].sum())
weights = loadings / (1 - loadings**2)
out = {"columns": data.T.tolist(), "loadings": loadings.tolist(), "weights": (weights / weights.sum()).tolist(), "statsmodels": statsmodels.__version__}
with open("first_factor.json", "w", newline="\n") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")

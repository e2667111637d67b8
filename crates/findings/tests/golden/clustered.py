"""Writes clustered.csv: the interval of a ratio over areas, by weighted least squares with cluster-robust errors in statsmodels 0.15
(pip install statsmodels), the oracle of tests/intervals.rs. A ratio of sums is the weighted regression of the area ratios on a constant;
its HC1 variance, m/(m-1) times the sandwich, is the linearised one."""

import csv
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(7)
with open("clustered.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["case", "amounts", "weights", "estimate", "low", "high"])
    for case, areas in enumerate([2, 5, 30, 400]):
        weight = rng.integers(400, 1500, areas).astype(float)
        amount = np.round(weight * rng.beta(3, 7, areas))
        fit = sm.WLS(amount / weight, np.ones(areas), weights=weight).fit(cov_type="HC1", use_t=True)
        low, high = fit.conf_int(0.05)[0]
        rows.writerow([case, " ".join(map(str, amount)), " ".join(map(str, weight)), repr(float(fit.params[0])), repr(float(low)), repr(float(high))])

"""Writes wilson.csv: 95 % Wilson intervals by statsmodels 0.15 (pip install statsmodels), the oracle of tests/intervals.rs."""

import csv
from statsmodels.stats.proportion import proportion_confint

CASES = [(0, 10), (1, 10), (5, 10), (10, 10), (10, 40), (365, 1000), (2103, 5761), (1, 100000), (99999, 100000), (5_788_000, 24_783_199)]

with open("wilson.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["numerator", "denominator", "low", "high"])
    for count, nobs in CASES:
        low, high = proportion_confint(count, nobs, alpha=0.05, method="wilson")
        rows.writerow([count, nobs, repr(float(low)), repr(float(high))])

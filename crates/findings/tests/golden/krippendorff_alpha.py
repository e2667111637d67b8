"""Krippendorff's alpha by the package krippendorff 0.9.0: pip install krippendorff numpy; python krippendorff_alpha.py

Writes krippendorff_alpha.csv: scale, alpha, and the values of each coder (`|` between coders, blank between `;` where missing). The first case is
that of Krippendorff (2011), section D.
"""

import csv
import math
import pathlib

import krippendorff
import numpy as np

NAN = math.nan
CASES = [
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
]
rng = np.random.default_rng(20261124)
for coders, units, values, missing in [(2, 30, 2, 0.0), (3, 40, 5, 0.2), (5, 25, 4, 0.5), (2, 60, 7, 0.1), (4, 200, 3, 0.3)]:
    truth = rng.integers(0, values, units)
    noisy = np.where(rng.random((coders, units)) < 0.6, truth, rng.integers(0, values, (coders, units))).astype(float)
    noisy = noisy * 1.5 - 2.0
    noisy[rng.random((coders, units)) < missing] = NAN
    CASES.append(noisy.tolist())

with pathlib.Path(__file__).with_suffix(".csv").open("w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["scale", "alpha", "values"])
    for case in CASES:
        text = "|".join(";".join("" if math.isnan(v) else repr(v) for v in coder) for coder in case)
        for scale in ["nominal", "ordinal", "interval"]:
            alpha = krippendorff.alpha(reliability_data=case, level_of_measurement=scale)
            rows.writerow([scale, repr(float(alpha)), text])

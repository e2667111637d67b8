"""Golden values for iterative proportional fitting, by ipfn 1.4.4 (PyPI): pip install ipfn==1.4.4 numpy pandas

Writes ipf.csv: one row a cell, with its case, row, column, seed, margins and fitted value. Some cells of the seeds are 0.
"""

import csv
import pathlib

import numpy as np
from ipfn import ipfn

random = np.random.default_rng(20240305)
lines = []
for case, (height, width) in enumerate([(2, 2), (3, 5), (9, 19), (9, 19)]):
    seed = random.gamma(0.7, 40.0, (height, width)).round(3)
    seed[random.random((height, width)) < (0.0 if case < 2 else 0.2)] = 0.0
    truth = seed * random.lognormal(0.0, 0.8, (height, width))
    rows, columns = truth.sum(axis=1), truth.sum(axis=0)
    fit = ipfn.ipfn(seed.copy(), [rows, columns], [[0], [1]], convergence_rate=1e-13, max_iteration=5000)
    fitted = fit.iteration()
    for r in range(height):
        for c in range(width):
            lines.append([case, r, c, seed[r, c], repr(float(rows[r])), repr(float(columns[c])), repr(float(fitted[r, c]))])
with (pathlib.Path(__file__).parent / "ipf.csv").open("w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case", "row", "column", "seed", "row_sum", "column_sum", "fitted"])
    writer.writerows(lines)

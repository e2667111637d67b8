"""Weights raked by the package ipfn 1.4.4: pip install ipfn numpy pandas; python raking_ipfn.py

Writes raking_ipfn.csv: one row a respondent with design weight, three categories and the raked weight; lines `margin,…` hold the population.
"""

import csv
import pathlib

import numpy as np
import pandas as pd
from ipfn import ipfn

rng = np.random.default_rng(20261124)
SIZES = {"age": 4, "sex": 2, "place": 3}
people = {"age": [310.0, 420.0, 505.5, 265.0], "sex": [735.25, 765.25], "place": [88.0, 212.0, 1200.5]}
n = 240
frame = pd.DataFrame({"weight": np.round(rng.uniform(0.4, 3.0, n), 3)})
for name, size in SIZES.items():
    frame[name] = rng.choice(size, n, p=rng.dirichlet(np.full(size, 6.0)))
start = frame.copy()
frame["total"] = frame["weight"]
targets, dimensions = [], []
for name in SIZES:
    series = pd.Series(people[name], index=pd.Index(range(SIZES[name]), name=name))
    targets.append(series)
    dimensions.append([name])
raked = ipfn.ipfn(frame, targets, dimensions, weight_col="total", convergence_rate=1e-15, max_iteration=5000, rate_tolerance=0.0).iteration()
with pathlib.Path(__file__).with_suffix(".csv").open("w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["weight", "age", "sex", "place", "raked"])
    for name in SIZES:
        rows.writerow([f"margin {name}"] + people[name])
    for (_, row), total in zip(start.iterrows(), raked["total"]):
        rows.writerow([repr(float(row["weight"])), int(row["age"]), int(row["sex"]), int(row["place"]), repr(float(total))])

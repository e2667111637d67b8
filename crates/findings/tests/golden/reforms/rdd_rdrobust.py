"""Jumps at a cut-off on invented data, by the published package rdrobust (Calonico, Cattaneo and Titiunik).

    pip install rdrobust==2.1.1
    python rdd_rdrobust.py       # writes rdd_data.csv and rdd_rdrobust.csv beside this script

Defaults throughout: triangular kernel, local linear with quadratic bias correction, MSE-optimal bandwidth common to both sides, nearest-neighbour variance.
Cases: curved with a jump; ranks of 400 places with a cut-off at 60 (no ties, uneven sides); a running variable with ties and a cut-off off centre.
"""

import contextlib
import io
import pathlib

import numpy as np
import pandas as pd
from rdrobust import rdrobust

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261126)
rows = []
x = rng.uniform(-1, 1, 500).round(6)
rows += [("curved", 0.0, a, round(b, 6)) for a, b in zip(x, 0.5 + 2 * x - 3 * x**2 + 4 * x**3 + 0.8 * (x >= 0) + rng.normal(scale=0.4, size=500))]
x = -rng.permutation(np.arange(1, 401)).astype(float)
rows += [("ranks", -60.5, a, round(b, 6)) for a, b in zip(x, 30 + 0.04 * x + 3e-5 * x**2 + 2.0 * (x >= -60.5) + rng.normal(scale=2.0, size=400))]
x = rng.gamma(3.0, 10.0, 600).round(1)
rows += [("ties", 25.0, a, round(b, 6)) for a, b in zip(x, np.sin(x / 8) - 0.5 * (x >= 25) + rng.normal(scale=0.5 + x / 60, size=600))]
data = pd.DataFrame(rows, columns=["case", "cut", "x", "y"])
data.to_csv(here / "rdd_data.csv", index=False)

out = []
for case, part in data.groupby("case", sort=False):
    for h, b in [(None, None)] + ([(0.4, 0.6), (0.5, 0.3)] if case == "curved" else []):
        with contextlib.redirect_stdout(io.StringIO()):
            r = rdrobust(part.y.to_numpy(), part.x.to_numpy(), c=part.cut.iloc[0], h=h, b=b)
        coef, se, ci = np.ravel(r.coef), np.ravel(r.se), np.asarray(r.ci)
        out.append((case, int(h is None), r.bws.iloc[0, 0], r.bws.iloc[1, 0], coef[0], se[0], coef[1], se[2], ci[2, 0], ci[2, 1], *r.N, *r.N_h))
names = ["case", "chosen", "h", "b", "conventional", "conventional_se", "corrected", "robust_se", "low", "high", "left", "right", "left_h", "right_h"]
pd.DataFrame(out, columns=names).to_csv(here / "rdd_rdrobust.csv", index=False, float_format="%.12g")

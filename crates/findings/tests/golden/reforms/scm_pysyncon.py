"""Synthetic controls on invented data, by the published package pysyncon (Abadie, Diamond and Hainmueller).

    pip install pysyncon==1.7.0
    python scm_pysyncon.py       # writes scm_data.csv and scm_pysyncon.csv beside this script

Made like the study of California's tobacco law: one treated unit, 38 donors, 19 periods before treatment, four predictors and three earlier outcomes.
The first row has importance given as equal; the second has it sought (Nelder and Mead from equal).
"""

import pathlib

import numpy as np
import pandas as pd
from pysyncon import Synth

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261127)
units, before, after = 39, 19, 12
loadings = rng.normal(size=(units, 3))
factors = np.cumsum(rng.normal(scale=0.6, size=(before + after, 3)), axis=0)
covariates = np.column_stack([loadings @ rng.normal(size=3) + rng.normal(scale=0.3, size=units) for _ in range(4)])
outcome = 100 + loadings @ factors.T * 4 + rng.normal(scale=1.0, size=(units, before + after))
outcome[0, before:] -= np.linspace(2, 20, after)
predictors = np.column_stack([covariates, outcome[:, [4, 11, 18]]]).round(5)
outcome = outcome.round(5)
names = [f"unit{i:02}" for i in range(units)]
pd.DataFrame(np.column_stack([predictors, outcome]), index=names).to_csv(here / "scm_data.csv", header=False)

X = pd.DataFrame(predictors.T, columns=names)
Z = pd.DataFrame(outcome[:, :before].T, columns=names)
out = []
for case, given in [("equal", np.full(7, 1 / 7)), ("nested", None)]:
    s = Synth()
    s.fit(X0=X[names[1:]], X1=X[names[0]], Z0=Z[names[1:]], Z1=Z[names[0]], custom_V=given)
    w = np.asarray(s.W).ravel()
    gap = outcome[0] - w @ outcome[1:]
    out.append((case, s.loss_W, s.loss_V, gap[before:].mean(), *w))
pd.DataFrame(out, columns=["case", "loss_w", "loss_v", "effect", *names[1:]]).to_csv(here / "scm_pysyncon.csv", index=False, float_format="%.12g")

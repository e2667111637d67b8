"""A multilevel logistic model by statsmodels 0.15.0 (BinomialBayesMixedGLM, variational Bayes): pip install statsmodels numpy pandas; python mrp_statsmodels.py

Writes mrp_statsmodels.csv: one row a cell of group, age and area with people, asked and said; lines `share,…` hold the post-stratified share of each
group. Its priors differ from ours (log-normal standard deviations), so answers are many and the comparison is to a point of a percentage.
"""

import csv
import pathlib

import numpy as np
import pandas as pd
from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

rng = np.random.default_rng(20261124)
GROUPS, AGES, AREAS = 3, 4, 24
effects = [rng.normal(0, s, n) for s, n in [(0.6, GROUPS), (0.4, AGES), (0.35, AREAS)]]
cells = []
for area in range(AREAS):
    group = area % GROUPS
    for age in range(AGES):
        p = 1 / (1 + np.exp(-(-0.2 + effects[0][group] + effects[1][age] + effects[2][area])))
        asked = int(rng.integers(4, 40))
        cells.append((group, age, area, int(rng.integers(200, 900)), asked, int(rng.binomial(asked, p))))
cells = pd.DataFrame(cells, columns=["group", "age", "area", "people", "asked", "said"])
rows = cells.loc[cells.index.repeat(cells.asked)].reset_index(drop=True)
rank = rows.groupby(["group", "age", "area"]).cumcount()
rows["y"] = (rank < rows.said).astype(float)
model = BinomialBayesMixedGLM.from_formula(
    "y ~ 1", {"g": "0 + C(group)", "a": "0 + C(age)", "w": "0 + C(area)"}, rows, vcp_p=0.7, fe_p=5
)
fit = model.fit_vb(verbose=False)
u = np.asarray(fit.vc_mean)
logit = fit.fe_mean[0] + u[:GROUPS][cells.group] + u[GROUPS : GROUPS + AGES][cells.age] + u[GROUPS + AGES :][cells.area]
share = 1 / (1 + np.exp(-logit))
with pathlib.Path(__file__).with_suffix(".csv").open("w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["group", "age", "area", "people", "asked", "said"])
    shares = [float((share * cells.people)[cells.group == g].sum() / cells.people[cells.group == g].sum()) for g in range(GROUPS)]
    writer.writerow(["share"] + [repr(s) for s in shares])
    writer.writerows(cells.itertuples(index=False))

"""Group-time effects and their four averages on an invented panel, by the published package csdid (Callaway and Sant'Anna 2021).

    pip install csdid==0.4.3 drdid==1.1.7
    python did_csdid.py          # writes did_panel.csv and did_csdid.csv beside this script

The panel: 120 units over 7 periods, a third never treated, the others from period 3, 4 or 6 on; two covariates that move both the outcome and the
chance of treatment; effects that grow with time since treatment. Standard errors are the analytic ones (no bootstrap).
"""

import contextlib
import io
import pathlib
import warnings

import numpy as np
import pandas as pd
from csdid.att_gt import ATTgt

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261125)
units, periods = 120, 7
x1 = rng.normal(size=units).round(6)
x2 = (rng.random(units) < 0.4).astype(float)
weight = rng.uniform(0.5, 2.0, size=units).round(6)
district = rng.integers(0, 15, size=units)
score = 0.5 * x1 + 0.4 * x2 + rng.logistic(size=units)
order = np.argsort(score)
group = np.zeros(units, dtype=int)
for cohort, part in zip([3, 4, 6], np.array_split(order[units // 3:], 3)):
    group[part] = cohort
level = rng.normal(scale=2.0, size=units)
rows = []
for unit in range(units):
    for period in range(1, periods + 1):
        effect = 0.6 * (period - group[unit] + 1) if group[unit] and period >= group[unit] else 0.0
        y = level[unit] + 0.4 * period + 0.3 * x1[unit] * period - 0.2 * x2[unit] * period + effect + rng.normal(scale=0.8)
        rows.append((unit + 1, period, group[unit], round(y, 6), x1[unit], x2[unit], weight[unit], district[unit]))
panel = pd.DataFrame(rows, columns=["unit", "period", "group", "y", "x1", "x2", "weight", "district"])
panel.to_csv(here / "did_panel.csv", index=False)

out = []
for estimator in ["reg", "ipw", "dr"]:
    for control in ["nevertreated", "notyettreated"]:
        for base in ["varying", "universal"]:
            for covariates in [None, "~ x1 + x2"]:
                for weights in [None, "weight"]:
                    for cluster in [None, "district"]:
                        plain = covariates is None or weights is None
                        if (plain and (base == "universal" or cluster)) or (covariates is None) != (weights is None):
                            continue
                        fit = ATTgt(yname="y", tname="period", idname="unit", gname="group", data=panel, control_group=control, xformla=covariates,
                                    weights_name=weights, clustervar=cluster, cband=False)
                        with contextlib.redirect_stdout(io.StringIO()):
                            fit = fit.fit(est_method=estimator, base_period=base, bstrap=False)
                        case = (estimator, control, base, int(covariates is not None), int(weights is not None), int(cluster is not None))
                        r = fit.results
                        for g, t, att, se in zip(r["group"], r["year"], r["att"], r["se"]):
                            out.append((*case, "cell", int(g), int(t), att, se))
                        if hasattr(fit, "MP") and fit.MP.get("Wpval") is not None:
                            out.append((*case, "pretrend", 0, 0, fit.MP["W"], fit.MP["Wpval"]))
                        for kind in ["simple", "group", "dynamic", "calendar"]:
                            with contextlib.redirect_stdout(io.StringIO()):
                                agg = fit.aggte(typec=kind, cband=False, bstrap=False, na_rm=True)
                            a = agg.atte if hasattr(agg, "atte") else agg
                            out.append((*case, kind, 0, 0, float(np.squeeze(a["overall_att"])), float(np.squeeze(a["overall_se"]))))
                            if kind != "simple":
                                for e, att, se in zip(a["egt"], np.ravel(a["att_egt"]), np.ravel(a["se_egt"])):
                                    out.append((*case, kind + "_part", int(e), 0, float(att), float(se)))
columns = ["estimator", "control", "base", "covariates", "weights", "cluster", "kind", "group", "period", "att", "se"]
pd.DataFrame(out, columns=columns).to_csv(here / "did_csdid.csv", index=False, float_format="%.12g")

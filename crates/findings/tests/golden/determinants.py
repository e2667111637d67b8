"""Writes determinants.json, the oracle of tests/determinants.rs: least squares with robust and cluster errors and R² of every subset by statsmodels
0.15.0, spatial tests and models by spreg 1.9.0 with libpysal 4.14.1 (pip install statsmodels==0.15.0 spreg==1.9.0 libpysal==4.14.1).

The areas are invented: points in England, an outcome that neighbours share. Shapley and Owen values are averages over every admissible order of entry."""

import itertools
import json

import libpysal
import numpy as np
import spreg
import statsmodels
import statsmodels.api as sm

rng = np.random.default_rng(20)
N, P = 150, 6
BLOCKS = [0, 0, 1, 1, 1, 2]
lon = np.round(rng.uniform(-3.2, -2.4, N), 5)
lat = np.round(rng.uniform(53.2, 53.7, N), 5)
clusters = [int(c) for c in rng.integers(0, 12, N)]

RADIUS = 6_371_008.8
u = np.c_[np.cos(np.radians(lat)) * np.cos(np.radians(lon)), np.cos(np.radians(lat)) * np.sin(np.radians(lon)), np.sin(np.radians(lat))]
metres = 2 * RADIUS * np.arcsin(np.linalg.norm(u[:, None] - u[None], axis=2) / 2)
order = np.argsort(metres, axis=1, kind="stable")
nearest = {i: [int(j) for j in order[i] if j != i][:5] for i in range(N)}
band = {i: [int(j) for j in range(N) if j != i and metres[i, j] <= 9_000] for i in range(N)}

mix = np.linalg.cholesky(0.55 * np.ones((P, P)) + 0.45 * np.eye(P))
X = np.round(rng.normal(size=(N, P)) @ mix.T * [1, 2, 0.5, 3, 1, 1] + [0, 5, 1, 20, 0, -3], 4)
W0 = np.zeros((N, N))
for i, others in nearest.items():
    W0[i, others] = 1 / len(others)
beta = np.array([0.8, 0.3, -0.6, 0.05, 0.0, 0.4])
noise = rng.normal(size=N) * (0.5 + np.abs(X[:, 0]))
y = np.round(np.linalg.solve(np.eye(N) - 0.45 * W0, 10 + X @ beta + noise), 4)

names = [f"x{i}" for i in range(P)]
constant = sm.add_constant(X)
plain = sm.OLS(y, constant).fit()
groups = np.array(clusters)
out = {
    "lon": lon.tolist(), "lat": lat.tolist(), "clusters": clusters, "blocks": BLOCKS, "y": y.tolist(), "x": X.T.tolist(),
    "ols": {
        "coefficients": plain.params.tolist(), "r_squared": plain.rsquared, "classic": plain.bse.tolist(),
        "hc1": plain.get_robustcov_results("HC1").bse.tolist(), "hc3": plain.get_robustcov_results("HC3").bse.tolist(),
        "cluster": plain.get_robustcov_results("cluster", groups=groups).bse.tolist(),
    },
}

r2 = {}
for size in range(P + 1):
    for subset in itertools.combinations(range(P), size):
        r2[frozenset(subset)] = sm.OLS(y, sm.add_constant(X[:, subset]) if subset else np.ones(N)).fit().rsquared if subset else 0.0
orders = list(itertools.permutations(range(P)))


def average(orders):
    gain = np.zeros(P)
    for one in orders:
        for at, i in enumerate(one):
            gain[i] += r2[frozenset(one[: at + 1])] - r2[frozenset(one[:at])]
    return (gain / len(orders)).tolist()


def together(one):
    return len([1 for _ in itertools.groupby(one, key=lambda i: BLOCKS[i])]) == len(set(BLOCKS))


everything = frozenset(range(P))
out["shares"] = {
    "lmg": average(orders), "owen": average([o for o in orders if together(o)]),
    "first_in": [r2[frozenset([i])] for i in range(P)], "last_in": [r2[everything] - r2[everything - {i}] for i in range(P)],
}

out["spatial"] = []
for kind, neighbours in [("nearest 5", nearest), ("band 9 km", band)]:
    w = libpysal.weights.W(neighbours, silence_warnings=True)
    w.transform = "r"
    ols = spreg.OLS(y, X, w, spat_diag=True, moran=True, name_x=names)
    lag = spreg.ML_Lag(y, X, w, method="full", epsilon=1e-12, spat_impacts=None)
    error = spreg.ML_Error(y, X, w, method="full", epsilon=1e-12)
    s = np.linalg.inv(np.eye(N) - float(lag.rho) * w.full()[0])
    k = P + 1
    vm = lag.vm  # constant, x, rho
    grad = {}
    G = w.full()[0] @ s
    direct, total = np.trace(s) / N, s.sum() / N
    ddirect, dtotal = np.trace(s @ G) / N, (s @ G).sum() / N
    impacts = []
    for i in range(1, k):
        b = float(lag.betas[i, 0])
        row = []
        for scale, slope in [(direct, ddirect), (total - direct, dtotal - ddirect), (total, dtotal)]:
            g = np.zeros(k + 1)
            g[i], g[k] = scale, b * slope
            row += [b * scale, float(np.sqrt(g @ vm[: k + 1, : k + 1] @ g))]
        impacts.append(row)
    out["spatial"].append({
        "kind": kind, "islands": [int(i) for i in w.islands],
        "moran": list(map(float, ols.moran_res)),
        "lm_lag": list(map(float, ols.lm_lag)), "lm_error": list(map(float, ols.lm_error)),
        "rlm_lag": list(map(float, ols.rlm_lag)), "rlm_error": list(map(float, ols.rlm_error)),
        "lag": {"rho": float(lag.rho), "betas": lag.betas[:k, 0].tolist(), "errors": lag.std_err.tolist(), "sig2": float(np.squeeze(lag.sig2)), "loglik": float(lag.logll), "aic": float(lag.aic), "impacts": impacts},
        "error": {"lambda": float(error.lam), "betas": error.betas[:k, 0].tolist(), "errors": error.std_err.tolist(), "sig2": float(np.squeeze(error.sig2)), "loglik": float(error.logll), "aic": float(error.aic)},
    })
out["versions"] = {"statsmodels": statsmodels.__version__, "spreg": spreg.__version__, "libpysal": libpysal.__version__, "numpy": np.__version__}
with open("determinants.json", "w", newline="\n") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")

"""Determinants of bad health by Lynchpin and by spreg, in one run on the same areas: numbers side by side, processor seconds, memory.

    python determinants_spreg.py LYNCHPIN PACK REGION [--whole-models]

PACK is examples/england (LYNCHPIN_DATA set), REGION a region name such as "North West": spreg inverts a dense matrix for its standard errors, so its models are
fitted there; its tests are made on all areas. Needs spreg, libpysal, statsmodels, pandas (pip install spreg==1.9.0 libpysal==4.14.1 statsmodels==0.15.0 pandas)."""

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import spreg

lynchpin, pack, region = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
data = os.environ["LYNCHPIN_DATA"]
text = (pack / "pack.toml").read_text()
asked = tomllib.loads(text)["determinants"]


def cpu(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def ours(text, folder):
    folder.mkdir()
    (folder / "pack.toml").write_text(text)
    before, start = cpu(resource.RUSAGE_CHILDREN), time.time()
    run = subprocess.run([lynchpin, "determinants", folder, "--json", "--threads", "2"], capture_output=True, text=True, check=True)
    print(f"  lynchpin, files to report: {cpu(resource.RUSAGE_CHILDREN) - before:.1f} s of processor, {time.time() - start:.1f} s; steps:")
    print("".join(f"    {line.strip()}\n" for line in run.stderr.splitlines() if line.endswith(" s")), end="")
    print(f"  memory of the largest run so far: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    return json.loads(run.stdout)["determinants"]


def timed(name, work):
    before, start = cpu(resource.RUSAGE_SELF), time.time()
    found = work()
    print(f"  spreg, {name}: {cpu(resource.RUSAGE_SELF) - before:.1f} s of processor, {time.time() - start:.1f} s; memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return found


def weights(codes, points):
    """Outlines that share a corner; an area without such a neighbour is linked to the nearest point."""
    with gzip.open(f"{data}/uk/geography/boundaries_lsoa21_ew.geojson.gz") as file:
        features = json.load(file)["features"]
    shapes = {f["properties"]["lsoa21_code"]: f["geometry"] for f in features}
    corners = {}
    for i, code in enumerate(codes):
        shape = shapes[code]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for polygon in polygons:
            for ring in polygon:
                for x, y in ring:
                    corners.setdefault((round(x, 7), round(y, 7)), set()).add(i)
    near = {i: set() for i in range(len(codes))}
    for there in corners.values():
        for i in there:
            near[i] |= there - {i}
    for i in [i for i, others in near.items() if not others]:
        lon, lat = np.radians(points).T
        unit = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
        away = np.linalg.norm(unit - unit[i], axis=1)
        away[i] = np.inf
        j = int(away.argmin())
        near[i].add(j)
        near[j].add(i)
    w = libpysal.weights.W({i: sorted(others) for i, others in near.items()}, silence_warnings=True)
    w.transform = "r"
    return w


def design(folder):
    table = pd.read_csv(folder / "results" / "tables" / "neighbourhoods.csv")
    points = pd.read_csv(f"{data}/uk/geography/lsoa21_pwc.csv.gz").set_index("lsoa21_code").loc[table.code, ["lon", "lat"]].to_numpy()
    X = table[asked["predictors"]].to_numpy(float)
    return table, table[asked["outcome"]].to_numpy(float), (X - X.mean(0)) / X.std(0), weights(list(table.code), points)


def show(name, mine, theirs):
    mine, theirs = np.asarray(mine, float), np.asarray(theirs, float)
    print(f"  {name}: largest difference {np.abs(mine - theirs).max():.2e} (largest value {np.abs(theirs).max():.4g})")


def models(found, y, X, w):
    lag = timed("lag model", lambda: spreg.ML_Lag(y, X, w, method="LU", spat_impacts=None))
    error = timed("error model", lambda: spreg.ML_Error(y, X, w, method="LU"))
    k = X.shape[1] + 1
    for mine, theirs, parameter in [(found["lag"], lag, lag.rho), (found["error"], error, error.lam)]:
        name = "lag" if theirs is lag else "error"
        show(f"{name}, spatial parameter", [mine["spatial"]["estimate"]], [float(np.squeeze(parameter))])
        show(f"{name}, coefficients", [c["estimate"] for c in mine["coefficients"]], theirs.betas[:k, 0])
        half = [(c["high"] - c["estimate"]) / 1.959963984540054 for c in [*mine["coefficients"], mine["spatial"]]]
        show(f"{name}, standard errors", half, np.asarray(theirs.std_err)[: k + 1])


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    print("All areas")
    found = ours(text, folder / "all")
    table, y, X, w = design(folder / "all")
    ols = timed("least squares and tests", lambda: spreg.OLS(y, X, w, spat_diag=True, moran=True))
    tests = found["spatial"]["tests"]
    show("Moran's I and z", [tests["moran"]["i"], tests["moran"]["z"]], ols.moran_res[:2])
    for name, test in [("lag", ols.lm_lag), ("error", ols.lm_error), ("robust_lag", ols.rlm_lag), ("robust_error", ols.rlm_error)]:
        show(f"LM {name}", [tests[name]["statistic"]], [test[0]])
    if "--whole-models" in sys.argv:
        models(found["spatial"], y, X, w)
    districts = sorted(set(table[table.region_name == region].local_authority_code))
    before, areas = text.split("\n[areas]\n", 1)
    chosen = before + "\n[areas]\n" + areas.replace('where = { lsoa21_code = "E01*" }', f"where = {{ ltla24_code = {json.dumps(districts)} }}", 1)
    print(f"{region}: {(table.region_name == region).sum()} areas")
    found = ours(chosen, folder / "region")
    table, y, X, w = design(folder / "region")
    models(found["spatial"], y, X, w)

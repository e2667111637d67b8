"""Indices of inequality from PySAL's `inequality`: pip install inequality; python inequality_pysal.py > inequality_pysal.csv

Written with inequality 1.1.2. That package knows no populations: every area's value is repeated for each of its people.
Palma, concentration index and FGT are written out person by person. Lines are `name,value,value…`.
"""

import random

import numpy as np
from inequality.gini import Gini
from inequality.theil import TheilD

AREAS, LINE, LOW, HIGH = 30, 60.0, 0.0, 250.0
random.seed(20261124)
access = [round(random.lognormvariate(4, 0.8), 3) for _ in range(AREAS)]
# A multiple of ten in all, so that the boundaries of the tenths fall between people, and inside areas.
people = [random.randint(1, 60) for _ in range(AREAS - 1)]
people.append(10 + (-sum(people)) % 10)
rank = random.sample(range(1, 1000), AREAS)
group = [random.randint(0, 3) for _ in range(AREAS)]

x = np.repeat(np.array(access), people)
ranks = np.repeat(np.array(rank), people)
groups = np.repeat(np.array(group), people)
n = len(x)

theil = TheilD(x.copy(), groups)
by_rank = x[np.argsort(ranks, kind="stable")]
palma = by_rank[-n // 10:].mean() / by_rank[: 4 * n // 10].mean()
# Areas share a rank, so their people share its middle.
fraction = np.array([((ranks < r).sum() + 0.5 * (ranks == r).sum()) / n for r in ranks])
concentration = 2 * np.mean((x - x.mean()) * fraction) / x.mean()
capped = np.minimum(x, HIGH)
capped_index = 2 * np.mean((capped - capped.mean()) * fraction) / capped.mean()
gap = np.where(x < LINE, (LINE - x) / LINE, 0.0)

print("access", *access, sep=",")
print("people", *people, sep=",")
print("rank", *rank, sep=",")
print("group", *group, sep=",")
for name, value in {
    "gini": Gini(x).g,
    "theil": theil.T,
    "theil_between": theil.bg[0] if np.ndim(theil.bg) else theil.bg,
    "palma": palma,
    "concentration": concentration,
    "erreygers_of_capped": 4 * capped.mean() / (HIGH - LOW) * capped_index,
    "fgt0": np.mean(x < LINE),
    "fgt1": gap.mean(),
    "fgt2": (gap**2).mean(),
}.items():
    print(name, repr(float(value)), sep=",")

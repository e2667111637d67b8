"""Values of access measures from PySAL's `access` on a random matrix: pip install access pandas; python access_pysal.py > access_pysal.csv

Written with access 1.1.10.post3. Lines are `name,value,value…`; an empty value of `minutes` is a pair that is not reached.
"""

import random

import numpy as np
import pandas as pd
from access import fca, weights

ORIGINS, PLACES = 40, 25
random.seed(20261124)
people = [random.randint(0, 900) if i % 9 else 0 for i in range(ORIGINS)]
supply = [random.randint(1, 400) for _ in range(PLACES)]
minutes = [[random.choice([None] + [random.randint(1, 90)] * 4) for _ in range(PLACES)] for _ in range(ORIGINS)]

costs = pd.DataFrame(
    [(i, j, m) for i, row in enumerate(minutes) for j, m in enumerate(row) if m is not None],
    columns=["origin", "dest", "cost"],
)
demand = pd.DataFrame({"demand": people}, index=pd.Index(range(ORIGINS), name="geoid"))
offers = pd.DataFrame({"supply": supply}, index=pd.Index(range(PLACES), name="geoid"))

steps = weights.step_fn({20: 1, 30: 0.68, 60: 0.22})
gaussian = weights.gaussian(20)


def exponential(x):
    return np.exp(-0.1 * x)


def reached(**options):
    return fca.weighted_catchment(
        loc_df=offers, cost_df=costs, cost_source="dest", cost_dest="origin", cost_cost="cost",
        loc_index="geoid", loc_value="supply", **options,
    )


def shared(measure, **options):
    return measure(demand_df=demand, supply_df=offers, cost_df=costs.copy(), **options)


measures = {
    "cumulative 45": reached(max_cost=45),
    "gravity exponential:0.1": reached(weight_fn=exponential),
    "gravity gaussian:20": reached(weight_fn=gaussian),
    "gravity stepped:20=1:30=0.68:60=0.22": reached(weight_fn=steps),
    "e2sfca binary:30": shared(fca.two_stage_fca, max_cost=30),
    "e2sfca gaussian:20": shared(fca.two_stage_fca, weight_fn=gaussian),
    "e2sfca stepped:20=1:30=0.68:60=0.22": shared(fca.two_stage_fca, weight_fn=steps),
    "3sfca stepped:20=1:30=0.68:60=0.22": shared(fca.three_stage_fca, max_cost=None, weight_fn=steps),
    "3sfca gaussian:20": shared(fca.three_stage_fca, max_cost=None, weight_fn=gaussian),
}

print("people", *people, sep=",")
print("supply", *supply, sep=",")
for row in minutes:
    print("minutes", *("" if m is None else m for m in row), sep=",")
for name, series in measures.items():
    print(name, *(repr(float(series.get(i, 0.0))) for i in range(ORIGINS)), sep=",")

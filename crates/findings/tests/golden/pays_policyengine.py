"""Taxes and benefits of random households, component by component, by the published package policyengine-uk.

    pip install policyengine-uk==2.162.10
    python pays_policyengine.py > pays_policyengine.csv

Ages are those on 6 April; children are born on 1 January, so that age and date of birth agree. Rent is that of a council tenant, which the
package covers in full: the Local Housing Allowance is an input to Lynchpin. Take-up is full,
but nobody claims marriage allowance. `income_tax` has the High Income Child Benefit Charge (`CB_HITC`) in it. Tax-Free Childcare is that of the same
household without a claim to Universal Credit. Money in £ a year.
"""

import random
import sys
from importlib.metadata import version

from policyengine_uk import Simulation

SEED = 20261124
PER_YEAR = 200
YEARS = [2024, 2025, 2026]
COMPONENTS = [
    ("income_tax", "person"), ("national_insurance", "person"), ("child_benefit", "benunit"), ("CB_HITC", "person"),
    ("uc_standard_allowance", "benunit"), ("uc_child_element", "benunit"), ("uc_housing_costs_element", "benunit"),
    ("uc_childcare_element", "benunit"), ("uc_work_allowance", "benunit"), ("uc_income_reduction", "benunit"),
    ("universal_credit_pre_benefit_cap", "benunit"), ("uc_benefit_cap_reduction", "benunit"), ("universal_credit", "benunit"),
]


def bill(rng, age):
    """A year's childcare bill in a working family that pays for care: nearly all under fives have it, at most a full-time nursery place
    (£300 a week, 52 weeks); fewer at primary school, for hours round the school day and in the holidays."""
    if age < 5:
        return rng.randint(1_000, 15_600) if rng.random() < 0.95 else 0
    return rng.randint(300, 4_500) if age < 12 and rng.random() < 0.55 else 0


def household(rng):
    """One household: adults as (age, earnings), children as (age, childcare bill), weekly rent, London or not."""
    couple = rng.random() < 0.45
    adults = []
    first = rng.choice([rng.randint(19, 24), rng.randint(25, 60)])
    # The package takes two adults far apart in age for parent and child, so partners are close in age.
    for age in [first, max(19, first + rng.randint(-6, 6))][:2 if couple else 1]:
        kind = rng.random()
        pay = 0 if kind < 0.2 else rng.randint(1_000, 35_000) if kind < 0.75 else rng.randint(35_000, 130_000)
        adults.append((age, pay))
    works = all(pay > 0 for _, pay in adults)
    ages = [rng.randint(0, 15) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4]))]
    uses_care = works and rng.random() < 0.85
    children = [(age, bill(rng, age) if uses_care else 0) for age in ages]
    rent = rng.choice([0, rng.randint(60, 400)])
    return adults, sorted(children, reverse=True), rent, rng.random() < 0.25


def simulate(year, households, claims_uc):
    people, benunits, homes = {}, {}, {}
    for h, (adults, children, rent, london) in enumerate(households):
        names = []
        for i, (age, pay) in enumerate(adults):
            name = f"h{h:03}a{i}"
            people[name] = {"age": {year: age}, "employment_income": {year: pay}, "is_parent": {year: bool(children)},
                            "would_claim_marriage_allowance": {year: False}}
            names.append(name)
        for i, (age, bill) in enumerate(children):
            name = f"h{h:03}c{i}"
            born = (year - age) * 10_000 + 101
            people[name] = {"age": {year: age}, "date_of_birth": {year: born}, "childcare_expenses": {year: bill}}
            names.append(name)
        married = {"is_married": {year: True}} if len(adults) == 2 else {}
        benunits[f"b{h:03}"] = {"members": names, "would_claim_uc": {year: claims_uc}, "child_benefit_opts_out": {year: False}, **married}
        homes[f"h{h:03}"] = {
            "members": names, "region": {year: "LONDON" if london else "NORTH_WEST"},
            "tenure_type": {year: "RENT_FROM_COUNCIL" if rent else "OWNED_OUTRIGHT"}, "rent": {year: rent * 52},
        }
    return Simulation(situation={"people": people, "benunits": benunits, "households": homes})


def per_household(simulation, households, variable, entity, year):
    values = simulation.calculate(variable, year)
    if entity == "benunit":
        return list(values)
    out, at = [], 0
    for adults, children, _, _ in households:
        size = len(adults) + len(children)
        out.append(sum(values[at:at + size]))
        at += size
    return out


def main():
    rng = random.Random(SEED)
    print(f"# policyengine-uk {version('policyengine-uk')}, seed {SEED}: pays_policyengine.py")
    names = ["year", "ages", "earnings", "children", "bills", "rent_week", "london"] + [c for c, _ in COMPONENTS] + ["tax_free_childcare"]
    print(",".join(names))
    for year in YEARS:
        households = [household(rng) for _ in range(PER_YEAR)]
        claiming, not_claiming = simulate(year, households, True), simulate(year, households, False)
        columns = [per_household(claiming, households, name, entity, year) for name, entity in COMPONENTS]
        columns.append(per_household(not_claiming, households, "tax_free_childcare", "person", year))
        for h, (adults, children, rent, london) in enumerate(households):
            pack = lambda items: " ".join(str(i) for i in items)
            row = [f"{year}-{year % 100 + 1}", pack(a for a, _ in adults), pack(e for _, e in adults), pack(a for a, _ in children),
                   pack(b for _, b in children), rent, int(london)]
            print(",".join(map(str, row + [f"{float(column[h]):.2f}" for column in columns])))
        print(year, "done", file=sys.stderr)


if __name__ == "__main__":
    main()

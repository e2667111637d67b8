//! Taxes and benefits against policyengine-uk, component by component, for 600 random households.
//!
//! The golden file says which version made it; `golden/pays_policyengine.py` is the script. Nothing of the package is used but its numbers.
//!
//! The exceptions have one rule behind them. Where childcare is paid for one child of several, the package applies the monthly limit for two or more
//! children (it counts every child with a child element). Lynchpin applies that for one, as regulation 36 of the Universal Credit Regulations 2013 puts the
//! two limits on the childcare costs element and regulation 33 gives that for the children in respect of whom charges are paid. Only bills near that
//! of a full-time nursery place tell the two apart; read the package's way, those households agree too, which the test checks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::pays::budget::of_earnings;
use lynchpin_findings::pays::universal_credit::{Means, UniversalCredit};
use lynchpin_findings::pays::{Household, Parameters, Partner, childcare};

const GOLDEN: &str = include_str!("golden/pays_policyengine.csv");

/// Every component is within £1 a year in at least this share of the households, and in all of them but for the rule above.
const AGREEMENT: f64 = 0.99;

fn numbers<T: std::str::FromStr>(text: &str) -> Vec<T>
where
    T::Err: std::fmt::Debug,
{
    text.split_whitespace().map(|n| n.parse().unwrap()).collect()
}

/// A golden row as household, earnings, bills and the package's components by name.
struct Case {
    parameters: Parameters,
    household: Household,
    earnings: [f64; 2],
    bills: Vec<f64>,
    theirs: Vec<(String, f64)>,
    row: String,
}

fn cases() -> Vec<Case> {
    let mut lines = GOLDEN.lines().filter(|l| !l.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| case(line, &names)).collect()
}

fn case(line: &str, names: &[&str]) -> Case {
    let cells: Vec<&str> = line.split(',').collect();
    let (ages, pay): (Vec<u8>, Vec<f64>) = (numbers(cells[1]), numbers(cells[2]));
    let partner = ages.get(1).map(|age| Partner { age: *age, earnings_pounds_per_week: pay[1] / 52.0 });
    let household = Household {
        label: String::new(),
        age: ages[0],
        partner,
        children: numbers(cells[3]),
        rent_pounds_per_week: cells[5].parse().unwrap(),
        rent_limit_pounds_per_week: None,
        london: cells[6] == "1",
    };
    Case {
        parameters: Parameters::of_year(cells[0]).unwrap(),
        household,
        earnings: [pay[0], pay.get(1).copied().unwrap_or(0.0)],
        bills: numbers(cells[4]),
        theirs: names.iter().zip(&cells).skip(7).map(|(n, c)| ((*n).to_owned(), c.parse().unwrap())).collect(),
        row: line.to_owned(),
    }
}

/// Lynchpin's components by name, with the limit on childcare for so many children.
fn ours(case: &Case, children_in_childcare: usize) -> impl Fn(&str) -> f64 {
    let Case { parameters, household, earnings, bills, .. } = case;
    let budget = of_earnings(parameters, household, *earnings, bills, 0.0);
    let credit = UniversalCredit::of(
        parameters,
        household,
        Means {
            net_earnings_pounds: earnings.iter().sum::<f64>() - budget.income_tax - budget.national_insurance,
            all_work: earnings[0] > 0.0 && (household.partner.is_none() || earnings[1] > 0.0),
            childcare_pounds: bills.iter().sum(),
            children_in_childcare,
            child_benefit_pounds: budget.child_benefit,
        },
    );
    let top_up = childcare::tax_free_childcare(parameters, household, bills, *earnings);
    move |name| match name {
        "income_tax" => budget.income_tax + budget.high_income_charge,
        "national_insurance" => budget.national_insurance,
        "child_benefit" => budget.child_benefit,
        "CB_HITC" => budget.high_income_charge,
        "uc_standard_allowance" => credit.standard_allowance,
        "uc_child_element" => credit.child_elements,
        "uc_housing_costs_element" => credit.housing_element,
        "uc_childcare_element" => credit.childcare_element,
        "uc_work_allowance" => credit.work_allowance,
        "uc_income_reduction" => credit.earnings_reduction,
        "universal_credit_pre_benefit_cap" => credit.before_cap,
        "uc_benefit_cap_reduction" => credit.cap_reduction,
        "universal_credit" => credit.award,
        "tax_free_childcare" => top_up,
        other => panic!("no component {other}"),
    }
}

#[test]
fn every_component_agrees_with_policyengine() {
    let cases = cases();
    assert!(cases.len() >= 600, "{}", cases.len());
    let names: Vec<String> = cases[0].theirs.iter().map(|(n, _)| n.clone()).collect();
    for (i, name) in names.iter().enumerate() {
        let differs = |case: &Case, children: usize| (ours(case, children)(name) - case.theirs[i].1).abs() > 1.0;
        let paid_for = |case: &Case| case.bills.iter().filter(|b| **b > 0.0).count();
        let apart: Vec<&Case> = cases.iter().filter(|case| differs(case, paid_for(case))).collect();
        let agree = 1.0 - apart.len() as f64 / cases.len() as f64;
        let positive = cases.iter().filter(|c| c.theirs[i].1 > 0.0).count();
        println!(
            "{name}: within £1 in {:.1} % of {} households, {positive} of them above 0",
            100.0 * agree,
            cases.len()
        );
        for case in apart {
            println!("  ours {:.2}, theirs {:.2}: {}", ours(case, paid_for(case))(name), case.theirs[i].1, case.row);
            assert!(paid_for(case) == 1 && case.bills.len() > 1, "{name}: not the rule above: {}", case.row);
            assert!(!differs(case, case.bills.len()), "{name}: nor read the package's way: {}", case.row);
        }
        assert!(agree >= AGREEMENT, "{name}: {agree}");
        assert!(positive >= 10, "{name} is hardly tested: {positive}");
    }
}

#[test]
fn both_limits_on_childcare_bind() {
    let (mut one, mut more) = (0, 0);
    for case in cases() {
        let paid_for = case.bills.iter().filter(|b| **b > 0.0).count();
        let rules = &case.parameters.universal_credit;
        let element = ours(&case, paid_for)("uc_childcare_element");
        one += usize::from((element - 12.0 * rules.childcare_most_one_child.value).abs() < 0.005);
        more += usize::from((element - 12.0 * rules.childcare_most_more_children.value).abs() < 0.005);
    }
    assert!(one >= 3 && more >= 3, "limit for one child in {one} households, for more in {more}");
}

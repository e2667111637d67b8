//! Does work pay: cases worked out on paper, rates in known bands, and how the budget moves with pay.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::pays::tax::{income_tax, national_insurance};
use lynchpin_findings::pays::{
    Costs, Household, Parameters, Partner, PaysError, Work, YEARS, break_even_wage, budget, default_households,
    parse_households, share_where_work_pays, work_pays,
};
use lynchpin_findings::work::PayCurve;
use lynchpin_pack::tables::Pay;
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::of_year("2025-26").unwrap()
}

fn free() -> Costs {
    Costs { childcare_pounds_per_hour: 0.0, fares_pounds_per_week: 0.0, ..Costs::default() }
}

fn at(hours_per_week: f64, wage_pounds_per_hour: f64) -> Work {
    Work { hours_per_week, wage_pounds_per_hour }
}

fn lone_parent(children: &[u8], rent: f64) -> Household {
    Household {
        label: "lone parent".into(),
        age: 30,
        children: children.to_vec(),
        rent_pounds_per_week: rent,
        ..Household::default()
    }
}

fn close(left: f64, right: f64) {
    assert!((left - right).abs() < 0.005, "{left} is not {right}");
}

#[test]
fn tax_and_insurance_on_paper() {
    let rules = rules();
    // £30,000: (30,000 − 12,570) at 20 % and at 8 %.
    close(income_tax(&rules.income_tax, 30_000.0), 3_486.0);
    close(national_insurance(&rules.national_insurance, 30_000.0), 1_394.4);
    // £60,000: 37,700 at 20 %, 9,730 at 40 %; 37,700 at 8 %, 9,730 at 2 %.
    close(income_tax(&rules.income_tax, 60_000.0), 11_432.0);
    close(national_insurance(&rules.national_insurance, 60_000.0), 3_210.6);
    // £125,140: the allowance is gone; 37,700 at 20 %, 87,440 at 40 %.
    close(income_tax(&rules.income_tax, 125_140.0), 42_516.0);
    close(income_tax(&rules.income_tax, 12_570.0), 0.0);
}

#[test]
fn universal_credit_on_paper() {
    // Lone parent of 30 with a child of 5, rent £150 a week, 16 hours at £12.21 in 2025-26, no costs.
    // Pay 195.36 a week = 10,158.72 a year: no tax, no insurance. Most: 400.14 + 292.81 a month and 150 a week = 8,315.40 + 7,800 = 16,115.40.
    // Work allowance 411 · 12 = 4,932; reduction .55 · 5,226.72 = 2,874.70; award 13,240.70.
    let found = budget(&rules(), &lone_parent(&[5], 150.0), at(16.0, 12.21), &free());
    close(found.earnings, 10_158.72);
    close(found.universal_credit.award, 13_240.704);
    close(found.child_benefit, 52.0 * 26.05);
    close(found.left(), 10_158.72 + 13_240.704 + 1_354.6 - 7_800.0);
}

#[test]
fn the_two_child_limit_ends_in_2026() {
    // Children of 8 (born by 5 April 2017 in 2025-26), 4 and 1: 339 + 292.81 under the limit; a third element without it.
    let household = lone_parent(&[8, 4, 1], 0.0);
    let limited = budget(&rules(), &household, at(0.0, 0.0), &free()).universal_credit;
    close(limited.child_elements, 12.0 * (339.0 + 292.81));
    let free_of_it =
        budget(&Parameters::of_year("2026-27").unwrap(), &lone_parent(&[9, 4, 1], 0.0), at(0.0, 0.0), &free());
    close(free_of_it.universal_credit.child_elements, 12.0 * (351.88 + 2.0 * 303.94));
    // All three protected: all counted even under the limit.
    close(
        budget(&rules(), &lone_parent(&[12, 10, 8], 0.0), at(0.0, 0.0), &free()).universal_credit.child_elements,
        12.0 * (339.0 + 2.0 * 292.81),
    );
}

#[test]
fn the_benefit_cap_on_paper() {
    // Out of work with two children and £300 a week of rent: 400.14 + 2 · 292.81 a month and 15,600 a year = 27,429.12; Child Benefit 43.30 · 52 = 2,251.60.
    // Cap 22,020: 7,660.72 is lost. At £846 a month net (16 · 12.21 · 52 / 12, rounded down) nothing is.
    let household = lone_parent(&[3, 1], 300.0);
    close(budget(&rules(), &household, at(0.0, 0.0), &free()).universal_credit.cap_reduction, 7_660.72);
    let wage = 846.0 * 12.0 / 52.0 / 10.0;
    close(budget(&rules(), &household, at(10.0, wage), &free()).universal_credit.cap_reduction, 0.0);
    assert!(budget(&rules(), &household, at(10.0, wage - 0.01), &free()).universal_credit.cap_reduction > 1_000.0);
    let london = Household { london: true, ..household };
    close(budget(&rules(), &london, at(0.0, 0.0), &free()).universal_credit.cap_reduction, 7_660.72 - 3_303.0);
}

#[test]
fn childcare_on_paper() {
    // A child of 3, 30 hours at £12.21, £6 an hour of care, 36 hours of care a week (1.2 for each hour of work).
    // 30 funded hours for 38 weeks: 6 paid; 14 weeks of 36: 228 + 504 = 732 hours = £4,392. 85 %: 3,733.20.
    let costs = Costs { childcare_pounds_per_hour: 6.0, fares_pounds_per_week: 0.0, ..Costs::default() };
    let found = budget(&rules(), &lone_parent(&[3], 100.0), at(30.0, 12.21), &costs);
    close(found.childcare, 4_392.0);
    close(found.universal_credit.childcare_element, 3_733.2);
    // Below 16 hours at the minimum wage only the universal 15 are funded: 10 hours of work, 12 of care, none paid in term; 14 · 12 · 6.
    close(budget(&rules(), &lone_parent(&[3], 100.0), at(10.0, 12.21), &costs).childcare, 1_008.0);
    // Nobody pays while a partner is at home.
    let home =
        Household { partner: Some(Partner { age: 30, earnings_pounds_per_week: 0.0 }), ..lone_parent(&[3], 100.0) };
    close(budget(&rules(), &home, at(30.0, 12.21), &costs).childcare, 0.0);
}

#[test]
fn high_pay_takes_tax_free_childcare() {
    let costs = Costs { fares_pounds_per_week: 0.0, ..Costs::default() };
    let found = budget(&rules(), &lone_parent(&[1], 0.0), at(40.0, 40.0), &costs);
    assert_eq!(found.universal_credit.award, 0.0);
    // £83,200: the charge takes all of Child Benefit, in whole pounds.
    close(found.high_income_charge, 1_354.0);
    close(found.tax_free_childcare, (0.2 * found.childcare).min(2_000.0));
    assert!(found.tax_free_childcare > 0.0);
}

#[test]
fn marginal_rates_in_known_bands() {
    let rules = rules();
    let rate = |household: &Household, hours: f64, wage: f64| {
        work_pays(&rules, household, at(hours, wage), &free()).effective_marginal_rate.unwrap()
    };
    let near = |left: f64, right: f64| assert!((left - right).abs() < 1e-6, "{left} is not {right}");
    let parent = lone_parent(&[5], 150.0);
    near(rate(&parent, 5.0, 12.21), 0.0); // within the work allowance
    near(rate(&parent, 16.0, 12.21), 0.55); // taper, no tax
    near(rate(&parent, 30.0, 12.21), 1.0 - 0.72 * 0.45); // taper on what tax and insurance leave: 67.6 %
    let single = Household { label: "single".into(), age: 30, ..Household::default() };
    near(rate(&single, 37.5, 16.0), 0.28); // tax and insurance alone
    near(rate(&single, 40.0, 30.0), 0.42); // the higher rate
}

#[test]
fn participation_tax_rate_on_paper() {
    // Single, 30, no rent: without work 400.14 · 12 = 4,801.68; with 37.5 · 12.21 · 52 = 23,809.50: tax 2,247.90, insurance 899.16, no award (the taper
    // takes .55 · 20,662.44). Gain 15,860.76; lost 1 − 15,860.76 / 23,809.50 = 33.4 %.
    let single = Household { label: "single".into(), age: 30, ..Household::default() };
    let found = work_pays(&rules(), &single, at(37.5, 12.21), &free());
    close(found.gain_pounds_per_week * 52.0, 15_860.76);
    assert!((found.participation_tax_rate.unwrap() - 0.333_847).abs() < 1e-5, "{:?}", found.participation_tax_rate);
    assert_eq!(found.participation_tax_rate, found.participation_tax_rate_after_costs);
    assert_eq!(found.break_even_wage, Some(0.0));
}

#[test]
fn break_even_is_where_the_gain_is_nothing() {
    // Single, no rent, fares £20 a week, 10 hours: pay keeps 45 % of itself (no work allowance, no tax), so £44.44 a week: £4.444 an hour.
    let single = Household { label: "single".into(), age: 30, ..Household::default() };
    let costs = Costs { fares_pounds_per_week: 20.0, ..free() };
    let wage = break_even_wage(&rules(), &single, 10.0, &costs).unwrap();
    assert!((wage - 4.444_444).abs() < 1e-4, "{wage}");
    let dear = Costs { fares_pounds_per_week: 900.0, ..free() };
    assert_eq!(break_even_wage(&rules(), &single, 10.0, &dear), None);
}

#[test]
fn break_even_agrees_with_trying_every_penny() {
    let rules = rules();
    for household in default_households(12.21) {
        for (hours, fee) in [(8.0, 6.5), (16.0, 9.0), (30.0, 12.0), (37.5, 6.5)] {
            let costs = Costs { childcare_pounds_per_hour: fee, fares_pounds_per_week: 30.0, ..Costs::default() };
            let without = budget(&rules, &household, at(0.0, 0.0), &costs).left();
            let worse =
                |pence: &u32| budget(&rules, &household, at(hours, f64::from(*pence) / 100.0), &costs).left() < without;
            let last = (0..=4_500).rev().find(worse);
            let found = break_even_wage(&rules, &household, hours, &costs);
            match (last, found) {
                (Some(4_500), None) => {}
                (last, Some(wage)) => {
                    let last = last.map_or(-0.01, |p| f64::from(p) / 100.0);
                    assert!(wage > last - 1e-9 && wage <= last + 0.010_001, "{}: {wage} after {last}", household.label);
                }
                other => panic!("{}: {other:?}", household.label),
            }
        }
    }
}

#[test]
fn jobs_at_which_work_pays_are_those_above_the_break_even_wage() {
    let pay = Pay {
        codes: vec!["X".into()],
        percentiles: vec![25.0, 50.0, 75.0],
        pounds: vec![vec![Some(12.0), Some(15.0), Some(20.0)]],
        ..Pay::default()
    };
    let curve = PayCurve::of(&pay, 0).unwrap().unwrap();
    assert_eq!(share_where_work_pays(&curve, Some(15.0)).point, Some(0.5));
    assert_eq!(share_where_work_pays(&curve, Some(0.0)).point, Some(1.0));
    assert_eq!(share_where_work_pays(&curve, None).point, Some(0.0));
}

#[test]
fn a_file_that_is_wrong_says_where() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/pays/parameters/2025-26.toml")).unwrap();
    let wrong = text.replace("taper = { value = 0.55", "tapper = { value = 0.55");
    let line = 1 + wrong.lines().position(|l| l.starts_with("tapper")).unwrap();
    match Parameters::parse(&wrong, "mine.toml") {
        Err(PaysError::File { line: found, column: 1, message, .. }) => {
            assert_eq!(found, line);
            assert!(message.contains("tapper"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    let value =
        |from: &str, to: &str| Parameters::parse(&text.replacen(from, to, 1), "mine.toml").unwrap_err().to_string();
    assert!(value("value = 0.55", "value = 55").contains("universal_credit.taper"));
    assert!(value("unit = \"£/year\"", "unit = \"£/week\"").contains("income_tax.personal_allowance"));
    assert!(value("nation = \"England\"", "nation = \"Scotland\"").contains("no other nation"));
    assert!(Parameters::of_year("2019-20").is_err());
    let households = parse_households("[[households]]\nage = 30\nchildern = [2]\n", "mine.toml").unwrap_err();
    assert!(matches!(households, PaysError::File { line: 3, .. }), "{households}");
    assert!(
        parse_households("[[households]]\nage = 12\n", "mine.toml").unwrap_err().to_string().contains("from 18 to 65")
    );
}

#[test]
fn every_number_has_a_page_and_every_year_its_own() {
    for year in YEARS {
        let rules = Parameters::of_year(year).unwrap();
        assert_eq!(rules.year, year);
        for (section, key, unit, quantity) in rules.quantities() {
            assert!(quantity.source.starts_with("https://www.gov.uk/"), "{section}.{key}");
            assert_eq!(quantity.unit, unit, "{section}.{key}");
        }
    }
    // METHODS: £ a month.
    let rules = Parameters::of_year("2026-27").unwrap().universal_credit;
    assert_eq!((rules.standard_single.value, rules.standard_couple.value), (424.90, 666.97));
    assert_eq!((rules.work_allowance_with_housing.value, rules.work_allowance_without_housing.value), (427.0, 710.0));
    assert!(rules.child_limit.is_none());
}

fn households() -> impl Strategy<Value = Household> {
    let partner = prop::option::of((19_u8..60, prop_oneof![Just(0.0), 50.0..900.0_f64]));
    (19_u8..60, partner, prop::collection::vec(0_u8..15, 0..4), 0.0..350.0_f64).prop_map(
        |(age, partner, children, rent)| Household {
            label: "random".into(),
            age,
            partner: partner.map(|(age, earnings_pounds_per_week)| Partner { age, earnings_pounds_per_week }),
            children,
            rent_pounds_per_week: rent,
            ..Household::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Below the charge on Child Benefit and without childcare, no extra pay leaves a household worse off: all the rules that take are rates below 1,
    /// and the cap's earnings exemption only gives.
    #[test]
    fn more_pay_never_leaves_less(household in households(), hours in 4.0..40.0_f64, wage in 0.0..24.0_f64, more in 0.0..4.0_f64) {
        let left = |wage| budget(&rules(), &household, at(hours, wage), &free()).left();
        prop_assert!(left(wage + more) >= left(wage) - 1e-6);
    }

    /// With childcare too: qualifying for working-parent hours and Tax-Free Childcare only gives, and choosing the better of Universal Credit and
    /// Tax-Free Childcare leaves no cliff between them.
    #[test]
    fn nor_with_childcare(household in households(), hours in 4.0..40.0_f64, wage in 0.0..24.0_f64, more in 0.0..4.0_f64) {
        let costs = Costs { childcare_pounds_per_hour: 8.0, ..Costs::default() };
        let left = |wage| budget(&rules(), &household, at(hours, wage), &costs).left();
        // Losing the cap's childcare disregard cannot happen with more pay; a bill that falls takes at most all of it away from the award.
        prop_assert!(left(wage + more) >= left(wage) - 1e-6, "{} then {}", left(wage), left(wage + more));
    }

    /// Gain, participation tax rates and marginal rate are differences of what tax and benefits leave, each put together from its components.
    #[test]
    fn rates_are_differences(household in households(), hours in 4.0..40.0_f64, wage in 5.0..40.0_f64, fee in 0.0..10.0_f64) {
        let costs = Costs { childcare_pounds_per_hour: fee, fares_pounds_per_week: 20.0, ..Costs::default() };
        let kept = |hours: f64, wage: f64, costs: &Costs| {
            let b = budget(&rules(), &household, at(hours, wage), costs);
            let partner = household.partner.as_ref().map_or(0.0, |p| 52.0 * p.earnings_pounds_per_week);
            52.0 * hours * wage + partner - b.income_tax - b.national_insurance + b.universal_credit.award + b.child_benefit - b.high_income_charge
                + b.tax_free_childcare - b.childcare - b.fares
        };
        let found = work_pays(&rules(), &household, at(hours, wage), &costs);
        let pay = 52.0 * hours * wage;
        let (gain, before_costs) =
            (kept(hours, wage, &costs) - kept(0.0, wage, &costs), kept(hours, wage, &free()) - kept(0.0, wage, &free()));
        prop_assert!((found.gain_pounds_per_week - gain / 52.0).abs() < 1e-9);
        prop_assert!((found.participation_tax_rate.unwrap() - (1.0 - before_costs / pay)).abs() < 1e-9);
        prop_assert!((found.participation_tax_rate_after_costs.unwrap() - (1.0 - gain / pay)).abs() < 1e-9);
        let more = kept(hours, (pay + 1.0) / (52.0 * hours), &costs) - kept(hours, wage, &costs);
        prop_assert!((found.effective_marginal_rate.unwrap() - (1.0 - more)).abs() < 1e-6);
    }

    /// What comes in is what goes out: the parts of a budget add up to what is left, and no part is negative.
    #[test]
    fn parts_add_up(household in households(), hours in 0.0..45.0_f64, wage in 0.0..60.0_f64) {
        let b = budget(&rules(), &household, at(hours, wage), &Costs::default());
        let u = b.universal_credit;
        prop_assert!([b.income_tax, b.national_insurance, u.award, u.cap_reduction, b.child_benefit, b.high_income_charge, b.tax_free_childcare,
            b.childcare].iter().all(|part| *part >= 0.0));
        prop_assert!(b.income_tax + b.national_insurance <= b.earnings + b.partner_earnings);
        prop_assert!(b.high_income_charge <= b.child_benefit);
        prop_assert!(u.award == 0.0 || b.tax_free_childcare == 0.0);
        prop_assert!(u.childcare_element <= 0.85 * b.childcare + 1e-9);
        prop_assert!(u.award <= u.standard_allowance + u.child_elements + u.housing_element + u.childcare_element + 1e-9);
    }
}

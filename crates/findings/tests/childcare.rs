//! Childcare: catchments against published values and conservation, straight lines against all pairs, margins by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::childcare::{
    AT_RISK, Conditions, Decay, Families, Mode, Parameters, Question, STRETCH, Speeds, Week, Within, access, share_out,
    spearman, straight_lines, viability,
};
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::work::Verdict;
use lynchpin_pack::config::{ChildcareAccess, WageFloor};
use lynchpin_pack::tables::{Areas, Childcare, ProviderAccounts, Residents, Tables};
use proptest::prelude::*;

/// A matrix of minutes as pairs.
fn within(minutes: &[Vec<Option<f32>>]) -> Within {
    let row = |row: &Vec<Option<f32>>| (0..).zip(row).filter_map(|(j, m)| m.map(|m| (j, m))).collect();
    Within::from_rows(minutes.iter().map(row))
}

fn shared(
    people: &[f64],
    places: &[f64],
    minutes: &[Vec<Option<f32>>],
    weight: &(dyn Fn(f64) -> f64 + Sync),
) -> Vec<f64> {
    let everyone = vec![1.0; people.len()];
    share_out(places, people, &[Mode { within: &within(minutes), share: &everyone, weight }]).all
}

#[test]
fn the_toy_example_of_the_literature_comes_out() {
    let minutes = [[15.0, 30.0, 100.0], [30.0, 15.0, 100.0], [100.0, 100.0, 15.0]];
    let minutes = minutes.map(|row| row.map(Some).to_vec());
    let (people, places) = ([50_000.0, 150_000.0, 10_000.0], [100_000.0, 100_000.0, 10_000.0]);
    let smooth = shared(&people, &places, &minutes, &|c| (-0.1 * c).exp());
    for (ours, theirs) in smooth.iter().zip([1.336_669_315_418, 0.888_022_419_093, 0.996_317_136_519]) {
        assert!((ours - theirs).abs() < 1e-11, "{ours} {theirs}");
    }
    let plain = Decay { limit: 30.0, at_limit: 1.0 };
    assert_eq!(shared(&people, &places, &minutes, &|c| plain.weight(c)), [1.0; 3]);
}

#[test]
fn catchments_agree_with_pysal() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../reach/tests/golden/access_pysal.csv");
    let text = std::fs::read_to_string(golden).unwrap();
    let line = |name: &str| -> Vec<Vec<Option<f64>>> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(','));
        lines.map(|line| line.split(',').map(|cell| cell.parse().ok()).collect()).collect()
    };
    let whole = |name: &str| -> Vec<f64> { line(name)[0].iter().map(|v| v.unwrap()).collect() };
    let minutes: Vec<Vec<Option<f32>>> =
        line("minutes").into_iter().map(|row| row.into_iter().map(|m| m.map(|m| m as f32)).collect()).collect();
    let ours = shared(&whole("people"), &whole("supply"), &minutes, &|c| (-0.5 * (c / 20.0).powi(2)).exp());
    let theirs = whole("e2sfca gaussian:20");
    let pairs: Vec<(f64, f64)> = ours.into_iter().zip(theirs).filter(|(_, theirs)| *theirs > 0.0).collect();
    assert!(pairs.len() > 30, "{}", pairs.len());
    // PySAL's Gaussian has an area of 1: its constant falls out of the ratio and stands once before the sum.
    let constant = pairs[0].1 / pairs[0].0;
    for (ours, theirs) in pairs {
        assert!((ours * constant - theirs).abs() < 1e-9 * theirs.max(1e-3), "{ours} {theirs} {constant}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn what_children_get_is_what_there_is(
        rows in prop::collection::vec((0.0_f64..500.0, 0.0_f64..1.0, prop::collection::vec(prop::option::of(0.0_f32..30.0), 8)), 1..20),
        places in prop::collection::vec(1.0_f64..90.0, 8),
    ) {
        let children: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let (none, car): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.1, 1.0 - row.1)).unzip();
        let minutes: Vec<Vec<Option<f32>>> = rows.iter().map(|row| row.2.clone()).collect();
        let slower: Vec<Vec<Option<f32>>> = minutes.iter().map(|row| row.iter().map(|m| m.map(|m| 2.0 * m)).collect()).collect();
        let (drive, ride) = (Decay { limit: 15.0, at_limit: 0.05 }, Decay { limit: 25.0, at_limit: 0.05 });
        let (by_car, by_bus) = (within(&minutes), within(&slower));
        let modes = [
            Mode { within: &by_car, share: &car, weight: &|c| drive.weight(c) },
            Mode { within: &by_bus, share: &none, weight: &|c| ride.weight(c) },
        ];
        let out = share_out(&places, &children, &modes);
        let given: f64 = out.all.iter().zip(&children).map(|(level, children)| level * children).sum();
        let reached: f64 = places.iter().zip(&out.ratios).filter(|(_, ratio)| **ratio > 0.0).map(|(places, _)| places).sum();
        prop_assert!((given - reached).abs() < 1e-9 * reached.max(1.0), "{} {}", given, reached);
    }
}

/// A grid of 5 × 5 areas about two kilometres apart, in the first row of which nobody has a car, and a nursery in every other column.
fn town() -> Tables {
    let point = |i: usize| Some((-3.0 + 0.03 * (i % 5) as f64, 53.4 + 0.018 * (i / 5) as f64));
    let mut tables = Tables::default();
    let codes: Vec<String> = (0..25).map(|i| format!("A{i:02}")).collect();
    tables.areas = Areas { codes, points: (0..25).map(point).collect(), ..Areas::default() };
    let households = vec![Some(100.0); 25];
    let none = (0..25).map(|i| Some(if i < 5 { 100.0 } else { 20.0 })).collect();
    tables.residents = Residents::default();
    tables.residents.columns.insert("households".into(), households);
    tables.residents.columns.insert("households_no_car".into(), none);
    let at: Vec<usize> = (0..25).filter(|i| i % 2 == 0).collect();
    tables.childcare = Some(Childcare {
        ids: at.iter().map(|i| format!("N{i:02}")).collect(),
        names: at.iter().map(|i| format!("N{i:02}")).collect(),
        kinds: vec!["Day nursery".into(); at.len()],
        points: at.iter().map(|&i| point(i)).collect(),
        places: at.iter().map(|&i| 20.0 + i as f64).collect(),
        accounts: at.iter().map(|&i| Some(accounts(0.60 + 0.012 * i as f64))).collect(),
        opens: vec![None; at.len()],
        closes: vec![None; at.len()],
        children: vec![Some(60.0); 25],
        ..Childcare::default()
    });
    tables
}

fn accounts(occupancy: f64) -> ProviderAccounts {
    ProviderAccounts {
        age_shares: [0.2, 0.3, 0.5],
        occupancy,
        funded_shares: [0.3, 0.5, 0.7],
        fee_pounds: 6.2,
        wage_pounds: 12.6,
        rent_pounds: 500.0,
        other_pounds: 3_000.0,
        hours: 50.0,
    }
}

fn grouping(groups: impl Fn(usize) -> Group) -> Grouping {
    Grouping {
        deprivation: "d".into(),
        community_needs: "n".into(),
        index_labels: ("D".into(), "N".into()),
        worst_percent: 10.0,
        groups: (0..25).map(|area| Some(groups(area))).collect(),
    }
}

struct Made {
    tables: Tables,
    families: Families,
    rules: ChildcareAccess,
    car: Within,
    transit: Within,
}

fn made() -> Made {
    let tables = town();
    let childcare = tables.childcare.as_ref().unwrap();
    let (families, _) = Families::new(&tables.areas.points, &tables.residents, childcare).unwrap();
    let rules = ChildcareAccess::default();
    let speeds = Speeds::new(&families, &tables, &rules);
    let [car, transit] = straight_lines(&families, &childcare.points, &speeds, &rules, STRETCH);
    Made { tables, families, rules, car, transit }
}

impl Made {
    fn question<'a>(&'a self, linked: &'a [bool]) -> Question<'a> {
        Question {
            families: &self.families,
            places: &self.tables.childcare.as_ref().unwrap().places,
            car: &self.car,
            transit: &self.transit,
            linked,
            rules: &self.rules,
            minimum_children: 10.0,
        }
    }
}

#[test]
fn straight_lines_hold_what_comparing_all_pairs_holds() {
    let made = made();
    let childcare = made.tables.childcare.as_ref().unwrap();
    let metres = |a: (f64, f64), b: (f64, f64)| {
        let (x, y) = ((b.0 - a.0).to_radians() * a.1.to_radians().cos(), (b.1 - a.1).to_radians());
        6_371_008.8 * x.hypot(y)
    };
    let mut pairs = 0;
    for (area, point) in made.families.points.iter().enumerate() {
        for (provider, there) in (0..).zip(&childcare.points) {
            // About 15 children live in a square kilometre: the fast class. By bus 12 km/h, which beats walking.
            let street = 1.3 * metres(point.unwrap(), there.unwrap());
            for (kmh, limit, found) in [(27.0, 18.0, &made.car), (12.0, 30.0, &made.transit)] {
                let minutes = street * 0.06 / kmh;
                let ours = found.of(area).iter().find(|pair| pair.0 == provider);
                // The plane is a little off the sphere: leave out what lies on the edge.
                if (minutes - limit).abs() > 0.05 {
                    assert_eq!(ours.is_some(), minutes < limit, "{area} {provider} {minutes}");
                }
                if let Some((_, ours)) = ours {
                    assert!((f64::from(*ours) - minutes).abs() < 0.02, "{ours} {minutes}");
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs > 150, "{pairs}");
}

#[test]
fn deserts_are_firm_where_every_choice_says_so() {
    let made = made();
    let linked: Vec<bool> = (0..25).map(|area| area != 12).collect();
    let groups = grouping(|area| if area < 5 { Group::LeftBehind } else { Group::Rest });
    let found = access(&made.question(&linked), &groups);
    assert_eq!(found.areas.all[12], None);
    assert_eq!(found.deserts[12], Verdict::Unknown);
    for (area, verdict) in found.deserts.iter().enumerate().filter(|(area, _)| *area != 12) {
        let (low, high) = found.range[area].unwrap();
        let own = found.areas.all[area].unwrap();
        let expected = match (own < found.line, low < found.line, high < found.line) {
            (true, _, true) => Verdict::Firmly,
            (true, ..) => Verdict::Likely,
            (false, true, _) => Verdict::Possibly,
            (false, false, _) => Verdict::Not,
        };
        assert_eq!(*verdict, expected, "{area}: {low} {own} {high}, line {}", found.line);
    }
    // Nobody in the first row drives: its level is that of those who go by public transport.
    assert_eq!(found.areas.all[0], found.areas.public_transport[0]);
    let left = found.group(Group::LeftBehind).unwrap();
    assert_eq!((left.areas, left.children), (5, 300.0));
    let by_hand = (0..5).map(|area| found.areas.all[area].unwrap()).sum::<f64>() / 5.0;
    assert!((left.mean.unwrap().estimate - by_hand).abs() < 1e-12);
    let (low, high) = left.range.unwrap();
    assert!(low <= by_hand && by_hand <= high);
    assert_eq!(found.study_area.missing, 1);
}

#[test]
fn a_margin_by_hand_and_break_even_leaves_nothing() {
    let conditions = Conditions { rates: [11.54, 8.53, 6.12], ratios: [3.0, 5.0, 8.0], on_cost: 0.25 };
    let week = Week::new(40.0, &accounts(0.8), &conditions);
    // Income a child-hour: .3·11.54+.7·6.2 = 7.802; .5·8.53+.5·6.2 = 7.365; .7·6.12+.3·6.2 = 6.144.
    // 8, 12 and 20 children, 50 hours, 80 % taken: 50 · .8 · (8·7.802 + 12·7.365 + 20·6.144) = 10 947.04.
    // 8/3 + 12/5 + 20/8 = 7.5667 staff, 50 hours, £12.60 · 1.25 = £15.75: 5 958.75; with rent and the rest 9 458.75.
    assert!((week.income() - 10_947.04).abs() < 1e-9, "{}", week.income());
    assert!((week.margin() - 1_488.29).abs() < 1e-9, "{}", week.margin());
    let at = |change: &dyn Fn(&mut ProviderAccounts)| {
        let mut accounts = accounts(0.8);
        change(&mut accounts);
        Week::new(40.0, &accounts, &conditions).margin()
    };
    assert!(at(&|a| a.occupancy = week.break_even_occupancy().unwrap()).abs() < 1e-9);
    assert!(at(&|a| a.fee_pounds = week.break_even_fee().unwrap()).abs() < 1e-9);
    assert!(at(&|a| a.wage_pounds = week.break_even_wage().unwrap()).abs() < 1e-9);
    let mut all_funded = accounts(0.8);
    all_funded.funded_shares = [1.0; 3];
    assert_eq!(Week::new(40.0, &all_funded, &conditions).break_even_fee(), None);
}

#[test]
fn providers_that_lose_money_close_and_access_falls() {
    let made = made();
    let linked = vec![true; 25];
    let question = made.question(&linked);
    let groups = grouping(|area| if area < 5 { Group::LeftBehind } else { Group::Rest });
    let found = access(&question, &groups);
    let childcare = made.tables.childcare.as_ref().unwrap();
    let floor = WageFloor {
        id: "f".into(),
        label: "the floor".into(),
        pounds_per_hour: 13.45,
        year: "y".into(),
        region: "UK".into(),
    };
    let money = || (Parameters::of_year("2025-26").unwrap(), Some(&floor));
    let told = viability(childcare, &made.tables.areas, (&question, &found), &groups, money()).unwrap();
    assert_eq!(told, viability(childcare, &made.tables.areas, (&question, &found), &groups, money()).unwrap());
    let [now, funded, wage, both] = &told.scenarios[..] else { panic!("{}", told.scenarios.len()) };
    let risk = |s: &lynchpin_findings::childcare::Scenario| s.study_area.places_expected;
    assert!(risk(funded) < risk(now) && risk(now) < risk(wage), "{} {} {}", risk(funded), risk(now), risk(wage));
    assert!(risk(funded) < risk(both) && risk(both) < risk(wage));
    assert!(now.study_area.providers_at_risk > 0 && now.study_area.providers_at_risk < childcare.ids.len());
    assert!(now.study_area.access_after < now.study_area.access_now);
    assert!(funded.study_area.access_after >= now.study_area.access_after);
    for provider in &told.providers {
        let risk = &provider.risk;
        assert!(risk.rank.0 <= risk.rank.1 && risk.margin.contains(risk.margin.estimate));
        assert!(
            (provider.week.margin() < 0.0) == (risk.probability > AT_RISK) || (0.3..0.7).contains(&risk.probability)
        );
    }
    let fullest = told.providers.last().unwrap();
    let emptiest = &told.providers[0];
    assert!(emptiest.risk.probability > fullest.risk.probability && emptiest.risk.rank.0 < fullest.risk.rank.0);
    assert_eq!(emptiest.group, Some(Group::LeftBehind));
    let none = Childcare { accounts: vec![None; childcare.ids.len()], ..childcare.clone() };
    assert!(
        viability(&none, &made.tables.areas, (&question, &found), &groups, money()).unwrap_err().contains("accounts")
    );
}

#[test]
fn ranks_correlate_as_by_hand() {
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) = 0.8207826816681233
    let pairs: Vec<(f64, f64)> = [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().zip([5.0, 6.0, 7.0, 8.0, 7.0]).collect();
    assert!((spearman(&pairs).unwrap() - 0.820_782_681_668_123_3).abs() < 1e-12);
    assert_eq!(spearman(&[(1.0, 2.0), (2.0, 2.0)]), None);
    let tied = spearman(&[(0.0, 1.0), (-0.0, 2.0), (1.0, 3.0), (2.0, 4.0)]).unwrap();
    assert_eq!(Some(tied), spearman(&[(0.0, 1.0), (0.0, 2.0), (1.0, 3.0), (2.0, 4.0)]));
}

//! Reach, funnel, verdict and transport: on paper, against brute force, and in simulation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reforms_world;

use lynchpin_findings::interval::wilson;
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::reforms::transport::{Profiles, Weighting, generalizability, nearest, support, weigh};
use lynchpin_findings::reforms::{
    EffectAnswer, EffectOptions, EffectQuestion, Reach, ReachInput, Serves, Step, Verdict, concentration,
    discontinuity, effect, funnel, jump, minimum_detectable, reach, two_by_two,
};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_pack::tables::Direction;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reforms_world::{World, normal, ranked};

fn grouping(groups: &[Group]) -> Grouping {
    Grouping {
        deprivation: "need".into(),
        community_needs: "needs".into(),
        index_labels: ("Need".into(), "Needs".into()),
        worst_percent: 10.0,
        groups: groups.iter().copied().map(Some).collect(),
    }
}

const FOUR: [Group; 4] = [Group::LeftBehind, Group::LeftBehind, Group::OtherDeprived, Group::Rest];

fn reached(serves: Serves, people: &[f64], served: &[f64], minimum: f64) -> Reach {
    let some = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
    reach(&ReachInput {
        serves,
        people: &some(people),
        served: &some(served),
        grouping: &grouping(&FOUR),
        need_rank: &[Some(1.0), Some(2.0), Some(3.0), Some(4.0)],
        minimum,
        bootstrap: Bootstrap::default(),
    })
}

#[test]
fn reach_is_as_on_paper() {
    let found = reached(Serves::Participants, &[100.0, 300.0, 200.0, 400.0], &[30.0, 90.0, 40.0, 40.0], 10.0);
    let coverage = |group: Group| found.coverage.iter().find(|c| c.0 == group).unwrap().1.share.unwrap();
    assert_eq!(coverage(Group::LeftBehind), wilson(120.0, 400.0).unwrap());
    assert_eq!(coverage(Group::OtherDeprived).estimate, 0.2);
    assert_eq!(coverage(Group::Rest).estimate, 0.1);
    assert_eq!(found.overall.share.unwrap().estimate, 0.2);
    // 80 of the 200 who took part live elsewhere, 40 of them in no deprived place.
    assert_eq!(found.leakage.share.unwrap().estimate, 0.4);
    assert_eq!(found.leakage_beyond_deprived.share.unwrap().estimate, 0.2);
    // 60 % of those served for 40 % of people.
    assert!((found.targeting.unwrap().estimate - 1.5).abs() < 1e-12);
    assert!((found.equity.unwrap().estimate - 1.5).abs() < 1e-12);
    let curve = found.concentration.unwrap();
    assert_eq!(curve.curve.len(), 11);
    assert!((curve.curve[4].1 - 0.6).abs() < 1e-12 && (curve.curve[10].1 - 1.0).abs() < 1e-12);
    // Trapezia of heights 0, .15, .6, .8, 1 on widths .1, .3, .2, .4.
    let area = 0.1 * 0.075 + 0.3 * 0.375 + 0.2 * 0.7 + 0.4 * 0.9;
    assert!((curve.coefficient.estimate - (2.0 * area - 1.0)).abs() < 1e-12);
}

#[test]
fn a_blind_programme_is_neither_for_nor_against_anyone() {
    let people = [100.0, 300.0, 200.0, 400.0];
    let found = reached(Serves::Participants, &people, &people.map(|p| p / 5.0), 10.0);
    assert!((found.targeting.unwrap().estimate - 1.0).abs() < 1e-12);
    assert!((found.equity.unwrap().estimate - 1.0).abs() < 1e-12);
    assert!(found.concentration.unwrap().coefficient.estimate.abs() < 1e-12);
}

#[test]
fn whole_places_are_draws_where_whole_places_are_served() {
    let found = reached(Serves::Places, &[100.0, 300.0, 200.0, 400.0], &[100.0, 0.0, 0.0, 0.0], 10.0);
    let left_behind = found.coverage[0].1.share.unwrap();
    // (100 + 300)² / (100² + 300²) = 1.6 places.
    let expected = wilson(0.25 * 1.6, 1.6).unwrap();
    assert!((left_behind.low - expected.low).abs() < 1e-12 && (left_behind.high - expected.high).abs() < 1e-12);
    assert_eq!(found.leakage.share.unwrap().estimate, 0.0);
}

#[test]
fn few_people_are_withheld_and_so_is_the_group_that_would_give_them_away() {
    let found = reached(Serves::Participants, &[100.0, 300.0, 200.0, 400.0], &[2.0, 3.0, 40.0, 80.0], 10.0);
    let withheld: Vec<bool> = found.coverage.iter().map(|c| c.1.withheld.is_some()).collect();
    assert_eq!(withheld, [true, true, false]);
    assert!(found.targeting.is_none() && found.equity.is_none());
}

/// Whether a group's count follows from sums of groups that are shown: whether its unit vector lies in their span.
fn follows(shown: &[[f64; 3]], group: usize) -> bool {
    let rank = |rows: &[[f64; 3]]| {
        let (mut rows, mut rank) = (rows.to_vec(), 0);
        for column in 0..3 {
            let Some(pivot) = (rank..rows.len()).find(|r| rows[*r][column].abs() > 1e-9) else { continue };
            rows.swap(rank, pivot);
            let lead = rows[rank];
            for row in rows.iter_mut().skip(rank + 1) {
                let times = row[column] / lead[column];
                for (x, l) in row.iter_mut().zip(lead) {
                    *x -= times * l;
                }
            }
            rank += 1;
        }
        rank
    };
    let mut with = shown.to_vec();
    with.push(std::array::from_fn(|g| f64::from(u8::from(g == group))));
    rank(&with) == rank(shown)
}

#[test]
fn no_small_count_follows_from_the_figures_that_are_shown() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    for _ in 0..400 {
        let mut count =
            || f64::from(if random.random::<bool>() { random.random_range(0..14) } else { random.random_range(0..60) });
        let served = [count(), 0.0, count(), count()];
        let found = reached(Serves::Participants, &[100.0, 100.0, 100.0, 100.0], &served, 10.0);
        let mut shown: Vec<[f64; 3]> = Vec::new();
        for (group, (_, share)) in found.coverage.iter().enumerate() {
            if share.count.is_some() || share.share.is_some() {
                shown.push(std::array::from_fn(|g| f64::from(u8::from(g == group))));
            }
        }
        let sums = [
            (&found.overall, [1.0; 3]),
            (&found.leakage, [0.0, 1.0, 1.0]),
            (&found.leakage_beyond_deprived, [0.0, 0.0, 1.0]),
        ];
        shown.extend(sums.iter().filter(|s| s.0.count.is_some() || s.0.share.is_some()).map(|s| s.1));
        let small = [served[0], served[2], served[3]];
        for group in (0..3).filter(|g| small[*g] > 0.0 && small[*g] < 10.0) {
            assert!(!follows(&shown, group), "{served:?} {found:?}");
        }
    }
}

#[test]
fn the_concentration_coefficient_equals_its_covariance_form() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let areas: Vec<(f64, f64, f64)> =
        (0..40).map(|r| (f64::from(r), random.random_range(50.0..150.0), random.random_range(0.0..9.0))).collect();
    let people: f64 = areas.iter().map(|a| a.1).sum();
    let mean = areas.iter().map(|a| a.2).sum::<f64>() / people;
    // 2/μ · cov(rate, fractional rank), turned round as the most deprived come first.
    let (mut below, mut covariance) = (0.0, 0.0);
    for (_, n, served) in &areas {
        let rank = (below + n / 2.0) / people;
        below += n;
        covariance += n / people * (served / n - mean) * (rank - 0.5);
    }
    let found = concentration(&areas, Bootstrap { resamples: 9, seed: 1 }).unwrap();
    assert!((found.coefficient.estimate + 2.0 / mean * covariance).abs() < 1e-12);
}

#[test]
fn the_parts_of_the_gap_add_up_and_do_not_depend_on_the_order_of_steps() {
    let rates = [[0.5, 0.5, 0.9, 1.0], [0.4, 0.6, 0.5, 0.6], [0.3, 0.3, 0.2, 0.4]];
    let steps: Vec<Step> = rates
        .iter()
        .enumerate()
        .map(|(n, rate)| Step {
            label: format!("step {n}"),
            source: String::new(),
            rate: rate.iter().map(|r| Some(*r)).collect(),
        })
        .collect();
    let people = [Some(1000.0), Some(3000.0), Some(2000.0), Some(4000.0)];
    let found = funnel(&people, &steps, Vec::new(), &grouping(&FOUR), 10.0);
    let gap = found.gap.clone().unwrap();
    // Left behind: 1000 · .5 · .4 · .3 + 3000 · .5 · .6 · .3 = 330 of 4000; other deprived .9 · .5 · .2.
    assert!((gap.gap - (330.0 / 4000.0 - 0.09)).abs() < 1e-12);
    assert!((gap.parts.iter().sum::<f64>() - gap.gap).abs() < 1e-12);
    assert!((found.groups[0].through - 330.0 / 4000.0).abs() < 1e-12);
    // Brute force over the six orders.
    let left: Vec<f64> = found.groups[0].steps.iter().map(|s| s.after / s.before).collect();
    let other = [0.9, 0.5, 0.2];
    let mut parts = [0.0; 3];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut now = other;
        for step in order {
            let before: f64 = now.iter().product();
            now[step] = left[step];
            parts[step] += (now.iter().product::<f64>() - before) / 6.0;
        }
    }
    for (ours, brute) in gap.parts.iter().zip(parts) {
        assert!((ours - brute).abs() < 1e-12, "{ours} {brute}");
    }
    let hidden = funnel(&people, &steps, Vec::new(), &grouping(&FOUR), 1000.0);
    assert!(hidden.gap.is_none() && hidden.groups.iter().all(|g| g.withheld.is_some()));
}

fn asked(world: World, seed: u64, resamples: u32) -> EffectAnswer {
    let panel = world.panel(seed);
    let question = EffectQuestion {
        panel: &panel,
        direction: Direction::HigherIsBetter,
        options: EffectOptions::default(),
        smallest_effect: Some(1.0),
        bootstrap: Bootstrap { resamples, seed },
    };
    effect(&question).unwrap()
}

#[test]
fn intervals_hold_the_truth_and_no_effect_is_rarely_found_where_there_is_none() {
    // A small form of the example `reforms_coverage`, which the documentation quotes.
    let (mut held, mut found) = (0, 0);
    for seed in 0..300 {
        let answer = asked(World { units: 120, treated: 50, effect: 0.0, varied: 0.5 }, seed, 1);
        held += u32::from(answer.overall.unwrap().interval.unwrap().contains(0.0));
        found += u32::from(!matches!(answer.verdict.verdict, Verdict::CannotTell | Verdict::TooSmallToMatter));
    }
    // 95 % of 300 is 285, give or take 3.8.
    assert!((277..=294).contains(&held), "{held}");
    assert!(found <= 21, "{found}");
}

#[test]
fn an_effect_is_found_only_where_the_data_can_tell() {
    let strong = asked(World { units: 120, treated: 50, effect: 4.0, varied: 0.5 }, 1, 99);
    assert_eq!(strong.verdict.verdict, Verdict::Worked);
    assert!(strong.detectable.unwrap() < 4.0);
    let weak = asked(World { units: 30, treated: 8, effect: 0.3, varied: 0.5 }, 2, 99);
    assert_eq!(weak.verdict.verdict, Verdict::CannotTell);
    assert!(weak.randomisation.unwrap().p_value >= 0.05);
    let three = asked(World { units: 60, treated: 3, effect: 0.0, varied: 0.0 }, 3, 99);
    assert!(three.overall.unwrap().interval.is_none() && three.detectable.is_none() && three.synthetic.is_some());
    assert_eq!(three.verdict.verdict, Verdict::CannotTell);
}

#[test]
fn places_that_were_drifting_apart_before_are_no_evidence() {
    let mut panel = World { units: 120, treated: 50, effect: 4.0, varied: 0.5 }.panel(4);
    for (row, first) in panel.outcomes.iter_mut().zip(&panel.first_treated) {
        if first.is_some() {
            row.iter_mut().enumerate().for_each(|(period, y)| *y += 1.5 * period as f64);
        }
    }
    let question = EffectQuestion {
        panel: &panel,
        direction: Direction::HigherIsBetter,
        options: EffectOptions::default(),
        smallest_effect: None,
        bootstrap: Bootstrap { resamples: 9, seed: 1 },
    };
    let answer = effect(&question).unwrap();
    assert_eq!(answer.verdict.verdict, Verdict::CannotTell);
    assert!(answer.verdict.reasons[0].contains("drifting apart"), "{:?}", answer.verdict);
}

#[test]
fn the_detectable_effect_is_found_in_four_of_five_samples() {
    let world = World { units: 120, treated: 50, effect: 0.0, varied: 0.0 };
    let compared = |seed: u64| two_by_two(&world.panel(seed), &[0, 1, 2, 3], &[6, 7, 8]).unwrap();
    let seen = (0..400).filter(|seed| {
        // The size is settled from another sample, so that it knows nothing of this one's outcomes.
        let other = compared(seed + 1000);
        let size = minimum_detectable((other.high - other.low) / 2.0 / 1.98, 100.0);
        compared(*seed).low + size > 0.0
    });
    let seen = seen.count();
    // Four fifths of 400 is 320, give or take 8.
    assert!((296..=344).contains(&seen), "{seen}");
}

#[test]
fn jumps_hold_the_truth_and_are_judged() {
    let held = (0..150).filter(|seed| {
        let (running, outcome) = ranked(300, 60, 3.0, *seed);
        discontinuity(&running, &outcome, -60.5).unwrap().interval.contains(3.0)
    });
    let held = held.count();
    assert!((135..=150).contains(&held), "{held}");
    let (running, outcome) = ranked(2000, 600, 3.0, 1);
    assert_eq!(jump(&running, &outcome, -600.5, Direction::HigherIsWorse).unwrap().verdict.verdict, Verdict::Harmed);
    let (running, outcome) = ranked(2000, 600, 0.0, 2);
    assert_eq!(
        jump(&running, &outcome, -600.5, Direction::HigherIsWorse).unwrap().verdict.verdict,
        Verdict::CannotTell
    );
    assert!(discontinuity(&running, &outcome, -10.5).is_none());
}

/// Two indicators of study places about nought and of target places about `shift`.
fn two_sides(shift: f64, each: usize) -> (Vec<String>, Vec<Vec<f64>>, Vec<usize>, Vec<usize>) {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut column = |scale: f64| {
        (0..2 * each).map(|p| scale * (normal(&mut random) + if p < each { 0.0 } else { shift })).collect::<Vec<f64>>()
    };
    let values = vec![column(1.0), column(50.0)];
    (vec!["one".into(), "two".into()], values, (0..each).collect(), (each..2 * each).collect())
}

#[test]
fn balanced_weights_have_the_means_of_the_target_and_are_the_most_even() {
    let (labels, values, study, target) = two_sides(0.6, 200);
    let profiles = Profiles { labels: &labels, values: &values };
    let found = weigh(profiles, &study, &target, Weighting::EntropyBalancing).unwrap();
    assert!(found.worst_difference < 1e-7 && (found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    for column in &values {
        let weighed: f64 = study.iter().zip(&found.weights).map(|(p, w)| w * column[*p]).sum();
        let mean = target.iter().map(|p| column[*p]).sum::<f64>() / 200.0;
        assert!((weighed - mean).abs() < 1e-5);
    }
    // ln w is linear in the indicators: the mark of greatest entropy. Three weights give the plane, the others lie on it.
    let at = |p: usize| (found.weights[p].ln(), values[0][p], values[1][p]);
    let (a, b, c) = (at(0), at(1), at(2));
    let (d1, d2) = ((b.0 - a.0, b.1 - a.1, b.2 - a.2), (c.0 - a.0, c.1 - a.1, c.2 - a.2));
    let determinant = d1.1 * d2.2 - d1.2 * d2.1;
    let (k1, k2) = ((d1.0 * d2.2 - d1.2 * d2.0) / determinant, (d1.1 * d2.0 - d1.0 * d2.1) / determinant);
    for p in 3..200 {
        let x = at(p);
        assert!((x.0 - a.0 - k1 * (x.1 - a.1) - k2 * (x.2 - a.2)).abs() < 1e-6);
    }
    let odds = weigh(profiles, &study, &target, Weighting::InverseOdds).unwrap();
    assert!(odds.worst_difference < 0.15, "{}", odds.worst_difference);
    let (labels, values, study, target) = two_sides(9.0, 200);
    let far = Profiles { labels: &labels, values: &values };
    assert!(weigh(far, &study, &target, Weighting::EntropyBalancing).is_none());
}

#[test]
fn the_generalizability_index_meets_its_closed_form() {
    for shift in [0.0, 0.5, 1.0] {
        let (labels, values, study, target) = two_sides(shift, 3000);
        let found = generalizability(Profiles { labels: &labels, values: &values }, &study, &target).unwrap();
        // Log-odds of two shifted normal samples are normal with the same spread, `shift · √2` of it apart: e^(−d²/8).
        let expected = (-2.0 * shift * shift / 8.0_f64).exp();
        assert!((found.index - expected).abs() < 0.02, "{shift}: {} {expected}", found.index);
    }
    let (labels, values, study, target) = two_sides(30.0, 50);
    assert_eq!(generalizability(Profiles { labels: &labels, values: &values }, &study, &target).unwrap().index, 0.0);
}

#[test]
fn support_names_what_was_never_tried_and_the_nearest_place_is_the_nearest() {
    let labels = vec!["cars".to_owned(), "jobs".to_owned()];
    let values = vec![vec![10.0, 20.0, 30.0, 25.0, 55.0], vec![1.0, 2.0, 3.0, 2.0, 2.5]];
    let profiles = Profiles { labels: &labels, values: &values };
    let found = support(profiles, &[0, 1, 2], &[3, 4]).unwrap();
    assert_eq!((found.covariates[0].label.as_str(), found.covariates[0].outside), ("cars", 1));
    assert_eq!((found.covariates[0].range, found.outside_any, found.targets), ((10.0, 30.0), 1, 2));
    assert!(found.covariates[0].mean_outside() && !found.covariates[1].mean_outside());
    let alike = nearest(profiles, &[0, 1, 2], &[3, 4]);
    assert_eq!((alike[0].place, alike[0].like), (3, 1));
    assert_eq!((alike[1].place, alike[1].like), (4, 2));
}

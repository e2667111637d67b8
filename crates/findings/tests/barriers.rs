//! Barrier attribution: the Shapley value against every order, parts that add up, cases on paper, and the cover of its intervals where the truth is known.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod barrier_region;

use barrier_region::coverage;
use lynchpin_findings::barriers::{
    Attribution, Attributions, Barrier, Barriers, Binding, Conditions, ModeConditions, Scenarios, SentenceWords, Sets,
    Uncertainty, after_drop_off, attribute, average, binding, open_jobs, sentence, shapley,
};
use proptest::prelude::*;

const NO_SCENARIOS: Scenarios<'static> =
    Scenarios { uncertainty: Uncertainty::Draws, count: 0, conditions: &|_, _| None };

/// What each player adds, averaged over every order one by one.
fn by_orders(players: usize, value: &[f64]) -> Vec<f64> {
    fn walk(left: &mut Vec<usize>, set: usize, value: &[f64], sums: &mut [f64], orders: f64) {
        let each = orders / left.len().max(1) as f64;
        for at in 0..left.len() {
            let player = left.swap_remove(at);
            sums[player] += each * (value[set | 1 << player] - value[set]);
            walk(left, set | 1 << player, value, sums, each);
            left.push(player);
            let last = left.len() - 1;
            left.swap(at, last);
        }
    }
    let mut sums = vec![0.0; players];
    walk(&mut (0..players).collect(), 0, value, &mut sums, 1.0);
    sums
}

fn games() -> impl Strategy<Value = (usize, Vec<f64>)> {
    (1_usize..=6).prop_flat_map(|players| (Just(players), prop::collection::vec(-100.0..100.0_f64, 1 << players)))
}

fn mode() -> impl Strategy<Value = ModeConditions> {
    (0.0..20.0_f64, prop::array::uniform4(0.01..1.0_f64), prop::array::uniform4(0.0..1.0_f64), 0.0..1.0_f64).prop_map(
        |(jobs_per_seeker, levels, good, after_drop_off)| {
            let all: f64 = levels.iter().sum();
            ModeConditions { jobs_per_seeker, levels: levels.map(|l| l / all), good, after_drop_off }
        },
    )
}

fn conditions() -> impl Strategy<Value = Conditions> {
    (0.0..1.0_f64, mode(), mode(), prop::array::uniform4(0.0..1.0_f64), 0.0..1.0_f64, 0.0..1.0_f64).prop_map(
        |(without_car, transit, car, qualified, work_pays, healthy)| Conditions {
            without_car,
            transit,
            car,
            qualified,
            work_pays,
            healthy,
        },
    )
}

fn attributed(barriers: &[Barrier], areas: &[Conditions], people: &[f64]) -> Attributions {
    let point: Vec<_> = areas.iter().copied().map(Some).collect();
    let all: Vec<usize> = (0..areas.len()).collect();
    let sets = Sets { people, benchmark: &vec![true; areas.len()], members: &[all] };
    attribute(barriers, &point, &NO_SCENARIOS, &sets).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn shapley_is_the_mean_over_every_order((players, value) in games()) {
        let parts = shapley(players, |set| value[set as usize]);
        for (part, order) in parts.iter().zip(by_orders(players, &value)) {
            prop_assert!((part - order).abs() < 1e-9, "{part} and {order}");
        }
        prop_assert!((parts.iter().sum::<f64>() - (value[value.len() - 1] - value[0])).abs() < 1e-9);
    }

    #[test]
    fn names_of_players_do_not_matter((players, value) in games(), turn in 0_usize..6) {
        let renamed = |player: usize| (player + turn) % players;
        let back = |set: u32| (0..players).filter(|p| set >> renamed(*p) & 1 == 1).fold(0, |all, p| all | 1_usize << p);
        let (parts, other) = (shapley(players, |set| value[set as usize]), shapley(players, |set| value[back(set)]));
        for (player, part) in parts.iter().enumerate() {
            prop_assert!((part - other[renamed(player)]).abs() < 1e-9);
        }
    }

    /// Parts add up to the gap, which is the benchmark's value less the area's own, in areas and in sets, whatever the order of barriers.
    #[test]
    fn parts_add_up_in_any_order(
        areas in prop::collection::vec(conditions(), 2..6), people in prop::collection::vec(1.0..500.0_f64, 6),
        order in Just(Barrier::ALL.to_vec()).prop_shuffle(),
    ) {
        let people = &people[..areas.len()];
        let (found, shuffled) = (attributed(&Barrier::ALL, &areas, people), attributed(&order, &areas, people));
        let whole = open_jobs(&found.benchmark, &found.benchmark, Barriers::NONE);
        for (area, own) in areas.iter().enumerate() {
            let (one, other) = (found.areas[area].as_ref().unwrap(), shuffled.areas[area].as_ref().unwrap());
            prop_assert!((sum(one) - one.gap.estimate).abs() < 1e-9);
            prop_assert!((one.gap.estimate - (whole - open_jobs(own, own, Barriers::NONE))).abs() < 1e-9);
            for (at, barrier) in order.iter().enumerate() {
                prop_assert!((other.parts[at].estimate - one.parts[*barrier as usize].estimate).abs() < 1e-9);
            }
        }
        let set = found.sets[0].as_ref().unwrap();
        prop_assert!((sum(set) - set.gap.estimate).abs() < 1e-9);
        let all: f64 = people.iter().sum();
        for (at, part) in set.parts.iter().enumerate() {
            let mean = (0..areas.len()).map(|a| people[a] * found.areas[a].as_ref().unwrap().parts[at].estimate).sum::<f64>() / all;
            prop_assert!((part.estimate - mean).abs() < 1e-9);
        }
    }

    /// The average place has what its members have within reach on average, by either way of travelling.
    #[test]
    fn the_average_place_keeps_jobs(areas in prop::collection::vec((conditions(), 1.0..500.0_f64), 1..6)) {
        let jobs = |c: &Conditions| c.without_car * c.transit.jobs_per_seeker + (1.0 - c.without_car) * c.car.jobs_per_seeker;
        let found = average(&areas).unwrap();
        let all: f64 = areas.iter().map(|(_, people)| people).sum();
        let mean = areas.iter().map(|(c, people)| people * jobs(c)).sum::<f64>() / all;
        prop_assert!((jobs(&found) - mean).abs() < 1e-9);
        prop_assert!((found.transit.levels.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // A region of one place is that place.
        let alone = average(&areas[..1]).unwrap();
        let own = &areas[0].0;
        prop_assert!((open_jobs(&alone, &alone, Barriers::NONE) - open_jobs(own, own, Barriers::NONE)).abs() < 1e-9);
    }
}

fn sum(found: &Attribution) -> f64 {
    found.parts.iter().map(|part| part.estimate).sum()
}

/// Ten jobs for each jobseeker by car and five by bus, at levels 1 and 4 alike; everyone may hold them, half are good, nothing else holds anybody back.
fn plain() -> Conditions {
    let mode = |jobs_per_seeker: f64| ModeConditions {
        jobs_per_seeker,
        levels: [0.5, 0.0, 0.0, 0.5],
        good: [0.5; 4],
        after_drop_off: 1.0,
    };
    Conditions {
        without_car: 0.2,
        transit: mode(5.0),
        car: mode(10.0),
        qualified: [1.0; 4],
        work_pays: 1.0,
        healthy: 1.0,
    }
}

fn against(own: Conditions, benchmark: Conditions) -> Attribution {
    // The benchmark is the second area alone.
    let sets = Sets { people: &[1.0, 1.0], benchmark: &[false, true], members: &[] };
    let found = attribute(&Barrier::ALL, &[Some(own), Some(benchmark)], &NO_SCENARIOS, &sets).unwrap();
    found.areas[0].clone().unwrap()
}

fn parts(found: &Attribution) -> Vec<f64> {
    found.parts.iter().map(|p| (1e9 * p.estimate).round() / 1e9).collect()
}

#[test]
fn open_jobs_on_paper() {
    // (0.2 · 5 + 0.8 · 10) · 0.5 = 4.5; with no car for half, (2.5 + 5) · 0.5 = 3.75; with degrees for a quarter (4.5 · (1 + 0.25) / 2) = 2.8125.
    let none = Barriers::NONE;
    assert!((open_jobs(&plain(), &plain(), none) - 4.5).abs() < 1e-12);
    let carless = Conditions { without_car: 0.5, ..plain() };
    assert!((open_jobs(&carless, &plain(), none) - 3.75).abs() < 1e-12);
    let transport: Barriers = [Barrier::Transport].into_iter().collect();
    assert!((open_jobs(&carless, &plain(), transport) - 4.5).abs() < 1e-12);
    let unskilled = Conditions { qualified: [1.0, 1.0, 0.25, 0.25], ..plain() };
    assert!((open_jobs(&unskilled, &plain(), none) - 2.8125).abs() < 1e-12);
    // A fifth have a child to drop off, and reach two fifths of the jobs: 1 − 0.2 · 0.6.
    assert!((after_drop_off(0.2, 0.4) - 0.88).abs() < 1e-12);
}

#[test]
fn a_barrier_alone_is_the_whole_gap() {
    let carless = Conditions { without_car: 0.5, ..plain() };
    assert_eq!(parts(&against(carless, plain())), [0.75, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let ill = Conditions { healthy: 0.8, ..plain() };
    assert_eq!(parts(&against(ill, plain())), [0.0, 0.0, 0.0, 0.0, 0.9, 0.0]);
}

#[test]
fn two_barriers_share_what_they_hold_back_together() {
    // Health 0.8 and pay 0.6 of 4.5: 2.16 open, gap 2.34. Health first adds .2 · .6 · 4.5 = .54, last .2 · 4.5 = .9: .72. Pay: .4 · .8 · 4.5 = 1.44 and 1.8: 1.62.
    let found = against(Conditions { healthy: 0.8, work_pays: 0.6, ..plain() }, plain());
    assert_eq!(parts(&found), [0.0, 0.0, 0.0, 1.62, 0.72, 0.0]);
    assert_eq!(binding(&Barrier::ALL, &found, Uncertainty::Draws), Binding::Firm { barrier: Barrier::Pay });
    let words =
        SentenceWords { place: "Norris Green", benchmark: "the study area", unit: "good jobs for each jobseeker" };
    assert_eq!(
        sentence(&Barrier::ALL, &found, Uncertainty::Draws, words),
        "In Norris Green 2.16 good jobs for each jobseeker are open to residents, against 4.50 under the conditions of the study area. What stands most in \
         the way is pay after costs, which accounts for 1.62 good jobs for each jobseeker, 69 % of the gap."
    );
    let better = against(plain(), Conditions { healthy: 0.8, ..plain() });
    assert_eq!(binding(&Barrier::ALL, &better, Uncertainty::Draws), Binding::Nothing);
}

#[test]
fn a_rank_that_is_not_firm_is_not_told() {
    // In half the scenarios health holds 0.3 back and in the others pay does.
    let scenario = |number: usize, area: usize| {
        let (healthy, work_pays) = if number.is_multiple_of(2) { (0.7, 0.9) } else { (0.9, 0.7) };
        Some(if area == 0 { Conditions { healthy, work_pays, ..plain() } } else { plain() })
    };
    let point = [Some(Conditions { healthy: 0.8, work_pays: 0.8, ..plain() }), Some(plain())];
    let sets = Sets { people: &[1.0, 1.0], benchmark: &[false, true], members: &[] };
    for (uncertainty, count) in [(Uncertainty::Draws, 100), (Uncertainty::Bounds, 2)] {
        let scenarios = Scenarios { uncertainty, count, conditions: &scenario };
        let found = attribute(&Barrier::ALL, &point, &scenarios, &sets).unwrap().areas[0].clone().unwrap();
        let Binding::Undecided { barriers, or_none: false } = binding(&Barrier::ALL, &found, uncertainty) else {
            panic!("{found:?}")
        };
        assert!(barriers.contains(&Barrier::Pay) && barriers.contains(&Barrier::Health), "{barriers:?}");
        let words = SentenceWords { place: "A", benchmark: "B", unit: "jobs" };
        let said = sentence(&Barrier::ALL, &found, uncertainty, words);
        assert!(said.ends_with("pay after costs or health: the data cannot tell."), "{said}");
        assert!(found.parts[4].low < found.parts[4].estimate && found.parts[4].estimate < found.parts[4].high);
    }
}

#[test]
fn threads_do_not_change_a_bit() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| coverage(2, 19, 300).gaps.to_bits())
    };
    assert_eq!(run(1), run(3));
}

/// 60 surveys of 12 areas: parts of one survey lean the same way, so a binomial error of the 60 surveys alone (2.8 points) is the yardstick; the tolerance is
/// twice that. The full size is `examples/barrier_coverage.rs`.
#[test]
fn intervals_cover_the_truth() {
    let found = coverage(60, 199, 12);
    assert!((found.gaps - 0.95).abs() < 0.056, "gaps {}", found.gaps);
    for (barrier, held) in found.parts {
        assert!((held - 0.95).abs() < 0.056, "{}: {held}", barrier.label());
    }
    assert!(found.first > 0.9, "rightly named {}", found.first);
}

/// 60 worlds and surveys, as above; `examples/barrier_coverage.rs` is the full size.
#[test]
fn intervals_cover_from_the_sample_of_pay_on() {
    let (areas, groups) = barrier_region::pack::coverage(60);
    assert_eq!(areas.len(), 4, "{areas:?}");
    for (barrier, held) in areas {
        assert!((held - 0.95).abs() < 0.056, "{}: {held}", barrier.label());
    }
    assert!((groups - 0.95).abs() < 0.056, "groups {groups}");
}

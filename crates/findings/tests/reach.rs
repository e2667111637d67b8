//! Jobs within reach by group, who is cut off, and the sentence that says so: on a town small enough to work out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::FindingsError;
use lynchpin_findings::places::CompareOptions;
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::profile::{ProfileInput, find_place, profile};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::work::sentence::{self, FindingWords};
use lynchpin_findings::work::{
    Condition, Cut, CutOffRule, Measure, Mode, PerSeeker, ReachTable, Reached, Verdict, cut_off, finding, mix_by_car,
    reach_sentence, summarise_reach, worst_areas,
};
use lynchpin_pack::tables::{Areas, Index, Parents, Residents, Tables};
use proptest::prelude::*;

const GROUPS: [Option<Group>; 8] = [
    Some(Group::LeftBehind),
    Some(Group::LeftBehind),
    Some(Group::OtherDeprived),
    Some(Group::OtherDeprived),
    Some(Group::Rest),
    Some(Group::Rest),
    Some(Group::Rest),
    None,
];

fn grouping(groups: Vec<Option<Group>>) -> Grouping {
    Grouping {
        deprivation: "imd".to_owned(),
        community_needs: "cni".to_owned(),
        index_labels: ("the IMD".to_owned(), "the CNI".to_owned()),
        worst_percent: 10.0,
        groups,
    }
}

fn table(mode: Mode, points: &[Option<f64>]) -> ReachTable {
    let reached = |point: f64| Reached {
        all: 2.0 * point,
        low: 0.8 * point,
        point,
        high: 1.2 * point,
        per_seeker: Some(PerSeeker { all: 0.5 * point, low: 0.2 * point, point: 0.25 * point, high: 0.3 * point }),
        skill: None,
    };
    ReachTable {
        cut: Cut { mode, shift: "day".to_owned(), minutes: 45, condition: Condition::Direct },
        areas: points.iter().map(|p| p.map(reached)).collect(),
    }
}

fn town() -> ReachTable {
    let points = [Some(100.0), Some(400.0), Some(900.0), Some(1000.0), Some(1000.0), Some(1200.0), Some(300.0), None];
    table(Mode::PublicTransport, &points)
}

fn people() -> Vec<Option<f64>> {
    [100.0, 300.0, 200.0, 200.0, 400.0, 100.0, 100.0, 100.0].map(Some).to_vec()
}

#[test]
fn groups_are_averaged_over_working_age_residents() {
    let small = Bootstrap { resamples: 99, seed: 1 };
    let groups = grouping(GROUPS.to_vec());
    let summaries = summarise_reach(&[town()], &groups, &people(), Measure::GoodJobs, small).unwrap();
    let summary = &summaries[0];
    let here = summary.group(Group::LeftBehind).unwrap();
    assert_eq!((here.mean, here.working_age), (Some(325.0), 400.0));
    assert_eq!(here.mean_bounds, Some((0.8 * 325.0, 1.2 * 325.0)));
    assert_eq!(here.median.unwrap().estimate, 400.0);
    assert_eq!(summary.group(Group::Rest).unwrap().mean, Some(550_000.0 / 600.0));
    // The area without a link is counted as missing, not as nothing within reach.
    assert_eq!((summary.study_area.areas, summary.study_area.missing), (8, 1));
    let [deprived, rest] = &summary.contrasts[..] else { panic!("two contrasts") };
    assert_eq!((deprived.against, rest.against), (Group::OtherDeprived, Group::Rest));
    assert!((deprived.difference.estimate + 625.0).abs() < 1e-9);
    // Four jobseekers compete for each of the jobs; residents of the area itself differ.
    let per = |measure| {
        let all = summarise_reach(&[town()], &groups, &people(), measure, small).unwrap();
        all[0].group(Group::LeftBehind).unwrap().mean.unwrap()
    };
    assert!((per(Measure::PerSeeker) - 0.25 * 325.0).abs() < 1e-12);
    assert!((per(Measure::PerResident) - (100.0 * 1.0 + 300.0 * 400.0 / 300.0) / 400.0).abs() < 1e-12);
    assert!((per(Measure::AllJobs) - 650.0).abs() < 1e-12);
}

#[test]
fn drivers_and_others_are_mixed_by_households() {
    let (car, transit) = (
        table(Mode::Car, &[Some(1000.0), Some(10.0), Some(5.0)]),
        table(Mode::PublicTransport, &[Some(200.0), None, Some(5.0)]),
    );
    let mixed =
        mix_by_car(&car, &transit, &[Some(25.0), Some(1.0), Some(0.0)], &[Some(100.0), Some(2.0), Some(0.0)]).unwrap();
    assert_eq!(mixed.cut.mode, Mode::CarMix);
    assert_eq!(mixed.areas[0].unwrap().point, 0.75 * 1000.0 + 0.25 * 200.0);
    assert_eq!((mixed.areas[1], mixed.areas[2]), (None, None));
    let mut early = transit.clone();
    early.cut.shift = "early".to_owned();
    let error = mix_by_car(&car, &early, &[None; 3], &[None; 3]).unwrap_err();
    assert!(matches!(error, FindingsError::BadParameter { .. }));
}

#[test]
fn cut_off_is_below_half_of_the_median_resident() {
    let report = cut_off(&[town()], &grouping(GROUPS.to_vec()), &people(), &CutOffRule::default()).unwrap();
    // 1,400 residents in order of reach: 100 · 300 · 400 · 900 · 1000; the 700th reaches 900.
    assert_eq!((report.median, report.line), (900.0, 450.0));
    assert_eq!(report.verdicts[0], Verdict::Firmly);
    assert_eq!((report.verdicts[2], report.verdicts[7]), (Verdict::Not, Verdict::Unknown));
    let here = report.group(Group::LeftBehind).unwrap();
    assert_eq!((here.areas_cut_off, here.working_age_cut_off), (2, 400.0));
    let rest = report.group(Group::Rest).unwrap();
    assert!((rest.share.unwrap().estimate - 1.0 / 6.0).abs() < 1e-12);
    assert_eq!((report.study_area.working_age_cut_off, report.study_area.unknown), (500.0, 1));
    let bad = CutOffRule { share_of_median: 0.0, ..CutOffRule::default() };
    assert!(cut_off(&[town()], &grouping(GROUPS.to_vec()), &people(), &bad).is_err());
    let none = CutOffRule { cut: Cut { minutes: 30, ..bad.cut }, ..CutOffRule::default() };
    let error = cut_off(&[town()], &grouping(GROUPS.to_vec()), &people(), &none).unwrap_err();
    assert!(error.to_string().contains("within 30 minutes by public transport"), "{error}");
}

#[test]
fn where_most_can_reach_nothing_they_are_all_cut_off() {
    let table = table(Mode::PublicTransport, &[Some(0.0), Some(0.0), Some(0.0), Some(500.0)]);
    let groups = grouping(vec![Some(Group::Rest); 4]);
    let report = cut_off(&[table], &groups, &[Some(100.0); 4], &CutOffRule::default()).unwrap();
    assert_eq!((report.median, report.study_area.areas_cut_off), (0.0, 3));
    assert_eq!(report.verdicts[3], Verdict::Not);
    let text = finding(&report, WORDS).to_string();
    assert!(text.contains("(75 %)") && text.contains("no job of this kind can be reached"), "{text}");
}

#[test]
fn bounds_that_change_the_order_change_the_verdict() {
    let mut table = table(Mode::PublicTransport, &[Some(100.0), Some(100.0), Some(49.0), Some(51.0)]);
    table.areas[2] = table.areas[2].map(|r| Reached { low: 60.0, ..r });
    table.areas[3] = table.areas[3].map(|r| Reached { low: 20.0, ..r });
    let groups = grouping(vec![Some(Group::Rest); 4]);
    // Everyone lives in the first two: the median is theirs under every estimate.
    let people = [Some(50.0), Some(50.0), Some(1.0), Some(1.0)];
    let report = cut_off(&[table], &groups, &people, &CutOffRule::default()).unwrap();
    assert_eq!(report.verdicts[2..], [Verdict::Likely, Verdict::Possibly]);
}

const WORDS: FindingWords<'_> = FindingWords {
    place: "Testham",
    good_job: "paid £12.00 an hour or more",
    when: "arriving by 9 am on Tuesday 5 March 2024",
};

#[test]
fn the_finding_says_who_how_many_and_what_is_not_known() {
    let report = cut_off(&[town()], &grouping(GROUPS.to_vec()), &people(), &CutOffRule::default()).unwrap();
    let text = finding(&report, WORDS);
    println!("{text}");
    assert_eq!(
        text.headline,
        "In Testham, about 500 of 1,400 working-age residents (36 %) live in neighbourhoods cut off from good work."
    );
    assert_eq!(
        text.definition,
        "Cut off means less than half of what the median working-age resident of Testham can reach within 45 minutes by public transport, \
         arriving by 9 am on Tuesday 5 March 2024: about 900 good jobs. A good job is one paid £12.00 an hour or more."
    );
    assert!(
        text.comparison
            .starts_with("The share of working-age residents cut off is 100 % in left-behind neighbourhoods"),
        "{}",
        text.comparison
    );
    // Two areas a side: no honest interval tells them apart.
    assert!(text.comparison.contains("cannot tell"), "{}", text.comparison);
    for words in ["modelled", "association, not its cause", "One neighbourhood could not be judged"] {
        assert!(text.caveat.contains(words), "{}", text.caveat);
    }
}

#[test]
fn a_town_without_left_behind_places_is_told_so() {
    let groups = grouping(vec![Some(Group::Rest); 8]);
    let report = cut_off(&[town()], &groups, &people(), &CutOffRule::default()).unwrap();
    assert!(finding(&report, WORDS).comparison.starts_with("No neighbourhood here is left behind"));
}

#[test]
fn many_areas_tell_a_real_gap() {
    let points: Vec<_> = (0..200).map(|a| Some(if a % 10 == 0 || a < 60 { 100.0 } else { 1000.0 })).collect();
    let groups = (0..200).map(|a| Some(Group::ALL[if a < 80 { 0 } else { 1 + a % 2 }])).collect();
    let report = cut_off(
        &[table(Mode::PublicTransport, &points)],
        &grouping(groups),
        &vec![Some(700.0); 200],
        &CutOffRule::default(),
    )
    .unwrap();
    let text = finding(&report, WORDS).comparison;
    println!("{text}");
    assert!(text.contains("percentage points more than in other deprived neighbourhoods"), "{text}");
}

#[test]
fn means_are_compared_in_a_sentence() {
    // Left behind 90 or 110, other deprived 190 or 210, rest 95 or 105.
    let points: Vec<_> = (0..120)
        .map(|a| Some([100.0, 200.0, 100.0][a % 3] + [10.0, 10.0, 5.0][a % 3] * if a % 2 == 0 { 1.0 } else { -1.0 }))
        .collect();
    let groups = grouping((0..120).map(|a| Some(Group::ALL[a % 3])).collect());
    let summaries = summarise_reach(
        &[table(Mode::Car, &points)],
        &groups,
        &[Some(700.0); 120],
        Measure::GoodJobs,
        Bootstrap::default(),
    )
    .unwrap();
    let text = reach_sentence(&summaries[0], "arriving by 6 am").unwrap();
    assert_eq!(
        text,
        "Within 45 minutes by car, arriving by 6 am, the average working-age resident of left-behind neighbourhoods can reach about 100 good jobs. \
         That is 50 % fewer than in other deprived neighbourhoods (about 200; 95 % interval 48 to 52 % fewer). \
         From the rest (about 100) the figures cannot tell it apart."
    );
    let none = summarise_reach(
        &[table(Mode::Car, &points)],
        &grouping(vec![None; 120]),
        &[Some(1.0); 120],
        Measure::GoodJobs,
        Bootstrap::default(),
    )
    .unwrap();
    assert_eq!(reach_sentence(&none[0], ""), None);
}

#[test]
fn a_profile_adds_a_ward_up_from_its_neighbourhoods() {
    let ward = Parents { codes: vec![Some("W1".to_owned()); 8], names: vec![Some("Old Dock".to_owned()); 8] };
    let ward =
        Parents { codes: ward.codes.into_iter().enumerate().map(|(a, c)| c.filter(|_| a < 3)).collect(), ..ward };
    let columns = [
        ("population".to_owned(), vec![Some(200.0), Some(600.0), Some(100.0), None, None, None, None, None]),
        ("working_age".to_owned(), people()),
    ];
    let mut imd = Index { id: "imd".to_owned(), codes: vec![String::new(); 100], ..Index::default() };
    imd.area_rank = [1.0, 9.0, 30.0, 2.0, 50.0, 60.0, 70.0, 80.0].map(Some).to_vec();
    let tables = Tables {
        areas: Areas {
            codes: (0..8).map(|a| format!("E{a}")).collect(),
            names: (0..8).map(|a| format!("Testham {a}")).collect(),
            parents: [("ward".to_owned(), ward)].into_iter().collect(),
            ..Areas::default()
        },
        residents: Residents { columns: columns.into_iter().collect(), ..Residents::default() },
        indices: vec![imd],
        ..Tables::default()
    };
    let (groups, reach) = (grouping(GROUPS.to_vec()), [town()]);
    let summaries = summarise_reach(&reach, &groups, &people(), Measure::GoodJobs, Bootstrap::default()).unwrap();
    let report = cut_off(&reach, &groups, &people(), &CutOffRule::default()).unwrap();
    let input = ProfileInput {
        tables: &tables,
        grouping: &groups,
        comparisons: &[],
        reach: &reach,
        summaries: &summaries,
        cut_off: Some(&report),
        within: &[],
        options: CompareOptions::default(),
    };
    let ward = profile(input, find_place(&tables.areas, "Old Dock").unwrap());
    assert_eq!((ward.population, ward.group), (Some(900.0), Some(Group::LeftBehind)));
    assert_eq!(ward.areas_by_group, [(Group::LeftBehind, 2), (Group::OtherDeprived, 1), (Group::Rest, 0)]);
    let rank = &ward.ranks[0];
    assert!((rank.rank - (200.0 * 1.0 + 600.0 * 9.0 + 100.0 * 30.0) / 900.0).abs() < 1e-12);
    assert_eq!((rank.decile, rank.range, rank.in_decile_1), (1, (1.0, 30.0), (2, 3)));
    let (_, point, _) = ward.reach[0].value.unwrap();
    assert!((point - (100.0 * 100.0 + 300.0 * 400.0 + 200.0 * 900.0) / 600.0).abs() < 1e-9);
    assert_eq!(ward.reach[0].group, Some(325.0));
    assert_eq!(
        ward.cut_off,
        [(Verdict::Firmly, 2), (Verdict::Likely, 0), (Verdict::Possibly, 0), (Verdict::Not, 1), (Verdict::Unknown, 0)]
    );
    // An area that could not be linked says so, and nothing is made up for it.
    let alone = profile(input, find_place(&tables.areas, "E7").unwrap());
    assert_eq!((alone.group, alone.population, alone.reach[0].value), (None, None, None));
    assert_eq!(alone.cut_off[4], (Verdict::Unknown, 1));
}

#[test]
fn the_worst_areas_carry_the_places_that_their_bounds_allow() {
    let worst = worst_areas(&town(), &people(), Measure::GoodJobs, 3);
    let found: Vec<_> = worst.iter().map(|w| (w.area, w.place, w.place_range)).collect();
    // 100 (80–120) is surely last. 300 (240–360) and 400 (320–480) overlap each other and no one else.
    assert_eq!(found, [(0, 1, (1, 1)), (6, 2, (2, 3)), (1, 3, (2, 3))]);
}

#[test]
fn counts_are_rounded_as_they_are_known() {
    let shown: Vec<_> = [0.0, 7.4, 94.6, 996.0, 1234.0, 31_400.0, 172_345.0, 1_234_567.0].map(sentence::count).to_vec();
    assert_eq!(shown, ["0", "7", "95", "1,000", "1,200", "31,000", "172,000", "1,230,000"]);
}

proptest! {
    /// However the people and jobs fall, shares of groups add up to the share of all, and no resident is lost.
    #[test]
    fn people_cut_off_add_up(
        rows in prop::collection::vec((0.0_f64..5000.0, 1.0_f64..900.0, 0_usize..3), 4..60),
    ) {
        let groups = grouping(rows.iter().map(|r| Some(Group::ALL[r.2])).collect());
        let table = table(Mode::PublicTransport, &rows.iter().map(|r| Some(r.0)).collect::<Vec<_>>());
        let people: Vec<_> = rows.iter().map(|r| Some(r.1)).collect();
        let report = cut_off(&[table], &groups, &people, &CutOffRule::default()).unwrap();
        let sum: f64 = report.groups.iter().map(|(_, f)| f.working_age_cut_off).sum();
        prop_assert!((sum - report.study_area.working_age_cut_off).abs() < 1e-6);
        // Less than half of people can be below half of the median.
        prop_assert!(report.study_area.working_age_cut_off <= 0.5 * report.study_area.working_age + 1e-6);
        for (_, figure) in &report.groups {
            if let Some(share) = figure.share {
                prop_assert!(share.low >= 0.0 && share.high <= 1.0 && share.contains(share.estimate));
            }
        }
    }
}

#[test]
fn results_are_the_same_with_one_thread_and_with_four() {
    let points: Vec<_> = (0..300_u32).map(|a| Some(f64::from(a * 7919 % 1000))).collect();
    let tables: Vec<_> = [Mode::PublicTransport, Mode::Car, Mode::Walk].map(|mode| table(mode, &points)).to_vec();
    let groups = grouping((0..300).map(|a| Some(Group::ALL[a % 3])).collect());
    let people: Vec<_> = (0..300).map(|a| Some(f64::from(500 + a))).collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let run = || summarise_reach(&tables, &groups, &people, Measure::GoodJobs, Bootstrap::default());
        serde_json::to_string(&pool.install(run).unwrap()).unwrap()
    };
    assert_eq!(with(1), with(4));
}

//! Groups, comparisons and higher-geography summaries on cases worked out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::places::higher::extent_weight;
use lynchpin_findings::places::rebuild::ranks_of;
use lynchpin_findings::places::{
    CompareOptions, Group, Grouping, HigherInput, LeftBehindRule, Robustness, Weighting, classify, compare,
    compare_balanced, compare_within, decile, rank_transform, rebuild, robustness, summarise_higher,
};
use lynchpin_findings::profile::find_place;
use lynchpin_findings::{FindingsError, Method};
use lynchpin_pack::tables::{Areas, Index, IndexAxis, IndexDomain, Indicator, Parents};
use proptest::prelude::*;

fn index(id: &str, axis: IndexAxis, ranks: &[Option<f64>], of: usize) -> Index {
    Index {
        id: id.to_owned(),
        label: format!("the {id}"),
        axis,
        codes: (0..of).map(|i| i.to_string()).collect(),
        area_rank: ranks.to_vec(),
        ..Index::default()
    }
}

fn two(of: usize) -> Vec<Index> {
    let imd = [Some(1.0), Some(10.0), Some(11.0), Some(5.0), None];
    let cni = [Some(10.0), Some(11.0), Some(1.0), None, Some(1.0)];
    vec![index("imd", IndexAxis::Deprivation, &imd, of), index("cni", IndexAxis::CommunityNeeds, &cni, of)]
}

#[test]
fn left_behind_is_the_worst_tenth_on_both() {
    let grouping = classify(&two(100), &LeftBehindRule::default()).unwrap();
    let expected = [Some(Group::LeftBehind), Some(Group::OtherDeprived), Some(Group::Rest), None, None];
    assert_eq!(grouping.groups, expected);
    assert_eq!((grouping.unplaced(), grouping.count(Group::Rest)), (2, 1));
    // One more area and the eleventh rank is still outside: 11 > 10.1.
    assert_eq!(classify(&two(101), &LeftBehindRule::default()).unwrap().groups, expected);
    let wider = LeftBehindRule { worst_percent: 11.0, ..LeftBehindRule::default() };
    assert_eq!(classify(&two(100), &wider).unwrap().count(Group::LeftBehind), 3);
}

#[test]
fn a_missing_axis_is_named() {
    let error = classify(&two(100)[..1], &LeftBehindRule::default()).unwrap_err();
    assert!(error.to_string().contains("no index measures community-needs; the pack has: imd"), "{error}");
    let rule = LeftBehindRule { deprivation: Some("imd2031".to_owned()), ..LeftBehindRule::default() };
    assert!(matches!(classify(&two(100), &rule), Err(FindingsError::UnknownIndex { .. })));
    let rule = LeftBehindRule { worst_percent: 0.0, ..LeftBehindRule::default() };
    assert!(matches!(classify(&two(100), &rule), Err(FindingsError::BadParameter { .. })));
}

#[test]
fn robust_is_under_every_version_and_cut_off_that_ranks_the_area() {
    let mut indices = two(100);
    indices.push(index("imd2", IndexAxis::Deprivation, &[Some(2.0), Some(3.0), Some(50.0), None, Some(4.0)], 100));
    let report = robustness(&indices, &[10.0, 20.0]).unwrap();
    let counts: Vec<_> = report.combinations.iter().map(|c| (c.0.as_str(), c.2, c.3)).collect();
    assert_eq!(counts, [("imd", 10.0, 1), ("imd", 20.0, 3), ("imd2", 10.0, 2), ("imd2", 20.0, 3)]);
    assert_eq!(
        report.verdicts,
        [
            Robustness::Robustly,
            Robustness::Marginally,
            Robustness::Marginally,
            Robustness::Unranked,
            Robustness::Robustly
        ]
    );
    assert_eq!(report.shares[2], Some(0.25));
}

fn grouped(groups: &[Option<Group>]) -> Grouping {
    Grouping {
        deprivation: "imd".to_owned(),
        community_needs: "cni".to_owned(),
        index_labels: ("the IMD".to_owned(), "the CNI".to_owned()),
        worst_percent: 10.0,
        groups: groups.to_vec(),
    }
}

fn six() -> Grouping {
    let [a, b, c] = Group::ALL.map(Some);
    grouped(&[a, a, b, b, c, c])
}

fn counted(numerators: [f64; 6], denominators: [f64; 6]) -> Indicator {
    Indicator {
        id: "no_car".to_owned(),
        unit: "% of households".to_owned(),
        contained_in: vec!["cni".to_owned()],
        values: numerators.iter().zip(&denominators).map(|(n, d)| Some(100.0 * n / d)).collect(),
        numerators: Some(numerators.map(Some).to_vec()),
        denominators: Some(denominators.map(Some).to_vec()),
        national: Some((20.0, 80.0)),
        ..Indicator::default()
    }
}

#[test]
fn counts_are_pooled_before_they_are_divided() {
    let indicator = counted([30.0, 10.0, 10.0, 10.0, 5.0, 5.0], [60.0, 140.0, 100.0, 100.0, 100.0, 100.0]);
    let compared = compare(&[indicator], &six(), None, CompareOptions::default()).unwrap();
    let figure = compared[0].group(Group::LeftBehind).unwrap();
    assert_eq!((figure.value, figure.numerator, figure.weight), (Some(20.0), Some(40.0), Some(200.0)));
    assert_eq!(figure.interval.unwrap().method, Method::Wilson);
    // Areas as draws say much less than households as draws.
    let (people, areas) = (figure.interval.unwrap(), figure.across_areas.unwrap());
    assert!(areas.high - areas.low > 5.0 * (people.high - people.low));
    assert_eq!(compared[0].nation, Some(25.0));
    assert_eq!(compared[0].contrasts[0].difference.estimate, 10.0);
    assert_eq!(compared[0].contrasts[1].ratio, None, "the interval across two areas reaches zero");
    assert_eq!(
        compared[0].remark.as_deref(),
        Some("already contained in the CNI: the groups differ on it partly because they were chosen by it")
    );
}

#[test]
fn a_rate_on_fewer_than_ten_is_withheld() {
    let indicator = counted([1.0, 1.0, 10.0, 10.0, 5.0, 5.0], [4.0, 5.0, 100.0, 100.0, 100.0, 100.0]);
    let compared = compare(&[indicator], &six(), None, CompareOptions::default()).unwrap();
    let figure = compared[0].group(Group::LeftBehind).unwrap();
    assert_eq!((figure.value, figure.numerator, figure.interval), (None, None, None));
    assert_eq!(figure.withheld.as_deref(), Some("fewer than 10 counted"));
    assert!(compared[0].contrasts.is_empty());
    // The other two and the total would tell: the smaller of them goes too.
    let others: Vec<_> = [Group::OtherDeprived, Group::Rest].map(|g| compared[0].group(g).unwrap()).to_vec();
    assert_eq!((others[0].weight, others[1].weight), (None, Some(200.0)));
    assert!(others[0].withheld.as_deref().unwrap().contains("give away"));
    assert_eq!(figure.weight, None);
}

#[test]
fn a_group_without_areas_has_no_value_and_a_plain_nought_of_weight() {
    let indicator = counted([30.0, 10.0, 10.0, 10.0, 5.0, 5.0], [100.0; 6]);
    let compared = compare(&[indicator], &grouped(&[Some(Group::Rest); 6]), None, CompareOptions::default()).unwrap();
    let nobody = compared[0].group(Group::LeftBehind).unwrap();
    assert_eq!((nobody.areas, nobody.value, &nobody.withheld), (0, None, &None));
    assert!(nobody.weight.unwrap().is_sign_positive());
    assert!(compared[0].contrasts.is_empty());
}

/// 1,000 ranked areas, so strata of ten ranks. Left behind: ranks 1 (300 people) and 15 (100). Other deprived: 5 (100 people), 12 (100), 95 (800).
#[test]
fn the_balanced_comparator_is_as_deprived_as_the_left_behind() {
    let [a, b] = [Group::LeftBehind, Group::OtherDeprived].map(Some);
    let grouping = grouped(&[a, a, b, b, b, Some(Group::Rest)]);
    let imd = index("imd", IndexAxis::Deprivation, &[1.0, 15.0, 5.0, 12.0, 95.0, 500.0].map(Some), 1000);
    let people = [300.0, 100.0, 100.0, 100.0, 800.0, 1000.0].map(Some);
    let indicator = Indicator {
        id: "x".to_owned(),
        values: [10.0, 10.0, 8.0, 4.0, 1.0, 0.0].map(Some).to_vec(),
        ..Indicator::default()
    };
    let balanced =
        compare_balanced(std::slice::from_ref(&indicator), &grouping, &imd, Some(&people), CompareOptions::default())
            .unwrap();
    assert_eq!(balanced.strata[..2], [(300.0, 100.0), (100.0, 100.0)]);
    assert_eq!((balanced.strata[9], balanced.unmatched), ((0.0, 800.0), 0.0));
    let x = &balanced.indicators[0];
    assert_eq!((x.left_behind.value, x.comparator.value), (Some(10.0), Some((300.0 * 8.0 + 100.0 * 4.0) / 400.0)));
    assert_eq!(x.contrast.unwrap().difference.estimate, 3.0);
    // A left-behind place without its like is in neither figure, and is said.
    let alone = grouped(&[a, a, None, b, b, None]);
    let balanced = compare_balanced(&[indicator], &alone, &imd, Some(&people), CompareOptions::default()).unwrap();
    assert_eq!((balanced.unmatched, balanced.indicators[0].left_behind.areas), (0.75, 1));
    let other = index("imd2", IndexAxis::Deprivation, &[Some(1.0); 6], 1000);
    assert!(compare_balanced(&[], &grouping, &other, None, CompareOptions::default()).is_err());
}

#[test]
fn values_without_counts_are_weighted_by_people_and_gaps_are_counted() {
    let indicator = Indicator {
        id: "life".to_owned(),
        unit: "years".to_owned(),
        values: vec![Some(70.0), Some(80.0), Some(75.0), None, Some(80.0), Some(82.0)],
        ..Indicator::default()
    };
    let people = [Some(300.0), Some(100.0), Some(1.0), Some(1.0), Some(1.0), None];
    let compared = compare(std::slice::from_ref(&indicator), &six(), Some(&people), CompareOptions::default()).unwrap();
    let of = |group| compared[0].group(group).unwrap();
    assert_eq!(compared[0].weighting, Weighting::People);
    assert_eq!(of(Group::LeftBehind).value, Some(72.5));
    assert_eq!(of(Group::OtherDeprived).missing, 1);
    assert_eq!((of(Group::Rest).value, of(Group::Rest).missing), (Some(80.0), 1));
    assert_eq!(of(Group::LeftBehind).interval.unwrap().method, Method::AcrossAreas);
    let plain = compare(&[indicator], &six(), None, CompareOptions::default()).unwrap();
    assert_eq!(
        (plain[0].group(Group::LeftBehind).unwrap().value, &plain[0].weighting),
        (Some(75.0), &Weighting::Areas)
    );
    assert!(compare(&[], &six(), Some(&[None]), CompareOptions::default()).is_err());
}

#[test]
fn a_rate_per_thousand_keeps_its_unit_and_has_no_binomial_interval() {
    let mut indicator = counted([3.0, 3.0, 1.0, 1.0, 1.0, 2.0], [1000.0; 6]);
    indicator.unit = "crimes per 1,000 people".to_owned();
    indicator.values = [3.0, 3.0, 1.0, 1.0, 1.0, 2.0].map(Some).to_vec();
    let compared = compare(&[indicator], &six(), None, CompareOptions::default()).unwrap();
    let rest = compared[0].group(Group::Rest).unwrap();
    assert!((rest.value.unwrap() - 1.5).abs() < 1e-12);
    assert_eq!(rest.interval.unwrap().method, Method::AcrossAreas);
}

#[test]
fn kinds_of_place_are_compared_among_themselves() {
    let labels = ["Urban", "Rural", "Urban", "Urban", "Rural", ""].map(str::to_owned);
    let indicator = counted([30.0, 10.0, 10.0, 10.0, 5.0, 5.0], [100.0; 6]);
    let cut = compare_within(&labels, &[indicator], &six(), None, CompareOptions::default()).unwrap();
    let kinds: Vec<_> = cut.iter().map(|k| (k.place_type.as_str(), k.areas[0].1, k.areas[1].1, k.areas[2].1)).collect();
    assert_eq!(kinds, [("not classified", 0, 0, 1), ("Rural", 1, 0, 1), ("Urban", 1, 2, 0)]);
    assert_eq!(cut[2].indicators[0].group(Group::LeftBehind).unwrap().value, Some(30.0));
    assert_eq!(cut[2].indicators[0].group(Group::Rest).unwrap().value, None);
}

/// 100 areas ranked nationally; the district has three: ranks 5 (100 people), 11 (100 people), 60 (200 people).
#[test]
fn higher_summaries_are_those_worked_out_by_hand() {
    let some = |values: [f64; 3]| values.map(Some);
    let parent = vec![Some("D".to_owned()); 3];
    let summaries = summarise_higher(HigherInput {
        rank: &some([5.0, 60.0, 11.0]),
        score: &some([50.0, 10.0, 40.0]),
        ranked_areas: 100,
        population: &some([100.0, 200.0, 100.0]),
        parent: &parent,
    })
    .unwrap();
    let district = &summaries[0];
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    near(district.average_rank, (100.0 * 96.0 + 100.0 * 90.0 + 200.0 * 41.0) / 400.0);
    near(district.average_score.unwrap(), 27.5);
    near(district.people_in_decile_1, 0.25);
    near(district.areas_in_decile_1, 1.0 / 3.0);
    near(district.extent, (100.0 + 95.0) / 400.0);
    // A tenth of the people is 40, all of them in the worst area.
    near(district.local_concentration, 96.0);
}

/// The worst area holds 30 of the 50 people that make a tenth: the next is part-counted with 20.
#[test]
fn local_concentration_counts_part_of_the_last_area() {
    let rank = [Some(1.0), Some(21.0), Some(900.0), None];
    let population = [Some(30.0), Some(170.0), Some(300.0), Some(10.0)];
    let parent = vec![Some("D".to_owned()); 4];
    let summaries = summarise_higher(HigherInput {
        rank: &rank,
        score: &[None; 4],
        ranked_areas: 1000,
        population: &population,
        parent: &parent,
    })
    .unwrap();
    assert!((summaries[0].local_concentration - (30.0 * 1000.0 + 20.0 * 980.0) / 50.0).abs() < 1e-9);
    assert_eq!((summaries[0].missing, summaries[0].average_score), (1, None));
}

#[test]
fn extent_falls_from_the_eleventh_percentile_to_the_thirtieth() {
    let at = |rank| extent_weight(f64::from(rank), 1000);
    assert_eq!((at(100), at(101), at(110)), (1.0, 0.95, 0.95));
    assert!((at(111) - (0.95 - 0.9 / 19.0)).abs() < 1e-12);
    assert!((at(300) - 0.05).abs() < 1e-12);
    assert_eq!(at(301), 0.0);
}

#[test]
fn bad_ranks_are_located() {
    let mut bad = index("x", IndexAxis::Deprivation, &[], 2);
    assert!(matches!(rebuild(&bad), Err(FindingsError::NoDomains { .. })));
    bad.domains = vec![IndexDomain { name: "income".to_owned(), weight: 1.0, rank: vec![1, 3] }];
    assert_eq!(
        rebuild(&bad).unwrap_err().to_string(),
        "index \"x\", income, area 1: rank 3 is not between 1 and 2, the number of areas"
    );
    bad.domains[0].rank = vec![1];
    assert!(matches!(rebuild(&bad), Err(FindingsError::Misaligned { expected: 2, found: 1, .. })));
}

#[test]
fn places_are_found_by_code_or_name_and_doubt_is_said() {
    let ward = Parents {
        codes: ["W1", "W1", "W2", "W3"].map(|c| Some(c.to_owned())).to_vec(),
        names: ["Abbey", "Abbey", "Castle", "Abbey"].map(|c| Some(c.to_owned())).to_vec(),
    };
    let areas = Areas {
        codes: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
        names: ["Town 1", "Town 2", "Castle", "Town 4"].map(str::to_owned).to_vec(),
        parents: [("ward".to_owned(), ward)].into_iter().collect(),
        ..Areas::default()
    };
    assert_eq!(find_place(&areas, "W1").unwrap().members, [0, 1]);
    assert_eq!(find_place(&areas, "town 2").unwrap().code, "b");
    // Two levels, the same neighbourhood: no doubt about which.
    assert_eq!(find_place(&areas, "CASTLE").unwrap().level, "area");
    let error = find_place(&areas, "Abbey").unwrap_err();
    assert!(error.to_string().contains("ward W1, ward W3"), "{error}");
    assert!(find_place(&areas, "Nowhere").unwrap_err().to_string().contains("levels searched: area, ward"));
}

proptest! {
    #[test]
    fn the_transform_falls_from_a_hundred_and_a_rebuilt_index_keeps_the_order(areas in 2_usize..400) {
        let domain = IndexDomain { name: "only".to_owned(), weight: 1.0, rank: (1..=areas as u32).rev().collect() };
        let index = Index { codes: vec![String::new(); areas], domains: vec![domain.clone()], ..Index::default() };
        let rebuilt = rebuild(&index).unwrap();
        prop_assert_eq!(rebuilt.ranks, domain.rank);
        prop_assert!((rebuilt.scores[areas - 1] - 100.0).abs() < 1e-9);
        prop_assert!(rebuilt.scores.windows(2).all(|pair| pair[0] < pair[1] && pair[0] > 0.0));
        prop_assert!((rank_transform(1.0, areas) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn deciles_are_as_even_as_they_can_be(areas in 10_usize..2000) {
        let mut counts = [0_usize; 10];
        for rank in 1..=areas {
            counts[usize::from(decile(rank as f64, areas)) - 1] += 1;
        }
        prop_assert!(counts.iter().all(|c| c.abs_diff(areas / 10) <= 1), "{:?}", counts);
    }

    #[test]
    fn ranks_count_those_that_are_worse(scores in prop::collection::vec(0_u8..20, 1..60)) {
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        for (score, rank) in scores.iter().zip(ranks_of(&scores)) {
            prop_assert_eq!(rank as usize, 1 + scores.iter().filter(|s| *s > score).count());
        }
    }
}

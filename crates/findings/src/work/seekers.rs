//! Who competes for jobs: residents who look for work, with and without a car.

use lynchpin_pack::tables::{LedgerEntry, Tables};
use serde::Serialize;

/// Jobseekers of each study area and how they travel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seekers {
    /// People per study area; 0 where their number or their cars are not known. Not serialised: some are too few to show.
    #[serde(skip)]
    pub people: Vec<f64>,
    /// Share of households without a car, `0..=1`, taken to hold for jobseekers; 0 where it is not known.
    #[serde(skip)]
    pub without_car: Vec<f64>,
    /// Whether working-age residents stand for jobseekers, as the pack does not count those.
    pub stand_in: bool,
    /// What the reading used and lost.
    #[serde(skip)]
    pub ledger: LedgerEntry,
}

impl Seekers {
    /// Counts them, or says in words what the pack lacks: unemployed residents (else working-age residents, said openly) and cars.
    ///
    /// # Errors
    /// A sentence on what is missing.
    pub fn of(tables: &Tables) -> Result<Self, String> {
        let column = |name: &str| tables.residents.columns.get(name);
        let (Some(none), Some(households)) = (column("households_no_car"), column("households")) else {
            return Err("the pack does not say how many households have no car, so jobseekers cannot be split by how they travel.".into());
        };
        let unemployed = column("unemployed");
        let Some(people) = unemployed.or_else(|| column("working_age")) else {
            return Err(
                "the pack counts neither unemployed nor working-age residents, so nobody is there to compete for jobs."
                    .into(),
            );
        };
        let areas = &tables.areas.codes;
        let known = |area: usize| {
            let households = households[area].filter(|h| *h > 0.0)?;
            Some((people[area]?, (none[area]? / households).clamp(0.0, 1.0)))
        };
        let all: Vec<Option<(f64, f64)>> = (0..areas.len()).map(known).collect();
        let lost: Vec<&String> =
            areas.iter().zip(&all).filter(|(_, known)| known.is_none()).map(|(code, _)| code).collect();
        Ok(Self {
            people: all.iter().map(|known| known.map_or(0.0, |(people, _)| people)).collect(),
            without_car: all.iter().map(|known| known.map_or(0.0, |(_, share)| share)).collect(),
            stand_in: unemployed.is_none(),
            ledger: LedgerEntry {
                step: "jobseekers by car ownership".into(),
                what: "neighbourhoods".into(),
                used: areas.len() as f64,
                lost: lost.len() as f64,
                reason: if lost.is_empty() {
                    String::new()
                } else {
                    "jobseekers, households or cars not known: nobody competes from there".into()
                },
                examples: lost.into_iter().take(10).cloned().collect(),
            },
        })
    }

    /// Those who travel by public transport and those who drive, per study area.
    pub fn by_mode(&self) -> [Vec<f64>; 2] {
        let split =
            |share: fn(f64) -> f64| self.people.iter().zip(&self.without_car).map(|(p, n)| p * share(*n)).collect();
        [split(|without| without), split(|without| 1.0 - without)]
    }

    /// Who they are, in a sentence.
    pub const fn words(&self) -> &'static str {
        if self.stand_in {
            "The pack does not count unemployed residents: all working-age residents stand for jobseekers."
        } else {
            "Jobseekers are residents who are out of work and looking for it, as the pack counts them."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(columns: &[(&str, [Option<f64>; 3])]) -> Tables {
        let mut tables = Tables::default();
        tables.areas.codes = ["A", "B", "C"].map(str::to_owned).to_vec();
        tables.residents.columns = columns.iter().map(|(name, values)| ((*name).to_owned(), values.to_vec())).collect();
        tables
    }

    #[test]
    fn seekers_are_split_by_cars_and_those_not_known_are_told() {
        let cars = [
            ("households_no_car", [Some(30.0), Some(5.0), None]),
            ("households", [Some(100.0), Some(10.0), Some(9.0)]),
        ];
        let mut columns = vec![("working_age", [Some(200.0), Some(20.0), Some(10.0)])];
        columns.extend(cars);
        let stand_in = Seekers::of(&pack(&columns)).unwrap_or_else(|why| unreachable!("{why}"));
        assert!(stand_in.stand_in);
        columns.push(("unemployed", [Some(10.0), Some(4.0), Some(3.0)]));
        let seekers = Seekers::of(&pack(&columns)).unwrap_or_else(|why| unreachable!("{why}"));
        assert_eq!(seekers.by_mode(), [vec![3.0, 2.0, 0.0], vec![7.0, 2.0, 0.0]]);
        assert!(!seekers.stand_in);
        assert_eq!((seekers.ledger.lost, &seekers.ledger.examples[..]), (1.0, &["C".to_owned()][..]));
        assert!(Seekers::of(&pack(&columns[..1])).is_err_and(|why| why.contains("no car")));
    }
}

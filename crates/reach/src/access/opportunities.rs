//! What there is at the destinations.

use crate::error::ReachError;

/// Columns of supply (jobs, good jobs, places in nurseries…) by destination.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opportunities {
    destinations: usize,
    /// Destination-major.
    supply: Vec<f64>,
    names: Vec<String>,
}

impl Opportunities {
    /// From named columns, each with one value a destination.
    ///
    /// # Errors
    /// Columns of different lengths, values that are negative or not numbers.
    pub fn new(columns: &[(&str, &[f64])]) -> Result<Self, ReachError> {
        let destinations = columns.first().map_or(0, |(_, values)| values.len());
        for (name, values) in columns {
            if values.len() != destinations {
                return Err(wrong(name, &values.len(), &format!("{destinations} values, one a destination")));
            }
            if let Some(value) = values.iter().find(|v| !(v.is_finite() && **v >= 0.0)) {
                return Err(wrong(name, value, "a number of at least 0"));
            }
        }
        let supply = (0..destinations).flat_map(|to| columns.iter().map(move |(_, values)| values[to])).collect();
        Ok(Self { destinations, supply, names: columns.iter().map(|(name, _)| (*name).to_owned()).collect() })
    }

    /// Names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// How many destinations.
    pub fn destinations(&self) -> usize {
        self.destinations
    }

    /// Each destination's supply in turn, one value a column.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.supply.chunks_exact(self.columns().max(1))
    }
}

fn wrong(name: &str, value: &impl ToString, expected: &str) -> ReachError {
    ReachError::Parameter {
        name: "opportunities",
        value: format!("{name}: {}", value.to_string()),
        expected: expected.to_owned(),
        hint: "fill gaps before, and say how".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_refused() {
        assert!(Opportunities::new(&[("jobs", &[1.0, f64::NAN])]).is_err());
        assert!(Opportunities::new(&[("jobs", &[1.0, 2.0]), ("good", &[1.0])]).is_err());
        let both = Opportunities::new(&[("jobs", &[1.0, 2.0]), ("good", &[3.0, 4.0])]).unwrap();
        assert_eq!(both.rows().collect::<Vec<_>>(), [[1.0, 3.0], [2.0, 4.0]]);
    }
}

//! Numbers as a careful analyst writes them: rounded to what the data bear, with the unit, and with the interval beside the value.

/// Shown where a number exists but may identify someone (the shorthand of the UK statistical service).
pub const SUPPRESSED: &str = "[c]";
/// Shown where there is no number.
pub const MISSING: &str = "[x]";

/// What the two markers mean, for the line beneath a table or chart.
pub const MARKERS: &str = "[c] withheld because too few people are counted; [x] not available.";

const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// One number as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Reading {
    /// A value, with the interval that holds it where one was worked out.
    Known {
        /// The value, in the unit of its [`Style`].
        value: f64,
        /// Lower and upper bound, in the same unit.
        interval: Option<(f64, f64)>,
    },
    /// Withheld, because the count is too small.
    Suppressed,
    /// Not available.
    #[default]
    Missing,
}

impl Reading {
    /// A value without an interval; a number that is not finite counts as missing.
    pub fn of(value: f64) -> Self {
        if value.is_finite() { Self::Known { value, interval: None } } else { Self::Missing }
    }

    /// A value between two bounds; the bounds are dropped where they are not finite.
    pub fn between(value: f64, low: f64, high: f64) -> Self {
        match Self::of(value) {
            Self::Known { value, .. } if low.is_finite() && high.is_finite() => {
                Self::Known { value, interval: Some((low.min(high), low.max(high))) }
            }
            other => other,
        }
    }

    /// The value, where it is known and may be shown.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Known { value, .. } => Some(*value),
            Self::Suppressed | Self::Missing => None,
        }
    }

    /// Why there is no number, in words; `None` where there is one.
    pub fn absence(&self) -> Option<&'static str> {
        match self {
            Self::Known { .. } => None,
            Self::Suppressed => Some("withheld: too few people"),
            Self::Missing => Some("no figure"),
        }
    }

    /// Lower and upper bound, where they are known.
    pub fn interval(&self) -> Option<(f64, f64)> {
        match self {
            Self::Known { interval, .. } => *interval,
            Self::Suppressed | Self::Missing => None,
        }
    }
}

impl From<Option<f64>> for Reading {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Missing, Self::of)
    }
}

/// How one kind of number is written: what stands before and after it and how far it is rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    before: String,
    after: String,
    decimals: usize,
    step: f64,
}

impl Style {
    /// A plain number with so many decimals.
    pub fn number(decimals: usize) -> Self {
        Self { before: String::new(), after: String::new(), decimals, step: 0.0 }
    }

    /// A whole count, as published.
    pub fn count() -> Self {
        Self::number(0)
    }

    /// A count that was modelled and so is shown to the nearest `step`, such as 10 or 100.
    pub fn modelled_count(step: f64) -> Self {
        Self::number(0).rounded_to(step)
    }

    /// A percentage (the value is 0 to 100) with one decimal.
    pub fn percent() -> Self {
        Self::number(1).unit("%")
    }

    /// A difference of two percentages, with one decimal.
    pub fn percentage_points() -> Self {
        Self::number(1).unit("percentage points")
    }

    /// Whole pounds.
    pub fn pounds() -> Self {
        let mut style = Self::number(0);
        style.before = "£".into();
        style
    }

    /// Pounds and pence.
    pub fn pounds_and_pence() -> Self {
        let mut style = Self::number(2);
        style.before = "£".into();
        style
    }

    /// Whole minutes.
    pub fn minutes() -> Self {
        Self::number(0).unit("minutes")
    }

    /// The same with this unit after the number.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.after = unit.into();
        self
    }

    /// The same, rounded to a multiple of `step` (0 rounds to the decimals only).
    #[must_use]
    pub fn rounded_to(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// The same with so many decimals.
    #[must_use]
    pub fn decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    /// What follows the number, such as `%`; empty where nothing does.
    pub fn unit_label(&self) -> &str {
        &self.after
    }

    /// The value that is shown: rounded as this style rounds.
    pub fn round(&self, value: f64) -> f64 {
        let value = if self.step > 0.0 { (value / self.step).round() * self.step } else { value };
        let factor = 10_f64.powi(self.decimals as i32);
        let rounded = (value * factor).round() / factor;
        if rounded == 0.0 { 0.0 } else { rounded }
    }

    /// The number without its unit (a pound sign stays): `1,234.5`, `−£3`.
    pub fn bare(&self, value: f64) -> String {
        if !value.is_finite() {
            return MISSING.into();
        }
        let rounded = self.round(value);
        let digits = format!("{:.*}", self.decimals, rounded.abs());
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut out = String::new();
        if rounded < 0.0 {
            out.push(MINUS);
        }
        out.push_str(&self.before);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(fraction);
        }
        out
    }

    /// The number with its unit, held together by a no-break space: `36.5 %`.
    pub fn show(&self, value: f64) -> String {
        let mut out = self.bare(value);
        if !self.after.is_empty() && value.is_finite() {
            out.push(NO_BREAK_SPACE);
            out.push_str(&self.after);
        }
        out
    }

    /// The interval alone: `35.9 to 37.1`.
    pub fn interval(&self, low: f64, high: f64) -> String {
        format!("{} to {}", self.bare(low), self.bare(high))
    }

    /// The reading with unit and interval: `36.5 % (35.9 to 37.1)`, or the marker of a withheld or missing number.
    pub fn reading(&self, reading: &Reading) -> String {
        match reading {
            Reading::Known { value, interval: Some((low, high)) } => {
                format!("{} ({})", self.show(*value), self.interval(*low, *high))
            }
            Reading::Known { value, .. } => self.show(*value),
            Reading::Suppressed => SUPPRESSED.into(),
            Reading::Missing => MISSING.into(),
        }
    }

    /// The reading without unit or interval, for a column whose heading names the unit.
    pub fn cell(&self, reading: &Reading) -> String {
        match reading {
            Reading::Known { value, .. } => self.bare(*value),
            Reading::Suppressed => SUPPRESSED.into(),
            Reading::Missing => MISSING.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_minus_pounds_and_decimals() {
        assert_eq!(Style::count().show(0.0), "0");
        assert_eq!(Style::count().show(999.4), "999");
        assert_eq!(Style::count().show(1_234_567.0), "1,234,567");
        assert_eq!(Style::count().show(-1000.0), "\u{2212}1,000");
        assert_eq!(Style::pounds_and_pence().show(-12.6), "\u{2212}£12.60");
        assert_eq!(Style::pounds().show(25_400.0), "£25,400");
        assert_eq!(Style::minutes().show(45.0), "45\u{a0}minutes");
    }

    #[test]
    fn nothing_is_minus_zero() {
        assert_eq!(Style::percent().bare(-0.04), "0.0");
        assert_eq!(Style::modelled_count(100.0).bare(-49.0), "0");
    }

    #[test]
    fn readings_carry_unit_and_interval() {
        let percent = Style::percent();
        assert_eq!(percent.reading(&Reading::between(36.52, 35.94, 37.08)), "36.5\u{a0}% (35.9 to 37.1)");
        assert_eq!(percent.reading(&Reading::Suppressed), "[c]");
        assert_eq!(percent.reading(&Reading::of(f64::NAN)), "[x]");
        assert_eq!(percent.cell(&Reading::between(36.52, 35.0, 37.0)), "36.5");
    }

    #[test]
    fn modelled_counts_do_not_pretend_precision() {
        let jobs = Style::modelled_count(100.0).unit("jobs");
        assert_eq!(
            jobs.reading(&Reading::between(12_345.0, 11_951.0, 12_749.0)),
            "12,300\u{a0}jobs (12,000 to 12,700)"
        );
    }

    #[test]
    fn bounds_given_the_wrong_way_round_are_put_right() {
        assert_eq!(Reading::between(1.0, 2.0, 0.5).interval(), Some((0.5, 2.0)));
        assert_eq!(Reading::between(1.0, f64::NAN, 2.0).interval(), None);
    }
}

//! Parameters of a run, with their defaults.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of a run.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Run {
    /// Walking speed, km/h.
    #[schemars(range(min = 0.5, max = 10.0))]
    pub walk_kmh: f64,
    /// Longest walk at either end of a journey, minutes.
    #[schemars(range(min = 1, max = 240))]
    pub max_walk_minutes: u32,
    /// Longest walk between two stops, minutes.
    #[schemars(range(min = 0, max = 120))]
    pub max_transfer_walk_minutes: u32,
    /// Most vehicles boarded on a journey.
    #[schemars(range(min = 1, max = 10))]
    pub max_rides: u32,
    /// Length of the window of arrivals or departures, minutes: each minute of it is one sample.
    #[schemars(range(min = 1, max = 720))]
    pub window_minutes: u32,
    /// The percentile of the window that stands for the travel time, `0..=100`; 50 is the median.
    #[schemars(range(min = 0, max = 100))]
    pub percentile: u32,
    /// When people must be at work, or leave it.
    pub shifts: Vec<Shift>,
    /// How long a shift lasts, hours: with the drop-off chain, who arrives at 09:00 leaves work so much later to be back at the nursery before it closes.
    #[schemars(range(min = 0.5, max = 14.0))]
    pub shift_hours: f64,
    /// How long dropping a child off takes, minutes.
    #[schemars(range(min = 0, max = 60))]
    pub drop_off_minutes: u32,
    /// "Within reach" means within so many minutes; every threshold is reported.
    pub thresholds_minutes: Vec<u32>,
    /// Areas whose rank is in the worst so many per cent of the nation count as worst off.
    #[schemars(range(min = 1, max = 50))]
    pub cutoff_percent: f64,
    /// Places that always get a page in the report, by code or name.
    pub places: Vec<String>,
    /// Ids of the indicators that get a chart in the report; the first four of the pack where none is named.
    pub leading_indicators: Vec<String>,
    /// Codes of the occupations (or industries) whose median pay is set side by side, such as a job and its outside options.
    pub occupations_compared: Vec<String>,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            walk_kmh: 4.8,
            max_walk_minutes: 30,
            max_transfer_walk_minutes: 15,
            max_rides: 4,
            window_minutes: 60,
            percentile: 50,
            shifts: vec![
                Shift {
                    id: "day".into(),
                    label: "day shift (at work by 09:00)".into(),
                    arrive: Some("09:00".into()),
                    depart: None,
                },
                Shift {
                    id: "early".into(),
                    label: "early shift (at work by 06:00)".into(),
                    arrive: Some("06:00".into()),
                    depart: None,
                },
                Shift {
                    id: "late".into(),
                    label: "late shift (leaves work from 22:00)".into(),
                    arrive: None,
                    depart: Some("22:00".into()),
                },
            ],
            shift_hours: 8.0,
            drop_off_minutes: 5,
            thresholds_minutes: vec![30, 45, 60],
            cutoff_percent: 10.0,
            places: Vec::new(),
            leading_indicators: Vec::new(),
            occupations_compared: Vec::new(),
        }
    }
}

/// A shift: when people must be at work, or when they leave it to get home. One of the two is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// Short name, such as `day`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Latest arrival at work, `HH:MM`: the last sample of the window. Journeys lead from home to work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrive: Option<String>,
    /// End of the shift, `HH:MM`: the first sample of the window. Journeys lead from work to home, and "within reach" is the way home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depart: Option<String>,
}

impl Shift {
    /// Whether the journey leads from work to home.
    pub fn leaves_work(&self) -> bool {
        self.depart.is_some()
    }

    /// The clock time in seconds since noon minus 12 h; `None` where it does not read as `HH:MM` or not exactly one is given.
    pub fn seconds(&self) -> Option<u32> {
        match (&self.arrive, &self.depart) {
            (Some(text), None) | (None, Some(text)) => clock_seconds(text),
            _ => None,
        }
    }

    /// First sample of a window of `window_minutes` samples, seconds since noon minus 12 h.
    ///
    /// Arrivals end at the shift's start, so nobody in the window is late; departures begin at its end.
    pub fn window_first_seconds(&self, window_minutes: u32) -> Option<u32> {
        let seconds = self.seconds()?;
        if self.arrive.is_some() { seconds.checked_sub(window_minutes.saturating_sub(1) * 60) } else { Some(seconds) }
    }
}

/// `HH:MM` (hours up to 47, for the small hours after midnight) as seconds.
pub fn clock_seconds(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let hours: u32 = hours.parse().ok()?;
    let minutes: u32 = minutes.parse().ok()?;
    (hours < 48 && minutes < 60).then_some(hours * 3600 + minutes * 60)
}

/// What pay counts as enough.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// Wage floors; the first is the one that the findings lead with.
    pub wage_floors: Vec<WageFloor>,
    /// Hourly pay under this share of the median is low pay (the ONS uses two thirds).
    #[schemars(range(min = 0.1, max = 1.0))]
    pub low_pay_share_of_median: f64,
    /// What pay counts as good; the first of the wage floors where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_pay: Option<GoodPay>,
    /// The year of the Real Living Wage, where `good_pay` asks for it: `2023-24`, `2024-25` or `2025-26`; the latest where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_living_wage_year: Option<String>,
    /// Whether the Real Living Wage is that of London.
    pub real_living_wage_london: bool,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            wage_floors: Vec::new(),
            low_pay_share_of_median: 2.0 / 3.0,
            good_pay: None,
            real_living_wage_year: None,
            real_living_wage_london: false,
        }
    }
}

/// What pay counts as good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoodPay {
    /// The first of the pack's wage floors.
    WageFloor,
    /// Two thirds of the median hourly pay of all employees, above which the ONS speaks of no low pay.
    TwoThirdsOfMedian,
    /// 60 % of the median hourly pay of all employees.
    SixtyPercentOfMedian,
    /// The Real Living Wage of a year, as the Living Wage Foundation publishes it.
    RealLivingWage,
}

/// A wage floor, such as the Real Living Wage.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WageFloor {
    /// Short name, such as `real_living_wage`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// £ per hour.
    #[schemars(range(min = 0))]
    pub pounds_per_hour: f64,
    /// The year it applies to, such as `2024-25`.
    pub year: String,
    /// Where it applies, such as `UK` or `London`.
    pub region: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrival_window_ends_at_the_shift() {
        let run = Run::default();
        let day = &run.shifts[0];
        assert_eq!(day.seconds(), Some(9 * 3600));
        assert_eq!(day.window_first_seconds(60), Some(8 * 3600 + 60));
        let late = Shift { id: "late".into(), label: String::new(), arrive: None, depart: Some("22:00".into()) };
        assert_eq!(late.window_first_seconds(60), Some(22 * 3600));
        assert_eq!(clock_seconds("9.30"), None);
        assert_eq!(clock_seconds("25:61"), None);
    }
}

//! A question without its point: how one travels, on which day, from when, how far on foot.

use jiff::civil::Date;
use lynchpin_reach::Window;

/// Ways of travelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::server) enum TravelMode {
    /// Bus, train and walking.
    Transit,
    /// Driving.
    Car,
    /// Cycling.
    Cycle,
    /// Walking all the way.
    Walk,
}

impl TravelMode {
    /// Its name in questions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transit => "transit",
            Self::Car => "car",
            Self::Cycle => "cycle",
            Self::Walk => "walk",
        }
    }
}

/// All modes with what to call them.
pub(in crate::server) const MODES: [(TravelMode, &str); 4] = [
    (TravelMode::Transit, "bus and train"),
    (TravelMode::Car, "car"),
    (TravelMode::Cycle, "bicycle"),
    (TravelMode::Walk, "on foot"),
];

/// The percentiles of a window that are kept.
pub(in crate::server) const PERCENTILES: [u8; 4] = [10, 25, 50, 90];

/// The longest walks to and from stops that can be asked for, minutes.
pub(in crate::server) const WALKS_MINUTES: [u32; 5] = [5, 10, 15, 20, 30];

/// Departures sampled from the time asked for, one a minute.
pub(in crate::server) const WINDOW_MINUTES: u32 = 60;

/// What a room is made ready for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::server) struct Setting {
    pub mode: TravelMode,
    /// By public transport only.
    pub date: Option<Date>,
    /// First departure, seconds of the day; by car its hour; nought where the time does not matter.
    pub first_seconds: u32,
    /// By public transport only.
    pub max_walk_minutes: u32,
}

impl Setting {
    /// The question with everything left out that does not matter to its mode, so that like questions share a room.
    pub fn new(mode: TravelMode, date: Date, first_seconds: u32, max_walk_minutes: u32) -> Self {
        match mode {
            TravelMode::Transit => Self { mode, date: Some(date), first_seconds, max_walk_minutes },
            TravelMode::Car => {
                Self { mode, date: None, first_seconds: first_seconds / 3600 * 3600, max_walk_minutes: 0 }
            }
            TravelMode::Cycle | TravelMode::Walk => Self { mode, date: None, first_seconds: 0, max_walk_minutes: 0 },
        }
    }

    /// The departures sampled.
    pub fn window(&self) -> Window {
        Window::Depart { first_seconds: self.first_seconds, minutes: WINDOW_MINUTES }
    }
}

/// `HH:MM` of a day, as seconds.
pub(in crate::server) fn clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok());
    let (hours, minutes): (u32, u32) = (two(hours)??, two(minutes)??);
    (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_questions_share_a_room() {
        let date = jiff::civil::date(2024, 3, 5);
        let at = |mode, seconds, walk| Setting::new(mode, date, seconds, walk);
        assert_eq!(at(TravelMode::Walk, 1, 5), at(TravelMode::Walk, 50_000, 30));
        assert_eq!(at(TravelMode::Car, 8 * 3600 + 60, 5), at(TravelMode::Car, 8 * 3600 + 900, 10));
        assert_ne!(at(TravelMode::Transit, 8 * 3600, 15), at(TravelMode::Transit, 8 * 3600 + 900, 15));
    }

    #[test]
    fn clocks_are_two_digits_each() {
        assert_eq!(clock("08:30"), Some(30_600));
        for wrong in ["8:30", "24:00", "08:60", "0830", "", "08:3", "+8:30", "08:30:00"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }
}

//! Calendar dates as days since 1970-01-01.

use jiff::civil::{Date, date};

/// The day that `YYYYMMDD` names.
pub(super) fn parse(bytes: &[u8]) -> Option<i32> {
    if bytes.len() != 8 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| bytes[range].iter().fold(0i16, |n, b| n * 10 + i16::from(b - b'0'));
    let (year, month, day) = (number(0..4), number(4..6), number(6..8));
    Date::new(year, month as i8, day as i8).ok().map(to_day)
}

/// Days from 1970-01-01 to `date`.
pub(super) fn to_day(date: Date) -> i32 {
    (date.duration_since(self::date(1970, 1, 1)).as_secs() / 86_400) as i32
}

/// The date that stands `day` days after 1970-01-01; the last or first date there is where it lies beyond.
pub(super) fn from_day(day: i32) -> Date {
    date(1970, 1, 1).saturating_add(jiff::Span::new().days(day.clamp(-4_371_587, 2_932_896)))
}

/// 0 on Mondays, 6 on Sundays.
pub(super) fn weekday(day: i32) -> u32 {
    (day + 3).rem_euclid(7) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_go_both_ways() {
        assert_eq!(parse(b"19700101"), Some(0));
        assert_eq!(parse(b"20240305"), Some(19_787));
        assert_eq!(from_day(19_787), date(2024, 3, 5));
        assert_eq!(weekday(19_787), 1, "a Tuesday");
        assert_eq!(weekday(to_day(date(1969, 12, 28))), 6, "a Sunday before the epoch");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["", "20240230", "2024-03-05", "20241301", "202403055"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}

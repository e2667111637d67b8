//! Signed speed limits.

const KMH_PER_MPH: f64 = 1.609_344;

/// What `maxspeed` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Kilometres an hour.
    Kmh(u8),
    /// No usable limit: none signed, variable by sign, or text that is not understood.
    Unknown,
}

/// Reads a value of `maxspeed`: a number (km/h), a number of mph or knots, `walk`, `none`, `national` (British single
/// carriageway) or a country's rule such as `GB:nsl_dual` or `RU:urban`. Of several values the first counts.
pub(crate) fn read(value: &[u8]) -> Limit {
    let Ok(text) = std::str::from_utf8(value) else {
        return Limit::Unknown;
    };
    let text = text.split(';').next().unwrap_or(text).trim();
    let kmh = match text {
        "walk" => Some(7.0),
        "none" => Some(130.0),
        "national" => Some(60.0 * KMH_PER_MPH),
        _ => number(text).or_else(|| rule(text)),
    };
    match kmh {
        Some(kmh) if (1.0..=200.0).contains(&kmh) => Limit::Kmh(kmh.round() as u8),
        _ => Limit::Unknown,
    }
}

fn number(text: &str) -> Option<f64> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len()));
    let figure: f64 = digits.parse().ok()?;
    match unit.trim() {
        "" | "km/h" | "kmh" | "kph" => Some(figure),
        "mph" => Some(figure * KMH_PER_MPH),
        "knots" => Some(figure * 1.852),
        _ => None,
    }
}

/// National rules, km/h. Source: OpenStreetMap wiki, "Default speed limits".
fn rule(text: &str) -> Option<f64> {
    let (country, zone) = text.split_once(':')?;
    let kmh = match (country, zone) {
        ("GB" | "UK", "motorway" | "nsl_dual") => 70.0 * KMH_PER_MPH,
        ("GB" | "UK", "nsl_single" | "rural" | "national") => 60.0 * KMH_PER_MPH,
        ("GB" | "UK", "nsl_restricted" | "urban") => 30.0 * KMH_PER_MPH,
        ("RU", "urban") => 60.0,
        ("RU" | "BY" | "UA" | "DE", "living_street") => 20.0,
        ("DE" | "AT", "rural") => 100.0,
        (_, "urban") => 50.0,
        (_, "rural") => 90.0,
        ("RU" | "FR", "motorway") | (_, "trunk") => 110.0,
        (_, "motorway") => 120.0,
        ("GB" | "UK", zone) => {
            zone.strip_suffix("zone").or_else(|| zone.strip_prefix("zone"))?.parse::<f64>().ok()? * KMH_PER_MPH
        }
        (_, zone) => {
            zone.strip_prefix("zone").or_else(|| zone.strip_suffix("zone"))?.trim_start_matches(':').parse().ok()?
        }
    };
    Some(kmh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_in_every_spelling() {
        let kmh = |text: &str| match read(text.as_bytes()) {
            Limit::Kmh(kmh) => kmh,
            Limit::Unknown => 0,
        };
        let cases = [
            ("50", 50),
            ("30 mph", 48),
            ("20mph", 32),
            ("70 mph", 113),
            ("50 km/h", 50),
            ("walk", 7),
            ("none", 130),
            ("national", 97),
            ("GB:nsl_dual", 113),
            ("GB:nsl_single", 97),
            ("GB:nsl_restricted", 48),
            ("GB:20zone", 32),
            ("RU:urban", 60),
            ("RU:rural", 90),
            ("DE:zone30", 30),
            ("DE:zone:30", 30),
            ("30 mph;20 mph", 48),
            ("signals", 0),
            ("variable", 0),
            ("fast", 0),
            ("0", 0),
            ("9999", 0),
            ("30 furlongs", 0),
            ("", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(kmh(text), expected, "{text}");
        }
    }
}

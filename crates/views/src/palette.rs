//! Colours that stay apart for readers who see them differently, in grey print, and on a white page.

/// Text and axis lines.
pub const INK: &str = "#18232d";
/// Secondary text; more than 7:1 against white.
pub const QUIET: &str = "#48545f";
/// Hairlines and grid.
pub const RULE: &str = "#ccd4da";
/// What is meant to be seen first.
pub const STRONG: &str = "#0f4c6e";
/// What stands beside it.
pub const PLAIN: &str = "#7d8b97";
/// Ground of an area without a number (hatched over).
pub const EMPTY: &str = "#f1f1ef";

/// Five steps from pale sand to deep blue: lightness falls evenly, so the order survives any kind of colour sight and a grey printer.
const STEPS: [[u8; 3]; 5] =
    [[0xf5, 0xef, 0xcf], [0xb0, 0xd0, 0xac], [0x6f, 0xb3, 0xac], [0x34, 0x80, 0x9c], [0x1b, 0x42, 0x70]];

/// `count` colours from pale to dark as `#rrggbb`; two or more are spread over the whole range, one is the middle.
pub fn sequential(count: usize) -> Vec<String> {
    let last = (STEPS.len() - 1) as f64;
    (0..count)
        .map(|i| {
            let at = if count == 1 { last / 2.0 } else { i as f64 / (count - 1) as f64 * last };
            let lower = (at.floor() as usize).min(STEPS.len() - 2);
            let share = at - lower as f64;
            let mix = |k: usize| {
                let (a, b) = (f64::from(STEPS[lower][k]), f64::from(STEPS[lower + 1][k]));
                (a + (b - a) * share).round() as u8
            };
            format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels(hex: &str) -> [f64; 3] {
        [1, 3, 5].map(|i| {
            let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(c: [f64; 3]) -> f64 {
        0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
    }

    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    /// Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
    const SIGHTS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    #[test]
    fn neighbouring_steps_stay_apart_for_every_kind_of_colour_sight() {
        for sight in SIGHTS {
            let seen: Vec<[f64; 3]> = sequential(5)
                .iter()
                .map(|c| {
                    let c = channels(c);
                    sight.map(|row| (0..3).map(|k| row[k] * c[k]).sum::<f64>().clamp(0.0, 1.0))
                })
                .collect();
            for pair in seen.windows(2) {
                assert!(luminance(pair[0]) > luminance(pair[1]));
                assert!(contrast(pair[0], pair[1]) >= 1.3, "{seen:?}");
            }
        }
    }

    #[test]
    fn text_colours_meet_aa_on_white() {
        for colour in [INK, QUIET, STRONG] {
            assert!(contrast(channels(colour), [1.0; 3]) >= 4.5, "{colour}");
        }
        // Marks other than text need 3:1.
        assert!(contrast(channels(PLAIN), [1.0; 3]) >= 3.0);
    }

    #[test]
    fn any_number_of_classes_has_its_own_colours() {
        assert!(sequential(0).is_empty());
        for n in 1..=9 {
            let mut colours = sequential(n);
            colours.dedup();
            assert_eq!(colours.len(), n);
        }
    }
}

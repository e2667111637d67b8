//! Queen contiguity: areas whose outlines share a corner.

use std::collections::HashMap;

use super::Links;

/// Degrees that count as one place: about a centimetre, less than any published coordinate resolves.
const SAME_PLACE_DEGREES: f64 = 1e-7;

/// Links each area to those that share at least one vertex of their outlines with it; an area without outline (no rings) has no links.
///
/// `rings` gives, for each area, the vertices of all its rings as `(lon, lat)` degrees. Published boundaries of one set share the vertices of their common
/// borders; outlines that were simplified one by one do not.
pub fn queen(rings: &[Vec<(f64, f64)>]) -> Vec<Links> {
    let mut corners: HashMap<(i64, i64), Vec<u32>> = HashMap::new();
    let cell = |degrees: f64| (degrees / SAME_PLACE_DEGREES).round() as i64;
    for (area, vertices) in rings.iter().enumerate() {
        for (lon, lat) in vertices {
            let there = corners.entry((cell(*lon), cell(*lat))).or_default();
            if there.last() != Some(&(area as u32)) {
                there.push(area as u32);
            }
        }
    }
    let mut links = vec![Vec::new(); rings.len()];
    for there in corners.values().filter(|there| there.len() > 1) {
        for &area in there {
            links[area as usize].extend(there.iter().filter(|other| **other != area).map(|other| (*other, 1.0)));
        }
    }
    // The map hands its corners over in any order.
    for row in &mut links {
        row.sort_by_key(|link: &(u32, f64)| link.0);
        row.dedup_by_key(|link| link.0);
    }
    links
}

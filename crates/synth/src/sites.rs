//! Where the large employers are: hospital, university, retail parks, and the parks that no bus serves.

use crate::areas::{Areas, Place};
use crate::land::{Land, Spot};
use crate::settlements::Kind;

/// What a large employer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SiteKind {
    /// A general hospital.
    Hospital,
    /// A university.
    University,
    /// Shops and cafés with a car park.
    RetailPark,
    /// Offices off the bus map.
    BusinessPark,
    /// Sheds off the bus map where the first shift starts at 06:00.
    Warehouses,
    /// Works of long standing in the old docks or the coalfield.
    Factory,
}

impl SiteKind {
    /// Whether buses and trains keep away from it.
    pub(crate) fn off_the_map(self) -> bool {
        matches!(self, SiteKind::BusinessPark | SiteKind::Warehouses)
    }
}

/// A large employer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) kind: SiteKind,
    pub(crate) area: usize,
}

/// No stop stands nearer than this to a site off the bus map, metres in a straight line.
pub(crate) const CLEAR_METRES: f64 = 1_600.0;

/// Chooses the sites of every city.
pub(crate) fn choose(land: &Land, areas: &Areas) -> Vec<Site> {
    let mut sites = Vec::new();
    for (number, city) in land.settlements.iter().enumerate() {
        if city.kind != Kind::City {
            continue;
        }
        let members: Vec<usize> =
            (0..areas.list.len()).filter(|a| land.settlements[areas.list[*a].settlement].city == number).collect();
        let size = members.len();
        let mut pick = |kind: SiteKind, wanted: usize, places: &[Place], best: f64| {
            let apart = |a: usize| areas.list[a].spot.metres_to(city.spot) / city.radius;
            let mut order: Vec<usize> = members
                .iter()
                .copied()
                .filter(|a| places.contains(&areas.list[*a].place))
                .filter(|a| !kind.off_the_map() || remote(land, areas.list[*a].spot))
                .collect();
            order.sort_by(|a, b| (apart(*a) - best).abs().total_cmp(&(apart(*b) - best).abs()).then(a.cmp(b)));
            let mut chosen: Vec<usize> = Vec::new();
            for area in order {
                let spot = areas.list[area].spot;
                let clear = |other: usize| areas.list[other].spot.metres_to(spot) > 1_500.0;
                if chosen.len() < wanted
                    && chosen.iter().all(|c| clear(*c))
                    && sites.iter().all(|s: &Site| s.area != area)
                {
                    chosen.push(area);
                    sites.push(Site { kind, area });
                }
            }
        };
        let edge = [Place::Rural, Place::Suburb, Place::Leafy, Place::Town, Place::Coalfield];
        pick(SiteKind::Warehouses, (size / 120).max(1), &edge, 1.9);
        pick(SiteKind::BusinessPark, (size / 240).max(1), &edge, 1.6);
        pick(SiteKind::Hospital, 1, &[Place::Inner, Place::Suburb, Place::Leafy], 0.7);
        pick(SiteKind::University, 1, &[Place::Centre, Place::Inner], 0.25);
        pick(
            SiteKind::RetailPark,
            (size / 100).max(1),
            &[Place::Suburb, Place::Docks, Place::Estate, Place::Town],
            1.1,
        );
        pick(
            SiteKind::Factory,
            (size / 90).max(1),
            &[Place::Docks, Place::Coalfield, Place::Coast, Place::Estate],
            1.4,
        );
    }
    sites
}

/// Whether a place is clear of every settlement's built-up middle.
fn remote(land: &Land, spot: Spot) -> bool {
    land.settlements.iter().all(|s| s.spot.metres_to(spot) > (0.9 * s.radius).max(CLEAR_METRES + 400.0))
        && land.metres_from_water(spot) > 300.0
}

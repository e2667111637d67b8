//! Which routes a fare is about: by operator, means of transport and line.

use lynchpin_network::timetable::Timetable;
use serde::Deserialize;

/// Means of transport, as fares files name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Tram,
    Metro,
    Rail,
    Bus,
    Coach,
    Ferry,
    Cable,
    Funicular,
    Trolleybus,
    Monorail,
}

impl Mode {
    /// By `route_type`, basic or extended.
    fn of(kind: u16) -> Option<Self> {
        Some(match kind {
            0 | 900..=906 => Self::Tram,
            1 | 400..=404 => Self::Metro,
            2 | 100..=117 => Self::Rail,
            3 | 700..=716 => Self::Bus,
            200..=209 => Self::Coach,
            4 | 1000 | 1200 => Self::Ferry,
            5 | 6 | 1300..=1307 => Self::Cable,
            7 | 1400..=1402 => Self::Funicular,
            11 | 800 => Self::Trolleybus,
            12 | 405 => Self::Monorail,
            _ => return None,
        })
    }
}

/// Routes of a timetable, looked up by the names that people write.
pub(super) struct RoutesByName<'a> {
    pub(super) timetable: &'a Timetable,
}

impl RoutesByName<'_> {
    pub(super) fn count(&self) -> usize {
        self.timetable.routes.kind.len()
    }

    /// Is there an operator of this id or name?
    pub(super) fn knows_operator(&self, name: &str) -> bool {
        let agencies = &self.timetable.agencies;
        agencies.id.iter().chain(agencies.name.iter()).any(|known| known == name)
    }

    /// Is there a line of this id or short name?
    pub(super) fn knows_route(&self, name: &str) -> bool {
        let routes = &self.timetable.routes;
        routes.id.iter().chain(routes.short_name.iter()).any(|known| known == name)
    }

    /// The operators' names, for messages.
    pub(super) fn operators(&self) -> String {
        let mut names: Vec<&str> = self.timetable.agencies.name.iter().collect();
        names.sort_unstable();
        names.dedup();
        let more = if names.len() > 10 { ", …" } else { "" };
        names.truncate(10);
        format!("{}{more}", names.join(", "))
    }

    /// Is a route one of those meant?
    pub(super) fn is_meant(
        &self,
        route: usize,
        operators: Option<&[String]>,
        modes: Option<&[Mode]>,
        lines: Option<&[String]>,
    ) -> bool {
        let routes = &self.timetable.routes;
        let agency = routes.agency[route] as usize;
        let by_operator = operators.is_none_or(|names| {
            let agencies = &self.timetable.agencies;
            let known = agency < agencies.id.len();
            known && names.iter().any(|name| name == agencies.id.get(agency) || name == agencies.name.get(agency))
        });
        let by_mode = modes.is_none_or(|modes| Mode::of(routes.kind[route]).is_some_and(|mode| modes.contains(&mode)));
        let by_line = lines.is_none_or(|names| {
            names.iter().any(|name| name == routes.id.get(route) || name == routes.short_name.get(route))
        });
        by_operator && by_mode && by_line
    }
}

//! The railway: a local line from each city to its towns, fast trains between cities.

use crate::areas::Areas;
use crate::gtfs::Feed;
use crate::land::{Land, Spot};
use crate::settlements::Kind;
use crate::sites::{CLEAR_METRES, Site};
use crate::streets::{Streets, is_major};
use crate::timetable::{Line, Run, Service, Stop};
use std::collections::BTreeMap;

struct Planner<'a> {
    land: &'a Land,
    streets: &'a Streets,
    closed: Vec<Spot>,
    stops: Vec<Stop>,
    transfers: Vec<(String, String, u32)>,
    /// Platforms (out, back) by station: a settlement, or a halt.
    platforms: BTreeMap<(u32, u32), [u32; 2]>,
    lines: Vec<Line>,
}

/// A calling point: `(settlement, halt number, place)`; halt 0 is the settlement's own station.
type Call = (u32, u32, Spot);

/// Plans the railway.
pub(crate) fn plan(land: &Land, areas: &Areas, streets: &Streets, sites: &[Site]) -> Feed {
    let closed = sites.iter().filter(|s| s.kind.off_the_map()).map(|s| areas.list[s.area].spot).collect();
    let mut planner = Planner {
        land,
        streets,
        closed,
        stops: Vec::new(),
        transfers: Vec::new(),
        platforms: BTreeMap::new(),
        lines: Vec::new(),
    };
    for (number, settlement) in land.settlements.iter().enumerate() {
        let number = number as u32;
        match settlement.kind {
            Kind::City if number > 0 => {
                if let Some(to) = planner.nearest_earlier_city(number) {
                    planner.add_line(to, number, Service::Express);
                }
            }
            // Trains serve every town but only some of the pit towns, as after the closures.
            Kind::Coalfield if !number.is_multiple_of(2) => {}
            kind if is_major(kind) && kind != Kind::City => {
                planner.add_line(settlement.city as u32, number, Service::Train);
            }
            _ => {}
        }
    }
    Feed {
        agency: ("SYR".into(), format!("{} Railway (fictional)", land.settlements[0].name)),
        stops: planner.stops,
        lines: planner.lines,
        transfers: planner.transfers,
        route_type: 2,
    }
}

impl Planner<'_> {
    fn nearest_earlier_city(&self, city: u32) -> Option<u32> {
        let spot = self.land.settlements[city as usize].spot;
        (0..city).filter(|n| self.land.settlements[*n as usize].kind == Kind::City).min_by(|a, b| {
            let apart = |n: u32| self.land.settlements[n as usize].spot.metres_to(spot);
            apart(*a).total_cmp(&apart(*b))
        })
    }

    fn add_line(&mut self, from: u32, to: u32, service: Service) {
        let calls = self.calls(from, to, service);
        if calls.len() < 2 {
            return;
        }
        let metres_per_second = if service == Service::Express { 30.0 } else { 19.0 };
        let (mut out, mut back) = (Run::default(), Vec::new());
        let mut clock = 0.0;
        for (n, call) in calls.iter().enumerate() {
            if n > 0 {
                clock += 1.1 * calls[n - 1].2.metres_to(call.2) / metres_per_second + 50.0;
            }
            let pair = self.station(*call);
            out.stops.push(pair[0]);
            out.arrive.push(clock as u32);
            let dwell = if n == 0 || n + 1 == calls.len() { 0.0 } else { 40.0 };
            clock += dwell;
            out.depart.push(clock as u32);
            back.push(pair[1]);
        }
        back.reverse();
        let total = clock as u32;
        let flipped = |times: &[u32]| times.iter().rev().map(|t| total - t).collect::<Vec<_>>();
        let back = Run { stops: back, arrive: flipped(&out.depart), depart: flipped(&out.arrive) };
        let number = self.lines.len() + 1;
        let name = |n: u32| &self.land.settlements[n as usize].name;
        self.lines.push(Line {
            id: format!("R{number}"),
            name: format!("R{number}"),
            long_name: format!("{} - {}", name(from), name(to)),
            service,
            out,
            back,
            shift: (number as u32 * 11) % 30,
        });
    }

    /// Where a line calls: both ends, and on local lines a halt about every three kilometres where there are streets.
    fn calls(&self, from: u32, to: u32, service: Service) -> Vec<Call> {
        let (a, b) = (self.place(from), self.place(to));
        let mut calls = vec![(from, 0, a)];
        let legs = (a.metres_to(b) / 3_000.0) as u32;
        if service == Service::Train {
            for halt in 1..legs {
                let share = f64::from(halt) / f64::from(legs);
                let spot = Spot { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
                let node = self.streets.nodes[self.streets.nearest(spot) as usize];
                let clear = self.closed.iter().all(|s| s.metres_to(node) > CLEAR_METRES + 60.0);
                if node.metres_to(spot) < 400.0 && clear && self.land.density(node) > 25.0 {
                    calls.push((to, halt, node));
                }
            }
        }
        calls.push((to, 0, b));
        calls
    }

    /// A settlement's station: a little way from its middle, beside a street.
    fn place(&self, settlement: u32) -> Spot {
        let s = &self.land.settlements[settlement as usize];
        let aside = Spot { x: s.spot.x + 0.09 * s.radius, y: s.spot.y + 0.06 * s.radius };
        self.streets.nodes[self.streets.nearest(aside) as usize]
    }

    /// The platforms of a station, which is built when the first line calls.
    fn station(&mut self, (settlement, halt, spot): Call) -> [u32; 2] {
        if let Some(pair) = self.platforms.get(&(settlement, halt)) {
            return *pair;
        }
        let town = &self.land.settlements[settlement as usize].name;
        let name = if halt == 0 { town.clone() } else { format!("{town} Road Halt {halt}") };
        let id = format!("SR{:04}", self.platforms.len() + 1);
        self.stops.push(Stop { id: id.clone(), name: name.clone(), spot, parent: None, station: true });
        let pair = [1_u32, 2].map(|platform| {
            self.stops.push(Stop {
                id: format!("{id}{platform}"),
                name: format!("{name} platform {platform}"),
                spot: Spot { x: spot.x + 6.0 * f64::from(platform), y: spot.y + 4.0 },
                parent: Some(id.clone()),
                station: false,
            });
            self.stops.len() as u32 - 1
        });
        let platform = |n: u32| format!("{id}{n}");
        self.transfers.push((platform(1), platform(2), 180));
        self.transfers.push((platform(2), platform(1), 180));
        self.platforms.insert((settlement, halt), pair);
        pair
    }
}

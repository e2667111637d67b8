//! The bus network: lines along the main roads, a few to the estates, none to the parks.

use crate::areas::{Areas, NONE, Place};
use crate::gtfs::Feed;
use crate::land::{Land, Spot};
use crate::names;
use crate::settlements::Kind;
use crate::sites::{CLEAR_METRES, Site};
use crate::streets::Streets;
use crate::timetable::{Line, Run, Service, Stop};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

struct Planner<'a> {
    land: &'a Land,
    areas: &'a Areas,
    streets: &'a Streets,
    closed: Vec<Spot>,
    /// Per settlement, the road towards its city: a join's number and the settlement it leads to.
    towards_city: Vec<Option<(usize, u32)>>,
    stops: Vec<Stop>,
    /// Stops at a place on a link: one for each direction of travel (`a` to `b`, `b` to `a`).
    at_link: BTreeMap<u32, [u32; 2]>,
    station: BTreeMap<u32, u32>,
    lines: Vec<Line>,
}

/// Plans the bus network.
pub(crate) fn plan(land: &Land, areas: &Areas, streets: &Streets, sites: &[Site]) -> Feed {
    let closed = sites.iter().filter(|s| s.kind.off_the_map()).map(|s| areas.list[s.area].spot).collect();
    let mut planner = Planner {
        land,
        areas,
        streets,
        closed,
        towards_city: towards_city(land, streets),
        stops: Vec::new(),
        at_link: BTreeMap::new(),
        station: BTreeMap::new(),
        lines: Vec::new(),
    };
    planner.leaf_lines();
    planner.lines_between();
    planner.night_lines();
    Feed {
        agency: ("SYB".into(), format!("{} Buses (fictional)", land.settlements[0].name)),
        stops: planner.stops,
        lines: planner.lines,
        transfers: Vec::new(),
        route_type: 3,
    }
}

/// For every settlement the first road on the shortest way to its city.
fn towards_city(land: &Land, streets: &Streets) -> Vec<Option<(usize, u32)>> {
    let count = land.settlements.len();
    let mut beside: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
    for (number, join) in streets.tree.joins.iter().enumerate() {
        // Buses keep to the bridges that people may also walk over.
        if streets.links[join.link as usize].bridge.is_some_and(|b| !land.bridges[b as usize].1) {
            continue;
        }
        beside[join.ends.0 as usize].push((number, join.ends.1));
        beside[join.ends.1 as usize].push((number, join.ends.0));
    }
    let mut next: Vec<Option<(usize, u32)>> = vec![None; count];
    let mut best = vec![u64::MAX; count];
    let mut queue = BinaryHeap::new();
    for (number, settlement) in land.settlements.iter().enumerate() {
        if settlement.kind == Kind::City {
            best[number] = 0;
            queue.push(Reverse((0_u64, number)));
        }
    }
    while let Some(Reverse((so_far, at))) = queue.pop() {
        if so_far > best[at] {
            continue;
        }
        for (join, to) in &beside[at] {
            let then = so_far + streets.tree.joins[*join].metres as u64 + 1;
            if then < best[*to as usize] {
                best[*to as usize] = then;
                next[*to as usize] = Some((*join, at as u32));
                queue.push(Reverse((then, *to as usize)));
            }
        }
    }
    next
}

/// How many lines of its own a settlement has at most: small places have few, however many streets they have.
fn most_lines(kind: Kind) -> u32 {
    match kind {
        Kind::City => u32::MAX,
        Kind::Southbank | Kind::Coast => 6,
        Kind::Estate | Kind::Town => 4,
        Kind::Coalfield | Kind::Village => 2,
    }
}

impl Planner<'_> {
    /// Lines from the middle to neighbourhoods that no line has passed yet, the farthest first.
    fn leaf_lines(&mut self) {
        let streets = self.streets;
        let mut passed = vec![false; self.areas.list.len()];
        let mut order: Vec<(u32, usize, Vec<u32>)> = (0..self.areas.list.len())
            .filter(|area| self.areas.list[*area].place != Place::Rural)
            .map(|area| {
                let way = streets.tree.way_up(&streets.links, streets.area_node[area]);
                let metres: f32 = way.iter().map(|l| streets.links[*l as usize].metres).sum();
                (metres as u32, area, way)
            })
            .collect();
        order.sort_by_key(|o| (Reverse(o.0), o.1));
        let mut lines_of = vec![0_u32; self.land.settlements.len()];
        for (metres, area, way) in order {
            let root = streets.tree.root_of[streets.area_node[area] as usize];
            let most = most_lines(self.land.settlements[root as usize].kind);
            if passed[area] || (metres < 1_000 && lines_of[root as usize] > 0) || lines_of[root as usize] >= most {
                continue;
            }
            for link in &way {
                let ends = &streets.links[*link as usize];
                for near in [ends.a, ends.b].into_iter().flat_map(|end| streets.links_at(end)) {
                    let beside = streets.links[*near as usize].area;
                    if beside != NONE {
                        passed[beside as usize] = true;
                    }
                }
            }
            passed[area] = true;
            lines_of[root as usize] += 1;
            let rank = lines_of[root as usize];
            let service = match self.land.settlements[root as usize].kind {
                Kind::City if rank % 3 == 1 => Service::Main,
                Kind::Estate | Kind::Coalfield => Service::Estate,
                Kind::Village => Service::Village,
                _ => Service::Local,
            };
            self.leaf_line(root, way, service);
        }
    }

    fn leaf_line(&mut self, root: u32, mut way: Vec<u32>, service: Service) {
        let mut end = root;
        // Small places have no network of their own: their lines go on to the city.
        while matches!(
            self.land.settlements[end as usize].kind,
            Kind::Estate | Kind::Village | Kind::Southbank | Kind::Coalfield
        ) {
            let Some((join, to)) = self.towards_city[end as usize] else {
                break;
            };
            for link in self.road(join, end) {
                if way.last() == Some(&link) {
                    way.pop();
                } else {
                    way.push(link);
                }
            }
            end = to;
        }
        way.reverse();
        self.add_line(end, &way, service);
    }

    fn road(&self, join: usize, from: u32) -> Vec<u32> {
        let join = &self.streets.tree.joins[join];
        self.streets.tree.way_between(&self.streets.links, join, join.ends.0 != from)
    }

    /// A line from every town to its city, and between cities that touch.
    fn lines_between(&mut self) {
        for from in 0..self.land.settlements.len() as u32 {
            let kind = self.land.settlements[from as usize].kind;
            if !matches!(kind, Kind::Coast | Kind::Town | Kind::Village) {
                continue;
            }
            let (mut at, mut way) = (from, Vec::new());
            while let Some((join, to)) = self.towards_city[at as usize] {
                for link in self.road(join, at) {
                    if way.last() == Some(&link) {
                        way.pop();
                    } else {
                        way.push(link);
                    }
                }
                at = to;
            }
            way.reverse();
            let service = if kind == Kind::Village { Service::Village } else { Service::Between };
            self.add_line(at, &way, service);
        }
    }

    fn night_lines(&mut self) {
        let mains: Vec<Line> = self.lines.iter().filter(|l| l.service == Service::Main).cloned().collect();
        let wanted = (mains.len() / 4).clamp(1, 40);
        for (number, line) in mains.into_iter().take(wanted).enumerate() {
            self.lines.push(Line {
                id: format!("BN{}", number + 1),
                name: format!("N{}", number + 1),
                service: Service::Night,
                ..line
            });
        }
    }

    /// Adds a line that leaves the middle of settlement `from` along `way`, with a stop about every 250 metres.
    fn add_line(&mut self, from: u32, way: &[u32], service: Service) {
        let streets = self.streets;
        let start = self.station_at(from);
        let mut node = streets.tree.roots[from as usize];
        let mut out = Run { stops: vec![start], arrive: vec![0], depart: vec![0] };
        let mut back = vec![start];
        let (mut metres, mut since) = (0.0, 0.0);
        let mut legs = vec![0.0];
        for link in way {
            let l = &streets.links[*link as usize];
            let forward = l.a == node;
            node = streets.other(*link, node);
            metres += f64::from(l.metres);
            since += f64::from(l.metres);
            let rural = l.area != NONE && self.areas.list[l.area as usize].place == Place::Rural;
            let spacing = if rural { 420.0 } else { 230.0 };
            let last = way.last() == Some(link);
            let due = since > spacing || (last && since > 120.0);
            if l.bridge.is_none()
                && due
                && let Some(pair) = self.stops_on(*link)
            {
                out.stops.push(pair[usize::from(!forward)]);
                back.push(pair[usize::from(forward)]);
                legs.push(metres);
                since = 0.0;
            }
        }
        if out.stops.len() < 5 {
            return;
        }
        let fast = matches!(service, Service::Between | Service::Village);
        let metres_per_second = if fast { 9.0 } else { 6.4 };
        let mut clock = 0.0;
        for pair in legs.windows(2) {
            clock += ((pair[1] - pair[0]) / metres_per_second).max(25.0) + 14.0;
            out.arrive.push(clock as u32);
            out.depart.push(clock as u32);
        }
        back.reverse();
        let total = clock as u32;
        let times: Vec<u32> = out.arrive.iter().rev().map(|t| total - t).collect();
        let number = self.lines.len() + 1;
        let end = out.stops.last().map(|s| self.stops[*s as usize].name.clone()).unwrap_or_default();
        self.lines.push(Line {
            id: format!("B{number}"),
            name: number.to_string(),
            long_name: format!("{} - {end}", self.land.settlements[from as usize].name),
            service,
            out,
            back: Run { stops: back, arrive: times.clone(), depart: times },
            shift: (number as u32 * 7) % 30,
        });
    }

    /// The bus station in the middle of a settlement.
    fn station_at(&mut self, settlement: u32) -> u32 {
        if let Some(stop) = self.station.get(&settlement) {
            return *stop;
        }
        let spot = self.streets.nodes[self.streets.tree.roots[settlement as usize] as usize];
        let name = format!("{} Bus Station", self.land.settlements[settlement as usize].name);
        let stop = self.new_stop(name, Spot { x: spot.x + 9.0, y: spot.y + 6.0 });
        self.station.insert(settlement, stop);
        stop
    }

    /// The pair of poles on a link, one on each kerb; none near the parks off the map.
    fn stops_on(&mut self, link: u32) -> Option<[u32; 2]> {
        if let Some(pair) = self.at_link.get(&link) {
            return Some(*pair);
        }
        let l = &self.streets.links[link as usize];
        let (a, b) = (self.streets.nodes[l.a as usize], self.streets.nodes[l.b as usize]);
        let middle = Spot { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
        if self.closed.iter().any(|spot| spot.metres_to(middle) < CLEAR_METRES + 20.0) {
            return None;
        }
        let (dx, dy) = ((b.x - a.x) / f64::from(l.metres), (b.y - a.y) / f64::from(l.metres));
        let name = names::street(u64::from(link) * 31 + 7);
        let kerb = |side: f64| Spot {
            x: middle.x - dy * 6.0 * side + dx * 5.0 * side,
            y: middle.y + dx * 6.0 * side + dy * 5.0 * side,
        };
        // Traffic keeps left: the pole for travel from a to b stands on the left of that direction.
        let pair = [self.new_stop(name.clone(), kerb(1.0)), self.new_stop(name, kerb(-1.0))];
        self.at_link.insert(link, pair);
        Some(pair)
    }

    fn new_stop(&mut self, name: String, spot: Spot) -> u32 {
        let number = self.stops.len() as u32;
        self.stops.push(Stop { id: format!("SB{:06}", number + 1), name, spot, parent: None, station: false });
        number
    }
}

//! Turn restrictions in the driving graph: a junction is split so that who arrives by a restricted link finds only the
//! ways out that are allowed.

use super::gather::Gathered;
use super::graph::{Link, MoreTail};
use super::pieces::RawLink;
use super::report::TurnReport;
use super::restrictions::TurnRule;
use crate::geometry::Point;
use crate::ids::NodeId;

/// A link at a junction of which a rule speaks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Approach {
    junction: NodeId,
    /// OSM way that the link belongs to at this end.
    street: i64,
    /// Twice the link's number, plus one for travel from end to start.
    way: u32,
}

/// All ways into and out of the junctions concerned, sorted.
struct Approaches {
    into: Vec<Approach>,
    out: Vec<Approach>,
}

/// Applies the rules: changes the heads of links that arrive at copies, adds the copies' places to `points`, and returns
/// the ways out of the copies, sorted.
pub(super) fn split(
    gathered: &Gathered,
    origins: &[&RawLink],
    number: &[u32],
    links: &mut [Link],
    points: &mut Vec<Point>,
    report: &mut TurnReport,
) -> Vec<MoreTail> {
    let rules: Vec<(NodeId, &TurnRule)> = gathered
        .rules
        .iter()
        .filter_map(|rule| {
            let junction = gathered.ids.binary_search(&rule.via).ok().map(|via| NodeId(number[via]));
            let known = junction.filter(|junction| junction.is_some());
            report.without_effect += u64::from(known.is_none());
            Some((known?, rule))
        })
        .collect();
    let around = Approaches::find(gathered, origins, links, &rules);
    let mut forbidden: Vec<(NodeId, u32, u32)> = Vec::new();
    for (junction, rule) in rules {
        around.forbid(junction, rule, &mut forbidden, report);
    }
    forbidden.sort_unstable();
    forbidden.dedup();
    let mut more = Vec::new();
    for turns in forbidden.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (junction, into, _) = turns[0];
        let copy = NodeId::from(points.len());
        points.push(points[junction.index()]);
        let link = &mut links[into as usize >> 1];
        *(if into & 1 == 0 { &mut link.forward_head } else { &mut link.backward_head }) = copy;
        let allowed = around.at(&around.out, junction).filter(|out| turns.iter().all(|turn| turn.2 != out.way));
        more.extend(allowed.map(|out| MoreTail { way: out.way, tail: copy }));
    }
    more.sort_unstable();
    more
}

impl Approaches {
    fn find(gathered: &Gathered, origins: &[&RawLink], links: &[Link], rules: &[(NodeId, &TurnRule)]) -> Self {
        let mut junctions: Vec<NodeId> = rules.iter().map(|rule| rule.0).collect();
        junctions.sort_unstable();
        junctions.dedup();
        let (mut into, mut out) = (Vec::new(), Vec::new());
        for (at, (link, origin)) in links.iter().zip(origins).enumerate() {
            let way = at as u32 * 2;
            for (junction, end) in [(link.start, 0), (link.end, 1)] {
                if junctions.binary_search(&junction).is_err() {
                    continue;
                }
                let street = gathered.streets[origin.streets[end] as usize].id;
                let of = |way| Approach { junction, street, way };
                let (arriving, leaving) = if end == 0 { (way + 1, way) } else { (way, way + 1) };
                let open = |way: u32| if way & 1 == 0 { link.forward_head } else { link.backward_head }.is_some();
                into.extend(open(arriving).then(|| of(arriving)));
                out.extend(open(leaving).then(|| of(leaving)));
            }
        }
        into.sort_unstable();
        out.sort_unstable();
        Self { into, out }
    }

    #[expect(clippy::unused_self, reason = "reads as a question about the junctions at hand")]
    fn at<'a>(&self, side: &'a [Approach], junction: NodeId) -> impl Iterator<Item = &'a Approach> + use<'a> {
        let first = side.partition_point(|a| a.junction < junction);
        side[first..].iter().take_while(move |a| a.junction == junction)
    }

    /// Adds the turns (junction, way in, way out) that a rule forbids.
    fn forbid(
        &self,
        junction: NodeId,
        rule: &TurnRule,
        forbidden: &mut Vec<(NodeId, u32, u32)>,
        report: &mut TurnReport,
    ) {
        let into: Vec<u32> = self.at(&self.into, junction).filter(|a| a.street == rule.from).map(|a| a.way).collect();
        let onto: Vec<u32> = self.at(&self.out, junction).filter(|a| a.street == rule.to).map(|a| a.way).collect();
        match (&into[..], &onto[..]) {
            ([], _) | (_, []) => report.without_effect += 1,
            (&[into], &[onto]) => {
                report.applied += 1;
                if rule.only {
                    let others = self.at(&self.out, junction).filter(|out| out.way != onto);
                    forbidden.extend(others.map(|out| (junction, into, out.way)));
                } else {
                    forbidden.push((junction, into, onto));
                }
            }
            _ => report.ambiguous += 1,
        }
    }
}

//! From findings to what the map serves.

use std::collections::BTreeMap;

use anyhow::Result;
use lynchpin_findings::work::WorkAnswer;
use lynchpin_pack::Pack;
use lynchpin_pack::tables::{Childcare, Provenance, Tables};
use lynchpin_views::report::Report;
use lynchpin_views::server::{Book, LiveInput, Offer, OfferColumn, Pages, Served};

use crate::analysis::PackFindings;
use crate::progress::Steps;
use crate::travel;

/// A pack and its findings, ready to be served.
pub fn served(pack: Pack, findings: PackFindings, steps: &mut Steps) -> Result<Served> {
    let run = findings.run_info(&pack)?;
    let ledger = findings.ledger();
    let finding = findings.finding(&pack);
    let threshold = f64::from(pack.disclosure().threshold);
    let book = steps.step("figures of every place", || {
        let story = findings.story(&pack, finding.as_ref(), &[], &run, &ledger);
        Book::of(&story, threshold)
    });
    let network = if pack.streets().is_empty() { None } else { Some(travel::network(&pack, steps)?) };
    let live = network.map(|network| LiveInput {
        network,
        date: pack.date().unwrap_or_default(),
        run: pack.run().clone(),
        offers: offers(&findings.tables, findings.work.as_ref().ok()),
    });
    let pages = Box::new(PackPages { pack, findings });
    Ok(steps.step("the map", || Served::new(book, live, pages, run)))
}

/// Draws up reports on places from the findings of a pack.
struct PackPages {
    pack: Pack,
    findings: PackFindings,
}

impl Pages for PackPages {
    fn report(&self, code: &str) -> Result<Report, String> {
        let draw = || -> Result<Report> {
            let profile = self.findings.profile(&self.pack, code)?;
            let run = self.findings.run_info(&self.pack)?;
            let (finding, ledger) = (self.findings.finding(&self.pack), self.findings.ledger());
            Ok(self.findings.story(&self.pack, finding.as_ref(), &[], &run, &ledger).place_page(&profile))
        };
        draw().map_err(|error| format!("{error:#}"))
    }
}

/// What there is to reach: jobs and good jobs at workplaces, places in childcare.
fn offers(tables: &Tables, work: Option<&WorkAnswer>) -> Vec<Offer> {
    let jobs = tables.jobs.as_ref().map(|jobs| {
        let total = |workplace: usize| jobs.counts.iter().map(|industry| industry[workplace]).sum();
        let mut columns = vec![OfferColumn {
            id: "jobs".into(),
            label: "Jobs".into(),
            unit: "jobs".into(),
            method: "All jobs at workplaces, as published.".into(),
            amounts: (0..jobs.codes.len()).map(total).collect(),
            bounds: None,
        }];
        columns.extend(work.map(good_jobs));
        let names: BTreeMap<&str, &str> =
            tables.areas.codes.iter().zip(&tables.areas.names).map(|(c, n)| (c.as_str(), n.as_str())).collect();
        let name = |code: &String| names.get(code.as_str()).map_or_else(|| code.clone(), |n| (*n).to_owned());
        Offer {
            points: jobs.points.clone(),
            names: jobs.codes.iter().map(name).collect(),
            columns,
            sources: line(&jobs.provenance),
        }
    });
    jobs.into_iter().chain(tables.childcare.as_ref().map(childcare)).collect()
}

fn good_jobs(work: &WorkAnswer) -> OfferColumn {
    let floor = &work.floor;
    OfferColumn {
        id: "good-jobs".into(),
        label: "Good jobs".into(),
        unit: "jobs".into(),
        method: format!(
            "Jobs that pay at least £{:.2} an hour ({}), from national pay applied to local industries; the bounds are what published pay percentiles allow.",
            floor.pounds_per_hour, floor.label
        ),
        amounts: work.good.point.clone(),
        bounds: Some([work.good.low.clone(), work.good.high.clone()]),
    }
}

fn childcare(childcare: &Childcare) -> Offer {
    let column = |id: &str, label: &str, method: &str, amounts: Vec<f64>| OfferColumn {
        id: id.into(),
        label: label.into(),
        unit: label.to_lowercase(),
        method: method.into(),
        amounts,
        bounds: None,
    };
    Offer {
        points: childcare.points.clone(),
        names: childcare.names.clone(),
        columns: vec![
            column("nurseries", "Nurseries", "Registered childcare providers.", vec![1.0; childcare.ids.len()]),
            column("nursery-places", "Nursery places", "Registered places, taken or not.", childcare.places.clone()),
        ],
        sources: line(&childcare.provenance),
    }
}

fn line(provenance: &Provenance) -> String {
    format!("{}: {} ({}), {}", provenance.publisher, provenance.title, provenance.period, provenance.licence)
}

//! `lynchpin work`: what good work people hold, what is offered, in which sectors, and what else they could do.

use clap::{Args, ValueEnum};
use lynchpin_pack::config::{GoodPay, Thresholds};
use lynchpin_pack::{Pack, ReadOptions};
use lynchpin_views::story;
use serde_json::json;

use super::pack_arguments;
use crate::analysis::{self, PackFindings};
use crate::failure::Ending;
use crate::good_work;
use crate::progress::Steps;

/// Wages that make a job good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// The first wage floor of the pack
    WageFloor,
    /// Two thirds of the median of all employees
    TwoThirdsOfMedian,
    /// 60 % of the median of all employees
    SixtyPercentOfMedian,
    /// The Real Living Wage
    RealLivingWage,
}

/// Options of `lynchpin work`.
#[derive(Args)]
#[group(id = "work_arguments")]
pub struct Arguments {
    /// What every verb that answers from a pack takes
    #[command(flatten)]
    pub pack: pack_arguments::Arguments,
    /// What pay counts as good, in place of what the pack says
    #[arg(long, value_name = "WAGE")]
    pub good_pay: Option<Choice>,
    /// Year of the Real Living Wage: 2023-24, 2024-25 or 2025-26 (default: the latest)
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// The Real Living Wage of London
    #[arg(long)]
    pub london: bool,
}

/// Reads the pack, answers, writes report and tables.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.pack.threads, || answer(arguments))?
}

fn answer(arguments: &Arguments) -> anyhow::Result<Ending> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack.pack)?;
    let read = ReadOptions { quarantine: arguments.pack.quarantine };
    let tables = steps.step("read the pack", || pack.read(&read))?;
    let places = steps.step("places", || analysis::places(&pack, &tables))?;
    let thresholds = arguments.thresholds(pack.thresholds());
    let found = steps.step("good work", || good_work::answer_for(&pack, &thresholds, &tables, &places, None))?;
    let unasked = "only good work held and offered was asked for; `lynchpin run` adds what is within reach.";
    let findings = PackFindings { good_work: Some(found), ..PackFindings::of_places(tables, places, unasked) };
    let asked = findings.profiles(&pack, &arguments.pack.place)?;
    let out = arguments.pack.results(&pack);
    let written = steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &out))?;
    steps.finish();
    if let Some(found) = &findings.good_work {
        if arguments.pack.json {
            super::print_json(&json!({
                "pack": pack.name(),
                "good_work": found,
                "areas": findings.tables.areas.codes,
                "places": asked,
                "ledger": findings.ledger(),
                "files": written,
            }))?;
        } else {
            super::print_answer(&story::good_work_tables(found), &story::good_work_headline(found))?;
        }
    }
    analysis::say_where(&written);
    Ok(Ending::Done)
}

impl Arguments {
    /// The pack's thresholds with what the command line says otherwise; a year or London alone asks for the Real Living Wage.
    fn thresholds(&self, pack: &Thresholds) -> Thresholds {
        let mut thresholds = pack.clone();
        let asked = match self.good_pay {
            None if self.year.is_some() || self.london => Some(Choice::RealLivingWage),
            asked => asked,
        };
        thresholds.good_pay = match asked {
            None => thresholds.good_pay,
            Some(Choice::WageFloor) => Some(GoodPay::WageFloor),
            Some(Choice::TwoThirdsOfMedian) => Some(GoodPay::TwoThirdsOfMedian),
            Some(Choice::SixtyPercentOfMedian) => Some(GoodPay::SixtyPercentOfMedian),
            Some(Choice::RealLivingWage) => Some(GoodPay::RealLivingWage),
        };
        if asked.is_some() {
            thresholds.real_living_wage_year.clone_from(&self.year);
            thresholds.real_living_wage_london = self.london;
        }
        thresholds
    }
}

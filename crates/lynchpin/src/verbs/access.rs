//! `lynchpin access`: what people can reach, summed up row by row without writing the matrix.

use anyhow::{Context, Result, bail};
use lynchpin_network::Network;
use lynchpin_reach::access::{
    Availability, Balanced, Columns, Competition, Decay, KeptRows, Measure, Mode, ModifiedTwoStep, Opportunities,
    Question, SecondPass, Survey, ThreeStep, TwoStep, Unserved, table,
};
use lynchpin_reach::matrix::{MatrixRow, RowSink};
use lynchpin_reach::points::Points;
use serde_json::json;

pub use super::access_arguments::Arguments;
use super::access_arguments::MeasureName;
use super::access_inequality as inequality;
use super::matrix;
use super::matrix_arguments::{ModeName, TravelArguments};
use crate::failure::Ending;
use crate::progress::Steps;

/// Measures access and writes it.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    super::on_threads(arguments.travel.threads, || access(arguments))?
}

fn access(arguments: &Arguments) -> Result<Ending> {
    let mut steps = Steps::new();
    let given = Given::read(arguments)?;
    let network = matrix::network(&arguments.travel, &mut steps)?;
    let names: Vec<&str> = given.supply_names.iter().map(String::as_str).collect();
    let named: Vec<(&str, &[f64])> = names.iter().copied().zip(given.supply.iter().map(Vec::as_slice)).collect();
    let supply = Opportunities::new(&named)?;
    let question = Question {
        supply: &supply,
        measures: &given.measures,
        times: &given.times,
        origins: given.origins.len(),
        people: &given.demand,
        exponent: arguments.demand_exponent,
    };
    let passed = passes(arguments, &given, &network, question, &mut steps)?;
    let unserved = passed.second.unserved();
    let columns = passed.second.finish(&passed.unlinked, &parameters(arguments, &given));
    steps.step("write the file", || table::write(&arguments.out, &given.origins.ids, &columns))?;
    tell_unserved(&unserved);
    let unequal = given.inequality.as_ref().map(|asked| steps.step("inequality", || asked.measure(&columns)));
    let unequal = unequal.transpose()?;
    let beside = unequal.as_ref().map(|rows| inequality::write(&arguments.out, rows)).transpose()?;
    steps.finish();
    if arguments.json {
        super::print_json(&json!({
            "out": arguments.out,
            "origins": given.origins.len(),
            "destinations": given.destinations.len(),
            "columns": columns.iter().map(|c| json!({"name": c.name, "unit": c.unit})).collect::<Vec<_>>(),
            "kept_bytes": passed.kept_bytes,
            "unlinked_origins": passed.unlinked.len(),
            "unserved": unserved.iter().map(|u| json!({"column": u.column, "places": u.places.len(), "supply": u.supply})).collect::<Vec<_>>(),
            "inequality_out": beside,
            "inequality": unequal.as_deref().map(inequality::as_json),
        }))?;
    } else if let Some(rows) = &unequal {
        super::print_answer(&[inequality::as_table(rows)], &arguments.out.display().to_string())?;
    } else {
        super::print(&format!("{}\n", arguments.out.display()))?;
    }
    Ok(Ending::Done)
}

/// Everything that is read before the travel times are computed, so that what is wrong is said at once.
struct Given {
    origins: Points,
    destinations: Points,
    measures: Vec<Measure>,
    /// What each travel time is called in a column's name.
    times: Vec<String>,
    supply_names: Vec<String>,
    supply: Vec<Vec<f64>>,
    demand: Vec<f64>,
    /// How people travel, and the share of each origin's people who do.
    modes: Vec<(ModeName, Option<Vec<f64>>)>,
    inequality: Option<inequality::Asked>,
}

impl Given {
    fn read(arguments: &Arguments) -> Result<Self> {
        let travel = &arguments.travel;
        let origins_file = travel.origins.as_ref().context("no origins\nhint: --origins O.csv")?;
        let origins = Points::read(origins_file)?;
        let destinations_file = travel.destinations.as_ref().unwrap_or(origins_file);
        let destinations = Points::read(destinations_file)?;
        let offers = Columns::read(arguments.opportunities.as_ref().unwrap_or(destinations_file))?;
        let supply_names = supply_names(arguments, &offers)?;
        offers.only(&destinations.ids, "destinations")?;
        let supply = supply_names.iter().map(|name| offers.numbers(name, &destinations.ids, 0.0..=f64::INFINITY));
        let supply = supply.collect::<Result<_, _>>()?;
        tell_without_row(&offers, &destinations);
        let people = Columns::read(arguments.people.as_ref().unwrap_or(origins_file))?;
        let measures = measures(arguments)?;
        let demand = match &arguments.demand {
            Some(column) => counted(&people, column, &origins, f64::INFINITY)?,
            None if measures.iter().any(|measure| matches!(measure, Measure::Shared { .. })) => {
                bail!(
                    "measures with competition need to know who competes\nhint: --demand COLUMN, a column of the people or origins file"
                )
            }
            None => Vec::new(),
        };
        let shared = measures.iter().filter(|measure| matches!(measure, Measure::Shared { .. })).count();
        if shared > 0 && shared < measures.len() && arguments.inequality.in_units() {
            bail!(
                "--line and --bounds: what is in reach and what there is per person have no unit in common\nhint: measure them in two runs"
            );
        }
        let asked = inequality::Asked::read(&arguments.inequality, &people, &origins.ids)?;
        let modes = modes(arguments, &people, &origins)?;
        let times = matrix::columns(travel)?;
        let times = times.iter().map(|name| name.trim_start_matches("travel_time").trim_start_matches('_').to_owned());
        let times = times.collect();
        Ok(Self { origins, destinations, measures, times, supply_names, supply, demand, modes, inequality: asked })
    }
}

fn supply_names(arguments: &Arguments, offers: &Columns) -> Result<Vec<String>> {
    let mut names = arguments.supply.clone();
    if names.is_empty() && arguments.opportunities.is_some() {
        names = offers.names().into_iter().map(str::to_owned).collect();
    }
    if names.is_empty() {
        let (file, found) = (offers.file().display(), offers.names().join(", "));
        bail!("what is to be reached?\nhint: --supply COLUMN of {file} (there are: {found}), or --opportunities FILE");
    }
    once("--supply", &names)?;
    Ok(names)
}

/// A column of the people file, which has to know every origin and no others.
fn counted(people: &Columns, column: &str, origins: &Points, most: f64) -> Result<Vec<f64>> {
    people.only(&origins.ids, "origins")?;
    people.all(&origins.ids)?;
    Ok(people.numbers(column, &origins.ids, 0.0..=most)?)
}

fn tell_without_row(offers: &Columns, destinations: &Points) {
    let lost = offers.without_row(&destinations.ids);
    if !lost.is_empty() {
        let named: Vec<&str> = lost.iter().take(10).map(|at| destinations.ids[*at].as_str()).collect();
        let (count, all, file) = (lost.len(), destinations.len(), offers.file().display());
        let more = if lost.len() > named.len() { ", …" } else { "" };
        eprintln!(
            "note: {count} of {all} destinations have no row in {file} and count as 0: {}{more}",
            named.join(", ")
        );
    }
}

/// Says what reaches no one, once for all columns in which it is the same.
fn tell_unserved(unserved: &[Unserved]) {
    let mut rest: Vec<&Unserved> = unserved.iter().collect();
    while let Some(lost) = rest.first().copied() {
        let (same, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|other| (&other.places, other.supply) == (&lost.places, lost.supply));
        let columns: Vec<&str> = same.iter().map(|other| other.column.as_str()).collect();
        let (supply, places, columns) = (lost.supply, lost.places.len(), columns.join(", "));
        eprintln!("note: {supply} at {places} places that nobody with demand reaches ({columns})");
        rest = others;
    }
}

fn measures(arguments: &Arguments) -> Result<Vec<Measure>> {
    once("--measure", &arguments.measure)?;
    once("--thresholds", &arguments.thresholds)?;
    once("--decay", &arguments.decay)?;
    once("--nearest", &arguments.nearest)?;
    for minutes in arguments.thresholds.iter().filter(|_| arguments.uses_thresholds()) {
        within_longest("--thresholds", f64::from(*minutes), &arguments.travel)?;
    }
    let mut measures = Vec::new();
    for name in &arguments.measure {
        let competition: &'static dyn Competition = match name {
            MeasureName::Cumulative => {
                measures.push(Measure::Cumulative { thresholds: arguments.thresholds.clone() });
                continue;
            }
            MeasureName::Nearest => {
                measures.push(Measure::Nearest { ks: arguments.nearest.clone() });
                continue;
            }
            MeasureName::TwoStep => {
                let within = |minutes: &u16| Decay::Binary { limit: f64::from(*minutes) };
                let of = |minutes| Measure::Shared { competition: &TwoStep, decay: within(minutes) };
                measures.extend(arguments.thresholds.iter().map(of));
                continue;
            }
            MeasureName::Gravity => {
                measures.extend(decays(arguments)?.iter().cloned().map(|decay| Measure::Gravity { decay }));
                continue;
            }
            MeasureName::EnhancedTwoStep => &TwoStep,
            MeasureName::ModifiedTwoStep => &ModifiedTwoStep,
            MeasureName::ThreeStep => &ThreeStep,
            MeasureName::Balanced => &Balanced,
            MeasureName::Availability => &Availability,
        };
        let of = |decay| Measure::Shared { competition, decay };
        measures.extend(decays(arguments)?.iter().cloned().map(of));
    }
    Ok(measures)
}

/// Refuses what is given twice: two columns of the output would have one name.
fn once<T: PartialEq + std::fmt::Debug>(option: &str, given: &[T]) -> Result<()> {
    match (1..given.len()).find(|at| given[..*at].contains(&given[*at])) {
        Some(at) => bail!("{option}: {:?} is given twice", given[at]),
        None => Ok(()),
    }
}

/// Refuses limits beyond the longest journey: what lies between would be missing without a word.
fn within_longest(option: &str, minutes: f64, travel: &TravelArguments) -> Result<()> {
    let longest = travel.max_minutes;
    if minutes.is_finite() && minutes > f64::from(longest) {
        bail!("{option}: {minutes} minutes, but no journey is longer than {longest}\nhint: raise --max-minutes");
    }
    Ok(())
}

fn decays(arguments: &Arguments) -> Result<&[Decay]> {
    if arguments.decay.is_empty() {
        bail!(
            "which decay?\nhint: --decay exponential:0.1, for example; all but cumulative, nearest and 2sfca need one"
        );
    }
    for decay in &arguments.decay {
        within_longest("--decay", decay.limit(), &arguments.travel)?;
    }
    Ok(&arguments.decay)
}

fn modes(arguments: &Arguments, people: &Columns, origins: &Points) -> Result<Vec<(ModeName, Option<Vec<f64>>)>> {
    let Some(column) = &arguments.without_car else { return Ok(vec![(arguments.travel.mode, None)]) };
    if arguments.travel.mode != ModeName::Transit {
        bail!("--without-car: those without a car take public transport\nhint: leave --mode out");
    }
    if arguments.measure.contains(&MeasureName::Nearest) {
        bail!("--without-car: a mean of two travel times is no travel time\nhint: ask for nearest by each --mode");
    }
    if arguments.measure.contains(&MeasureName::Balanced) {
        bail!("--without-car: bfca depends on how many parts an origin is in\nhint: e2sfca and availability do not");
    }
    let without = counted(people, column, origins, 1.0)?;
    let with = without.iter().map(|share| 1.0 - share).collect();
    Ok(vec![(ModeName::Transit, Some(without)), (ModeName::Drive, Some(with))])
}

/// What the passes leave.
struct Passed<'a> {
    second: SecondPass<'a>,
    /// Origins that are linked to no street of a mode that their people take.
    unlinked: Vec<usize>,
    kept_bytes: usize,
}

fn passes<'a>(
    arguments: &Arguments,
    given: &Given,
    network: &Network,
    question: Question<'a>,
    steps: &mut Steps,
) -> Result<Passed<'a>> {
    let travel = &arguments.travel;
    let places = [&given.origins, &given.destinations];
    let mut survey = Survey::new(question)?;
    let keep = survey.second_pass_minutes().filter(|_| !arguments.compute_twice);
    let mut kept = Vec::new();
    let mut unlinked = Vec::new();
    for (mode, share) in &given.modes {
        let columns = if *mode == ModeName::Transit { given.times.len() } else { 1 };
        let mut rows = keep.map(|limit| KeptRows::new(given.destinations.len(), columns, limit as u16));
        let summary = steps.step(&format!("travel times, {}", word(*mode)), || {
            survey.pass(&Mode { share: share.as_deref(), columns }, |sink| {
                let mut both = |row: &MatrixRow<'_>| {
                    sink.row(row)?;
                    rows.as_mut().map_or(Ok(()), |rows| rows.row(row))
                };
                matrix::rows(travel, *mode, network, places, &mut both)
            })
        })?;
        kept.extend(rows);
        let of = |what: &str| format!("{what} ({})", word(*mode));
        matrix::tell_unlinked(&of("origins"), &summary.unlinked_origins, &given.origins);
        matrix::tell_unlinked(&of("destinations"), &summary.unlinked_destinations, &given.destinations);
        unlinked.extend(summary.unlinked_origins);
    }
    let needs_second = survey.second_pass_minutes().is_some();
    let mut second = survey.share_out();
    let again = given.modes.iter().enumerate().filter(|_| needs_second);
    for (at, (mode, share)) in again {
        let columns = if *mode == ModeName::Transit { given.times.len() } else { 1 };
        steps.step(&format!("share out, {}", word(*mode)), || {
            second.pass(&Mode { share: share.as_deref(), columns }, |sink| match kept.get(at) {
                Some(rows) => Ok(rows.replay(sink)?),
                None => matrix::rows(travel, *mode, network, places, sink).map(|_| ()),
            })
        })?;
    }
    Ok(Passed { second, unlinked, kept_bytes: kept.iter().map(KeptRows::bytes).sum() })
}

fn word(mode: ModeName) -> &'static str {
    match mode {
        ModeName::Transit => "public transport",
        ModeName::Walk => "walking",
        ModeName::Cycle => "cycling",
        ModeName::Drive => "driving",
    }
}

/// What all columns were computed with.
fn parameters(arguments: &Arguments, given: &Given) -> String {
    let travel: &TravelArguments = &arguments.travel;
    let modes: Vec<&str> = given.modes.iter().map(|(mode, _)| word(*mode)).collect();
    let mut said = vec![format!("mode={}", modes.join(" and "))];
    let texts = [("date", &travel.date), ("depart", &travel.depart), ("arrive", &travel.arrive)];
    said.extend(texts.iter().filter_map(|(name, text)| text.as_ref().map(|text| format!("{name}={text}"))));
    if travel.mode == ModeName::Transit {
        said.push(format!("window={} minutes", travel.window));
        said.push(format!("rides={}", travel.max_rides));
        said.push(format!("walk to a stop={} minutes", travel.max_walk_minutes));
    }
    said.push(format!("walking={} km/h", travel.walk_kmh));
    said.push(format!("longest journey={} minutes", travel.max_minutes));
    let columns = [("demand", &arguments.demand), ("without car", &arguments.without_car)];
    said.extend(columns.iter().filter_map(|(name, column)| column.as_ref().map(|column| format!("{name}={column}"))));
    said.join("; ")
}

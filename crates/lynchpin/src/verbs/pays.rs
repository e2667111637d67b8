//! `lynchpin pays`: what work leaves illustrative households with, after tax, benefits, childcare and fares.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use lynchpin_findings::pays::{
    Costs, Household, Parameters, Partner, PaysAnswer, Question, YEARS, answer, default_households, parse_households,
};
use lynchpin_views::story;

use crate::failure::Ending;

/// Kinds of household that the command line can describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// One adult, no children
    Single,
    /// One adult with children
    LoneParent,
    /// Two adults
    Couple,
}

/// Options of `lynchpin pays`.
#[derive(Args)]
pub struct Arguments {
    /// The household; without it, six examples (Lynchpin defaults)
    #[arg(long, conflicts_with = "households")]
    pub household: Option<Kind>,
    /// A TOML file with a [[households]] table for each household
    #[arg(long, value_name = "FILE")]
    pub households: Option<PathBuf>,
    /// Age of the adult whose work is varied
    #[arg(long, value_name = "YEARS", default_value_t = 30, requires = "household")]
    pub age: u8,
    /// Ages of the children on 6 April, such as 2,5
    #[arg(long, value_name = "YEARS", value_delimiter = ',', requires = "household")]
    pub children: Vec<u8>,
    /// Rent, £ a week
    #[arg(long, value_name = "POUNDS", default_value_t = 0.0, requires = "household")]
    pub rent: f64,
    /// The most rent that Universal Credit covers, £ a week (default: all of it)
    #[arg(long, value_name = "POUNDS", requires = "household")]
    pub rent_limit: Option<f64>,
    /// The partner's earnings before tax, £ a week
    #[arg(long, value_name = "POUNDS", requires = "household")]
    pub partner_earnings: Option<f64>,
    /// The partner's age (default: that of the first adult)
    #[arg(long, value_name = "YEARS", requires = "household")]
    pub partner_age: Option<u8>,
    /// In Greater London, where the benefit cap is higher
    #[arg(long, requires = "household")]
    pub london: bool,
    /// Hours a week
    #[arg(long, value_name = "HOURS", value_delimiter = ',', default_values_t = [8.0, 16.0, 24.0, 30.0, 37.5])]
    pub hours: Vec<f64>,
    /// Pay, £ an hour (default: the minimum wage from 21)
    #[arg(long, value_name = "POUNDS")]
    pub wage: Option<f64>,
    /// What childcare costs, £ an hour for each child
    #[arg(long, value_name = "POUNDS", default_value_t = Costs::default().childcare_pounds_per_hour)]
    pub childcare: f64,
    /// Hours of childcare a week (default: 1.2 for each hour of work; a child at school needs 0.3 of them in term time)
    #[arg(long, value_name = "HOURS")]
    pub childcare_hours: Option<f64>,
    /// Fares, £ a week
    #[arg(long, value_name = "POUNDS", default_value_t = Costs::default().fares_pounds_per_week)]
    pub fares: f64,
    /// Tax year of the rules
    #[arg(long, value_name = "YEAR", default_value = YEARS[1], conflicts_with = "parameters")]
    pub year: String,
    /// A TOML file of rules in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// Answers and prints.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let found = found(arguments)?;
    if arguments.json {
        super::print_json(&serde_json::to_value(&found)?)?;
    } else {
        super::print_answer(&story::pays_tables(&found), &story::pays_headline(&found))?;
    }
    Ok(Ending::Done)
}

fn found(arguments: &Arguments) -> anyhow::Result<PaysAnswer> {
    let parameters = match &arguments.parameters {
        Some(file) => Parameters::parse(&read(file)?, &file.display().to_string())?,
        None => Parameters::of_year(&arguments.year)?,
    };
    let minimum = parameters.minimum_wage.aged_21_and_over.value;
    let wage = arguments.wage.unwrap_or(minimum);
    if !(0.0..=1_000.0).contains(&wage) {
        bail!("--wage is {wage}; expected £ an hour from 0 to 1000");
    }
    if let Some(hours) = arguments.hours.iter().find(|h| !(0.0..=80.0).contains(*h)) {
        bail!("--hours has {hours}; expected hours a week from 0 to 80");
    }
    let costs = Costs {
        childcare_pounds_per_hour: arguments.childcare,
        childcare_hours_per_week: arguments.childcare_hours,
        fares_pounds_per_week: arguments.fares,
        ..Costs::default()
    };
    costs.check("command line")?;
    Ok(answer(Question {
        parameters: &parameters,
        households: &households(arguments, wage)?,
        hours: &arguments.hours,
        wage_pounds_per_hour: wage,
        wage_label: if arguments.wage.is_some() { "as given" } else { "the National Living Wage" }.into(),
        costs: &costs,
        costs_label: "Childcare fee and fares are those given on the command line, or Lynchpin defaults.".into(),
    }))
}

fn households(arguments: &Arguments, wage: f64) -> anyhow::Result<Vec<Household>> {
    if let Some(file) = &arguments.households {
        return Ok(parse_households(&read(file)?, &file.display().to_string())?);
    }
    let Some(kind) = arguments.household else { return Ok(default_households(wage)) };
    let children = &arguments.children;
    match kind {
        Kind::Single if !children.is_empty() => bail!("--household single has no children\n  hint: lone-parent has"),
        Kind::LoneParent if children.is_empty() => bail!("--household lone-parent needs --children, such as 2,5"),
        Kind::Single | Kind::LoneParent if arguments.partner_earnings.is_some() || arguments.partner_age.is_some() => {
            bail!("only --household couple has a partner")
        }
        _ => {}
    }
    let partner = (kind == Kind::Couple).then(|| Partner {
        age: arguments.partner_age.unwrap_or(arguments.age),
        earnings_pounds_per_week: arguments.partner_earnings.unwrap_or(0.0),
    });
    let household = Household {
        label: label(kind, arguments),
        age: arguments.age,
        partner,
        children: children.clone(),
        rent_pounds_per_week: arguments.rent,
        rent_limit_pounds_per_week: arguments.rent_limit,
        london: arguments.london,
    };
    household.check("command line")?;
    Ok(vec![household])
}

fn label(kind: Kind, arguments: &Arguments) -> String {
    let who = match (kind, arguments.partner_earnings.unwrap_or(0.0) > 0.0) {
        (Kind::Single, _) => format!("Single, {}", arguments.age),
        (Kind::LoneParent, _) => "Lone parent".into(),
        (Kind::Couple, true) => "Couple, partner in work".into(),
        (Kind::Couple, false) => "Couple, partner at home".into(),
    };
    let ages: Vec<String> = arguments.children.iter().map(u8::to_string).collect();
    match ages.as_slice() {
        [] => format!("{who}, no children"),
        [one] => format!("{who}, child of {one}"),
        [most @ .., last] => format!("{who}, children of {} and {last}", most.join(", ")),
    }
}

fn read(file: &PathBuf) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

//! What work leaves illustrative households with.

use lynchpin_findings::pays::{Budget, HouseholdAnswer, PaysAnswer, WorkPays};
use lynchpin_pack::tables::Direction;

use crate::charts::{Chart, ChartRow, Mark};
use crate::exports::{Column, DataTable};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, Details, Method, NoteId, Notes, Section, Source, Text, Tone};
use crate::table::{Table, TableColumn, TableRow};

const WEEKS: f64 = lynchpin_findings::pays::WEEKS;

/// What the figures leave out, said wherever they are shown.
const LEFT_OUT: &str = "Illustrative households under England's rules, not advice. Scotland has its own income tax and Scottish Child Payment, and Scotland and Wales fund other \
     hours of childcare: figures for places there are wrong by that much. Everyone is taken to claim what they are entitled to, with no savings \
     and the same pay and hours all year. Left out: council tax and its reduction, marriage allowance, pension contributions, student loans, help for \
     disability, limited capability for work or caring, free school meals and other help that comes with a benefit.";

/// The section of the report.
pub(super) fn section(answer: &PaysAnswer, notes: &mut Notes) -> Section {
    let note = note(answer, notes);
    let mut blocks = vec![
        Block::Paragraph(Text::default().strong(&headline(answer))),
        Block::Callout(Callout { tone: Tone::Note, title: "Illustrative, never advice".into(), text: LEFT_OUT.into() }),
        Block::Paragraph(assumptions(answer).as_str().into()),
        Block::Chart(Box::new(chart(answer)), note),
        Block::Table(summary(answer, Some(note))),
    ];
    blocks.extend(answer.households.iter().map(|household| {
        Block::Details(Details {
            summary: format!("{}: part by part", household.household.label),
            blocks: vec![Block::Table(parts(household, Some(note)))],
        })
    }));
    Section { id: "pays".into(), heading: "Does work pay?".into(), blocks, new_page: true }
}

/// The tables of the answer for the terminal: one for all households, then each part by part.
pub fn pays_tables(answer: &PaysAnswer) -> Vec<Table> {
    let mut tables = vec![summary(answer, None)];
    tables.extend(answer.households.iter().map(|household| parts(household, None)));
    tables
}

/// The answer in sentences, with what it rests on and leaves out.
pub fn pays_headline(answer: &PaysAnswer) -> String {
    format!("{} {}\n{LEFT_OUT}", headline(answer), assumptions(answer))
}

/// The answer in a sentence or two.
fn headline(answer: &PaysAnswer) -> String {
    let wage = pence(answer.wage_pounds_per_hour);
    let longest = answer.households.iter().filter_map(|h| {
        Some((h, h.points.iter().max_by(|a, b| a.work.hours_per_week.total_cmp(&b.work.hours_per_week))?))
    });
    let gains: Vec<_> = longest.filter(|(_, p)| p.work.hours_per_week > 0.0).collect();
    let Some(least) = gains.iter().min_by(|a, b| a.1.gain_pounds_per_week.total_cmp(&b.1.gain_pounds_per_week)) else {
        return format!("No hours of work were asked for at {wage} an hour.");
    };
    let hours = least.1.work.hours_per_week;
    let Some(most) = gains.iter().max_by(|a, b| a.1.gain_pounds_per_week.total_cmp(&b.1.gain_pounds_per_week)) else {
        return String::new();
    };
    let told = |(household, point): &(&HouseholdAnswer, &WorkPays)| {
        format!("“{}” {}", household.household.label, better_off(point.gain_pounds_per_week))
    };
    let range = match gains.len() {
        1 => told(least),
        _ => format!("{} (the least of these households) and {} (the most)", told(least), told(most)),
    };
    format!(
        "At {wage} an hour, {hours} hours a week leave {range}, against no such work, after tax, benefits, childcare and fares."
    )
}

/// `£120 a week better off`.
fn better_off(pounds: f64) -> String {
    match pounds.round() {
        0.0 => "no better off".into(),
        less if less < 0.0 => format!("£{:.0} a week worse off", less.abs()),
        more => format!("£{more:.0} a week better off"),
    }
}

fn assumptions(answer: &PaysAnswer) -> String {
    let costs = &answer.costs;
    let care = costs.childcare_hours_per_week.map_or_else(
        || format!("{} hours of childcare for each hour of work", costs.care_per_hour_of_work),
        |hours| format!("{hours} hours of childcare a week"),
    );
    format!(
        "Rules of {}. Wage: {} an hour ({}). Childcare costs {} an hour for each child under 12: {care}, a child at school {:.0} % of that in term time, \
         {} weeks a year, less the hours that the state funds. Fares: {} a week. {}",
        answer.year,
        pence(answer.wage_pounds_per_hour),
        answer.wage_label,
        pence(costs.childcare_pounds_per_hour),
        100.0 * costs.school_term_share,
        costs.childcare_weeks,
        pence(costs.fares_pounds_per_week),
        answer.costs_label,
    )
}

fn summary(answer: &PaysAnswer, note: Option<NoteId>) -> Table {
    let number = |title: &str, unit: &str| explained(TableColumn::numbers(title, unit), note);
    let mut rows = Vec::new();
    for household in &answer.households {
        for point in &household.points {
            rows.push(TableRow::new([
                household.household.label.clone(),
                format!("{}", point.work.hours_per_week),
                pounds(point.budget.left() / WEEKS),
                signed(point.gain_pounds_per_week),
                percent(point.participation_tax_rate),
                percent(point.participation_tax_rate_after_costs),
                percent(point.effective_marginal_rate),
                break_even(point),
            ]));
        }
    }
    Table {
        caption: format!("Does work pay at {} an hour? ({})", pence(answer.wage_pounds_per_hour), answer.year),
        columns: vec![
            TableColumn::words("Household"),
            number("Hours a week", ""),
            number("Left after rent and costs", "£ a week"),
            number("Gain to work", "£ a week"),
            number("Lost to tax and benefits", "% of pay"),
            number("With childcare and fares", "% of pay"),
            number("Lost of £1 more", "%"),
            number("Break-even wage", "£ an hour"),
        ],
        rows,
        remark: Some(remark(answer)),
    }
}

fn remark(answer: &PaysAnswer) -> String {
    let below = answer.households.iter().any(|h| h.points.iter().any(|p| p.below_minimum_wage));
    let warning = if below { " The wage is below the legal minimum for some of these adults." } else { "" };
    format!(
        "Break-even wage: from it on, these hours leave the household no worse off than none; “none” where no wage up to £{:.0} does.{warning}",
        lynchpin_findings::pays::HIGHEST_WAGE
    )
}

/// A household's year as £ a week, a column for each of the hours.
fn parts(answer: &HouseholdAnswer, note: Option<NoteId>) -> Table {
    let budgets: Vec<&Budget> =
        std::iter::once(&answer.out_of_work).chain(answer.points.iter().map(|p| &p.budget)).collect();
    let mut columns = vec![TableColumn::words("£ a week"), explained(TableColumn::numbers("No work", ""), note)];
    columns.extend(
        answer
            .points
            .iter()
            .map(|p| explained(TableColumn::numbers(&format!("{} hours", p.work.hours_per_week), ""), note)),
    );
    let lines = lines_of_budget();
    let last = lines.len() - 1;
    let rows = lines.into_iter().enumerate().filter_map(|(i, (name, of))| {
        let values: Vec<f64> = budgets.iter().map(|b| of(b) / WEEKS).collect();
        if i != last && values.iter().all(|v| v.abs() < 0.005) {
            return None;
        }
        let cells = std::iter::once(name.to_owned()).chain(values.into_iter().map(pounds));
        let row = TableRow::new(cells);
        Some(if i == last { row.strong() } else { row })
    });
    let rent = format!("{}, rent {} a week", answer.household.label, pounds(answer.household.rent_pounds_per_week));
    Table { caption: rent, columns, rows: rows.collect(), remark: None }
}

type Line = (&'static str, fn(&Budget) -> f64);

/// Lines of a budget, what is taken with a minus sign, ending with what is left.
fn lines_of_budget() -> Vec<Line> {
    vec![
        ("Pay", |b| b.earnings),
        ("Partner’s pay", |b| b.partner_earnings),
        ("Income tax", |b| -b.income_tax),
        ("National Insurance", |b| -b.national_insurance),
        ("Universal Credit", |b| b.universal_credit.award),
        ("  of it for childcare", |b| b.universal_credit.childcare_element.min(b.universal_credit.award)),
        ("  lost to the benefit cap", |b| -b.universal_credit.cap_reduction),
        ("Child Benefit", |b| b.child_benefit),
        ("High Income Child Benefit Charge", |b| -b.high_income_charge),
        ("Tax-Free Childcare", |b| b.tax_free_childcare),
        ("Childcare", |b| -b.childcare),
        ("Fares", |b| -b.fares),
        ("Rent", |b| -b.rent),
        ("Left", Budget::left),
    ]
}

fn chart(answer: &PaysAnswer) -> Chart {
    let hours: Vec<f64> =
        answer.households.first().map_or_else(Vec::new, |h| h.points.iter().map(|p| p.work.hours_per_week).collect());
    // A row holds at most four marks: the longest hours are kept.
    let kept = &hours[hours.len().saturating_sub(4)..];
    let row = |household: &HouseholdAnswer| ChartRow {
        label: household.household.label.clone(),
        readings: household.points[hours.len() - kept.len()..]
            .iter()
            .map(|p| Reading::of(p.gain_pounds_per_week))
            .collect(),
        strong: false,
    };
    Chart {
        id: "chart-pays".into(),
        title: format!("What work adds at {} an hour", pence(answer.wage_pounds_per_hour)),
        description:
            "Gain to work of illustrative households by hours a week, after tax, benefits, childcare and fares.".into(),
        measure: "Gain to work, £ a week".into(),
        style: Style::pounds(),
        direction: Direction::HigherIsBetter,
        mark: Mark::Dot,
        series: kept.iter().map(|h| format!("{h} hours")).collect(),
        rows: answer.households.iter().map(row).collect(),
        reference: Some(("No gain".into(), 0.0)),
        from_zero: true,
        source: format!("Rules of {} as published on gov.uk", answer.year),
    }
}

/// The answer as a table for other programs.
pub(super) fn data_table(answer: &PaysAnswer) -> DataTable {
    let rows: Vec<(&HouseholdAnswer, &WorkPays)> =
        answer.households.iter().flat_map(|h| h.points.iter().map(move |p| (h, p))).collect();
    let number = |id: &str, label: &str, unit: &str, of: &dyn Fn(&WorkPays) -> Option<f64>| {
        Column::number(id, label, unit, rows.iter().map(|(_, p)| of(p)).collect())
            .described(&format!("{label}; illustrative, modelled"), &format!("gov.uk rules of {}", answer.year))
    };
    let labels = rows.iter().map(|(h, _)| Some(h.household.label.clone())).collect();
    let mut columns = vec![
        Column::text("household", "Household", labels),
        number("hours_per_week", "Hours a week", "hours", &|p| Some(p.work.hours_per_week)),
        number("wage_pounds_per_hour", "Wage", "£ per hour", &|p| Some(p.work.wage_pounds_per_hour)),
        number("gain_pounds_per_week", "Gain to work", "£ per week", &|p| Some(p.gain_pounds_per_week)),
        number("participation_tax_rate", "Share of pay lost to tax and benefits", "share", &|p| {
            p.participation_tax_rate
        }),
        number("participation_tax_rate_after_costs", "The same with childcare and fares", "share", &|p| {
            p.participation_tax_rate_after_costs
        }),
        number("effective_marginal_rate", "Share lost of £1 a year more pay", "share", &|p| p.effective_marginal_rate),
        number("break_even_wage_pounds_per_hour", "Break-even wage", "£ per hour", &|p| p.break_even_wage),
    ];
    let parts: [(&str, &str, Line); 8] = [
        ("income_tax", "Income tax", ("", |b| b.income_tax)),
        ("national_insurance", "National Insurance", ("", |b| b.national_insurance)),
        ("universal_credit", "Universal Credit", ("", |b| b.universal_credit.award)),
        ("child_benefit", "Child Benefit", ("", |b| b.child_benefit)),
        ("tax_free_childcare", "Tax-Free Childcare", ("", |b| b.tax_free_childcare)),
        ("childcare", "Childcare after funded hours", ("", |b| b.childcare)),
        ("fares", "Fares", ("", |b| b.fares)),
        ("left", "Left after rent, childcare and fares", ("", Budget::left)),
    ];
    columns.extend(parts.iter().map(|(id, label, (_, of))| {
        number(&format!("{id}_pounds_per_year"), label, "£ per year", &|p| Some(of(&p.budget)))
    }));
    DataTable {
        name: "work_pays".into(),
        title: "Does work pay?".into(),
        description: format!("Illustrative households at each of the hours. {LEFT_OUT}"),
        columns,
        key: vec!["household".into(), "hours_per_week".into()],
        geometry: None,
    }
}

fn note(answer: &PaysAnswer, notes: &mut Notes) -> NoteId {
    let sources = answer.sources.iter().map(|page| {
        notes.source(Source {
            title: page.clone(),
            publisher: "GOV.UK".into(),
            period: answer.year.clone(),
            licence: "Open Government Licence v3.0".into(),
            files: Vec::new(),
        })
    });
    let sources = sources.collect();
    notes.method(Method {
        title: "Gain to work".into(),
        method: "Income tax, National Insurance, Universal Credit with the benefit cap, Child Benefit with its charge, funded hours and Tax-Free \
                 Childcare are worked out for the household with and without the work, by the rules of the tax year. Of Universal Credit and Tax-Free \
                 Childcare the household takes what leaves it better off. Every part was checked against policyengine-uk on \
                 600 random households: equal to within £1 a year in at least 99 %, the rest being one reading of the limit on childcare. Households, rents and default costs are examples."
            .into(),
        formula: Some(
            "gain = left(hours, wage) − left(0); left = pay − tax − NI + benefits + help with childcare − childcare − fares − rent; lost to tax and \
             benefits = 1 − gain before costs / pay; lost of £1 more = 1 − [left(pay + £1 a year) − left(pay)] / £1"
                .into(),
        ),
        unit: "£ a week; % of pay".into(),
        interval: None,
        says_not: Some(LEFT_OUT.into()),
        own_default: true,
        sources,
    })
}

fn explained(column: TableColumn, note: Option<NoteId>) -> TableColumn {
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}

fn break_even(point: &WorkPays) -> String {
    if point.work.hours_per_week <= 0.0 {
        return String::new();
    }
    point.break_even_wage.map_or_else(|| "none".into(), |wage| format!("{:.2}", (100.0 * wage - 1e-6).ceil() / 100.0))
}

/// Whole pounds with a sign that a reader cannot miss.
fn signed(pounds: f64) -> String {
    match pounds.round() {
        0.0 => "£0".into(),
        less if less < 0.0 => format!("−£{:.0}", less.abs()),
        more => format!("+£{more:.0}"),
    }
}

/// Whole pounds.
fn pounds(value: f64) -> String {
    match value.round() {
        0.0 => "0".into(),
        less if less < 0.0 => format!("−{:.0}", less.abs()),
        more => format!("{more:.0}"),
    }
}

fn pence(pounds: f64) -> String {
    format!("£{pounds:.2}")
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.0}", 100.0 * share).replace('-', "−"))
}

//! The tables behind the sentences, to be opened: competition, the car gap, losses, skill and inequality.

use lynchpin_findings::Interval;
use lynchpin_findings::places::Group;
use lynchpin_findings::work::{Cut, Measure, Paired, PairedFigure, ReachSummary, SkillFigure, WorkAnswer};

use super::{JOB_STEP, mean, notes, short_mode};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Details, NoteId, Notes};
use crate::story::shared::{bare_with_interval, group_heading, reading};
use crate::table::{Table, TableColumn, TableRow};

/// One fold for each kind of finding that there is.
pub(super) fn folds(work: &WorkAnswer, notes: &mut Notes) -> Vec<Block> {
    let found = &work.findings;
    let mut folds = Vec::new();
    let mut fold = |summary: &str, tables: Vec<Table>| {
        let blocks = tables.into_iter().filter(|t| !t.rows.is_empty()).map(Block::Table).collect::<Vec<_>>();
        if !blocks.is_empty() {
            folds.push(Block::Details(Details { summary: summary.into(), blocks }));
        }
    };
    let note = notes::gap(notes, work);
    let caption = "Good jobs within reach by public transport as a share of those by car (95 % intervals)";
    fold("With and without a car, by group", vec![ratios(work, &found.car_gap, caption, note)]);
    let note = notes::competition(notes, work);
    fold("Good jobs for each jobseeker, by group", vec![per_seeker(work, note)]);
    if !found.skill.is_empty() {
        let note = notes::skill(notes, work);
        fold(
            "The skill that jobs within reach ask for, and what residents hold",
            vec![skill(work, note), open(work, note)],
        );
    }
    if !found.fare_loss.is_empty() {
        let note = notes::fare(notes, work);
        let caption = "Good jobs within reach by public transport within the fare budget, as a share of those at any price (95 % intervals)";
        fold("Within the fare budget, by group", vec![ratios(work, &found.fare_loss, caption, note)]);
    }
    if !found.nursery_loss.is_empty() {
        let note = notes::nursery(notes, work);
        let caption = "Good jobs within reach by way of a nursery, as a share of those directly (95 % intervals)";
        let lost = "Good jobs lost to the drop-off, mean over working-age residents (95 % intervals)";
        fold(
            "With a child to drop off, by group",
            vec![ratios(work, &found.nursery_loss, caption, note), losses(work, &found.nursery_loss, lost, note)],
        );
    }
    if !found.inequality.is_empty() {
        let note = notes::inequality(notes, work);
        fold("How unequal reach is, and whether it goes with deprivation", vec![inequality(work, note)]);
    }
    folds
}

fn group_columns(first: &str, unit: &str, note: NoteId) -> Vec<TableColumn> {
    let mut columns = vec![TableColumn::words(first)];
    columns.extend(Group::ALL.map(|g| TableColumn::numbers(group_heading(g), unit).explained_by(note)));
    columns.push(TableColumn::numbers("Study area", unit).explained_by(note));
    columns
}

fn when(work: &WorkAnswer, cut: &Cut) -> String {
    format!("{}, {} min {}", work.shift_words(&cut.shift), cut.minutes, short_mode(cut.mode))
}

/// One row a pair: a cell of each group and of the study area.
fn pair_rows(work: &WorkAnswer, pairs: &[Paired], cell: impl Fn(&PairedFigure) -> String) -> Vec<TableRow> {
    let lead = &work.cut_off.rule.cut;
    let row = |pair: &Paired| {
        let mut cells = vec![when(work, &pair.cut)];
        cells.extend(Group::ALL.map(|g| pair.group(g).map_or_else(|| "[x]".into(), &cell)));
        cells.push(cell(&pair.study_area));
        let row = TableRow::new(cells);
        if (&pair.cut.shift, pair.cut.minutes) == (&lead.shift, lead.minutes) { row.strong() } else { row }
    };
    pairs.iter().map(row).collect()
}

fn ratios(work: &WorkAnswer, pairs: &[Paired], caption: &str, note: NoteId) -> Table {
    let percent = Style::percent();
    let cell = |figure: &PairedFigure| {
        bare_with_interval(&percent, &reading(figure.ratio.map(|ratio| ratio.scaled(100.0)).as_ref()))
    };
    Table {
        caption: caption.into(),
        columns: group_columns("When, how, within", "%", note),
        rows: pair_rows(work, pairs, cell),
        remark: Some(
            "[x] not available: fewer than two neighbourhoods, or nothing within reach to compare with.".into(),
        ),
    }
}

fn losses(work: &WorkAnswer, pairs: &[Paired], caption: &str, note: NoteId) -> Table {
    let jobs = Style::modelled_count(JOB_STEP);
    let lost = |d: Interval| Interval { estimate: -d.estimate, low: -d.high, high: -d.low, method: d.method };
    let cell = |figure: &PairedFigure| bare_with_interval(&jobs, &reading(figure.difference.map(lost).as_ref()));
    Table {
        caption: caption.into(),
        columns: group_columns("When, how, within", "jobs", note),
        rows: pair_rows(work, pairs, cell),
        remark: None,
    }
}

fn per_seeker(work: &WorkAnswer, note: NoteId) -> Table {
    let style = Style::number(1);
    let row = |s: &ReachSummary| {
        let mut cells = vec![when(work, &s.cut)];
        cells.extend(Group::ALL.map(|g| bare_with_interval(&style, &mean(s.group(g)))));
        cells.push(bare_with_interval(&style, &mean(Some(&s.study_area))));
        TableRow::new(cells)
    };
    Table {
        caption: "Good jobs for each jobseeker who competes for them (2SFCA), mean over working-age residents, 95 % intervals".into(),
        columns: group_columns("When, how, within", "jobs per jobseeker", note),
        rows: work.findings.per_seeker.iter().map(row).collect(),
        remark: Some("By bus and train: residents without a car; by car: those with one. All compete for the same jobs.".into()),
    }
}

fn skill(work: &WorkAnswer, note: NoteId) -> Table {
    let lead = &work.cut_off.rule.cut;
    let Some(found) = work.findings.skill.iter().find(|s| s.cut == *lead) else { return Table::default() };
    let (jobs, percent) = (Style::modelled_count(JOB_STEP), Style::percent().decimals(0));
    let names =
        ["1 elementary", "2 clerks, carers, shop staff, drivers", "3 technicians, trades", "4 professionals, managers"];
    let mut rows = Vec::new();
    for (level, name) in names.into_iter().enumerate() {
        let mut row = |what: &str, style: &Style, of: &dyn Fn(&SkillFigure) -> Option<f64>| {
            let mut cells = vec![format!("Level {name}: {what}")];
            cells.extend(found.groups.iter().map(|(_, figure)| style.cell(&Reading::from(of(figure)))));
            cells.push(style.cell(&Reading::from(of(&found.study_area))));
            rows.push(TableRow::new(cells));
        };
        row("jobs", &jobs, &|f| f.all.map(|levels| levels[level]));
        row("good jobs", &jobs, &|f| f.good.map(|levels| levels[level]));
        row("adults who hold it, %", &percent, &|f| f.hold.map(|levels| 100.0 * levels[level]));
    }
    Table {
        caption: format!(
            "Jobs within reach by the skill level that they ask for ({lead}), mean over working-age residents"
        ),
        columns: group_columns("Skill level (SOC 2020)", "jobs or %", note),
        rows,
        remark: Some("[x] not available.".into()),
    }
}

fn open(work: &WorkAnswer, note: NoteId) -> Table {
    let percent = Style::percent();
    let cell = |figure: &SkillFigure| {
        bare_with_interval(&percent, &reading(figure.open.map(|open| open.scaled(100.0)).as_ref()))
    };
    let known = work.findings.skill.iter().filter(|s| s.study_area.open.is_some());
    let rows = known.map(|s| {
        let mut cells = vec![when(work, &s.cut)];
        cells.extend(s.groups.iter().map(|(_, figure)| cell(figure)));
        cells.push(cell(&s.study_area));
        TableRow::new(cells)
    });
    Table {
        caption: "Of the good jobs within reach, the share that asks for no more than residents hold (95 % intervals)"
            .into(),
        columns: group_columns("When, how, within", "%", note),
        rows: rows.collect(),
        remark: None,
    }
}

fn inequality(work: &WorkAnswer, note: NoteId) -> Table {
    let style = Style::number(3);
    let cell = |interval: Option<&Interval>| bare_with_interval(&style, &reading(interval));
    let rows = work.findings.inequality.iter().map(|i| {
        let what = if i.measure == Measure::PerSeeker { ", per jobseeker" } else { "" };
        TableRow::new([
            format!("{}{what}", when(work, &i.cut)),
            cell(i.concentration.as_ref()),
            bare_with_interval(&Style::number(2), &reading(i.palma.as_ref())),
            cell(i.gini.as_ref()),
        ])
    });
    Table {
        caption: "Inequality of good jobs within reach, by deprivation rank (95 % intervals)".into(),
        columns: vec![
            TableColumn::words("When, how, within"),
            TableColumn::numbers("Concentration index (above 0: the less deprived reach more)", "").explained_by(note),
            TableColumn::numbers("Palma ratio", "").explained_by(note),
            TableColumn::numbers("Gini", "").explained_by(note),
        ],
        rows: rows.collect(),
        remark: None,
    }
}

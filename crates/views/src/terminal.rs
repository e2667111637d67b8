//! Tables for the terminal: plain text in aligned columns, without colour, so that it reads the same in a pipe.

use crate::table::Table;

/// The table as lines of text, numbers to the right, each line without trailing spaces; ends in a newline.
pub fn plain(table: &Table) -> String {
    let head: Vec<String> = table
        .columns
        .iter()
        .map(|c| match &c.unit {
            Some(unit) => format!("{} ({unit})", c.title),
            None => c.title.clone(),
        })
        .collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|r| r.cells.iter().map(|c| tame(c)).collect()).collect();
    let head: Vec<String> = head.iter().map(|h| tame(h)).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|i| {
            let cells = rows.iter().filter_map(|r| r.get(i));
            cells.chain([&head[i]]).map(|c| c.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    if !table.caption.is_empty() {
        out.push_str(&tame(&table.caption));
        out.push_str("\n\n");
    }
    let right: Vec<bool> = table.columns.iter().map(|c| c.numeric).collect();
    push_line(&mut out, &head, &widths, &right);
    let rule: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
    push_line(&mut out, &rule, &widths, &right);
    for row in &rows {
        push_line(&mut out, row, &widths, &right);
    }
    if let Some(remark) = &table.remark {
        out.push('\n');
        out.push_str(&tame(remark));
        out.push('\n');
    }
    out
}

/// Adds one line, cells two spaces apart.
fn push_line(out: &mut String, cells: &[String], widths: &[usize], right: &[bool]) {
    let mut line = String::new();
    for ((cell, width), right) in cells.iter().zip(widths).zip(right) {
        let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
        if !line.is_empty() {
            line.push_str("  ");
        }
        if *right {
            line.push_str(&gap);
            line.push_str(cell);
        } else {
            line.push_str(cell);
            line.push_str(&gap);
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// One line, with ordinary spaces and hyphens that any terminal can print, and no control characters (a name must not move the cursor).
fn tame(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\n' | '\t' => ' ',
            '\u{2212}' => '-',
            c => c,
        })
        .filter(|c| !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{Reading, Style};
    use crate::table::{TableColumn, TableRow};

    #[test]
    fn columns_line_up() {
        let percent = Style::percent();
        let table = Table {
            caption: "Households without a car".into(),
            columns: vec![
                TableColumn::words("Group"),
                TableColumn::numbers("Areas", ""),
                TableColumn::numbers("No car", "% of households"),
            ],
            rows: vec![
                TableRow::new(vec![
                    "Left behind".to_owned(),
                    "1,262".to_owned(),
                    percent.reading(&Reading::between(36.5, 35.9, 37.1)),
                ]),
                TableRow::new(["England\u{1b}[31m", "33,755", "23.3"]),
            ],
            remark: Some("[c] withheld".into()),
        };
        insta::assert_snapshot!(plain(&table), @r"
        Households without a car

        Group         Areas  No car (% of households)
        -----------  ------  ------------------------
        Left behind   1,262     36.5 % (35.9 to 37.1)
        England[31m  33,755                      23.3

        [c] withheld
        ");
    }
}

//! From a report to HTML.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::model::Report;
use super::view::Viewer;
use crate::ViewsError;
use crate::markup::slug;

const PAGE: &str = include_str!("templates/report.html");
const BLOCKS: &str = include_str!("templates/blocks.html");
const NOTES: &str = include_str!("templates/notes.html");
const STYLE: &str = include_str!("templates/style.css");

impl Report {
    /// The report as one HTML page. The same report gives the same bytes.
    ///
    /// # Errors
    /// [`ViewsError::Report`] where two parts share an identifier or a figure points at a note that is not there;
    /// [`ViewsError::Table`] and [`ViewsError::Map`] where parts of a table or map do not fit together.
    pub fn to_html(&self) -> Result<String, ViewsError> {
        let mut viewer = Viewer::new(self);
        let finding = viewer.text(&self.finding)?;
        let sections = viewer.sections()?;
        let (notes, sources) = viewer.notes()?;
        let env = environment()?;
        let html = env.get_template("report.html")?.render(context! {
            title => self.title,
            subtitle => self.subtitle,
            back => self.back.as_ref().map(|(to, words)| context! { to => file_name(to), words }),
            finding,
            sections,
            notes,
            sources,
            colophon => self.colophon,
            style => minijinja::Value::from_safe_string(STYLE.to_owned()),
        })?;
        Ok(html.trim_start().to_owned())
    }
}

fn environment() -> Result<Environment<'static>, ViewsError> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.add_filter("clean", |text: String| -> String {
        text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
    });
    env.add_template("blocks.html", BLOCKS)?;
    env.add_template("notes.html", NOTES)?;
    env.add_template("report.html", PAGE)?;
    Ok(env)
}

/// A name of a file in the same folder, whatever was handed over.
fn file_name(to: &str) -> String {
    let (stem, ending) = to.rsplit_once('.').unwrap_or((to, "html"));
    format!("{}.{}", slug(stem), slug(ending))
}

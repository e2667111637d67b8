//! The `pack.toml` that `lynchpin new` writes.

/// A commented `pack.toml` for a place of this name. It is well formed; the files that it names are yours to put there.
pub fn commented_template(name: &str) -> String {
    TEMPLATE.replace("{name}", &toml_text(name))
}

/// Text as a TOML string, quotes included.
fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

const TEMPLATE: &str = include_str!("template.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Run;
    use crate::pack::parse;
    use crate::problem::Findings;

    #[test]
    fn the_template_parses_and_validates_for_any_name() {
        for name in ["Newport", "a \"quoted\" \\ name", "Llanfair\nPG"] {
            let text = commented_template(name);
            let config = parse(&text, std::path::Path::new("pack.toml")).unwrap();
            assert_eq!(config.pack.name, name);
            let mut findings = Findings::default();
            crate::validate::pack_file(&config, &mut findings);
            assert!(findings.0.is_empty(), "{:?}", findings.0);
            assert_eq!(config.run, Run::default(), "the template states the defaults");
        }
    }
}

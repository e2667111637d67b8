//! The JSON Schema of `pack.toml`.

use serde_json::Value;

use crate::columns::ROLES;
use crate::config::PackFile;

/// The JSON Schema of `pack.toml`: editors complete and check the file with it. Each key that names a column says what the column may hold.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(PackFile).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), Value::from("pack.toml of Lynchpin"));
    }
    for role in ROLES {
        let property = schema
            .pointer_mut(&format!("/$defs/{}/properties/{}", role.definition, role.key))
            .and_then(Value::as_object_mut);
        let Some(property) = property else { continue };
        let about = property.get("description").and_then(Value::as_str).unwrap_or_default();
        let unit = if role.unit.is_empty() { String::new() } else { format!(" Unit: {}.", role.unit) };
        let text = format!("{about} Holds {}.{unit}", role.kind.expectation());
        property.insert("description".to_owned(), Value::from(text));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_described_in_the_schema() {
        let schema = schema();
        for role in ROLES {
            let pointer = format!("/$defs/{}/properties/{}/description", role.definition, role.key);
            let text = schema.pointer(&pointer).and_then(Value::as_str);
            assert!(text.is_some_and(|t| t.contains(role.kind.expectation())), "{pointer}");
        }
    }

    /// To write it anew: `LYNCHPIN_UPDATE=1 cargo test -p lynchpin-pack schema`.
    #[test]
    fn the_committed_schema_is_the_one_of_the_code() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join("pack.schema.json");
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("LYNCHPIN_UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed.replace("\r\n", "\n"), text, "run the test with LYNCHPIN_UPDATE=1");
    }
}

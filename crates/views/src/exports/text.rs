//! CSV: UTF-8, a header of short names, an empty field for no value.

use super::data::DataTable;
use crate::ViewsError;

/// The table as CSV. Text that a spreadsheet would take for a formula is left as it is: the file is data, not a sheet.
///
/// # Errors
/// [`ViewsError::Table`] where its parts do not fit together.
pub fn csv_bytes(table: &DataTable) -> Result<Vec<u8>, ViewsError> {
    table.check()?;
    let fault = |e: &dyn std::fmt::Display| table.fault(&format!("cannot be written as CSV: {e}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = table.columns.iter().map(|c| c.name.as_str());
    writer.write_record(names).map_err(|e| fault(&e))?;
    for row in 0..table.rows() {
        let fields = table.columns.iter().map(|c| c.values.text(row).unwrap_or_default());
        writer.write_record(fields).map_err(|e| fault(&e))?;
    }
    writer.into_inner().map_err(|e| fault(&e))
}

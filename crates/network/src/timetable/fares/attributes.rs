//! `fare_attributes.txt`: what each fare costs and how far it goes.

use super::super::names::Names;
use super::super::report::Ledger;
use super::super::source::Source;
use super::super::table::Table;
use super::FareAttribute;
use crate::error::NetworkError;
use crate::money::Currency;

const FILE: &str = "fare_attributes.txt";

/// Reads the fares; a feed may have none.
pub(super) fn read(
    source: &Source,
    agencies: &Names,
    ledger: &mut Ledger,
) -> Result<(Names, Vec<FareAttribute>), NetworkError> {
    Ok(source.read(FILE, |table| read_rows(table, agencies, ledger))?.unwrap_or_default())
}

fn read_rows(
    table: &mut Table<'_>,
    agencies: &Names,
    ledger: &mut Ledger,
) -> Result<(Names, Vec<FareAttribute>), NetworkError> {
    let (id, price, currency) = (table.need("fare_id")?, table.need("price")?, table.need("currency_type")?);
    let (payment, transfers) = (table.field("payment_method"), table.field("transfers"));
    let (duration, agency) = (table.field("transfer_duration"), table.field("agency_id"));
    let (mut ids, mut rows) = (Names::default(), Vec::new());
    while table.next()? {
        if ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "fare listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        let code = Currency::new(&table.text(currency))
            .ok_or_else(|| table.wrong(currency, "an ISO 4217 currency code, such as GBP", ""))?;
        let amount = code
            .minor_units(&table.text(price))
            .ok_or_else(|| table.wrong(price, &format!("an amount in {code}, such as 2.50"), ""))?;
        let of = match table.bytes(agency) {
            b"" => None,
            name => Some(agencies.find(name).ok_or_else(|| table.unknown(agency, "agency.txt"))?),
        };
        rows.push(FareAttribute {
            id: table.text(id).into_owned(),
            feed: 0,
            currency: code.code().to_owned(),
            price: amount,
            transfer_price: 0,
            payment: table.whole(payment)?.unwrap_or(0),
            transfers: table.whole(transfers)?,
            transfer_seconds: table.whole(duration)?,
            agency: of,
        });
    }
    Ok((ids, rows))
}

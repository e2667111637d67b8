//! `fare_products.txt`: what each product costs.

use super::super::super::names::Names;
use super::super::super::report::Ledger;
use super::super::super::source::Source;
use super::super::super::table::Table;
use crate::error::NetworkError;
use crate::money::Currency;

const FILE: &str = "fare_products.txt";

/// What a product costs a traveller of the default rider category.
#[derive(Clone)]
pub(super) struct Product {
    pub(super) currency: Currency,
    /// Minor units.
    pub(super) price: u32,
    /// How well the row fits: the default rider category before any, any fare medium before a certain one.
    rank: u8,
}

/// The products by id; `None` where no row is for the default rider category at a price.
#[derive(Default)]
pub(super) struct Products {
    pub(super) ids: Names,
    pub(super) rows: Vec<Option<Product>>,
}

impl Products {
    /// The position of a product that has a price.
    pub(super) fn priced(&self, id: &[u8]) -> Option<u32> {
        self.ids.find(id).filter(|&product| self.rows[product as usize].is_some())
    }
}

/// Reads the products; a feed may have none.
pub(super) fn read(source: &Source, ledger: &mut Ledger) -> Result<Products, NetworkError> {
    let riders = source.read("rider_categories.txt", default_riders)?.unwrap_or_default();
    Ok(source.read(FILE, |table| read_rows(table, &riders, ledger))?.unwrap_or_default())
}

fn default_riders(table: &mut Table<'_>) -> Result<Names, NetworkError> {
    let (id, default) = (table.need("rider_category_id")?, table.field("is_default_fare_category"));
    let mut names = Names::default();
    while table.next()? {
        if table.whole(default)? == Some(1) {
            names.add(table.bytes(id));
        }
    }
    Ok(names)
}

fn read_rows(table: &mut Table<'_>, riders: &Names, ledger: &mut Ledger) -> Result<Products, NetworkError> {
    let (id, amount, currency) = (table.need("fare_product_id")?, table.need("amount")?, table.need("currency")?);
    let (rider, media) = (table.field("rider_category_id"), table.field("fare_media_id"));
    let mut products = Products::default();
    while table.next()? {
        let product = products.ids.find_or_add(table.bytes(id)) as usize;
        products.rows.resize(products.ids.len(), None);
        let example = |table: &Table<'_>| format!("{}, row {}", table.text(id), table.row());
        let code = Currency::new(&table.text(currency))
            .ok_or_else(|| table.wrong(currency, "an ISO 4217 currency code, such as GBP", ""))?;
        let text = table.text(amount);
        let price = code.minor_units(text.strip_prefix('-').unwrap_or(&text));
        let price = price.ok_or_else(|| table.wrong(amount, &format!("an amount in {code}, such as 2.50"), ""))?;
        if text.starts_with('-') {
            ledger.note(FILE, "product with a negative amount: not used", || example(table));
            continue;
        }
        let rider_rank = match table.bytes(rider) {
            b"" => 1,
            name if riders.find(name).is_some() => 0,
            _ => {
                ledger.note(FILE, "price for a rider category that is not the default: not used", || example(table));
                continue;
            }
        };
        let rank = 2 * u8::from(!table.bytes(media).is_empty()) + rider_rank;
        let known = &mut products.rows[product];
        if known.is_some() {
            ledger.note(FILE, "further price of a product (by fare medium or rider category): not used", || {
                example(table)
            });
        }
        if known.as_ref().is_none_or(|known| rank < known.rank) {
            *known = Some(Product { currency: code, price, rank });
        }
    }
    Ok(products)
}

//! Amounts of money: whole minor units (pence), with the currency kept beside them.

use std::fmt;

/// A currency by its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency(String);

impl Currency {
    /// A currency from its three-letter code, in any case; `None` where it is no such code.
    pub fn new(code: &str) -> Option<Self> {
        let letters = code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
        letters.then(|| Self(code.to_ascii_uppercase()))
    }

    /// The code, such as `GBP`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// How many decimals an amount in this currency has: 2 but for those that ISO 4217 lists with 0 or 3.
    pub fn digits(&self) -> u32 {
        match self.0.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
            | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// Minor units from an amount such as `2`, `2.5` or `2.50`; `None` where it is none, is negative or is finer than the currency.
    pub fn minor_units(&self, amount: &str) -> Option<u32> {
        let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = self.digits() as usize;
        let (part, rest) = part.split_at_checked(digits).unwrap_or((part, ""));
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(part) || !rest.bytes().all(|b| b == b'0') || (whole.is_empty() && part.is_empty()) {
            return None;
        }
        let scale = 10_u32.pow(self.digits());
        let major: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let minor: u32 = if digits == 0 { 0 } else { format!("{part:0<digits$}").parse().ok()? };
        major.checked_mul(scale)?.checked_add(minor)
    }

    /// An amount in minor units as a plain decimal number with the currency's decimals, such as `2.50`.
    pub fn amount(&self, minor_units: u32) -> String {
        let digits = self.digits() as usize;
        if digits == 0 {
            return minor_units.to_string();
        }
        let scale = 10_u32.pow(self.digits());
        format!("{}.{:0digits$}", minor_units / scale, minor_units % scale)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let pounds = Currency::new("gbp").unwrap();
        for (text, pence) in [("2", 200), ("2.5", 250), ("2.50", 250), ("0.05", 5), (".5", 50), ("1.2000", 120)] {
            assert_eq!(pounds.minor_units(text), Some(pence), "{text}");
        }
        for text in ["", ".", "-1", "1.005", "£2", "1,50", "99999999", "+1"] {
            assert_eq!(pounds.minor_units(text), None, "{text}");
        }
        assert_eq!((pounds.amount(205), pounds.amount(5)), ("2.05".to_owned(), "0.05".to_owned()));
        let yen = Currency::new("JPY").unwrap();
        assert_eq!(
            (yen.minor_units("230"), yen.minor_units("1.5"), yen.amount(230)),
            (Some(230), None, "230".to_owned())
        );
        assert_eq!(Currency::new("£"), None);
    }
}

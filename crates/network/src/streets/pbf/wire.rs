//! Protocol buffer wire format, as far as OSM PBF needs it. Reads nothing past the end of what it is given.

use super::Damage;

/// The fields of one message, in order.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

/// The value of one field.
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Fields<'a> {
    pub fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field's number and value; `None` at the end. Fixed-width fields are passed over.
    pub fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, Damage> {
        while !self.rest.is_empty() {
            let key = varint(&mut self.rest)?;
            let value = match key & 7 {
                0 => Value::Number(varint(&mut self.rest)?),
                2 => {
                    let length = usize::try_from(varint(&mut self.rest)?).map_err(|_| SHORT)?;
                    Value::Bytes(self.skip(length)?)
                }
                1 => {
                    self.skip(8)?;
                    continue;
                }
                5 => {
                    self.skip(4)?;
                    continue;
                }
                _ => return Err("a field has an unknown type"),
            };
            return Ok(Some((key >> 3, value)));
        }
        Ok(None)
    }

    fn skip(&mut self, length: usize) -> Result<&'a [u8], Damage> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(SHORT)?;
        self.rest = rest;
        Ok(taken)
    }
}

const SHORT: Damage = "a field is longer than its message";

/// One variable-length number from the front of `bytes`.
#[inline]
pub(super) fn varint(bytes: &mut &[u8]) -> Result<u64, Damage> {
    let mut value = 0_u64;
    for (place, &byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            *bytes = &bytes[place + 1..];
            return Ok(value);
        }
    }
    Err("a number is cut short")
}

/// Signed numbers are stored as 0, −1, 1, −2, …
#[inline]
pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Numbers packed one after the other.
#[derive(Clone)]
pub(crate) struct Packed<'a>(pub &'a [u8]);

impl Iterator for Packed<'_> {
    type Item = Result<u64, Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// Packed signed numbers, each the difference from the one before.
#[derive(Clone)]
pub(crate) struct Deltas<'a> {
    packed: Packed<'a>,
    value: i64,
}

impl<'a> Deltas<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { packed: Packed(bytes), value: 0 }
    }
}

impl Iterator for Deltas<'_> {
    type Item = Result<i64, Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.packed.next()?.map(|difference| {
            self.value = self.value.wrapping_add(zigzag(difference));
            self.value
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length() {
        let mut bytes: &[u8] = &[0x00, 0x7f, 0x96, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(varint(&mut bytes), Ok(0));
        assert_eq!(varint(&mut bytes), Ok(127));
        assert_eq!(varint(&mut bytes), Ok(150));
        assert_eq!(varint(&mut bytes), Ok(u64::MAX));
        assert!(varint(&mut bytes).is_err());
        assert_eq!([0, 1, 2, 3].map(zigzag), [0, -1, 1, -2]);
    }

    #[test]
    fn differences_add_up() {
        let all: Result<Vec<i64>, _> = Deltas::of(&[20, 2, 1]).collect();
        assert_eq!(all, Ok(vec![10, 11, 10]));
    }

    #[test]
    fn fields_beyond_their_message_are_damage() {
        assert!(Fields::of(&[0x0a, 5, 1, 2]).next().is_err());
        assert!(Fields::of(&[0x0b]).next().is_err());
    }
}

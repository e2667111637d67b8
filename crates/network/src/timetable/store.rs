//! The timetable in the network file, one section a column.

use super::columns::{Strings, Timetable};
use crate::error::NetworkError;
use crate::file::{SectionReader, SectionWriter};

/// Writes what `put` and `take` do with each column once for both.
macro_rules! store {
    (texts: $($text:ident.$texts:ident),*; columns: $($group:ident.$column:ident),*; alone: $($alone:ident),*;) => {
        impl Timetable {
            /// Adds the timetable to a network file.
            pub fn put(&self, writer: &mut SectionWriter) -> Result<(), NetworkError> {
                writer.put_record("timetable.zone", &self.zone)?;
                writer.put_record("timetable.fares", &self.fares)?;
                $(
                    let texts = &self.$text.$texts;
                    writer.put(concat!("timetable.", stringify!($text.$texts), ".offset"), &texts.offset)?;
                    writer.put(concat!("timetable.", stringify!($text.$texts), ".bytes"), &texts.bytes)?;
                )*
                $(writer.put(concat!("timetable.", stringify!($group.$column)), &self.$group.$column)?;)*
                $(writer.put(concat!("timetable.", stringify!($alone)), &self.$alone)?;)*
                Ok(())
            }

            /// Takes the timetable from a network file.
            pub fn take(reader: &SectionReader) -> Result<Self, NetworkError> {
                let zone = reader.take_record("timetable.zone")?;
                let mut taken = Self { zone, fares: reader.take_record("timetable.fares")?, ..Self::default() };
                $(taken.$text.$texts = Strings {
                    offset: reader.take(concat!("timetable.", stringify!($text.$texts), ".offset"))?,
                    bytes: reader.take(concat!("timetable.", stringify!($text.$texts), ".bytes"))?,
                };)*
                $(taken.$group.$column = reader.take(concat!("timetable.", stringify!($group.$column)))?;)*
                $(taken.$alone = reader.take(concat!("timetable.", stringify!($alone)))?;)*
                if taken.is_sound() {
                    Ok(taken)
                } else {
                    Err(reader.unsound("the parts of the timetable do not fit together"))
                }
            }
        }
    };
}

store! {
    texts: feeds.name, feeds.zone, agencies.id, agencies.name, stops.id, stops.name, routes.id, routes.short_name,
        routes.long_name, services.id, trips.id;
    columns: agencies.feed, stops.feed, stops.point, stops.parent, stops.kind, stops.served, stops.change_seconds,
        routes.feed, routes.agency, routes.kind, services.feed, services.weekdays, services.first_day,
        services.last_day, services.first_exception, services.exception_day, services.exception_runs, trips.route,
        trips.service, trips.block, trips.sequence, trips.first_time, sequences.first, sequences.stop,
        sequences.flags;
    alone: arrival, departure, frequencies, transfers;
}

impl Timetable {
    /// True where the columns are as long as they say each other to be.
    fn is_sound(&self) -> bool {
        let (stops, trips, services) = (&self.stops, &self.trips, &self.services);
        let ends = |first: &[u32], end: usize| first.is_sorted() && first.last().copied() == Some(end as u32);
        let alike = |lengths: &[usize]| lengths.windows(2).all(|pair| pair[0] == pair[1]);
        alike(&[stops.point.len(), stops.parent.len(), stops.served.len(), stops.change_seconds.len(), stops.id.len()])
            && alike(&[trips.route.len(), trips.service.len(), trips.block.len(), trips.sequence.len()])
            && alike(&[trips.route.len(), trips.first_time.len(), trips.id.len()])
            && alike(&[services.feed.len(), services.first_day.len(), services.last_day.len()])
            && services.first_exception.len() == services.feed.len() + 1
            && ends(&services.first_exception, services.exception_day.len())
            && services.exception_day.len() == services.exception_runs.len()
            && ends(&self.sequences.first, self.sequences.stop.len())
            && self.sequences.stop.len() == self.sequences.flags.len()
            && self.arrival.len() == self.departure.len()
    }
}

//! A journey in the numbers of the timetable.

/// A journey, seconds from the question's zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// When one leaves at the latest.
    pub leave_seconds: i32,
    /// When one is there.
    pub arrive_seconds: i32,
    /// The rides, in order; none for a walk all the way.
    pub rides: Vec<Ride>,
    /// Seconds from the origin to the first stop, and from each ride on to the next stop or the destination: one more than there are
    /// rides. Between rides this is the least change time where one stays at the stop.
    pub walks_seconds: Vec<u16>,
}

/// A ride in one vehicle, which may go on as another trip with its riders aboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ride {
    /// The stretches, at least one.
    pub stretches: Vec<Stretch>,
}

/// What is ridden of one trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The line.
    pub line: u32,
    /// Which of its trips.
    pub trip: u32,
    /// Position at which one gets on or stays seated.
    pub from: u32,
    /// Position at which one gets off or stays seated.
    pub to: u32,
}

impl Ride {
    /// The first and the last stretch.
    pub fn ends(&self) -> Option<(Stretch, Stretch)> {
        self.stretches.first().copied().zip(self.stretches.last().copied())
    }
}

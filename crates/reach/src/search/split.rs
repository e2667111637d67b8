//! Lines parted so that all trips of one are alike in something that the search has to tell apart.

use super::lines::{Continuation, Lines};

impl Lines {
    /// The same timetable with each line parted by the class of its trips (by [`Lines::trip`]), and the class of each new line.
    pub fn split_by(&self, class_of: impl Fn(u32) -> u16) -> (Self, Vec<u16>) {
        let mut parted = Self {
            stop_count: self.stop_count,
            copy_of: self.copy_of.clone(),
            position_first: vec![0],
            event_first: vec![0],
            ..Self::default()
        };
        let mut line_class = Vec::with_capacity(self.count());
        // By line and trip of this timetable, those of the parted one.
        let mut places = Vec::with_capacity(self.count());
        let mut first_trip = 0;
        for line in 0..self.count() {
            let trips = &self.trip[first_trip..first_trip + self.trips(line)];
            first_trip += trips.len();
            let classes: Vec<u16> = trips.iter().map(|&trip| class_of(trip)).collect();
            let mut distinct = classes.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let mut place = vec![(0, 0); trips.len()];
            for class in distinct {
                let kept: Vec<usize> = (0..trips.len()).filter(|&trip| classes[trip] == class).collect();
                for (number, &trip) in kept.iter().enumerate() {
                    place[trip] = (line_class.len() as u32, number as u32);
                }
                parted.add_part(self, line, &kept, trips);
                line_class.push(class);
            }
            places.push(place);
        }
        let new = |line: u32, trip: u32| places[line as usize][trip as usize];
        parted.continuations = self
            .continuations
            .iter()
            .map(|c| {
                let ((line, trip), (next_line, next_trip)) = (new(c.line, c.trip), new(c.next_line, c.next_trip));
                Continuation { line, trip, next_line, next_trip }
            })
            .collect();
        parted.continuations.sort_unstable();
        (parted, line_class)
    }

    fn add_part(&mut self, whole: &Self, line: usize, kept: &[usize], trips: &[u32]) {
        for (i, position) in whole.positions(line).enumerate() {
            self.stop.push(whole.stop[position]);
            self.board.push(whole.board[position]);
            self.alight.push(whole.alight[position]);
            let first = whole.events(line, i).start;
            self.board_by.extend(kept.iter().map(|trip| whole.board_by[first + trip]));
            self.arrival.extend(kept.iter().map(|trip| whole.arrival[first + trip]));
        }
        self.trip.extend(kept.iter().map(|&trip| trips[trip]));
        self.position_first.push(self.stop.len() as u32);
        self.event_first.push(self.board_by.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_the_trips_of_their_class_in_order() {
        let lines = Lines {
            copy_of: Vec::new(),
            stop_count: 2,
            position_first: vec![0, 2],
            event_first: vec![0, 6],
            stop: vec![0, 1],
            board: vec![true, false],
            alight: vec![false, true],
            board_by: vec![0, 1, 2, 3, 4, 5],
            arrival: vec![6, 7, 8, 9, 10, 11],
            trip: vec![4, 5, 6],
            continuations: vec![Continuation { line: 0, trip: 1, next_line: 0, next_trip: 2 }],
        };
        let (parted, classes) = lines.split_by(|trip| (trip % 2) as u16);
        assert_eq!(classes, [0, 1]);
        assert_eq!(parted.trip, [4, 6, 5]);
        assert_eq!(parted.board_by, [0, 2, 3, 5, 1, 4]);
        assert_eq!(parted.arrival, [6, 8, 9, 11, 7, 10]);
        assert_eq!(parted.continuations, [Continuation { line: 1, trip: 0, next_line: 0, next_trip: 1 }]);
    }
}

//! In which order to eliminate the rows of a sparse matrix so that little fills in: approximate minimum degree on the quotient graph.
//!
//! Source: Amestoy, Davis and Duff (1996), *SIAM Journal on Matrix Analysis and Applications* 17, without supervariables.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The order, and for each row in that order the rows that it touches when it goes.
pub struct Elimination {
    /// Rows in the order of elimination.
    pub order: Vec<u32>,
    /// For each row (by its own number) those that it is linked to when it is eliminated.
    pub fronts: Vec<Vec<u32>>,
}

/// Orders the rows of a matrix with these links; `links` holds, for each row, the others that it has an entry with, either way round.
pub fn minimum_degree(links: Vec<Vec<u32>>) -> Elimination {
    let rows = links.len();
    let mut graph = Quotient {
        elements: vec![Vec::new(); rows],
        fronts: vec![Vec::new(); rows],
        absorbed: vec![false; rows],
        gone: vec![false; rows],
        degree: links.iter().map(|l| l.len() as u32).collect(),
        marked: vec![0; rows],
        outside: vec![(0, 0); rows],
        links,
        stamp: 0,
    };
    let mut queue: BinaryHeap<Reverse<(u32, u32)>> =
        graph.degree.iter().enumerate().map(|(row, degree)| Reverse((*degree, row as u32))).collect();
    let mut order = Vec::with_capacity(rows);
    while let Some(Reverse((degree, row))) = queue.pop() {
        let at = row as usize;
        if graph.gone[at] || graph.degree[at] != degree {
            continue;
        }
        order.push(row);
        graph.eliminate(row);
        queue.extend(graph.fronts[at].iter().map(|v| Reverse((graph.degree[*v as usize], *v))));
    }
    Elimination { order, fronts: graph.fronts }
}

/// Rows that are left, linked directly or through an element: a row that has gone and left its front behind.
struct Quotient {
    links: Vec<Vec<u32>>,
    elements: Vec<Vec<u32>>,
    fronts: Vec<Vec<u32>>,
    absorbed: Vec<bool>,
    gone: Vec<bool>,
    degree: Vec<u32>,
    marked: Vec<u32>,
    /// For each element: the pivot that last counted it, and how many of its rows lie outside that pivot's front.
    outside: Vec<(u32, u32)>,
    stamp: u32,
}

impl Quotient {
    fn eliminate(&mut self, pivot: u32) {
        let front = self.front(pivot);
        let at = pivot as usize;
        self.gone[at] = true;
        for &row in &front {
            let (links, marked, stamp) = (&mut self.links[row as usize], &self.marked, self.stamp);
            links.retain(|other| marked[*other as usize] != stamp);
            let (elements, absorbed) = (&mut self.elements[row as usize], &self.absorbed);
            elements.retain(|element| !absorbed[*element as usize]);
            for &element in elements.iter() {
                let size = self.fronts[element as usize].len() as u32;
                let (counted, outside) = &mut self.outside[element as usize];
                if *counted != stamp {
                    (*counted, *outside) = (stamp, size);
                }
                *outside -= 1;
            }
        }
        for &row in &front {
            let mut degree = self.links[row as usize].len() + front.len() - 1;
            let (elements, outside, absorbed) = (&mut self.elements[row as usize], &self.outside, &mut self.absorbed);
            // An element that lies wholly within the front says nothing more.
            elements.retain(|element| {
                let left = outside[*element as usize].1;
                degree += left as usize;
                absorbed[*element as usize] |= left == 0;
                left > 0
            });
            elements.push(pivot);
            self.degree[row as usize] = degree as u32;
        }
        self.fronts[at] = front;
    }

    /// All rows that the pivot is linked to; the elements that linked them are absorbed.
    fn front(&mut self, pivot: u32) -> Vec<u32> {
        self.stamp += 1;
        let at = pivot as usize;
        self.marked[at] = self.stamp;
        let mut front = Vec::new();
        let elements = std::mem::take(&mut self.elements[at]);
        let links = std::mem::take(&mut self.links[at]);
        let through = elements.iter().flat_map(|element| &self.fronts[*element as usize]);
        for &row in links.iter().chain(through) {
            if self.marked[row as usize] != self.stamp {
                self.marked[row as usize] = self.stamp;
                front.push(row);
            }
        }
        for element in elements {
            self.absorbed[element as usize] = true;
        }
        front
    }
}

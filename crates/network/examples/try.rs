use lynchpin_network::streets::*;
use std::path::PathBuf;
fn main() {
    let files: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let t = std::time::Instant::now();
    let (s, r) = Streets::from_pbf(&files, &StreetOptions::default()).unwrap();
    println!("{:?} {:#?}", t.elapsed(), r);
    println!("{}", s.walk.arcs().len());
}

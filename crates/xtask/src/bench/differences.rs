//! Compares the engines' answers, outside the clock, and looks for what sets them apart.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::agreement::Agreement;
use super::causes::{Evidence, causes};
use super::lynchpin::{Ask, FERROBUS_KMH, Lynchpin, MAX_MINUTES, WALK_KMH, WALK_MINUTES};
use super::process::kept_folder;
use super::run::Comparison;
use super::times::{Frame, cut, rounded_near, rounded_up};

/// Percentiles that are compared.
pub const PERCENTILES: [u32; 3] = [25, 50, 75];
/// Windows whose answers are compared, minutes.
const CAFEIN_WINDOWS: [u32; 2] = [1, 60];
/// Walking so much faster and slower shows vehicles caught or missed by seconds.
const NUDGE: f64 = 1.03;

/// Asks Lynchpin all that is needed and compares. `cafein` and `ferrobus` are the beginnings of the files that their scripts kept.
pub fn compare(ours: &Lynchpin<'_>, cafein: &Path, ferrobus: &Path) -> Result<Vec<Comparison>> {
    let frame = Frame::read(&ours.inputs.origins_file, &ours.inputs.destinations_file)?;
    let network = ours.work.join("network-wide.lynch");
    ours.build(&network, FERROBUS_KMH * NUDGE)?;
    let free = ours.work.join("network-free.lynch");
    ours.build_from(&without_transfers(ours)?, &free, FERROBUS_KMH * NUDGE)?;
    let networks = [network.as_path(), free.as_path()];
    let mut found = Vec::new();
    for window in CAFEIN_WINDOWS {
        let peer = Peer { name: "cafein", answers: cafein, window, walk_kmh: WALK_KMH };
        found.extend(peer.compare(ours, &frame, networks)?);
    }
    let peer = Peer { name: "ferrobus", answers: ferrobus, window: 1, walk_kmh: FERROBUS_KMH };
    found.extend(peer.compare(ours, &frame, networks)?);
    Ok(found)
}

/// The feeds without their transfers.txt.
fn without_transfers(ours: &Lynchpin<'_>) -> Result<Vec<PathBuf>> {
    let script = kept_folder().join("peers").join("without_transfers.py");
    let mut run = Command::new(&ours.python);
    run.arg(script).arg(ours.work.join("feeds-free")).args(&ours.inputs.gtfs);
    let output = run.output().context("cannot start Python")?;
    if !output.status.success() {
        bail!("{run:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(PathBuf::from).collect())
}

/// One peer's answers to one question.
struct Peer<'a> {
    name: &'static str,
    answers: &'a Path,
    window: u32,
    walk_kmh: f64,
}

/// Lynchpin's answers to the question and to altered ones: layers of minutes.
struct Asked {
    plain: Vec<Vec<u32>>,
    far: Vec<Vec<u32>>,
    free: Vec<Vec<u32>>,
    nudged: [Vec<Vec<u32>>; 3],
    walk: Vec<u32>,
}

impl Peer<'_> {
    fn percentiles(&self) -> &'static [u32] {
        if self.window == 1 { &PERCENTILES[1..2] } else { &PERCENTILES }
    }

    fn kept(&self, what: &str) -> PathBuf {
        let mut name = self.answers.as_os_str().to_owned();
        name.push(format!("-{what}.u32"));
        name.into()
    }

    fn compare(&self, ours: &Lynchpin<'_>, frame: &Frame, networks: [&Path; 2]) -> Result<Vec<Comparison>> {
        let layers = frame.seconds(&self.kept(&self.window.to_string()), self.percentiles().len())?;
        let their_walk = rounded_up(&frame.seconds(&self.kept("walk"), 1)?[0]);
        let asked = self.ask(ours, frame, networks)?;
        let compared = self.percentiles().iter().zip(&layers).enumerate().map(|(at, (&percentile, seconds))| {
            // The plain percentiles come first, then those of the peer's ranks.
            let alike = self.percentiles().len() + at;
            let up = rounded_up(seconds);
            let theirs = cut(&up, MAX_MINUTES);
            let published = if self.name == "cafein" { rounded_near(seconds) } else { up.clone() };
            let nudged: Vec<Vec<u32>> = asked.nudged.iter().map(|layers| layers[alike].clone()).collect();
            let evidence = Evidence {
                rows: frame.rows(),
                columns: frame.columns(),
                ours: &asked.plain[alike],
                theirs: &theirs,
                theirs_uncut: &up,
                our_walk: &asked.walk,
                their_walk: &their_walk,
                far: &asked.far[alike],
                free: &asked.free[alike],
                nudged: &nudged,
                walk_limit: WALK_MINUTES,
            };
            Comparison {
                peer: self.name.to_owned(),
                window: self.window,
                percentile,
                published: Agreement::of(&asked.plain[at], &published),
                rounded: Agreement::of(&asked.plain[at], &up),
                alike: Agreement::of(&asked.plain[alike], &theirs),
                walks: Agreement::of(&cut(&asked.walk, WALK_MINUTES), &cut(&their_walk, WALK_MINUTES)),
                causes: causes(&evidence),
            }
        });
        Ok(compared.collect())
    }

    fn ask(&self, ours: &Lynchpin<'_>, frame: &Frame, [network, free]: [&Path; 2]) -> Result<Asked> {
        let wanted: Vec<u32> =
            self.percentiles().iter().copied().chain(self.percentiles().iter().map(|p| self.same_rank(*p))).collect();
        let mut distinct = wanted.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let names: Vec<String> = wanted.iter().map(|p| format!("travel_time_p{p}")).collect();
        let out = ours.work.join("compared.csv");
        let plain = Ask {
            network: network.to_path_buf(),
            out: out.clone(),
            percentiles: distinct,
            walk_kmh: self.walk_kmh,
            ..ours.ask(self.window)
        };
        let answer = |ask: Ask<'_>| {
            ours.answer(&ask)?;
            frame.minutes_from_csv(&out, &names)
        };
        let nudged = [
            answer(Ask { walk_kmh: self.walk_kmh * NUDGE, ..plain.clone() })?,
            answer(Ask { walk_kmh: self.walk_kmh / NUDGE, ..plain.clone() })?,
            answer(Ask { slack_seconds: 60, ..plain.clone() })?,
        ];
        let far = answer(Ask { walk_minutes: WALK_MINUTES * 3 / 2, ..plain.clone() })?;
        let free = answer(Ask { network: free.to_path_buf(), ..plain.clone() })?;
        let plain = answer(plain)?;
        ours.walks(network, self.walk_kmh, 3 * WALK_MINUTES, &out)?;
        let walk = frame.minutes_from_csv(&out, &["travel_time".to_owned()])?.remove(0);
        Ok(Asked { plain, far, free, nudged, walk })
    }

    /// Lynchpin's percentile that takes the sample which cafein takes for `percentile`: cafein rounds `p·(W−1)` to the nearest place,
    /// Lynchpin takes the nearest rank.
    fn same_rank(&self, percentile: u32) -> u32 {
        if self.name != "cafein" {
            return percentile;
        }
        let place = (percentile * (self.window - 1) + 50) / 100;
        100 * (place + 1) / self.window
    }
}

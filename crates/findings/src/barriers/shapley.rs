//! The Shapley value of a game of a few players, exactly.

/// What each of `players` adds to `value` on average over every order in which they can join: `Σ_S |S|! (k − |S| − 1)! / k! · [value(S ∪ j) − value(S)]`.
///
/// `value` is asked once for each of the 2^k subsets, given as bits. The parts add up to `value(all) − value(none)`, and the names of players do not matter.
/// Source: Shapley (1953), *A value for n-person games*.
///
/// # Examples
/// ```
/// // Two players who are worth something only together share it.
/// let parts = lynchpin_findings::barriers::shapley(2, |set| if set == 0b11 { 1.0 } else { 0.0 });
/// assert_eq!(parts, [0.5, 0.5]);
/// ```
pub fn shapley(players: usize, value: impl FnMut(u32) -> f64) -> Vec<f64> {
    let values: Vec<f64> = (0..1_u32 << players).map(value).collect();
    let weights = weights(players);
    let part = |player: usize| {
        let bit = 1_usize << player;
        let without = (0..values.len()).filter(|set| set & bit == 0);
        without.map(|set| weights[set.count_ones() as usize] * (values[set | bit] - values[set])).sum()
    };
    (0..players).map(part).collect()
}

/// `s! (k − s − 1)! / k!` for s players who came before: one over `k` times the number of sets of `s` among the other players.
fn weights(players: usize) -> Vec<f64> {
    let mut sets = 1.0;
    let mut weights = Vec::with_capacity(players);
    for before in 0..players {
        weights.push(1.0 / (players as f64 * sets));
        sets *= (players - 1 - before) as f64 / (before + 1) as f64;
    }
    weights
}

//! The exponential transform of ranks that the English indices share, and deciles.

/// Scale of the transform: fixes how little a low rank on one domain cancels a high one on another.
const SCALE: f64 = 23.0;

/// `X(r) = −23 · ln(1 − R · (1 − e^(−100/23)))` with `R = (N + 1 − r) / N`: 100 for the worst rank (1), falling towards 0.
///
/// # Units
/// Points on a scale of `(0, 100]`. `rank` is `1..=areas`; a mean rank carried from another geography may be fractional.
///
/// Source: English Indices of Deprivation, technical reports, on combining domains.
///
/// # Examples
/// ```
/// use lynchpin_findings::places::rank_transform;
/// assert!((rank_transform(1.0, 33_755) - 100.0).abs() < 1e-9);
/// assert!(rank_transform(3_375.0, 33_755) > 50.0 && rank_transform(3_376.0, 33_755) > 49.9);
/// ```
pub fn rank_transform(rank: f64, areas: usize) -> f64 {
    let areas = areas as f64;
    let relative = (areas + 1.0 - rank) / areas;
    -SCALE * (1.0 - relative * (1.0 - (-100.0 / SCALE).exp())).ln()
}

/// Decile of a rank, `ceil(10 · rank / N)`: 1 holds the worst tenth.
///
/// # Examples
/// ```
/// use lynchpin_findings::places::decile;
/// assert_eq!((decile(3_375.0, 33_755), decile(3_376.0, 33_755)), (1, 2));
/// ```
pub fn decile(rank: f64, areas: usize) -> u8 {
    (10.0 * rank / areas as f64).ceil().clamp(1.0, 10.0) as u8
}

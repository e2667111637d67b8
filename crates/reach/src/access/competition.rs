//! What measures with competition have in common: in step one people ask for what places offer, in step two places share it out.

/// Two-step measures differ in two numbers only: how much a pair of origin and place counts in each step.
///
/// With `R_j = S_j / Σ_i asks`, access is `A_i = Σ_j R_j · receives`.
pub trait Competition: Sync {
    /// Its name, as users write it.
    fn name(&self) -> &'static str;

    /// What the people of the origin ask of the place. Unit: that of the people, or none.
    fn asks(&self, pair: &Pair) -> f64;

    /// What part of the place's ratio the origin gets.
    fn receives(&self, pair: &Pair) -> f64;
}

/// One origin and one place within its reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// `P_i`, people at the origin.
    pub people: f64,
    /// `f_ij`, over 0.
    pub weight: f64,
    /// `Σ_j f_ij` over the places that offer anything.
    pub row_weight: f64,
    /// `Σ_i f_ij` over all origins; 0 in step one, where it is not yet known.
    pub column_weight: f64,
}

//! How neighbourhood statistics hang together in England: the correlations that the fictional region is made to have.
//!
//! Measured over the 33,755 LSOAs (2021) of England, as Spearman rank correlations ρ, carried to
//! a Gaussian model by `2·sin(π·ρ/6)`, between:
//! the English Indices of Deprivation 2025 (domain ranks, MHCLG), the Community Needs Index 2023 (domain ranks, OCSI for Local Trust), and Census 2021
//! (ONS: TS045 cars, TS037 bad or very bad health, TS067 qualifications, TS066 economic activity; mid-2024 population estimates for children).
//! Ranks are turned so that more is worse.
//!
//! | Spearman correlation in England | IMD 2025 | CNI 2023 |
//! |---|---|---|
//! | Community Needs Index | .393 | 1 |
//! | households without a car | .715 | .039 |
//! | bad or very bad health | .725 | .473 |
//! | no qualifications | .763 | .482 |
//! | level 4 or above | −.586 | −.638 |
//! | unemployed | .684 | .054 |
//! | neither working, studying nor retired | .887 | .286 |
//! | retired | −.447 | .099 |
//! | children | .347 | .146 |
//!
//! 3.74 % of England's LSOAs are in the worst tenth of both indices (METHODS 1.3). Middles and spreads of the shares are England's 10th, 50th and 90th percentiles.

/// The variables, in the order of [`CORRELATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variable {
    Income,
    Connectedness,
    CivicAssets,
    Engagement,
    NoCar,
    Environment,
    Employment,
    Education,
    Health,
    Crime,
    Housing,
    BadHealth,
    NoQualification,
    Level4,
    Unemployed,
    OtherInactive,
    Retired,
    Students,
    Children,
}

/// How many variables there are.
pub(crate) const VARIABLES: usize = 19;

/// Lower triangle of the Gaussian correlations that give England's rank correlations.
pub(crate) const CORRELATIONS: [&[f64]; VARIABLES] = [
    &[1.000],
    &[0.297, 1.000],
    &[-0.129, 0.157, 1.000],
    &[0.607, 0.092, 0.084, 1.000],
    &[0.751, 0.106, -0.420, 0.447, 1.000],
    &[0.204, -0.027, -0.466, -0.180, 0.416, 1.000],
    &[0.947, 0.409, -0.081, 0.592, 0.706, 0.172, 1.000],
    &[0.859, 0.441, 0.051, 0.658, 0.542, 0.056, 0.868, 1.000],
    &[0.826, 0.410, -0.104, 0.635, 0.689, 0.151, 0.893, 0.795, 1.000],
    &[0.812, 0.200, -0.208, 0.565, 0.760, 0.285, 0.799, 0.710, 0.774, 1.000],
    &[0.168, 0.199, 0.098, -0.129, -0.083, 0.109, 0.086, 0.154, -0.049, -0.025, 1.000],
    &[0.696, 0.546, 0.022, 0.440, 0.503, 0.074, 0.820, 0.732, 0.793, 0.575, -0.021, 1.000],
    &[0.767, 0.402, 0.077, 0.575, 0.476, 0.046, 0.822, 0.871, 0.733, 0.594, 0.084, 0.811, 1.000],
    &[-0.571, -0.468, -0.270, -0.622, -0.222, 0.167, -0.659, -0.823, -0.652, -0.445, 0.017, -0.701, -0.843, 1.000],
    &[0.742, -0.037, -0.316, 0.506, 0.775, 0.312, 0.645, 0.560, 0.584, 0.706, 0.099, 0.329, 0.414, -0.224, 1.000],
    &[0.908, 0.255, -0.159, 0.525, 0.700, 0.248, 0.885, 0.800, 0.751, 0.762, 0.178, 0.676, 0.740, -0.510, 0.704, 1.000],
    &[
        -0.535, 0.279, 0.319, -0.434, -0.589, -0.255, -0.351, -0.325, -0.337, -0.536, -0.123, 0.069, -0.066, -0.048,
        -0.739, -0.520, 1.000,
    ],
    &[
        0.380, -0.279, -0.384, 0.190, 0.493, 0.282, 0.246, 0.148, 0.209, 0.360, 0.089, -0.038, 0.040, 0.163, 0.609,
        0.413, -0.663, 1.000,
    ],
    &[
        0.502, -0.157, 0.083, 0.458, 0.179, -0.164, 0.386, 0.394, 0.258, 0.354, 0.060, 0.077, 0.312, -0.261, 0.401,
        0.483, -0.526, 0.347, 1.000,
    ],
];

/// Middle and spread of a share on the logit scale, from England's percentiles.
pub(crate) fn logit_scale(variable: Variable) -> (f64, f64) {
    match variable {
        Variable::Income => (-2.10, 0.75),
        Variable::Employment => (-2.35, 0.65),
        Variable::NoCar => (-1.463, 0.97),
        Variable::BadHealth => (-2.983, 0.47),
        Variable::NoQualification => (-1.551, 0.515),
        Variable::Level4 => (-0.777, 0.58),
        Variable::Unemployed => (-3.476, 0.525),
        Variable::OtherInactive => (-2.164, 0.55),
        Variable::Retired => (-1.295, 0.64),
        Variable::Students => (-3.204, 0.50),
        Variable::Children => (-1.600, 0.31),
        // The other domains of the indices are written as standard scores.
        _ => (0.0, 1.0),
    }
}

/// Shares of those with a car who have two or more, by the share without a car (Census 2021 TS045, England and Wales).
pub(crate) const SECOND_CAR: [(f64, f64); 7] =
    [(0.02, 0.67), (0.075, 0.60), (0.15, 0.49), (0.25, 0.40), (0.4, 0.30), (0.6, 0.19), (0.85, 0.12)];

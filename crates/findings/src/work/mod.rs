//! What good work there is, and who can reach it.

pub mod answer;
pub mod cut_off;
pub mod good_jobs;
pub mod good_pay;
pub mod good_work;
pub mod outside_options;
pub mod outside_view;
pub mod pay;
pub mod quality;
pub mod reach;
pub mod reach_groups;
pub mod sector_view;
pub mod sectors;
pub mod sentence;
pub mod skill;
pub mod staffing;

pub use answer::{Supply, WorkAnswer, answer, supply, wage_line};
pub use cut_off::{CutOffFigure, CutOffReport, CutOffRule, Verdict, cut_off};
pub use good_jobs::{GoodJobs, good_jobs};
pub use good_pay::{REAL_LIVING_WAGE, median_of_all, wage_floors};
pub use good_work::{GoodWork, good_work};
pub use outside_options::{OutsideOption, OutsideOptions, jobs_of_occupation, outside_options};
pub use outside_view::{OptionHere, OutsideView, outside_view};
pub use pay::{PayCurve, PointBasis, Share, WageLine, low_pay_threshold};
pub use reach::{Cut, Mode, ReachTable, Reached, mix_by_car};
pub use reach_groups::{Measure, ReachFigure, ReachSummary, WorstArea, summarise_reach, worst_areas};
pub use sector_view::{LowPaying, Sector, SectorView, sector_view};
pub use sectors::{SectorShare, sector_shares};
pub use sentence::{Finding, FindingWords, finding, reach_sentence};
pub use skill::{SkillLevel, industry_skills};
pub use staffing::{IndustryShare, PayShares, pay_shares};

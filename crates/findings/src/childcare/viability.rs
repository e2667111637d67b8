//! Whether a provider earns what it spends: margin and break-even, in closed form.

use lynchpin_pack::tables::ProviderAccounts;
use serde::Serialize;

/// What an employer pays on top of a wage, as a share of it (Lynchpin default): National Insurance over £96 a week about 12 %, pension 3 %, and cover for
/// 5.6 weeks of holiday about 12 %, less what small employers are spared.
pub const ON_COST: f64 = 0.25;

/// What all providers face.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditions {
    /// Funded rates by age group, £ an hour.
    pub rates: [f64; 3],
    /// Children per adult by age group.
    pub ratios: [f64; 3],
    /// What an employer pays on top of a wage, as a share of it.
    pub on_cost: f64,
}

/// A provider's week, £.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Week {
    /// Funded hours of all places, £ at full occupancy.
    pub funded_income: f64,
    /// Hours that parents pay for, at full occupancy.
    pub paid_hours: f64,
    /// Hours of work that the ratios ask for, whatever the occupancy: a room is staffed for its places.
    pub staff_hours: f64,
    /// What an hour of work costs: wage and what comes on top.
    pub hourly_cost: f64,
    /// Rent and everything else.
    pub fixed: f64,
    /// What parents pay, £ an hour.
    pub fee: f64,
    /// Share of places that are taken.
    pub occupancy: f64,
    /// What comes on top of a wage, as a share of it.
    on_cost: f64,
}

impl Week {
    /// The week of a provider with so many places.
    pub fn new(places: f64, accounts: &ProviderAccounts, conditions: &Conditions) -> Self {
        let over =
            |of: &dyn Fn(usize) -> f64| (0..3).map(|age| places * accounts.age_shares[age] * of(age)).sum::<f64>();
        let funded = &accounts.funded_shares;
        Self {
            funded_income: accounts.hours * over(&|age| funded[age] * conditions.rates[age]),
            paid_hours: accounts.hours * over(&|age| 1.0 - funded[age]),
            staff_hours: accounts.hours * over(&|age| 1.0 / conditions.ratios[age]),
            hourly_cost: accounts.wage_pounds * (1.0 + conditions.on_cost),
            fixed: accounts.rent_pounds + accounts.other_pounds,
            fee: accounts.fee_pounds,
            occupancy: accounts.occupancy,
            on_cost: conditions.on_cost,
        }
    }

    /// Income at full occupancy.
    fn full_income(&self) -> f64 {
        self.funded_income + self.paid_hours * self.fee
    }

    /// Income.
    pub fn income(&self) -> f64 {
        self.occupancy * self.full_income()
    }

    /// Costs.
    pub fn costs(&self) -> f64 {
        self.staff_hours * self.hourly_cost + self.fixed
    }

    /// Income less costs: below 0 the provider loses money.
    pub fn margin(&self) -> f64 {
        self.income() - self.costs()
    }

    /// The occupancy at which income meets costs; over 1 where even a full house loses money. `None` without any income.
    pub fn break_even_occupancy(&self) -> Option<f64> {
        let income = self.full_income();
        (income > 0.0).then(|| self.costs() / income)
    }

    /// The fee at which income meets costs, £ an hour; below 0 where funded hours alone are enough. `None` where nobody pays.
    pub fn break_even_fee(&self) -> Option<f64> {
        let paid = self.occupancy * self.paid_hours;
        (paid > 0.0).then(|| (self.costs() - self.occupancy * self.funded_income) / paid)
    }

    /// The wage that leaves nothing over, £ an hour; below 0 where rent and other costs alone are too high. `None` without staff.
    pub fn break_even_wage(&self) -> Option<f64> {
        let hours = self.staff_hours * (1.0 + self.on_cost);
        (hours > 0.0).then(|| (self.income() - self.fixed) / hours)
    }
}

//! Jobs within reach of each area as barriers need them: by way of travelling, for each jobseeker; or, without streets, the jobs of the whole study area.

use crate::FindingsError;
use crate::work::{
    Condition, Cut, DrawnReach, Mode, PerSeeker, Reached, Seekers, SkillReach, Supply, WorkAnswer, skill_jobs,
};
use lynchpin_pack::tables::Tables;

/// Jobs within reach and who competes for them.
#[derive(Clone, Debug, PartialEq)]
pub struct JobsInReach {
    /// By public transport, per study area.
    pub transit: Vec<Option<Reached>>,
    /// By car.
    pub car: Vec<Option<Reached>>,
    /// Past a nursery, by public transport and by car; or why not.
    pub past_nursery: Result<[Vec<Option<Reached>>; 2], String>,
    /// Jobseekers.
    pub seekers: Seekers,
    /// Draws of good jobs by public transport and by car; `None` where there are none, so that only bounds are known.
    pub drawn: Option<DrawnReach>,
    /// The travel asked for; why nothing is known of it where everybody is taken to reach every job of the study area.
    pub travel: Result<Cut, String>,
}

impl JobsInReach {
    /// Within the travel that the line of who is cut off is drawn on, in a run that has streets and a timetable.
    ///
    /// # Errors
    /// In words, what the pack lacks.
    pub fn of_work(work: &WorkAnswer) -> Result<Self, String> {
        let seekers = work.terms.seekers.clone()?;
        let asked = &work.cut_off.rule.cut;
        let table = |mode: Mode, condition: Condition| {
            let cut = Cut { mode, condition, ..asked.clone() };
            let found = work.reach.iter().find(|table| table.cut == cut);
            found.map(|table| table.areas.clone()).ok_or_else(|| format!("nothing was asked of {cut}."))
        };
        let past_nursery = match &work.terms.nursery {
            Ok(_) => {
                Ok([table(Mode::PublicTransport, Condition::PastNursery)?, table(Mode::Car, Condition::PastNursery)?])
            }
            Err(why) => Err(why.clone()),
        };
        Ok(Self {
            transit: table(Mode::PublicTransport, Condition::Direct)?,
            car: table(Mode::Car, Condition::Direct)?,
            past_nursery,
            seekers,
            drawn: work.drawn.clone(),
            travel: Ok(asked.clone()),
        })
    }

    /// Everybody reaches every job of the study area: what is left without streets, where `why` says what is missing.
    ///
    /// `minimum` is the least number of jobs whose mix may be told.
    ///
    /// # Errors
    /// In words, what the pack lacks; and what splitting jobs by skill refuses.
    pub fn of_study_area(
        tables: &Tables,
        supply: &Supply,
        why: &str,
        minimum: f64,
    ) -> Result<Result<Self, String>, FindingsError> {
        let seekers = match Seekers::of(tables) {
            Ok(seekers) => seekers,
            Err(lacking) => return Ok(Err(lacking)),
        };
        let people: f64 = seekers.people.iter().sum();
        let (all, low, point, high) = supply.good.totals();
        if people <= 0.0 || all <= 0.0 {
            return Ok(Err("the study area has no jobseekers or no jobs.".into()));
        }
        let totals = |levels: &[[f64; 4]]| std::array::from_fn(|s| levels.iter().map(|jobs| jobs[s]).sum());
        let skill = skill_jobs(tables, &supply.shares)?.ok();
        let skill = skill.map(|jobs| SkillReach { all: totals(&jobs.all), good: jobs.good.as_deref().map(totals) });
        let per_seeker =
            Some(PerSeeker { all: all / people, low: low / people, point: point / people, high: high / people });
        let everything = vec![Some(Reached { all, low, point, high, skill, per_seeker }); tables.areas.codes.len()];
        let draws = supply.draws(tables, &supply.good, minimum)?;
        Ok(Ok(Self {
            drawn: draws.map(|draws| draws.everywhere(everything.len())),
            transit: everything.clone(),
            car: everything,
            past_nursery: Err(why.to_owned()),
            seekers,
            travel: Err(why.to_owned()),
        }))
    }
}

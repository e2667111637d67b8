//! `pack.toml` and the README of the region.

use crate::programme::last_rank;
use std::io::{self, Write};

/// The day of the timetable that the pack describes: an ordinary Tuesday in term.
pub(crate) const DATE: &str = "2026-11-17";

/// Tables with their titles; all but the areas' name the geography and its key.
const SOURCES: [(&str, &str, &str); 17] = [
    ("areas", "areas.csv", "Neighbourhoods, wards and districts"),
    ("outlines", "areas.geojson", "Neighbourhood outlines"),
    ("deprivation", "deprivation_index.csv", "Index of deprivation"),
    ("needs", "community_needs.csv", "Community needs index"),
    ("residents", "residents.csv", "Residents, households, cars and economic activity"),
    ("qualifications", "qualifications.csv", "Highest qualification"),
    ("health", "health.csv", "General health"),
    ("jobs", "jobs.csv", "Jobs by workplace and industry"),
    ("pay", "pay_by_industry.csv", "Hourly pay by industry"),
    ("residents_work", "residents_work.csv", "Residents in work by occupation and by industry"),
    ("staffing", "staffing.csv", "The nation's people by occupation and industry"),
    ("pay_by_occupation", "pay_by_occupation.csv", "Hourly pay by occupation"),
    ("job_quality", "job_quality.csv", "Job quality survey: the nation by occupation and industry"),
    ("job_quality_districts", "job_quality_districts.csv", "Job quality survey: districts"),
    ("childcare", "childcare.csv", "Nurseries and pre-schools: places, hours and accounts"),
    ("programme", "programme.csv", "Neighbourhood Works, a reform"),
    ("employment_by_year", "employment_by_year.csv", "Adults in work by year"),
];

/// Tables whose rows are no neighbourhoods.
const KEYLESS: [&str; 7] =
    ["pay", "staffing", "pay_by_occupation", "job_quality", "job_quality_districts", "childcare", "employment_by_year"];

/// Writes `pack.toml`; `(code, name)` of the neighbourhood `page` gets a page in the report.
pub(crate) fn pack_toml(region: &str, page: (&str, &str), areas: usize, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "# A fictional city region: nobody lives here, and every figure is invented.\n")?;
    writeln!(w, "[pack]\nname = \"{region} City Region (fictional)\"")?;
    writeln!(
        w,
        "about = \"An invented city region on an estuary, placed in the North Sea. No real place, person or figure.\""
    )?;
    writeln!(w, "country = \"{region} City Region\"\ntimezone = \"Europe/London\"\ndate = \"{DATE}\"\n")?;
    writeln!(w, "[run]\nplaces = [\"{}\"]  # {}: among the worst on both indices", page.0, page.1)?;
    writeln!(w, "leading_indicators = [\"no_car\", \"unemployed\", \"no_qualification\"]")?;
    writeln!(w, "occupations_compared = [\"6111\", \"7211\", \"9252\"]  # childcare, call centres, warehouses\n")?;
    for (id, file, title) in SOURCES {
        writeln!(w, "[sources.{id}]\nfile = \"{file}\"\ntitle = \"{title} (fictional)\"")?;
        writeln!(w, "publisher = \"Lynchpin synth\"\nlicence = \"CC0-1.0\"\nperiod = \"2026\"")?;
        if id == "job_quality" {
            writeln!(w, "suppressed = [\"[c]\"]")?;
        }
        if !KEYLESS.contains(&id) {
            writeln!(w, "geography = \"area\"\nkey = \"area_code\"")?;
        }
        writeln!(w)?;
    }
    w.write_all(BODY.as_bytes())?;
    writeln!(w, "{PROGRAMME}eligibility = {{ index = \"deprivation\", rank_at_most = {} }}", last_rank(areas))
}

/// Writes the README.
pub(crate) fn readme(region: &str, areas: usize, seed: u64, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "# {region} City Region: a fictional place\n")?;
    writeln!(
        w,
        "Nothing here is real: no place, person, street, timetable or figure. The region was made by `lynchpin-synth`"
    )?;
    writeln!(
        w,
        "from the seed {seed} with {areas} neighbourhoods; the same seed gives the same files on the same kind of"
    )?;
    writeln!(
        w,
        "machine. It lies at 55.2° N 3.0° E, on the Dogger Bank in the North Sea, where there is only water. Area codes start with X0, which no real code does.\n"
    )?;
    w.write_all(README.as_bytes())
}

const README: &str = "\
The statistics are correlated as England's neighbourhoods are, so that methods can be tried and taught on them.
They are evidence of nothing.

| file | what it is |
|---|---|
| pack.toml | tells Lynchpin how to read the rest |
| streets.osm.pbf | streets, paths, bridges and turn restrictions in OpenStreetMap's format |
| bus.zip, rail.zip | timetables (GTFS) from November 2026 to April 2027 |
| areas.csv, areas.geojson | neighbourhoods: names, wards, districts, points and outlines |
| deprivation_index.csv | seven domains with England's weights; rank 1 is the most deprived |
| community_needs.csv | three domains of equal weight; rank 1 is the most in need |
| residents.csv | people, households, families, cars, economic activity, unpaid care, young children |
| qualifications.csv, health.csv | highest qualification (16 and over); general health |
| jobs.csv | jobs by workplace and SIC section; the share that starts at about 06:00 |
| pay_by_industry.csv, pay_by_occupation.csv | percentiles of hourly pay, £ |
| residents_work.csv | residents in work by major group of occupation and by SIC section |
| staffing.csv | the nation's people by occupation and SIC section |
| job_quality.csv | share of jobs that meet each dimension of good work (and all six at once), by major group and SIC section, with respondents |
| job_quality_districts.csv | the same survey's estimates for districts, with standard errors |
| job_quality_truth.csv | the truth behind both by neighbourhood, for tests: no pack reads it |
| childcare.csv | nurseries and pre-schools: places, opening hours, what they earn and spend |
| programme.csv | Neighbourhood Works, a reform: where and when, who is eligible, who took part, £ |
| employment_by_year.csv | share of adults in work, 2015 to 2026; the reform raises it by 1.5 percentage points |
| poll.csv, poll_population.csv | a poll of residents; all adults by ward, group of places, age and sex |
| poll_truth.csv | what a poll of everybody would find, to judge methods by; Lynchpin does not read it |
| interviews.qdpx | coded interviews as a REFI-QDA project |
";

/// The reform; its cut-off is written after it.
const PROGRAMME: &str = r#"
[panels.employment]
label = "Adults in work"
unit = "% of people aged 16 and over"
direction = "higher-is-better"
source = "employment_by_year"
area = "area_code"
period = "year"
value = "in_work_percent"

[programmes.neighbourhood_works]
label = "Neighbourhood Works (fictional)"
source = "programme"
people = "aged_16_plus"
listed = "had_it"
began = "began"
participants = "took_part"
eligible = "eligible"
cost_pounds = "spent"
outcome = "employment"
smallest_effect = 0.5
covariates = ["no_car", "no_qualification", "bad_health"]
"#;

const BODY: &str = r#"[areas]
source = "areas"
name = "area_name"
points = { source = "areas", lon = "lon", lat = "lat" }
outlines = { source = "outlines" }

[areas.parents]
ward = { source = "areas", code = "ward_code", name = "ward_name" }
district = { source = "areas", code = "district_code", name = "district_name" }

[areas.place_types]
place_type = { source = "areas", label = "place_type" }
coastal = { source = "areas", label = "coastal" }

[indices.deprivation]
label = "Index of deprivation (fictional)"
axis = "deprivation"
source = "deprivation"
rank = "rank"
score = "score"
domains = [
  { name = "Income", weight = 0.225, rank = "income_rank" },
  { name = "Employment", weight = 0.225, rank = "employment_rank" },
  { name = "Education and skills", weight = 0.135, rank = "education_rank" },
  { name = "Health and disability", weight = 0.135, rank = "health_rank" },
  { name = "Crime", weight = 0.093, rank = "crime_rank" },
  { name = "Housing and services", weight = 0.093, rank = "housing_and_services_rank" },
  { name = "Living environment", weight = 0.093, rank = "living_environment_rank" },
]

[indices.community_needs]
label = "Community needs index (fictional)"
axis = "community-needs"
source = "needs"
rank = "rank"
score = "score"
domains = [
  { name = "Civic assets", weight = 1.0, rank = "civic_assets_rank" },
  { name = "Connectedness", weight = 1.0, rank = "connectedness_rank" },
  { name = "Active and engaged community", weight = 1.0, rank = "active_and_engaged_rank" },
]

[residents]
population = { source = "residents", count = "population" }
working_age = { source = "residents", count = "working_age" }
aged_16_plus = { source = "residents", count = "aged_16_plus" }
children_0_7 = { source = "residents", count = "children_0_7" }
households = { source = "residents", count = "households" }
households_no_car = { source = "residents", count = "cars_0" }
employed = { source = "residents", count = "employed" }
unemployed = { source = "residents", count = "unemployed" }
health_limited = { source = "health", count = ["bad", "very_bad"] }
health_all = { source = "health", count = "total" }
households_lone_parent = { source = "residents", count = "lone_parents" }
households_couple_children = { source = "residents", count = "couples_with_children" }
# Adults by the skill level (SOC 2020) that their highest qualification prepares for: a Lynchpin default.
qualified_for_1 = { source = "qualifications", count = "none" }
qualified_for_2 = { source = "qualifications", count = ["level1", "level2", "other"] }
qualified_for_3 = { source = "qualifications", count = ["apprenticeship", "level3"] }
qualified_for_4 = { source = "qualifications", count = "level4plus" }

[indicators.no_car]
label = "Households without a car"
unit = "% of households"
direction = "higher-is-worse"
source = "residents"
numerator = "cars_0"
denominator = "households"

# The real indices count people out of work, adults' qualifications and ill health; so these are drawn close to those domains.
[indicators.unemployed]
label = "People looking for work"
unit = "% of people aged 16 and over"
direction = "higher-is-worse"
contained_in = ["deprivation"]
source = "residents"
numerator = "unemployed"
denominator = "aged_16_plus"

[indicators.long_term_sick]
label = "People kept from work by long-term sickness"
unit = "% of people aged 16 and over"
direction = "higher-is-worse"
contained_in = ["deprivation"]
source = "residents"
numerator = "long_term_sick"
denominator = "aged_16_plus"

[indicators.looking_after_home]
label = "People looking after home or family"
unit = "% of people aged 16 and over"
direction = "neutral"
source = "residents"
numerator = "looking_after_home"
denominator = "aged_16_plus"

[indicators.unpaid_care]
label = "People who give unpaid care"
unit = "% of residents"
direction = "neutral"
source = "residents"
numerator = "unpaid_care"
denominator = "population"

[indicators.no_qualification]
label = "People without qualifications"
unit = "% of people aged 16 and over"
direction = "higher-is-worse"
contained_in = ["deprivation"]
source = "qualifications"
numerator = "none"
denominator = "total_16plus"

[indicators.level4]
label = "People with a degree or the like (level 4 and above)"
unit = "% of people aged 16 and over"
direction = "higher-is-better"
contained_in = ["deprivation"]
source = "qualifications"
numerator = "level4plus"
denominator = "total_16plus"

[indicators.bad_health]
label = "People in bad or very bad health"
unit = "% of residents"
direction = "higher-is-worse"
contained_in = ["deprivation"]
source = "health"
numerator = ["bad", "very_bad"]
denominator = "total"

# An index of one's own, set beside the published ones.
[declared_indices.hardship]
label = "Hardship (declared here)"
axis = "deprivation"
shrink_towards = "district"

[declared_indices.hardship.domains]
"Out of work" = { indicators = ["unemployed", "long_term_sick"] }
"Skills" = { indicators = ["no_qualification", "level4"] }
"Means" = { indicators = ["no_car"] }

[determinants]
outcome = "bad_health"
predictors = ["no_car", "unemployed", "long_term_sick", "looking_after_home", "no_qualification", "level4", "unpaid_care"]
neighbours = { kind = "travel-time", mode = "car", minutes = 30, count = 6 }

[determinants.blocks]
"Work" = ["unemployed", "long_term_sick", "looking_after_home"]
"Skills" = ["no_qualification", "level4"]

[determinants.overlaps]
long_term_sick = "long-term sickness is bad health"

[jobs]
source = "jobs"
industries = "sic_*"
early_shift = { source = "jobs", share = "early_share" }

[[pay]]
by = "industry"
source = "pay"
code = "sic_section"
label = "industry"
jobs_thousand = "jobs_thousand"
percentiles = { 10 = "p10", 20 = "p20", 25 = "p25", 30 = "p30", 40 = "p40", 50 = "p50", 60 = "p60", 70 = "p70", 75 = "p75", 80 = "p80", 90 = "p90" }

[childcare.providers]
source = "childcare"
id = "provider_id"
kind = "provider_type"
places = "places"
lon = "lon"
lat = "lat"
opens = "opens"
closes = "closes"

[childcare.providers.accounts]
age_shares = ["share_under_2", "share_aged_2", "share_aged_3_4"]
occupancy = "occupancy"
funded_shares = ["funded_under_2", "funded_aged_2", "funded_aged_3_4"]
fee = "fee_pounds_per_hour"
wage = "wage_pounds_per_hour"
rent = "rent_pounds_per_week"
other = "other_pounds_per_week"
hours = "hours_per_week"
year = "2025-26"

[childcare.children]
source = "residents"
count = "children_0_7"

[[pay]]
by = "occupation"
source = "pay_by_occupation"
code = "soc2020"
label = "occupation"
jobs_thousand = "jobs_thousand"
percentiles = { 10 = "p10", 20 = "p20", 25 = "p25", 30 = "p30", 40 = "p40", 50 = "p50", 60 = "p60", 70 = "p70", 75 = "p75", 80 = "p80", 90 = "p90" }

[staffing]
source = "staffing"
occupation = "soc2020"
industries = "sic_*"

[[resident_jobs]]
by = "occupation"
source = "residents_work"
groups = "soc_*"

[[resident_jobs]]
by = "industry"
source = "residents_work"
groups = "sic_*"

[job_quality]
source = "job_quality"
occupation = "soc2020"
industry = "sic_section"
dimension = "dimension"
rate = "share"
sample = "respondents"

[job_quality.direct]
source = "job_quality_districts"
level = "district"
area = "district_code"
dimension = "dimension"
rate = "share"
standard_error = "standard_error"

[[thresholds.wage_floors]]
id = "real_living_wage"
label = "the Real Living Wage"
pounds_per_hour = 13.45
year = "2025-26"
region = "UK"

[[thresholds.wage_floors]]
id = "national_living_wage"
label = "the National Living Wage"
pounds_per_hour = 12.21
year = "2025-26"
region = "UK"

[fares]
single = 2.00
budget = 3.00
title = "One price for every ride (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "2026"

[sources.poll]
file = "poll.csv"
title = "Residents’ poll (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "2026"

[sources.poll_population]
file = "poll_population.csv"
title = "Adults by ward, group of places, age and sex (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "2026"

[[polls]]
id = "residents"
label = "Residents’ poll (fictional)"
source = "poll"
respondent = "respondent"
weight = "weight"
home = { area = "ward_code", level = "ward", place_group = "place_group" }
demographics = { age = "age_band", sex = "sex" }
population = { source = "poll_population", count = "people", area = "ward_code", place_group = "place_group" }
covariates = ["no_car"]

[[polls.questions]]
id = "good_work"
label = "say that there is good work within their reach"
column = "good_work"
answers = ["Agree", "Strongly agree"]
none = ["Prefer not to say"]

[[polls.questions]]
id = "buses"
label = "say that buses do not run when work needs them"
column = "buses"
answers = ["Yes"]

[interviews]
project = { file = "interviews.qdpx", title = "Interviews (fictional)", publisher = "Lynchpin synth", licence = "CC0-1.0", period = "2026" }

[interviews.speakers]
consent = "consent"
quote_consent = "may be quoted"
home = { place_group = "place group" }
attributes = ["age", "work"]

[[streets]]
file = "streets.osm.pbf"
title = "Streets (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "2026"

[[timetables]]
file = "bus.zip"
title = "Bus timetable (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "November 2026 to April 2027"

[[timetables]]
file = "rail.zip"
title = "Rail timetable (fictional)"
publisher = "Lynchpin synth"
licence = "CC0-1.0"
period = "November 2026 to April 2027"
"#;

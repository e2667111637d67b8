//! The region's statistics as the CSV and GeoJSON files that publishers put out.

use crate::areas::{Area, Areas, Place};
use crate::indices::Index;
use crate::land::{Land, Spot};
use crate::latent::Latent;
use crate::people::{People, share};
use crate::targets::Variable;
use crate::work::{INDUSTRIES, Provider, Workplace, pay};
use std::io::{self, Write};

/// Percentiles of the pay table.
pub(crate) const PERCENTILES: [u32; 11] = [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90];

/// areas.csv: code, name, parents, kind of place, population-weighted point.
pub(crate) fn areas(land: &Land, areas: &Areas, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "area_code,area_name,ward_code,ward_name,district_code,district_name,place_type,coastal,lon,lat")?;
    for a in &areas.list {
        let (lon, lat) = land.lon_lat(a.spot);
        let coastal = if a.place == Place::Coast { "Coastal" } else { "Inland" };
        let parents = format!("{},{},{},{}", a.ward.0, a.ward.1, a.district.0, a.district.1);
        writeln!(w, "{},{},{parents},{},{coastal},{lon:.6},{lat:.6}", a.code, a.name, a.place.label())?;
    }
    Ok(())
}

/// areas.geojson: outlines; neighbours share their borders corner by corner.
pub(crate) fn outlines(land: &Land, areas: &Areas, rings: &[Vec<Vec<Spot>>], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "{{\"type\":\"FeatureCollection\",\"name\":\"areas\",\"features\":[")?;
    for (n, (area, rings)) in areas.list.iter().zip(rings).enumerate() {
        write!(w, "{{\"type\":\"Feature\",\"properties\":{{\"area_code\":\"{}\",", area.code)?;
        write!(w, "\"area_name\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[", area.name)?;
        for (r, ring) in rings.iter().enumerate() {
            write!(w, "{}[", if r > 0 { "," } else { "" })?;
            for (c, corner) in ring.iter().chain(ring.first()).enumerate() {
                let (lon, lat) = land.lon_lat(*corner);
                write!(w, "{}[{lon:.7},{lat:.7}]", if c > 0 { "," } else { "" })?;
            }
            write!(w, "]")?;
        }
        writeln!(w, "]}}}}{}", if n + 1 < areas.list.len() { "," } else { "" })?;
    }
    writeln!(w, "]}}")
}

/// An index: score and rank overall, and a score and rank for each domain.
pub(crate) fn index(list: &[Area], index: &Index, latent: &Latent, w: &mut dyn Write) -> io::Result<()> {
    write!(w, "area_code,score,rank,decile")?;
    for domain in &index.domains {
        write!(w, ",{0}_score,{0}_rank", domain.name)?;
    }
    writeln!(w)?;
    for (n, area) in list.iter().enumerate() {
        let decile = (10 * index.rank[n] as usize).div_ceil(list.len());
        write!(w, "{},{:.3},{},{decile}", area.code, index.score[n], index.rank[n])?;
        for domain in &index.domains {
            let score = match domain.variable {
                Variable::Income | Variable::Employment => share(latent, domain.variable, n),
                other => latent.of(other)[n],
            };
            write!(w, ",{score:.4},{}", domain.rank[n])?;
        }
        writeln!(w)?;
    }
    Ok(())
}

/// residents.csv: people, households, cars, economic activity, unpaid care, young children.
pub(crate) fn residents(list: &[Area], people: &[People], w: &mut dyn Write) -> io::Result<()> {
    write!(w, "area_code,population,children_0_7,children_0_15,aged_16_plus,working_age,households,")?;
    write!(
        w,
        "lone_parents,couples_with_children,cars_0,cars_1,cars_2plus,employed,unemployed,students,retired,looking_after_home,"
    )?;
    writeln!(w, "long_term_sick,other_inactive,unpaid_care,unpaid_care_50_hours")?;
    for (area, p) in list.iter().zip(people) {
        write!(w, "{},{},{},{},{}", area.code, p.population, p.children_0_7, p.children_0_15, p.aged_16_plus)?;
        write!(w, ",{},{}", p.working_age, p.households)?;
        numbers(w, &p.families)?;
        numbers(w, &p.cars)?;
        numbers(w, &p.activity)?;
        writeln!(w, ",{},{}", p.unpaid_care, p.unpaid_care_50_hours)?;
    }
    Ok(())
}

fn numbers(w: &mut dyn Write, counts: &[u32]) -> io::Result<()> {
    counts.iter().try_for_each(|n| write!(w, ",{n}"))
}

/// qualifications.csv: highest qualification of those aged 16 and over.
pub(crate) fn qualifications(list: &[Area], people: &[People], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "area_code,total_16plus,none,level1,level2,apprenticeship,level3,level4plus,other")?;
    for (area, p) in list.iter().zip(people) {
        write!(w, "{},{}", area.code, p.aged_16_plus)?;
        numbers(w, &p.qualifications)?;
        writeln!(w)?;
    }
    Ok(())
}

/// health.csv: how people say their health is.
pub(crate) fn health(list: &[Area], people: &[People], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "area_code,total,very_good,good,fair,bad,very_bad")?;
    for (area, p) in list.iter().zip(people) {
        write!(w, "{},{}", area.code, p.population)?;
        numbers(w, &p.health)?;
        writeln!(w)?;
    }
    Ok(())
}

/// jobs.csv: jobs by workplace area and SIC section, and the share that starts at about 06:00.
pub(crate) fn jobs(list: &[Area], jobs: &[Workplace], w: &mut dyn Write) -> io::Result<()> {
    write!(w, "area_code")?;
    INDUSTRIES.iter().try_for_each(|i| write!(w, ",sic_{}", i.0))?;
    writeln!(w, ",total,early_share")?;
    for (area, workplace) in list.iter().zip(jobs) {
        write!(w, "{}", area.code)?;
        numbers(w, &workplace.jobs)?;
        writeln!(w, ",{},{:.3}", workplace.jobs.iter().sum::<u32>(), workplace.early_share)?;
    }
    Ok(())
}

/// `pay_by_industry.csv`: £ per hour by SIC section.
pub(crate) fn pay_by_industry(jobs: &[Workplace], w: &mut dyn Write) -> io::Result<()> {
    write!(w, "sic_section,industry,jobs_thousand")?;
    PERCENTILES.iter().try_for_each(|p| write!(w, ",p{p}"))?;
    writeln!(w)?;
    for (n, (section, name, _, median, spread, _)) in INDUSTRIES.iter().enumerate() {
        let thousand = jobs.iter().map(|j| f64::from(j.jobs[n])).sum::<f64>() / 1_000.0;
        write!(w, "{section},\"{name}\",{thousand:.1}")?;
        for percentile in PERCENTILES {
            write!(w, ",{:.2}", pay(*median, *spread, f64::from(percentile)))?;
        }
        writeln!(w)?;
    }
    Ok(())
}

/// childcare.csv: providers with places, opening hours, and what they earn and spend.
pub(crate) fn childcare(land: &Land, list: &[Area], providers: &[Provider], w: &mut dyn Write) -> io::Result<()> {
    write!(w, "provider_id,provider_type,area_code,lon,lat,places,opens,closes,share_under_2,share_aged_2,")?;
    write!(w, "share_aged_3_4,occupancy,funded_under_2,funded_aged_2,funded_aged_3_4,fee_pounds_per_hour,")?;
    writeln!(w, "wage_pounds_per_hour,rent_pounds_per_week,other_pounds_per_week,hours_per_week")?;
    for (n, p) in providers.iter().enumerate() {
        let (lon, lat) = land.lon_lat(p.spot);
        write!(w, "XC{:05},{},{},{lon:.6},{lat:.6}", n + 1, p.kind, list[p.area].code)?;
        write!(w, ",{},{},{}", p.places, p.opens, p.closes)?;
        let a = &p.accounts;
        let rounded = [a.age_shares[0], a.age_shares[1]].map(|share| (share * 100.0).round() / 100.0);
        write!(w, ",{:.2},{:.2},{:.2}", rounded[0], rounded[1], 1.0 - rounded[0] - rounded[1])?;
        write!(w, ",{:.2}", a.occupancy)?;
        a.funded_shares.iter().try_for_each(|share| write!(w, ",{share:.2}"))?;
        write!(w, ",{:.2},{:.2},{:.0}", a.fee_pounds, a.wage_pounds, a.rent_pounds)?;
        writeln!(w, ",{:.0},{}", a.other_pounds, a.hours)?;
    }
    Ok(())
}

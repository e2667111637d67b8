//! `lynchpin serve`: what it answers, and what it refuses.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "support/server.rs"]
mod server;
mod support;

use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::Value;
use server::{Server, read};
use support::{data, demo_pack, expect_code, lynchpin};

/// A question about a point of the demo, without the point.
const EARLY: &str = "mode=transit&leave=08:00&percentile=50&walk=15";

/// A demo of 60 neighbourhoods, served; the folder lasts as long as the server.
fn served() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    let server = Server::start(&pack);
    (folder, server)
}

/// The points of the neighbourhoods.
fn points(server: &Server) -> Vec<(f64, f64)> {
    let places = server.get("/api/places?geography=area").json();
    let point = |p: &Value| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
    places["points"].as_array().unwrap().iter().map(point).collect()
}

#[test]
fn every_measure_is_mapped_on_every_geography_that_it_names() {
    let (_folder, server) = served();
    let pack = server.get("/api/pack").json();
    let measures = pack["measures"].as_array().unwrap();
    assert!(measures.len() > 20, "{}", measures.len());
    let leading = pack["leading"].as_str().unwrap();
    assert!(leading.starts_with("good-jobs-"), "{leading}");
    for measure in measures {
        let id = measure["id"].as_str().unwrap();
        for geography in measure["geographies"].as_array().unwrap() {
            let geography = geography.as_str().unwrap();
            let answer = server.get(&format!("/api/measure?measure={id}&geography={geography}"));
            assert_eq!(answer.status, 200, "{id} {geography}: {}", answer.text());
            check_measure(&answer.json());
        }
    }
    let wards = pack["geographies"].as_array().unwrap().iter().find(|g| g["id"] == "ward");
    assert!(wards.is_some(), "the demo has wards");
}

/// Classes follow the values, the legend counts them, and what is unsure has an interval.
fn check_measure(answer: &Value) {
    let list = |name: &str| answer[name].as_array().unwrap().clone();
    let (values, classes, legend) = (list("values"), list("classes"), list("legend"));
    let counted: u64 = legend.iter().map(|l| l["count"].as_u64().unwrap()).sum();
    assert_eq!(counted as usize, values.iter().filter(|v| !v.is_null()).count());
    assert_eq!(legend.len(), list("colours").len());
    let mut pairs: Vec<(f64, u64)> =
        values.iter().zip(&classes).filter_map(|(v, c)| Some((v.as_f64()?, c.as_u64().unwrap()))).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(pairs.windows(2).all(|w| w[0].1 <= w[1].1), "classes rise with the values: {answer}");
    for (at, unsure) in list("unsure").iter().enumerate() {
        assert!(!unsure.as_bool().unwrap() || list("low")[at].is_f64());
    }
    assert!(!answer["note"]["method"].as_str().unwrap().is_empty(), "{} says how it was made", answer["id"]);
}

#[test]
fn what_is_reached_from_a_point_is_what_access_counts() {
    let (folder, server) = served();
    let pack = folder.path().join("pack");
    let answer = server.get("/api/pack").json();
    assert_eq!(answer["live"]["columns"][0]["id"], "jobs");
    let date = answer["live"]["date"].as_str().unwrap();
    // Results of the pack have jobs by workplace; in the demo workplaces are neighbourhoods.
    expect_code(&lynchpin(&["run", pack.to_str().unwrap()]), 0);
    let table = std::fs::read_to_string(pack.join("results").join("tables").join("workplaces.csv")).unwrap();
    let jobs: Vec<(String, f64)> = table
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            (cells.next().unwrap().to_owned(), cells.next().unwrap().parse().unwrap())
        })
        .collect();
    let places = server.get("/api/places?geography=area").json();
    let codes: Vec<&str> = places["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    let at = |code: &str| points(&server)[codes.iter().position(|c| *c == code).unwrap()];
    let line = |id: &str, (lon, lat): (f64, f64), more: &str| format!("{id},{lat},{lon}{more}\n");
    let origins: String = codes[..6].iter().map(|c| line(c, at(c), "")).collect();
    let all = points(&server);
    let offers: String = jobs
        .iter()
        .filter_map(|(code, n)| {
            let place = codes.iter().position(|c| c == code)?;
            Some(line(code, all[place], &format!(",{n}")))
        })
        .collect();
    let homes: String = codes.iter().zip(&all).map(|(c, p)| line(c, *p, "")).collect();
    let names = ["o.csv", "d.csv", "a.csv", "out.csv"];
    let [o, d, a, out] = names.map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    std::fs::write(&o, format!("id,lat,lon\n{origins}")).unwrap();
    std::fs::write(&d, format!("id,lat,lon\n{homes}")).unwrap();
    std::fs::write(&a, format!("id,lat,lon,jobs\n{offers}")).unwrap();
    let file = |name: &str| pack.join(name).to_str().unwrap().to_owned();
    let [osm, bus, rail] = ["streets.osm.pbf", "bus.zip", "rail.zip"].map(file);
    let inputs = ["access", "--osm", &osm, "--gtfs", &bus, "--gtfs", &rail, "--origins", &o, "--destinations", &d];
    let when = ["--opportunities", &a, "--date", date, "--depart", "08:00", "--window", "60", "--percentiles", "50"];
    let how = ["--max-walk-minutes", "15", "--max-minutes", "60", "--timezone", "Europe/London", "--out", &out];
    let what = ["--measure", "cumulative", "--thresholds", "15,30,45,60"];
    let asked = lynchpin(&[&inputs[..], &when, &how, &what].concat());
    expect_code(&asked, 0);
    let expected = std::fs::read_to_string(&out).unwrap();
    let header: Vec<&str> = expected.lines().next().unwrap().split(',').collect();
    let column = |band: u32| header.iter().position(|h| *h == format!("cumulative_jobs_{band}min_p50")).unwrap();
    for row in expected.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (lon, lat) = at(cells[0]);
        let reached = server.get(&format!("/api/reach?lon={lon}&lat={lat}&{EARLY}"));
        let within = reached.json()["sums"][0]["within"].clone();
        for (band, minutes) in [15, 30, 45, 60].into_iter().enumerate() {
            let (found, wanted) = (within[band].as_f64().unwrap(), cells[column(minutes)].parse::<f64>().unwrap());
            assert!((found - wanted).abs() < 1e-6 * wanted.max(1.0), "{row}: {minutes} minutes, {found}");
        }
    }
}

#[test]
fn a_sweep_tells_of_its_progress_and_agrees_with_single_points() {
    let (_folder, server) = served();
    let question =
        r#"{"mode":"car","leave":"08:00","percentile":50,"walk":15,"minutes":30,"column":"jobs","date":null}"#;
    let told = server.send(&server.sweep(question));
    assert_eq!(told.status, 200, "{}", told.text());
    assert_eq!(told.header("content-type"), Some("text/event-stream"));
    let text = told.text();
    let events: Vec<Value> =
        text.lines().filter_map(|l| l.strip_prefix("data: ")).map(|d| serde_json::from_str(d).unwrap()).collect();
    assert!(events.iter().filter(|e| e["event"] == "progress").count() >= 6, "{text}");
    let measure = &events.last().unwrap()["measure"];
    check_measure(measure);
    for (area, (lon, lat)) in points(&server).iter().enumerate().step_by(13) {
        let one = server.get(&format!("/api/reach?lon={lon}&lat={lat}&mode=car&leave=08:00&percentile=50&walk=15"));
        assert_eq!(one.json()["sums"][0]["within"][1], measure["values"][area], "neighbourhood {area}");
    }
}

#[test]
fn a_journey_is_told_leg_by_leg() {
    let (_folder, server) = served();
    let all = points(&server);
    let (from, to) = (all[0], all[20]);
    let path = format!(
        "/api/journey?from_lon={}&from_lat={}&to_lon={}&to_lat={}&leave=08:00&walk=20",
        from.0, from.1, to.0, to.1
    );
    let answer = server.get(&path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let legs = answer["legs"].as_array().unwrap();
    match answer["median_minutes"].as_u64() {
        Some(minutes) => {
            let sum: u64 = legs.iter().map(|l| l["minutes"].as_u64().unwrap()).sum();
            assert!(sum.abs_diff(minutes) <= legs.len() as u64, "{answer}");
        }
        None => assert!(legs.is_empty() && !answer["sentence"].as_str().unwrap().is_empty()),
    }
}

#[test]
fn what_is_taken_away_holds_what_the_map_shows() {
    let (_folder, server) = served();
    let question = "measure=no_car&geography=ward";
    let shown = server.get(&format!("/api/measure?{question}")).json();
    let csv = server.get(&format!("/export/data.csv?{question}&compare=no_qualification")).text();
    let first = csv.lines().nth(1).unwrap();
    assert!(csv.starts_with("code,name,no_car,no_car_low,no_car_high,no_qualification"), "{csv}");
    let value: f64 = first.split(',').nth(2).unwrap().parse().unwrap();
    assert_eq!(value, shown["values"][0].as_f64().unwrap());
    let geojson = server.get(&format!("/export/data.geojson?{question}")).json();
    assert_eq!(geojson["features"].as_array().unwrap().len(), csv.lines().count() - 1);
    assert_eq!(geojson["features"][0]["geometry"]["type"], "MultiPolygon");
    assert!(server.get(&format!("/export/data.xlsx?{question}")).body.starts_with(b"PK"));
    let svg = server.get(&format!("/export/map.svg?{question}"));
    assert!(svg.text().starts_with("<svg") && svg.text().contains("Lynchpin"), "with source line");
    let page = server.get("/place/X01000001.html");
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("<h1") && !page.text().contains("<script"));
}

#[test]
fn answers_are_kept_by_fingerprint_and_come_compressed() {
    let (_folder, server) = served();
    let first = server.get("/api/places?geography=area");
    let tag = first.header("etag").unwrap().to_owned();
    let again = server.get_with("/api/places?geography=area", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = server.get_with("/api/places?geography=area", "Accept-Encoding: gzip\r\n");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 2 < first.body.len());
    let tiles = server.get("/api/pack").json()["tiles"].as_str().unwrap().to_owned();
    let tile = server.get(&tiles.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0"));
    assert_eq!(tile.status, 200);
    assert!(tile.header("cache-control").unwrap().contains("immutable"));
    assert!(tile.body.windows(5).any(|w| w == b"areas"));
    for (name, part) in [("content-security-policy", "default-src 'none'"), ("x-content-type-options", "nosniff")] {
        assert!(server.get("/").header(name).unwrap().contains(part));
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_the_right_status() {
    let (_folder, mut server) = served();
    let tiles = server.get("/api/pack").json()["tiles"].as_str().unwrap().replace("/{z}/{x}/{y}", "");
    let (lon, lat) = points(&server)[0];
    let reach = |parts: &str| format!("/api/reach?{parts}");
    let good = format!("lon={lon}&lat={lat}&{EARLY}");
    assert_eq!(server.get(&reach(&good)).status, 200);
    let wrong = |from: &str, to: &str| reach(&good.replace(from, to));
    let lon_part = format!("lon={lon}");
    let cases: Vec<(String, u16)> = vec![
        // Nothing but the app and the answers is ever served.
        ("/../pack.toml".into(), 404),
        ("/assets/../../pack.toml".into(), 404),
        ("/assets/..%2f..%2fpack.toml".into(), 404),
        ("/%2e%2e/pack.toml".into(), 404),
        ("/pack.toml".into(), 404),
        ("/build/network.lynch".into(), 404),
        ("/export/..%2Fpack.toml?measure=no_car&geography=area".into(), 404),
        ("/place/..%2F..%2Fpack.toml.html".into(), 404),
        ("/place/X01000001".into(), 404),
        ("/export/data.exe?measure=no_car&geography=area".into(), 404),
        // Tiles that there are not.
        (format!("{tiles}/3/8/0"), 404),
        (format!("{tiles}/-1/0/0"), 404),
        (format!("{tiles}/a/b/c"), 404),
        (format!("{tiles}/99/0/0"), 404),
        (format!("{tiles}/3/99999999999999999999/0"), 404),
        ("/tiles/other/0/0/0".into(), 404),
        // Questions that cannot be read.
        (reach(""), 400),
        (wrong(&lon_part, "lon=abc"), 400),
        (wrong(&lon_part, "lon=NaN"), 400),
        (wrong(&lon_part, "lon=inf"), 400),
        (wrong(&lon_part, "lon=1e300"), 400),
        (wrong("mode=transit", "mode=rocket"), 400),
        (wrong("leave=08:00", "leave=8"), 400),
        (wrong("leave=08:00", "leave=99:00"), 400),
        (wrong("percentile=50", "percentile=51"), 400),
        (wrong("percentile=50", "percentile=5000"), 400),
        (wrong("walk=15", "walk=1000000"), 400),
        (reach(&format!("{good}&date=2024-13-40")), 400),
        (reach(&format!("{good}&date=tomorrow")), 400),
        ("/api/measure?measure=no_car".into(), 400),
        ("/api/measure?measure=nothing&geography=area".into(), 404),
        ("/api/measure?measure=no_car&geography=moon".into(), 404),
        ("/api/place?code=X99".into(), 404),
        ("/api/nothing".into(), 404),
        // A day without service is told with those that have some.
        (reach(&format!("{good}&date=1999-01-01")), 422),
        (format!("/api/pack?{}", "x".repeat(3_000)), 414),
    ];
    for (path, status) in cases {
        let answer = server.get(&path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        let body = answer.json();
        for part in ["problem", "hint"] {
            assert!(body[part].as_str().unwrap().ends_with(['.', '?']), "{path}: {body}");
        }
    }
    let host = server.host();
    let raw = |bytes: &str| server.send(bytes.as_bytes()).status;
    assert_eq!(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), 421);
    assert_eq!(raw("GET /api/pack HTTP/1.1\r\nConnection: close\r\n\r\n"), 421);
    assert_eq!(server.get_with("/api/pack", "Origin: http://evil.example\r\n").status, 403);
    assert_eq!(server.get_with("/api/pack", "Sec-Fetch-Site: cross-site\r\n").status, 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(
            raw(&format!(
                "{method} /api/pack HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            )),
            405
        );
    }
    assert_eq!(raw("NONSENSE\r\n\r\n"), 400);
    let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "y".repeat(100_000));
    assert!([431, 0].contains(&raw(&head)), "a head without end is cut off");
    assert!(server.is_alive());
}

#[test]
fn bodies_that_are_too_long_too_slow_or_no_question_are_refused() {
    let (_folder, mut server) = served();
    let host = server.host();
    let start = format!("POST /api/sweep HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    let json = "Content-Type: application/json\r\n";
    let send = |rest: &str| server.send(format!("{start}{rest}").as_bytes()).status;
    assert_eq!(send("Content-Length: 2\r\n\r\n{}"), 415);
    assert_eq!(send(&format!("{json}Content-Length: 2\r\n\r\n{{}}")), 400);
    assert_eq!(send(&format!("{json}Content-Length: 8\r\n\r\n[1, 2, 3")), 400);
    let unknown =
        r#"{"mode":"car","leave":"08:00","percentile":50,"walk":15,"minutes":30,"column":"gold","date":null}"#;
    assert_eq!(server.send(&server.sweep(unknown)).status, 404);
    assert_eq!(server.send(&server.sweep(&unknown.replace("30", "31"))).status, 400);
    assert_eq!(send(&format!("{json}Content-Length: 1000000\r\n\r\n{}", "a".repeat(100_000))), 413);
    let chunks = format!("2000\r\n{}\r\n", "b".repeat(0x2000));
    assert_eq!(send(&format!("{json}Transfer-Encoding: chunked\r\n\r\n{chunks}{chunks}0\r\n\r\n")), 413);
    // Slow ones are cut off, and hold nobody else up meanwhile.
    let mut body = server.connect();
    write!(body, "{start}{json}Content-Length: 100\r\n\r\n{{").unwrap();
    let mut head = server.connect();
    write!(head, "GET /api/pack HTTP/1.1\r\nHost: {host}\r\nX-Slow").unwrap();
    let asked = Instant::now();
    assert_eq!(server.get("/api/pack").status, 200);
    assert!(asked.elapsed() < Duration::from_secs(4), "others are answered meanwhile");
    assert_eq!(read(&mut body).status, 408);
    assert!([408, 0].contains(&read(&mut head).status), "a head that does not come is not waited for");
    assert!(server.is_alive());
}

#[test]
fn a_thousand_that_go_away_leave_nothing_behind() {
    let (_folder, mut server) = served();
    let all = points(&server);
    let question =
        r#"{"mode":"transit","leave":"07:00","percentile":50,"walk":15,"minutes":45,"column":"jobs","date":null}"#;
    let warm = |server: &Server| {
        for leave in ["06:00", "07:00", "08:00", "09:00"] {
            let path = format!("/api/reach?lon={}&lat={}&{}", all[0].0, all[0].1, EARLY.replace("08:00", leave));
            assert_eq!(server.get(&path).status, 200);
        }
    };
    warm(&server);
    let before = server.size();
    std::thread::scope(|scope| {
        for thread in 0..20_usize {
            let (server, all) = (&server, &all);
            scope.spawn(move || {
                for turn in 0..50_usize {
                    let mut stream = server.connect();
                    let (lon, lat) = all[(thread + turn) % all.len()];
                    let leave = format!("{:02}:{:02}", 5 + turn % 12, thread % 4 * 15);
                    let bytes = if turn % 2 == 0 {
                        server.sweep(question)
                    } else {
                        let path = format!("/api/reach?lon={lon}&lat={lat}&{}", EARLY.replace("08:00", &leave));
                        format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", server.host()).into_bytes()
                    };
                    // Gone before the answer comes.
                    let _ = stream.write_all(&bytes);
                }
            });
        }
    });
    let asked = Instant::now();
    warm(&server);
    assert!(asked.elapsed() < Duration::from_mins(1), "what nobody waits for is not worked at");
    assert!(server.is_alive());
    std::thread::sleep(Duration::from_millis(500));
    if let (Some((memory, threads)), Some((memory_after, threads_after))) = (before, server.size()) {
        assert!(threads_after <= threads + 4, "{threads} threads before, {threads_after} after");
        assert!(memory_after < memory * 2.0 + 64.0, "{memory} MB before, {memory_after} after");
    }
}

#[test]
fn an_address_in_use_is_told() {
    let (folder, server) = served();
    let pack = folder.path().join("pack");
    let second = lynchpin(&["serve", pack.to_str().unwrap(), "--no-open", "--port", &server.port.to_string()]);
    expect_code(&second, 2);
    assert!(support::messages(&second).contains("--port"), "{}", support::messages(&second));
    assert!(data(&second).is_empty());
}

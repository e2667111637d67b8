"""Measures ferrobus: python ferrobus_run.py JOB.json.

It answers single departures only, all points to all points, walks at a fixed 1.4 m/s, has no limit on the travel time, reads GTFS from
folders and takes equal ids in two feeds for one: so feeds are unpacked for it and their ids told apart by a prefix.
"""

import csv
import datetime
import importlib.metadata
import io
import os
import zipfile

import common

job = common.read_job()
import_cpu_s, ferrobus = common.timed(lambda: __import__("ferrobus"))

# All stops within the walk; by default a point knows its ten nearest, which is faster and not the question.
ALL_STOPS = 100_000
DEFAULT_STOPS = 10


# Columns that hold an id of their own feed.
ID_COLUMNS = {
    "agency_id",
    "from_stop_id",
    "parent_station",
    "route_id",
    "service_id",
    "shape_id",
    "stop_id",
    "to_stop_id",
    "trip_id",
}


def told_apart(source, target, prefix):
    """Copies one file of a feed, every id with a prefix."""
    rows = csv.reader(source)
    writer = csv.writer(target)
    header = next(rows, [])
    writer.writerow(header)
    places = [place for place, name in enumerate(header) if name.strip() in ID_COLUMNS]
    for row in rows:
        for place in places:
            if place < len(row) and row[place]:
                row[place] = prefix + row[place]
        writer.writerow(row)


def folders():
    """The feeds as folders, unpacked once."""
    unpacked = []
    for number, feed in enumerate(job["gtfs"]):
        folder = os.path.join(job["work"], f"feed-apart-{number}")
        if not os.path.isdir(folder):
            part = folder + ".tmp"
            os.makedirs(part, exist_ok=True)
            with zipfile.ZipFile(feed) as archive:
                for name in archive.namelist():
                    with (
                        archive.open(name) as packed,
                        io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as source,
                        open(os.path.join(part, name), "w", encoding="utf-8", newline="") as target,
                    ):
                        told_apart(source, target, f"{number}:")
            os.rename(part, folder)
        unpacked.append(folder)
    return unpacked


def link(model, points, stops):
    """Every point that can be linked, by its place in the list."""
    linked = []
    for number, (_, lat, lon) in enumerate(points):
        try:
            point = ferrobus.create_transit_point(lat, lon, model, int(job["walk_minutes"] * 60), stops)
        except (ValueError, RuntimeError):
            continue
        linked.append((number, point))
    return linked


def matrix(model, linked, seconds):
    """Travel times, seconds, between the linked points."""
    return ferrobus.travel_time_matrix(model, [point for _, point in linked], seconds, job["rides"] - 1)


def keep(name, linked, times, count, rows):
    """Writes the rows that are compared, `count` wide; a point that is not linked reaches nothing."""
    by_row = {number: row for (number, _), row in zip(linked, times)}
    columns = [number for number, _ in linked]
    values = []
    for number in rows:
        row = [common.NO_TIME] * count
        for column, seconds in zip(columns, by_row.get(number, [])):
            if seconds is not None:
                row[column] = seconds
        values.extend(row)
    common.write_seconds(f"{job['keep']}-{name}.u32", values)


def main():
    feeds = folders()
    date = datetime.date.fromisoformat(job["date"])
    transfer_seconds = int(job["transfer_walk_minutes"] * 60)
    build_cpu_s, model = common.timed(
        lambda: ferrobus.create_transit_model(job["osm"], feeds, date, transfer_seconds)
    )
    points = common.read_points(job["destinations"])
    places = {identifier: number for number, (identifier, _, _) in enumerate(points)}
    rows = [places[identifier] for identifier, _, _ in common.read_points(job["origins"])]
    hours, minutes = (int(part) for part in job["depart"].split(":"))
    seconds = hours * 3600 + minutes * 60
    points_cpu_s, linked = common.timed(lambda: link(model, points, DEFAULT_STOPS))
    default_s = min(common.timed(lambda: matrix(model, linked, seconds))[0] for _ in range(job["repeats"]))
    peak_mb = common.peak_mb()
    linked = link(model, points, ALL_STOPS)
    all_s, times = [], None
    for _ in range(job["repeats"]):
        spent, times = common.timed(lambda: matrix(model, linked, seconds))
        all_s.append(spent)
    if job["keep"]:
        keep("1", linked, times, len(points), rows)
        del times
        keep("walk", linked, matrix(model, linked, job["walk_only_seconds"]), len(points), rows)
    common.write_answer(
        job,
        {
            "version": importlib.metadata.version("ferrobus"),
            "import_cpu_s": import_cpu_s,
            "build_cpu_s": build_cpu_s,
            "prepare_cpu_s": 0.0,
            "points_cpu_s": points_cpu_s,
            "matrix_points": len(points),
            "default_stops_cpu_s": default_s,
            "all_stops_cpu_s": min(all_s),
            "peak_mb": peak_mb,
        },
    )


main()

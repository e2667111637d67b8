"""Measures cafein: python cafein_run.py JOB.json.

Its best configuration for this question: the trip-based engine with the day's transfers computed beforehand, the wide
matrix (no data frame), no trip distances, leg geometries or second street graph.
"""

import datetime
import importlib.metadata
import warnings

import common

job = common.read_job()
import_cpu_s, _ = common.timed(lambda: __import__("cafein"))

import geopandas  # noqa: E402  (after the clock: it is what cafein itself brings)
from cafein.network import TransportNetwork  # noqa: E402

warnings.simplefilter("ignore")


def build():
    """The network, with the limits of the job."""
    return TransportNetwork.from_gtfs(
        job["gtfs"],
        osm_pbf=job["osm"],
        walking_speed_kmph=job["walk_kmh"],
        max_walking_time=datetime.timedelta(minutes=job["transfer_walk_minutes"]),
        snap_distance=job["stop_link_metres"],
        trip_distances=False,
        leg_geometries=False,
        street_modes=(),
    )


def frame(path):
    """Points as cafein wants them."""
    points = common.read_points(path)
    places = geopandas.points_from_xy([p[2] for p in points], [p[1] for p in points])
    return geopandas.GeoDataFrame({"id": [p[0] for p in points]}, geometry=places, crs=4326)


def matrix(network, origins, destinations, clock, window):
    """Travel times, seconds: origins × destinations (× percentiles where there is a window)."""
    options = {}
    if window > 1:
        options = {"departure_time_window": window, "percentiles": job["percentiles"]}
    return network.travel_time_matrix(
        origins,
        destinations=destinations,
        departure=f"{job['date']} {clock}",
        max_rides=job["rides"],
        walking_speed_kmph=job["walk_kmh"],
        max_walking_time=datetime.timedelta(minutes=job["walk_minutes"]),
        snap_distance=job["point_link_metres"],
        workers=job["threads"],
        **options,
    )


def main():
    build_cpu_s, network = common.timed(build)
    transfers_cpu_s, _ = common.timed(lambda: network.compute_tbtr_transfers(job["date"]))
    origins, few, destinations = (frame(job[key]) for key in ("origins", "few_origins", "destinations"))
    windows = {}
    for window in job["windows"]:
        all_s, few_s = [], []
        for _ in range(job["repeats"]):
            seconds, times = common.timed(lambda: matrix(network, origins, destinations, job["depart"], window))
            all_s.append(seconds)
            few_s.append(common.timed(lambda: matrix(network, few, destinations, job["depart"], window))[0])
        windows[str(window)] = {"all_cpu_s": min(all_s), "few_cpu_s": min(few_s)}
        if job["keep"]:
            common.write_seconds(f"{job['keep']}-{window}.u32", times.astype("<u4").ravel().tolist())
    peak_mb = common.peak_mb()
    if job["keep"]:
        walks = matrix(network, origins, destinations, job["walk_only_clock"], 1)
        common.write_seconds(f"{job['keep']}-walk.u32", walks.ravel().tolist())
    common.write_answer(
        job,
        {
            "version": importlib.metadata.version("cafein"),
            "import_cpu_s": import_cpu_s,
            "build_cpu_s": build_cpu_s,
            "prepare_cpu_s": transfers_cpu_s,
            "points_cpu_s": 0.0,
            "windows": windows,
            "peak_mb": peak_mb,
        },
    )


main()

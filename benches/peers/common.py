"""What both peers' scripts share: the job, the clock and the file format of the times."""

import array
import csv
import json
import resource
import sys

NO_TIME = 2**32 - 1
PEAK_UNITS_PER_MB = 1024.0**2 if sys.platform == "darwin" else 1024.0


def read_job():
    """The job that xtask wrote: inputs, parameters, how often, and where the answers go."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def read_points(path):
    """Rows of `id,lat,lon`."""
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["id"], float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)]


def cpu_seconds():
    """Processor time of this process and its children so far, user and system."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work):
    """Seconds of processor time that `work` takes, and what it returns."""
    before = cpu_seconds()
    result = work()
    return cpu_seconds() - before, result


def peak_mb():
    """Peak of resident memory, MB."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(own.ru_maxrss, children.ru_maxrss) / PEAK_UNITS_PER_MB


def write_seconds(path, seconds):
    """Travel times as little-endian 32-bit seconds, NO_TIME where there is none."""
    values = array.array("I", seconds)
    if sys.byteorder == "big":
        values.byteswap()
    with open(path, "wb") as file:
        values.tofile(file)


def write_answer(job, answer):
    """What was measured."""
    with open(job["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)

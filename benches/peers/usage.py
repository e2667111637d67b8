"""Runs one command and prints what it used, as JSON on the last line of stdout.

python usage.py LOG COMMAND ARGUMENT…: the command's own output goes to LOG; its exit code is passed on.
"""

import json
import resource
import subprocess
import sys
import time

# Linux counts the peak in kilobytes, macOS in bytes.
PEAK_UNITS_PER_MB = 1024.0**2 if sys.platform == "darwin" else 1024.0


def main():
    started = time.monotonic()
    with open(sys.argv[1], "ab") as log:
        code = subprocess.run(sys.argv[2:], stdout=log, stderr=log).returncode
    wall = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "cpu_s": used.ru_utime + used.ru_stime,
                "wall_s": wall,
                "peak_mb": used.ru_maxrss / PEAK_UNITS_PER_MB,
            }
        )
    )
    sys.exit(code)


if __name__ == "__main__":
    main()

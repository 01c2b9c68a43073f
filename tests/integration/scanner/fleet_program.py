# SPDX-License-Identifier: MIT
"""Runs of shelfwire-fleet, and what they showed against what the gateway booked."""

import json


def fleet_of(broker, *more):
    return ["shelfwire-fleet", "--broker", broker.url, *more]


def shown(log, *wanted):
    """Every (node, epoch, seq) that the log says was in one of the states."""
    lines = map(json.loads, log.read_text().splitlines())
    return {(line["node"], line["epoch"], line["seq"]) for line in lines
            if line["state"] in wanted}


def booked(gateway):
    return {(node, epoch, seq) for (node, epoch), ledger in gateway.ledger().items()
            for seq in range(1, len(ledger) + 1)}

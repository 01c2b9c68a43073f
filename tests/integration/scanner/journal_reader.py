# SPDX-License-Identifier: MIT
"""Reads a scanner's journal by docs/journal-format.md and nothing else."""

import struct
import zlib

SECTOR = 512
OPERATIONS = {1: "receive", 2: "pick", 3: "move", 4: "count", 5: "return", 6: "scrap", 7: "undo"}
TEXTS = {1: "code", 2: "sku", 3: "from", 4: "to", 5: "by", 6: "ref", 7: "lot", 8: "serial"}
NUMBERS = {9: ("undoes", "<I"), 10: ("at_ms", "<q"), 11: ("exp", "<I")}


def _whole(sector, magic):
    (crc,) = struct.unpack_from("<I", sector, 508)
    return sector[:4] == magic and sector[4] == 1 and zlib.crc32(sector[:508]) == crc


def _header(sector):
    if not _whole(sector, b"SWJH"):
        return None
    generation, epoch, capacity = struct.unpack_from("<III", sector, 8)
    return generation, epoch, capacity


def _slot(sector, index, epoch, capacity):
    if not _whole(sector, b"SWJS"):
        return None
    (length,) = struct.unpack_from("<H", sector, 6)
    of_epoch, seq, floor, before, check = struct.unpack_from("<IIIII", sector, 8)
    record = sector[28:28 + length]
    fits = (of_epoch == epoch and (seq - 1) % capacity == index and 1 <= floor <= seq
            and zlib.crc32(record, before) == check and (seq != 1 or before == epoch))
    return {"seq": seq, "floor": floor, "before": before, "check": check,
            "record": record} if fits else None


def read_record(record):
    version, operation, quantity, _, _ = struct.unpack_from("<BBqQI", record)
    assert version == 1
    movement = {"op": OPERATIONS[operation], "qty": quantity}
    at = 22
    while at < len(record):
        tag, length = record[at], record[at + 1]
        value = record[at + 2:at + 2 + length]
        if tag in TEXTS:
            movement[TEXTS[tag]] = value
        else:
            name, form = NUMBERS[tag]
            (movement[name],) = struct.unpack(form, value)
        at += 2 + length
    return movement


def read_journal(path):
    """(epoch, [(sequence, check, movement)]), oldest first."""
    data = path.read_bytes()
    sectors = [data[at:at + SECTOR] for at in range(0, len(data), SECTOR)]
    _, epoch, capacity = max(filter(None, map(_header, sectors[:2])))
    slots = [_slot(sectors[2 + index], index, epoch, capacity) for index in range(capacity)]
    found = sorted(filter(None, slots), key=lambda slot: slot["seq"])
    content = found[-1:]
    while content and content[0]["seq"] > content[-1]["floor"]:
        before = slots[(content[0]["seq"] - 2) % capacity]
        linked = (before and before["seq"] == content[0]["seq"] - 1
                  and before["check"] == content[0]["before"])
        if not linked:
            break
        content.insert(0, before)
    return epoch, [(slot["seq"], slot["check"], read_record(slot["record"])) for slot in content]

# SPDX-License-Identifier: MIT
"""Reads a scanner's journal by docs/journal-format.md and nothing else."""

import struct
import zlib

SECTOR = 512
OPERATIONS = {1: "receive", 2: "pick", 3: "move", 4: "count", 5: "return", 6: "scrap", 7: "undo"}
TEXTS = {1: "code", 2: "sku", 3: "from", 4: "to", 5: "by", 6: "ref", 7: "lot", 8: "serial"}
NUMBERS = {9: ("undoes", "<I"), 10: ("at_ms", "<q"), 11: ("exp", "<I")}


def _whole(sector, magic, newest):
    (crc,) = struct.unpack_from("<I", sector, 508)
    return sector[:4] == magic and 1 <= sector[4] <= newest and zlib.crc32(sector[:508]) == crc


def _name(sector, at):
    return sector[at + 1:at + 1 + sector[at]].decode()


def _note(sector, at):
    epoch, first, count, before = struct.unpack_from("<IIII", sector, at)
    return {"node": _name(sector, at + 16), "e": epoch, "s": first, "n": count, "k": before}


def read_header(sector):
    if not _whole(sector, b"SWJH", 2):
        return None
    generation, epoch, capacity = struct.unpack_from("<III", sector, 8)
    first_slot, moved, unkeyed, notes = struct.unpack_from("<IIIB", sector, 56)
    return {"generation": generation, "epoch": epoch, "capacity": capacity,
            "node": _name(sector, 20), "first_slot": first_slot, "moved": moved,
            "unkeyed": unkeyed, "notes": [_note(sector, 72 + 52 * i) for i in range(notes)]}


def _key(header, seq):
    if seq <= header["unkeyed"]:
        return None
    for note in header["notes"]:
        if seq <= note["n"]:
            return note["e"], note["s"] + seq - 1
    return header["epoch"], seq


def _slot(sector):
    if not _whole(sector, b"SWJS", 1):
        return None
    (length,) = struct.unpack_from("<H", sector, 6)
    epoch, seq, floor, before, check = struct.unpack_from("<IIIII", sector, 8)
    record = sector[28:28 + length]
    fits = (1 <= floor <= seq and zlib.crc32(record, before) == check
            and (seq != 1 or before == epoch))
    return {"key": (epoch, seq), "floor": floor, "before": before, "check": check,
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
    """(header, [(sequence, check, movement)]), oldest first."""
    data = path.read_bytes()
    sectors = [data[at:at + SECTOR] for at in range(0, len(data), SECTOR)]
    header = max(filter(None, map(read_header, sectors[:2])), key=lambda each: each["generation"])
    capacity = header["capacity"]
    slots = [_slot(sector) for sector in sectors[2:2 + capacity]]

    def at(seq):
        slot = slots[(seq - 1 + header["first_slot"]) % capacity]
        return slot if slot and _key(header, seq) in (None, slot["key"]) else None

    moved = header["notes"][-1]["n"] if header["notes"] else 0
    own = [slot["key"][1] for slot in slots if slot and slot["key"][0] == header["epoch"]]
    newest = max([seq for seq in own if seq > moved and at(seq)], default=moved)
    if newest == 0:
        return header, []
    assert newest > moved or at(newest)["check"] == header["moved"]
    floor = at(newest)["floor"] if newest > moved else 1
    content = [newest]
    while content[0] > max(floor, 1):
        before = at(content[0] - 1)
        if not before or before["check"] != at(content[0])["before"]:
            break
        content.insert(0, content[0] - 1)
    return header, [(seq, at(seq)["check"], read_record(at(seq)["record"])) for seq in content]

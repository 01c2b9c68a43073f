# SPDX-License-Identifier: MIT
"""What the demo's scanners have to do: the catalogue, its first deliveries, and the picks."""

import csv
import json
import random
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SCANNERS = 8
PICKS_EACH = 85


def read_items():
    with open(EXAMPLES / "items.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def first_deliveries(items):
    """A little above every threshold, as the plain messages an ERP would send."""
    for item in items:
        quantity = int(item["threshold"]) + int(item["pack_multiple"]) + 5
        yield json.dumps({"product_code": item["sku"], "warehouse_name": "MAIN",
                          "quantity": quantity, "message_id": f"delivery-{item['sku']}"})


def write_script(path, items):
    """Eight pickers on their rounds: a third of the catalogue is wanted often."""
    dice = random.Random(7)
    wanted = dice.sample(items, len(items) // 3)
    with open(path, "w", encoding="utf-8") as file:
        for scanner in range(1, SCANNERS + 1):
            file.write(f"{scanner} SW:PICK\n{scanner} SW:LOC:MAIN\n")
            for _ in range(PICKS_EACH):
                item = dice.choice(wanted if dice.random() < 0.8 else items)
                most = max(1, int(item["threshold"]) // 40)
                if most > 1:
                    file.write(f"{scanner} SW:QTY:{dice.randint(1, most)}\n")
                file.write(f"{scanner} {item['barcodes'].split()[0]}\n")

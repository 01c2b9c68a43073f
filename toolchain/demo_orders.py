# SPDX-License-Identifier: MIT
"""The demo's customers: one order confirmed, with its invoice; one that pushes an item
below its threshold; one rejected; one backordered, and filled by a receipt."""

import email
import email.policy
import json

CUSTOMER = {"name": "Zoë Kowalczyk", "email": "zoe@customer.example",
            "address": "Łąkowa 7\n90-562 Łódź"}
CONFIRMED, CROSSING, REJECTED, WAITING = "1001", "1002", "1003", "1004"


def submit(site, order):
    """As a person does, with a file."""
    path = site.folder / f"order-{order['order']}.json"
    path.write_text(json.dumps(order), encoding="utf-8")
    site.ctl("order", "new", str(path))


def state_of(site, order):
    shown = site.ctl("order", "show", order, quiet=True)
    return shown["state"] if shown else None


def available(site):
    """By SKU, over the whole warehouse."""
    return {row["sku"]: row["available"] for row in site.ctl("stock")}


def roomiest(site, items):
    """The item farthest above its threshold, and how far: nothing of it is on order."""
    ordered = {line["sku"] for order in site.ctl("po", "list") for line in order["lines"]}
    stock = available(site)
    spare = {item["sku"]: stock.get(item["sku"], 0) - int(item["threshold"]) for item in items
             if item["sku"] not in ordered}
    return max(spare.items(), key=lambda each: each[1])


def ordered_on(site, sku):
    """The newest purchase order with a line of `sku`; None: there is none."""
    found = [order["po"] for order in site.ctl("po", "list")
             if any(line["sku"] == sku for line in order["lines"])]
    return found[-1] if found else None


def mails_to_customer(site):
    found = {}
    for path in site.mail.mails():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["Message-ID"].startswith("<order-"):
            found[message["Subject"]] = message
    return found


def show_customer_mail(message):
    print(f"         | To: {message['To']}")
    print(f"         | Subject: {message['Subject']}")
    for attachment in message.iter_attachments():
        print(f"         | [attached: {attachment.get_filename()}]", flush=True)


def serve_customers(site, story, items, wait_until):
    """The purchase order that a customer's order caused."""
    stock = available(site)
    price = {item["sku"]: int(item["price_minor"]) for item in items}
    dear = sorted((sku for sku in price if stock.get(sku, 0) > 10), key=price.get)[-2:]
    story.tell("a customer orders over MQTT: receipt, stock check, invoice, notification")
    site.publish("shelfwire/v1/main/order/new", [json.dumps(
        {"order": CONFIRMED, "customer": CUSTOMER,
         "lines": [{"sku": dear[0], "qty": 3}, {"sku": dear[1]}]})])
    wait_until(lambda: state_of(site, CONFIRMED) == "confirmed", f"order {CONFIRMED}'s confirmation")
    site.show("invoice", "show", site.ctl("order", "show", CONFIRMED)["invoice"])
    sku, spare = roomiest(site, items)
    story.tell(f"an order takes {spare + 1} of {sku}: what it promises pushes it below its threshold")
    submit(site, {"order": CROSSING, "lines": [{"sku": sku, "qty": spare + 1}]})
    wait_until(lambda: ordered_on(site, sku), f"an order for {sku}")
    scarce = min(stock, key=stock.get)
    story.tell("one asks for more than there is, all or nothing")
    submit(site, {"order": REJECTED, "customer": CUSTOMER,
                  "lines": [{"sku": scarce, "qty": stock[scarce] + 1000}]})
    wait_until(lambda: state_of(site, REJECTED) == "rejected", f"order {REJECTED}'s rejection")
    waited_for = max((each for each in stock if each not in (sku, *dear)), key=stock.get)
    backorder(site, story, waited_for, wait_until)
    site.ctl("order", "ship", CONFIRMED)
    story.tell("what became of them:")
    site.show("order", "list")
    site.show("order", "show", WAITING)
    wait_until(lambda: len(mails_to_customer(site)) == 4, "the mails to the customer")
    show_customer_mail(mails_to_customer(site)[f"Order {CONFIRMED} confirmed"])
    return ordered_on(site, sku)


def backorder(site, story, sku, wait_until):
    qty = available(site)[sku] + 5
    story.tell(f"one can wait: {qty} of {sku}, 5 more than there are")
    submit(site, {"order": WAITING, "customer": CUSTOMER, "policy": "backorder",
                  "lines": [{"sku": sku, "qty": qty}]})
    wait_until(lambda: state_of(site, WAITING) == "backordered", f"order {WAITING}'s check")
    story.tell(f"a receipt of 5 {sku} fills it")
    site.ctl("move", "receive", sku, "5", "--to", "MAIN")
    wait_until(lambda: state_of(site, WAITING) == "confirmed", f"order {WAITING}'s goods")

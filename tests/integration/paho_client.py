# SPDX-License-Identifier: MIT
"""A client of paho-mqtt, whichever of its versions Debian has."""

import paho.mqtt.client as mqtt


def new_client(**options):
    """Version 2 (Debian 13) wants to be told what its callbacks are given, version 1 (Debian
    12) does not know the question. Write callbacks that take what both give: `*_` at the end.
    """
    if hasattr(mqtt, "CallbackAPIVersion"):
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, **options)
    return mqtt.Client(**options)

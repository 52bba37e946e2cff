"""Hands a short message to the gateway and says what came of it: sent, refused, or nobody knows."""

import json
from collections.abc import Mapping
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from huiyin.smsgateway import SmsGateway

SECONDS = 15
LATER = 429


class Came(StrEnum):
    """What came of it. `UNSURE`: the gateway may have sent it; trying again could say it twice."""

    SENT = "sent"
    AGAIN = "again"
    REFUSED = "refused"
    UNSURE = "unsure"


def filled(value: object, places: Mapping[str, str]) -> object:
    """A JSON value with the places in its texts filled in."""
    if isinstance(value, str):
        for name, text in places.items():
            value = value.replace("{" + name + "}", text)
        return value
    if isinstance(value, dict):
        return {key: filled(item, places) for key, item in value.items()}
    return [filled(item, places) for item in value] if isinstance(value, list) else value


def hand_over(gateway: SmsGateway, places: Mapping[str, str]) -> tuple[Came, str]:
    """Send one message; the second part says why it did not work.

    Of a refusal it gives the status alone: gateways repeat the number in their words.
    """
    parts = urlsplit(gateway.address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    link = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        link.connect()
    except OSError as error:  # nothing was said yet
        return Came.AGAIN, str(error)
    body = json.dumps(filled(json.loads(gateway.body), places), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": places["id"]}
    headers |= {"Authorization": f"Bearer {gateway.key}"} if gateway.key else {}
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        link.request("POST", path, body, headers)
        answer = link.getresponse()
    except (OSError, HTTPException) as error:
        return Came.UNSURE, str(error) or type(error).__name__
    finally:
        link.close()
    if answer.status // 100 == 2:
        return Came.SENT, ""
    came = Came.AGAIN if answer.status // 100 == 5 or answer.status == LATER else Came.REFUSED
    return came, str(answer.status)

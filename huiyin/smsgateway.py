"""Reads how short messages leave: an HTTP gateway that takes JSON, with a template of ours."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

BODY = '{"phone": "{phone}", "text": "{text}", "id": "{id}"}'
TEXT = "【{company}】{text} {link}"


@dataclass(frozen=True)
class SmsGateway:
    """Where short messages are handed over; without `address` none leaves.

    `body` is the JSON that the gateway wants and `text` the sentence that the customer reads, both
    with places; `key` is sent as a bearer token.
    """

    address: str = ""
    key: str = ""
    body: str = BODY
    text: str = TEXT


def gateway_from(address: str, key: str = "", body: str = "", text: str = "") -> SmsGateway:
    """Check the settings of a gateway. Raises ``ValueError`` for what could never work."""
    if not address:
        return SmsGateway()
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise ValueError("HUIYIN_SMS is the address of a gateway: https://…")
    found = SmsGateway(address, key, body or BODY, text or TEXT)
    try:
        json.loads(found.body)
    except ValueError as error:
        raise ValueError("HUIYIN_SMS_BODY must be JSON with places such as {phone}") from error
    return found

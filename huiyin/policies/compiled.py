"""Parsed packs kept on disk: reading YAML and checking it takes longer than all else of a start.

What is kept is named after the text of the pack and the code that read it, so that neither can be
out of date; a file that cannot be used is made anew. Pickles can run code, so each is signed with
the installation's secret and not looked at otherwise.
"""

import hashlib
import logging
import os
import pickle
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

import huiyin.policy
from huiyin.policies.models import PackVersion
from huiyin.policy.load import parse
from huiyin.policy.pack import Pack

_log = logging.getLogger(__name__)


def pack_from(version: PackVersion) -> Pack:
    """The pack of an installed version, as parsed before or parsed now."""
    file = settings.VAR_DIR / "packs" / f"{version.digest[:32]}-{_reader()}.pickle"
    kept = _read(file)
    if kept is not None:
        return kept
    pack = parse(version.sources).pack
    _keep(file, pack)
    return pack


@cache
def _reader() -> str:
    """A hash over the code that reads packs."""
    folder = Path(huiyin.policy.__path__[0])
    texts = [file.read_bytes() for file in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def _read(file: Path) -> Pack | None:
    try:
        signature, _, body = file.read_bytes().partition(b"\n")
        if constant_time_compare(signature, _signature(body)):
            found = pickle.loads(body)  # noqa: S301  (signed by us)
            return found if isinstance(found, Pack) else None
    except FileNotFoundError:
        return None
    except OSError:
        _log.exception("a kept pack cannot be read", extra={"file": file.name})
    _log.warning("a kept pack is not used; it is parsed anew", extra={"file": file.name})
    return None


def _keep(file: Path, pack: Pack) -> None:
    """Write beside and rename, since several processes may do this at once; a full disk stops nobody."""
    beside = file.with_suffix(f".{os.getpid()}")
    body = pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_bytes(_signature(body) + b"\n" + body)
        beside.replace(file)
    except OSError:
        _log.exception("a pack cannot be kept", extra={"file": file.name})


def _signature(body: bytes) -> bytes:
    return salted_hmac("huiyin.policies.compiled", body, algorithm="sha256").hexdigest().encode()

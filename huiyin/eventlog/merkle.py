"""The company-wide seal: one hash over the heads of all chains and the hashes of all documents.

A chain shows that an event is missing, but not that a whole case is. So the head of every chain
goes into a Merkle tree, whose root is sealed together with the seal before it. Trees are built
after RFC 6962: a leaf is hashed with the prefix 0x00, a node with 0x01, and n leaves are split at
the largest power of two below n. Leaves are sorted by their key, as UTF-8 bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from huiyin.eventlog.canonical import canonical_json, moment

Path = tuple[tuple[str, str], ...]
"""The way from a leaf to the root: each neighbour's side (`left` or `right`) and hash."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanySeal:
    """What one seal says. `hash` covers all the rest, so each seal vouches for those before it."""

    previous: str
    sealed_at: datetime
    cases: int
    documents: int
    root: str
    hash: str


def leaves_of(heads: Mapping[str, str], documents: Mapping[str, str]) -> dict[str, str]:
    """Name the leaves: `case:<id>` for a chain's head, `document:<id>` for a paper's hash."""
    return {f"case:{key}": value for key, value in heads.items()} | {
        f"document:{key}": value for key, value in documents.items()
    }


def root(leaves: Mapping[str, str]) -> str:
    """Return the root over all leaves in hexadecimal; that of no leaves is SHA-256 of nothing."""
    return _root(_hashed(leaves)).hex()


def path(leaves: Mapping[str, str], key: str) -> Path:
    """Return what proves that the leaf `key` is under the root; KeyError when it is not there."""
    place = sorted(leaves, key=str.encode).index(key) if key in leaves else None
    if place is None:
        raise KeyError(key)
    return tuple((side, digest.hex()) for side, digest in _path(_hashed(leaves), place))


def proves(root_hash: str, key: str, value: str, way: Path) -> bool:
    """Tell whether a path shows that `key` held `value` under `root_hash`, without other leaves."""
    digest = _leaf(key, value)
    for side, neighbour in way:
        other = bytes.fromhex(neighbour)
        digest = _node(other, digest) if side == "left" else _node(digest, other)
    return digest.hex() == root_hash


def company_genesis(company_id: str) -> str:
    """Return the hash that a company's first seal follows."""
    return sha256(b"huiyin company seal 1\n" + company_id.encode()).hexdigest()


def seal_company(
    previous_seal: str,
    sealed_at: datetime,
    upto: int,
    heads: Mapping[str, str],
    documents: Mapping[str, str],
) -> CompanySeal:
    """Seal a company's state: case id to chain head, document id to its hash.

    `upto` is the place in the company's log up to which it looks: checking a seal is sealing again
    with what the log holds up to there and comparing hashes.
    """
    tree = root(leaves_of(heads, documents))
    content = canonical_json(
        {
            "previous": previous_seal,
            "sealed_at": moment(sealed_at),
            "upto": upto,
            "cases": len(heads),
            "documents": len(documents),
            "root": tree,
        }
    )
    return CompanySeal(
        previous=previous_seal,
        sealed_at=sealed_at,
        cases=len(heads),
        documents=len(documents),
        root=tree,
        hash=sha256(content).hexdigest(),
    )


def _hashed(leaves: Mapping[str, str]) -> list[bytes]:
    return [_leaf(key, leaves[key]) for key in sorted(leaves, key=str.encode)]


def _leaf(key: str, value: str) -> bytes:
    name = key.encode()
    # The length stands before the key, so that no other key and value make the same bytes.
    return sha256(b"\x00" + len(name).to_bytes(4, "big") + name + value.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _root(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = _split(len(hashes))
    return _node(_root(hashes[:middle]), _root(hashes[middle:]))


def _path(hashes: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    if len(hashes) == 1:
        return []
    middle = _split(len(hashes))
    if place < middle:
        return [*_path(hashes[:middle], place), ("right", _root(hashes[middle:]))]
    return [*_path(hashes[middle:], place - middle), ("left", _root(hashes[:middle]))]

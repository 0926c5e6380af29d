"""The Merkle tree of RFC 9162, section 2.1: roots, inclusion proofs, consistency proofs.

A leaf is hashed as ``H(0x00 || data)``, a node as ``H(0x01 || left || right)``; n leaves are split at the largest power of
two below n. ``Frontier`` appends with O(log n) state; proofs ask a function for perfect nodes, so that a caller may keep
them in memory (``Tree``) or in a table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""``node(level, index)``: the hash over the leaves ``index * 2**level`` to ``(index + 1) * 2**level``, end excluded."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = sha256(b"").digest()


@dataclass(frozen=True)
class Frontier:
    """What must be kept to append: the size, and the hash of each perfect subtree, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a number of peaks that no tree of this size has."""
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, not {len(self.peaks)}")

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier with one more leaf hash."""
        return self.extend([leaf])

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier with more leaf hashes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            joined, full = leaf, size
            while full & 1:
                joined, full = node_hash(peaks.pop(), joined), full >> 1
            peaks.append(joined)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


class Tree:
    """All perfect nodes in memory: 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Append a leaf hash."""
        level = 0
        self._levels[0].append(leaf)
        while len(self._levels[level]) % 2 == 0:
            if len(self._levels) == level + 1:
                self._levels.append([])
            self._levels[level + 1].append(node_hash(*self._levels[level][-2:]))
            level += 1

    def node(self, level: int, index: int) -> bytes:
        """Return a perfect node."""
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves."""
        size = len(self) if size is None else size
        return subtree(self.node, 0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf ``index`` is in the tree of ``size``."""
        return inclusion_proof(self.node, index, len(self) if size is None else size)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``old`` leaves is the beginning of the tree of ``size``."""
        return consistency_proof(self.node, old, len(self) if size is None else size)


def _split(n: int) -> int:
    """Return the largest power of two below n."""
    return 1 << ((n - 1).bit_length() - 1)


def subtree(node: Node, start: int, end: int) -> bytes:
    """Return the hash over the leaves ``start`` to ``end``, where ``start`` is a multiple of a power of two >= the width."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(subtree(node, start, middle), subtree(node, middle, end))


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D_size), RFC 9162 section 2.1.3.1, from the leaf upwards.

    Raises
    ------
    ValueError
        There is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(node, middle, end))
            end = middle
        else:
            path.append(subtree(node, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(node: Node, old: int, size: int) -> list[bytes]:
    """Return PROOF(old, D_size), RFC 9162 section 2.1.4.1; empty where ``old`` is 0 or ``size``.

    Raises
    ------
    ValueError
        The old tree is larger than the new one.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} is no beginning of a tree of {size}")
    if old in (0, size):
        return []
    proof: list[bytes] = []
    start, end, known = 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(subtree(node, middle, end))
            end = middle
        else:
            proof.append(subtree(node, start, middle))
            start, known = middle, False
    if not known:
        proof.append(subtree(node, start, end))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether the proof holds, by the algorithm of RFC 9162 section 2.1.3.2.

    Parameters
    ----------
    leaf : bytes
        The leaf's hash.
    """
    if not 0 <= index < size:
        return False
    first, second, found = index, size - 1, leaf
    for part in proof:
        if second == 0:
            return False
        if first & 1 or first == second:
            found = node_hash(part, found)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            found = node_hash(found, part)
        first, second = first >> 1, second >> 1
    return second == 0 and found == root


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof holds, by the algorithm of RFC 9162 section 2.1.4.2.

    An empty tree is the beginning of every tree, and a tree of itself; both need an empty proof.
    """
    if not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    first, second = old - 1, size - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old_found = found = path[0]
    for part in path[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            old_found, found = node_hash(part, old_found), node_hash(part, found)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            found = node_hash(found, part)
        first, second = first >> 1, second >> 1
    return second == 0 and old_found == old_root and found == root

"""The tree against the Certificate Transparency vectors and against the RFC's definition, written down recursively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

# transparency-dev/merkle, testonly/reference data: leaves, roots by size, proofs
DATA = [
    bytes.fromhex(x)
    for x in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (5, 8): """bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
               ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}
CONSISTENCY = {
    (1, 1): "",
    (1, 8): """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
               5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (6, 8): """0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
               ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 5): """5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
               bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}


def of_hex(text):
    return [bytes.fromhex(part) for part in text.split()]


def slow_root(data):
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = max(2**i for i in range(32) if 2**i < len(data))
    return sha256(b"\x01" + slow_root(data[:k]) + slow_root(data[k:])).digest()


def slow_path(m, data):
    """PATH of RFC 9162, 2.1.3.1."""
    if len(data) == 1:
        return []
    k = max(2**i for i in range(32) if 2**i < len(data))
    if m < k:
        return [*slow_path(m, data[:k]), slow_root(data[k:])]
    return [*slow_path(m - k, data[k:]), slow_root(data[:k])]


def slow_proof(m, data, whole=True):
    """SUBPROOF of RFC 9162, 2.1.4.1."""
    if m == len(data):
        return [] if whole else [slow_root(data)]
    k = max(2**i for i in range(32) if 2**i < len(data))
    if m <= k:
        return [*slow_proof(m, data[:k], whole), slow_root(data[k:])]
    return [*slow_proof(m - k, data[k:], False), slow_root(data[:k])]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size):
    hashes = [leaf_hash(d) for d in DATA[:size]]
    assert Frontier().extend(hashes).root().hex() == ROOTS[size]
    assert Tree(hashes).root().hex() == ROOTS[size]
    assert slow_root(DATA[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(index, size):
    tree = Tree(map(leaf_hash, DATA))
    proof = of_hex(INCLUSION[index, size])
    assert tree.inclusion(index, size) == proof
    assert verify_inclusion(leaf_hash(DATA[index]), index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(old, size):
    tree = Tree(map(leaf_hash, DATA))
    proof = of_hex(CONSISTENCY[old, size])
    assert tree.consistency(old, size) == proof
    assert verify_consistency(old, size, *map(bytes.fromhex, (ROOTS[old], ROOTS[size])), proof)


@given(st.integers(1, 70), st.data())
def test_every_proof_is_the_one_of_the_definition_and_holds(size, data):
    leaves = [bytes([n, size]) for n in range(size)]
    tree, root = Tree(map(leaf_hash, leaves)), slow_root(leaves)
    assert tree.root() == Frontier().extend(map(leaf_hash, leaves)).root() == root
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    path = tree.inclusion(index)
    assert path == slow_path(index, leaves)
    assert verify_inclusion(leaf_hash(leaves[index]), index, size, path, root)
    proof = tree.consistency(old)
    assert proof == (slow_proof(old, leaves) if old else [])
    assert verify_consistency(old, size, slow_root(leaves[:old]), root, proof)


@given(st.integers(1, 40), st.data())
def test_no_changed_proof_holds(size, data):
    leaves = [bytes([n]) for n in range(size)]
    tree = Tree(map(leaf_hash, leaves))
    root, old, index = tree.root(), data.draw(st.integers(1, size)), data.draw(st.integers(0, size - 1))
    path, proof = tree.inclusion(index), tree.consistency(old)
    leaf = leaf_hash(leaves[index])
    for wrong in changed(path, data):
        assert not verify_inclusion(leaf, index, size, wrong, root)
    for wrong in changed(proof, data):
        assert not verify_consistency(old, size, tree.root(old), root, wrong)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index)) if size > 1 else 1
    assert not verify_inclusion(leaf, other, size, path, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not verify_consistency(old, size, leaf_hash(b"other"), root, proof)
    assert not verify_consistency(old, size, tree.root(old), leaf_hash(b"other"), proof)


def changed(proof, data):
    """A part more, a part less, a bit flipped."""
    yield [*proof, leaf_hash(b"more")]
    if proof:
        yield proof[:-1]
        yield proof[1:]
        at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
        yield [*proof[:at], flipped, *proof[at + 1 :]]


def test_the_frontier_keeps_one_hash_for_each_bit_of_the_size():
    frontier = Frontier().extend(leaf_hash(bytes(n)) for n in range(1000))
    assert len(frontier.peaks) == (1000).bit_count()
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, frontier.peaks[:1])


def test_the_empty_tree_is_the_beginning_of_every_tree():
    assert verify_consistency(0, 8, EMPTY_ROOT, bytes.fromhex(ROOTS[8]), [])
    assert not verify_consistency(0, 8, bytes(32), bytes.fromhex(ROOTS[8]), [])
    assert not verify_consistency(9, 8, bytes(32), bytes.fromhex(ROOTS[8]), [])
    with pytest.raises(ValueError, match="no leaf"):
        Tree(map(leaf_hash, DATA)).inclusion(8)
    with pytest.raises(ValueError, match="no beginning"):
        Tree(map(leaf_hash, DATA)).consistency(9)

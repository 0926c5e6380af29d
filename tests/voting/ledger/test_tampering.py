"""Whatever single thing is changed in a bundle, added, removed or moved, verifying finds it and names it.

The adversary of most tests holds the city's key and makes the manifest and the city's signatures anew, so that it is not
the file hash that finds the change.
"""

import random
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.ledger.polls import CLOSES, LOG, POLL, a_poll, document, finish, signed_again
from voting.ledger import casting, sealing
from voting.ledger.batches import append
from voting.ledger.canonical import canonical, parse
from voting.ledger.codes import receipt_code
from voting.ledger.definition import read_definition
from voting.ledger.leaves import leaf_of
from voting.ledger.merkle import Frontier
from voting.ledger.signatures import HEAD, sign
from voting.ledger.verify import verify
from voting.ledger.words import Refused

SITUATIONS = {
    "marks": {"audit": True},
    "ballots": {"publish": "ballots", "kind": "ordinal", "rule": {"name": "borda", "options": {}}, "voters": 24},
    "open": {"publish": "open", "kind": "yes-no", "electorates": {"citizens": 50, "committee": 50}, "voters": 12},
    "weights": {"electorates": {"citizens": 50, "committee": "51/2"}, "voters": 44},
}


class Published(tuple):
    """Folder and files, shown by the folder alone."""

    def __repr__(self):
        return str(self[0])


@pytest.fixture(scope="module", params=SITUATIONS)
def bundle(request, tmp_path_factory):
    folder = a_poll(**SITUATIONS[request.param]).publish(tmp_path_factory.mktemp(request.param) / "bundle")
    verify(folder)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Published((folder.parent, files))


def refused(bundle, files) -> Refused:
    """Write changed files and return how they are refused."""
    folder = bundle[0] / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with pytest.raises(Refused) as found:
        verify(folder)
    assert found.value.sentence("ko")
    assert found.value.sentence("en")
    return found.value


def leaves_of(value, path=()):
    """Yield the paths to everything in a document."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves_of(item, (*path, key))
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from leaves_of(item, (*path, place))
    else:
        yield path


def altered(value, chance: random.Random):
    """Return a document of the same shape with one thing in it changed."""
    path = chance.choice(list(leaves_of(value)))
    return changed_at(value, path, chance)


def changed_at(value, path, chance):
    if path:
        copy = dict(value) if isinstance(value, dict) else list(value)
        copy[path[0]] = changed_at(copy[path[0]], path[1:], chance)
        return copy
    if isinstance(value, bool) or value is None:
        return {True: False, False: True, None: "1"}[value]
    if isinstance(value, int):
        return value + chance.choice([-1, 1])
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice([c for c in "0123456789abcdef" if c != value[place]]) + value[place + 1 :]
    return ["1"] if isinstance(value, list) else {"a": 1} if isinstance(value, dict) else "1"


def lines_changed(lines, chance, act):
    at = chance.randrange(len(lines))
    if act == "alter":
        try:
            line = canonical(altered(parse(lines[at]), chance))
        except ValueError:  # roll.csv, election.pb
            line = changed_at(lines[at].decode(), (), chance).encode()
        return [*lines[:at], line, *lines[at + 1 :]]
    if act == "remove":
        return lines[:at] + lines[at + 1 :]
    if act == "repeat":
        return [*lines[: at + 1], *lines[at:]]
    if act == "swap":
        to = chance.randrange(len(lines))
        lines = list(lines)
        lines[at], lines[to] = lines[to], lines[at]
        return lines
    new = canonical(altered(parse(lines[at]), chance)) if lines[at].startswith(b"{") else b"0" + lines[at]
    to = chance.randrange(len(lines) + 1)
    return [*lines[:to], new, *lines[to:]]


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.sampled_from(["alter", "remove", "repeat", "swap", "add"]))
def test_any_single_line_of_any_file_that_changes_is_found(bundle, seed, act):
    chance = random.Random(seed)
    files = dict(bundle[1])
    name = chance.choice(sorted(set(files) - {"manifest.json"}))
    lines = files[name].split(b"\n")[:-1]
    changed = lines_changed(lines, chance, act)
    if changed == lines:
        return
    files[name] = b"".join(line + b"\n" for line in changed)
    if signed_again(files) != bundle[1]:  # a changed signature of the city is made anew
        refused(bundle, signed_again(files))
    assert refused(bundle, files).code in ("file_changed", "malformed", "not_canonical")  # without the city's key


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_any_single_thing_in_a_document_that_changes_is_found(bundle, seed):
    chance = random.Random(seed)
    files = dict(bundle[1])
    name = chance.choice(["poll.json", "keys.json", "result.json", "sample.json", "statement.json"])
    files[name] = canonical(altered(parse(files[name][:-1]), chance)) + b"\n"
    refused(bundle, signed_again(files) if name != "keys.json" else files)


def test_any_file_that_is_missing_or_added_is_found(bundle):
    for name in sorted(set(bundle[1]) - {"manifest.json"}):
        files = {other: data for other, data in bundle[1].items() if other != name}
        assert refused(bundle, files).code == "missing_file"
        refused(bundle, signed_again(files))
    assert refused(bundle, bundle[1] | {"note.txt": b"hello\n"}).code == "extra_file"
    assert refused(bundle, signed_again(bundle[1] | {"note.txt": b"hello\n"})).code == "extra_file"


def test_any_byte_of_the_manifest_that_changes_is_found(bundle):
    data = bundle[1]["manifest.json"]
    for at in range(0, len(data), 7):
        refused(bundle, bundle[1] | {"manifest.json": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]})


def test_another_citys_signature_is_found_by_the_key_of_the_gazette(bundle, tmp_path):
    for name, data in bundle[1].items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as found:
        verify(tmp_path, city_key="00" * 32)
    assert found.value.code == "other_key"


# Who holds every key


def rewritten(held, keep):
    """Write the log anew without some ballots, with every key, the roll adjusted to it."""
    bodies = [body for body in held.bodies if body["type"] in ("ballot", "replace", "void") and keep(body)]
    opening = held.batches[0]
    held.batches = [opening, append(opening.frontier, bodies, LOG, POLL, CLOSES)]
    held.box = {
        leaf: sealed
        for leaf, sealed in held.box.items()
        if leaf.hex() in {p.leaf.hex() for p in held.batches[1].leaves}
    }
    return held


def test_a_ballot_left_out_by_who_holds_all_keys_leaves_the_roll_too_large(tmp_path):
    held = a_poll(changes_of_mind=0)
    gone = held.drafts[3].body
    rewritten(held, lambda body: body != gone)
    finish(held)
    with pytest.raises(Refused) as found:
        verify(held.publish(tmp_path / "b"))
    assert found.value.code == "count_differs"
    assert "people who voted" in str(found.value)


def test_a_log_rewritten_with_all_keys_and_the_roll_too_is_found_by_a_head_kept_outside_and_by_the_receipt(tmp_path):
    held = a_poll(changes_of_mind=0)
    kept, gone = held.heads[1], held.drafts[3]
    rewritten(held, lambda body: body != gone.body)
    held.roll = [replace(row, voted=False) if i == 3 else row for i, row in enumerate(held.roll)]
    finish(held)
    folder = held.publish(tmp_path / "b")
    verify(folder)  # consistent in itself: that is why heads are kept outside
    with pytest.raises(Refused) as found:
        verify(folder, kept=[kept])
    assert found.value.code == "kept_head"
    with pytest.raises(Refused) as found:
        verify(folder, receipts=[receipt_code(gone.leaf)])
    assert found.value.code == "receipt_unknown"


def test_a_replacement_without_the_change_code_is_found(tmp_path):
    held = a_poll(changes_of_mind=0)
    victim = held.drafts[0]
    forged = casting.prepare(held.poll, "citizens", ["1"], replaces=victim.leaf, by=b"guess" + bytes(11))
    held.box[forged.leaf] = sealing.seal(held.poll, forged)
    held.batches = held.batches[:-2]
    held.append([forged.body])
    finish(held)
    with pytest.raises(Refused) as found:
        verify(held.publish(tmp_path / "b"))
    assert found.value.code == "replacement_unproved"


def test_a_ballot_replaced_twice_is_found(tmp_path):
    held = a_poll(changes_of_mind=1)
    old = held.drafts[0]
    again = casting.prepare(held.poll, "citizens", ["1"], replaces=old.leaf, by=old.change)
    held.box[again.leaf] = sealing.seal(held.poll, again)
    held.batches = held.batches[:-2]
    held.append([again.body])
    finish(held)
    with pytest.raises(Refused) as found:
        verify(held.publish(tmp_path / "b"))
    assert found.value.code == "replaced_twice"


def test_a_head_over_other_leaves_signed_with_the_right_key_is_found(tmp_path):
    held = a_poll()
    batch = held.batches[1]
    other = append(Frontier().append(batch.leaves[0].leaf), [], LOG, POLL, CLOSES).head
    false = replace(other, size=batch.head.size, time=batch.head.time)
    false = replace(false, sig=sign(LOG, HEAD, false.document()))
    held.batches[1] = replace(batch, head=false)
    with pytest.raises(Refused) as found:
        verify(held.publish(tmp_path / "b"))
    assert found.value.code == "wrong_root"


def test_one_leaf_for_two_voters_passes_every_check(tmp_path):
    """What checking cannot find: the server gives two voters who vote alike one leaf, and adds a ballot of its own."""
    held = a_poll(voters=30, changes_of_mind=0)
    shown_to_both = held.drafts[0]
    stuffed = casting.prepare(held.poll, "citizens", ["5"])
    rewritten(held, lambda body: body != held.drafts[1].body)
    held.box[stuffed.leaf] = sealing.seal(held.poll, stuffed)
    held.append([stuffed.body])
    finish(held)
    code = receipt_code(shown_to_both.leaf)
    verify(held.publish(tmp_path / "b"), receipts=[code, code])


def test_voters_with_other_own_numbers_cannot_be_shown_one_leaf():
    leaf = casting.prepare(read_definition(document()), "citizens", ["1"], own="4711").body
    assert leaf_of({**leaf, "own": "1234"}) != leaf_of(leaf)

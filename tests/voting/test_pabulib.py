"""The .pb format: round trip, reading, faults named by line."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import sample_folder
from voting.ballots import BadInput
from voting.pabulib.document import join_cells, parse, split_cells, write
from voting.pabulib.reader import decode, read, read_text

FILES = sorted(sample_folder().glob("*.pb"))

SMALL = """META
key;value
description;A small election
num_projects;2
num_votes;3
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
a;60;"Park; ""old"" part"
b;50.5;Road
VOTES
voter_id;vote
1;a,b
2;b
3;a,b
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_is_written_back_byte_for_byte(path):
    raw = path.read_bytes()
    assert write(parse(raw.decode("utf-8"))).encode("utf-8") == raw


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_votes_counted_are_the_votes_that_the_file_states(path):
    election = read(path)
    section = parse(decode(path.read_bytes())).sections["PROJECTS"]
    column = section.column("votes")
    if column is None:
        pytest.skip("the file states no votes")
    stated = {row.cells[0]: int(row.cells[column]) for row in section.rows}
    assert election.votes == stated


def test_equal_ballots_become_one_group_with_their_number():
    election = read_text(SMALL)
    assert election.ballots.groups == 2
    assert election.ballots.weight_g.tolist() == [2, 1]
    assert election.votes == {"a": 2, "b": 3}
    assert (election.projects[0].name, str(election.projects[1].cost)) == ('Park; "old" part', "101/2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALL.replace("2;b\n", "2;c\n"), "line 15: the vote names project 'c', which is not on the list"),
        (SMALL.replace("2;b\n", "2;b,\n"), "line 15: an empty project id"),
        (SMALL.replace("2;b\n", "2;b;x\n"), "line 15: 3 columns where the header has 2"),
        (SMALL.replace("2;b\n", "1;b\n"), "line 15: voter '1' voted before, on line 14"),
        (SMALL.replace("b;50.5", "a;50.5"), "line 11: project 'a' was listed before, on line 10"),
        (SMALL.replace("b;50.5", "b;-5"), "line 11: the cost is -5, it cannot be below zero"),
        (SMALL.replace("b;50.5", "b;50,5"), "line 11: the cost is '50,5', not a number (a decimal point, not a comma)"),
        (SMALL.replace("b;50.5;Road", "b;50.5"), "line 11: 2 columns where the header has 3"),
        (SMALL.replace("budget;100", "budget;lots"), "line 6: the budget is 'lots', not a number"),
        (SMALL.replace("budget;100", "budget;-1"), "line 6: the budget is -1, it cannot be below zero"),
        (SMALL.replace("budget;100\n", ""), "line 1: META has no 'budget'"),
        (SMALL.replace("num_votes;3", "num_votes;4"), "line 5: num_votes says 4, the file has 3"),
        (SMALL.replace("num_projects;2", "num_projects;7"), "line 4: num_projects says 7, the file has 2"),
        (SMALL.replace("approval", "guess"), "line 7: vote_type is 'guess'"),
        (SMALL.replace("VOTES\n", "META\n"), "line 12: section META twice"),
        (SMALL[: SMALL.index("VOTES")], "line 11: the file ends without a section VOTES and its header"),
        (SMALL[: SMALL.index("voter_id")], "the section VOTES has no header"),
        (SMALL.replace("voter_id;vote", "voter_id;choice"), "line 13: VOTES has no column 'vote'"),
        (SMALL.replace('part"\n', "part\n"), "line 10: a quote that is opened is not closed"),
        (SMALL.replace("META\n", "", 1), "line 1: text before the section META"),
        ("", "the file ends without a section META"),
        (SMALL.replace("approval", "cumulative"), "line 13: VOTES has no column 'points'"),
    ],
)
def test_a_broken_file_names_line_and_fault(text, message):
    with pytest.raises(BadInput) as caught:
        read_text(text)
    assert message in str(caught.value)


def test_points_that_do_not_match_the_projects_are_named():
    text = SMALL.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("1;a,b\n", "1;a,b;2,1\n").replace("2;b\n", "2;b;2,1\n").replace("3;a,b\n", "3;a,b;x,1\n")
    with pytest.raises(BadInput, match="line 15: 1 projects but 2 numbers of points"):
        read_text(text)
    with pytest.raises(BadInput, match="line 16: points are 'x', not a number"):
        read_text(text.replace("2;b;2,1", "2;b;2"))


def test_decimal_points_stay_exact():
    text = SMALL.replace("approval", "scoring").replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("1;a,b\n", "1;a,b;0.1,0.25\n").replace("2;b\n", "2;b;-1\n").replace("3;a,b\n", "3;a,b;0.2,1\n")
    points = read_text(text).points
    assert {key: str(value) for key, value in points.items()} == {"a": "3/10", "b": "1/4"}


def test_a_scoring_ballot_gives_the_default_to_projects_that_it_does_not_name():
    text = SMALL.replace("approval", "scoring\ndefault_score;0.5").replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("1;a,b\n", "1;a,b;3,2\n").replace("2;b\n", "2;b;-1\n").replace("3;a,b\n", "3;;\n")
    points = read_text(text).points
    assert {key: str(value) for key, value in points.items()} == {"a": "4", "b": "3/2"}


def test_spaces_around_ids_are_left_out_and_noted():
    election = read_text(SMALL.replace("1;a,b", "1;a, b"))
    assert election.votes == {"a": 2, "b": 3}
    assert election.notes


def test_a_project_twice_on_one_ballot_counts_once():
    assert read_text(SMALL.replace("1;a,b", "1;a,b,b")).votes == {"a": 2, "b": 3}


def test_bytes_that_are_not_utf8_name_their_line():
    with pytest.raises(BadInput, match="line 10: the text is not UTF-8"):
        decode(SMALL.encode("utf-8").replace(b"old", "król".encode("cp1250")))


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference():
    other = decode(("\ufeff" + SMALL.replace("\n", "\r\n")).encode("utf-8"))
    assert read_text(other).votes == read_text(SMALL).votes


@given(st.lists(st.text(alphabet='ab;",\r\n é', max_size=6), min_size=1, max_size=4))
def test_cells_survive_joining_and_splitting(cells):
    assert split_cells(join_cells(cells)) == cells


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_broken_at_random_is_read_or_refused_never_a_crash(data):
    text = data.draw(st.sampled_from([SMALL, FILES[-1].read_text("utf-8")[:3000]]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 30))
        text = text[:at] + data.draw(st.text(alphabet='a1;",\n-.METAVOTS é', max_size=5)) + text[at + cut :]
    with suppress(BadInput):
        election = read_text(text)
        assert all(votes <= election.ballots.voters for votes in election.votes.values())
    with suppress(BadInput):
        assert write(parse(text)) == text

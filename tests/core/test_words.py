"""English is the source, Korean is complete: what people see first has no gap."""

from app.core import words


def test_every_sentence_has_its_korean():
    assert words.missing() == []


def test_no_sentence_has_two_korean_ones():
    seen: dict[object, tuple[str, object]] = {}
    differing = []
    for name, catalog in words.catalogs().items():
        for message in catalog:
            if not message.id:
                continue
            key = (message.id if isinstance(message.id, str) else tuple(message.id), message.context)
            if key in seen and seen[key][1] != message.string:
                differing.append((key, seen[key][0], name))
            seen[key] = (name, message.string)
    assert differing == []


def test_places_in_a_sentence_are_the_same_in_both_languages():
    import re

    place = re.compile(r"%\((\w+)\)")
    wrong = []
    for name, catalog in words.catalogs().items():
        for message in catalog:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            korean = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            if message.id and korean and not set(place.findall(korean)) <= set(place.findall(english)):
                wrong.append((name, english))
    assert wrong == []

from flask.testing import FlaskClient


def test_a_missing_page_answers_in_the_language_of_its_address(client: FlaskClient):
    assert "그런 쪽이 없거나" in client.get("/nowhere").text
    assert "There is no such page" in client.get("/en/nowhere").text


def test_an_address_that_only_begins_like_english_is_not_english(client: FlaskClient):
    assert "그런 쪽이 없거나" in client.get("/entry").text

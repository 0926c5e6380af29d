"""No page of a draw of 2,500 takes more than twelve queries or loads its people one by one."""

import pytest
from flask import Flask

from app.core.db import db
from app.draws.models import Draw, PublicValue
from app.draws.services import ceremony, lottery
from tests.builders import an_account
from tests.draws.builders import a_draw_of_2500, a_subject, an_organiser
from tests.walks.test_queries import AT_MOST, statements

PUBLIC = ("/draws", "/draws/{}", "/draws/{}/me", "/draws/{}/prepared.json", "/api/v1/draws", "/api/v1/draws/{}")


@pytest.mark.one_database
def test_every_page_in_every_state_takes_at_most_twelve_queries(app: Flask, sign_in):
    person = an_account()
    code = a_subject(whose=lambda subject_id, token, account: 7 if account is not None else None)
    draw = a_draw_of_2500(subject=code, reserves=25)
    office, mine = sign_in(an_organiser(), on=app.test_client()), sign_in(person, on=app.test_client())
    too_many: dict[str, int] = {}

    def look(state: str) -> None:
        pages = [(mine, address.format(draw.id)) for address in PUBLIC]
        pages += [(office, f"/office/draws/{draw.id}{query}") for query in ("", "?look=1")]
        for browser, address in pages:
            with statements() as asked:
                answer = browser.get(address)
            assert answer.status_code in (200, 404), address
            if len(asked) > AT_MOST:
                too_many[f"{state} {address}"] = len(asked)

    look("preparing")
    ceremony.announce(draw, PublicValue.dice, "주사위", None)
    lottery.start(draw, None)
    look("committed")
    ceremony.reveal(db.session.get_one(Draw, draw.id), "437", "참관인", None)
    look("drawn")
    assert too_many == {}

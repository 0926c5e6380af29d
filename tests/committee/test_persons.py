"""What the committee knows of a person is given out to her; when she leaves, her application is nobody's."""

from flask import Flask

from app.committee.models import Application
from app.core import clock, personal_data
from app.core.db import db, transaction
from app.core.permissions import Scope
from app.core.scopes import choices_of
from tests.builders import a_cycle, an_account
from tests.committee.builders import a_committee


def test_an_application_is_exported_and_cut_off_when_its_person_leaves(app: Flask):
    account, body = an_account(), a_committee(a_cycle())
    with transaction():
        db.session.add(
            Application(body_id=body.id, number=7, account_id=account.id, birth_band="20-29", applied_at=clock.now())
        )
    assert personal_data.export(account)["committee"]["applications"][0]["birth_band"] == "20-29"
    with transaction():
        personal_data.erase(account)
    assert db.session.query(Application).one().account_id is None


def test_a_role_can_be_limited_to_a_committee(app: Flask):
    body = a_committee(a_cycle())
    assert choices_of(Scope.body)[str(body.id)] == body.name_ko

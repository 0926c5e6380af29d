"""Allowances are owed to who was there."""

from flask import Flask

from app.panels.services import allowance, seating
from tests.panels.days_builders import a_panel_today, early_afternoon, members, who_has_come

__all__ = ["early_afternoon"]


def test_allowances_are_owed_to_who_was_there_also_to_who_withdrew_later(app: Flask, early_afternoon: None):
    panel = a_panel_today(members=4)
    who_has_come(panel, 2)
    for at in (1, 3):
        seating.leave(members(panel)[at], why="급한 일", by=None)
    owed = {number: (days, won) for number, _name, _contact, days, won, _paid in allowance.rows(panel)}
    assert owed == {1: (1, 300_000), 2: (1, 300_000), 3: (0, 0)}

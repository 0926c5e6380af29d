"""Builders that say the situation: ``a_matter(department=...)``, ``an_officer(department)``."""

import itertools
from typing import Any

from app.accounts.models import Account
from app.city.models import Department
from app.core.permissions import Role, Scope
from app.followup.models import Matter
from app.followup.services import Sender, owe
from tests.builders import an_account, the_city

_numbers = itertools.count(1)


def an_officer(department: Department) -> Account:
    return an_account(Role.officer, scope=Scope.department, scope_key=str(department.id))


def a_matter(*, department: Department | None = None, by: Account | None = None, **changes: Any) -> Matter:
    """A policy of the assembly that the city hall has to answer, sent today by ``by``."""
    the_city()
    number = next(_numbers)
    asked = {
        "kind": "assembly_policy", "source": "test", "source_id": number, "title_ko": f"정책 {number}",
        "title_en": f"Policy {number}", "asked": "버스 정류장에 그늘을 만들어 주세요.", "body": "city_hall",
        "department_id": department.id if department else None,
        "proposers": [Sender(by.name, by.id)] if by else [Sender("익명")],
    }  # fmt: skip
    return owe(**(asked | changes))

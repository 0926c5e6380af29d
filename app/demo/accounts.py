"""Who can sign in to the demonstration. All of them are made up; one password for all."""

from dataclasses import dataclass

from argon2 import PasswordHasher

from app.accounts.models import Account, Claim, ClaimKind, ClaimSource, RoleGrant
from app.city.models import Department
from app.core import clock
from app.core.db import db
from app.core.permissions import Role, Scope

PASSWORD = "minhoe-demo-2026"  # noqa: S105 - published: the demonstration's own
DOMAIN = "demo.minhoe.example"


@dataclass(frozen=True)
class Login:
    name: str
    called: str
    role: Role
    does: str
    department: str = ""


LOGINS = (
    Login("citizen", "김시민", Role.citizen, "제안하고 공감합니다. 2017년 위원 공개모집에서는 뽑히지 않았습니다"),
    Login("member", "이위원", Role.member, "2019년 사업을 검토·심사·선정한 위원입니다"),
    Login("organiser", "박간사", Role.organiser, "주기를 열고 접수·심사·선정을 꾸립니다"),
    Login("officer", "최담당", Role.officer, "보행자정책과에서 타당성을 검토합니다", "walking"),
    Login("officer2", "정담당", Role.officer, "도로과에서 다시 검토합니다", "roads"),
    Login("council", "강의정", Role.council_staff, "예산안과 의회 심의 결과를 적습니다"),
    Login("auditor", "조감사", Role.auditor, "기록이 바뀌지 않았는지 봅니다"),
    Login("admin", "윤관리", Role.administrator, "계정과 역할을 맡깁니다"),
)


def load() -> dict[str, Account]:
    """Add the accounts of ``LOGINS``; return them by name."""
    hashed, at = PasswordHasher(memory_cost=65536, time_cost=2, parallelism=1).hash(PASSWORD), clock.now()
    departments = {department.code: department for department in db.session.query(Department)}
    found = {}
    for login in LOGINS:
        account = Account(
            email=f"{login.name}@{DOMAIN}",
            name=login.called,
            password_hash=hashed,
            synthetic=True,
            created_at=at,
            email_confirmed_at=at,
        )
        scope, key = Scope.everywhere, ""
        if login.department:
            scope, key = Scope.department, str(departments[login.department].id)
        account.grants.append(RoleGrant(role=login.role, scope=scope, scope_key=key, from_at=clock.seoul(2018, 1, 1)))
        account.claims.append(residence("2917055000", at))
        db.session.add(account)
        found[login.name] = account
    db.session.flush()
    return found


def residence(place_code: str, at: object) -> Claim:
    return Claim(kind=ClaimKind.residence, value=place_code, source=ClaimSource.self_declared, claimed_at=at)


def table() -> list[str]:
    """Return the lines that ``make run`` prints: who can sign in."""
    width = max(len(login.name) for login in LOGINS) + len(DOMAIN) + 1
    lines = [f"{login.name + '@' + DOMAIN:<{width}}  {login.role:<14} {login.does}" for login in LOGINS]
    return [f"password of all demonstration accounts: {PASSWORD}", *lines]

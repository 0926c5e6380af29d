"""A comparison as one HTML page that prints: tables, and bars drawn as SVG with the same numbers beside them."""

from fractions import Fraction
from html import escape

from voting.ballots.election import Election
from voting.explain.side_by_side import Column, SideBySide
from voting.explain.words import money

STYLE = """
body{font-family:system-ui,"Noto Sans KR","Noto Sans CJK KR",sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1e2124}
table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border-bottom:1px solid #b1b8be;padding:.3rem .5rem;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid #1e2124}
.in{font-weight:700}svg{max-width:100%;height:auto}
@media print{body{margin:0;max-width:none;font-size:9pt}table,svg{break-inside:auto}tr{break-inside:avoid}thead{display:table-header-group}}
"""


def page(election: Election, found: SideBySide) -> str:
    """Return the page."""
    title = election.meta.get("description") or "Election"
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: rules compared</title>',
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>',
        f"<h1>{escape(title)}</h1>",
        f"<p>{len(election.projects)} projects, {election.ballots.voters:,} ballots, budget {money(election.limits.budget)}"
        f" {escape(election.meta.get('currency', ''))}</p>",
        _figures(found),
        _bars("Budget spent", [(c.name, c.spent_share) for c in found.columns]),
        _bars("Voters without a winner", [(c.name, c.empty_share) for c in found.columns]),
        _histogram(found.columns),
        _pairs(found),
        _projects(election, found.columns),
        "</body></html>",
    ]
    return "\n".join(parts)


def _table(caption: str, head: list[str], rows: list[list[str]]) -> str:
    """Return a table; cells are HTML already."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        "<tr>" + f'<th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _percent(share: Fraction) -> str:
    """Write a share as per cent with one decimal."""
    return f"{float(share) * 100:.1f} %"


def _figures(found: SideBySide) -> str:
    """Return the table of figures, a rule a row."""
    head = [
        "Rule",
        "Projects",
        "Cost",
        "Spent",
        "No winner",
        "Winners on a ballot",
        "Gini (cost)",
        "EJR+ violations",
        "Ties",
    ]
    rows = [
        [
            escape(c.name),
            str(len(c.outcome.selected)),
            money(c.outcome.cost),
            _percent(c.spent_share),
            _percent(c.empty_share),
            f"{float(c.satisfaction.mean_winners):.2f}",
            f"{float(c.satisfaction.gini_cost):.3f}",
            str(c.ejr_plus_violations),
            str(len(c.outcome.ties)),
        ]
        for c in found.columns
    ]
    return _table("Outcomes", head, rows)


def _bars(title: str, rows: list[tuple[str, Fraction]]) -> str:
    """Return horizontal bars from 0 to 100 %."""
    height, width, left = 26, 720, 220
    parts = [
        f'<svg role="img" viewBox="0 0 {width} {height * len(rows) + 30}" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f'<text x="0" y="16" font-weight="700">{escape(title)}</text>',
    ]
    for i, (name, share) in enumerate(rows):
        y = 26 + i * height
        length = float(min(share, Fraction(1))) * (width - left - 80)
        parts.append(f'<text x="0" y="{y + 15}">{escape(name)}</text>')
        parts.append(f'<rect x="{left}" y="{y + 2}" width="{length:.1f}" height="16" fill="#256ef4"/>')
        parts.append(f'<text x="{left + length + 6:.1f}" y="{y + 15}">{_percent(share)}</text>')
    return "".join([*parts, "</svg>"])


def _histogram(columns: tuple[Column, ...]) -> str:
    """Return how many voters have 0, 1, 2, ... winners, per rule."""
    longest = max((len(c.satisfaction.winners_histogram) for c in columns), default=0)
    rows = []
    for c in columns:
        counts = c.satisfaction.winners_histogram
        rows.append([escape(c.name), *(f"{counts[i]:,}" if i < len(counts) else "0" for i in range(longest))])
    return _table("Voters by number of winners on their ballot", ["Rule", *map(str, range(longest))], rows)


def _pairs(found: SideBySide) -> str:
    """Return who prefers which outcome."""
    rows = [
        [f"{escape(first)} / {escape(second)}", f"{row.first:,}", f"{row.second:,}", f"{row.same:,}"]
        for first, second, row in found.pairs
    ]
    return _table(
        "Voters with more winners in the first, in the second, as many in both",
        ["Pair", "First", "Second", "Same"],
        rows,
    )


def _projects(election: Election, columns: tuple[Column, ...]) -> str:
    """Return all projects, most votes first, and the place at which each rule chose them."""
    places = [{project: i for i, project in enumerate(c.outcome.selected, 1)} for c in columns]
    ranked = sorted(election.projects, key=lambda p: -election.votes[p.id])
    rows = [
        [
            f"{escape(p.id)} {escape(p.name)}",
            f"{election.votes[p.id]:,}",
            money(p.cost),
            *(f'<span class="in">{place[p.id]}</span>' if p.id in place else "–" for place in places),
        ]
        for p in ranked
    ]
    return _table(
        "Projects and the order in which each rule chose them",
        ["Project", "Votes", "Cost", *(escape(c.name) for c in columns)],
        rows,
    )

"""Draw the pictures of docs/sortition.md from docs/sortition/measured.json (written by sortition.py).

python benchmarks/sortition_pictures.py
"""

import json
from collections.abc import Sequence
from html import escape
from math import log10
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs" / "sortition"
INK, SOFT, GRID = "#1d1d1f", "#5a6472", "#d7dce2"
LINES = {  # colour, dash: told apart without colour as well
    "leximin": ("#0b50d0", ""),
    "maximin": ("#008a5e", "8 4"),
    "nash": ("#b45309", "2 3"),
    "random": ("#8b1e5b", "10 3 2 3"),
}
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 400, 70, 60, 30, 20


def svg(name: str, title: str, description: str, body: str, width: int = WIDTH, height: int = HEIGHT) -> None:
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="t d" font-family="sans-serif" font-size="14" fill="{INK}">\n'
        f'<title id="t">{escape(title)}</title>\n<desc id="d">{escape(description)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}</svg>\n'
    )
    (FOLDER / name).write_text(text, encoding="utf-8")


def text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(words)}</text>\n'


def axes(x_words: str, y_words: str) -> str:
    middle = (TOP + HEIGHT - BOTTOM) / 2
    return (
        f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="{INK}"/>\n'
        + text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_words)
        + text(18, middle, y_words, more=f'transform="rotate(-90 18 {middle})"')
    )


def place(value: float, low: float, high: float, start: float, end: float) -> float:
    return start + (value - low) / (high - low) * (end - start)


def path(points: Sequence[tuple[float, float]], colour: str, dash: str) -> str:
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{steps}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"/>\n'


def chances_picture(measured: dict) -> None:
    """Everybody's chance, sorted, by method."""
    found = measured["methods"]["of"]
    highest = max(max(row["chances"]) for row in found) * 1.05
    body = axes("people, from the smallest chance to the largest", "chance of being drawn (%)")
    for percent in range(0, int(highest * 100) + 1, 5):
        y = place(percent / 100, 0, highest, HEIGHT - BOTTOM, TOP)
        body += f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>\n' + text(
            LEFT - 8, y + 5, str(percent), "end"
        )
    for at, row in enumerate(found):
        n = len(row["chances"])
        points = [
            (place(i, 0, n - 1, LEFT, WIDTH - RIGHT), place(p, 0, highest, HEIGHT - BOTTOM, TOP))
            for i, p in enumerate(row["chances"])
        ]
        colour, dash = LINES[row["method"]]
        body += path(points, colour, dash)
        y = TOP + 12 + at * 20
        body += path([(LEFT + 20, y), (LEFT + 64, y)], colour, dash)
        body += text(LEFT + 72, y + 5, f"{row['method']}: smallest {row['min']:.2%}, Gini {row['gini']:.3f}", "start")
    svg("chances.svg", "Everybody's chance by method", f"Sorted chances on {measured['methods']['name']}.", body)


def growth_picture(measured: dict) -> None:
    """Seconds against people in the pool, both by powers of ten."""
    found = measured["growth"]["by_pool"]
    body = axes("people in the pool", "processor seconds, whole command")
    for power in range(3, 7):
        x = place(power, 3, 6.1, LEFT, WIDTH - RIGHT)
        body += f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{GRID}"/>\n'
        body += text(x, HEIGHT - BOTTOM + 20, f"{10**power:,}")
    for power in range(-1, 3):
        y = place(power, -1, 2, HEIGHT - BOTTOM, TOP)
        body += f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>\n'
        body += text(LEFT - 8, y + 5, f"{10.0**power:g}", "end")
    points = [
        (
            place(log10(row["people"]), 3, 6.1, LEFT, WIDTH - RIGHT),
            place(log10(row["cpu"]), -1, 2, HEIGHT - BOTTOM, TOP),
        )
        for row in found
    ]
    body += path(points, *LINES["leximin"])
    for (x, y), row in zip(points, found, strict=True):
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{INK}"/>\n'
        body += text(x - 6, y - 12, f"{row['cpu']:.1f} s", "end" if row is found[-1] else "middle")
    svg("growth.svg", "Time by size of the pool", "From 2,500 to 1,000,000 people in about 120 types.", body)


def types_picture(measured: dict) -> None:
    """Seconds against the number of different people."""
    found = measured["growth"]["by_types"]
    widest, longest = max(row["types"] for row in found), max(row["cpu"] for row in found) * 1.1
    body = axes("types: different people among 500", "processor seconds, whole command")
    for row in found:
        x = place(row["types"], 0, widest, LEFT, WIDTH - RIGHT - 40)
        y = place(row["cpu"], 0, longest, HEIGHT - BOTTOM, TOP)
        body += f'<path d="M{x:.1f} {HEIGHT - BOTTOM}V{y:.1f}" stroke="{LINES["leximin"][0]}" stroke-width="10"/>\n'
        body += text(x, y - 8, f"{row['cpu']:.1f} s") + text(x, HEIGHT - BOTTOM + 20, str(row["types"]))
    svg("types.svg", "Time by number of different people", "500 people told apart by two to six features.", body)


def peel_picture() -> None:
    """One step of peeling, in the plane."""
    corner = [(120, 300), (330, 340), (560, 270), (600, 130), (400, 50), (180, 90)]
    inside = " ".join(f"{x},{y}" for x, y in corner)
    q, x_at, rest = (180, 90), (330, 192), (480, 294)
    body = f'<polygon points="{inside}" fill="#eef3fb" stroke="{INK}" stroke-width="1.5"/>\n'
    body += "".join(f'<circle cx="{x}" cy="{y}" r="5" fill="{INK}"/>\n' for x, y in corner)
    body += path([q, rest], LINES["leximin"][0], "6 4")
    for (x, y), colour in ((q, LINES["leximin"][0]), (x_at, LINES["nash"][0]), (rest, LINES["random"][0])):
        body += f'<circle cx="{x}" cy="{y}" r="7" fill="{colour}"/>\n'
    body += text(q[0] - 12, q[1] - 14, "panel q", "end") + text(x_at[0] + 14, x_at[1] - 6, "target x", "start")
    body += text(rest[0] + 4, rest[1] + 26, "rest, on one more side of the region", "start")
    body += text(360, 385, "x = step · q + (1 − step) · rest; then the same with the rest, on a smaller face")
    svg("peel.svg", "Peeling a target into panels", "The line from a panel through the target to the rim.", body)


def road_picture() -> None:
    """The road from the pool to the panel."""
    stations = [
        ("pool", "people and", "their features"),
        ("types", "equal people", "counted together"),
        ("target", "LEXIMIN of the", "relaxed region"),
        ("panels", "peeled, with", "whole weights"),
        ("commitment", "hash, published", "with the proof"),
        ("draw", "public value", "gives the number"),
    ]
    body = ""
    for at, (name, one, two) in enumerate(stations):
        x = 20 + at * 150
        body += f'<rect x="{x}" y="30" width="128" height="92" rx="8" fill="#eef3fb" stroke="{INK}"/>\n'
        body += text(x + 64, 58, name, more='font-weight="bold"') + text(x + 64, 84, one) + text(x + 64, 104, two)
        if at:
            body += f'<path d="M{x - 20} 76h14m-6 -5l6 5l-6 5" fill="none" stroke="{INK}" stroke-width="2"/>\n'
    body += text(460, 160, "before the public value is known ⟵  commitment  ⟶ after it", more=f'fill="{SOFT}"')
    svg("road.svg", "From pool to panel", "Pool, types, target, panels, commitment, draw.", body, 920, 180)


def main() -> None:
    measured = json.loads((FOLDER / "measured.json").read_text(encoding="utf-8"))
    chances_picture(measured)
    growth_picture(measured)
    types_picture(measured)
    peel_picture()
    road_picture()


if __name__ == "__main__":
    main()

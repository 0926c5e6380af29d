"""Which groups are too small to be shown.

A group under ``least`` people is not shown. If those hidden have fewer than ``least`` people together, the smallest
group shown is hidden as well: otherwise the total less the groups shown would give the hidden ones away.
"""

from collections.abc import Mapping

LEAST = 10


def shown_groups(people: Mapping[str, int], least: int = LEAST) -> set[str]:
    """Return the groups that may be shown.

    Examples
    --------
    >>> sorted(shown_groups({"20s": 48, "30s": 43, "90s": 4}))
    ['20s']
    """
    shown = {group for group, size in people.items() if size >= least}
    hidden = sum(size for group, size in people.items() if group not in shown)
    while shown and 0 < hidden < least:
        smallest = min(shown, key=lambda group: (people[group], group))
        shown.discard(smallest)
        hidden += people[smallest]
    return shown

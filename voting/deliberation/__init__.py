"""Statistics of a deliberation: weights, margins, change between surveys, decision rules, opinion map, open data."""

"""The opinion map: groups of people who judge statements alike, and what all groups share."""

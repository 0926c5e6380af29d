"""Why an outcome is what it is: payments, what losers missed, fairness measures, comparisons, words."""

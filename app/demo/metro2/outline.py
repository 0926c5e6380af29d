"""What was published of the deliberation on metro line 2, and the whole numbers that the made-up people add up to.

Published: 2,930 interviews weighted to 2,500 (58.6 / 19.0 / 22.4), 250 drawn by stance, sex, age and district, their sexes
and ages, 243 votes, 191 to 52. Not published: the stances within the panel, who moved where, what members answered after.
"""

SEED = 20181112  # the day of the recommendation
INTERVIEWS, WEIGHTED = 2_930, 2_500
FIRST = {"for": 1_465, "against": 475, "undecided": 560}  # of the weighted 2,500: 58.6, 19.0, 22.4 %
SEATS = 250
SEXES = {"m": 122, "f": 128}
AGES = {"20-29": 48, "30-39": 43, "40-49": 53, "50-59": 49, "60+": 57}
WILLING = 2_500  # the panel was drawn from 2,500; who agreed to be drawn was not published
VOTED = {"for": 191, "against": 52}

# Made up from here on. Seats of each stance in proportion to the first survey are 147, 47 and 56.
STAYED_AWAY = {"for": 4, "against": 1, "undecided": 2}  # the seven who did not vote
TURNED_TO_FAVOUR = {"for": 133, "against": 14, "undecided": 44}  # of those who came, by first stance; 191 together
AGE_ANSWERS = {"20-29": 85, "30-39": 88, "40-49": 100, "50-59": 105, "60+": 115}  # how readily each age is reached

"""Words for what a poll is made of: its state, form, rule, order of ties, publication."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core.errors import N_
from app.core.languages import chosen
from app.core.templating import won
from app.polls.models import Channel, Electorate, Form, Poll, Publish
from app.polls.services.finding import State

STATES = {
    State.draft: (N_("In preparation"), "gray"),
    State.frozen: (N_("Not open yet"), "primary"),
    State.open: (N_("Open"), "success"),
    State.over: (N_("Closed, being counted"), "warning"),
    State.closed: (N_("Closed, being counted"), "warning"),
    State.counted: (N_("Counted"), "gray"),
    State.published: (N_("Counted"), "gray"),
    State.destroyed: (N_("Counted"), "gray"),
    State.cancelled: (N_("Called off"), "danger"),
}
FORMS = {
    Form.approval: N_("Choose some of the options"),
    Form.choose_one: N_("Choose exactly one"),
    Form.yes_no: N_("Yes or no to each option"),
    Form.ranking: N_("Rank the options"),
    Form.points: N_("Give points"),
    Form.knapsack: N_("Spend the money yourself"),
}
RULES = {
    "top-k": N_("The options with the most votes win."),
    "greedy": N_("Most votes first, while the money lasts."),
    "majority": N_("What more than half want passes."),
    "majority-fill": N_("What has a majority, most votes in favour first, while the money lasts."),
    "equal-shares": N_("Equal shares: every voter has the same part of the money."),
    "phragmen": N_("Phragmén: money comes to all voters alike, who pay together for what they support."),
    "knapsack": N_("The affordable set with the most votes wins."),
    "borda": N_("Rankings as points (Borda)."),
    "stv": N_("Single transferable vote."),
    "expanding-approvals": N_("Expanding approvals: seats go to groups of voters, by their rankings."),
    "bos": N_("Equal shares with bounded overspending."),
    "cstv": N_("Cumulative support transfer."),
}
PUBLISH = {
    Publish.marks: N_("Single marks"),
    Publish.ballots: N_("Whole ballots, shuffled"),
    Publish.open: N_("Every ballot with its place in the log"),
}
PUBLISH_MEANS = {
    Publish.marks: N_("After the count each mark is published by itself. Everybody can add them up; nobody learns which marks stood on one ballot."),
    Publish.ballots: N_("After the count whole ballots are published in random order, because the rule needs them. Somebody who told a voter to choose a rare combination could recognise it."),
    Publish.open: N_("After the count every ballot is published with its receipt. Everybody can prove what they voted, and can be asked to. Only by a reasoned decision."),
}  # fmt: skip
CHANNELS = {
    Channel.web: N_("on the web"),
    Channel.booth: N_("at a booth"),
    Channel.paper: N_("on paper"),
}
TIES = {
    "max-votes": N_("more votes"),
    "min-cost": N_("lower cost"),
    "max-cost": N_("higher cost"),
    "file": N_("the order of the list of options"),
    "lexicographic": N_("the number of the option"),
    "list": N_("the order drawn by lot"),
}
ELIGIBILITY = {
    "accounts": N_("everybody with an account who meets the conditions"),
    "list": N_("people on a list that was drawn up beforehand"),
    "codes": N_("holders of a one-time code"),
}
INVALID = {
    "unsigned": N_("not signed"),
    "late": N_("handed in late"),
    "unreadable": N_("cannot be read"),
    "used_number": N_("the person had voted another way"),
    "too_many": N_("more chosen than allowed"),
    "not_returned": N_("handed out and not returned"),
    "other": N_("another reason"),
}
WHY_NOT = {
    "not_on_list": N_("not on the list of voters"),
    "unconfirmed": N_("the mail address of the account is not confirmed"),
    "age": N_("not of the age that may vote"),
    "age_unknown": N_("the account does not tell the age"),
    "district": N_("lives in another district"),
    "district_unknown": N_("the account does not tell where the person lives"),
    "unchecked": N_("the age is told by the person alone and must be confirmed"),
    "channel": N_("does not vote in this way"),
}
RECORDED = {"listed": N_("has not voted"), "voted": N_("has voted"), "paper": N_("was handed a paper ballot")}
MAJORITY_OF = {
    "present": N_("of all who vote"),
    "decided": N_("of the yes and no votes together"),
    "enrolled": N_("of all on the roll"),
}
POINTS = {"yes": 1, "no": -1, "abstain": 0}
YES_NO = {"yes": _l("In favour"), "no": _l("Against"), "abstain": _l("Abstain")}


def text_of(row: Any, name: str) -> str:
    """Return a text that a row has in both languages; where one is empty, the other."""
    here, other = ("ko", "en") if chosen() == "ko" else ("en", "ko")
    return str(getattr(row, f"{name}_{here}") or getattr(row, f"{name}_{other}"))


def form_sentence(poll: Poll) -> str:
    """Say what a voter does: "Choose 10 of 100"."""
    numbers, options = poll.form_numbers, len(poll.options)
    least, most = numbers.get("at_least", 0), numbers.get("at_most")
    match poll.form:
        case Form.choose_one:
            return _("Choose 1 of %(all)s", all=options)
        case Form.yes_no:
            return ngettext("Yes or no to %(num)s option", "Yes or no to %(num)s options", options)
        case Form.knapsack:
            return _("Choose what should be done with %(budget)s", budget=won(int(numbers["budget"])))
        case Form.ranking if most:
            return _("Rank up to %(most)s of %(all)s", most=most, all=options)
        case Form.ranking:
            return ngettext("Rank %(num)s option", "Rank %(num)s options", options)
        case Form.points:
            return _("Give up to %(points)s points to %(all)s options", points=numbers.get("sum_at_most"), all=options)
    if most and least == most:
        return _("Choose %(most)s of %(all)s", most=most, all=options)
    return _("Choose up to %(most)s of %(all)s", most=most, all=options) if most else _("Choose as many as you like")


def limits_of_form(poll: Poll) -> list[str]:
    """Say what else a ballot must keep to: the least number, so many of a field, points for one option, blank votes."""
    numbers, said = poll.form_numbers, []
    if numbers.get("at_least") and numbers.get("at_least") != numbers.get("at_most"):
        said.append(_("At least %(least)s.", least=numbers["at_least"]))
    for row in numbers.get("per_label", []):
        said.append(_("At most %(most)s of “%(value)s”.", most=row["at_most"], value=row["value"]))
    if numbers.get("points_at_most") is not None:
        said.append(_("At most %(most)s points for one option.", most=numbers["points_at_most"]))
    if numbers.get("blank"):
        said.append(_("You may also cast a blank vote."))
    return said


def rule_sentence(poll: Poll) -> str:
    """Say how the winners are found."""
    name, options = poll.rule["name"], poll.rule.get("options", {})
    if name == "top-k":
        return ngettext(
            "The option with the most votes wins.", "The %(num)s options with the most votes win.", options.get("k", 10)
        )
    if name == "majority" and "majority" in options:
        if poll.form is Form.choose_one and options.get("of") == "decided":
            return _("What %(share)s of those who chose want is decided.", share=_reached(options["majority"]))
        of = _(MAJORITY_OF[options.get("of", "present")])
        return _("What %(share)s (%(of)s) want passes.", share=_reached(options["majority"]), of=of)
    if name == "majority-fill" and options.get("majority", True) is None:
        return _("Most votes in favour first, while the money lasts.")
    if name == "majority-fill" and "majority" in options:
        return _(
            "What %(share)s of those taking part want, most votes in favour first, while the money lasts.",
            share=_reached(options["majority"]),
        )
    return _(RULES[name])


def share(value: Fraction) -> str:
    """Write a share as people do: 10%, or 1/3 where no percentage says it."""
    percent = value * 100
    return f"{percent}%" if percent.denominator == 1 else str(value)


def _reached(stated: Mapping[str, Any]) -> str:
    words = share(Fraction(stated["share"]))
    return _("more than %(share)s", share=words) if stated.get("exceed") else _("at least %(share)s", share=words)


def limits_of_rule(poll: Poll) -> list[str]:
    """Say what else decides: quorum, fewest votes, least share, ceilings, options that exclude each other."""
    options, limits, said = poll.rule["options"], poll.rule["limits"], []
    if Fraction(str(options.get("quorum", {}).get("share", 0))):
        said.append(_("Nothing passes unless %(share)s of the roll take part.", share=_reached(options["quorum"])))
    if options.get("threshold"):
        said.append(_("At least %(votes)s votes are needed.", votes=options["threshold"]))
    if least := options.get("minimum_share"):
        whole = isinstance(least, dict)
        words = share(Fraction(least["share"] if whole else least))
        sentence = (
            N_("At least %(share)s of the roll must say yes.")
            if whole
            else N_("At least %(share)s of the ballots must be for it.")
        )
        said.append(_(sentence, share=words))
    for row in limits["ceilings"]:
        said.append(_("At most %(most)s for “%(value)s”.", most=won(int(row["amount"])), value=row["value"]))
    titles = {option.code: text_of(option, "title") for option in poll.options}
    for group in limits["incompatible"]:
        said.append(_("Only one of these can win: %(titles)s.", titles=" / ".join(titles[code] for code in group)))
    return said


def choices(words: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Return the choices of a form field."""
    return [(getattr(key, "value", key), _l(text)) for key, text in words.items()]


def ties_sentence(rule: Mapping[str, Any]) -> str:
    """Say what tells equal options apart, in order."""
    return " → ".join(_(TIES[name]) for name in rule.get("options", {}).get("ties", ()))


def budget_of(poll: Poll) -> int:
    """Return the pot in won; 0 where none is spent."""
    return int(Fraction(str(poll.rule.get("limits", {}).get("budget", 0))))


def conditions_of(electorate: Electorate, places: Mapping[str, str]) -> str:
    """Say who is in an electorate; ``places`` are names of districts by code."""
    asked, said = electorate.conditions, [_(ELIGIBILITY[electorate.eligibility])]
    if asked.get("from_age"):
        said.append(_("aged %(age)s or more", age=asked["from_age"]))
    if asked.get("to_age"):
        said.append(_("aged %(age)s or less", age=asked["to_age"]))
    if asked.get("districts"):
        said.append(
            _("living in %(district)s", district=", ".join(places.get(code, code) for code in asked["districts"]))
        )
    if asked.get("checked"):
        said.append(_("age confirmed by the office or an identity service"))
    return ", ".join(said)


def weight_of(electorate: Electorate) -> str:
    """Write the weight of an electorate: "50" or "1/3"; nothing where every ballot counts one."""
    if electorate.weight_num is None or electorate.weight_den is None:
        return ""
    return str(Fraction(electorate.weight_num, electorate.weight_den))

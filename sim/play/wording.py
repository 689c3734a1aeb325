"""What a seat says in words: lines that all ways to play share."""

from collections.abc import Sequence
from datetime import date, timedelta

from sim.analysis.labels import Labels, capital, day_text, percent, rung_text
from sim.engine.lawful import Option
from sim.rules.moves import KINDS, MEASURE, is_hostile_kind
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.schema import TimelineMove

from .advice import Advised
from .choice import most_of
from .news import Between, News, Post, Question
from .scenario_by_hand import party_called
from .seat import Seat

MEASURES = KINDS[MEASURE].name
MOST_NEWS = 30  # moves that are told one by one
MOST_GIVEN = 5  # moves of the party that the scenario gives and that are told at the start
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def title_lines(seat: Seat) -> list[str]:
    """What is played, and by whom."""
    base, labels = seat.table.base, seat.table.labels
    return [
        base.title,
        f"You play {labels.party(seat.party)}, from {day_text(seat.table.first_date)} to {day_text(base.end)}.",
        "All others decide by their rules.",
    ]


def at_issue(seat: Seat) -> list[str]:
    """Parties that the day is about: who waits for a decision today, else who waits at all, else whom figures show."""
    due = [question.actor for question in seat.questions if question.is_due]
    due += [advised.move.to for advised in seat.advice if advised.move is not None]
    waiting = [question.actor for question in seat.questions]
    return list(dict.fromkeys(due or waiting or _in_focus(seat)))


def others_waiting_lines(seat: Seat, shown: Sequence[str]) -> list[str]:
    """Which further parties wait for an answer, beside those that are shown."""
    waiting = dict.fromkeys(question.actor for question in seat.questions if question.actor not in shown)
    if not waiting:
        return []
    names = " and ".join(seat.table.labels.party(other) for other in waiting)
    typed = " or ".join(f"m {other}" for other in waiting)
    return [f"{capital(names)} {'waits' if len(waiting) == 1 else 'wait'} for an answer, too: type {typed}."]


def _in_focus(seat: Seat) -> list[str]:
    """The other side of the first relation that the scenario draws, or the only other side there is."""
    pairs = [seat.table.labels.relations[name] for name in seat.table.base.plots.dyads]
    others = [next(party for party in pair if party != seat.party) for pair in pairs if seat.party in pair]
    known = [between.other for between in seat.between]
    return others[:1] or (known if len(known) == 1 else [])


def main_partners(seat: Seat) -> list[str]:
    """Those with whom the seat has a relation that the scenario draws, where it deals with others, too; else nobody."""
    pairs = [seat.table.labels.relations[name] for name in seat.table.base.plots.dyads]
    drawn = [party for pair in pairs if seat.party in pair for party in pair if party != seat.party]
    return drawn if len(drawn) < len(seat.between) else []


def party_named(seat: Seat, text: str) -> str:
    """Id of the party that is called so, by its id or its name, in capitals or not; the text itself if nobody is."""
    return party_called(text, seat.table.base, seat.table.labels)


def opening_lines(seat: Seat) -> list[str]:
    """What is said on the day on which the seat is taken, where nothing waits yet."""
    if not seat.table.is_first_day:
        return []
    quiet = "Nothing waits for your answer yet. You may act first, or go on to the first decision."
    return [*([] if seat.is_asked or seat.questions else [quiet]), *given_lines(seat)]


def given_lines(seat: Seat) -> list[str]:
    """What the scenario itself lets the party do from today on, whatever is chosen."""
    base, labels = seat.table.base, seat.table.labels
    moves = sorted((it for it in base.timeline.values() if it.from_ == seat.party and it.date >= seat.date), key=_date)
    told = [f"on {day_text(it.date, is_short=True)} {_deed(seat, it)}" for it in moves[:MOST_GIVEN]]
    more = f" and {len(moves) - MOST_GIVEN} more" if len(moves) > MOST_GIVEN else ""
    party = capital(labels.party(seat.party))
    return [f"Whatever you choose, the scenario gives these moves: {party} {'; '.join(told)}{more}."] if told else []


def _date(move: TimelineMove) -> date:
    return move.date


def _deed(seat: Seat, move: TimelineMove) -> str:
    return seat.table.labels.deed(move.move, move.to, move.channel or "", move.count)


def ending_lines(seat: Seat) -> list[str]:
    """What is said where a game is over, or where it is left."""
    last = day_text(seat.table.base.end)
    if seat.is_over:
        return [f"{last} was the last day: the game is over.", *never_asked_lines(seat)]
    if not seat.table.day:
        return []
    day = day_text(seat.date - timedelta(days=1))
    lines = [f"You leave the game on the evening of {day}; it would go on to {last}."]
    return [*lines, *dropped_lines(seat), *open_decision_lines(seat), *never_asked_lines(seat)]


def dropped_lines(seat: Seat) -> list[str]:
    """What is said of moves of a day that is not played: they are not made."""
    if seat.is_over or not seat.chosen:
        return []
    made = "; ".join(chosen_line(seat, move) for move in seat.chosen)
    return [f"{day_text(seat.date)} is not played, so what you chose for it is not done: {made}."]


def never_asked_lines(seat: Seat) -> list[str]:
    """What is said of a seat that had nothing to decide, and did nothing of its own accord."""
    if seat.decisions or seat.is_deciding:
        return []
    party = capital(seat.table.labels.party(seat.party))
    return [f"{party} was never asked: by its policy it had nothing to decide, and it did nothing of its own accord."]


def open_decision_lines(seat: Seat) -> list[str]:
    """What is said of the decision on which a game is left: nothing of it has happened."""
    if seat.is_over or not seat.is_deciding:
        return []
    return [f"The decision of {day_text(seat.date)} is left open."]


def followed_lines(seat: Seat) -> list[str]:
    """Follow the policy today; returns what is said of it: what cannot be done any more, or that there is no more."""
    before = len(seat.chosen)
    undone = [f"cannot be done any more: {advised.words}" for advised in seat.follow()]
    if len(seat.chosen) > before:
        return undone
    more = " more" if before else ""
    return [*undone, f"By its policy {seat.table.labels.party(seat.party)} does nothing{more} today."]


def news_lines(seat: Seat) -> list[str]:
    """What happened since the seat was asked before.

    Of much news those are told that concern the party: what it or an alliance of its own did, and what was done to
    them; of its allies what is hostile, by them or against them.  The rest is counted.
    """
    news = seat.news
    if len(news) <= MOST_NEWS:
        return [news_line(entry, seat.party) for entry in news]
    own, kin = seat.sides
    lines, n_allied, n_others = list[str](), 0, 0
    for entry in news:
        sides = {entry.actor, entry.to}
        if sides & own or (sides & kin and entry.severity > 0):
            lines.append(news_line(entry, seat.party))
        elif sides & kin:
            n_allied += 1
        else:
            n_others += 1
    counted = ((n_allied, "of allies, none of them hostile"), (n_others, "between others"))
    return lines + [f"and {Labels.count(n, 'move')} {of}" for n, of in counted if n]


def news_line(news: News, party: str) -> str:
    """A move in one line: number, day, what was done, and what it answers; of an own one, whether the scenario gave it.

    Parameters
    ----------
    party : id of the party that is told
    """
    given = ", given by the scenario" if news.is_given and news.actor == party else ""
    answers = f", in answer to no. {news.answers}" if news.answers else ""
    rung = rung_text(news.rung, news.posture_rung)
    size = f" (severity {news.severity:.2f}, rung {rung})" if news.severity > 0 else ""
    return f"no. {news.number}, {day_text(news.day, is_short=True)}: {news.words}{answers}{given}{size}"


def left_lines(seat: Seat) -> list[str]:
    """What the policy did in the name of a seat that was left to it, since that was asked before."""
    return [f"no. {it.number}, {day_text(it.day, is_short=True)}: {it.words}: {it.left}" for it in seat.news if it.left]


def question_line(question: Question) -> str:
    """An act that waits for an answer, in one line, with those that are answered together with it."""
    until = f" (stands until {day_text(question.until, is_short=True)})" if question.is_offer else ""
    return f"{_acts(question)}{until}"


def _acts(question: Question) -> str:
    """Acts that one answer counts for, each with its number and its day."""
    number = f"no. {question.number}, " if question.number else ""
    acts = [f"{number}{day_text(question.day, is_short=True)}: {question.words}"]
    acts += [f"no. {act.number}, {day_text(act.day, is_short=True)}: {act.deed}" for act in question.further]
    together = " (one answer counts for all)" if question.further else ""
    return f"{'; '.join(acts)}{together}"


def advice_lines(seat: Seat) -> list[str]:
    """What the party would do today by its policy, and why; and which acts the policy does not decide about today."""
    lines = [f"{advised.words}{_size(seat, advised)}: {advised.why}" for advised in seat.advice]
    decided = {advised.about for advised in seat.advice}
    for question in seat.questions:
        if not question.is_offer and not {question.number, question.harm} & (decided - {None}):
            what = f"no. {question.number}" if question.number else question.words
            when = "has not decided yet about" if question.is_weighed else "would have decided on an earlier day about"
            lines.append(f"{when} {what}")
    return lines


def _size(seat: Seat, advised: Advised) -> str:
    """How severe it is what a policy would do to people, beside what it asks for; and where that is all there is."""
    move = advised.move
    if move is None or advised.severity is None or not move.count or not is_hostile_kind(KIND_NUMBER[move.move]):
        return ""
    is_all = move.count == most_of(seat.table, move)
    return f" (severity {advised.severity:.2f}{', all that the law and the posts allow' if is_all else ''})"


def unanswered_lines(seat: Seat, back: str = "b goes back") -> list[str]:
    """What is said, before days pass, of acts that today's choices do not answer: of each act once.

    Parameters
    ----------
    back : how a decision is taken back
    """
    return [
        f"No answer today to {_acts(it)}. You may still answer it until {day_text(it.until)}; {back}."
        for it in seat.name_unanswered()
    ]


def made_lines(seat: Seat, back: str = "b takes it back") -> list[str]:
    """What is said of the last move of today, as it was understood; and where it is made a second time.

    Parameters
    ----------
    back : how a move is taken back
    """
    *before, last = seat.chosen
    lines = [f"Understood: {chosen_line(seat, last)}; {back}."]
    place = last.move, last.to, last.channel
    again = [move for move in before if (move.move, move.to, move.channel) == place]
    if again:
        both = f", of {sum(move.count for move in [*again, last])} in all" if last.count else ""
        lines.append(f"You make this move {NUMBERS.get(len(again) + 1, 'many')} times today{both}.")
    return lines


def chosen_line(seat: Seat, move: TimelineMove) -> str:
    """A move of one's own as it will be made: a sentence without its subject."""
    deed = _deed(seat, move)
    extra = [f"severity {move.severity:g}"] if move.severity is not None else []
    extra += [f"by {day_text(day, is_short=True)}"] if (day := seat.deadline_of(move)) else []
    extra += [f"over {move.answers}"] if move.answers else []
    extra += [_in_answer(seat, move)] if move.in_answer else []
    return f"{deed} ({', '.join(extra)})" if extra else deed


def _in_answer(seat: Seat, move: TimelineMove) -> str:
    """That a move answers an act, by its number in the account; one that is only thought of names none."""
    number = seat.answered_by(move)
    return f"in answer to no. {number}" if number else "in answer"


def option_line(seat: Seat, option: Option) -> str:
    """A lawful move in one line, with how many it may take and how severe it is."""
    count: int | str = f"1 to {option.most}" if option.most > 1 else 1
    deed = seat.table.labels.deed(option.move, option.to, option.channel or "", count)
    low, high = option.severity
    if option.move == MEASURES:
        return f"{deed}; severity above 0, at most {high:g}"
    size = f"{low:.1f}" if abs(high - low) < 0.05 else f"{low:.1f} to {high:.1f}"
    return f"{deed}; severity {size}".replace("-", "−")


def between_lines(seat: Seat, between: Between) -> list[str]:
    """How one stands with another party: a line about accounts, then a line a post."""
    other, own = seat.table.labels.party(between.other), seat.table.labels.party(seat.party)
    point = f" (breaking point by policy {between.breaking_point:.1f})" if between.breaking_point < 1e300 else ""
    accounts = (
        f"{capital(own)} holds {between.grievance:.1f} against {other}{point}; "
        f"{other} holds {between.their_grievance:.1f}. "
        f"Loss of institutions {between.loss:.2f}, rung in force {between.rung}."
    )
    return [accounts, *(post_line(seat, post) for post in between.posts)]


def post_line(seat: Seat, post: Post) -> str:
    """A post as it stands."""
    people = f", {post.accredited} people, ceiling {post.ceiling}" if post.accredited is not None else ""
    return f"{post.name}: {status_words(seat, post)}{people}"


def status_words(seat: Seat, post: Post) -> str:
    """The status of a post, and who withholds how much of it.

    Of a council also whether it goes on meeting, or since when it is kept from that, and its worth.
    """
    of = [(seat.table.labels.party(party), share) for party, share in post.withheld.items()]
    by = " and ".join(f"by {name}" if share == 1 else f"{percent(share)} by {name}" for name, share in of)
    status = f"{post.status} {by}".strip()
    if post.worth is None:
        return status
    kept = post.kept_since and f"kept from meeting since {day_text(post.kept_since, is_short=True)}"
    return f"{status}, {kept or 'goes on meeting'}, worth {post.worth:.2f} of 1"


def ladder(rung: int) -> str:
    """The ladder of diplomacy with the rung that is in force.

    Examples
    --------
    >>> ladder(4)
    'Rung 4 of 10: ▮▮▮▮▯▯▯▯▯▯'
    """
    return f"Rung {rung} of 10: {'▮' * rung}{'▯' * (10 - rung)}"

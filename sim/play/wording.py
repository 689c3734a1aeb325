"""What a seat says in words: lines that all ways to play share."""

from sim.analysis.labels import capital, day_text
from sim.engine.lawful import Option
from sim.rules.moves import KINDS, MEASURE
from sim.scenario.schema import TimelineMove

from .news import Between, News, Post, Question
from .seat import Seat

MEASURES = KINDS[MEASURE].name


def title_lines(seat: Seat) -> list[str]:
    """What is played, and by whom."""
    base, labels = seat.table.base, seat.table.labels
    first = base.autonomous_from or base.start
    return [
        base.title,
        f"You play {labels.party(seat.party)}, from {day_text(first)} to {day_text(base.end)}.",
        "All others decide by their rules.",
    ]


def at_issue(seat: Seat) -> list[str]:
    """Parties that the day is about: who waits for a decision today, else who waits at all, else whom figures show."""
    due = [question.actor for question in seat.questions if question.is_due]
    due += [advised.move.to for advised in seat.advice if advised.move is not None]
    waiting = [question.actor for question in seat.questions]
    return list(dict.fromkeys(due or waiting or _in_focus(seat)))


def _in_focus(seat: Seat) -> list[str]:
    """The other side of the first relation that the scenario draws, or the only other side there is."""
    pairs = [seat.table.labels.relations[name] for name in seat.table.base.plots.dyads]
    others = [next(party for party in pair if party != seat.party) for pair in pairs if seat.party in pair]
    known = [between.other for between in seat.between]
    return others[:1] or (known if len(known) == 1 else [])


def party_named(seat: Seat, text: str) -> str:
    """Id of the party that is called so, by its id or its name, in capitals or not; the text itself if nobody is."""
    labels, called = seat.table.labels, text.casefold()
    parties = seat.table.model.names.parties
    names = {name.casefold(): party for party in parties for name in _names_of(labels.party(party))}
    return called if called in parties else names.get(called, text)


def _names_of(name: str) -> tuple[str, ...]:
    return name, name.removeprefix("the ")


def nothing_done(seat: Seat) -> str:
    """What is said where a policy that is followed does nothing today."""
    return f"By its policy {seat.table.labels.party(seat.party)} does nothing more today."


def news_line(news: News) -> str:
    """A move in one line: number, day, what was done, and what it answers."""
    answers = f", in answer to no. {news.answers}" if news.answers else ""
    size = f" (severity {news.severity:.2f}, rung {news.rung})" if news.severity > 0 else ""
    return f"no. {news.number}, {day_text(news.day, is_short=True)}: {news.words}{answers}{size}"


def question_line(question: Question) -> str:
    """An act that waits for an answer, in one line."""
    number = f"no. {question.number}, " if question.number else ""
    return f"{number}{day_text(question.day, is_short=True)}: {question.words}"


def unanswered_lines(seat: Seat) -> list[str]:
    """What is said, before days pass, of acts that today's choices do not answer: of each act once."""
    return [
        f"No answer today to {question_line(it)}. You may still answer it; b goes back."
        for it in seat.name_unanswered()
    ]


def chosen_line(seat: Seat, move: TimelineMove) -> str:
    """A move of one's own as it will be made: a sentence without its subject."""
    deed = seat.table.labels.deed(move.move, move.to, move.channel or "", move.count)
    extra = [f"severity {move.severity:g}"] if move.severity is not None else []
    extra += [f"by {day_text(move.deadline, is_short=True)}"] if move.deadline else []
    extra += [f"over {move.answers}"] if move.answers else []
    extra += ["in answer"] if move.in_answer else []
    return f"{deed} ({', '.join(extra)})" if extra else deed


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
    return [accounts, *(post_line(post) for post in between.posts)]


def post_line(post: Post) -> str:
    """A post as it stands."""
    people = f", {post.accredited} people, ceiling {post.ceiling}" if post.accredited is not None else ""
    return f"{post.name}: {post.status}{people}"


def ladder(rung: int) -> str:
    """The ladder of diplomacy with the rung that is in force.

    Examples
    --------
    >>> ladder(4)
    'Rung 4 of 10: ▮▮▮▮▯▯▯▯▯▯'
    """
    return f"Rung {rung} of 10: {'▮' * rung}{'▯' * (10 - rung)}"

"""How a party arrives at an answer: its ministries propose, its government decides."""

from .accounts import balance_on, grievance_on, provocation_on
from .agenda import look_through
from .draws import STREAM_OVERRIDE, STREAM_SILENCE, of_cause, uniform, unit
from .indices import loss
from .jit import rule
from .memory import note_restraint, stands_well
from .mixture import drawn_row
from .moves import EXPEL
from .numbers import FEW, people_answered, people_in
from .parameters import (
    BREAKING_FLOOR,
    BREAKING_HOLLOWING,
    COW_ABOVE,
    FURTHER_STEP,
    GENEROSITY,
    HOSTILE_ABOVE,
    OVERRIDE_PROBABILITY,
    OVERRIDE_SHARE,
    C,
    K,
)
from .policies import BULLY, LEDGER, OWN_RULE, Situation, breaking_point, is_cowed, ratio_of, severity_asked
from .silences import silence_about
from .world import (
    BREAK,
    COWED,
    NONE,
    NOTHING_OWED,
    REPLY,
    SILENCE,
    UNANSWERED,
    dyad_of,
    has_breaking_point,
    is_due,
    reverse,
    row_of_ministry,
)


@rule
def propose(tables, state, ministry, day):
    """Phase: a ministry names a severity for each provocation due today that concerns it."""
    provocations = state.provocations
    i = tables.ministry_party[ministry]
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        if is_due(state, p, day) and tables.actor[provocations.ij[p]] == i and is_concerned(tables, state, ministry, p):
            propose_for(tables, state, ministry, p, day)
        p = provocations.later_open[p]


@rule
def is_concerned(tables, state, ministry, p):
    """Whether a ministry is competent for a provocation; where no ministry is, the foreign ministry is."""
    i, concerned = tables.ministry_party[ministry], state.provocations.concerned[p]
    if concerned == 0:
        return tables.foreign_ministry[i] == ministry
    return (concerned >> (ministry - tables.first_ministry[i])) & 1 == 1


@rule
def propose_for(tables, state, ministry, p, day):
    """Add a ministry's proposal for provocation ``p`` to those of its colleagues."""
    provocations = state.provocations
    ij, weight = provocations.ij[p], tables.influence[ministry]
    row = drawn_row(tables, state, ij, provocations.number[p], row_of_ministry(tables, state, ministry))
    how_much, numbers = tables.how_much[row], tables.policy[row]
    now = situation(tables, state, p, day)
    if how_much >= OWN_RULE:
        n = how_much - OWN_RULE
        asked = tables.own_rule(
            n, now.perceived, now.balance, now.grievance, now.previous, now.last, numbers[K], numbers[C]
        )
    else:
        asked = severity_asked(how_much, now, numbers)
    ratio = ratio_of(how_much, numbers[K])
    if asked > provocations.largest[p]:
        provocations.largest[p] = asked
        provocations.largest_ratio[p] = ratio
    provocations.weight_sum[p] += weight
    provocations.asked_sum[p] += weight * asked
    provocations.ratio_sum[p] += weight * ratio


@rule
def situation(tables, state, p, day):
    """What a policy may look at when it answers provocation ``p``; what answers nothing of its own is owed in full."""
    provocations = state.provocations
    ij = provocations.ij[p]
    perceived = provocation_on(tables, state, p, day)
    return Situation(
        perceived=perceived,
        balance=balance_on(tables, state, ij, day) if provocations.is_reply[p] else perceived,
        grievance=grievance_on(tables, state, ij, day),
        previous=provocations.previous[p],
        last=state.sent[ij],
        hardest=max(perceived, state.hardest[ij]),
        is_good=stands_well(tables, state, ij, day),
        other_is_good=stands_well(tables, state, reverse(ij), day),
    )


@rule
def decide(tables, state, i, day):
    """Phase: a government decides the provocations due today."""
    decide_rows(tables, state, i, day, state.provocations.first_open[0], state.provocations.n[0] - 1)


@rule
def decide_rows(tables, state, i, day, first, last):
    """As :func:`decide`, where all that party ``i`` has to decide stands in some rows of the provocations."""
    provocations, p = state.provocations, first
    while p <= last:
        if is_due(state, p, day) and tables.actor[provocations.ij[p]] == i:
            decide_on(tables, state, p, day)
        p = provocations.later_open[p]


@rule
def decide_on(tables, state, p, day):
    """Decide one provocation: keep silent, break, answer, or do nothing."""
    provocations = state.provocations
    weigh(tables, state, p, day)
    look_through(state)
    provocations.decided[p] = day
    if tables.by_hand[tables.actor[provocations.ij[p]]]:  # the timeline has not answered it so far
        provocations.verdict[p] = UNANSWERED
        remember_decision(state, p)
        return
    settle_severity(tables, state, p, day)
    provocations.silence[p] = chance_of_silence(tables, state, p)
    is_breaking, luck = breaks_on(tables, state, p), luck_of_silence(tables, state, p, day)
    owes = is_owed(tables, state, p)
    if (is_breaking or owes) and luck < provocations.silence[p]:
        provocations.verdict[p] = SILENCE
    elif is_breaking:
        provocations.verdict[p] = BREAK
    elif owes or luck >= 1.0 - chance_of_further_step(tables, state, p):
        ask_at_least_in_kind(tables, state, p)
        provocations.verdict[p] = REPLY
    else:
        provocations.verdict[p] = COWED if gives_way(tables, state, p) else NOTHING_OWED
    remember_decision(state, p)


@rule
def is_owed(tables, state, p):
    """Whether the answer to provocation ``p`` is worth giving.

    A policy that counts what is owed compares numbers where people were sent home in answer to its own act: in the
    record 6 of 126 answers that sent home no more than they answer were answered in turn, and 7 of 13 that sent home
    more.
    """
    if is_counted_in_people(tables, state, p):
        return people_in(state, p) > people_answered(state, p)
    return asks_enough(tables, state, p)


@rule
def is_counted_in_people(tables, state, p):
    """Whether provocation ``p`` and the own act that it answers both sent people home, and the policy counts them."""
    is_ledger = tables.how_much[state.provocations.row[p]] == LEDGER
    return is_ledger and people_in(state, p) > 0 and people_answered(state, p) > 0


@rule
def asks_enough(tables, state, p):
    """Whether the severity asked is worth an answer; measured before the ratio k, which silences nobody."""
    provocations = state.provocations
    return provocations.asked[p] > provocations.ratio[p] * tables.policy[provocations.row[p], HOSTILE_ABOVE]


@rule
def ask_at_least_in_kind(tables, state, p):
    """Ask for an answer in kind where the balance says less than an answer is worth."""
    provocations = state.provocations
    if not asks_enough(tables, state, p):
        provocations.asked[p] = provocations.ratio[p] * provocations.perceived[p]


@rule
def remember_decision(state, p):
    """Note that the party showed restraint, if it did not answer provocation ``p``."""
    verdict = state.provocations.verdict[p]
    if verdict != REPLY and verdict != BREAK:
        note_restraint(state, state.provocations.ij[p])


@rule
def gives_way(tables, state, p):
    """Whether the party that asks for nothing does so because it is cowed."""
    row = state.provocations.row[p]
    return tables.how_much[row] == BULLY and is_cowed(state.provocations.perceived[p], tables.policy[row, COW_ABOVE])


@rule
def weigh(tables, state, p, day):
    """Note the accounts, the loss and the breaking point that a decision stands on."""
    provocations = state.provocations
    ij, row = provocations.ij[p], provocations.row[p]
    lost = loss(tables, state, dyad_of(ij), day)
    floor, hollowing = tables.policy[row, BREAKING_FLOOR], tables.policy[row, BREAKING_HOLLOWING]
    provocations.grievance[p] = grievance_on(tables, state, ij, day)
    provocations.balance[p] = balance_on(tables, state, ij, day)
    provocations.loss[p] = lost
    provocations.breaking_point[p] = breaking_point(floor, hollowing, lost)
    provocations.perceived[p] = provocation_on(tables, state, p, day)
    provocations.valued[p] = day


@rule
def breaks_on(tables, state, p):
    """Whether the party breaks: it has a breaking point, its grievance has reached it, and the act is an occasion."""
    provocations = state.provocations
    is_reached = provocations.grievance[p] >= provocations.breaking_point[p]
    return (
        is_reached
        and has_breaking_point(tables, provocations.ij[p], provocations.row[p])
        and is_occasion_to_break(state, p)
    )


@rule
def is_occasion_to_break(state, p):
    """Whether provocation ``p`` is more than a few people sent home, over whom nobody breaks off.

    In the record the 46 answers to one to three people sent home do not even add another kind of move.
    """
    log, provocations = state.log, state.provocations
    if provocations.first_move[p] == NONE:  # a harm
        return True
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p] and log.kind[m] != EXPEL:
            return True
    return people_in(state, p) > FEW


@rule
def luck_of_silence(tables, state, p, day):
    """Uniform number that decides on silence about provocation ``p``: one for all who take part in a cause."""
    provocations = state.provocations
    ij, cause = provocations.ij[p], provocations.cause[p]
    if cause != NONE:
        w0, _, _, _ = of_cause(tables, state, ij, cause, STREAM_SILENCE)
        return unit(w0)
    i, j = tables.actor[ij], tables.target[ij]
    return uniform(tables, state, i, j, day, STREAM_SILENCE, provocations.number[p])


@rule
def chance_of_silence(tables, state, p):
    """Probability that provocation ``p`` stays without an answer though one is owed.

    That of :mod:`sim.rules.silences`; and of an act that would be answered, the share that a generous policy forgives.
    """
    generosity = tables.policy[state.provocations.row[p], GENEROSITY]
    return 1.0 - (1.0 - silence_about(tables, state, p)) * (1.0 - generosity)


@rule
def chance_of_further_step(tables, state, p):
    """Probability that provocation ``p`` is answered though nothing is owed: by a policy that counts what is owed.

    That of silence is noted before.  It is at most what silence leaves, so that a government that is always silent
    about answers stays silent.
    """
    provocations = state.provocations
    numbers = tables.policy[provocations.row[p]]
    if tables.how_much[provocations.row[p]] != LEDGER or not provocations.is_reply[p]:
        return 0.0
    return min(numbers[FURTHER_STEP] * (1.0 - numbers[GENEROSITY]), 1.0 - provocations.silence[p])


@rule
def settle_severity(tables, state, p, day):
    """Severity that the government decides on: the weighted mean, or the hardest proposal.

    Near the breaking point the head of government takes the hardest proposal with some probability.
    """
    provocations = state.provocations
    weight = provocations.weight_sum[p]
    provocations.asked[p] = provocations.asked_sum[p] / weight if weight > 0.0 else 0.0
    provocations.ratio[p] = provocations.ratio_sum[p] / weight if weight > 0.0 else 1.0
    if head_steps_in(tables, state, p, day):
        provocations.overridden[p] = True
        provocations.asked[p] = provocations.largest[p]
        provocations.ratio[p] = provocations.largest_ratio[p]
    return provocations.asked[p]


@rule
def head_steps_in(tables, state, p, day):
    """Whether the head of government takes over: only near a breaking point, and by chance."""
    provocations = state.provocations
    ij = provocations.ij[p]
    if not has_breaking_point(tables, ij, provocations.row[p]):
        return False
    numbers = tables.policy[provocations.row[p]]
    near = numbers[OVERRIDE_SHARE] * provocations.breaking_point[p]
    if provocations.grievance[p] < near:
        return False
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_OVERRIDE, provocations.number[p])
    return u < numbers[OVERRIDE_PROBABILITY]

"""What a run is made of: tables that no run writes, and the state that it does.

Both are NamedTuples of numpy arrays, so that plain Python and a compiled driver read them alike.
Parties, ministries, dyads and channels are packed in the order of their ids.  A tie, such as trade or flights, is
packed as a channel without people.

A *dyad* ``d`` joins parties a and b.  Its two *directions* are ``ij = 2 d`` (a towards b) and
``ij = 2 d + 1`` (b towards a); :func:`dyad_of` and :func:`reverse` lead from one to the others.
``grievance[ij]`` is what ``actor[ij]`` holds against ``target[ij]``.

Letters that all rules use, each the number of a row:

======  ==========================================================================
``i j`` parties: who acts or decides, and towards whom
``ij``  direction, from the actor to the target
``d``   dyad
``m``   move, in the log
``p``   provocation; ``q`` a second one
``s``   entry of the script; in what is noted of a run the column of what is followed
``r``   run, in the outcomes that are kept
``n``   candidate, rule, or any other place in a list; ``k`` a kind of move, or a number of a draw
======  ==========================================================================

Shapes: P parties, M ministries, R policy rows, D dyads, C channels, S scripted moves, X triggers; of the calendar N
changes of policy, W waits, G changes of grievance, J joint acts; Q mediators of a dyad.  All integers are int64, all
other numbers float64, days are counted from the start of the scenario.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .jit import rule

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
TYPES: dict[Any, Any] = {Ints: np.int64, Floats: np.float64, Flags: np.bool_}  # how a field is stored

NONE = -1  # no such party, channel, move or day
LONG_AGO = -100_000  # a day before every scenario's memory

OPEN, CLOSING, SUSPENDED, CLOSED, PLANNED = range(5)
STATUSES = ("open", "closing", "suspended", "closed", "planned")

FULL, CHARGE, BROKEN_OFF, SEVERED = range(4)
LEVELS = ("full", "charge", "suspended", "severed")

(
    SCRIPTED,
    INCIDENT,
    MIRROR,
    SUBSTITUTE,
    SURCHARGE,
    RUPTURE,
    PROTEST,
    PARITY_CUT,
    EXACT,
    ANSWER_TO_HARM,
    ELSEWHERE,
    INITIATIVE,
    PRESSING,
    CONCILIATION,
    JOINING,
    TALKS,
    RECOGNITION,
    RECOVERY,
    ARMING,
    REROUTED,
    BY_CALENDAR,
    MEDIATION,
) = range(22)
INTENTS = (
    "scripted",
    "incident",
    "mirror",
    "substitute",
    "surcharge",
    "rupture",
    "protest",
    "parity",
    "exact",
    "harm",
    "elsewhere",
    "initiative",
    "pressing",
    "conciliation",
    "joining",
    "talks",
    "recognition",
    "recovery",
    "arming",
    "contact",
    "calendar",
    "mediation",
)

(
    PENDING,
    BREAK,
    REPLY,
    SILENCE,
    NOTHING_OWED,
    NOTHING_LEGAL,
    NOTHING_LEFT,
    ANSWERED,
    COWED,
    CONSULTING_BREAK,
    CONSULTING_REPLY,
    NOT_AGREED,
    UNANSWERED,
) = range(13)
VERDICTS = (
    "pending",
    "rupture",
    "reply",
    "silence",
    "nothing_owed",
    "nothing_legal",
    "nothing_left",
    "scripted",
    "cowed",
    "consulting_rupture",
    "consulting",
    "not_agreed",
    "unanswered",
)

DELEGATED, MAJORITY, TWO_THIRDS, UNANIMITY, SILENCE_PROCEDURE = range(5)
QUOTAS = ("delegated", "majority", "two_thirds", "unanimity", "silence")


class Tables(NamedTuple):
    """Parameters and structure of a scenario; never written in a run."""

    n_days: int  # days recorded
    autonomous_day: int  # first day on which anybody decides
    is_exact: bool  # replies are abstract measures of the severity asked, not lawful packages
    has_sides: bool  # anybody may take a side over an act of others
    is_building: bool  # institutions count from the most there ever were, not from all that the scenario names
    world: Floats  # (n_world,) columns of WORLD_PARAMETERS
    policy: Floats  # (R, n_policy) columns of POLICY_PARAMETERS
    grievance_kept: Floats  # (R, T) share of a grievance that is left after 0, 1, … days, by a policy row
    balance_kept: Floats  # (R, T) of a balance
    rhythm_kept: Floats  # (T,) of the rhythm of a council that fades
    rhythm_usual: Floats  # (1,) rhythm just after a meeting of a council that always meets in its usual rhythm
    how_much: Ints  # (R,) code of the rule for severity
    breaks: Flags  # (R,) has a breaking point
    form: Ints  # (R,) code of the form of a reply
    initiates: Ints  # (R,) code of what it starts of its own accord
    hold_day: Ints  # (R,) day until which replies are held, or NONE
    holds_for_another: Flags  # (R,) holds a reply until the other side acts again
    silences: Ints  # (R,) code of what decides how often it is silent
    first_mixed: Ints  # (R + 1,) rows that row r draws from are first_mixed[r] up to the next; none: itself
    mixed_row: Ints  # (n_mixed,)
    mixed_share: Floats  # (n_mixed,) probabilities that add to 1 in each row
    own_rule: Any  # users' functions for *how much* as one: takes n, and what the n-th takes; code is OWN_RULE + n
    party_key: Ints  # (P,) hash of the id, key of its draws
    party_policy: Ints  # (P,) policy row of the government on the first day
    is_alliance: Flags  # (P,)
    is_member: Flags  # (P, P) alliance, state
    is_ally: Flags  # (P, P) two different states that share an alliance
    influence_of_allies: Floats  # (P,) of a party, added up in the order of their ids
    quota: Ints  # (P,) how an alliance decides
    party_influence: Floats  # (P,) weight among allies
    foreign_ministry: Ints  # (P,) ministry that stands in where no ministry is competent
    first_ministry: Ints  # (P + 1,) ministries of party i are first_ministry[i] up to the next
    ministry_party: Ints  # (M,)
    ministry_policy: Ints  # (M,) policy row of its own, or NONE: its government's
    influence: Floats  # (M,) weight of its proposals
    deciding: Ints  # (P, kinds) ministry of a party that decides a move on no channel of its own
    owns: Flags  # (M, n_families) families of moves it is competent for
    repertoire: Flags  # (P, kinds) moves that a party makes of its own accord
    by_hand: Flags  # (P,) it makes the moves of the timeline alone, and decides nothing of its own
    actor: Ints  # (2 D,) party that acts in this direction
    target: Ints  # (2 D,) party acted upon
    first_own: Ints  # (P + 1,) directions in which party i acts are own[first_own[i]] up to the next
    own: Ints  # (2 D,) directions by who acts, ascending
    at: Ints  # (2 D,) directions by who is acted upon, ascending
    first_at: Ints  # (P + 1,) those that act upon party i are at[first_at[i]] up to the next
    dyad_weight: Floats  # (D,) pairs of states it binds
    silence_first: Floats  # (2 D,) probability of silence about a first move; NaN: by its policy
    silence_reply: Floats  # (2 D,) the same for an answer
    incident_rate: Floats  # (2 D,) per day
    offer_rate: Floats  # (2 D,) per day
    invites: Flags  # (2 D,) the actor has a standing invitation to talks, and accepts every offer
    breaks_with: Ints  # (2 D,) it has a breaking point towards the target: 1 yes, 0 no, NONE as its policy says
    request_rate: Floats  # (2 D,) of recognition, per day
    has_posture: Flags  # (D,)
    armed: Ints  # dyads that have one, ascending
    incident_log: Floats  # (2 D,) logarithm of the probability that no incident comes on a day; 0 where none ever does
    incident_never: Floats  # (2 D,) uniform number below which no incident comes before the last day
    offer_log: Floats  # (2 D,) the same of an offer, as long as none was refused
    haste_log: Floats  # (2 D,) the same soon after a grave act
    recovery_rate: Floats  # per day, by what is lost, see recover.py
    recovery_log: Floats  # logarithm of the probability that it does not come back on a day
    contact: Ints  # (2 D,) embassy that keeps contact once missions are gone, or NONE
    protector: Ints  # (2 D,) direction of the state that looks after the actor's interests, to the target; or NONE
    mediator: Ints  # (Q,) who offers the two sides of a dyad its good offices, or NONE
    mediated: Ints  # (Q,) that dyad
    to_first: Ints  # (Q,) direction from the mediator to the first side of the dyad
    to_second: Ints  # (Q,) and to its second
    first_channel: Ints  # (D + 1,) channels of dyad d are first_channel[d] up to the next
    channel_key: Ints  # (C,) hash of the id, key of its draws
    channel_kind: Ints  # (C,)
    channel_dyad: Ints  # (C,)
    sender: Ints  # (C,) party; of a joint institution the first named
    host: Ints  # (C,) party; of a joint institution the second named
    sender_ministry: Ints  # (C,)
    host_ministry: Ints  # (C,)
    weight: Floats  # (C,) worth at reference strength
    reference_staff: Ints  # (C,) staff of an intact post; 0: unknown, counts as intact
    worth_to: Floats  # (C, 2) what a tie is worth to each side of the dyad; 1 is ordinary, 0 for all other channels
    may_withhold: Flags  # (C, 2) which side can withhold a tie
    script_day: Ints  # (S,) ascending
    script_ij: Ints  # (S,)
    script_kind: Ints  # (S,) or NONE: a note of staff, no move
    script_channel: Ints  # (S,) or NONE
    script_count: Ints  # (S,)
    script_deadline: Ints  # (S,) day, or NONE
    script_answers: Ints  # (S,) scripted move answered, or NONE
    script_trigger: Ints  # (S,) trigger answered, or NONE
    script_in_answer: Flags  # (S,) it answers whatever the other side did last that waits for an answer
    script_severity: Floats  # (S,) of an abstract measure; NaN for every other move
    script_ceiling: Ints  # (S,) ceiling from that day on, or NONE
    script_accredited: Ints  # (S,) people accredited from that day on, or NONE
    trigger_day: Ints  # (X,) ascending
    trigger_ij: Ints  # (X,) direction of the answer: the victim towards the author
    trigger_severity: Floats  # (X,)
    trigger_evidence: Floats  # (X,) in [0, 1]
    trigger_key: Ints  # (X,) hash of the id, key of its draws
    affinity: Floats  # (X, P) of an ally with the victim, in [0, 1]
    threshold: Floats  # (X, P) share of joined influence at which an ally joins; NaN: by chance
    sides_with: Flags  # (2, P, P) over an act on ties, and over words: an ally or alliance may take a party's side
    change_day: Ints  # (N,) ascending; on it a government turns to another policy
    change_party: Ints  # (N,)
    change_row: Ints  # (N,) policy row that it follows from then on
    wait_until: Ints  # (W,) ascending; day before which the actor of a direction answers nothing
    wait_from: Ints  # (W,) day from which it does not
    wait_ij: Ints  # (W,)
    memory_day: Ints  # (G,) ascending; on it a grievance changes by the calendar
    memory_ij: Ints  # (G,)
    memory_kept: Floats  # (G,) share of the grievance that is kept, in [0, 1]
    memory_added: Floats  # (G,) severity added to that
    joint_day: Ints  # (J,) ascending; on it the two sides of a dyad meet as the calendar says
    joint_ij: Ints  # (J,) direction from the side whose id comes first
    joint_key: Ints  # (J,) hash of the id, key of its draws
    needs_consent: Flags  # (J,) the two meet only if both accept
    joint_share: Floats  # (J,) part of what was lost that comes back, in (0, 1]
    restores: Flags  # (J, 7) by RESTORED: what comes back
    restores_on: Flags  # (J, C) where it comes back
    clock_number: Ints  # (kinds of clock, most rows) number of a clock, in the order of the day; see agenda.py
    clock_kind: Ints  # (clocks,)
    clock_row: Ints  # (clocks,) direction, trigger, mediator, channel or dyad for which it rings
    first_clock: Ints  # (phases with clocks + 1,) those of phase f are numbered first_clock[f] up to the next


class Posts(NamedTuple):
    """Channels as they stand, (C,) unless said otherwise.

    ``accredited`` people may serve; ``present`` are still there, so that those with revoked
    accreditation count until they leave; ``departed`` have left since the start.
    """

    ceiling: Ints
    accredited: Ints
    present: Ints
    departed: Ints
    arrived: Ints
    status: Ints
    withheld: Flags  # (C, 2) joint institutions: which side of the dyad stays away
    held_back: Floats  # (C, 2) ties: share that each side withholds, in [0, 1]
    head_present: Flags  # the head of mission is at post
    restricted: Flags  # access restricted
    no_local_staff: Flags  # hiring of local staff barred
    head_expelled: Flags  # the head of mission was sent home, not recalled
    lost: Ints  # posts taken by the host and not given back
    sent_home: Ints  # people among them
    reopened: Ints  # move that opened it again last, or NONE
    taken: Ints  # posts lost when giving back began; 0 once nothing is lost
    last_meeting: Ints  # day; before the start it is negative
    rhythm: Floats  # councils: how regularly they meet, in [0, 1], up to the day from which that fades
    fades_from: Ints  # councils: that day; FAR_AHEAD while nothing keeps them from meeting
    rung: Ints  # highest rung of a measure in force on the channel


class Log(NamedTuple):
    """The moves made so far, one row a move; rows below ``n[0]`` are valid."""

    n: Ints  # (1,) moves made
    first_today: Ints  # (1,) first row of this day
    first_yesterday: Ints  # (1,) first row of the day before
    first_pending: Ints  # (1,) all before have taken effect
    last_hostile: Ints  # (1,) last row of a hostile move, or NONE
    first_new: Ints  # (1,) all before have been perceived
    announced: Ints
    effective: Ints
    ij: Ints
    kind: Ints
    channel: Ints  # or NONE
    count: Ints  # type: ignore[assignment]  # the tuple's own count is never called
    severity: Floats
    share: Floats  # of the accredited staff (expulsion) or of the ceiling (cut) that it hits
    rung: Ints
    ministry: Ints
    with_head: Flags  # the head of government decided too
    intent: Ints
    parent: Ints  # move answered, or NONE
    cause: Ints  # trigger that the package answers or takes a side in, or NONE
    package: Ints  # first move of the package
    package_end: Ints  # the row after the last one of the package that it begins
    number: Ints  # of the package within its direction
    leaving: Ints  # people who leave on the effective day
    in_force: Flags  # the effect of the effective day has happened
    later_pending: Ints  # next row of which the effect may lie ahead; none where it is no row yet
    earlier_hostile: Ints  # last row of a hostile move before it, or NONE
    provocation: Ints  # provocation it belongs to, or NONE
    perceived: Floats  # severity as its target perceived it; NaN not yet, 0 missed
    asked: Floats  # severity the decision asked for; NaN where there was none
    grievance: Floats  # at the decision; NaN where none
    breaking_point: Floats
    loss: Floats
    probability: Floats  # that the offer is accepted; NaN where there was none


class Provocations(NamedTuple):
    """Hostile packages as perceived, waiting for an answer or decided; rows below ``n[0]``."""

    n: Ints  # (1,)
    first_open: Ints  # (1,) all before are decided
    later_open: Ints  # next row that may wait; none where it is no row yet
    ij: Ints  # direction of the answer
    opened: Ints  # day of perception
    due: Ints  # day of decision
    perceived: Floats  # severity on the day `valued`
    valued: Ints  # day
    first_move: Ints  # or NONE: a trigger, a harm without a move
    last_move: Ints
    trigger: Ints  # or NONE
    cause: Ints  # trigger that its first package answers or takes a side in, or NONE
    row: Ints  # policy row of the government that applies
    source: Ints  # provocation whose moves are answered; a different one where an alliance did not agree
    previous: Floats  # severity of the other side's act before; 0 after restraint
    last_own: Ints  # day of the party's own last hostile act before it was perceived, or LONG_AGO
    deadline: Ints  # latest effective day of its moves
    is_reply: Flags  # it answers a move of the party that must answer now
    number: Ints  # within the direction
    concerned: Ints  # bit mask of the party's ministries that are competent
    weight_sum: Floats  # of the proposals made
    asked_sum: Floats  # influence times severity
    ratio_sum: Floats  # influence times count ratio
    largest: Floats  # hardest proposal
    largest_ratio: Floats
    verdict: Ints
    decided: Ints  # day
    asked: Floats  # severity decided
    ratio: Floats  # posts taken for one lost
    overridden: Flags  # the head of government took the hardest proposal
    silence: Floats  # probability of silence if an answer is owed, at the decision
    balance: Floats  # at the decision
    grievance: Floats
    breaking_point: Floats
    loss: Floats


class Candidates(NamedTuple):
    """Scratch for choosing substitute moves; rows below ``n[0]``."""

    n: Ints  # (1,)
    kind: Ints
    channel: Ints
    count: Ints  # type: ignore[assignment]  # the tuple's own count is never called
    severity: Floats
    rung: Ints


class Agenda(NamedTuple):
    """What is due, see agenda.py; rows below the counts are valid, and nothing beyond them means anything."""

    n: Ints  # (1,) clocks that will ring
    key: Ints  # (clocks,) heap of their days and numbers
    place: Ints  # (clocks,) where each stands in it
    n_called: Ints  # (1,)
    called: Ints  # (P,) parties that have a turn in a phase, ascending
    first_row: Ints  # (P,) first row of a log for which each of these was called
    last_row: Ints  # (P,) last row for which it was
    n_touched: Ints  # (1,)
    touched: Ints  # (C,) channels of which something changed since they were looked at for recovery
    touched_place: Ints  # (C,) where each stands among them
    n_altered: Ints  # (1,)
    altered: Ints  # (D,) dyads of which the worth of institutions changed since they were measured last
    altered_place: Ints  # (D,) where each stands among them
    n_strained: Ints  # (1,)
    strained: Ints  # (D,) dyads in which something was added to a grievance since they were measured last
    strained_place: Ints  # (D,) where each stands among them
    looked_at: Ints  # (C,) channels that may recover today, ascending
    hurt_at_first: Ints  # channels of which something may be lost before anybody acts, ascending; never written
    next_effect: Ints  # (1,) day on which the first of the moves that waited this morning takes effect
    last_waiting: Ints  # (1,) last of these moves, or NONE
    next_decision: Ints  # (1,) day on which the first of the provocations that wait is decided, or one before it
    is_decided: Ints  # (1,) 1 where one of them was decided, or put off, since they were gone through


class State(NamedTuple):
    """Everything that a run writes."""

    seed: Ints  # (2,) low and high 32 bits
    run: Ints  # (1,) number of the run
    party_policy: Ints  # (P,) policy row that the government follows now
    grievance: Floats  # (2 D,) on the day of the account
    balance: Floats  # (2 D,)
    account_day: Ints  # (2 D,) day on which the two were last written
    level: Ints  # (D,) of relations
    rung_highest: Ints  # (D,) so far
    posture_rung: Ints  # (D,) so far
    next_incident: Ints  # (2 D,) day
    n_incidents: Ints  # (2 D,)
    next_initiative: Ints  # (2 D,) day
    n_initiatives: Ints  # (2 D,)
    largest_concession: Floats  # (2 D,) severity of the last step of a series of concessions; 0 none yet
    n_concessions: Ints  # (2 D,) steps of the series
    last_concession: Ints  # (2 D,) day of its last step, or LONG_AGO
    next_press: Ints  # (2 D,) day on which the actor follows its own first act up, or NONE
    n_pressed: Ints  # (2 D,)
    pressed_after: Ints  # (2 D,) move that it follows up
    next_offer: Ints  # (2 D,) day
    n_offers: Ints  # (2 D,)
    last_offer: Ints  # (2 D,) day of the actor's last offer, or LONG_AGO
    n_refused: Ints  # (2 D,) offers of the actor refused since the last meeting
    grave_day: Ints  # (2 D,) day on which the actor perceived the target's last grave act, or LONG_AGO
    broke_day: Ints  # (2 D,) day on which the actor last broke off, or LONG_AGO
    next_request: Ints  # (2 D,) day
    n_requests: Ints  # (2 D,)
    is_recognised: Flags  # (2 D,) the actor's request was granted
    n_packages: Ints  # (2 D,)
    n_provocations: Ints  # (2 D,)
    rerouted: Flags  # (2 D,) contact runs through the named embassy
    is_good: Flags  # (2 D,) standing of the actor
    last_hostile: Ints  # (2 D,) day of the actor's last hostile package, or LONG_AGO
    received: Floats  # (2 D,) severity of the target's last act as perceived; 0 restraint
    received_day: Ints  # (2 D,)
    hardest: Floats  # (2 D,) severity of the target's hardest act as perceived
    sent: Floats  # (2 D,) severity of the actor's last act; 0 restraint
    meetings: Ints  # (D,) since the last hostile package
    recovering: Ints  # (C, 2) what is to come back by each clock, see recover.py
    next_recovery: Ints  # (C, 2) day
    n_recoveries: Ints  # (C, 2)
    next_reopening: Ints  # (D,) day on which missions that were shut may reopen; NONE: there are none
    reference_worth: Floats  # (D,) worth of intact institutions
    posture: Floats  # (2 D,) of the actor against the target
    posture_held: Ints  # (2 D,) rung of the actor's measures of posture in force
    joined: Flags  # (X, P)
    next_join: Ints  # (X,) day on which allies take a side in this cause; NONE: nobody has acted on it yet
    joins_move: Ints  # (X,) move of the victim that they join
    next_side: Ints  # (2 D,) day on which allies of the target take a side over an act of the actor, or NONE
    side_over: Ints  # (2 D,) that act
    side_follows: Ints  # (2 D,) first measure of the target since that act, after which its allies are asked, or NONE
    side_taken: Ints  # (2 D,) move by which the actor last took a side over an act of the target, or NONE
    next_mediation: Ints  # (Q,) day of the next offer of good offices
    n_mediations: Ints  # (Q,)
    script_row: Ints  # (S,) move that a scripted entry became; NONE not yet or void
    posts: Posts
    log: Log
    provocations: Provocations
    candidates: Candidates
    agenda: Agenda


@rule
def policy_of(tables, state, ij, column):
    """Policy parameter ``column`` of the party that acts in direction ``ij``, today."""
    return tables.policy[state.party_policy[tables.actor[ij]], column]


@rule
def row_of_ministry(tables, state, ministry):
    """Policy row of a ministry today: its own, or its government's."""
    own = tables.ministry_policy[ministry]
    return state.party_policy[tables.ministry_party[ministry]] if own == NONE else own


@rule
def has_breaking_point(tables, ij, row):
    """Whether the actor of ``ij``, by a policy row, has a point at which it breaks with its target."""
    return tables.breaks[row] if tables.breaks_with[ij] == NONE else tables.breaks_with[ij] == 1


@rule
def dyad_of(ij):
    """Dyad of direction ``ij``; also of an array of directions."""
    return ij >> 1


@rule
def reverse(ij):
    """Direction opposite to ``ij``."""
    return ij ^ 1


@rule
def side_of(ij):
    """Side of the dyad that acts in direction ``ij``: 0 for its first party, 1 for its second."""
    return ij & 1


@rule
def is_open_question(verdict):
    """Whether a provocation with such a verdict still waits: for its day, or for the members of an alliance."""
    return verdict == PENDING or is_consulting(verdict)


@rule
def is_consulting(verdict):
    """Whether the members of an alliance are being asked."""
    return verdict == CONSULTING_BREAK or verdict == CONSULTING_REPLY


@rule
def is_due(state, p, day):
    """Whether provocation ``p`` is to be decided today."""
    return state.provocations.verdict[p] == PENDING and state.provocations.due[p] <= day

"""The day: which phase comes after which, and how much room a day may need."""

from .arm import arm
from .bargain import decide, propose
from .consult import consult
from .curves import record
from .initiative import initiate
from .jit import rule
from .join import join
from .perceive import perceive
from .realise import publish, realise
from .reconcile import answer_offers, reconcile
from .recover import recover
from .shock import settle, shock

PHASES = (
    "settle",
    "shock",
    "perceive",
    "propose",
    "decide",
    "consult",
    "realise",
    "initiate",
    "publish",
    "join",
    "reconcile",
    "answer_offers",
    "recover",
    "arm",
    "record",
)


@rule
def play_day(tables, state, curves, day):
    """Play one day for everybody, in the order of PHASES."""
    n_parties = tables.party_key.size
    settle(tables, state, day)
    shock(tables, state, day)
    for i in range(n_parties):
        perceive(tables, state, i, day)
    for ministry in range(tables.ministry_party.size):
        propose(tables, state, ministry, day)
    for i in range(n_parties):
        decide(tables, state, i, day)
    for i in range(n_parties):
        consult(tables, state, i, day)
    for i in range(n_parties):
        realise(tables, state, i, day)
    for i in range(n_parties):
        initiate(tables, state, i, day)
    for i in range(n_parties):
        publish(tables, state, i, day)
    join(tables, state, day)
    for i in range(n_parties):
        reconcile(tables, state, i, day)
    answer_offers(tables, state, day)
    recover(tables, state, day)
    arm(tables, state, day)
    record(tables, state, curves, day)


@rule
def room_needed(tables, state):
    """Rows that the log must have free so that one more day fits for certain.

    Each provocation is answered by at most a copy of its moves, three substitutes, a surcharge and
    one move a channel of a break, or handed over to every member of an alliance; each direction has an
    incident, a step of its own, an offer and a request with their answers, three measures of posture and,
    for each harm, one who joins; a scripted offer has an answer too; each channel may get something back.
    """
    provocations, log = state.provocations, state.log
    n_triggers = tables.trigger_day.size
    rows = (14 + n_triggers) * tables.actor.size + 2 * tables.script_day.size + n_triggers
    rows += 3 * tables.channel_kind.size
    for p in range(provocations.first_open[0], provocations.n[0]):
        rows += tables.party_key.size + 5 + provocations.last_move[p] - provocations.first_move[p] + 1
    return rows + 8 * (log.n[0] - log.first_yesterday[0])

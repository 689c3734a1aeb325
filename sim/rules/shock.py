"""What comes from outside a day's decisions: effects that fall due, the calendar, scripted moves, harms, incidents."""

from .accounts import enter
from .agenda import FAR_AHEAD, IN_SHOCK, INCIDENT_CLOCK, decide_by, first_unsettled, next_clock, rewind
from .by_hand import act_answered, answers_an_offer, package_by_hand
from .calendar import keep_calendar
from .channels import stop_meetings, take_effect
from .consult import OF_INCIDENTS, may_act_on_its_own
from .draws import (
    STREAM_INCIDENT_CLOCK,
    STREAM_INCIDENT_SIZE,
    days_at_rate,
    gaussian,
    uniform,
)
from .jit import rule
from .law import ends_post, has_resident_mission, is_resident, may_do, most_allowed, resident_mission_of
from .log import begin_package, count_as_sent, enact, time_to_leave, write_move
from .memory import settle_standings
from .moves import EXPEL, MEASURE, REFUSE_TALKS, SEVER_RELATIONS, personnel_severity
from .numbers import people_in_incident
from .parameters import (
    INCIDENT_SHARE_HIGH,
    INCIDENT_SHARE_LOW,
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
)
from .perceive import open_question, settle_by_hand
from .posts import set_staff
from .represent import keep_contact
from .waits import is_waiting
from .world import INCIDENT, NONE, PENDING, SCRIPTED, dyad_of, is_open_question, reverse

VOID = -2  # script_row of a scripted move that the posts did not allow


@rule
def settle(tables, state, day):
    """Phase: turn the page of the log, and let the effects due today happen."""
    log, agenda = state.log, state.agenda
    log.first_yesterday[0] = log.first_today[0]
    log.first_today[0] = log.n[0]
    if agenda.next_effect[0] <= day:
        agenda.next_effect[0] = FAR_AHEAD
        agenda.last_waiting[0] = NONE
    m = first_unsettled(state)
    while m < log.first_today[0]:
        if not log.in_force[m] and log.effective[m] <= day:
            take_effect(tables, state, m)
            reroute_contact(tables, state, m, day)
        elif log.in_force[m] and m >= log.first_yesterday[0]:
            reroute_contact(tables, state, m, day)
        m = log.later_pending[m]
    settle_standings(tables, state, day)
    leave_behind(state)


@rule
def leave_behind(state):
    """Pass over the moves and provocations that no longer wait."""
    leave_moves_behind(state)
    if state.agenda.is_decided[0] == 1:
        leave_provocations_behind(state)
        state.agenda.is_decided[0] = 0


@rule
def leave_moves_behind(state):
    """Pass over the moves that have taken effect, and note when the next one does."""
    log, agenda = state.log, state.agenda
    waiting, m = agenda.last_waiting[0], first_unsettled(state)
    while m < log.n[0]:
        if not log.in_force[m]:
            waiting = m
            agenda.next_effect[0] = min(agenda.next_effect[0], log.effective[m])
        elif waiting == NONE:
            log.first_pending[0] = log.later_pending[m]
        else:
            log.later_pending[waiting] = log.later_pending[m]
        m = log.later_pending[m]
    agenda.last_waiting[0] = waiting


@rule
def leave_provocations_behind(state):
    """Pass over the provocations that are decided."""
    provocations = state.provocations
    waiting, p = NONE, provocations.first_open[0]
    while p < provocations.n[0]:
        if is_open_question(provocations.verdict[p]):
            waiting = p
        elif waiting == NONE:
            provocations.first_open[0] = provocations.later_open[p]
        else:
            provocations.later_open[waiting] = provocations.later_open[p]
        p = provocations.later_open[p]


@rule
def reroute_contact(tables, state, m, day):
    """After move ``m`` ended the last resident mission of a dyad, keep contact through embassies elsewhere."""
    dyad, kind, channel = dyad_of(state.log.ij[m]), state.log.kind[m], state.log.channel[m]
    ended_mission = ends_post(kind) and is_resident(tables.channel_kind[channel])
    if not (ended_mission or kind == SEVER_RELATIONS) or has_resident_mission(tables, state, dyad):
        return
    for ij in (2 * dyad, 2 * dyad + 1):
        keep_contact(tables, state, ij, day, m)


@rule
def shock(tables, state, day):
    """Phase: keep the calendar, play the harms and the scripted moves of the day, then incidents whose clocks ring."""
    keep_calendar(tables, state, day)
    trigger = first_from(tables.trigger_day, day)
    while trigger < tables.trigger_day.size and tables.trigger_day[trigger] == day:
        strike(tables, state, trigger, day)
        trigger += 1
    play_script(tables, state, day)
    if day == tables.autonomous_day:
        for ij in range(tables.actor.size):
            wind_incident(tables, state, ij, day, day - 1)
    clock = next_clock(tables, state, day, IN_SHOCK)
    while clock != NONE:
        ij = tables.clock_row[clock]
        if state.next_incident[ij] == day:
            ring_incident(tables, state, ij, day)
        clock = next_clock(tables, state, day, IN_SHOCK)


@rule
def strike(tables, state, trigger, day):
    """A harm without a move: its victim holds it against the author, and will answer."""
    ij, severity = tables.trigger_ij[trigger], tables.trigger_severity[trigger]
    enter(tables, state, ij, day, grievance=severity, balance=0.0)
    stop_meetings(tables, state, dyad_of(ij), day)
    if day >= tables.autonomous_day:
        p = open_question(tables, state, ij, day, perceived=severity, announced=day, cause=NONE, is_tie=False)
        state.provocations.trigger[p] = trigger


@rule
def settle_trigger(state, trigger, ij, day):
    """A harm that a scripted move answers needs no further decision."""
    provocations = state.provocations
    for p in range(provocations.n[0]):  # one that was left unanswered is no longer open
        if provocations.trigger[p] == trigger:
            settle_by_hand(state, p, ij, day)


@rule
def play_script(tables, state, day):
    """Play the scripted moves and the notes of staff of a day."""
    s = first_from(tables.script_day, day)
    while s < tables.script_day.size and tables.script_day[s] == day:
        if tables.script_kind[s] != NONE:
            play_entry(tables, state, s, day)
        if tables.script_channel[s] != NONE:
            ceiling, accredited = tables.script_ceiling[s], tables.script_accredited[s]
            set_staff(tables, state, tables.script_channel[s], ceiling, accredited)
        s += 1


@rule
def first_from(days, day):
    """Place of the first of some days, which ascend, that is not before a day; their number where there is none."""
    low, high = 0, days.size
    while low < high:
        middle = (low + high) >> 1
        if days[middle] < day:
            low = middle + 1
        else:
            high = middle
    return low


@rule
def play_entry(tables, state, s, day):
    """Make the scripted move ``s``; a word to an offer that nobody has made is void."""
    answered, trigger = tables.script_answers[s], tables.script_trigger[s]
    ij, kind, channel = tables.script_ij[s], tables.script_kind[s], tables.script_channel[s]
    parent = NONE if answered == NONE else max(NONE, state.script_row[answered])
    if tables.script_in_answer[s]:
        parent = act_answered(tables, state, ij, day, kind)
        if parent == NONE and answers_an_offer(kind):
            state.script_row[s] = VOID
            return
        if kind == REFUSE_TALKS:
            state.n_refused[reverse(ij)] += 1
    m = play_move(
        tables,
        state,
        ij,
        day,
        deadline=tables.script_deadline[s],
        kind=kind,
        channel=channel,
        count=tables.script_count[s],
        parent=parent,
    )
    state.script_row[s] = VOID if m == NONE else m
    if m != NONE and kind == MEASURE:
        weigh_measure(tables, state, m, tables.script_severity[s], day)
    if m != NONE and parent != NONE and dyad_of(state.log.ij[parent]) != dyad_of(ij):
        state.side_taken[ij] = m
    if m != NONE and trigger != NONE:
        state.log.cause[m] = trigger
        settle_trigger(state, trigger, ij, day)
        if ij != tables.trigger_ij[trigger]:
            state.joined[trigger, tables.actor[ij]] = True


@rule
def weigh_measure(tables, state, m, severity, day):
    """Give an abstract measure its severity, and count it against its sender's balance."""
    state.log.severity[m] = severity
    count_as_sent(tables, state, m, day)


@rule
def play_move(tables, state, ij, day, deadline, kind, channel, count, parent):
    """Make one move by hand, held to what the posts allow; those of a day and direction are one package.

    Returns
    -------
    int, row of the move, or NONE where the posts do not allow it at all
    """
    allowed = most_allowed(tables, state, kind, ij, channel)
    if allowed <= 0:
        return NONE
    package = package_by_hand(state, ij)
    number = state.n_packages[ij] if package == NONE else state.log.number[package]
    effective = deadline if deadline != NONE else day + time_to_leave(tables, state, ij, day, number)
    count = min(count, allowed)
    m = write_move(
        tables,
        state,
        ij,
        day,
        effective=effective,
        kind=kind,
        channel=channel,
        count=count,
        intent=SCRIPTED,
        parent=parent,
        package=package,
    )
    enact(tables, state, m, day)
    if parent != NONE and state.log.provocation[parent] != NONE:
        settle_by_hand(state, state.log.provocation[parent], ij, day)
    return m


@rule
def days_to_incident(tables, state, ij, day):
    """Days until the next incident in direction ``ij``, drawn on a day."""
    never = tables.n_days + 1
    i, j = tables.actor[ij], tables.target[ij]
    if tables.incident_rate[ij] <= 0.0:
        return never
    u = uniform(tables, state, i, j, day, STREAM_INCIDENT_CLOCK, state.n_incidents[ij])
    if u < tables.incident_never[ij]:
        return never
    return days_at_rate(tables.incident_rate[ij], tables.incident_log[ij], u, never)


@rule
def wind_incident(tables, state, ij, day, since):
    """Draw, on a day, on which day after another one the next incident in direction ``ij`` comes."""
    before = state.next_incident[ij]
    state.next_incident[ij] = since + days_to_incident(tables, state, ij, day)
    rewind(tables, state, INCIDENT_CLOCK, ij, before, state.next_incident[ij])


@rule
def ring_incident(tables, state, ij, day):
    """An incident, unless the actor of ``ij`` owes an answer: then it is the answer that comes today.

    A party played by hand does nothing by chance.
    """
    number = state.n_incidents[ij]
    is_next = not tables.by_hand[tables.actor[ij]] and not hurry_answer(tables, state, ij, day)
    if is_next and may_act_on_its_own(tables, state, ij, day, OF_INCIDENTS, number):
        begin_incident(tables, state, ij, day)
    state.n_incidents[ij] = number + 1
    wind_incident(tables, state, ij, day, day)


@rule
def begin_incident(tables, state, ij, day):
    """An incident: an abstract measure where replies are such measures, else some people sent home."""
    if tables.is_exact:
        measure_incident(tables, state, ij, day)
    else:
        start_incident(tables, state, ij, day)


@rule
def hurry_answer(tables, state, ij, day):
    """Let whatever the actor of ``ij`` has yet to answer be decided today; returns whether there is anything.

    An answer that is held until a day, by the policy or by the calendar, or until the other side acts again, is not
    hurried.
    """
    provocations, is_any = state.provocations, False
    if state.n_provocations[ij] == 0:
        return False
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        row = provocations.row[p]
        is_held = tables.holds_for_another[row] or tables.hold_day[row] > day or is_waiting(tables, ij, day)
        if provocations.ij[p] == ij and provocations.verdict[p] == PENDING and not is_held:
            provocations.due[p] = min(provocations.due[p], day)
            decide_by(state, day)
            is_any = True
        p = provocations.later_open[p]
    return is_any


@rule
def measure_incident(tables, state, ij, day):
    """An incident where replies are exact: a measure as grave as sending a share of the staff home."""
    low, high = tables.world[INCIDENT_SHARE_LOW], tables.world[INCIDENT_SHARE_HIGH]
    u = uniform(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_INCIDENT_SIZE, state.n_incidents[ij])
    m = begin_package(tables, state, ij, day, effective=day, kind=MEASURE, channel=NONE, count=0, intent=INCIDENT)
    base, slope = tables.world[PERSONNEL_SEVERITY_BASE], tables.world[PERSONNEL_SEVERITY_SLOPE]
    state.log.severity[m] = personnel_severity(low + (high - low) * u, base, slope)
    enact(tables, state, m, day)


@rule
def start_incident(tables, state, ij, day):
    """Expel some people of the target's largest mission, if it has enough of them."""
    channel = resident_mission_of(tables, state, reverse(ij), False)
    if channel == NONE or not may_do(tables, ij, EXPEL):
        return
    z = gaussian(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_INCIDENT_SIZE, state.n_incidents[ij])
    count = people_in_incident(tables.world, z, most_allowed(tables, state, EXPEL, ij, channel))
    if count > 0:
        effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
        m = begin_package(
            tables, state, ij, day, effective=effective, kind=EXPEL, channel=channel, count=count, intent=INCIDENT
        )
        enact(tables, state, m, day)

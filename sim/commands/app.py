"""What `detente` understands, and the exit code that each way of ending has."""

import sys

from cyclopts import App, CycloptsError

from sim.version import __version__

from . import (
    compare,
    completion,
    decision,
    events,
    fit,
    hindcast,
    look_up,
    new,
    offramp,
    play,
    plot,
    replication,
    report,
    run,
    selftest,
    sweep,
    tournament,
)
from .console import UsageError, check_typed, fail
from .exit_codes import OUTPUT, RESOURCES, USAGE
from .mistakes import mistake_text
from .signals import left, stopped

MOST_WORDS = 1000  # as many as are read in a second

app = App(
    name="detente",
    version=__version__,
    help="Simulate tit-for-tat diplomacy: who answers what, how, when, and what is left in the end.",
    help_format="markdown",
    suppress_keyboard_interrupt=False,  # or else nothing would be said
)
app.command(run.run)
app.command(play.play)
app.command(decision.decision)
app.command(compare.compare)
app.command(tournament.tournament)
app.command(sweep.sweep)
app.command(offramp.offramp)
app.command(hindcast.hindcast)
app.command(fit.fit)
app.command(plot.plot)
app.command(report.report)
app.command(replication.bundle)
app.command(replication.rerun)
app.command(replication.cite)
app.command(events.events)
app.command(selftest.selftest)
app.command(new.new)
app.command(new.schema)
app.command(look_up.check)
app.command(look_up.list_, name="list")
app.command(look_up.moves)
app.command(look_up.policies)
completion.register(app)


def exit_code() -> int:
    """Do what was typed; of what goes wrong, say it and give its code."""
    from sim.results.files import OutputError, ResultError
    from sim.scenario.own_rule import OwnRuleError
    from sim.scenario.problems import ScenarioError

    if len(sys.argv) > MOST_WORDS:
        return fail(f"{len(sys.argv):,} words are too many; expected settings in a file that extends another", USAGE)
    try:
        check_typed(sys.argv[1:])
        return app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
    except CycloptsError as mistake:
        return fail(mistake_text(mistake, [name for name in app if not name.startswith("-")]), USAGE)
    except (OwnRuleError, ResultError, ScenarioError, UsageError) as mistakes:
        return fail(str(mistakes), USAGE)
    except OutputError as problem:
        return fail(str(problem), OUTPUT)
    except KeyboardInterrupt:
        return stopped(left())
    except MemoryError:
        return fail("not enough memory for this scenario", RESOURCES)
    except OSError as problem:
        return fail(f"{problem.filename or 'output'}: cannot be written ({problem.strerror})", OUTPUT)

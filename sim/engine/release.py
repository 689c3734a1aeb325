"""Write what a wheel carries of the compiled rules: ``python -m sim.engine.release``, before the wheel is built.

It is LLVM bitcode for machines of the kind of this one.  A wheel without it, or for another kind, compiles the rules
when they are first needed.
"""

import sys

from sim.compiling import linked
from sim.engine.compiled.ensemble import Ensemble
from sim.engine.compiled.runs import play_runs
from sim.scenario.load import load_scenario

ANY_SCENARIO = "two_states"  # the same code plays all


def main() -> int:
    """Compile the rules and write them; returns the exit code."""
    program = Ensemble(load_scenario(ANY_SCENARIO), n_threads=1).linked()
    if program is None:
        sys.stderr.write("nothing is written: compiling is switched off, or this version of numba was not tried\n")
        return 1
    path = linked.write(play_runs.name, program)
    sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.2f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

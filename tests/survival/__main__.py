"""Do to sweeps what happens to them: ``python -m tests.survival [KIND …] [--times N]``; 1 where any is not survived."""

import argparse
import sys

from tests.survival import flips, full_disk, interruptions, io_calls, kills, races, read_only
from tests.survival.small_sweep import places, prepare
from tests.trials import Trials, report

ALL = 10**6
KINDS: dict[str, tuple[tuple[Trials, int, int], ...]] = {  # what is done, how often, and how often in a short while
    "kills": ((kills.in_threads, 100, 4), (kills.in_processes, 100, 1)),
    "io": ((io_calls.trials, ALL, 6), (io_calls.system_trials, ALL, 0)),
    "full": ((full_disk.trials, ALL, 4), (full_disk.real_trials, 20, 0)),
    "readonly": ((read_only.trials, 1, 1), (read_only.mounted_trials, 1, 0)),
    "sigint": ((interruptions.while_playing, 4, 1), (interruptions.trials, 20, 0)),
    "races": ((races.trials, 20, 1),),
    "flips": ((flips.bits, 20, 1), (flips.other_damages, 1, 1)),
}


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.survival", description=__doc__)
    asked.add_argument("kinds", nargs="*", metavar="KIND", help=f"any of {', '.join(KINDS)}; all if absent")
    asked.add_argument("--times", type=int, help="how often each fault; as often as is promised if absent")
    asked.add_argument("--short", action="store_true", help="a few of each that take no more than seconds")
    given = asked.parse_args()
    if unknown := set(given.kinds) - set(KINDS):
        asked.error(f"unknown: {', '.join(sorted(unknown))}; expected any of {', '.join(KINDS)}")
    prepare()
    n_wrong = 0
    with places() as place:
        for kind in given.kinds or KINDS:
            for trials, times, a_few in KINDS[kind]:
                n = a_few if given.short else given.times or times
                n_wrong += report(trials(n, place)) if n else 0
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())

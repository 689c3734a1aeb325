"""Try the promises at full length: ``python -m tests.promises [KIND …] [--times N]``; 1 where any is not kept."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from tests.survival.small_sweep import places
from tests.trials import report

# every module of this folder that has `trials`, TIMES (how often at full length) and SHORT (how often in the tests)
KINDS = tuple(
    module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if not module.name.startswith("_")
)


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.promises", description=__doc__)
    asked.add_argument("kinds", nargs="*", metavar="KIND", help=f"any of {', '.join(KINDS)}; all if absent")
    asked.add_argument("--times", type=int, help="how often each; as often as is promised if absent")
    asked.add_argument("--short", action="store_true", help="as few as the tests try")
    given = asked.parse_args()
    if unknown := set(given.kinds) - set(KINDS):
        asked.error(f"unknown: {', '.join(sorted(unknown))}; expected any of {', '.join(KINDS)}")
    n_wrong = 0
    with places() as place:
        for kind in given.kinds or KINDS:
            module = importlib.import_module(f"tests.promises.{kind}")
            if hasattr(module, "trials"):
                times = module.SHORT if given.short else given.times or module.TIMES
                n_wrong += report(module.trials(times, place))
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())

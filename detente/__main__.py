"""``python -m detente``, and the command ``detente``."""

import detente  # noqa: F401  (finds the package first)
from sim.cli import main

if __name__ == "__main__":
    main()

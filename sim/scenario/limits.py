"""How many entries a scenario may have: far more than any case needs, and so few that too many are refused at once."""

MOST_ENTRIES = {
    "sources": 10_000,
    "policies": 2_000,
    "alliances": 1_000,
    "states": 1_000,
    "channels": 60_000,
    "ties": 60_000,
    "relations": 50_000,
    "record": 20_000,
    "timeline": 20_000,
    "triggers": 1_000,
    "observed": 20_000,
    "calendar": 1_000,
    "experiments": 1_000,
}  # of each section
MOST_KEYS = 200  # of one entry
MOST_NAMES = 1_000  # of what an entry has by party, of the members of an alliance, of all other lists
MOST_VALUES = 10_000  # listed for one path of an experiment
MOST_PROBLEMS = 1_000  # that are named


def most_at(path: tuple[str, ...], *, is_list: bool) -> int:
    """Entries that a section or a list at a path may have."""
    if len(path) == 1:
        return MOST_ENTRIES.get(path[0], MOST_NAMES)
    if is_list:
        return MOST_VALUES if path[:1] == ("experiments",) else MOST_NAMES
    return MOST_KEYS if len(path) in (0, 2) else MOST_NAMES

"""Event files of others in, and simulated moves as event files out; ``docs/events.md`` explains."""

from .reading import Reading, read_events
from .writing import write_events

__all__ = ["Reading", "read_events", "write_events"]

"""A scenario played by hand: one object, and several ways to sit down to it."""

from .seat import Seat as Seat
from .seat import laid as laid
from .table import Table as Table

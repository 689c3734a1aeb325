"""Tit-for-tat diplomacy: simulate, forecast and compare escalation between states and alliances."""

__version__ = "0.1.0"

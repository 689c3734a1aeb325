"""Forecasts of documented answers, scored against what happened and against rules of thumb.

>>> from sim.hindcast import hindcast
>>> hindcast(["us_cuba_2017"], quick=True).forecasts["case"].unique().tolist()
['us_cuba_2017']
"""

from .ask import forecast_from, hindcast, plan_hindcast

__all__ = ["forecast_from", "hindcast", "plan_hindcast"]

"""The version of this package, which its build reads from here, too."""

__version__ = "0.1.0"

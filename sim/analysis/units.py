"""Sizes and times in words."""


def in_units(n_bytes: int) -> str:
    """Write a number of bytes as a reader expects it."""
    size, unit = float(max(0, n_bytes)), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"


def in_time(seconds: float) -> str:
    """Write a time to come as a reader expects it."""
    units = (("s", 1.0, 99.0), ("min", 60.0, 99.0), ("h", 3600.0, 48.0), ("days", 86400.0, float("inf")))
    unit, size = next((unit, size) for unit, size, most in units if seconds / size <= most)
    return f"about {seconds / size:.0f} {unit}" if seconds >= 1.5 else "about a second"

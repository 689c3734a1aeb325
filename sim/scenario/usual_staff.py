"""How many people a post has where nobody says so, by the sizes of the two states; documented where it is known."""

GREAT, LARGE, MIDDLE, SMALL = "great", "large", "middle", "small"

# By population when most of their crises happened, or else now: 30 million and more, 3 to 30 million, fewer.  Great are
# three powers whose networks are larger still.  A party that nobody names here is of middle size.
_SIZES = {
    GREAT: "China; Russia; USSR; United States",
    LARGE: """
        Afghanistan; Algeria; Angola; Argentina; Bangladesh; Brazil; Canada; Colombia; DR Congo; Egypt; Ethiopia;
        France; Germany; Ghana; India; Indonesia; Iran; Iraq; Italy; Japan; Kenya; Malaysia; Mexico; Morocco;
        Mozambique; Myanmar; Nigeria; Pakistan; Peru; Philippines; Poland; Saudi Arabia; South Africa; South Korea;
        Spain; Sudan; Tanzania; Thailand; Turkey; Uganda; Ukraine; United Kingdom; Uzbekistan; Venezuela; Vietnam
    """,
    SMALL: """
        Albania; Andorra; Antigua and Barbuda; Bahamas; Bahrain; Barbados; Belize; Bhutan; Botswana; Brunei; Cape
        Verde; Comoros; Cook Islands; Cyprus; Djibouti; Dominica; Equatorial Guinea; Estonia; Eswatini; Fiji; Gabon;
        Gambia; Grenada; Guinea-Bissau; Guyana; Holy See; Iceland; Jamaica; Kiribati; Kosovo; Latvia; Lesotho;
        Liechtenstein; Lithuania; Luxembourg; Maldives; Malta; Marshall Islands; Mauritius; Micronesia; Monaco;
        Montenegro; Namibia; Nauru; Niue; North Macedonia; Palau; Qatar; Saint Kitts and Nevis; Saint Lucia; Saint
        Vincent and the Grenadines; Samoa; San Marino; Sao Tome and Principe; Seychelles; Slovenia; Solomon Islands;
        Suriname; Timor-Leste; Tonga; Trinidad and Tobago; Tuvalu; Vanuatu
    """,
}
SIZE_OF = {" ".join(name.split()): size for size, names in _SIZES.items() for name in names.split(";")}

# People at an embassy, by the size of the sender and of the host.  Of a great power: Russia in the United States (455),
# in Prague (112), in Budapest (46), in Ljubljana (41).  Of a large state: Britain in Moscow (107), India and Pakistan
# (110 each), Poland in Minsk (50), Iran in Kuwait (19).  Of a middle one: Norway in Moscow (25), Ireland in Addis Ababa
# (6).  Of a small one: Slovenia in Moscow (10).
EMBASSY_STAFF = {
    GREAT: {GREAT: 455, LARGE: 112, MIDDLE: 46, SMALL: 41},
    LARGE: {GREAT: 107, LARGE: 100, MIDDLE: 50, SMALL: 19},
    MIDDLE: {GREAT: 25, LARGE: 20, MIDDLE: 15, SMALL: 8},
    SMALL: {GREAT: 10, LARGE: 8, MIDDLE: 6, SMALL: 5},
}
MISSION_STAFF = 20  # of a state at an alliance, or of an alliance in a capital
LIAISON_STAFF, OFFICE_STAFF = 13, 3  # of NATO in Moscow: 13 on paper; not known

# Staff that is documented beside the rows: by sender and host, people from a year on.
KNOWN_STAFF = {
    ("Russia", "NATO"): {1998: 70},
    ("Russia", "United States"): {1998: 490, 2017: 455, 2021: 210},
    ("United States", "Russia"): {1998: 1279, 2017: 1210, 2021: 120},
    ("Russia", "Hungary"): {1998: 46},
    ("Russia", "Bulgaria"): {1998: 113},
    ("Russia", "Slovenia"): {1998: 41},
    ("Norway", "Russia"): {1998: 25},
    ("India", "Pakistan"): {2000: 110},
    ("Pakistan", "India"): {2000: 110},
}


def size_of(name: str) -> str:
    """Size class of a state."""
    return SIZE_OF.get(name, MIDDLE)


def usual_staff(kind: str, sender: str, host: str, year: int) -> tuple[int, bool]:
    """People at a post in a year, and whether they are documented.

    Staff of consulates and offices counts with the embassy: 0.

    Parameters
    ----------
    kind : str, of the post
    sender, host : str, names of the parties as the record has them

    Examples
    --------
    >>> usual_staff("embassy", "Norway", "Russia", 2022), usual_staff("embassy", "Mali", "France", 2022)
    ((25, True), (20, False))
    """
    known = {first: people for first, people in KNOWN_STAFF.get((sender, host), {}).items() if first <= year}
    if known and kind in ("embassy", "mission"):
        return known[max(known)], True
    if kind == "embassy":
        return EMBASSY_STAFF[size_of(sender)][size_of(host)], False
    if kind == "office" and sender == "NATO":
        return OFFICE_STAFF, False
    return {"mission": MISSION_STAFF, "liaison_mission": LIAISON_STAFF}.get(kind, 0), False

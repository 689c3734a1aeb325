"""Countries and alliances by the names and codes that tables use, as the record calls them, and their ids.

Names and ISO codes come from pycountry.  ``countries.csv`` beside this file keeps what it has not: the numbers and
letters of the Correlates of War project (COW), the codes of FIPS 10-4, older codes, and names that news use.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from zlib import crc32

ANY, COW, FIPS = "any", "cow", "fips"  # what codes of two and three letters mean where they mean several things
CODINGS = (ANY, COW, FIPS)

# Alliances and organisations, after the group codes of CAMEO where there is one
_ALLIANCES = {
    "NATO": "NATO; NAT; IGONAT; IGOWSTNAT; North Atlantic Treaty Organization; North Atlantic Treaty Organisation",
    "European Union": "European Union; EU; EUR; EEC; IGOEEC; IGOEUREEC",
    "United Nations": "United Nations; UN; UNO; IGOUNO",
    "African Union": "African Union; AFU; IGOAFRAFU",
    "Arab League": "Arab League; League of Arab States; ARL; IGOARL",
    "ASEAN": "ASEAN; ASN; IGOSEAASN; Association of Southeast Asian Nations",
    "OSCE": "OSCE; SCE; IGOEURSCE; Organization for Security and Cooperation in Europe",
    "CSTO": "CSTO; Collective Security Treaty Organization",
}
_FORMER = {"USSR": "USSR; Soviet Union; SUN"}
_WITH_ARTICLE = ("Comoros", "Maldives", "Netherlands", "Philippines", "Solomon Islands", "USSR")


def party_id(name: str) -> str:
    """Id of a party in a scenario.

    Examples
    --------
    >>> party_id("Czech Republic"), party_id("Côte d'Ivoire")
    ('czech_republic', 'cote_d_ivoire')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:24].rstrip("_")
    if not found:  # a name in another script
        found = f"{crc32(name.encode()):08x}"
    return found if found[:1].isalpha() else f"party_{found}"


def with_article(name: str) -> str:
    """Name of a party within a sentence.

    Examples
    --------
    >>> with_article("United States"), with_article("Mali"), with_article("The Union")
    ('the United States', 'Mali', 'the Union')
    """
    if name[:4].lower() == "the ":
        return f"the {name[4:]}"
    takes_one = name in _WITH_ARTICLE or name.split()[0] == "United" or name.split()[-1] in ("Republic", "Union")
    return f"the {name}" if takes_one else name


def folded(name: str) -> str:
    """Name without accents, capitals and signs, so that spellings of one name are one.

    Examples
    --------
    >>> folded("Côte d'Ivoire"), folded("KOREA,  Republic of"), folded("U.S.")
    ('cote d ivoire', 'korea republic of', 'u s')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def party_of(written: str, coding: str = ANY) -> str | None:
    """Name of a country or alliance as the record has it; None where nothing is called that.

    Parameters
    ----------
    written : a name or a code
    coding : ``any`` for names, ISO and CAMEO codes and COW numbers; ``cow`` where letters are COW's, ``fips`` where
        two letters are those of FIPS 10-4

    Examples
    --------
    >>> party_of("Britain"), party_of("RUS"), party_of("365"), party_of("NAT"), party_of("Arden")
    ('United Kingdom', 'Russia', 'Russia', 'NATO', None)
    >>> party_of("AUS"), party_of("AUS", "cow"), party_of("CH"), party_of("CH", "fips")
    ('Australia', 'Austria', 'Switzerland', 'China')
    """
    key = folded(written)
    return _codes(coding).get(key) or _names().get(key)


def iso_of(party: str) -> str:
    """Three letters of a country; an empty text for any other party."""
    return _iso_codes().get(party, "")


def cow_of(party: str) -> str:
    """COW number of a country; an empty text for any other party."""
    return next((row["cow"] for row in _kept() if row["iso"] == iso_of(party)), "")


def is_alliance(party: str) -> bool:
    """Whether a party is an alliance or an organisation of states."""
    return party in _ALLIANCES


@cache
def _kept() -> tuple[Mapping[str, str], ...]:
    """Rows of the kept table."""
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _iso_codes() -> dict[str, str]:
    """Three letters by the name that the record uses: the common name, but for those that the kept table changes."""
    import pycountry

    renamed = {row["iso"]: row["name"] for row in _kept() if row["name"]}
    found = {renamed.get(c.alpha_3, getattr(c, "common_name", c.name)): str(c.alpha_3) for c in pycountry.countries}
    return found | {renamed["XKX"]: "XKX"}  # which ISO has not


@cache
def _names() -> dict[str, str]:
    """Party by folded name, ISO code, COW number and other code."""
    of_iso = {code: party for party, code in _iso_codes().items()}
    found = {folded(name): party for party, names in (_ALLIANCES | _FORMER).items() for name in names.split(";")}
    for row in _kept():
        party = of_iso[row["iso"]]
        found |= {folded(name): party for name in (*row["also"].split(";"), row["cow"], row["name"]) if name}
    return found | {folded(name): of_iso[iso] for iso, name in _names_of_iso() if iso in of_iso}


def _names_of_iso() -> Iterator[tuple[str, str]]:
    """Every name and code that ISO has for a country."""
    import pycountry

    yield "XKX", "XKX"
    for country in pycountry.countries:
        names = ("alpha_2", "alpha_3", "name", "common_name", "official_name")
        yield from ((country.alpha_3, getattr(country, name)) for name in names if hasattr(country, name))


@cache
def _codes(coding: str) -> dict[str, str]:
    """Party by the codes that come before all names."""
    of_iso = {code: party for party, code in _iso_codes().items()}
    column = {COW: "letters", FIPS: "fips"}.get(coding)
    return {folded(row[column]): of_iso[row["iso"]] for row in _kept() if row[column]} if column else {}

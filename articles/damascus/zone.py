"""Damascus time, the zones that Arabic pages name, and what a wall clock showed when."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from .letters import fold

DAMASCUS = ZoneInfo("Asia/Damascus")
"""The newsroom's own zone: +02/+03 with summer time until 28 October 2022, +03 ever since."""

# A name two places share stands for the one that news pages mean by "بتوقيت": عمان is Amman
# (Oman is مسقط or سلطنة عمان), طرابلس the one in Libya.
_CITIES = {
    "Asia/Damascus": "دمشق، سوريا، سورية، الشام، حلب، حمص، حماة، إدلب، اللاذقية، طرطوس، درعا، "
    "السويداء، القنيطرة، دير الزور، الرقة، الحسكة",
    "UTC": "غرينتش، غرينيتش، جرينتش، جرينيتش، العالمي، ت.غ، ت غ، تغ، GMT، UTC، Z",
    "Asia/Riyadh": "مكة المكرمة، مكة، الرياض، السعودية، جدة، المدينة المنورة",
    "Asia/Jerusalem": "القدس المحتلة، القدس",
    "Asia/Hebron": "فلسطين، رام الله",
    "Asia/Gaza": "غزة",
    "Asia/Beirut": "بيروت، لبنان",
    "Asia/Baghdad": "بغداد، العراق، أربيل",
    "Asia/Amman": "عمان، الأردن",
    "Asia/Kuwait": "الكويت",
    "Asia/Bahrain": "المنامة، البحرين",
    "Asia/Qatar": "الدوحة، قطر",
    "Asia/Dubai": "دبي، أبوظبي، أبو ظبي، الإمارات",
    "Asia/Muscat": "مسقط، سلطنة عمان",
    "Asia/Aden": "صنعاء، عدن، اليمن",
    "Asia/Tehran": "طهران، إيران",
    "Africa/Cairo": "القاهرة، مصر",
    "Africa/Khartoum": "الخرطوم، السودان",
    "Africa/Tripoli": "طرابلس، ليبيا",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر",
    "Africa/Casablanca": "الرباط، الدار البيضاء، المغرب",
    "Africa/Nouakchott": "نواكشوط، موريتانيا",
    "Europe/Istanbul": "إسطنبول، استانبول، استنبول، أنقرة، تركيا",
    "Europe/London": "لندن، بريطانيا",
    "Europe/Paris": "باريس، فرنسا",
    "Europe/Berlin": "برلين، ألمانيا",
    "Europe/Moscow": "موسكو، روسيا",
    "America/New_York": "نيويورك، واشنطن",
}

ZONES_BY_CITY: Mapping[str, str] = MappingProxyType(
    {fold(city): key for key, cities in _CITIES.items() for city in cities.split("، ")}
)
"""Folded names (``letters.fold``) to IANA keys: ``"مكه المكرمه"`` -> ``"Asia/Riyadh"``."""

_HOURS_EAST, _HOURS_WEST = 14, 12  # how far the tz database's Etc/ zones reach


def fixed_zone(sign: str, hours: int, minutes: int = 0) -> str:
    """Return the IANA key of a printed offset: ``("+", 3)`` -> ``"Etc/GMT-3"``, 0 -> ``"UTC"``.

    ``""`` where the database has no such zone: part hours, or more than 14 east or 12 west. The
    sign in an ``Etc/`` name is the opposite of the printed one (tz database, file ``etcetera``).
    """
    if minutes or hours > (_HOURS_EAST if sign == "+" else _HOURS_WEST):
        return ""
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"


def occurrences(local: datetime, zone: ZoneInfo = DAMASCUS) -> tuple[datetime, ...]:
    """Return the aware UTC instants, in order, at which clocks in ``zone`` showed naive ``local``.

    Mostly one. None for a time that was skipped (Damascus, 2018-03-30 00:30), two for one that
    was repeated (2018-10-25 23:30: 20:30Z and 21:30Z). None, too, where the instant would leave
    the years 1-9999. ``fold`` in ``local`` is ignored (PEP 495). ValueError if ``local`` is aware.
    """
    if local.tzinfo is not None:
        raise ValueError(f"a wall clock has no zone of its own: {local!r}")
    try:
        instants = [local.replace(tzinfo=zone, fold=n).astimezone(UTC) for n in (0, 1)]
    except OverflowError:
        return ()
    if instants[0] == instants[1]:
        return (instants[0],)
    # The two differ only where clocks changed, and a skipped time does not come back.
    return tuple(
        instant for instant in instants if instant.astimezone(zone).replace(tzinfo=None) == local
    )


def in_damascus(instant: datetime) -> datetime:
    """Return an aware instant on the Damascus clock: ``2018-05-21T08:05Z`` -> ``11:05+03:00``.

    An instant that Damascus counts to the year 0 or 10000 becomes the first or last that
    Python can tell. ValueError for a naive datetime, whose zone could only be guessed.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {instant!r}")
    try:
        return instant.astimezone(DAMASCUS)
    except OverflowError:
        if instant.year > 1:
            return datetime.max.replace(tzinfo=DAMASCUS)
        return datetime.min.replace(tzinfo=DAMASCUS)


def knows_damascus() -> bool:
    """Return whether the tz database in use knows that Syria stopped changing its clocks.

    Since 28 October 2022 Damascus keeps +03 all year (tz database 2022e, PyPI's ``tzdata``
    2022.5). False where an older table, often the operating system's, is read first.
    """
    winters = (datetime(year, 11, 15, tzinfo=DAMASCUS) for year in (2021, 2022, 2037))
    return [winter.utcoffset() for winter in winters] == [timedelta(hours=n) for n in (2, 3, 3)]

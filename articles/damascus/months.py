"""Names of months and weekdays, folded, as Arabic pages print them."""

from collections.abc import Mapping
from types import MappingProxyType

from .letters import fold

# The Levant and Iraq; Egypt and the Gulf; Tunisia, Algeria, Morocco, Mauritania; Libya until
# 2011; English.
_MONTHS = (
    "كانون الثاني، كانون ثاني، كانون 2، كانون2، ك2، يناير، جانفي، أي النار، January، Jan",
    "شباط، فبراير، فيفري، النوار، February، Feb",
    "آذار، مارس، الربيع، March، Mar",
    "نيسان، أبريل، أفريل، الطير، April، Apr",
    "أيار، مايو، مايس، ماي، الماء، May",
    "حزيران، يونيو، يونيه، جوان، الصيف، June، Jun",
    "تموز، يوليو، يوليه، يوليوز، جويلية، ناصر، July، Jul",
    "آب، أغسطس، أغشت، غشت، أوت، هانيبال، August، Aug",
    "أيلول، سبتمبر، شتنبر، شتمبر، الفاتح، September، Sept، Sep",
    "تشرين الأول، تشرين أول، تشرين 1، تشرين1، ت1، أكتوبر، التمور، October، Oct",
    "تشرين الثاني، تشرين ثاني، تشرين 2، تشرين2، ت2، نوفمبر، نونبر، الحرث، November، Nov",
    "كانون الأول، كانون أول، كانون 1، كانون1، ك1، ديسمبر، دجنبر، دجمبر، الكانون، December، Dec",
)
_HIJRI_MONTHS = (
    "محرم، المحرم، صفر، ربيع الأول، ربيع أول، ربيع الآخر، ربيع الثاني، ربيع ثاني، "
    "جمادى الأولى، جمادى الأول، جمادى الآخرة، جمادى الآخر، جمادى الثانية، جمادى الثاني، "
    "رجب، شعبان، رمضان، شوال، ذو القعدة، ذي القعدة، ذو الحجة، ذي الحجة"
)
_WEEKDAYS = (
    "الأحد، الاثنين، الاتنين، الثلاثاء، الأربعاء، الخميس، الجمعة، السبت، "
    "أحد، اثنين، ثلاثاء، أربعاء، خميس، جمعة، سبت، "
    "Sunday، Monday، Tuesday، Wednesday، Thursday، Friday، Saturday، "
    "Sun، Mon، Tue، Wed، Thu، Fri، Sat"
)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(fold(name) for name in listed.split("، "))


MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, listed in enumerate(_MONTHS, 1) for name in _names(listed)}
)
"""Folded names of months to 1-12: ``"تشرين الاول"`` -> 10, ``"غشت"`` -> 8."""

HIJRI_MONTHS = _names(_HIJRI_MONTHS)
WEEKDAYS = _names(_WEEKDAYS)

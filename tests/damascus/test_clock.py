from datetime import time

import pytest

from articles.damascus.clock import clock_time


@pytest.mark.parametrize(
    ("hour", "half", "shown"),
    [
        (0, None, 0),
        (11, None, 11),
        (23, None, 23),
        (12, "ص", 0),
        (12, "صباحا", 0),
        (11, "صباحا", 11),
        (0, "صباحا", 0),
        (3, "فجرا", 3),
        (12, "بعد  منتصف الليل", 0),
        (12, "م", 12),
        (1, "م", 13),
        (7, "مساء", 19),
        (11, "pm", 23),
        (19, "م", 19),
        (4, "عصرا", 16),
        (2, "بعد الظهر", 14),
        (11, "ظهرا", 11),
        (12, "ظهرا", 12),
        (1, "ظهرا", 13),
        (9, "ليلا", 21),
        (12, "ليلا", 0),
        (2, "ليلا", 2),
        (22, "ليلا", 22),
    ],
)
def test_twelve_and_twenty_four_hours(hour: int, half: str | None, shown: int) -> None:
    assert clock_time(hour, 35, half=half) == time(shown, 35)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "half"),
    [
        (24, 0, 0, None),
        (25, 61, 0, None),
        (11, 60, 0, None),
        (11, 5, 60, None),
        (13, 5, 0, "ص"),
        (0, 10, 0, "م"),
        (24, 0, 0, "م"),
        (99, 0, 0, "ظهرا"),
    ],
)
def test_no_time_of_day(hour: int, minute: int, second: int, half: str | None) -> None:
    assert clock_time(hour, minute, second, half) is None

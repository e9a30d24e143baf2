import pytest

from articles import checks


def test_a_time_zone_database_that_knows_2022() -> None:
    assert checks.time_zones() == []


def test_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "knows_damascus", lambda: False)
    (error,) = checks.time_zones()
    assert error.id == "articles.E001"
    assert "PYTHONTZPATH" in error.hint

"""The system prompt gives a model the day, the person and the drafts that wait."""

from datetime import date

import pytest

from agent.prompt import system_prompt
from agent.scene import OpenDraft
from procurement.actor import Actor, Language


@pytest.mark.parametrize("language", ["zh", "en"])
def test_dates_are_given(buyer: Actor, language: Language) -> None:
    text = system_prompt(language, buyer, date(2026, 11, 23))
    assert buyer.name(language) in text
    assert ("星期一" if language == "zh" else "Monday") in text
    for day in ("2026-11-23", "2026-11-30", "2026-12-31", "2026-12-04", "2026-12-09"):
        assert day in text


def test_weeks_start_on_monday(buyer: Actor) -> None:
    lines = system_prompt("en", buyer, date(2026, 11, 25)).splitlines()
    [week] = [line for line in lines if "2026-11-30" in line and "2026-12-04" in line]
    assert week.strip().startswith("- Monday 2026-11-30")


def test_drafts_are_listed_with_their_ids(buyer: Actor) -> None:
    draft = OpenDraft("drf_1", "create_order", {"lines": [{"item": "面粉", "quantity": "1000"}]}, presented=True)
    text = system_prompt("zh", buyer, date(2026, 11, 23), [draft])
    assert '"id": "drf_1"' in text
    assert "面粉" in text

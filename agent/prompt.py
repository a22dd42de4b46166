"""The system prompt of a turn: who is talking, what day it is, which drafts wait. For hosted and local models."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from agent.scene import OpenDraft
from agent.wording import Wording, wording
from procurement.actor import Actor, Language
from procurement.working_calendar import WorkingCalendar
from prompts.loader import load_catalog, load_prompt

DAYS_LISTED = 21


def system_prompt(
    language: Language,
    actor: Actor,
    today: date,
    drafts: Sequence[OpenDraft] = (),
    calendar: WorkingCalendar | None = None,
    *,
    aloud: bool = False,
) -> str:
    """The prompt in one language. Dates a model would have to work out are given; ``drafts`` are those that wait;
    ``aloud``: the answer will be said on a call."""
    w = wording(language)
    working = calendar or WorkingCalendar()
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    prompt = load_prompt("system", language).fill(
        {
            "person": actor.name(language),
            "today": today.isoformat(),
            "weekday": w(f"weekday.{today.isoweekday()}"),
            "month_end": _month_end(working, today).isoformat(),
            "next_month_end": _month_end(working, next_month).isoformat(),
            "five_working_days": working.add(today, 5).isoformat(),
            "days": coming_days(w, today),
            "drafts": waiting_drafts(w, drafts),
        }
    )
    return f"{prompt}\n\n{load_catalog('spoken', language)('model.manner')}" if aloud else prompt


def _month_end(calendar: WorkingCalendar, day: date) -> date:
    return calendar.last_working_day(day.year, day.month)


def coming_days(w: Wording, today: date) -> str:
    """One line a week: ISO dates with their weekday."""
    weeks: dict[tuple[int, int], list[str]] = {}
    for ahead in range(DAYS_LISTED):
        day = today + timedelta(days=ahead)
        weeks.setdefault(day.isocalendar()[:2], []).append(f"{w(f'weekday.{day.isoweekday()}')} {day.isoformat()}")
    return "\n".join(f"  - {w.listed(week)}" for week in weeks.values())


def waiting_drafts(w: Wording, drafts: Sequence[OpenDraft]) -> str:
    """One JSON object a line: id, tool and the arguments that would make the draft again."""
    if not drafts:
        return w("draft.none")
    return "\n".join(
        json.dumps({"id": draft.id, "tool": draft.tool, "arguments": draft.arguments}, ensure_ascii=False, default=str)
        for draft in drafts
    )

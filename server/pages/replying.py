"""What of a reply is shown beside cards: the drafts a reply spells out are not said twice. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from agent.replies import render_result
from procurement.actor import Language
from server.pages.visit import Visit

View = dict[str, Any]


def beside_cards(reply: str, results: Iterable[tuple[str, View]], language: Language, today: date) -> str:
    """``reply`` without the text of the drafts in ``results`` ((tool, result) of the turn's calls)."""
    for tool, result in results:
        if result.get("drafts"):
            reply = reply.replace(render_result(tool, result, language, today), "")
    return reply.strip()


def drafts_in(events: Iterable[View]) -> list[str]:
    """Ids of the drafts that a turn's stored events tell of, in order."""
    return list(dict.fromkeys(event["draft"]["id"] for event in events if event["event"] == "DraftChanged"))


def choices_in(visit: Visit, results: Iterable[tuple[str, View]]) -> list[tuple[str, str]]:
    """(button text, what it says) for the options of a question that is still open."""
    choices: list[tuple[str, str]] = []
    for _, result in results:
        for option in (result.get("question") or {}).get("options", ()):
            said = visit.name(option)
            shown = [said]
            if option.get("unit_price"):
                shown.append(visit.words.money(option["unit_price"], option["currency"]))
            if option.get("date"):
                shown.append(visit.words.day(option["date"]))
            choices.append((" · ".join(shown), said))
    return choices


def results_in(events: Iterable[View]) -> list[tuple[str, View]]:
    """(tool, result) of a turn's stored events."""
    return [(event["name"], event["result"]) for event in events if event["event"] == "ToolReturned"]

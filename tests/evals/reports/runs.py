"""A believable run, built without playing it: passes, failures of every kind, quarantine, intervals and a call."""

import math
import struct
import wave
from pathlib import Path
from typing import Any

from evals.results import CaseResult, Figures, Gate, RunResult, ScoreResult, Share, TrialResult
from evals.running.folder import as_json, write_whole
from evals.scenarios.scenario import Channel, Variant
from evals.subjects.subject import REFERENCE
from evals.trials.record import EventLog, Measured, Record, Snapshot, TurnRecord

SAID = {
    "zh": "帮我向苏州精密订五百个6204轴承,下周五之前到",
    "en": "order 500 bearing 6204 from Suzhou Precision by next Friday",
    "mixed": "帮我 order 五百个 bearing 6204,from 苏州精密",
}
ASKED = {
    "zh": "订单草稿(尚未下单):\n物料:6204轴承,500 个,单价 ¥12.80(含税)\n合计:¥6,400.00\n确认下单吗?",
    "en": "Draft (not ordered yet):\nbearing 6204, 500 pieces at CNY 12.80\nTotal: CNY 6,400.00\nShall I order?",
}
DONE = {"zh": "已下单,订单号 PO-2026-00123。", "en": "Ordered: PO-2026-00123."}
SCORERS = ("end_state", "invariants", "policy", "says", "tools", "language", "interaction")


def passing(trial: int, key: str) -> TrialResult:
    scores = [ScoreResult(scorer=scorer, passed=True) for scorer in SCORERS]
    return TrialResult(trial=trial, passed=True, scores=scores, record=f"records/{key}.json")


def failing(trial: int, key: str, scorer: str, reason: str) -> TrialResult:
    scores = [
        ScoreResult(scorer=name, passed=name != scorer, reason=reason if name == scorer else "") for name in SCORERS
    ]
    scores.append(ScoreResult(scorer="judge", passed=None, reason="polite"))
    return TrialResult(trial=trial, passed=False, scores=scores, record=f"records/{key}.json")


def case(
    scenario: str, variant: Variant = "zh", *trials: TrialResult, channel: Channel = "text", **more: Any
) -> CaseResult:
    defaults: dict[str, Any] = {
        "title": "Order bearings and confirm",
        "tags": ["order"],
        "covers": ["draft.executed"],
        "tools": ["create_order"],
    }
    done = list(trials) or [passing(1, f"{scenario}.{variant}.1")]
    return CaseResult(scenario=scenario, variant=variant, channel=channel, trials=done, **{**defaults, **more})


def share(passed: int, n: int, low: float | None = None, high: float | None = None) -> Share:
    return Share(passed=passed, n=n, share=passed / n if n else None, low=low, high=high)


def offline_run(**changes: Any) -> RunResult:
    """Seven cases: three pass, three fail, one is in quarantine."""
    wrong = "order PO-2026-00123: quantity of 6204 is 300 piece, expected 500 piece | <b>&"
    cases = [
        case("order-simple", "zh"),
        case("order-simple", "en", failing(1, "order-simple.en.1", "end_state", wrong)),
        case("order-simple", "mixed"),
        case(
            "where-is-butter",
            "zh",
            failing(1, "where-is-butter.zh.1", "says", "没有说出 concept weather(雪)"),
            title="Where is the butter 黄油到哪里了",
            tags=["track"],
            tools=["find_shipment"],
            covers=[],
        ),
        case(
            "where-is-butter", "en", title="Where is the butter 黄油到哪里了", tags=["track"], tools=["find_shipment"]
        ),
        case(
            "crash-order",
            "zh",
            TrialResult(
                trial=1, passed=False, error="the process\ndid not \x01 come up", record="records/crash-order.zh.1.json"
            ),
            title="The process dies at the commit",
            tags=["fault"],
            faults=["crash"],
        ),
        case(
            "slow-supplier",
            "en",
            failing(1, "slow-supplier.en.1", "policy", "resent twice"),
            title="The mailbox does not answer",
            tags=["fault"],
            faults=["supplier_timeout"],
            quarantine="the retry interval is being changed",
        ),
    ]
    figures = Figures(
        all=share(3, 6),
        pass_at={1: 0.5},
        by={
            "variant": {"en": share(1, 2), "mixed": share(1, 1), "zh": share(1, 3)},
            "channel": {"text": share(3, 6)},
            "tool": {"create_order": share(2, 4), "find_shipment": share(1, 2)},
            "fault": {"crash": share(0, 1)},
            "tag": {"order": share(2, 3), "track": share(1, 2), "fault": share(0, 1)},
        },
        parity={"zh-en": 0.0, "mixed-en": None},
        coverage=[
            {"tool": "create_order", "state": "draft.executed", "variant": "zh", "channel": "text", "cases": 2},
            {"tool": "find_shipment", "state": "-", "variant": "en", "channel": "text", "cases": 1},
        ],
        uncovered=["draft.expired", "fault.cancel"],
    )
    gate = Gate(
        open=False,
        baseline="evals/suite/baseline.json",
        newly_failing=["order-simple.en"],
        newly_passing=["order-simple.mixed"],
        missing=["track.zh"],
        reasons=[f"order-simple.en fails and passed before: end_state: {wrong}", "track.zh was not tried"],
    )
    plain: dict[str, Any] = {
        "suite": "5" * 64,
        "scenarios": 4,
        "agent": REFERENCE,
        "model": "grammar",
        "mode": "offline",
        "trials": 1,
        "remark": "A regression figure: the suite was written with the product at hand.",
        "figures": figures,
        "gate": gate,
        "cases": cases,
    }
    return RunResult(**{**plain, **changes})


def live_run() -> RunResult:
    """Two cases of three trials each, one flaky; with intervals."""
    name = "order-simple.en"
    flaky = case(
        "order-simple",
        "en",
        passing(1, f"{name}.1"),
        failing(2, f"{name}.2", "tools", "create_order was not called"),
        passing(3, f"{name}.3"),
    )
    steady = case("order-simple", "zh", *(passing(n, f"order-simple.zh.{n}") for n in (1, 2, 3)))
    return offline_run(
        mode="live",
        model="model-a",
        trials=3,
        scenarios=1,
        figures=Figures(
            all=share(5, 6, 0.41, 0.97),
            pass_at={1: 0.83, 2: 0.67, 3: 0.5},
            by={"variant": {"en": share(2, 3, 0.2, 0.9), "zh": share(3, 3, 0.3, 1.0)}},
            parity={"zh-en": 0.333},
        ),
        gate=Gate(open=True, flaky=["order-simple.en"]),
        cases=[flaky, steady],
    )


def voice_run() -> RunResult:
    """One call that fails, one that passes; success against recognition errors."""
    scenario = "call-barge-in"
    wrong = failing(1, f"{scenario}.zh.1", "interaction", "fell silent after 620 ms, allowed are 400 ms")
    wrong.recording = f"recordings/{scenario}.zh.1.wav"
    right = passing(1, f"{scenario}.en.1")
    right.recording = f"recordings/{scenario}.en.1.wav"
    more: dict[str, Any] = {"channel": "voice", "title": "Interrupt the read-back", "tags": ["barge-in"]}
    return offline_run(
        scenarios=1,
        figures=Figures(all=share(1, 2), by={"channel": {"voice": share(1, 2)}}),
        gate=Gate(open=True),
        errors_heard={"0": share(40, 40), "0.05": share(37, 40), "0.1": share(33, 40), "0.2": share(21, 40)},
        cases=[case(scenario, "zh", wrong, **more), case(scenario, "en", right, **more)],
    )


# --- the files of its folder ----------------------------------------------------------------------------------------


def snapshot(quantity: int | None) -> Snapshot:
    """Of the records before (None), or after an order for ``quantity``."""
    line = {"item": "6204", "quantity": str(quantity), "unit": "H87", "unit_price": "12.80"}
    order = {
        "supplier": "suzhou-precision",
        "document_status": "issued",
        "response_status": None,
        "date": "2026-12-04",
        "place": "suzhou-1",
        "currency": "CNY",
        "gross": "6400.00",
        "transmitted": True,
        "draft": "d1",
        "lines": [line],
    }
    old = {**order, "supplier": "jinmai-flour", "lines": [{**line, "item": "FL-25", "quantity": "10000"}]}
    return Snapshot(
        orders={"PO-2026-00117": old, **({"PO-2026-00123": order} if quantity is not None else {})},
        drafts=[],
        cancellations=[],
        commitments=[],
        others={"shipments": {"SH10043": {"status": "delivery_delayed" if quantity is None else "in_transit"}}},
    )


def record(result: RunResult, of: CaseResult, trial: TrialResult) -> Record:
    language = "en" if of.variant == "en" else "zh"
    call = {
        "name": "create_order",
        "arguments": {"lines": [{"item": "6204", "quantity": "500", "unit": "H87"}], "supplier": "suzhou-precision"},
        "result": {"status": "ok", "drafts": [{"id": "d1", "note": "</script><img src=x onerror=alert(1)>"}]},
    }
    voice = of.channel == "voice"
    text = SAID[of.variant]
    heard: dict[str, Any] = (
        {"spoken": ASKED[language], "heard": ASKED[language][:12], "interrupted": True} if voice else {}
    )
    said: dict[str, Any] = (
        {"say": text, "raw": text.replace("五百", "五摆"), "text": text.rstrip("到")} if voice else {"say": text}
    )
    turns = [
        TurnRecord(
            step=1,
            actor="buyer",
            conversation="c1",
            input=said,
            reply=ASKED[language],
            language=language,
            tool_calls=[call],
            model="grammar",
            **heard,
        ),
        TurnRecord(
            step=2,
            actor="buyer",
            conversation="c1",
            input={"decide": "yes", "draft": "d1"},
            reply=DONE[language],
            language=language,
            records=[{"type": "order", "id": "PO-2026-00123"}],
        ),
    ]
    return Record(
        scenario=of.scenario,
        digest="d" * 64,
        variant=of.variant,
        trial=trial.trial,
        seed=7,
        channel=of.channel,
        mode=result.mode,
        agent=result.agent,
        model=result.model,
        turns=[] if trial.error else turns,
        before=snapshot(None),
        after=snapshot(500 if trial.passed else 300),
        expected=snapshot(500),
        log=EventLog(
            audit=[{"seq": 1, "actor": "buyer", "on_behalf_of": None, "action": "order.issued", "subject": "PO-2026"}],
            audit_whole=True,
            events=[{"aggregate": "PO-2026-00123", "aggregate_seq": 1, "type": "OrderIssued", "published": True}],
            confirmations=[
                {"draft": "d1", "actor": "buyer", "decision": "yes", "channel": "button", "digest_matches": True}
            ],
            ledger=[{"scope": "draft", "key": "d1"}],
            turns=[{"conversation": "c1", "seq": 1, "status": "done", "channel": "chat"}],
        ),
        error=trial.error,
    )


TIMELINE = {
    "speech_end": 2100,
    "final_text": 2380,
    "endpoint": 2400,
    "first_token": 2450,
    "first_sound": 2710,
    "heard": 7900,
}


def fill(folder: Path, result: RunResult) -> Path:
    """Writes what playing the run would have left in ``folder``, and report.json."""
    for of in result.cases:
        for trial in of.trials:
            kept = record(result, of, trial)
            write_whole(folder / "records" / f"{kept.key}.json", kept.model_dump_json())
            audio: dict[str, Any] = {"timelines_ms": [TIMELINE]} if of.channel == "voice" else {}
            measured = Measured(key=kept.key, seconds=0.31, turn_ms=[120.0, 31.5][: len(kept.turns)], audio=audio)
            write_whole(folder / "measured" / f"{kept.key}.json", measured.model_dump_json())
            if trial.recording is not None:
                sound(folder / trial.recording)
    write_whole(folder / "report.json", as_json(result))
    return folder


def sound(path: Path, seconds: float = 1.0, rate: int = 16_000) -> None:
    """Stereo: 440 Hz on the left, 660 Hz on the right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        for n in range(round(seconds * rate)):
            both = (round(9000 * math.sin(2 * math.pi * hertz * n / rate)) for hertz in (440, 660))
            file.writeframesraw(struct.pack("<hh", *both))

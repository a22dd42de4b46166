"""Scenarios and Records written by hand: one order of 500 bearings, proposed, agreed to, and written. Tests change one
thing in it and see which scorer notices."""

from typing import Any

from evals.scenarios.scenario import Scenario
from evals.trials.record import EventLog, Names, Record, Snapshot, TurnRecord

NUMBER, OLD, DRAFT = "PO-2026-00123", "PO-2026-00121", "drf_1"
LINE = {"item": "hengfeng.6204", "quantity": "500", "unit": "H87", "unit_price": "12.8"}
SHOWN_ZH = (
    "订单草稿(尚未下单):\n供应商:苏州精密轴承\n物料:6204轴承,500 个,单价 ¥12.80(含税),小计 ¥6,400.00\n"
    "合计:¥6,400.00(含税,其中税额 ¥736.28)\n交货:最晚 2026年12月4日 星期五 到 苏州一号仓\n确认下单吗?"
)
SHOWN_EN = (
    "Draft order (not issued yet):\nSupplier: Suzhou Precision Bearings\n"
    "Item: bearing 6204, 500 pieces, unit price CNY 12.80 (incl. VAT), amount CNY 6,400.00\n"
    "Total: CNY 6,400.00 (incl. VAT of CNY 736.28)\nDelivery: to Suzhou 1 by Friday, 4 December 2026\n"
    "Shall I issue this order?"
)
DONE_ZH, DONE_EN = f"已下单,订单号 {NUMBER}。", f"Ordered. The order number is {NUMBER}."

NAMES = Names(
    items={
        **dict.fromkeys(("hengfeng.6204", "6204", "6204轴承", "bearing 6204"), "hengfeng.6204"),
        **dict.fromkeys(("hengfeng.fl-25", "fl-25", "高筋面粉", "面粉", "bread flour", "flour"), "hengfeng.FL-25"),
        **dict.fromkeys(("hengfeng.bread-s", "bread-s", "面包", "bread"), "hengfeng.BREAD-S"),
        **dict.fromkeys(("hengfeng.br-20", "br-20", "支架", "bracket"), "hengfeng.BR-20"),
    },
    suppliers={
        **dict.fromkeys(("suzhou-precision", "苏州精密轴承", "suzhou precision bearings"), "suzhou-precision"),
        "苏州精密": "suzhou-precision",
        **dict.fromkeys(("jinmai-flour", "金麦面粉", "金麦", "jinmai flour"), "jinmai-flour"),
    },
    places={
        **dict.fromkeys(("suzhou-1", "苏州一号仓", "一号仓", "suzhou 1"), "suzhou-1"),
        **dict.fromkeys(("suzhou-2", "苏州二号仓", "suzhou 2"), "suzhou-2"),
    },
    people={**dict.fromkeys(("li-na", "李娜", "li na"), "li-na")},
    units={
        "hengfeng.6204": {"H87": "1", "XBX": "50"},
        "hengfeng.FL-25": {"KGM": "1", "XBG": "25"},
        "hengfeng.BR-20": {"H87": "1"},
    },
    foreign=["PO-OTHER-1", "西北食品"],
)


def scenario(**changes: Any) -> Scenario:
    """One of an order of 500 bearings, unless ``changes`` says otherwise."""
    lines = [{"item": "6204", "quantity": 500}]
    given: dict[str, Any] = {
        "id": "order-plain",
        "title": "An order of bearings",
        "steps": [{"say": "向苏州精密订500个6204轴承"}, {"decide": "yes"}],
        "expect": {"state": {"orders": [{"supplier": "suzhou-precision", "lines": lines}]}},
    }
    return Scenario.model_validate(given | changes)


def expecting(**expect: Any) -> Scenario:
    return scenario(
        expect={"state": {"orders": [{"supplier": "x", "lines": [{"item": "6204", "quantity": 1}]}]}} | expect
    )


def order(**changes: Any) -> dict[str, Any]:
    return {
        "supplier": "suzhou-precision",
        "document_status": "issued",
        "response_status": "none",
        "date": "2026-12-04",
        "place": "suzhou-1",
        "currency": "CNY",
        "gross": "6400",
        "transmitted": True,
        "draft": DRAFT,
        "lines": [dict(LINE)],
    } | changes


def draft(**changes: Any) -> dict[str, Any]:
    return {
        "id": DRAFT,
        "tool": "create_order",
        "status": "executed",
        "actor": "buyer",
        "decided_by": "buyer",
        "supplier": "suzhou-precision",
        "lines": [dict(LINE)],
        "date": "2026-12-04",
        "place": "suzhou-1",
        "gross": "6400",
        "order": None,
    } | changes


def snapshot(
    *, orders: dict[str, Any] | None = None, drafts: tuple[dict[str, Any], ...] = (), **changes: Any
) -> Snapshot:
    contacts = {
        "li-na": {"handle": "buyer", "party_id": "hengfeng", "order_limit": "50000", "may_approve": False},
        "zhang-wei": {"handle": "manager", "party_id": "hengfeng", "order_limit": "500000", "may_approve": True},
        "he-jing": {"handle": "jinmai-flour", "party_id": "jinmai-flour", "order_limit": None, "may_approve": False},
    }
    stock = {"hengfeng.BT-10/suzhou-1": {"item_id": "hengfeng.BT-10", "on_hand": "40"}}
    given: dict[str, Any] = {
        "orders": {OLD: order(draft=None, supplier="ningbo-castings")} | (orders or {}),
        "drafts": list(drafts),
        "cancellations": [],
        "commitments": [],
        "others": {"contact": contacts, "stock_level": stock},
    }
    return Snapshot(**given | changes)


def committed(quantity: str = "500", status: str = "committed") -> list[dict[str, Any]]:
    bucket = {"source": "capacity", "bucket": "2026-11-30", "quantity": quantity, "status": status}
    return [{"supplier": "suzhou-precision", "item": "hengfeng.6204"} | bucket]


def log(**changes: Any) -> EventLog:
    events = [
        {"aggregate": DRAFT, "aggregate_seq": 1, "type": "draft.opened", "published": True},
        {"aggregate": DRAFT, "aggregate_seq": 2, "type": "draft.executed", "published": True},
        {"aggregate": NUMBER, "aggregate_seq": 1, "type": "order.issued", "published": True},
    ]
    by = {"actor": "buyer", "on_behalf_of": "hengfeng"}
    audit = [by | {"seq": seq, "action": one["type"], "subject": one["aggregate"]} for seq, one in enumerate(events, 9)]
    given: dict[str, Any] = {
        "audit": audit,
        "audit_whole": True,
        "events": events,
        "confirmations": [confirmation()],
        "ledger": [{"scope": "draft", "key": DRAFT}],
        "turns": [
            {"conversation": "c", "seq": 1, "status": "done", "channel": "chat"},
            {"conversation": "c", "seq": 2, "status": "done", "channel": "button"},
        ],
    }
    return EventLog(**given | changes)


def confirmation(**changes: Any) -> dict[str, Any]:
    return {"draft": DRAFT, "actor": "buyer", "decision": "yes", "channel": "button", "digest_matches": True} | changes


def view(status: str = "open", **changes: Any) -> dict[str, Any]:
    """A draft as a turn shows it."""
    lines = [{"part": "6204", "quantity": 500, "unit": "H87"}]
    shown = {"lines": lines, "date": "2026-12-04", "place": "suzhou-1", "total": "6400.00"} | changes
    return {"id": DRAFT, "tool": "create_order", "status": status, "order": shown}


def asked(say: str = "向苏州精密订500个6204轴承", reply: str = SHOWN_ZH, **changes: Any) -> TurnRecord:
    """The turn that proposes."""
    arguments = {"supplier": "suzhou-precision", "lines": [{"item": "6204", "quantity": "500", "unit": "H87"}]}
    call = {"name": "create_order", "arguments": arguments, "result": {"status": "ok", "drafts": [view()]}}
    given: dict[str, Any] = {
        "step": 1,
        "actor": "buyer",
        "conversation": "c",
        "input": {"say": say},
        "reply": reply,
        "tool_calls": [call],
        "drafts": [view()],
    }
    return TurnRecord(**given | changes)


def agreed(reply: str = DONE_ZH, **changes: Any) -> TurnRecord:
    """The turn that takes the yes."""
    given: dict[str, Any] = {
        "step": 2,
        "actor": "buyer",
        "conversation": "c",
        "input": {"decide": "yes", "draft": DRAFT},
        "reply": reply,
        "drafts": [view("executed")],
        "records": [{"type": "order", "id": NUMBER, "action": "created"}],
    }
    return TurnRecord(**given | changes)


def record(**changes: Any) -> Record:
    given: dict[str, Any] = {
        "scenario": "order-plain",
        "digest": "0" * 64,
        "variant": "zh",
        "trial": 1,
        "seed": 1,
        "channel": "text",
        "mode": "offline",
        "agent": "agent.assistant:open_agent",
        "model": "grammar",
        "turns": [asked(), agreed()],
        "before": snapshot(),
        "after": snapshot(orders={NUMBER: order()}, drafts=(draft(),), commitments=committed()),
        "log": log(),
        "names": NAMES,
    }
    return Record(**given | changes)


def telling(*replies: str, **changes: Any) -> Record:
    """A record of questions and these replies, without any write."""
    turns = [
        TurnRecord(step=number, actor="buyer", conversation="c", input={"say": "?"}, reply=reply)
        for number, reply in enumerate(replies, start=1)
    ]
    return record(**{"turns": turns, "after": snapshot(), "log": log(confirmations=[], ledger=[], events=[])} | changes)

"""REST, read side."""

import httpx
import pytest


async def test_orders_are_listed_and_found_by_their_last_digits(client: httpx.AsyncClient) -> None:
    everything = (await client.get("/api/orders")).json()
    assert [order["number"] for order in everything][-1] == "PO-2026-00112"
    waiting = (await client.get("/api/orders", params={"status": "waiting_for_buyer"})).json()
    assert [order["number"] for order in waiting] == ["PO-2026-00119"]
    flour = (await client.get("/api/orders", params={"item": "面粉", "supplier": "金麦", "limit": 1})).json()
    assert [order["number"] for order in flour] == ["PO-2026-00117"]
    order = (await client.get("/api/orders/119")).json()
    assert (order["number"], order["lines"][0]["quantity"], order["total"]) == ("PO-2026-00119", 1000, "12800.00")
    assert [line["quantity"] for line in order["answer"]["lines"]] == [600, 400]


async def test_shipments_lots_and_stock(client: httpx.AsyncClient) -> None:
    shipment = (await client.get("/api/shipments/sh10043")).json()
    assert (shipment["status"], shipment["incident"]) == ("delivery_delayed", "weather_snow")
    found = (await client.get("/api/shipments", params={"tracking_number": "cj1029384756"})).json()
    assert [one["number"] for one in found] == ["SH10042"]
    trace = (await client.get("/api/lots/L20261101/trace", params={"direction": "forward"})).json()
    assert {lot["lot"] for lot in trace["lots"]} == {"P20261105", "P20261106"}
    assert {one["receiver"]["en"] for one in trace["deliveries"]} == {"Eastside Bakery", "Riverside Trading"}
    butter = (await client.get("/api/stock", params={"item": "butter"})).json()
    assert [(one["on_hand"], one["below_reorder_point"]) for one in butter] == [(40, True)]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/orders/PO-1999-1", 404, None),
        ("/api/orders?status=lost", 422, "status"),
        ("/api/orders?limit=0", 422, "limit"),
        ("/api/orders?limit=99999999999999999999", 422, "limit"),
        ("/api/orders?item=轴承", 422, "item"),
        ("/api/orders?supplier=精密", 422, "supplier"),
        ("/api/orders?supplier=%00", 422, "supplier"),
        ("/api/orders?item=%E2%80%AE6204", 422, "item"),
        ("/api/orders/%00", 422, "number"),
        ("/api/orders/%FF", 404, None),
        ("/api/shipments/nowhere", 404, "number"),
        ("/api/lots/none/trace", 404, None),
        ("/api/lots/none/trace?direction=up", 422, "direction"),
        ("/api/stock?place=moon", 422, "place"),
        ("/api/nothing", 404, None),
    ],
)
async def test_bad_input_is_answered_with_its_field(
    client: httpx.AsyncClient, path: str, status: int, field: str | None
) -> None:
    response = await client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    if field is not None:
        assert problem["field"] == field
        assert problem["remedy"]


async def test_an_ambiguous_name_lists_the_candidates(client: httpx.AsyncClient) -> None:
    problem = (await client.get("/api/orders", params={"item": "轴承"})).json()
    assert "6204" in problem["remedy"]
    assert "6205" in problem["remedy"]


async def test_the_document_describes_problems_and_the_key(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    decision = document["paths"]["/api/drafts/{draft_id}/decision"]["post"]
    assert list(decision["responses"]["409"]["content"]) == ["application/problem+json"]
    assert any(one["name"] == "Idempotency-Key" and one["required"] for one in decision["parameters"])
    for path, methods in document["paths"].items():
        if path.startswith("/api") and "post" in methods:
            assert any(one["name"] == "Idempotency-Key" for one in methods["post"]["parameters"]), path

"""The SQL that ``growth`` computes its rows with. Scaled integers and ISO texts as ``columns.py`` stores them.

``grown`` is the chunk being made: an order a row, its instants as Unix seconds; the other tables are read off it.
"""

from typing import Final


def _instant(seconds: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%S.000000Z', {seconds}, 'unixepoch')"


def _day(seconds: str) -> str:
    """The date in Shanghai."""
    return f"date({seconds}, 'unixepoch', '+8 hours')"


_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_REQUESTED: Final = f"at + {8 * _DAY}"
# An order that is still open was issued in the last days or hours: what was sent of it left within the hour.
_ENDED: Final = "state IN ('closed', 'partly')"
_SENT: Final = f"at + CASE WHEN state = 'closed' THEN {4 * _DAY} ELSE 1800 END"
_ARRIVED: Final = f"at + CASE WHEN state = 'closed' THEN {6 * _DAY} ELSE 3000 END"
_ETA: Final = (
    f"CASE state WHEN 'closed' THEN {_ARRIVED} WHEN 'delayed' THEN {_REQUESTED} + {3 * _DAY}"
    f" ELSE {_REQUESTED} - {_DAY} END"
)
_SHIPPED: Final = "state IN ('closed', 'under_way', 'delayed', 'partly')"
_PART: Final = "CASE WHEN state = 'partly' THEN quantity / 2 ELSE quantity END"

TERMS: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS terms"
    " (ordinal INTEGER PRIMARY KEY, item_id, supplier_id, contact_id, unit, currency, least, step, price, vat_rate)",
    "DELETE FROM temp.terms",
    """
    INSERT INTO temp.terms
    SELECT row_number() OVER (ORDER BY o.item_id, o.supplier_id) - 1, o.item_id, o.supplier_id,
           (SELECT min(c.id) FROM contact c WHERE c.party_id = o.supplier_id), i.base_unit, o.currency,
           o.minimum_quantity, o.order_multiple, min(p.unit_price), o.vat_rate
    FROM supplier_item o
    JOIN item i ON i.id = o.item_id
    JOIN price_break p ON p.supplier_id = o.supplier_id AND p.item_id = o.item_id
    WHERE i.party_id = :buyer AND o.price_includes_vat
    GROUP BY o.item_id, o.supplier_id
    """,
)

ORDERS: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS grown"
    " (i INTEGER PRIMARY KEY, number, shipment, item_id, supplier_id, contact_id, unit, currency, quantity, price,"
    "  vat_rate, gross, net, at, state)",
    "DELETE FROM temp.grown",
    """
    INSERT INTO temp.grown
    WITH RECURSIVE ordinals(i) AS (VALUES (:first) UNION ALL SELECT i + 1 FROM ordinals WHERE i < :last),
    issued AS (SELECT i, :begin + (:end - :begin) * (i + 1) / :total AS at FROM ordinals),
    chosen AS (
        SELECT issued.*, terms.*, least + step * (i * 7 % 40) AS quantity
        FROM issued JOIN temp.terms ON ordinal = (i * 3 + i / 10) % (SELECT count(*) FROM temp.terms)
    ),
    priced AS (SELECT *, (quantity * price + 5000000) / 10000000 AS gross FROM chosen)
    SELECT i, 'PO-' || strftime('%Y', at, 'unixepoch', '+8 hours') || '-' || printf('%05d', :number + i),
           'SG' || printf('%07d', :number + i), item_id, supplier_id, contact_id, unit, currency, quantity, price,
           vat_rate, gross, CAST(round(gross * 10000.0 / (10000 + vat_rate)) AS INTEGER), at,
           CASE
               WHEN i < :total - :open THEN CASE WHEN i % 50 = 7 THEN 'cancelled' ELSE 'closed' END
               WHEN i % 10 = 0 THEN 'unanswered'
               WHEN i % 10 = 1 THEN 'changed'
               WHEN i % 10 <= 4 THEN 'accepted'
               WHEN i % 10 <= 7 THEN 'under_way'
               WHEN i % 10 = 8 THEN 'delayed'
               ELSE 'partly'
           END
    FROM priced
    """,
    f"""
    INSERT INTO purchase_order (number, buyer_id, supplier_id, version, document_status, response_status, currency,
                                requested_date, warehouse_id, net, vat, gross, issued_by, issued_at, transmitted_at)
    SELECT number, :buyer, supplier_id, 1,
           CASE WHEN state IN ('closed', 'cancelled') THEN state ELSE 'issued' END,
           CASE state WHEN 'cancelled' THEN 'rejected' WHEN 'unanswered' THEN 'none'
                      WHEN 'changed' THEN 'accepted_with_changes' ELSE 'accepted' END,
           currency, {_day(_REQUESTED)}, :warehouse, net, gross - net, gross, :issuer,
           {_instant("at")}, {_instant("at + 2")}
    FROM temp.grown ORDER BY i
    """,
    f"""
    INSERT INTO order_line (order_number, line_no, item_id, quantity, unit, unit_price, vat_rate, price_includes_vat,
                            net, gross, issued_at)
    SELECT number, 1, item_id, quantity, unit, price, vat_rate, 1, net, gross, {_instant("at")}
    FROM temp.grown ORDER BY i
    """,
    f"""
    INSERT INTO order_response (id, order_number, order_version, code, responded_by, responded_at)
    SELECT 'rsp_' || number, number, 1,
           CASE state WHEN 'cancelled' THEN 'RE' WHEN 'changed' THEN 'CA' ELSE 'AP' END,
           contact_id, {_instant("at + 1200")}
    FROM temp.grown WHERE state <> 'unanswered' ORDER BY i
    """,
    f"""
    INSERT INTO order_response_line (response_id, line_no, part, code, quantity, promised_date)
    SELECT 'rsp_' || number, 1, 1,
           CASE state WHEN 'cancelled' THEN '7' WHEN 'changed' THEN '3' ELSE '5' END,
           CASE state WHEN 'cancelled' THEN NULL WHEN 'changed' THEN quantity / 2 ELSE quantity END,
           CASE state WHEN 'cancelled' THEN NULL ELSE {_day(_REQUESTED)} END
    FROM temp.grown WHERE state <> 'unanswered' ORDER BY i
    """,
    f"""
    INSERT INTO order_response_line (response_id, line_no, part, code, quantity, promised_date)
    SELECT 'rsp_' || number, 1, 2, '3', quantity - quantity / 2, {_day(f"{_REQUESTED} + {7 * _DAY}")}
    FROM temp.grown WHERE state = 'changed' ORDER BY i
    """,
    f"""
    INSERT INTO shipment (number, direction, shipper_id, receiver_id, carrier_id, tracking_no, mode, warehouse_id, eta,
                          created_at, ended_at)
    SELECT shipment, 'inbound', supplier_id, :buyer, :carrier, 'CJ' || shipment, 'full_truck', :warehouse,
           {_day(_ETA)}, {_instant(_SENT)}, CASE WHEN {_ENDED} THEN {_instant(_ARRIVED)} END
    FROM temp.grown WHERE {_SHIPPED} ORDER BY i
    """,
    f"""
    INSERT INTO shipment_line (shipment_number, line_no, order_number, order_line_no, item_id, quantity, created_at)
    SELECT shipment, 1, number, 1, item_id, {_PART}, {_instant(_SENT)} FROM temp.grown WHERE {_SHIPPED} ORDER BY i
    """,
    f"""
    INSERT INTO tracking_event (id, shipment_number, status, occurred_at, recorded_at)
    SELECT 'trk_' || shipment || '_1', shipment, 'in_transit', {_instant(f"{_SENT} + 600")},
           {_instant(f"{_SENT} + 660")}
    FROM temp.grown WHERE {_SHIPPED} ORDER BY i
    """,
    f"""
    INSERT INTO tracking_event (id, shipment_number, status, incident, occurred_at, recorded_at)
    SELECT 'trk_' || shipment || '_2', shipment,
           CASE state WHEN 'delayed' THEN 'delivery_delayed' ELSE 'delivered' END,
           CASE state WHEN 'delayed' THEN 'weather_rain' END, {_instant(_ARRIVED)}, {_instant(f"{_ARRIVED} + 60")}
    FROM temp.grown WHERE {_ENDED} OR state = 'delayed' ORDER BY i
    """,
    f"""
    INSERT INTO goods_receipt (id, order_number, order_line_no, shipment_number, received, short, rejected, received_at)
    SELECT 'rcv_' || shipment, number, 1, shipment, {_PART}, 0, 0, {_instant(f"{_ARRIVED} + 300")}
    FROM temp.grown WHERE {_ENDED} ORDER BY i
    """,
)

_AT: Final = _instant(f"made + {2 * _DAY}")

# Roots :first to :last, each with :mixes lots made of it and :products lots made of two mixes each; every tenth product
# was sent out, 25 a shipment.
LOTS: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS product (root, root_id, made, p, id, one, other)",
    "CREATE TEMP TABLE IF NOT EXISTS mix (root, root_id, made, m, id)",
    "DELETE FROM temp.product",
    "DELETE FROM temp.mix",
    """
    INSERT INTO temp.mix
    WITH RECURSIVE roots(r) AS (VALUES (:first) UNION ALL SELECT r + 1 FROM roots WHERE r < :last),
    mixes(m) AS (VALUES (0) UNION ALL SELECT m + 1 FROM mixes WHERE m < :mixes - 1),
    named AS (SELECT 'G' || printf('%06d', r) AS root, :begin + r * 600 AS made, m FROM roots, mixes)
    SELECT root, :buyer || '.' || root, made, m, :buyer || '.' || root || '-M' || printf('%02d', m) FROM named
    """,
    """
    INSERT INTO temp.product
    WITH RECURSIVE roots(root, root_id, made) AS (SELECT DISTINCT root, root_id, made FROM temp.mix),
    products(p) AS (VALUES (0) UNION ALL SELECT p + 1 FROM products WHERE p < :products - 1)
    SELECT root, root_id, made, p, root_id || '-P' || printf('%04d', p), root_id || '-M' || printf('%02d', p % :mixes),
           root_id || '-M' || printf('%02d', (p + 1 + p / :mixes % (:mixes - 2)) % :mixes)
    FROM roots, products
    """,
    f"""
    INSERT INTO lot (id, party_id, lot_no, item_id, supplier_id, quantity, made_on, status)
    SELECT DISTINCT root_id, :buyer, root, :material, :supplier, 30000000, {_day("made")}, 'released' FROM temp.mix
    """,
    f"""
    INSERT INTO lot (id, party_id, lot_no, item_id, quantity, made_on, status)
    SELECT id, :buyer, root || '-M' || printf('%02d', m), :product, 900000, {_day("made")}, 'released' FROM temp.mix
    """,
    f"""
    INSERT INTO lot (id, party_id, lot_no, item_id, quantity, made_on, status)
    SELECT id, :buyer, root || '-P' || printf('%04d', p), :product, 50000, {_day("made")}, 'released' FROM temp.product
    """,
    f"""
    INSERT INTO lot_edge (consumed_lot_id, produced_lot_id, quantity, occurred_on)
    SELECT root_id, id, 1000000, {_day("made")} FROM temp.mix
    """,
    f"""
    INSERT INTO lot_edge (consumed_lot_id, produced_lot_id, quantity, occurred_on)
    SELECT one, id, 25000, {_day("made")} FROM temp.product
    UNION ALL SELECT other, id, 25000, {_day("made")} FROM temp.product ORDER BY 1, 2
    """,
    f"""
    INSERT INTO shipment (number, direction, shipper_id, receiver_id, carrier_id, mode, warehouse_id, created_at,
                          ended_at)
    SELECT DISTINCT 'SH' || root || '-' || (p / 250), 'outbound', :buyer,
           CASE WHEN p / 250 % 2 THEN :dealer ELSE :other_dealer END, :carrier, 'less_than_truck', :warehouse,
           {_AT}, {_AT}
    FROM temp.product WHERE p % 250 = 0
    """,
    f"""
    INSERT INTO shipment_line (shipment_number, line_no, item_id, lot_id, quantity, created_at)
    SELECT 'SH' || root || '-' || (p / 250), p % 250 / 10 + 1, :product, id, 50000, {_AT}
    FROM temp.product WHERE p % 10 = 0
    """,
    f"""
    INSERT INTO tracking_event (id, shipment_number, status, occurred_at, recorded_at)
    SELECT 'trk_SH' || root || '-' || (p / 250), 'SH' || root || '-' || (p / 250), 'delivered', {_AT}, {_AT}
    FROM temp.product WHERE p % 250 = 0
    """,
)

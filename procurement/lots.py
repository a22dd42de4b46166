"""Lots and their genealogy: where a lot came from, what it went into, who received that. Only the owner sees a lot."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, String, bindparam, func, literal, select

from procurement.actor import Actor
from procurement.entities import Direction, LotDelivery, LotStep, LotView, Name, Trace
from procurement.errors import NotFound
from procurement.lot_views import views
from procurement.order_number import normal
from procurement.schema import item, lot, lot_edge, party, shipment, shipment_line, tracking_event
from procurement.store import UnitOfWork

LIMIT = 5000

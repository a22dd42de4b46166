"""Whatever is sent, the API answers as its document says, and never with a server error.

SUPPLYLINE_FUZZ_CASES is the least number of requests, which take about 40 ms each.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.conftest import service as service
from tests.e2e.conftest import service_folder as service_folder

Operation = APIOperation[Any, Any, Any, Any]

CASES = int(os.environ.get("SUPPLYLINE_FUZZ_CASES", "5000"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ORDER = {"text": "帮我向苏州精密订五百个6204轴承,下周五之前到"}


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture(scope="module")
def known(service: str, session: requests.Session) -> dict[str, str]:
    """Path parameters of records that exist, so that requests get past the first look-up."""
    conversations = f"{service}/api/conversations"
    conversation = session.post(conversations, json={}, headers={"Idempotency-Key": "c"}).json()["conversation"]
    said = session.post(f"{conversations}/{conversation}/messages", json=ORDER, headers={"Idempotency-Key": "m"}).json()
    return {
        "conversation_id": conversation,
        "draft_id": said["drafts"][0]["id"],
        "number": "PO-2026-00119",
        "lot_no": "L20261101",
    }


def fuzz(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    count: int,
    known: dict[str, str],
    session: requests.Session,
) -> Counter[int]:
    """Send ``count`` cases; the status codes that came back."""
    statuses: Counter[int] = Counter()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Case[Any]) -> None:
        if sum(statuses.values()) % 2:
            case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        response = case.call(session=session, timeout=30)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    send()
    return statuses


@pytest.mark.fuzz
def test_the_api_answers_as_documented(service: str, known: dict[str, str], session: requests.Session) -> None:
    schema = schemathesis.openapi.from_url(f"{service}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    taking_input = [one for one in operations if any(one.iter_parameters()) or one.body]
    each = CASES // (2 * len(taking_input)) + 1
    statuses: Counter[int] = Counter()
    for operation in operations:
        statuses += fuzz(operation, GenerationMode.POSITIVE, each, known, session)
    for operation in taking_input:
        statuses += fuzz(operation, GenerationMode.NEGATIVE, each, known, session)
    assert statuses.total() >= CASES, statuses
    assert {200, 404, 422} <= statuses.keys()
    orders = session.get(f"{service}/api/orders", params={"limit": 500}).json()
    assert {order["number"] for order in orders} >= {"PO-2026-00119", "PO-2026-00122"}

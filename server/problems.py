"""Errors as problem+json (RFC 9457). The request boundary: only here an error becomes a response."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from procurement.errors import SupplyLineError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUS = {
    "invalid_input": 422,
    "not_found": 404,
    "not_allowed": 403,
    "conflict": 409,
    "expired": 410,
    "unavailable": 503,
    "failed": 503,  # a turn that is told again, without the reason it had
}


class ProblemResponse(Response):
    """``fields`` are the problem's members. ASCII-escaped, so that whatever a caller sent can be quoted."""

    media_type = MEDIA_TYPE

    def __init__(self, status: int, fields: Mapping[str, object], headers: Mapping[str, str] | None = None) -> None:
        body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        body |= {key: value for key, value in fields.items() if value is not None}
        super().__init__(json.dumps(body), status, headers)


def problem(error: SupplyLineError) -> ProblemResponse:
    return problem_of(error.as_dict())


def problem_of(error: Mapping[str, object]) -> ProblemResponse:
    """The response for ``SupplyLineError.as_dict()``, also when it comes out of a stored turn."""
    status = STATUS.get(str(error["code"]), 500)
    headers = {"Retry-After": "1"} if error.get("retry") else {}
    if status == 403 and error.get("field") == "Authorization":
        status, headers = 401, {"WWW-Authenticate": "Bearer"}
    fields = {key: error.get(key) for key in ("code", "field", "remedy", "retry")}
    return ProblemResponse(status, {"detail": error["message"], **fields}, headers)


def refusal(status: int, code: str, detail: str, **fields: object) -> ProblemResponse:
    """A response for what no SupplyLineError stands for, such as a body that is too large."""
    return ProblemResponse(status, {"detail": detail, "code": code, "retry": False, **fields})


def install(app: FastAPI) -> None:
    """Have every error of ``app`` answered as a problem."""

    @app.exception_handler(SupplyLineError)
    async def answer(request: Request, error: SupplyLineError) -> Response:
        if error.code not in STATUS:
            log.error("request failed", extra={"code": error.code, "path": request.url.path}, exc_info=error)
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def answer_invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place, *names = (str(part) for part in first["loc"])
        field = ".".join(names) or place
        if first["type"] == "missing":
            detail, remedy = f"{field} is missing.", f"Send {field} in the {place}."
        else:
            detail, remedy = f"{field}: {_sentence(first['msg'])}", f"Correct {field} in the {place}."
        return refusal(422, "invalid_input", detail, field=field, remedy=remedy)

    @app.exception_handler(HTTPException)
    async def answer_http(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        detail = str(error.detail) if error.detail else status.description
        code = status.phrase.lower().replace(" ", "_").replace("-", "_")
        fields = {"detail": detail, "code": code, "retry": False}
        return ProblemResponse(status, fields, error.headers)


def _sentence(text: str) -> str:
    return text[:1].lower() + text[1:] + ("" if text.endswith(".") else ".")

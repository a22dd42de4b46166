"""The OpenAPI document: what FastAPI derives from the routes, with errors in the media type they really have."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from server.problems import MEDIA_TYPE


class Application(FastAPI):
    """FastAPI whose document says problem+json where problems are answered."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes
            )
            for operations in document["paths"].values():
                for operation in operations.values():
                    for status, response in operation["responses"].items():
                        if int(status) >= 400:
                            response["content"] = dict.fromkeys([MEDIA_TYPE], *response["content"].values())
            self.openapi_schema = document
        return self.openapi_schema

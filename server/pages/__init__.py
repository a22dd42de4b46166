"""The web pages, on NiceGUI. Every asset comes out of installed packages; nothing is fetched from elsewhere."""

from pathlib import Path

from fastapi import FastAPI
from nicegui import ui
from starlette.responses import FileResponse

from server.pages.calling import mount_calling
from server.pages.chat import mount_chat
from server.pages.login import router as login_router
from server.pages.lots import mount_lots
from server.pages.orders import mount_orders
from server.pages.shipments import mount_shipments
from server.pages.stock import mount_stock
from server.service import Service

STYLE = Path(__file__).parent / "style.css"
FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5570"/>'
    '<path d="M8 20h10a4 4 0 0 0 0-8h-4a4 4 0 0 1 0-8h10" transform="translate(0 4)" fill="none" stroke="#fff" '
    'stroke-width="3" stroke-linecap="round"/></svg>'
)


def mount_pages(app: FastAPI, service: Service) -> None:
    """Add the pages to ``app``. Once in a process."""
    app.include_router(login_router)
    mount_calling(app, service)

    @app.get("/style.css", include_in_schema=False)
    async def style() -> FileResponse:
        return FileResponse(STYLE, headers={"Cache-Control": "no-cache"})

    ui.add_head_html('<link rel="stylesheet" href="/style.css">', shared=True)
    for mount in (mount_chat, mount_orders, mount_shipments, mount_lots, mount_stock):
        mount(service)
    ui.run_with(app, title="SupplyLine", favicon=FAVICON, show_welcome_message=False, reconnect_timeout=10.0)

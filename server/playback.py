"""REST, the recordings of one's own calls: nobody else hears them."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import FileResponse

from server import shapes
from server.service import Caller, Said, Served

router = APIRouter(prefix="/api/recordings", tags=["recordings"])


@router.get("", response_model=list[shapes.Recording])
async def list_recordings(served: Served, actor: Caller) -> list[dict[str, Any]]:
    """The caller's own recordings, latest first."""
    return [
        {
            "id": entry.id,
            "conversation": entry.conversation_id,
            "started_at": entry.started_at.isoformat(),
            "seconds": entry.seconds,
            "kept_until": (entry.started_at + timedelta(days=served.recordings.days)).isoformat(),
        }
        for entry in served.recordings.of(actor)
    ]


@router.get(
    "/{recording_id}/audio",
    response_class=FileResponse,
    responses={200: {"content": {"audio/wav": {}}, "description": "Stereo: the caller left, the agent right."}},
)
async def play_recording(served: Served, actor: Caller, recording_id: Said) -> FileResponse:
    """The sound of one."""
    path = served.recordings.sound(actor, recording_id)
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "no-store"})

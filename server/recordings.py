"""The Recordings: where they lie, whose they are, and when they go.

Each is a WAV file with a JSON file beside it that says whose call it was. A file that is being written has another
ending, so that nobody is ever handed half of one.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from procurement.actor import Actor
from procurement.errors import NotFound
from server.recording import BYTES_A_SECOND, Recording

UNFINISHED = timedelta(days=1)  # no call is written to for so long
NAME = re.compile(r"rec_[A-Za-z0-9_-]{20}")


@dataclass(frozen=True, slots=True)
class RecordingEntry:
    """``contact_id``: whose call it was."""

    id: str
    contact_id: str
    conversation_id: str
    started_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Recordings:
    """``days``: how long one is kept."""

    folder: Path
    days: float

    def begin(self, recording_id: str, since: int) -> Recording:
        """Raises OSError when nothing can be written there."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Recording(self.folder / f"{recording_id}.part", self._sound(recording_id), since)

    def finish(self, recording: Recording, entry: RecordingEntry) -> bool:
        """Keep a recording; whether there was one to keep. The note comes first: sound without a note is nobody's."""
        note = self.folder / f"{entry.id}.json"
        said = {
            "contact_id": entry.contact_id,
            "conversation_id": entry.conversation_id,
            "started_at": entry.started_at.isoformat(),
        }
        note.write_text(json.dumps(said))
        if recording.finish():
            return True
        note.unlink()
        return False

    def of(self, actor: Actor) -> list[RecordingEntry]:
        """The Actor's own, latest first."""
        entries = [self._entry(note) for note in self.folder.glob("rec_*.json") if self._sound(note.stem).exists()]
        own = [entry for entry in entries if entry.contact_id == actor.contact_id]
        return sorted(own, key=lambda entry: entry.started_at, reverse=True)

    def sound(self, actor: Actor, recording_id: str) -> Path:
        """Raises NotFound for one that is not the Actor's."""
        path = self._sound(recording_id)
        known = NAME.fullmatch(recording_id) and path.exists()
        if not known or self._entry(path.with_suffix(".json")).contact_id != actor.contact_id:
            raise NotFound(
                f"No recording {recording_id!r}.", field="recording", remedy="It may have been kept long enough."
            )
        return path

    def purge(self, now: datetime) -> int:
        """Delete what was kept long enough, and what a process that died left unfinished; how many recordings."""
        gone = 0
        for note in self.folder.glob("rec_*.json"):
            if now - self._entry(note).started_at >= timedelta(days=self.days):
                self._sound(note.stem).unlink(missing_ok=True)
                note.unlink()
                gone += 1
        for part in self.folder.glob("rec_*.part"):
            if now.timestamp() - part.stat().st_mtime >= UNFINISHED.total_seconds():
                part.unlink()
        return gone

    def _sound(self, recording_id: str) -> Path:
        return self.folder / f"{recording_id}.wav"

    def _entry(self, note: Path) -> RecordingEntry:
        said = json.loads(note.read_text())
        size = self._sound(note.stem).stat().st_size if self._sound(note.stem).exists() else 0
        return RecordingEntry(
            note.stem,
            said["contact_id"],
            said["conversation_id"],
            datetime.fromisoformat(said["started_at"]),
            round(size / BYTES_A_SECOND, 1),
        )

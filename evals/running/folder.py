"""The folder of a run: ``run.json`` (what was asked for), ``records/``, ``measured/``, ``recordings/`` (calls) and
``logs/`` (for ``inspect view``); the reports are put beside them. A file is there whole or not at all."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.running.asked import Asked
from evals.trials.record import Measured, Record
from procurement.errors import InvalidInput

RECORDS, RECORDINGS = "records", "recordings"


class Started(BaseModel):
    """``model``: names of the models under test; ``doing``: as ``asked.doing_digests``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: Asked
    model: str
    doing: dict[str, str]


@dataclass(frozen=True, slots=True)
class RunFolder:
    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def start(self, started: Started) -> None:
        write_whole(self.path / "run.json", as_json(started))

    def started(self, field: str) -> Started:
        """Raises InvalidInput, naming ``field``, when this is no folder of a run."""
        try:
            return Started.model_validate_json((self.path / "run.json").read_bytes())
        except (OSError, ValidationError):
            raise InvalidInput(
                f"{self.path} is not the folder of a run", field=field, remedy="name a folder that has a run.json"
            ) from None

    def keep(self, record: Record, measured: Measured) -> None:
        """The record last: a trial that has one is finished."""
        write_whole(self.path / "measured" / f"{record.key}.json", as_json(measured, indent=None))
        write_whole(self.path / RECORDS / f"{record.key}.json", as_json(record, indent=None))

    def record(self, key: str) -> Record | None:
        """None when the trial has not been finished; a record of another version is none."""
        try:
            return Record.model_validate_json((self.path / RECORDS / f"{key}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def recording(self, key: str) -> Path:
        """Where the sound of a call belongs."""
        return self.path / RECORDINGS / f"{key}.wav"

    def take_recording(self, file: Path, key: str) -> None:
        to = self.recording(key)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, to)

    def recordings(self) -> frozenset[str]:
        """Keys of the trials that have one."""
        return frozenset(file.stem for file in (self.path / RECORDINGS).glob("*.wav"))


def as_json(value: BaseModel | Mapping[str, Any], indent: int | None = 1) -> str:
    """The same value, the same bytes. Without ``indent`` it is written several times as fast."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return json.dumps(plain, ensure_ascii=False, indent=indent, sort_keys=True) + "\n"


def write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)

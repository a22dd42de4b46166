"""The strict loader: text files in, sentences out. A missing or unknown key or variable is an error, never a blank.

``prompts/<name>/<language>.toml`` holds short texts; nested tables make dotted keys. ``prompts/<name>/<language>.md``
holds one long text. Variables are written ``{name}``; ``{{`` and ``}}`` are literal braces.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """One text. ``name`` says where it is written, for error messages."""

    name: str
    text: str
    variables: frozenset[str]

    @classmethod
    def parse(cls, name: str, text: str) -> "Template":
        """Raises ValueError when a field is anything but a plain name."""
        variables = set()
        try:
            fields = [field for field in Formatter().parse(text) if field[1] is not None]
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
        for _, variable, spec, conversion in fields:
            if not variable or not variable.isidentifier() or spec or conversion:
                raise ValueError(f"{name}: a variable is written {{name}}, not {{{variable}}} with extras")
            variables.add(variable)
        return cls(name, text, frozenset(variables))

    def fill(self, values: dict[str, object]) -> str:
        """Raises KeyError for a variable that is missing or unknown, TypeError for a value that is None."""
        if values.keys() != self.variables:
            missing = sorted(self.variables - values.keys())
            unknown = sorted(values.keys() - self.variables)
            raise KeyError(f"{self.name}: missing variables {missing}, unknown variables {unknown}")
        empty = sorted(variable for variable, value in values.items() if value is None)
        if empty:
            raise TypeError(f"{self.name}: no value for {empty}")
        return self.text.format(**values) if self.variables else self.text.format()


@dataclass(frozen=True, slots=True)
class Texts:
    """A catalogue of short texts in one language: ``texts("order.total", amount="6400.00")``."""

    name: str
    language: str
    templates: dict[str, Template]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of ``key`` with its variables filled in; KeyError when either does not fit."""
        template = self.templates.get(key)
        if template is None:
            raise KeyError(f"{self.name}/{self.language}: no text {key!r}")
        return template.fill(values)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.templates)


def flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    """Dotted keys of nested TOML tables; ValueError for a value that is not text."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            flat[prefix + key] = value
        else:
            raise ValueError(f"{prefix}{key}: a text is a string, not {type(value).__name__}")
    return flat


@cache
def load_catalog(name: str, language: str) -> Texts:
    """The texts of ``prompts/<name>/<language>.toml``; FileNotFoundError or ValueError when it cannot be used."""
    path = FOLDER / name / f"{language}.toml"
    flat = flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    where = f"{name}/{language}.toml"
    return Texts(name, language, {key: Template.parse(f"{where}: {key}", text) for key, text in flat.items()})


@cache
def load_prompt(name: str, language: str) -> Template:
    """The long text ``prompts/<name>/<language>.md``; ``.fill({...})`` makes the prompt."""
    path = FOLDER / name / f"{language}.md"
    return Template.parse(f"{name}/{language}.md", path.read_text(encoding="utf-8"))

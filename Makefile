# Two commands matter: `make run` and `make test`. Each prepares .venv by itself, and only when the lock has changed.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
LANES ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: run test lint setup callers lock clean help

help:
	@echo "make run    start SupplyLine with the demo chain on http://127.0.0.1:$(PORT)   (PORT=8001 for another port)"
	@echo "make test   everything that is checked, cheapest first   (LANES='lint fast' for some of it)"
	@echo "make lint   ruff and mypy"
	@echo "make callers  install the voices of test callers, for 'supplyline eval bench voice' (about 90 MB; needs npm)"
	@echo "make lock   resolve pyproject.toml again into requirements.lock   (needs uv)"
	@echo "make clean  remove .venv and caches; var/ (your records) stays"

run: $(INSTALLED)
	@exec $(BIN)/supplyline serve --demo --port $(PORT)

test: $(INSTALLED)
	@exec $(BIN)/python -m tests.lanes $(LANES)

lint: $(INSTALLED)
	@exec $(BIN)/python -m tests.lanes lint

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "SupplyLine needs Python 3.11, 3.12 or 3.13; python3 here is: $$(python3 --version 2>&1 || echo missing)." >&2; \
		echo "Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "SupplyLine needs Python 3.11, 3.12 or 3.13; $(PYTHON) is: $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version): about 175 packages and the speech models, one to three minutes the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@echo "[1/2] Packages, each checked against its hash in requirements.lock ..."
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements.lock \
		|| echo FAILED; } | awk ' \
		/^(Collecting|Processing) / { n++; if (n % 10 == 0) { printf "      %d fetched ...\n", n; fflush() } } \
		/^Installing collected/ { print "      installing (the longest step) ..."; fflush() } \
		/^FAILED/ { failed = 1 } END { exit failed }'
	@echo "[2/2] SupplyLine itself ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Ready."

# Speech of test callers: not needed to run the service.
callers: $(INSTALLED)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps -r requirements-callers.lock
	@$(BIN)/python -m evals.audio.voices

# Universal: one lock for Linux and macOS, Python 3.11 to 3.13; hashes, and no index URL in the file.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv (or: pipx install uv)" >&2; exit 1; }
	uv pip compile pyproject.toml --extra dev --extra piper --extra evals --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

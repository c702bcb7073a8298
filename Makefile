# `make chat` starts a screening in the terminal; `make test` proves that the answers are right. Both set up what they need.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready
RUN := $(VENV)/bin
JOBS ?= 2
BEGAN := $(shell date +%s)

LONG := PYTHONPATH=.:tests/support:tests/proofs $(RUN)

INSTALL := $(RUN)/python -m pip install --quiet --disable-pip-version-check

unexport PYTHONDONTWRITEBYTECODE  # the tests start hundreds of processes, each of which would compile every module anew

.PHONY: help setup chat telegram-demo web test lint types tests sweeps proof mutate torture torture-storage torture-telegram torture-web shuffles interop \
  browser matrix matrix-demo bench lock format clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

setup: $(READY)  ## set up the environment in .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Setting up in $(VENV), once." >&2
	@$(PYTHON) -m venv --clear $(VENV) \
	  || { echo "Python's venv module is needed (on Debian: the package python3-venv)" >&2; exit 2; }
	@sed -n '/^pip==/,/[^\\]$$/p' requirements.lock | $(INSTALL) --require-hashes -r /dev/stdin >&2  # older ones take three times as long
	@$(INSTALL) --no-compile --require-hashes -r requirements.lock >&2
	@$(INSTALL) --no-deps --no-build-isolation --editable . >&2
	@$(RUN)/python -m compileall -q -j 0 $(VENV)/lib > /dev/null || true  # pip would compile on one processor only
	@touch $@

chat: $(READY)  ## screen an infant in the terminal (more options: make chat ARGS="--help")
	@$(RUN)/trialscreen chat $(ARGS)

telegram-demo: $(READY)  ## try the Telegram bot in the browser, without Telegram; Ctrl-C ends it
	@$(RUN)/python -m bot.workbench.telegram_standin.demo

web: $(READY)  ## try the page in the browser: a key, a database and an invitation for trying; Ctrl-C ends it
	@$(RUN)/python -m bot.workbench.web_demo

test: lint  ## lint, types and tests
	@$(RUN)/python tests/support/parts.py; code=$$?; echo "make test: $$(($$(date +%s) - $(BEGAN))) s in all"; exit $$code

lint: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(READY)
	$(RUN)/mypy

tests: $(READY)
	@$(RUN)/python tests/support/parts.py channels telegram traced others workbench keeping commands pages

sweeps: $(READY)  ## the tests that are proofs: whole spaces of answers, files and attacks in small (minutes)
	$(RUN)/python -m pytest -n $(JOBS) --dist worksteal --ignore tests/browser -m long

proof: $(READY)  ## every criterion's grid, 200,000 random sets of answers against brute force, recordings (minutes)
	$(LONG)/python tests/proofs/proof_grid.py
	$(LONG)/python tests/proofs/proof_random.py
	$(LONG)/python tests/proofs/proof_format.py
	$(LONG)/python tests/proofs/proof_slips.py
	$(LONG)/python tests/proofs/proof_ask_backs.py
	$(LONG)/python tests/proofs/proof_notes.py
	$(LONG)/python tests/proofs/proof_recording.py
	$(LONG)/python tests/proofs/proof_tours.py
	$(LONG)/python tests/proofs/proof_layers.py

mutate: $(READY)  ## mutants of the trial definition and of the code (half an hour)
	$(LONG)/python tests/proofs/definition_mutants.py
	$(LONG)/python tests/proofs/format_mutants.py
	$(LONG)/python tests/proofs/code_mutants.py

torture: torture-storage torture-telegram torture-web  ## kill, race, repeat, fail, tamper: storage, Telegram, the page (three quarters of an hour)

torture-storage: $(READY)  ## what is kept under attack
	$(LONG)/trialscreen replay --through storage --shuffle tests/scripts tests/abuse
	$(LONG)/python tests/torture/run.py storage

torture-telegram: $(READY)  ## whole bots under attack, against the stand-in for Telegram
	$(LONG)/trialscreen replay --through telegram --shuffle tests/scripts tests/abuse
	$(LONG)/python tests/torture/run.py telegram

torture-web: $(READY)  ## the page's server under attack, while people answer through HTTP
	$(LONG)/trialscreen replay --through web --shuffle tests/scripts tests/abuse
	$(LONG)/python tests/torture/run.py web

shuffles: $(READY)  ## every script 50 times in another order: no difference
	$(LONG)/python tests/proofs/shuffles.py core 50

interop: $(READY)  ## every script in stock Botium, against trialscreen serve (needs Node.js 20 and npm)
	@$(LONG)/python tests/interop/run.py

browser: $(READY)  ## every script and every kind of page in Chromium (needs chromium, Node.js 20 and npm)
	@$(LONG)/python tests/browser/browser_checks.py

matrix: $(READY)  ## encrypted chats against Synapse and a strict client, both on this machine (needs npm)
	@$(LONG)/python tests/matrix/matrix_checks.py $(ARGS)

matrix-demo: $(READY)  ## try an encrypted chat in the terminal, with a homeserver of its own (needs npm); Ctrl-C ends it
	@$(RUN)/python tests/matrix/matrix_demo.py

bench: $(READY)  ## speed, as ratios in one run
	$(LONG)/python tests/benchmarks/bench.py

format: $(READY)  ## format the code
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
  --no-strip-extras --no-emit-index-url  # a pip before 23.3 wants a pin with each extra

lock: $(READY)  ## renew the four locks (needs uv)
	$(LOCK) pyproject.toml --group dev --output-file requirements.lock
	$(LOCK) pyproject.toml --group build --all-extras --constraint requirements.lock --output-file requirements-run.lock
	$(LOCK) --group browser --constraint requirements.lock --output-file requirements-browser.lock
	$(LOCK) --group synapse --output-file requirements-matrix-server.lock

clean:  ## remove what setting up and testing left
	rm -rf $(VENV) tests/*/node_modules .coverage* .hypothesis .mypy_cache .ruff_cache mutants build dist

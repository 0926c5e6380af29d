# make help tells what there is.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
RUN     = $(BIN)/python
export PYTHONPATH := $(CURDIR)
export FLASK_APP  := wsgi
export PYTHONDONTWRITEBYTECODE := $(if $(CI),1,)

.DEFAULT_GOAL := help
.PHONY: help env run test fast lint fix types contracts lock bench shape words migration docs night faults load clean

help: ## what one can ask for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

env: $(VENV)/.python $(VENV)/.static $(VENV)/.words ## build the environment: Python packages, front-end files, translations

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Minhoe needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.python: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.static: package.json package-lock.json $(wildcard frontend/*.py static/css/* static/js/* static/img/*) $(VENV)/.python
	$(RUN) -m frontend.fetch
	$(RUN) -m frontend.build
	@touch $@

$(VENV)/.words: $(wildcard app/translations/*/LC_MESSAGES/*.po) $(VENV)/.python
	$(RUN) -m app.core.words compile
	@touch $@

run: env ## start the platform with the demonstration city (PORT, DATABASE_URL are honoured)
	@$(RUN) run.py

test: env $(VENV)/.test ## every test but those of the night, in parallel; what had to be skipped is said last
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy voting
	$(BIN)/pytest -n $${TEST_WORKERS:-2} --dist worksteal

night: env $(VENV)/.test ## what takes longer than a push may wait: every walk in a browser at both widths, every page in both languages, the largest panels
	NIGHT=1 $(BIN)/pytest -n $${TEST_WORKERS:-2} -m "slow or night or browser"

faults: env $(VENV)/.test ## kill workers, sequencer and database while people vote, 50 rounds on each database
	FAULT_ROUNDS=50 $(BIN)/pytest tests/faults -n 0

load: env $(VENV)/.test ## measure casting beside bare inserts, its waiting times, and the count of 100,000 ballots
	$(RUN) benchmarks/polls.py

fast: env $(VENV)/.test ## no browser, no PostgreSQL, nothing slow
	$(BIN)/pytest -n 2 --databases sqlite -m "not browser and not slow"

lint: $(VENV)/.test ## style and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

fix: $(VENV)/.test ## mend what a program can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.test ## types: strict in voting/
	$(BIN)/mypy voting

words: $(VENV)/.test ## take new sentences into the catalogs, and say which lack their Korean
	$(RUN) -m app.core.words update

lock: | $(VENV)/bin/python ## write the locks of the Python packages anew
	$(BIN)/pip install --quiet uv
	cd requirements && ../$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header run.in -o ../requirements.txt
	cd requirements && ../$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header test.in -o test.txt

bench: env $(VENV)/.test ## measure pages at Gwangju's size and ten times that
	$(RUN) benchmarks/pages.py

clean: ## take away what was built here
	rm -rf $(VENV) node_modules static/build instance

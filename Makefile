# Everything that is done with the project, by name. `make` prints the names.
.DEFAULT_GOAL := help
.PHONY: help install assets install-dev run demo test test-all check lint types bench bench-scale faults faults-today mapping relevance conformance timeseries detect-bench kin-bench docs docs-check format lock screenshot clean

PYTHON ?= python3
BIN := .venv/bin

help: ## print these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

install: .venv/installed ## make .venv and install the product from its lock file, with the editor where npm can fetch it
	@$(MAKE) --no-print-directory assets || echo "The editor for SPARQL could not be fetched; its page works as a plain form."

assets: web/assets/node_modules/.package-lock.json ## fetch the editor for SPARQL with npm, from the machine or from a wheel

# Where the machine has no npm, one from PyPI in a folder of its own, apart from what the product runs on.
web/assets/node_modules/.package-lock.json: web/assets/package-lock.json
	@if ! command -v npm >/dev/null; then $(PYTHON) -m venv .node && .node/bin/python -m pip install --quiet --require-hashes --requirement web/assets/nodejs.lock; fi
	@PATH="$$PATH:$(CURDIR)/.node/bin" npm ci --prefix web/assets --ignore-scripts --silent
	@touch $@

install-dev: .venv/installed-dev ## the same with what tests, lint and types need

run: install ## serve the site with a worker, and harvest the demonstration portals
	$(BIN)/stook up --demo

demo: install ## serve the demonstration portals alone, on port 8100
	$(BIN)/stook demo

test: install-dev ## run the unit tests
	$(BIN)/python -m pytest -q -n auto --dist worksteal

test-all: install-dev ## run every test: also those that drive a browser, whole services and recorded portals
	$(BIN)/python -m pytest -m ""

lint: install-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: install-dev
	$(BIN)/mypy

check: lint types docs-check test faults-today ## what CI runs: lint, types, generated documents, tests, and a third of the faults

faults-today: install-dev ## play every fault at a third of the kinds, at another third each day
	$(BIN)/python tests/faults/run.py --third $$(date +%-j)

faults: install-dev ## play every fault at every kind of portal and print the matrix
	$(BIN)/python tests/faults/run.py

bench: install-dev ## time the hot paths side by side and print ratios
	$(BIN)/python tests/bench/run.py

bench-scale: install-dev ## time search at 10,000, 100,000 and 300,000 made-up documents, beside Whoosh and tantivy (half an hour)
	$(BIN)/python tests/bench/run.py --only scale

mapping: install-dev ## count how much of what recorded portals write is understood (STOOK_CORPUS)
	$(BIN)/python tests/mapping/measure.py --portals --unmatched 25

relevance: install-dev ## judge searches, ours and others, by what people found relevant (STOOK_CORPUS, STOOK_RELEVANCE)
	$(BIN)/python tests/relevance/compare.py

conformance: install-dev ## run the W3C's SPARQL tests through the endpoint, and write what became of them (STOOK_VOCAB_DATA)
	$(BIN)/python tests/conformance/run.py --earl earl.ttl

timeseries: install-dev ## replay dated captures of portals, and count what became of their datasets (STOOK_CORPUS)
	$(BIN)/python tests/timeseries/measure.py

detect-bench: install-dev ## count how rightly columns that hold identifiers are told, by kind, and how fast
	$(BIN)/python tests/detection/measure_detection.py --kinds

kin-bench: install-dev ## count how rightly titles of several councils are taken for the same
	PYTHONPATH=tests/catalogue $(BIN)/python tests/catalogue/kin/judged_titles.py

docs: install-dev ## write the generated parts of the documents
	$(BIN)/python tests/documents/generate.py
	$(BIN)/python tests/documents/promises.py

docs-check: install-dev
	$(BIN)/python tests/documents/generate.py --check
	$(BIN)/python tests/documents/promises.py --check

screenshot: install-dev ## take the README's picture with Chromium
	$(BIN)/python tests/documents/screenshot.py

format: install-dev ## put the code into its one form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

lock: install-dev ## rewrite both lock files from the ranges in pyproject.toml
	.ci/lock

clean: ## remove what was installed and built; the state in var/ stays
	rm -rf .venv .node web/assets/node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache

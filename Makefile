# `make demo` and `make test` need Python 3.11, 3.12 or 3.13 and nothing else; the tests in a
# browser are skipped without what `make browser` gets.

DATA ?= data
PORT ?= 8001
WORKERS ?= 2
UV ?= uv

BIN := .venv/bin
STAMP := .venv/.installed
BROWSER := tests/browser
BROWSER_STAMP := $(BROWSER)/node_modules/.package-lock.json
CHECKED := scrapers pipeline tests

# The first Python on this machine that fits and can make environments.
FITS := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
find_python = for name in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	if "$$name" -c "$(FITS)" 2>/dev/null; then echo "$$name"; break; fi; done

.DEFAULT_GOAL := help
.PHONY: help install browser demo test check format bench bench-quick performance crash fuzz serve pictures lock clean

help: ## Say what the targets do
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

install: $(STAMP) ## Make .venv and install everything into it, pinned and hashed

$(STAMP): requirements-dev.txt pyproject.toml
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo "No Python 3.11, 3.12 or 3.13 with venv was found; install one, or name it: make install PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! $(BIN)/python -c "$(FITS)" 2>/dev/null; then "$$python" -m venv --clear .venv; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

browser: $(BROWSER_STAMP) ## Get what the tests in a browser need, and name what is still missing
	@for program in chromium java; do \
		command -v $$program >/dev/null || echo "$$program is missing; on Debian: apt-get install chromium default-jre-headless" >&2; \
	done

$(BROWSER_STAMP): $(BROWSER)/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing; install Node.js 18 or newer, with npm" >&2; exit 1; }
	npm ci --prefix $(BROWSER) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

demo: $(STAMP) ## Do the main job on the bundled pages, offline, and print the timeline
	$(BIN)/stanceline demo --data $(DATA)

test: $(STAMP) ## Run all tests; those in a browser are left out where make browser was not run
	@[ -e $(BROWSER_STAMP) ] || echo "Tests in a browser will be skipped; make browser gets what they need." >&2
	$(BIN)/pytest -n $(WORKERS)

check: $(STAMP) ## Check format, lint, types and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS)

format: $(STAMP) ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## Run the benchmarks
	$(BIN)/pytest tests/benchmarks -o addopts="" -o python_files="bench_*.py" --import-mode=importlib -p no:cacheprovider --benchmark-only

bench-quick: $(STAMP) ## Check in seconds that reading archives did not become slower
	$(BIN)/python tests/benchmarks/quick.py

performance: $(STAMP) ## Measure what docs/performance.md tells, and write it (some minutes)
	@results=$$(mktemp); status=0; \
	$(BIN)/pytest tests/benchmarks/bench_bulk.py tests/benchmarks/bench_bulk_workers.py tests/benchmarks/bench_engines.py -o addopts="" -o python_files="bench_*.py" --import-mode=importlib -p no:cacheprovider -p no:randomly --benchmark-only -s --benchmark-json=$$results || status=$$?; \
	$(BIN)/python tests/benchmarks/report.py $$results docs/performance.md; rm -f $$results; exit $$status

crash: $(STAMP) ## Kill a night at 200 moments, and see that nothing is lost (some minutes)
	STANCELINE_CRASHES=200 $(BIN)/pytest tests/pipeline/test_crash.py

fuzz: $(STAMP) ## Damage 10,000 report files of each format, and see that each gives figures or a named error
	$(BIN)/python tests/support/report_fuzz.py --count 10000

serve: $(STAMP) ## Serve the database with Datasette; the demo is built when there is none
	@[ -e $(DATA)/timeline.db ] || $(BIN)/stanceline demo --data $(DATA) >/dev/null
	$(BIN)/stanceline serve --data $(DATA) --port $(PORT)

pictures: $(STAMP) $(BROWSER_STAMP) ## Draw the pictures in docs/ anew, from a demo of their own
	$(BIN)/python docs/draw.py docs
	PYTHONPATH=tests:tests/support $(BIN)/python -m browser.photographs docs

lock: ## Pin the dependencies of pyproject.toml anew (needs uv)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove the environment and what tools left behind; the data stays
	rm -rf .venv $(BROWSER)/node_modules .mypy_cache .ruff_cache .hypothesis build dist *.egg-info

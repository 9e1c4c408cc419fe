# Everything runs from a checkout, in its own .venv; each target alone is enough on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
DEV_STAMP := $(VENV)/installed-dev
UV ?= uv

.DEFAULT_GOAL := help
.PHONY: help install install-dev lock crawl test soak check accept recording clean

help:           ## What there is to make.
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: $(STAMP)  ## What a crawl needs, exact and hashed by requirements.lock, in .venv.

install-dev: $(DEV_STAMP)  ## And what tests and checks need, by requirements-dev.lock.

# --no-deps: the locks are complete, and old pips stumble over one of the extras in them.
$(STAMP): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $(STAMP)

$(DEV_STAMP): requirements-dev.lock $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $(DEV_STAMP)

# The locks hold hashes and no address of an index; pins stay unless pyproject.toml forbids them (UPGRADE=--upgrade).
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE)
lock:           ## Write both locks anew from pyproject.toml; needs uv.
	$(UV) pip compile pyproject.toml --extra crawler $(LOCKED) -o requirements.lock
	$(UV) pip compile pyproject.toml --extra crawler --group dev -c requirements.lock $(LOCKED) -o requirements-dev.lock

crawl: install  ## The main job on the shipped recording, no network: output/recording/.
	mkdir -p output/recording
	$(BIN)/scrapy crawl related -a seeds=tests/recording/seeds -s REPLAY_WARC=tests/recording/outlets.warc.gz \
		-s OUTPUT_DIR=output/recording -s LOG_FILE=output/recording/crawl.log

# Most tests of the crawler wait for a server or a clock; tests of one file share what it sets up.
test: install-dev  ## All tests, no network.
	$(BIN)/python -m pytest -q -n 4 --dist loadfile

# The short form, a few minutes: make soak KILLS=5 PAGES=10000 INPUTS=20000
KILLS ?= 20
PAGES ?= 100000
INPUTS ?= 200000
soak: install-dev  ## Kills, 100,000 pages, 200,000 fuzzed inputs; about an hour.
	$(BIN)/python -m tests.soak.killing --kills $(KILLS)
	$(BIN)/python -m tests.soak.load --pages $(PAGES)
	$(BIN)/python -m tests.tools.fuzz $(INPUTS) 1

check: install-dev  ## Format, lint, types, import contracts; the locks against known vulnerabilities.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.tools.audit

accept: install-dev  ## Rewrite the expected files of all page fixtures; then read the diff.
	$(BIN)/python -m tests.tools.accept

recording: install-dev  ## Rebuild the shipped recording from its texts and templates.
	$(BIN)/python -m tests.recording.build

clean:          ## Remove what was installed and crawled.
	rm -rf $(VENV) output/recording

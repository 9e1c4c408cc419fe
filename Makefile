# Everything runs from a checkout, in its own .venv; each target alone is enough on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.DEFAULT_GOAL := help
.PHONY: help install crawl test soak bench wheel check accept recording clean

help:           ## What there is to make.
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: $(STAMP)  ## The exact, hashed dependencies of requirements.lock in .venv.

# --no-deps: the lock is complete, and old pips stumble over one of the extras in it.
$(STAMP): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $(STAMP)

crawl: install  ## The main job on the shipped recording, no network: output/recording/.
	mkdir -p output/recording
	$(BIN)/scrapy crawl related -a seeds=tests/recording/seeds -s REPLAY_WARC=tests/recording/outlets.warc.gz \
		-s OUTPUT_DIR=output/recording -s LOG_FILE=output/recording/crawl.log

# Most tests of the crawler wait for a server or a clock; tests of one file share what it sets up.
test: install   ## All tests, no network.
	$(BIN)/python -m pytest -q -n 4 --dist loadfile

# The short form, a few minutes: make soak KILLS=5 PAGES=10000 INPUTS=20000
KILLS ?= 20
PAGES ?= 100000
INPUTS ?= 200000
soak: install   ## Kills, 100,000 pages, 200,000 fuzzed inputs; about an hour.
	$(BIN)/python -m tests.soak.killing --kills $(KILLS)
	$(BIN)/python -m tests.soak.load --pages $(PAGES)
	$(BIN)/python -m tests.tools.fuzz $(INPUTS) 1

# SAMPLES=DIR: a folder of real pages. Peers: .venv/bin/pip install -r benchmarks/requirements.txt
bench: install  ## Speed beside other extractors and spiders: benchmarks/speed.md; about half an hour on an idle machine.
	$(BIN)/python -W ignore -m benchmarks.report $(if $(SAMPLES),--pages $(SAMPLES))

wheel: install  ## An optional wheel whose cleaner is compiled (mypyc, a C compiler), in dist/; the fixtures are run on it.
	$(BIN)/python -m tests.tools.compiled_wheel --check

check: install  ## Format, lint, types, import contracts; the lock against known vulnerabilities.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.tools.audit

accept: install ## Rewrite the expected files of all page fixtures; then read the diff.
	$(BIN)/python -m tests.tools.accept

recording: install ## Rebuild the shipped recording from its texts and templates.
	$(BIN)/python -m tests.recording.build

clean:          ## Remove what was installed and crawled.
	rm -rf $(VENV) output/recording

# The commands of README.md. Everything is installed into $(VENV); nothing else on the machine is touched.
VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
DEMO := build/demo

.PHONY: demo test lint types imports docs docs-check shown pictures site metrics check bench rule-cost faults fuzz kill clean

demo: $(VENV)/.package
	rm -rf $(DEMO) && mkdir -p build
	$(BIN)/ftdata prepare samples/raw_prompts.csv --columns prompt=question,completion=answer \
		--target azure --model gpt-4.1-mini --output $(DEMO) --force || [ $$? -eq 1 ]
	@test -s $(DEMO)/train.jsonl

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.package
	$(BIN)/python docs/generate.py

# What the commands of hand-written pages print, written anew beside them.
shown: $(VENV)/.package
	$(BIN)/python docs/shown.py

# The pictures of README.md and the docs, taken of real output; those of pages need Chromium.
pictures: $(VENV)/.pictures
	$(BIN)/python docs/pictures.py

docs-check: $(VENV)/.package
	$(BIN)/python docs/generate.py --check

# The documentation as a site, in build/site; a broken link is an error.
site: $(VENV)/.site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

metrics: $(VENV)/.package
	$(BIN)/python tests/style_metrics.py

# About half an hour and 17 GB of disk; BENCH=--quick gives a first look.
bench: $(VENV)/.bench
	$(BIN)/python -m tests.benchmarks $(BENCH)

rule-cost: $(VENV)/.bench
	$(BIN)/python -m tests.benchmarks.each

# Figures for docs/reliability.md: hostile files, made-up rows, runs that are stopped.
FAULTS ?= ../shared/faults
FUZZ ?= 20000
KILL ?= 20

faults: $(VENV)/.test
	@test -d $(FAULTS) || { echo "there are no hostile files in $(FAULTS); name their folder: make faults FAULTS=..."; exit 1; }
	@test -f build/faults/manifest.json || $(BIN)/python $(FAULTS)/gen_faults.py build/faults
	$(BIN)/python $(FAULTS)/run_faults.py --faults build/faults --cmd '$(BIN)/ftdata validate {file}' \
		--convert '$(BIN)/ftdata convert {file} --to chat -o {out} --rejected {rejects} --workers {workers}' \
		--report '$(BIN)/ftdata report {file} -o {out}' | tail -n 3

fuzz: $(VENV)/.test
	FTDATA_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

kill: $(VENV)/.test
	$(BIN)/python -m tests.crashes $(KILL)

check: lint types imports docs-check test metrics

clean:
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$@ -m pip install --quiet --upgrade 'pip>=25.1'

$(VENV)/.package: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

$(VENV)/.bench: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

$(VENV)/.site: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group site
	@touch $@

$(VENV)/.pictures: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group pictures
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

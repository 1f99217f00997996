# The commands of README.md. Everything is installed into $(VENV); nothing else on the machine is touched.
VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
DEMO := build/demo

.PHONY: demo test trainers notebooks lint types imports docs docs-check site metrics check bench rule-cost faults fuzz kill clean

demo: $(VENV)/.package
	rm -rf $(DEMO) && mkdir -p build
	$(BIN)/ftdata prepare samples/raw_prompts.csv --columns prompt=question,completion=answer \
		--target azure --model gpt-4.1-mini --output $(DEMO) --force || [ $$? -eq 1 ]
	@test -s $(DEMO)/train.jsonl

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto

# What trainers make of what ftdata writes, and the notebooks. About 1.5 GB of disk, PyTorch first.
trainers: $(VENV)/.trainers
	env -u PYTHONDONTWRITEBYTECODE HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 \
		$(BIN)/python -m pytest -n auto --dist loadfile -m "trainers or notebooks"

# Writes the outputs of samples/*.ipynb anew.
notebooks: $(VENV)/.trainers
	$(BIN)/python -m tests.notebooks.run

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.package
	$(BIN)/python docs/generate.py

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

# What is not imported is not compiled, which takes half a minute of CPU less.
$(VENV)/.trainers: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --no-compile --group trainers
	@touch $@

$(VENV)/.bench: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

$(VENV)/.site: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group site
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

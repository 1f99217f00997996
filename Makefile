# The commands of README.md. Everything is installed into $(VENV); nothing else on the machine is touched.
VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
DEMO := build/demo

.PHONY: demo test trainers notebooks lint types imports docs docs-check shown pictures site metrics check bench rule-cost \
	faults fuzz fuzz-bytes kill coverage mutants versions same-bytes release audit clean

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
# BIG=--big makes files of more than 100 MB too.
BIG ?=
FUZZ ?= 20000
KILL ?= 20

faults: $(VENV)/.test
	@test -d $(FAULTS) || { echo "there are no hostile files in $(FAULTS); name their folder: make faults FAULTS=..."; exit 1; }
	@test -f build/faults/manifest.json || $(BIN)/python $(FAULTS)/gen_faults.py build/faults $(BIG)
	$(BIN)/python -m tests.faults build/faults
	-$(BIN)/python $(FAULTS)/run_faults.py --faults build/faults --cmd '$(BIN)/ftdata validate {file}' \
		--convert '$(BIN)/ftdata convert {file} --to chat -o {out} --rejected {rejects} --workers {workers}' \
		--report '$(BIN)/ftdata report {file} -o {out}' >build/faults.txt
	@tail -n 3 build/faults.txt

fuzz: $(VENV)/.test
	FTDATA_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

# Bytes that atheris makes up, FUZZ_BYTES in all; TARGETS are those of tests/fuzz/inputs.py.
FUZZ_BYTES ?= 200000
TARGETS ?= loaders formats tokenizers config

fuzz-bytes: $(VENV)/.fuzz
	@for target in $(TARGETS); do \
		$(BIN)/python -m tests.fuzz.inputs $$target $$(( $(FUZZ_BYTES) / $(words $(TARGETS)) )) || exit 1; done

kill: $(VENV)/.test
	$(BIN)/python -m tests.crashes $(KILL)

# Branches of the package that no test runs, worker processes and commands counted; fails below 95 %. Ten minutes or more.
coverage: $(VENV)/.coverage
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/python -m pytest -n auto -m "not unmeasured" --cov --cov-context=test --cov-report=term

# Small faults in rules and formats that no test notices (build/mutants.txt); needs what "make coverage" measured.
MUTANTS ?= 600
SEED ?= 0

mutants: $(VENV)/.mutants
	@test -f build/coverage/data || { echo "run make coverage first"; exit 1; }
	$(BIN)/python -m tests.mutants $(MUTANTS) $(SEED)

# The tests on each Python, with the lowest and the newest packages; VERSIONS="py3.12 lowest" runs some of them.
versions: $(VENV)/.versions
	$(BIN)/python -m tests.versions $(VERSIONS)

# The same bytes from each Python; quicker than their tests.
same-bytes: $(VENV)/.versions
	$(BIN)/python -m tests.versions --bytes py3.11 py3.12 py3.13

# The package, built twice and compared, in dist/.
release: $(VENV)/.release
	rm -rf dist
	$(BIN)/python -m tests.release.build dist

audit: $(VENV)/.release
	$(BIN)/python -m tests.release.audit

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

$(VENV)/.coverage: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --group coverage
	@touch $@

$(VENV)/.mutants: $(VENV)/.coverage
	$(BIN)/python -m pip install --quiet --group mutants
	@touch $@

$(VENV)/.versions: | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --group versions
	@touch $@

$(VENV)/.release: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group release
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --group fuzz
	@touch $@

$(VENV)/.pictures: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group pictures
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

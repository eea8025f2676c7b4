# Everything a newcomer needs is `make demo` and `make test`; each installs what it lacks.

VENV := .venv
ORACLE := .oracle
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: help demo test check slow fuzz mutation oracle bench fix law lock clean

help:  ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(VENV)/installed: requirements/run.txt requirements/dev.txt requirements/uv.txt pyproject.toml tools/bootstrap.sh
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh $(VENV)
	@touch $@

demo: $(VENV)/installed  ## the whole main job on sample data, offline
	@$(BIN)/harvestry demo

check: $(VENV)/installed  ## format, lint, types and the rules between rooms
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## all checks and all tests
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

slow: $(VENV)/installed  ## the same tests at full size
	HARVESTRY_TESTS=full $(BIN)/pytest -n 2

fuzz: $(VENV)/installed  ## 100,000 random histories against the independent matcher, and around wash sales; resumes
	$(BIN)/python tests/fuzz.py
	$(BIN)/python tests/fuzz.py --wash

mutation: $(VENV)/installed  ## a tenth of all mutants of the ledger against its tests; resumes
	$(BIN)/python tests/mutation.py

$(ORACLE)/installed: requirements/oracle.txt $(VENV)/installed
	@PYTHON="$(PYTHON)" sh tools/oracle.sh $(ORACLE) $(BIN)
	@touch $@

oracle: $(ORACLE)/installed  ## other programs' federal tax on many random returns beside ours; records it
	$(BIN)/python tests/oracles/recompute.py

bench: $(VENV)/installed  ## speed, as ratios measured in one run
	$(BIN)/python bench/run.py

fix: $(VENV)/installed  ## let the formatter and linter mend what they can
	$(BIN)/ruff format src tests bench tools
	$(BIN)/ruff check --fix src tests bench tools

law: $(VENV)/installed  ## write law/COVERAGE.md from the law files
	$(BIN)/python tools/law_coverage.py

lock: $(VENV)/installed  ## pin the newest allowed versions by hash
	sh tools/lock.sh $(BIN)/uv

clean:  ## throw away the environment and all caches
	rm -rf $(VENV) $(ORACLE) .wheelhouse .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage* dist

# Two commands do everything: `make demo` builds the sample report, `make test` proves the project.
# Both set the machine up first (.venv, system packages); the second time that takes no time.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PERIOD := 2026-10

.PHONY: help demo test unit lint check setup docs bench torture wheel clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

demo: $(READY) ## build the sample client's report of October 2026 into out/
	@echo "Building the report of sample_data/lumen-oak for $(PERIOD) into out/"
	@$(BIN)/reportgen build sample_data/lumen-oak --period $(PERIOD) --format pdf,html --out out

test: $(READY) lint unit ## linters and the whole suite

unit: $(READY) ## the test suite alone
	@bash .ci/system-packages $(PYTHON) --for-tests
	@echo "Running the tests (skips are listed with their reasons)"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY) ## ruff, mypy, import rules
	@echo "Checking style, types and the direction of imports"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >/tmp/.reportgen-imports.$$$$ 2>&1 || { cat /tmp/.reportgen-imports.$$$$; rm -f /tmp/.reportgen-imports.$$$$; exit 1; }; rm -f /tmp/.reportgen-imports.$$$$

check: lint ## the same as lint

setup: $(READY) ## .venv and system packages only

$(READY): pyproject.toml constraints.txt .ci/system-packages
	@bash .ci/system-packages $(PYTHON)
	@echo "Setting up $(VENV) (a minute or two, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade pip --constraint constraints.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt \
	  --editable ".[cluster,pptx,preview,spark,sql,xlsx]" --group test --group lint --group docs
	@touch $(READY)

docs: $(READY) ## build the documentation's site into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "site/index.html"

bench: $(READY) ## speed and memory against plain pandas and Chromium (minutes)
	@$(BIN)/python tests/benchmarks

torture: $(READY) ## the slow tests, kill -9, failing disks, flipped bits, hostile inputs, every edition (long; wants strace)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m slow
	@$(BIN)/python tests/torture

wheel: $(READY) ## build the wheel into dist/
	@$(BIN)/python -m pip wheel -qq --no-deps --wheel-dir dist .

clean: ## remove what was made (not sample data)
	rm -rf out dist build site $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

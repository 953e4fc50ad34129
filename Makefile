# `make run` opens the studio, `make test` passes the tests; both set everything up in .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check format faults clean
.DEFAULT_GOAL := run

run: .venv/.installed
	@$(BIN)/studio

# Three processes keep two cores busy: tests of screens wait for them to be at rest.
test: .venv/.installed
	$(BIN)/pytest -n 3

check: .venv/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Every fault at every point of a run, and what became of the picture.
faults: .venv/.installed
	$(BIN)/python -m tests.faults

# bench-letter, bench-progress, bench-gallery, …: a benchmark of tests/benchmarks prints its figures.
bench-%: .venv/.installed
	$(BIN)/python -m tests.benchmarks.$(subst -,_,$*)

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv

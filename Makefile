# `make run` opens the studio, `make test` passes the tests; both set everything up in .venv first.
# With another Python, in an environment of its own: `make test PYTHON=python3.13 VENV=.venv-3.13`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test test-pty test-long check format house faults fuzz monkey mutants terminals clean
.DEFAULT_GOAL := run
# Tests start some hundred Pythons, each of which would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

run: $(VENV)/.installed
	@$(BIN)/studio

# Three processes keep two cores busy: tests of screens wait for them to be at rest.
test: $(VENV)/.installed
	$(BIN)/pytest -n 3 -m "not long"

# What takes longer: kills and crashes, random keys, walks from end to end, the wheel in an environment of its own.
test-long: $(VENV)/.installed
	$(BIN)/pytest -n 3 -m long

# What opens the studio on a pseudo-terminal, as a person does.
test-pty: $(VENV)/.installed
	$(BIN)/pytest -n 3 -m pty

check: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The picture of the rooms and of what imports what, docs/house.svg; the status is 1 where rooms stand in a circle.
house: $(VENV)/.installed
	$(BIN)/python -m tests.house

# Every fault at every point of a run, and what became of the picture.
faults: $(VENV)/.installed
	$(BIN)/python -m tests.faults

# A hundred thousand spoilt files for every reader of foreign files; ARGUMENTS="--files 1000 --seed 2" runs others.
fuzz: $(VENV)/.installed
	$(BIN)/python -m tests.fuzz $(ARGUMENTS)

# Random keys for the whole studio, and what they broke; ARGUMENTS="--seeds 5,6 --minutes 15 --protocols kitty,sixel".
monkey: $(VENV)/.installed
	$(BIN)/python -m tests.monkey $(ARGUMENTS)

# Small mistakes put into a copy of the house, and which of them its tests see; ARGUMENTS="--seed 2 --count 40".
mutants: $(VENV)/.installed
	$(BIN)/python -m tests.mutants $(ARGUMENTS)

# The studio in real terminals, over SSH, as a table; ARGUMENTS="--only kitty,xterm --how plain" runs a part of it.
terminals: $(VENV)/.installed
	$(BIN)/python -m tests.terminals $(ARGUMENTS)

# bench-letter, bench-progress, bench-gallery, …: a benchmark of tests/benchmarks prints its figures.
bench-%: $(VENV)/.installed
	$(BIN)/python -m tests.benchmarks.$(subst -,_,$*) $(ARGUMENTS)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV)

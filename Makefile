# Each target sets up what it needs; `make setup` alone does only that. Needs Python 3.11+, make and git, no root.
# PYTHON=...  the Python to use          UV=...  a uv of your own instead of the pinned one
# WORKERS=2   processes for the tests    ARGS=.. more words for pytest, the demo or the benchmark

PYTHON ?= python3
UV ?= .tools/uv/bin/uv
WORKERS ?= 2
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready

export UV_PYTHON_DOWNLOADS = never
# The search of both evaluators takes a seed from the commit, besides a fixed one.
export XINYONG_COMMIT ?= $(shell git rev-parse HEAD 2>/dev/null || echo none)
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test lint types contracts tests format changelog bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

setup: $(READY) ## the environment .venv, exactly as uv.lock says

.tools/uv/bin/uv: requirements-bootstrap.txt tools/bootstrap-uv
	@tools/bootstrap-uv '$(PYTHON)' .tools/uv

$(READY): pyproject.toml uv.lock $(filter .tools/%,$(UV))
	$(UV) sync --locked --quiet --python '$(PYTHON)'
	@touch $@

demo: $(READY) ## three years of a synthetic authority network, into demo/
	$(BIN)/xinyong demo --out demo $(ARGS)

test: lint types contracts tests ## everything that must hold

lint: $(READY) ## format and lint, as checks
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: $(READY) ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/pyright

contracts: $(READY) ## the import contracts of ARCHITECTURE.md
	$(BIN)/lint-imports --no-cache --no-logo

tests: $(READY) ## pytest alone
	$(BIN)/python -m pytest -q -n $(WORKERS) $(ARGS)

format: $(READY) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

changelog: $(READY) ## the fragments of changelog.d as a release would print them
	$(BIN)/towncrier build --draft

bench: $(READY) ## every figure of the documentation, with its machine and versions
	for figure in scale peers vetting intake interpret standing; do $(BIN)/xinyong bench $$figure $(ARGS) || exit; done

# Long searches, apart from `make test`: each runs the tests marked `campaign` of its folder.
.PHONY: campaign-laws campaign-mutants campaign-kill campaign-store
campaign-laws: $(READY) ## both evaluators against each other, at length
	$(BIN)/python -m pytest -q -n $(WORKERS) -m campaign tests/laws $(ARGS)

campaign-mutants: $(READY) ## seeded faults, each of which a test must see
	$(BIN)/python -m pytest -q -n $(WORKERS) -m campaign tests/mutants $(ARGS)

campaign-kill: $(READY) ## kill -9 at random moments of an intake
	$(BIN)/python -m pytest -q -n $(WORKERS) -m campaign tests/kill $(ARGS)

campaign-store: $(READY) ## a thousand killed writers, and three thousand flipped bits, each found or harmless
	$(BIN)/python -m pytest -q -n $(WORKERS) -m campaign tests/contracts $(ARGS)

clean: ## remove what tools made, the environment included
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist

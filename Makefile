# Plain `make` lists what can be done. Everything is installed into .venv/, nothing outside this folder but a browser for the tests.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# Some machines export this; every start would then compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/uv.stamp:
	@echo "→ Creating .venv (Python $$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))"
	@$(PYTHON) -c 'import sys; sys.exit("NoFOMO needs Python 3.11 or newer; this is %d.%d. Try: make run PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@touch $@

.venv/run.stamp: .venv/uv.stamp requirements.lock pyproject.toml
	@echo "→ Installing the Python packages (about 10 s the first time)"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@NOFOMO_SKIP_WEB=1 $(BIN)/uv pip install -q --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $@

.venv/web.stamp: .venv/run.stamp $(WEB_SOURCES) hatch_build.py
	@echo "→ Building the web page (about 30 s the first time)"
	@$(BIN)/python hatch_build.py
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.lock
	@echo "→ Installing what the tests need"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@$(BIN)/python scripts/find_browser.py --install
	@touch $@

setup: .venv/web.stamp ## Install and build everything into .venv/; start nothing
	@echo "✓ Ready. The command is .venv/bin/nofomo"

run: .venv/web.stamp ## Install what is missing, start NoFOMO on http://127.0.0.1:8000
	@exec $(BIN)/nofomo up

dev: .venv/web.stamp .venv/test.stamp ## Server with reload on :8000, web page with reload on :5173
	@$(BIN)/python scripts/dev.py

check: .venv/web.stamp .venv/test.stamp ## Formatting, lint, types, import directions, limits, freshness
	@$(BIN)/python scripts/check.py

fix: .venv/test.stamp ## Repair what a machine can repair
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

test: check ## Every check and every test, the browser ones included
	@echo "→ Python tests"
	@$(BIN)/pytest -n 2 --dist loadgroup --ignore tests/e2e
	@echo "→ Browser stories"
	@$(BIN)/pytest tests/e2e
	@echo "→ Web tests"
	@$(BIN)/python hatch_build.py test

api-client: .venv/run.stamp ## Write the OpenAPI document and the TypeScript types made from it
	@$(BIN)/python scripts/api_client.py

bench: .venv/web.stamp .venv/test.stamp ## Measure; prints one table
	@$(BIN)/python -m bench

soak: .venv/web.stamp .venv/test.stamp ## Kill and restart for a while; count what was lost (nothing)
	@$(BIN)/pytest tests/faults --soak

lock: .venv/uv.stamp ## Resolve the dependencies again (no host names in the lock files)
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove what was installed and built
	@rm -rf .venv web/node_modules src/nofomo/static build dist

.PHONY: help setup run dev check fix test api-client bench soak lock clean

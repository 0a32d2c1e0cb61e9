# Every target sets up what it needs; later runs start at once. See `make help`.
.DEFAULT_GOAL := help
.PHONY: help install dev run test check format screenshots translations clean

BIN := .venv/bin

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: ## set up .venv and the system libraries
	@sh scripts/setup.sh run

dev: ## install, and the tools for tests and checks
	@sh scripts/setup.sh dev

run: install ## start the app; without a display, analyse the demo for 20 s and say where the result is
	@sh scripts/run.sh

check: dev ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## all checks and tests
	$(BIN)/pytest --cov

format: dev ## let ruff format and mend the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: dev ## bring the translations up to date with the code
	$(BIN)/python scripts/translations.py

screenshots: dev ## make the pictures of docs/images again, from the demo
	$(BIN)/python scripts/screenshots.py

clean: ## remove .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

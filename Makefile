# LeadX. `make help` lists the targets; everything needs only Python 3.11 or newer.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && exit; done; echo python3)
TOOLS = @$(PYTHON) tools

.PHONY: help run build migrate migration demo test check format bench shots lock

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## Set everything up and serve on http://localhost:8000 (PORT=… changes the port)
	$(TOOLS) run

build: ## Build the pages, if a source changed
	$(TOOLS) build

migrate: ## Bring the database up to date
	$(TOOLS) migrate

migration: ## Draft a migration from the models: make migration m="Add tags"
	@MESSAGE="$(m)" $(PYTHON) tools migration

demo: ## Fill an empty database with the demo data
	$(TOOLS) demo

test: ## Set everything up and run every test, with browsers and PostgreSQL
	$(TOOLS) test

check: ## Format, lint, import contract, types, and the quick tests
	$(TOOLS) check

format: ## Format and mend what can be mended
	$(TOOLS) format

bench: ## Measure against the marks
	$(TOOLS) bench

shots: ## Take pictures of every page, desktop and phone, light and dark
	$(TOOLS) shots

lock: ## Write down what is installed as requirements.lock
	$(TOOLS) lock

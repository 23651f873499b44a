# `make run` and `make test` are all a newcomer needs; both work from nothing, as root or not, from any folder.

VENV := $(or $(PALETTER_VENV),.venv)
BIN := $(VENV)/bin

# Tools that import the settings must leave no keys behind in a data folder.
TOOL := PALETTER_TESTING=1 PALETTER_DATA_DIR=/nonexistent PALETTER_SECRET_KEY=tools PALETTER_ENCRYPTION_KEYS=tools

.PHONY: help run test lint types contracts tests bench report messages format environment clean
.DEFAULT_GOAL := help

help:
	@echo "make run     start everything with demo data: Paletter, its worker and a simulated Lever"
	@echo "make test    all checks: lint, types, import contracts, tests"
	@echo "make bench   what an interview and the ATS cost, beside their anchors; writes bench-results/"
	@echo "make report  how far scores can be trusted, measured anew; writes docs/technical-report.md"
	@echo "make lint    ruff alone;  make types  mypy alone;  make contracts  import contracts alone"
	@echo "make tests   pytest alone, such as: make tests ARGS=tests/scores"
	@echo "make messages  collect sentences marked for translation, compile the translations, and tell what is missing"
	@echo "make format  let ruff put the code into shape"
	@echo "make clean   remove the environment and all caches; data of make run stays"

run:
	@scripts/bootstrap run && PALETTER_DEMO=$${PALETTER_DEMO:-1} exec $(BIN)/paletter run

test: environment
	@$(MAKE) --no-print-directory lint types contracts
	@scripts/browsers
	@$(MAKE) --no-print-directory tests

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: environment
	$(TOOL) $(BIN)/mypy

contracts: environment
	$(BIN)/lint-imports

tests: environment
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

bench: environment
	$(BIN)/python bench/interview.py --json bench-results/interview.json
	$(BIN)/python bench/lever_sync.py --json bench-results/lever-sync.json
	$(BIN)/python bench/lever_writeback.py --json bench-results/lever-writeback.json
	$(BIN)/python bench/webhooks.py --json bench-results/webhooks.json

report: environment
	$(BIN)/python bench/technical_report.py

messages: environment
	$(TOOL) $(BIN)/python -m scripts.messages

format: environment
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

environment:
	@scripts/bootstrap dev

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Needs Python 3.11 or newer and make; everything else is installed into .venv from requirements/dev.txt, by hash.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python3.14; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := test
.PHONY: test lint check demo bench neighbours corpus drift cases proof real-pairs faults golden judges lock clean

test: $(STAMP) ## everything CI asks for
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory lint check
	@echo "make test: tests, lint, types, import rules and drift are fine"

lint: $(STAMP) ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

check: $(STAMP) ## is generated/ in step with specs/?
	$(BIN)/codegen check

demo: $(STAMP) ## the story: three layers, a failure in each, and a vendor's change absorbed in one line
	$(BIN)/python -m demo

bench: $(STAMP) ## measure again what docs/figures.md says
	$(BIN)/python -m bench
	$(BIN)/python -m bench.differences
	$(BIN)/python -m bench.evolution
	$(BIN)/python -m bench.tokens

neighbours: $(STAMP) ## measure again what docs/neighbours.md says (needs npm; eight minutes)
	$(BIN)/python -m bench.neighbours

corpus: $(STAMP) ## generate 40 real contracts whole (needs npm)
	$(BIN)/python tests/corpus/run_corpus.py

drift: $(STAMP) ## write docs/drift.md again, by making each kind of drift
	$(BIN)/python -m tests.drift.table

cases: $(STAMP) ## write what the cases of diff expect again, and docs/oasdiff.md; read the diff
	$(BIN)/python -m tests.changes
	$(BIN)/python -m tests.changes.oasdiff

proof: $(STAMP) ## measure again what docs/diff-proof.md says (needs npm; three minutes)
	$(BIN)/python -m tests.changes_proof

real-pairs: $(STAMP) ## hold what diff reports over GitHub's history against its judgements, in docs/real-pairs.md (needs npm; five minutes)
	$(BIN)/python -m tests.changes_real

faults: $(STAMP) ## write docs/faults.md again, and draw 20,000 definitions and faults (twenty minutes)
	$(BIN)/python -m tests.example.faults
	FAULT_EXAMPLES=20000 $(BIN)/python -m pytest -q -n 0 tests/properties/test_faults_of_actions.py

golden: $(STAMP) ## write the expected trees of tests/golden again; read the diff
	$(BIN)/python -m tests.golden

judges: $(STAMP) ## against what nobody here wrote: Prism, vendors' SDKs, MCP clients (need npm), agent frameworks, pre-commit, kill -9, full disks, Chromium, the schema of SARIF
	$(BIN)/python -m tests.judges.prism
	$(BIN)/python -m tests.judges.vendors --corpus 100
	$(BIN)/python -m tests.judges.round_trips
	$(BIN)/python -m tests.judges.mcp_clients
	$(BIN)/python -m tests.judges.adapters
	$(BIN)/python -m tests.judges.precommit
	$(BIN)/python -m tests.judges.kill
	$(BIN)/python -m tests.judges.browser
	$(BIN)/python -m tests.judges.sarif

lock: ## pin the development dependencies again (needs uv)
	uv pip compile --no-header --universal --generate-hashes --extra generate --extra mcp --extra tokens --group dev pyproject.toml -o requirements/dev.txt

clean: ## forget the environment and every cache
	rm -rf .venv .codegen .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(STAMP): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

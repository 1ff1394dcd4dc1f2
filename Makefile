# Two commands matter: `make run` and `make test`. What they install lands in .venv, what they cache in .lockstep.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
REPLAYED := .lockstep/replayed
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test check suite browser bench pictures install lock clean

help:  ## Say what the targets do.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) $(REPLAYED)  ## Regenerate from recordings, gate, and serve the app on http://127.0.0.1:8000.
	@$(BIN)/lockstep regenerate
	@$(BIN)/lockstep gate
	@exec $(BIN)/lockstep-router serve --demo $(if $(PORT),--port $(PORT))

test: check suite  ## Lint, check types and imports, then run the whole suite in parallel.

check: $(READY)  ## Lint, types, import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

suite: $(READY) browser  ## The tests alone.
	$(BIN)/python -m pytest -n auto

# Tests that look through a visitor's eyes need Chromium and Firefox ESR: Debian's, put there when they are missing and
# that is allowed.
browser:
	@wanted=""; \
	test -n "$$LOCKSTEP_CHROMIUM" || command -v chromium chromium-browser google-chrome > /dev/null || wanted="chromium"; \
	test -n "$$LOCKSTEP_FIREFOX" || command -v firefox-esr > /dev/null || wanted="$$wanted firefox-esr"; \
	test -z "$$wanted" || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
			echo "Installing Debian's $$wanted (once) ..."; \
			apt-get install -qq -y $$wanted > /dev/null || { apt-get update -qq && apt-get install -qq -y $$wanted > /dev/null; }; \
		else \
			echo "No browser: run: sudo apt-get install $$wanted (or set LOCKSTEP_CHROMIUM and LOCKSTEP_FIREFOX to programs)" >&2; exit 1; \
		fi; }

bench: $(READY)  ## Print the benchmarks: ratios against what one would use instead.
	@for file in tests/benchmarks/[a-z]*.py; do \
		echo "== $$file"; $(BIN)/python -m tests.benchmarks.$$(basename $$file .py) || exit 1; \
	done

pictures: $(READY) browser  ## Photograph every state of the pages into docs/pictures/.
	$(BIN)/python -m tests.pictures docs/pictures

install: $(READY)  ## Prepare the virtual environment from hash-pinned packages.

# The first start replays every recorded answer, so that one sees the code being made; later ones find it unchanged.
$(REPLAYED): $(READY)
	@$(BIN)/lockstep regenerate --fresh
	@mkdir -p $(@D) && touch $@

# pip's own leftovers of a broken run are thrown away: the folder is whole or absent.
$(READY): requirements.lock pyproject.toml
	@echo "Preparing .venv (about a minute, once) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock:  ## Pin the dependencies again, with hashes (needs uv).
	uv pip compile --quiet --python-version 3.11 --universal --extra dev --generate-hashes \
		--no-emit-index-url --no-header pyproject.toml --output-file requirements.lock

clean:  ## Remove what was installed and cached.
	rm -rf .venv .lockstep

# `make demo` and `make test` need nothing but Python 3.11+; they set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready
MUTMUT := $(VENV)/mutation/bin/mutmut

.PHONY: demo test fuzz coverage mutation mutation-sample torture lint types wheel completions check lock clean

demo: $(READY)
	$(BIN)/cwsync demo

test: $(READY)
	$(BIN)/python -m pytest -n auto

# The loader of exports under fire; FUZZ_EXAMPLES=20000 says for how long, a minute or two.
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz

# All tests once more, counting the branches that they reach; fails below the bound.
coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n auto
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --skip-covered --sort=cover --fail-under=95

# Would the tests notice small wrong changes? All of them, some 20 minutes; fails below 80% in a room.
# On Windows in WSL only. MUTATION=--again tries the survivors of the last run once more.
mutation: $(MUTMUT)
	PYTHONPATH=$(VENV)/mutation $(BIN)/python -m tests.mutation $(MUTATION)

# The same with a part of them, drawn by the commit, in four minutes at most.
mutation-sample: $(MUTMUT)
	PYTHONPATH=$(VENV)/mutation $(BIN)/python -m tests.mutation --sample 400 --minutes 3.5

# Beside the other tools, not among them: where click is installed, httpx imports a CLI of its own.
$(MUTMUT): $(READY) requirements-mutation.lock
	rm -rf $(VENV)/mutation
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/mutation -r requirements-mutation.lock

# Crashes, lost answers, late commits, pushes at once: figures beside their targets, some minutes.
torture: $(READY)
	$(BIN)/python -m tests.torture

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

wheel: $(READY)
	$(BIN)/python tests/wheel.py

completions: $(READY)
	$(BIN)/python -m cwsync.commands.shells

check: lint types test wheel

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cwsync needs Python 3.11 or newer; name it with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -c 'open("$(READY)", "w").close()'

# Newest versions that pyproject.toml allows; commit the result.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-lock/bin/python -m pip install --quiet --group dev -e .
	$(VENV)-lock/bin/python -m pip freeze --exclude-editable \
		| sed -E 's/^((SecretStorage|jeepney)==.*)/\1 ; sys_platform == "linux"/' \
		> requirements-dev.lock
	$(VENV)-lock/bin/python -m pip install --quiet --group mutation
	$(VENV)-lock/bin/python -m pip freeze --exclude-editable \
		| grep -ivxF -f requirements-dev.lock | grep -iv -e '^secretstorage=' -e '^jeepney=' \
		> requirements-mutation.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis

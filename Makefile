# Two commands are enough: `make serve` and `make test`. The rest is for people who change the project.
PYTHON ?= python3
BIN := .venv/bin
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --quiet

.PHONY: serve preview install test bench bench-peers lint format lock supply trust release image

serve: .venv/installed
	@exec $(BIN)/python manage.py serve

preview: .venv/installed
	@exec $(BIN)/python manage.py preview

install: .venv/installed

# The stamp carries the lock's date, so a changed lock installs again and an unchanged one costs nothing. uv compiles no
# module, and where Python may not write (PYTHONDONTWRITEBYTECODE) each start would compile 500 of them: 0.3 s of 0.5.
.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 ...")'
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
		$(PYTHON) -m venv .venv && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python manage.py check >/dev/null 2>&1 || true
	@touch $@

test: .venv/installed
	@$(BIN)/python tests/run.py

# Within ten minutes. Parts, and all of it: .venv/bin/python benchmarks/bench.py [--full] [sync serving ...]
bench: .venv/installed
	@$(BIN)/python benchmarks/bench.py

# The site makers that we are measured beside, in an environment of their own. Nothing else needs them.
bench-peers: .venv-peers/installed

.venv-peers/installed: requirements-bench.lock
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

# Django's own deployment check looks at the settings of a public site, so it is given one.
lint: .venv/installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	@SITE_URL=https://guides.example SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz \
		$(BIN)/python manage.py check --deploy --fail-level INFO
	@$(BIN)/python manage.py lint_content --strict

format: .venv/installed
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Needs uv. The lock holds hashes and no index address, so that any registry mirror serves it.
lock:
	$(COMPILE) pyproject.toml --extra test --extra lint -o requirements.lock
	$(COMPILE) pyproject.toml --constraint requirements.lock -o deploy/requirements.lock
	$(COMPILE) --group supply -o requirements-supply.lock
	$(COMPILE) --group peers -o requirements-bench.lock

# Everything of docs/threat-model.md, with 200 kills and every attack, and one table. Then a long run: SOAK_SECONDS=0 leaves it out.
SOAK_SECONDS ?= 300
trust: .venv/installed
	@KILLS=200 ATTACKS=all $(BIN)/python -m tests.trust.table
	@if [ "$(SOAK_SECONDS)" != 0 ]; then SOAK_SECONDS=$(SOAK_SECONDS) $(BIN)/python -m tests.trust.soak; fi

# What we are made of, and what is known against it. The tools stand in an environment of their own.
supply: .venv/installed .venv-supply/installed
	@.venv-supply/bin/bandit --quiet --recursive --configfile pyproject.toml articles glossary naltrexone_site manage.py
	@.venv-supply/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml \
		--output-reproducible --output-file sbom.json
	@$(BIN)/python -m tests.trust.licences > docs/licences.md
	@.venv-supply/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict --progress-spinner off \
		|| { echo "Something is known against a package, or nothing could be asked about it: see above."; exit 1; }

.venv-supply/installed: requirements-supply.lock
	@$(PYTHON) -m venv .venv-supply
	@.venv-supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-supply.lock
	@touch $@

# dist/: the sources of one tag, the same bytes whoever makes them, and their sums, to be signed (docs/operating.md, “Release”).
release:
	@test -n "$(TAG)" || { echo "Say which: make release TAG=v1.2"; exit 1; }
	@mkdir -p dist
	@git -c core.autocrlf=false archive --format=tar --prefix=naltrexone-guides-$(TAG)/ $(TAG) | gzip -n -9 > dist/naltrexone-guides-$(TAG).tar.gz
	@cd dist && sha256sum naltrexone-guides-$(TAG).tar.gz > naltrexone-guides-$(TAG).sha256
	@cat dist/naltrexone-guides-$(TAG).sha256

# The image of one tag, on a base named by its digest, without which nobody knows who made it (docs/operating.md, “Release”).
ENGINE ?= podman
image:
	@printf '%s' "$(BASE)" | grep -Eq '^[^@[:space:]]+@sha256:[0-9a-f]{64}$$' || { \
		echo "Say which base, by its digest: make image TAG=v1.2 BASE=python:3.12-slim@sha256:… with all 64 digits. To see them:"; \
		echo "  $(ENGINE) pull python:3.12-slim; $(ENGINE) image inspect --format '{{index .RepoDigests 0}}' python:3.12-slim"; exit 1; }
	@test -n "$(TAG)" && git rev-parse -q --verify "refs/tags/$(TAG)" > /dev/null || { \
		echo "Say which tag: make image TAG=v1.2 BASE=…"; exit 1; }
	@test "$$(git rev-parse HEAD)" = "$$(git rev-parse "$(TAG)^{commit}")" && test -z "$$(git status --porcelain)" || { \
		echo "The folder is not the tag as it was released: git switch --detach $(TAG), and take away what is not of it."; exit 1; }
	@$(ENGINE) build --format docker --timestamp "$$(git log -1 --format=%ct)" --build-arg PYTHON="$(BASE)" \
		-f deploy/Containerfile -t naltrexone-guides:$(TAG) .

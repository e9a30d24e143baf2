# syntax=docker/dockerfile:1
# The newsroom in a container: `docker build -t newsroom .`, or by compose.yaml (docs/operating.md).

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/newsroom
COPY requirements*.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install -r requirements.txt -r requirements-postgresql.txt -r requirements-sentry.txt
COPY manage.py gunicorn.conf.py LICENSE ./
COPY newsroom newsroom
COPY articles articles
COPY templates templates
COPY static static
COPY fixtures fixtures
# Static files are part of the image. The secret is of this line alone: nothing is signed with it.
RUN DEBUG=0 SECRET_KEY=for-collectstatic-only .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q newsroom articles

FROM python:3.13-slim-trixie
# FriBiDi shapes Arabic in headline images; pg_dump is what `manage.py backup` calls on PostgreSQL, and
# must not be older than the server (17, as in compose.yaml).
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfribidi0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/newsroom --shell /usr/sbin/nologin newsroom \
    && install -d -o newsroom -g newsroom -m 0750 /data /data/media /data/cards /backups
# The code is root's: who breaks into a worker can change none of it.
COPY --from=build /srv/newsroom /srv/newsroom
COPY deploy/clock.py /srv/newsroom/deploy/clock.py
WORKDIR /srv/newsroom
ENV PATH=/srv/newsroom/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=0 HOST=0.0.0.0 PORT=8000 LOG_FORMAT=json \
    MEDIA_ROOT=/data/media CARDS_CACHE_URL=filecache:///data/cards
USER 10001:10001
EXPOSE 8000
VOLUME ["/data", "/backups"]
# Alive, not ready: a site that waits for its database is not made better by being killed.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "newsroom.wsgi"]

